"""`glossary lookup` from outside: what it prints, its exit status, and what it leaves unloaded."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from glossary.cli import COMMANDS, main
from glossary.formats.jsonl import write_jsonl
from glossary.model.concept import Concept, Source, Term, Termbase
from tests.commands import printed, saved

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "会议在维尔马运河旁举行。"
TERMBASE = Termbase((
    Concept("c-canal", (
        Term("维尔马运河", "zh-Hans", "full", "preferred", context=SENTENCE, context_source=Source("note")),
        Term("Verma Canal", "en"),
    ), "place"),
    Concept("c-verma", (Term("维尔马", "zh-Hans"), Term("Verma", "en")), "place"),
))  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> str:
    return saved(TERMBASE, tmp_path)


def test_json_lines(path: str, capsys: pytest.CaptureFixture[str]):
    status, out, _ = printed(capsys, "lookup", "維爾馬運河", "nothing here", "verma", "-t", path, "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert rows[0] == {
        "query": "維爾馬運河", "rank": 1, "candidate": "维尔马运河", "score": 0.98, "reason": "script", "concept": "c-canal",
        "kind": "place", "lang": "zh-Hans", "forms": [{"text": "Verma Canal", "lang": "en"}], "termbase": path,
    }  # fmt: skip
    assert [(row["query"], row["rank"], row["concept"]) for row in rows if row["query"] == "verma"] == [
        ("verma", 1, "c-verma"), ("verma", 2, "c-canal"),
    ]  # fmt: skip


def test_context_on_request(path: str, capsys: pytest.CaptureFixture[str]):
    _, out, _ = printed(capsys, "lookup", "维尔马运河", "-t", path, "--format", "json", "--context")
    assert json.loads(out)["context"] == [{"text": SENTENCE, "source": "note"}]
    assert SENTENCE in printed(capsys, "lookup", "维尔马运河", "-t", path, "--context")[1]
    assert SENTENCE in printed(capsys, "lookup", "维尔马运河", "-t", path, "--context", "--format", "tsv")[1]
    assert SENTENCE not in printed(capsys, "lookup", "维尔马运河", "-t", path)[1]


def test_tsv(path: str, capsys: pytest.CaptureFixture[str]):
    _, out, _ = printed(capsys, "lookup", "weierma", "-t", path, "--format", "tsv")
    lines = [line.split("\t") for line in out.splitlines()]
    assert lines[0] == ["query", "rank", "candidate", "score", "reason", "concept", "kind", "lang", "forms", "termbase"]
    assert lines[1] == ["weierma", "1", "维尔马", "0.95", "pinyin", "c-verma", "place", "zh-Hans", "Verma", path]


def test_table_lines_up(path: str, capsys: pytest.CaptureFixture[str]):
    _, out, _ = printed(capsys, "lookup", "维尔马", "-t", path)
    first, second = out.splitlines()
    assert first.startswith("1  维尔马      Verma")
    assert second.startswith("2  维尔马运河  Verma Canal")
    assert " exact " in first
    assert " prefix " in second


def test_nothing_found(path: str, capsys: pytest.CaptureFixture[str]):
    lines = [f"glossary: {path}: making the look-up index\n", "glossary: no term answers 'Zzyzx'\n"]
    assert printed(capsys, "lookup", "Zzyzx", "-t", path) == (1, "", "".join(lines))
    assert printed(capsys, "lookup", "Zzyzx", "-t", path) == (1, "", lines[1])
    assert printed(capsys, "lookup", "Zzyzx", "-t", path, "--quiet", "--format", "json") == (1, "", "")


WRONG: tuple[tuple[list[str], list[str], str], ...] = (
    (["x"], ["-t", "missing.tbx"], "no such termbase"),
    (["x"], ["-t", "."], "no such termbase"),
    ([""], [], "the query is empty"),
    (["  "], [], "the query is empty"),
    (["x\udcff"], [], "not valid text"),
    ([], [], "no query"),
    (["x", "--top", "0"], [], "--top"),
)


@pytest.mark.parametrize(("queries", "termbase", "said"), WRONG)
def test_a_wrong_call_is_one_line(
    path: str, queries: list[str], termbase: list[str], said: str, capsys: pytest.CaptureFixture[str]
):
    status, out, err = printed(capsys, "lookup", *queries, *(termbase or ["-t", path]), "--quiet")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_an_invalid_termbase_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "bad.tbx").write_text("<tbx><text>")
    (tmp_path / "bad.jsonl").write_text("{}\n")
    for name in ("bad.tbx", "bad.jsonl"):
        status, out, err = printed(capsys, "lookup", "x", "-t", str(tmp_path / name), "--quiet")
        assert (status, out, err.count("\n")) == (1, "", 1)
        assert name in err


@pytest.mark.parametrize("query", ["维" * 1000, "%", "_", "' or 1=1 --", '"', "\\", "*", "\x01\x02x", "a\nb", "☃", "🙂"])
def test_strange_queries_have_an_answer(path: str, query: str, capsys: pytest.CaptureFixture[str]):
    for form in ("table", "json", "tsv"):
        assert printed(capsys, "lookup", query, "-t", path, "--format", form)[0] in (0, 1)


def test_in_text(path: str, capsys: pytest.CaptureFixture[str]):
    status, out, _ = printed(capsys, "lookup", "--in-text", "往維爾馬運河，\n往Verma。", "-t", path, "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [(r["document"], r["start"], r["end"], r["query"], r["candidate"], r["concept"]) for r in rows] == [
        ("text", 1, 6, "維爾馬運河", "维尔马运河", "c-canal"), ("text", 9, 14, "Verma", "Verma", "c-verma"),
    ]  # fmt: skip
    assert "text:2:2  Verma" in printed(capsys, "lookup", "--in-text", "往維爾馬運河，\n往Verma。", "-t", path)[1]


def test_in_a_file(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    text = tmp_path / "letter.txt"
    text.write_bytes("\ufeff关于维尔马\r\n运河".encode())
    _, out, _ = printed(capsys, "lookup", "--in-text", str(text), "-t", path, "--format", "tsv")
    assert out.splitlines()[1].split("\t")[:5] == ["letter", "2", "9", "维尔马 运河", "维尔马运河"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("在維爾馬".encode("big5"))))
    _, out, _ = printed(capsys, "lookup", "--in-text", "-", "-t", path, "--format", "tsv")
    assert out.splitlines()[1].split("\t")[:3] == ["stdin", "1", "4"]


def test_in_a_text_without_terms(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert printed(capsys, "lookup", "Verma", "-t", path)[0] == 0
    for text in ("Nothing of the kind.", "Ничего подобного.", ""):
        said = "glossary: no term of the termbase stands in the text\n"
        assert printed(capsys, "lookup", "--in-text", text, "-t", path) == (1, "", said)
    (tmp_path / "bad.docx").write_bytes(b"no zip")
    status, out, err = printed(capsys, "lookup", "--in-text", str(tmp_path / "bad.docx"), "-t", path, "--quiet")
    assert (status, out, err.count("\n")) == (1, "", 1)


def test_an_exact_look_up_loads_nothing_heavy(path: str):
    """Exact, Simplified and Latin, with the index there."""
    assert main(["lookup", "维尔马", "-t", path, "--quiet"]) == 0
    heavy = ("lxml", "polars", "numpy", "pypinyin", "opencc", "rich", "rapidfuzz", "ahocorasick_rs", "glossary.sound", "glossary.tbx")
    for query in ("维尔马运河", "Verma"):
        code = (
            f"import sys; from glossary.cli import main; assert main(['lookup', {query!r}, '-t', {path!r}]) == 0;"
            f"print([name for name in {heavy!r} if name in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "[]"


def test_help_is_complete_and_light():
    wide = {**os.environ, "COLUMNS": "200"}
    done = subprocess.run([sys.executable, "-m", "glossary", "--help"], capture_output=True, text=True, check=True, env=wide)
    assert all(f"    {name} " in done.stdout and about in done.stdout for name, about in COMMANDS)
    code = "import sys; from glossary.cli import parser; parser(['--help']); print([n for n in sys.modules if n.startswith('glossary.cli.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_every_command_has_its_help(name: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    printed = capsys.readouterr().out
    assert "example" in printed
    assert "--quiet" in printed


def test_jsonl_termbases_are_read_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    write_jsonl(TERMBASE, tmp_path / "names.jsonl")
    assert printed(capsys, "lookup", "Verma", "-t", str(tmp_path / "names.jsonl"), "--quiet")[0] == 0
