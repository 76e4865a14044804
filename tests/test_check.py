"""`check`: what is found in a text, where, and what a corrected copy says."""

from __future__ import annotations

import doctest
import importlib
import json
import os
import pkgutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glossary.check
from glossary.check import FINDING_KINDS, SEVERITIES, checker, encoded_like, findings, fixed, sarif
from glossary.model import Concept, Document, Term, Termbase
from scripts.measure_check import changed, made, measured, read_all
from tests.commands import printed, saved

CONCEPTS = (
    Concept("c-tom", (
        Term("奥莱克·托姆林", "zh-Hans", "full", "preferred"), Term("欧雷克·汤林", "zh-Hans", "full", "deprecated"),
        Term("Olek Tomlin", "en", "full", "preferred"), Term("Oleg Tomline", "en", "full", "deprecated"),
    ), "person"),
    Concept("c-verma", (Term("维尔马诺", "zh-Hans", "full", "preferred"), Term("韦尔马诺", "zh-Hans", "variant", "admitted")), "place"),
    Concept("c-state", (Term("格兰尼亚共和国", "zh-Hans", "full", "preferred"),), "place"),
    Concept("c-chair", (Term("共同主席", "zh-Hans", "full", "preferred"), Term("联合主席", "zh-Hans", "variant", "admitted")), "office"),
    Concept("c-body", (Term("北方合作组织", "zh-Hans", "full", "preferred"), Term("北合组织", "zh-Hans", "abbreviation", "admitted")), "organization"),
)  # fmt: skip
CHECKER = checker(CONCEPTS)
LONG = "国际会议当时当地举行，对此总统们"

# A text with the finding marked, and the kind, the severity and what is written instead.
CASES: tuple[tuple[str, str, str, str], ...] = (
    ("部长⟦欧雷克·汤林⟧到了", "deprecated", "error", "奥莱克·托姆林"),
    ("部长⟦歐雷克·湯林⟧到了", "deprecated", "error", "奥莱克·托姆林"),
    ("来信由⟦Oleg Tomline⟧签署", "forbidden", "error", "Olek Tomlin"),
    ("前往⟦韦尔马诺⟧访问", "variant", "warning", "维尔马诺"),
    ("由⟦联合主席⟧主持", "variant", "info", ""),
    ("部长⟦奥来克·托姆林⟧到了", "near", "warning", "奥莱克·托姆林"),
    ("部长⟦奥莱克托姆林⟧到了", "near", "warning", "奥莱克·托姆林"),
    ("在⟦格兰尼雅共和国⟧境内", "near", "warning", "格兰尼亚共和国"),
    ("部长⟦奥莱克•托姆林⟧到了", "typography", "info", "奥莱克·托姆林"),
    (f"{LONG}{LONG}在⟦格蘭尼亞共和國⟧", "script", "warning", "格兰尼亚共和国"),
    ("会见了⟦塞缪尔·贝克⟧先生", "unknown", "info", ""),
)  # fmt: skip
SILENT = (
    "部长奥莱克·托姆林到了维尔马诺", "北合组织和北方合作组织", "由共同主席主持", "Olek Tomlin签署", "部長奧萊克·托姆林到了",
    "托姆林先生", "", "\x00\x01\x1f", "Nothing of the kind.", "\n\n\f\n", "天气很好，我们在外面走了很久。",
)  # fmt: skip


def said(text: str) -> tuple[glossary.check.Finding, ...]:
    return findings(Document("d", text, "", "d.txt"), CHECKER)


@pytest.mark.parametrize(("marked", "kind", "severity", "instead"), CASES, ids=[c[0][-16:] for c in CASES])
def test_what_is_marked_is_found(marked: str, kind: str, severity: str, instead: str):
    text = marked.replace("⟦", "").replace("⟧", "")
    found = said(text)
    assert [(f.kind, f.severity, f.replacement) for f in found] == [(kind, severity, instead)]
    assert f"{text[:found[0].start]}⟦{text[found[0].start:found[0].end]}⟧{text[found[0].end:]}" == marked


@pytest.mark.parametrize("text", SILENT)
def test_nothing_is_found(text: str):
    assert said(text) == ()


def test_a_choice_of_words_is_shown_but_not_written():
    (finding,) = said("由联合主席主持")
    assert finding.preferred == ("共同主席",)
    assert fixed("由联合主席主持", [finding]).text == "由联合主席主持"


PIECES = st.sampled_from(["部长", "奥来克·托姆林", "欧雷克·汤林", "韦尔马诺", "Oleg Tomline", "。", "\n", "\r\n", "\r", "\f", "，", " ", "🙂", "格蘭尼亞"])


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_spans_lines_and_columns(text: str):
    found = said(text)
    ends = [0]
    for finding in found:
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.start >= ends[-1]
        ends.append(finding.end)
        before = text[: finding.start].replace("\r\n", "\n\n").replace("\r", "\n")
        ordinary = text[: finding.start].replace("\r\n", "\n").replace("\r", "\n")
        assert finding.line == ordinary.count("\n") + 1
        assert finding.column == len(before) - before.rfind("\n")
        assert finding.kind in FINDING_KINDS
        assert finding.severity in SEVERITIES


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_a_corrected_copy_has_nothing_left_to_correct(text: str):
    first = fixed(text, said(text))
    again = fixed(first.text, said(first.text))
    assert (again.text, again.corrected) == (first.text, 0) or first.left


def test_the_encoding_of_the_original_is_kept():
    for name in ("utf-8", "gb18030", "utf-16"):
        original = "部长韦尔马诺".encode(name)
        data, _ = encoded_like("部长维尔马诺", original, "部长韦尔马诺", None)
        assert data.decode(name) == "部长维尔马诺"
    assert encoded_like("维", "維".encode("big5"), "維", "big5")[1] in {"cp950", "big5", "big5hkscs", "utf-8"}


def test_sarif_has_what_the_standard_requires():
    text = "部长欧雷克·汤林到了。\n前往韦尔马诺。"
    log = sarif(said(text))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "glossary"
    assert [rule["id"] for rule in rules] == list(FINDING_KINDS)
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    assert [result["ruleId"] for result in run["results"]] == ["deprecated", "variant"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        assert place["artifactLocation"]["uri"] == "d.txt"
        assert min(region[name] for name in ("startLine", "startColumn", "endLine", "endColumn")) >= 1
        assert (region["startLine"], region["startColumn"]) < (region["endLine"], region["endColumn"])
        for fix in result["fixes"]:  # required: artifactChanges of artifactLocation and replacements of deletedRegion
            for change in fix["artifactChanges"]:
                assert change["artifactLocation"] == place["artifactLocation"]
                assert [r["deletedRegion"] for r in change["replacements"]] == [region]


@pytest.fixture
def base(tmp_path: Path) -> str:
    return saved(Termbase(CONCEPTS), tmp_path)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_bytes("\ufeff部长欧雷克·汤林到了。\r\n前往韦尔马诺。\r\n".encode())
    return path


def test_the_formats(base: str, letter: Path, capsys: pytest.CaptureFixture[str]):
    run = (str(letter), "-t", base, "--quiet")
    assert printed(capsys, "check", *run) == (1, (
        f"{letter}:1:3: error deprecated: 欧雷克·汤林 is not to be used; the termbase writes 奥莱克·托姆林\n"
        f"{letter}:2:3: warning variant: 韦尔马诺 is not the preferred form; the termbase writes 维尔马诺\n"
    ), "")  # fmt: skip
    rows = [json.loads(line) for line in printed(capsys, "check", *run, "--format", "json")[1].splitlines()]
    assert [(r["line"], r["column"], r["kind"], r["preferred"], r["concept"]) for r in rows] == [
        (1, 3, "deprecated", ["奥莱克·托姆林"], "c-tom"), (2, 3, "variant", ["维尔马诺"], "c-verma"),
    ]  # fmt: skip
    table = [line.split("\t") for line in printed(capsys, "check", *run, "--format", "tsv")[1].splitlines()]
    assert table[0] == ["file", "line", "column", "severity", "kind", "text", "preferred", "concept", "score", "message"]
    assert [row[1:7] for row in table[1:]] == [
        ["1", "3", "error", "deprecated", "欧雷克·汤林", "奥莱克·托姆林"], ["2", "3", "warning", "variant", "韦尔马诺", "维尔马诺"],
    ]  # fmt: skip
    log = json.loads(printed(capsys, "check", *run, "--format", "sarif")[1])
    assert [r["ruleId"] for r in log["runs"][0]["results"]] == ["deprecated", "variant"]


def test_filters_and_exit_status(base: str, letter: Path, capsys: pytest.CaptureFixture[str]):
    run = (str(letter), "-t", base, "--quiet")
    assert printed(capsys, "check", *run, "--severity", "error")[1].count("\n") == 1
    assert "韦尔马诺" in printed(capsys, "check", *run, "--kind", "variant")[1]
    assert printed(capsys, "check", *run, "--kind", "near") == (0, "", "")


def test_fix_writes_a_copy(base: str, letter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    before, out = letter.read_bytes(), tmp_path / "new.txt"
    assert printed(capsys, "check", str(letter), "-t", base, "--fix", str(out), "--quiet")[0] == 1
    assert letter.read_bytes() == before
    assert out.read_bytes() == "\ufeff部长奥莱克·托姆林到了。\r\n前往维尔马诺。\r\n".encode()
    assert printed(capsys, "check", str(out), "-t", base, "--quiet") == (0, "", "")


def test_fix_never_writes_over_an_input(base: str, letter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    soft, hard = tmp_path / "soft.txt", tmp_path / "hard.txt"
    soft.symlink_to(letter)
    os.link(letter, hard)
    before = letter.read_bytes()
    for out in (str(letter), str(soft), str(hard), base, str(tmp_path / "x" / ".." / "letter.txt")):
        status, printed_out, err = printed(capsys, "check", str(letter), "-t", base, "--fix", out, "--quiet")
        assert (status, printed_out, err.count("\n")) == (2, "", 1), out
    assert letter.read_bytes() == before


def test_wrong_calls_are_one_line(base: str, letter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "bad.tbx").write_text("<tbx><text>")
    (tmp_path / "bad.docx").write_bytes(b"no zip")
    calls = (
        (2, (str(letter), "-t", "missing.tbx")), (2, ("-t", base)), (2, (str(letter), "-t", base, "--workers", "0")),
        (2, (str(letter), str(letter.parent), "-t", base, "--fix", "x.txt")), (1, (str(letter), "-t", str(tmp_path / "bad.tbx"))),
        (1, (str(tmp_path / "bad.docx"), "-t", base)), (1, (str(tmp_path / "gone.txt"), "-t", base)),
    )  # fmt: skip
    for expected, call in calls:
        status, out, err = printed(capsys, "check", *call, "--quiet")
        assert (status, out, err.count("\n")) == (expected, "", 1), call


def test_strange_documents_have_an_answer(base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "strange.txt"
    for text in ("Nothing of the kind.\n", "Ничего.", "\x01\x02部长", "汉" * 20_000, "·" * 20_000, "（" * 3000):
        path.write_text(text, "utf-8")
        assert printed(capsys, "check", str(path), "-t", base, "--encoding", "utf-8", "--quiet")[0] in (0, 1)


def test_any_number_of_workers_says_the_same(base: str, letter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (letter.parent / "more.txt").write_text("在格兰尼雅共和国境内。", "utf-8")
    run = (str(letter), str(letter.parent / "more.txt"), "-t", base, "--quiet")
    assert printed(capsys, "check", *run) == printed(capsys, "check", *run, "--workers", "2")


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(glossary.check.__path__)])
def test_the_examples_run(name: str):
    assert doctest.testmod(importlib.import_module(f"glossary.check.{name}")).failed == 0


def test_changes_in_the_sample_documents_are_found():
    floor = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["check"]
    samples = Path(__file__).parents[1] / "glossary" / "data" / "samples"
    texts = read_all([str(samples)])
    found, termbase = made(texts)
    new, changes, wrong = changed(texts, found, termbase, 60, 4)
    figures = measured(new, changes, checker(wrong.concepts))
    assert figures.found >= floor["found"], figures
    assert figures.named >= floor["named"], figures
    assert figures.alarms <= floor["alarms"], figures
