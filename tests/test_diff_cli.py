"""`glossary diff` from outside: what it prints in each format, and its exit status."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from glossary.formats.jsonl import write_jsonl
from glossary.model import Concept, Term, Termbase
from glossary.tbx.write import write_termbase
from tests.commands import printed

if TYPE_CHECKING:
    from pathlib import Path

OLD = Termbase((
    Concept("c1", (Term("安娜·贝洛", "zh-Hans", "full", "preferred"), Term("贝洛", "zh-Hans", "short", "admitted")), "person"),
    Concept("c2", (Term("卡恩", "zh-Hans", "full", "preferred"), Term("Kahn", "en")), "place"),
    Concept("c3", (Term("<b>旧</b>", "zh-Hans"),), "term"),
))  # fmt: skip
NEW = Termbase((
    Concept("d1", (Term("安娜·贝洛", "zh-Hans", "full", "preferred"), Term("Anna Belo", "en")), "person"),
    Concept("d4", (Term("贝洛", "zh-Hans", "short", "admitted"),), "person"),
    Concept("c2", (Term("卡恩", "zh-Hans", "full", "admitted"), Term("Kahn", "en")), "place"),
))  # fmt: skip

TABLE = """\
~ 安娜·贝洛  person  d1, was c1, matched by terms
    term moved away   贝洛                      to 贝洛 (d4)
    term added        Anna Belo                 en
~ 卡恩  place  c2
    status            卡恩                      preferred → admitted
- <b>旧</b>  term  c3
+ 贝洛  person  d4
    term moved        贝洛                      from 安娜·贝洛 (c1)
2 concepts changed, 1 removed, 1 added, 1 term moved, 0 concepts the same
"""


@pytest.fixture
def paths(tmp_path: Path) -> tuple[str, str]:
    write_termbase(OLD, tmp_path / "old.tbx")
    write_jsonl(NEW, tmp_path / "new.jsonl")
    return str(tmp_path / "old.tbx"), str(tmp_path / "new.jsonl")


def test_the_table(paths: tuple[str, str], capsys: pytest.CaptureFixture[str]):
    assert printed(capsys, "diff", *paths) == (1, TABLE, "")
    assert printed(capsys, "diff", *paths, "--quiet")[1] == "".join(TABLE.splitlines(keepends=True)[:-1])


def test_json_lines(paths: tuple[str, str], capsys: pytest.CaptureFixture[str]):
    status, out, _ = printed(capsys, "diff", *paths, "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert rows[0] == {
        "concept": "d1", "was": "c1", "name": "安娜·贝洛", "kind": "person", "matched": "terms", "change": "term moved away",
        "term": "贝洛", "lang": "zh-Hans", "old": "c1", "new": "d4",
    }  # fmt: skip
    assert [(row["concept"], row["was"], row["change"]) for row in rows] == [
        ("d1", "c1", "term moved away"), ("d1", "c1", "term added"), ("d4", None, "concept added"), ("d4", None, "term moved"),
        ("c2", "c2", "status"), (None, "c3", "concept removed"),
    ]  # fmt: skip


def test_tab_separated_values(paths: tuple[str, str], capsys: pytest.CaptureFixture[str]):
    rows = list(csv.DictReader(printed(capsys, "diff", *paths, "--format", "tsv")[1].splitlines(), delimiter="\t"))
    assert [row["change"] for row in rows][-1] == "concept removed"
    assert [(row["old"], row["new"]) for row in rows if row["change"] == "status"] == [("preferred", "admitted")]


def test_the_page(paths: tuple[str, str], capsys: pytest.CaptureFixture[str]):
    status, out, _ = printed(capsys, "diff", *paths, "--format", "html")
    assert (status, out[:15], out[-8:]) == (1, "<!DOCTYPE html>", "</html>\n")
    assert "<b>旧</b>" not in out
    assert "&lt;b&gt;旧&lt;/b&gt;" in out
    for told in ("Changed (2)", "Removed (1)", "Added (1)", '<ins lang="en" dir="auto">Anna Belo</ins>', "moved here"):
        assert told in out


@pytest.mark.parametrize("form", ["table", "json", "tsv", "html"])
def test_a_termbase_is_the_same_as_itself(form: str, paths: tuple[str, str], capsys: pytest.CaptureFixture[str]):
    status, out, err = printed(capsys, "diff", paths[0], paths[0], "--format", form)
    assert (status, err) == (0, "")
    assert {"table": out == "nothing differs in 3 concepts\n", "json": out == "", "tsv": out.count("\n") == 1,
            "html": "Nothing differs." in out}[form]  # fmt: skip


def test_ids_where_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    names = [str(tmp_path / f"{n}.jsonl") for n in (1, 2)]
    for n, name in enumerate(names):
        write_jsonl(Termbase((Concept(f"c{n}", (Term("卡恩", "zh-Hans"),)),)), tmp_path / name)
    assert printed(capsys, "diff", *names) == (0, "nothing differs in 1 concept (1 of them under another id)\n", "")
    assert printed(capsys, "diff", *names, "--also", "id", "--also", "count")[0] == 1


SPELLINGS = """\
old    阿  利   耶   夫
       ā   lì   yé   fū
       a   li   ye   v
new    阿  里   也   夫
       ā   lǐ   yě   fū
       a   li   ye   v
alike      0.9  0.9

Differ; likeness 0.8"""


def test_spellings(capsys: pytest.CaptureFixture[str]):
    status, out, _ = printed(capsys, "diff", "阿利耶夫", "阿里也夫", "--latin", "Aliyev")
    assert status == 1
    assert out.startswith(SPELLINGS)
    status, out, _ = printed(capsys, "diff", "阿利耶夫", "Aliyev", "--format", "json")
    row = json.loads(out)
    assert (status, row["old"], row["new"], row["same"], len(row["steps"])) == (1, "阿利耶夫", "Aliyev", False, 4)
    assert row["steps"][0] == {
        "old": "阿", "new": "a", "old_pinyin": "ā", "new_pinyin": "", "old_letters": "", "new_letters": "", "likeness": None,
    }  # fmt: skip
    assert printed(capsys, "diff", "阿利", "阿利", "--format", "tsv")[0] == 0
    assert "sounds otherwise" in printed(capsys, "diff", "阿利", "阿<i>", "--format", "html")[1]


@pytest.mark.parametrize(
    ("old", "new", "status", "told"),
    [
        ("gone.tbx", "gone.tbx", 2, "no such termbase"),
        ("gone.tbx", "阿利", 2, "no such termbase"),
        ("阿利", "gone.jsonl", 2, "is no termbase by its suffix"),
        ("", "阿利", 2, "an empty spelling"),
        ("阿利", " ", 2, "an empty spelling"),
        ("阿" * 401, "阿", 2, "401 characters"),
        ("阿\udcff", "阿", 2, "not valid text"),
        ("a\x00.tbx", "b.tbx", 2, "no such termbase"),
    ],
)
def test_wrong_calls(old: str, new: str, status: int, told: str, capsys: pytest.CaptureFixture[str]):
    got, out, err = printed(capsys, "diff", old, new)
    assert (got, out) == (status, "")
    assert err.count("\n") == 1
    assert told in err


@pytest.mark.parametrize("content", [b"", b"no xml", b"<tbx", b"<?xml version='1.0'?><html/>", b"\xff\xfe\x00"])
def test_a_file_that_is_no_termbase(content: bytes, tmp_path: Path, paths: tuple[str, str], capsys: pytest.CaptureFixture[str]):
    wrong = tmp_path / "wrong.tbx"
    wrong.write_bytes(content)
    for pair in ((str(wrong), paths[1]), (paths[0], str(wrong))):
        status, out, err = printed(capsys, "diff", *pair)
        assert (status, out, err.count("\n")) == (1, "", 1)
        assert "wrong.tbx" in err


def test_half_a_surrogate_pair_in_json_lines(tmp_path: Path, paths: tuple[str, str], capsys: pytest.CaptureFixture[str]):
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text(r'{"id": "c", "terms": [{"text": "\ud83d\ude00 \ud800", "lang": "zh-Hans"}]}', "utf-8")
    status, out, err = printed(capsys, "diff", paths[0], str(wrong))
    assert (status, out, err.count("\n")) == (1, "", 1)


def test_a_file_that_is_compared_as_a_spelling_is_said_to_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "list.csv").write_text("x", "utf-8")
    status, _, err = printed(capsys, "diff", str(tmp_path / "list.csv"), "list")
    assert status == 1
    assert "compared as a spelling" in err


def test_a_page_whatever_the_terminal_speaks(paths: tuple[str, str]):
    call = [sys.executable, "-m", "glossary", "diff", *paths, "--format", "html"]
    done = subprocess.run(call, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "", "LC_ALL": "C.UTF-8"})
    again = subprocess.run(call, capture_output=True, check=False, env={**os.environ, "PYTHONHASHSEED": "7", "NO_COLOR": "1"})
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout == again.stdout
    assert "贝洛" in done.stdout.decode()
