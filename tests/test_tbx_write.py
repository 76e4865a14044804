"""TBX as it is written: what the bytes say, that the schemas take them, that a file appears whole or not at all."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

import glossary.tbx.write
from glossary.errors import WriteError
from glossary.model.concept import Concept, Term, Termbase
from glossary.tbx.read import read_termbase
from glossary.tbx.validate import faults
from glossary.tbx.write import write_termbase
from tests.tbx_trees import needs_shared, oracle
from tests.tbx_values import SHAPES, SMALL, normal, termbases, written

GOLDEN = Path(__file__).parent / "data" / "tbx"


def _shaped(termbase: Termbase, version: int, dialect: str, style: str) -> Termbase:
    return replace(termbase, version=version, dialect=dialect, style=style)


@pytest.mark.parametrize(("version", "dialect", "style"), SHAPES)
def test_writes_what_the_golden_file_holds(tmp_path: Path, version: int, dialect: str, style: str) -> None:
    out = tmp_path / "any name.tbx"
    write_termbase(_shaped(SMALL, version, dialect, style), out)
    golden = GOLDEN / f"small-{version}-{dialect}-{style}.tbx"
    assert out.read_text("utf-8") == golden.read_text("utf-8"), f"if the change is meant, copy the new file to {golden.name}"


@pytest.mark.parametrize(("version", "dialect", "style"), SHAPES)
def test_has_no_fault_by_our_own_validator(tmp_path: Path, version: int, dialect: str, style: str) -> None:
    out = tmp_path / "out.tbx"
    write_termbase(_shaped(SMALL, version, dialect, style), out)
    assert list(faults(out)) == []


@needs_shared
@pytest.mark.parametrize(("version", "dialect", "style"), SHAPES)
def test_is_valid_by_the_official_schemas(tmp_path: Path, version: int, dialect: str, style: str) -> None:
    judge, out = oracle(), tmp_path / "out.tbx"

    @settings(max_examples=15, deadline=None)
    @given(termbases())
    def check(termbase: Termbase) -> None:
        written(_shaped(termbase, version, dialect, style), out)
        assert judge.faults(out) == []
        assert [fault for fault in faults(out) if fault.severity == "error"] == []

    check()


@pytest.mark.parametrize(("version", "style"), [(3, "dca"), (3, "dct"), (2, "dca")])
def test_comes_back_as_it_was(tmp_path: Path, version: int, style: str) -> None:
    out = tmp_path / "out.tbx"

    @settings(max_examples=40, deadline=None)
    @given(termbases())
    def check(termbase: Termbase) -> None:
        lost = written(_shaped(termbase, version, "TBX-Basic", style), out)
        assert tuple(line for line in lost if "wording of ids" not in line) in ((), *_LOST)
        back = read_termbase(out)
        assert back == replace(normal(termbase, version), style=style)
        again = out.read_bytes()
        written(back, out)
        assert out.read_bytes() == again

    check()


_LOST = [tuple(f"left out: {what} ({n})" for what, n in rows) for rows in (
    [[("terms without text", n)] for n in range(1, 13)]
    + [[("concepts without a term", n)] for n in range(1, 4)]
    + [[("concepts without a term", n), ("terms without text", m)] for n in range(1, 4) for m in range(1, 13)]
)]  # fmt: skip


def test_the_quick_way_writes_the_same_as_the_thorough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, thorough = tmp_path / "quick.tbx", tmp_path / "thorough.tbx"

    @settings(max_examples=20, deadline=None)
    @given(termbases())
    def check(termbase: Termbase) -> None:
        for version, dialect, style in SHAPES:
            for contexts in (True, False):
                shaped = _shaped(termbase, version, dialect, style)
                lost = written(shaped, quick, contexts=contexts)
                with monkeypatch.context() as patch:
                    patch.setattr(glossary.tbx.write, "plain_writer", lambda shape, contexts: lambda concept, name: "")
                    assert written(shaped, thorough, contexts=contexts) == lost
                assert quick.read_bytes() == thorough.read_bytes()

    check()


def test_leaves_the_sentences_out(tmp_path: Path) -> None:
    for version, dialect, style in SHAPES:
        out = tmp_path / "out.tbx"
        write_termbase(_shaped(SMALL, version, dialect, style), out, contexts=False)
        assert "总统" not in out.read_text("utf-8")
        assert "context" not in out.read_text("utf-8")


def test_names_what_tbx_min_has_no_place_for(tmp_path: Path) -> None:
    lost = write_termbase(_shaped(SMALL, 3, "TBX-Min", "dca"), tmp_path / "out.tbx")
    assert lost == (
        "left out: contexts: TBX-Min has no context (1)",
        "left out: definitions: TBX-Min has no definition (1)",
        "left out: forms of terms: TBX-Min has no termType (5)",
        "left out: sources: TBX-Min has no source (3)",
    )


@pytest.mark.parametrize(
    ("wanted", "written"),
    [
        ("1", "c-1"),
        ("a b", "a_b"),
        ("S/2020/952", "S_2020_952"),
        ("中文", "中文"),
        ("", "c-"),
        ("𠀀", "_"),
    ],
)
def test_ids_are_names_that_xml_takes(tmp_path: Path, wanted: str, written: str) -> None:
    out = tmp_path / "out.tbx"
    lost = write_termbase(Termbase((Concept(wanted, (Term("甲", "zh"),)), Concept(wanted, (Term("乙", "zh"),)))), out)
    changed = 1 if wanted == written else 2
    assert lost == (f"left out: the wording of ids that XML does not take, or takes once ({changed})",)
    assert [concept.id for concept in read_termbase(out).concepts] == [written, f"{written}-2"]


@pytest.mark.parametrize(
    ("tag", "version", "written"),
    [("zh_CN", 3, "zh-CN"), ("zh_CN", 2, "zh_CN"), ("Chinese (PRC)", 3, "und"), ("zh-Latn-pinyin", 3, "zh-Latn-pinyin")],
)
def test_languages_are_tags(tmp_path: Path, tag: str, version: int, written: str) -> None:
    out = tmp_path / "out.tbx"
    lost = write_termbase(Termbase((Concept("c", (Term("甲", tag),)),), version=version), out)
    assert f'xml:lang="{written}"' in out.read_text("utf-8")
    assert bool(lost) == (written == "und")


@pytest.mark.parametrize(("tag", "written"), [("zh_CN", "zh-CN"), ("", "en"), ("no tag", "und"), ("EN", "EN")])
def test_the_language_of_the_file_is_a_tag(tmp_path: Path, tag: str, written: str) -> None:
    out = tmp_path / "out.tbx"
    write_termbase(replace(SMALL, lang=tag), out)
    assert f'style="dca" xml:lang="{written}"' in out.read_text("utf-8")


def test_nothing_to_write_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "out.tbx"
    out.write_text("old")
    with pytest.raises(WriteError, match="no concept"):
        write_termbase(Termbase(()), out)
    assert out.read_text() == "old"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "out.tbx").mkdir()
    with pytest.raises(WriteError, match="folder"):
        write_termbase(SMALL, tmp_path / "out.tbx")
    with pytest.raises(WriteError, match="does not exist"):
        write_termbase(SMALL, tmp_path / "none" / "out.tbx")
    with pytest.raises(WriteError, match="cannot be written"):
        write_termbase(SMALL, tmp_path / "a\0b.tbx")
    assert [path.name for path in tmp_path.iterdir()] == ["out.tbx"]


def test_a_full_disk_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.tbx"
    out.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match="No space left on device"):
        write_termbase(SMALL, out)
    assert out.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.tbx"]


def test_a_device_is_written_to_as_it_is() -> None:
    with pytest.raises(WriteError, match="No space left"):
        write_termbase(SMALL, Path("/dev/full"))
    write_termbase(SMALL, Path("/dev/null"))
    assert Path("/dev/null").is_char_device()


def test_a_link_is_followed_and_rights_are_kept(tmp_path: Path) -> None:
    real, link = tmp_path / "real.tbx", tmp_path / "link.tbx"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_termbase(SMALL, link)
    assert link.is_symlink()
    assert real.read_text("utf-8").startswith("<?xml")
    assert real.stat().st_mode & 0o777 == 0o640
