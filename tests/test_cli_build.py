"""`glossary build` and `harvest` as commands: the same bytes whatever the order, clear refusals, whole files or none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from glossary.cli import main
from glossary.model.concept import Concept, Term, Termbase
from glossary.tbx.read import read_termbase
from glossary.tbx.write import write_termbase

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "glossary" / "data" / "samples"
ORACLE = ROOT.parent / "shared" / "tbx" / "oracle.py"
TEXT = "外交部长路易吉·迪马约(Luigi Di Maio)在日内瓦会见了联合国秘书长。"


def run(*arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, "-m", "glossary", *arguments], capture_output=True, text=True, env=environment, check=False
    )


def test_same_bytes_whatever_order_workers_and_hash_seed(tmp_path):
    files = sorted(str(path) for path in SAMPLES.iterdir())
    first = run("build", *files, "-o", str(tmp_path / "a.tbx"), "--quiet", seed="1")
    second = run("build", *reversed(files), "-o", str(tmp_path / "other.tbx"), "--quiet", "--workers", "2", seed="2")
    assert (first.returncode, first.stderr) == (0, "")
    assert (second.returncode, second.stderr) == (0, "")
    assert (tmp_path / "a.tbx").read_bytes() == (tmp_path / "other.tbx").read_bytes()
    assert (tmp_path / "a.evidence.parquet").read_bytes() == (tmp_path / "other.evidence.parquet").read_bytes()


SHAPES = [
    [],
    ["--style", "dct"],
    ["--dialect", "min"],
    ["--dialect", "min", "--style", "dct"],
    ["--tbx", "2"],
    ["--lang", "zh-Hans=zh-CN", "--lang", "zh-Hant=zh-TW", "--no-context"],
    ["--traditional", "--pinyin"],
    ["--no-suggestions", "--only", "preferred", "--kind", "person"],
]


@pytest.mark.parametrize("options", SHAPES, ids=" ".join)
def test_every_shape_is_valid(options, tmp_path, capsys):
    if not ORACLE.is_file():
        pytest.skip("the official schemas are not beside the project")
    out = tmp_path / "out.tbx"
    assert main(["build", str(SAMPLES), "-o", str(out), "--quiet", *options]) == 0
    judged = subprocess.run([sys.executable, str(ORACLE), str(out)], capture_output=True, text=True, check=False)
    assert judged.stdout.startswith("VALID"), judged.stdout
    assert main(["validate", "--strict", str(out)]) == 0
    assert capsys.readouterr().out == ""


def test_suggestions_are_marked_and_can_be_left_out(tmp_path):
    out = tmp_path / "out.tbx"
    (tmp_path / "in.txt").write_text(TEXT, "utf-8")
    assert main(["build", str(tmp_path / "in.txt"), "-o", str(out), "--quiet"]) == 0
    assert "Geneva" in out.read_text("utf-8")
    assert "not stated by any document" in out.read_text("utf-8")
    assert main(["build", str(tmp_path / "in.txt"), "-o", str(out), "--quiet", "--no-suggestions"]) == 0
    assert "Geneva" not in out.read_text("utf-8")


def test_unreadable_inputs_are_said_and_the_rest_is_done(tmp_path, capsys):
    (tmp_path / "good.txt").write_text(TEXT, "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "cut.docx").write_bytes(b"PK\x03\x04 cut off")
    out = tmp_path / "out.tbx"
    assert main(["build", str(tmp_path), "-o", str(out), "--quiet"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("glossary: ") for line in lines)
    assert "迪马约" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "status"), [("没有名字的一句话。", 1), ("", 1), ("((((((）））" * 2000, 1), ("\x00\x01\x02", 1)]
)
def test_nothing_found_writes_nothing(text, status, tmp_path, capsys):
    (tmp_path / "in.txt").write_text(text, "utf-8")
    out = tmp_path / "out.tbx"
    out.write_text("what stood here before")
    assert main(["build", str(tmp_path / "in.txt"), "-o", str(out), "--quiet"]) == status
    assert out.read_text() == "what stood here before"
    assert "Traceback" not in capsys.readouterr().err


def test_an_output_that_cannot_be_written(tmp_path, capsys):
    (tmp_path / "in.txt").write_text(TEXT, "utf-8")
    (tmp_path / "out.tbx").mkdir()
    assert main(["build", str(tmp_path / "in.txt"), "-o", str(tmp_path / "out.tbx"), "--quiet"]) == 1
    assert "folder" in capsys.readouterr().err
    assert main(["build", str(tmp_path / "in.txt"), "-o", str(tmp_path / "no" / "out.tbx"), "--quiet"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "-o", "x.tbx"],
        ["build", "a.txt", "-o", "x.csv"],
        ["build", "a.txt", "-o", "x.tbx", "--workers", "0"],
        ["build", "a.txt", "-o", "x.tbx", "--tbx", "2", "--style", "dct"],
        ["explain", "x", "-t", "missing.tbx"],
        ["match", "missing.txt", "missing.txt"],
        ["harvest", "a.txt", "-o", "x.doc"],
    ],
)
def test_a_wrong_call_is_status_2_and_one_line(arguments, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, "utf-8")
    assert main(arguments) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_harvest_rows_point_at_their_characters(tmp_path, capsys):
    path = tmp_path / "in.txt"
    path.write_text("开头。\n" + TEXT, "utf-8")
    assert main(["harvest", str(path)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    text = path.read_text("utf-8")
    assert rows
    assert all(text[row["start"] : row["end"]] == row["surface"] for row in rows)
    pair = next(row for row in rows if row["relation"] == "latin")
    assert (pair["term"], pair["gloss"], pair["title"], pair["kind"]) == ("路易吉·迪马约", "Luigi Di Maio", "外交部长", "person")
    assert text[pair["gloss_start"] : pair["gloss_end"]] == "Luigi Di Maio"


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_harvest_writes_by_suffix(suffix, tmp_path):
    import polars as pl

    out = tmp_path / f"out.{suffix}"
    assert main(["harvest", str(SAMPLES / "letter.txt"), "-o", str(out), "--quiet"]) == 0
    table = getattr(pl, {"jsonl": "read_ndjson", "csv": "read_csv", "parquet": "read_parquet"}[suffix])(out)
    assert table.height > 50


def test_explain_shows_places_rules_and_links(tmp_path, capsys):
    out = tmp_path / "out.tbx"
    assert main(["build", "--sample", "-o", str(out), "--quiet"]) == 0
    capsys.readouterr()
    assert main(["explain", "欧盟", "-t", str(out), "--format", "json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["row"] for row in rows} == {"mention", "link"}
    assert any(row["reason"].startswith(("stated", "table")) for row in rows if row["row"] == "link")
    (tmp_path / "out.evidence.parquet").unlink()
    assert main(["explain", "欧盟", "-t", str(out)]) == 0
    assert "cannot be shown" in capsys.readouterr().err


def test_text_tells_what_counts_once(tmp_path, capfdbinary):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("第一份文件。", "utf-8")
    assert main(["text", str(tmp_path)]) == 0
    captured = capfdbinary.readouterr()
    assert captured.out.decode() == "第一份文件。"
    assert "b.txt: the same bytes as" in captured.err.decode()


def test_a_termbase_of_the_users_own_is_suggested_from(tmp_path):
    own = Termbase((Concept("c-own", (Term("泽洛尼亚", "zh-Hans"), Term("Zelonia", "en")), "place"),))
    write_termbase(own, tmp_path / "own.tbx")
    (tmp_path / "note.txt").write_text("代表团访问了泽洛尼亚市。会谈在泽洛尼亚市举行。", encoding="utf-8")
    options = ["--reference", str(tmp_path / "own.tbx"), "--quiet"]
    assert main(["build", str(tmp_path / "note.txt"), "-o", str(tmp_path / "out.tbx"), *options]) == 0
    suggested = [t for c in read_termbase(tmp_path / "out.tbx").concepts for t in c.terms if t.suggested]
    assert [(t.text, t.lang) for t in suggested] == [("Zelonia", "en")]
    assert main(["build", str(tmp_path / "note.txt"), "-o", str(tmp_path / "o.tbx"), "--reference", "none.tbx"]) == 2
