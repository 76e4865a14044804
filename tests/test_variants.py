"""`glossary variants`: which forms are one name, what they are laid out as, and what is printed of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.cli import main
from glossary.formats.jsonl import write_jsonl
from glossary.model.concept import Concept, Source, Term, Termbase
from glossary.normalise import simplified
from glossary.rules import load_rules
from glossary.tbx.write import write_termbase
from glossary.variants import chosen, sheets, sources_of
from glossary.variants.names import difference, named
from glossary.variants.page import variants_page
from glossary.variants.regional import regional_forms
from tests.commands import printed, saved

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.model.text import Kind


def sources(*documents: str) -> tuple[Source, ...]:
    return tuple(Source(document) for document in documents)


TERMBASE = Termbase((
    Concept("c-berg", (
        Term("安娜·贝尔根", "zh-Hans", "full", "preferred", 3, sources("a", "b")),
        Term("安娜·伯尔根", "zh-Hans", "variant", "admitted", 1, sources("c")),
        Term("贝尔根", "zh-Hans", "short", "admitted", 2, sources("a")),
        Term("安娜·貝爾根", "zh-Hant", "full", "admitted", 1, sources("d")),
        Term("Anna Bergen", "und-Latn", "full", "preferred", 1, sources("a")),
    ), "person"),
    Concept("c-torvak", (
        Term("托尔瓦克", "zh-Hans", "full", "preferred", 2, sources("a")),
        Term("托尔瓦克市", "zh-Hans", "variant", "admitted", 1, sources("b")),
        Term("Torvak", "en", suggested=True, origin="GeoNames 1", score=0.9),
    ), "place"),
    Concept("c-head", (Term("团长", "zh-Hans", "full", "preferred", 1, sources("a")),), "office"),
))  # fmt: skip

# The two forms, the kind of their concept, and how the first goes with the second.
DIFFERENCES = [
    ("貝爾根", "贝尔根", "person", "script"),
    ("伯尔根", "贝尔根", "person", "spelling"),
    ("巴尔达", "拜尔代", "place", "spelling"),
    ("贝尔根", "安娜·贝尔根", "person", "part"),
    ("安娜·贝尔根", "贝尔根", "person", "addition"),
    ("甘贾市", "甘贾", "place", "addition"),
    ("休尼克地区", "休尼克省", "place", "addition"),
    ("儿基会", "联合国儿童基金会", "organization", "abbreviation"),
    ("塞加倫", "塞尔加伦", "person", "spelling"),
    ("联合委员会", "国际委员会", "organization", ""),
    ("白湖", "瓦斯卡湖", "place", ""),
    ("贝尔根", "Bergen", "person", ""),
    ("贝尔根", "贝尔根", "person", ""),
    ("Kelbajar", "Kalbajar", "place", "spelling"),
    ("Lovana River", "Lovana", "place", "addition"),
    ("ICLB", "International Commission", "organization", ""),
]


@pytest.mark.parametrize(("form", "other", "kind", "expected"), DIFFERENCES)
def test_how_two_forms_go_together(form: str, other: str, kind: Kind, expected: str):
    assert difference(form, other, kind, load_rules()) == expected


def test_forms_are_sorted_into_names():
    forms = ["达尔戈河", "瓦斯卡湖", "達爾戈河", "达尔戈"]
    found = named(forms, "place", load_rules())
    assert [(forms[n.place], n.name, n.difference, n.like) for n in found] == [
        ("达尔戈河", 1, "", ""), ("達爾戈河", 1, "script", "达尔戈河"), ("达尔戈", 1, "part", "达尔戈河"), ("瓦斯卡湖", 2, "", ""),
    ]  # fmt: skip


@given(st.lists(st.text("贝貝尔爾根伯安·市A ", min_size=1, max_size=6), max_size=5, unique=True))
def test_every_form_stands_in_one_name(forms: list[str]):
    found = named(forms, "person", load_rules())
    assert sorted(n.place for n in found) == list(range(len(forms)))
    assert all((n.difference == "") == (n.like == "") for n in found)
    assert [n.name for n in found] == sorted(n.name for n in found)


@given(st.lists(st.text("贝貝尔爾根伯安娜·市Anb ", min_size=1, max_size=6).filter(str.strip), min_size=1, max_size=5, unique=True))
def test_the_forms_of_a_name_have_the_same_columns_and_keep_their_characters(forms: list[str]):
    concept = Concept("c", tuple(Term(text, "zh-Hans") for text in forms), "person")
    (sheet,) = sheets([concept], sources_of, every=True)
    by_name: dict[int, set[int]] = {}
    for s in sheet.spellings:
        by_name.setdefault(s.name, set()).add(len(s.places))
        if s.places:
            assert "".join(p.text for p in s.places) == s.text
    assert all(len(sizes) == 1 for sizes in by_name.values())


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("东帝汶", [("東帝汶", "zh-Hant", "OpenCC s2t, s2twp, s2hk")]),
        ("意大利", [("義大利", "zh-Hant-TW", "OpenCC s2twp; CLDR")]),
        ("信息部", [("資訊部", "zh-Hant-TW", "OpenCC s2twp")]),
        ("資訊部", [("信息部", "zh-Hans", "OpenCC tw2sp"), ("资讯部", "zh-Hans", "OpenCC hk2s")]),
        ("巴里", []),
    ],
)
def test_what_a_form_is_elsewhere(form: str, expected: list[tuple[str, str, str]]):
    assert [tuple(made) for made in regional_forms(form)] == expected


@given(st.text("东西意大利里后面信息维尔", max_size=8))
def test_a_form_is_never_its_own_regional_form(form: str):
    made = [m.text for m in regional_forms(form)]
    assert form not in made and len(made) == len(set(made))


def test_a_sheet_tells_script_spelling_letters_and_documents():
    (sheet,) = sheets(TERMBASE.concepts, sources_of)
    assert (sheet.concept, sheet.title, sheet.latin, sheet.suggested) == ("c-berg", "安娜·贝尔根", "Anna Bergen", False)
    rows = [(s.text, s.name, s.difference, s.like, s.count, s.made) for s in sheet.spellings]
    assert rows == [
        ("安娜·贝尔根", 1, "", "", 3, ""),
        ("安娜·伯尔根", 1, "spelling", "安娜·贝尔根", 1, ""),
        ("贝尔根", 1, "part", "安娜·贝尔根", 2, ""),
        ("安娜·貝爾根", 1, "script", "安娜·贝尔根", 1, ""),
        ("Anna Bergen", 2, "", "", 1, ""),
    ]
    first, second, third, fourth, latin = sheet.spellings
    assert [(p.text, p.pinyin, p.letters) for p in first.places] == [
        ("安", "ān", "an"), ("娜", "nà", "na"), ("·", "", ""), ("贝", "bèi", "be"), ("尔", "ěr", "r"), ("根", "gēn", "gen"),
    ]  # fmt: skip
    assert [p.text for p in third.places] == ["", "", "", "贝", "尔", "根"]
    assert second.places[3].tone in {"near", "far"} and {p.tone for p in fourth.places} == {""}
    assert {p.tone for p in third.places} == {"gap", ""}
    assert first.documents == (("a", None), ("b", None)) and latin.places == ()


def test_conversion_is_said_to_be_one_and_can_be_left_out():
    concept = TERMBASE.concepts[1]
    (sheet,) = sheets([concept], sources_of, every=True)
    assert [(s.text, s.made) for s in sheet.spellings if s.made] == [
        ("托爾瓦克", "OpenCC s2t, s2twp, s2hk"), ("Torvak", "GeoNames 1"),
    ]  # fmt: skip
    assert sheet.suggested and sheet.latin == "Torvak"
    (plain,) = sheets([concept], sources_of, every=True, converted=False)
    assert [s.text for s in plain.spellings] == ["托尔瓦克", "托尔瓦克市", "Torvak"]


def test_a_term_of_ordinary_words_is_read_by_its_words():
    (sheet,) = sheets(TERMBASE.concepts[2:], sources_of, every=True)
    assert [p.pinyin for p in sheet.spellings[0].places] == ["tuán", "zhǎng"]


@pytest.mark.parametrize(
    ("wanted", "kinds", "expected"),
    [
        ((), (), ["c-berg", "c-torvak", "c-head"]),
        ((), ("place",), ["c-torvak"]),
        (("貝爾根",), (), ["c-berg"]),
        (("尔",), (), ["c-berg", "c-torvak"]),
        (("bergen",), (), ["c-berg"]),
        (("c-head",), (), ["c-head"]),
        (("团长",), ("person",), []),
        (("不存在",), (), []),
    ],
)
def test_which_concepts_are_shown(wanted: tuple[str, ...], kinds: tuple[Kind, ...], expected: list[str]):
    assert [c.id for c in chosen(TERMBASE.concepts, wanted, kinds)] == expected


@pytest.fixture
def path(tmp_path: Path) -> str:
    return saved(TERMBASE, tmp_path)


def test_the_table(path: str, capsys: pytest.CaptureFixture[str]):
    status, out, err = printed(capsys, "variants", path)
    assert status == 0
    assert out == """\
安娜·贝尔根  Anna Bergen  person  c-berg
  安  娜  ·  贝   尔  根   3×  Simplified                    a, b
  ān  nà     bèi  ěr  gēn
  an  na     be   r   gen
  安  娜  ·  伯   尔  根   1×  Simplified   spelt otherwise  c
             bó
             贝   尔  根   2×  Simplified   a part           a
  安  娜  ·  貝   爾  根   1×  Traditional  other script     d
  Anna Bergen  1×  Latin letters  a
"""
    assert "no evidence file" in err


def test_json_lines(path: str, capsys: pytest.CaptureFixture[str]):
    _, out, _ = printed(capsys, "variants", path, "--format", "json")
    (row,) = [json.loads(line) for line in out.splitlines()]
    assert {key: row[key] for key in row if key != "forms"} == {
        "concept": "c-berg", "kind": "person", "term": "安娜·贝尔根", "latin": "Anna Bergen", "latin_suggested": False,
    }  # fmt: skip
    assert row["forms"][2] == {
        "text": "贝尔根", "lang": "zh-Hans", "name": 1, "difference": "part", "like": "安娜·贝尔根", "form": "short",
        "status": "admitted", "count": 2, "attested": True, "documents": [{"document": "a", "count": None}],
        "cells": [{"text": "", "pinyin": "", "letters": ""}] * 3
        + [
            {"text": "贝", "pinyin": "bèi", "letters": "be"}, {"text": "尔", "pinyin": "ěr", "letters": "r"},
            {"text": "根", "pinyin": "gēn", "letters": "gen"},
        ],
    }  # fmt: skip


def test_tab_separated(path: str, capsys: pytest.CaptureFixture[str]):
    _, out, _ = printed(capsys, "variants", path, "托尔瓦克", "--format", "tsv", "--attested")
    rows = [line.split("\t") for line in out.splitlines()]
    assert rows[0][:6] == ["concept", "kind", "name", "term", "lang", "difference"]
    assert [(row[3], row[5], row[-1]) for row in rows[1:]] == [
        ("托尔瓦克", "", "to|r|va|k|"), ("托尔瓦克市", "addition", "to|r|va|k|"), ("Torvak", "", ""),
    ]  # fmt: skip


def test_json_lines_are_a_termbase_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    found = tmp_path / "names.jsonl"
    write_jsonl(TERMBASE, found)
    assert printed(capsys, "variants", str(found), "--kind", "place")[0] == 1
    assert printed(capsys, "variants", str(found), "--kind", "place", "--all")[1].startswith("托尔瓦克  Torvak (suggested)  place  c-torvak\n")


def test_documents_are_counted_from_the_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for name, text in (("one", "安娜·贝尔根主席说。贝尔根主席同意。安娜·贝尔根在场。"), ("two", "主席安娜·伯尔根说。")):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    base = str(tmp_path / "out.tbx")
    assert main(["build", str(tmp_path / "one.txt"), str(tmp_path / "two.txt"), "-o", base, "--quiet"]) == 0
    status, out, err = printed(capsys, "variants", base, "--format", "json")
    (row,) = [json.loads(line) for line in out.splitlines()]
    used = {form["text"]: form["documents"] for form in row["forms"] if form["attested"]}
    assert (status, err) == (0, "")
    assert used["安娜·贝尔根"] == [{"document": "one", "count": 2}]
    assert used["安娜·伯尔根"] == [{"document": "two", "count": 1}]


def test_a_wrong_call_is_told_in_a_line(path: str, capsys: pytest.CaptureFixture[str]):
    assert printed(capsys, "variants", path + ".none.tbx")[::2] == (2, f"glossary: {path}.none.tbx: no such termbase; check the name; glossary build makes a termbase\n")
    status, out, err = printed(capsys, "variants", path, "不存在")
    assert (status, out) == (1, "") and "no concept has the id or term 不存在" in err


def test_the_page_holds_every_form_and_stands_alone(path: str, capsys: pytest.CaptureFixture[str]):
    status, out, _ = printed(capsys, "variants", path, "--format", "html", "--all")
    assert status == 0 and out.startswith("<!DOCTYPE html>") and out.count("<article") == 3
    assert "http://" not in out and "https://" not in out
    for text in ("安娜·贝尔根", "Anna Bergen", "spelt otherwise", "托尔瓦克", "converted", "tuán"):
        assert text in out
    assert printed(capsys, "variants", path, "--format", "html", "--all")[1] == out


def test_markup_in_a_term_is_text():
    concept = Concept("c<i>", (Term("贝<b>尔", "zh-Hans", sources=sources("<script>")), Term("贝<b>爾", "zh-Hant")), "person")
    html = variants_page(tuple(sheets([concept], sources_of)), "<x>", 1)
    body = html.split("</style>")[1]
    assert "<b>尔" not in body and "<i>" not in body.replace("<i>1</i>", "") and body.count("<script>") == 1


def test_script_variants_are_read_alike():
    (sheet,) = sheets(TERMBASE.concepts[:1], sources_of)
    by_simplified: dict[str, set[str]] = {}
    for s in sheet.spellings:
        for p in s.places:
            by_simplified.setdefault(simplified(p.text), set()).add(p.pinyin)
    assert all(len(readings) == 1 for text, readings in by_simplified.items() if text)


def test_a_concept_of_more_forms_than_can_be_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.tbx"
    terms = tuple(Term(f"{'阿利耶夫' * 3}{chr(0x4E00 + n)}", "zh-Hans") for n in range(400))
    write_termbase(Termbase((Concept("c-1", terms, "person"),)), path)
    for form, said in (("table", ""), ("html", "300 more forms")):
        assert main(["variants", str(path), "--format", form, "--attested"]) == 0
        out = capsys.readouterr()
        assert said in out.out
        assert f"glossary: {path}: c-1 has 300 more forms than are compared; they are left out" in out.err.splitlines()
