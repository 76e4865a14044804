"""The index as a file: made once, renewed when it must be, and never the reason for a wrong answer or a traceback."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from glossary.errors import TermbaseError, UsageError
from glossary.lookup import lookups, open_index, store
from glossary.lookup.store import index_places
from glossary.model.concept import Concept, Term, Termbase
from glossary.tbx.write import write_termbase

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("维尔马", "新诺伯格", "阿斯特里德·林", "托尔斯豪森", "科尔达")


def concepts(*names: str) -> tuple[Concept, ...]:
    return tuple(Concept(f"c-{n}", (Term(name, "zh-Hans"),)) for n, name in enumerate(names))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "terms").mkdir()
    found = tmp_path / "terms" / "names.tbx"
    write_termbase(Termbase(concepts(*NAMES)), found)
    return found


def beside(path: Path) -> Path:
    return next(iter(index_places(path)))


def cached(path: Path) -> Path:
    return list(index_places(path))[1]


def notices(path: Path, *, reindex: bool = False) -> list[str]:
    """What is said while an index is opened that then answers as it should."""
    said: list[str] = []
    index = open_index([path], reindex=reindex, notice=said.append)
    assert [hit.concept for hit in lookups("科尔达", index)] == ["c-4"]
    assert [hit.reason for hit in lookups("keerda", index)] == ["pinyin"]
    return said


def test_it_is_made_once_beside_the_termbase(path: Path):
    assert len(notices(path)) == 1
    assert beside(path).name == ".names.tbx.lookup"
    assert not cached(path).exists()
    before = beside(path).read_bytes()
    assert notices(path) == []
    assert beside(path).read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == [".names.tbx.lookup", "names.tbx"]


def test_it_is_the_same_every_time(path: Path):
    notices(path)
    first = beside(path).read_bytes()
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    call = [sys.executable, "-m", "glossary", "lookup", "科尔达", "-t", str(path), "--reindex"]
    subprocess.run(call, check=True, capture_output=True, env=environment)
    assert beside(path).read_bytes() == first


def test_it_is_renewed_when_the_termbase_changes(path: Path):
    notices(path)
    write_termbase(Termbase(concepts("完全别样", *NAMES[1:])), path)
    index = open_index([path])
    assert [hit.concept for hit in lookups("完全别样", index)] == ["c-0"]
    assert lookups("维尔马", index) == []


def test_it_is_renewed_when_only_the_time_changes(path: Path):
    notices(path)
    state = path.stat()
    path.write_bytes(path.read_bytes().replace("维尔马".encode(), "维尔驴".encode()))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    assert path.stat().st_size == state.st_size
    assert [hit.candidate for hit in lookups("维尔驴", open_index([path]))] == ["维尔驴"]


def test_it_is_renewed_when_asked(path: Path):
    notices(path)
    assert len(notices(path, reindex=True)) == 1


def test_an_index_of_another_version_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch):
    notices(path)
    monkeypatch.setattr(store, "LAYOUT", store.LAYOUT + 1)
    assert len(notices(path)) == 1
    assert notices(path) == []


def test_an_index_of_another_termbase_is_not_read(path: Path):
    other = path.with_name("other.tbx")
    write_termbase(Termbase(concepts("别样", *NAMES)), other)
    open_index([other])
    beside(path).write_bytes(beside(other).read_bytes())
    assert len(notices(path)) == 1


def make_empty(place: Path) -> None:
    place.write_bytes(b"")


def make_cut(place: Path) -> None:
    data = place.read_bytes()
    place.write_bytes(data[:len(data) // 2])


def make_grown(place: Path) -> None:
    place.write_bytes(place.read_bytes() + bytes(4096))


def make_text(place: Path) -> None:
    place.write_text("no index at all\n" * 400)


def make_other_tables(place: Path) -> None:
    place.unlink()
    base = sqlite3.connect(place)
    base.execute("create table meta (key, worth)")
    base.commit()
    base.close()


def make_folder(place: Path) -> None:
    place.unlink()
    place.mkdir()


SPOILT = (make_empty, make_cut, make_grown, make_text, make_other_tables, make_folder)


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_damaged_index_is_made_anew(path: Path, spoil):
    notices(path)
    spoil(beside(path))
    assert len(notices(path)) == 1
    assert notices(path) == []


@pytest.mark.parametrize("change", ["key set names = zeroblob(3)", "name set texts = 7", "concept set forms = '[[]]'"])
def test_damage_that_shows_on_the_way_is_mended(path: Path, change: str):
    notices(path)
    base = sqlite3.connect(beside(path))
    base.execute(f"update {change}")
    base.commit()
    base.close()
    said: list[str] = []
    index = open_index([path], notice=said.append)
    assert said == []  # it looked sound
    assert [hit.concept for hit in lookups("科尔达", index)] == ["c-4"]
    assert notices(path) == []


def test_any_flipped_byte_has_an_answer(path: Path):
    """Eighty seeded damages of one to three bytes each: an answer, never an error."""
    notices(path)
    whole = beside(path).read_bytes()
    chance = random.Random(20)
    for _ in range(80):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        beside(path).write_bytes(data)
        index = open_index([path])
        for query in ("科尔达", "托尔斯", "aste", "科尔塔", "维"):
            for hit in lookups(query, index):
                assert 0 < hit.score <= 1


def test_a_half_written_index_beside_it_is_left_alone(path: Path):
    """Another process is just writing one: its file has a name of its own, and no part in the answer."""
    part = path.with_name(f".{beside(path).name}.abc.part")
    part.write_bytes(b"half")
    assert len(notices(path)) == 1
    assert part.read_bytes() == b"half"


def test_where_nothing_can_be_written_beside_it_lies_in_the_cache(path: Path):
    beside(path).mkdir()  # stands for a folder that refuses: tests may run as root
    assert len(notices(path)) == 1
    assert cached(path).is_file()
    assert notices(path) == []


def test_where_nothing_can_be_written_at_all_it_lives_in_memory(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    beside(path).mkdir()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    for _ in range(2):
        said = notices(path)
        assert len(said) == 2
        assert "cannot be kept" in said[1]


def test_a_full_disk_leaves_nothing_behind_and_an_answer(path: Path):
    """No file may grow beyond four thousand bytes: the index does not fit, beside the termbase or in the cache."""
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)); from glossary.cli import main;"
        f"sys.exit(main(['lookup', '科尔达', '-t', {str(path)!r}, '--format', 'json']))"
    )
    done = subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count('"c-4"')) == (0, 1)
    assert "cannot be kept" in done.stderr
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_long_file_name_has_its_index_in_the_cache(path: Path):
    long = path.with_name("长" * 82 + ".tbx")
    path.rename(long)
    assert len(notices(long)) == 1
    assert cached(long).is_file()
    assert notices(long) == []


def test_processes_that_make_it_at_once(path: Path):
    call = [sys.executable, "-m", "glossary", "lookup", "科尔达", "-t", str(path), "--format", "json"]
    running = [subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    for process in running:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, out.count(b'"c-4"')) == (0, 1), err
    assert notices(path) == []
    assert sorted(p.name for p in path.parent.iterdir()) == [".names.tbx.lookup", "names.tbx"]


def test_an_open_index_outlives_a_new_one(path: Path):
    index = open_index([path])
    notices(path, reindex=True)
    assert [hit.concept for hit in lookups("科尔达", index)] == ["c-4"]


@pytest.mark.parametrize("name", ["missing.tbx", "", "terms", "\0", "x" * 300])
def test_a_missing_termbase(path: Path, name: str):
    with pytest.raises(UsageError, match="no such termbase"):
        open_index([path.parent.parent / name if name else path.parent])


@pytest.mark.parametrize("content", [b"", b"<tbx", b"no xml", b"<html/>", b"\x00\xff" * 50])
def test_an_invalid_termbase(path: Path, content: bytes):
    path.write_bytes(content)
    with pytest.raises(TermbaseError):
        open_index([path])
    assert not beside(path).exists()


def test_no_termbase_at_all():
    with pytest.raises(UsageError, match="no termbase"):
        open_index([])
