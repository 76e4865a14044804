"""Builds that were ended while they wrote, or that found a full disk: no edit is made up, none is lost."""

from __future__ import annotations

import pytest

from glossary.cli import main
from glossary.evidence import evidence_path
from glossary.previous import approved_terms, read_previous
from tests.rebuilding import build, built, edited, read


@pytest.fixture
def files(tmp_path):
    """A termbase `a.tbx` built from a.txt, and b.txt to go on with."""
    return built(tmp_path)


class Killed(BaseException):
    """As a kill: nothing on the way may catch it."""


@pytest.fixture
def stopped(files, monkeypatch):
    """`a.tbx` with one edit, built again with b.txt by a run that was ended between termbase and evidence; what stood at
    and beside it before, and what it would have become."""
    edited(files / "a.tbx", "路易吉·迪马约", text="路易吉·迪马奥")
    before = {path.name: path.read_bytes() for path in files.glob("a.*")}
    build(files, "b.txt", "--previous", "a.tbx", "-o", "whole.tbx")

    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("glossary.evidence.moved", kill)
        with pytest.raises(Killed):
            build(files, "b.txt", "--previous", "a.tbx", "-o", "a.tbx")
    assert (files / "a.tbx").read_bytes() == (files / "whole.tbx").read_bytes()
    assert evidence_path(files / "a.tbx").read_bytes() == before["a.evidence.parquet"]
    return before


def test_a_run_ended_between_termbase_and_evidence_makes_no_person_of_the_machine(files, stopped):
    found, wanted = read_previous(files / "a.tbx", read), read_previous(files / "whole.tbx", read)
    assert found.past == wanted.past
    assert found.rows == wanted.rows
    assert [line for line in found.told if "a run was stopped" in line] == list(found.told[:1])
    build(files, "--previous", "a.tbx", "-o", "a.tbx")
    build(files, "--previous", "whole.tbx", "-o", "whole.tbx")
    assert (files / "a.tbx").read_bytes() == (files / "whole.tbx").read_bytes()
    assert read_previous(files / "a.tbx", read).told == ()
    assert not list(files.glob(".*"))


def test_a_run_ended_before_the_termbase_changes_nothing(files, stopped):
    (files / "a.tbx").write_bytes(stopped["a.tbx"])
    found = read_previous(files / "a.tbx", read)
    waiting = next(files.glob(".*.next"))
    waiting.rename(files / "kept")
    assert found == read_previous(files / "a.tbx", read)
    assert [act.value for act in found.past.acts if "迪马奥" in act.value]


@pytest.mark.parametrize("ended", ["before", "after"])
def test_a_termbase_edited_after_a_run_was_ended_goes_with_the_evidence_nearest_to_it(files, stopped, ended):
    whole = files / "whole.tbx"
    if ended == "before":  # the termbase took its place
        (files / "a.tbx").write_bytes(stopped["a.tbx"])
        whole.write_bytes(stopped["a.tbx"])
        evidence_path(whole).write_bytes(stopped["a.evidence.parquet"])
    for name in ("a.tbx", "whole.tbx"):
        edited(files / name, "欧安组织", status="deprecated")
    found = read_previous(files / "a.tbx", read)
    assert found.past == read_previous(whole, read).past
    assert any("a run was stopped" in line for line in found.told) == (ended == "after")


def test_a_first_run_that_was_ended_has_its_evidence(files, monkeypatch):
    def kill(*_: object) -> None:
        raise Killed

    monkeypatch.setattr("glossary.evidence.moved", kill)
    with pytest.raises(Killed):
        build(files, "a.txt", "-o", "new.tbx")
    assert not evidence_path(files / "new.tbx").exists()
    assert read_previous(files / "new.tbx", read).past.acts == ()
    assert not approved_terms(files / "new.tbx", read)(*(lambda c: (c, c.terms[0]))(read(files / "new.tbx").concepts[0]))
    assert main(["explain", "路易吉·迪马约", "-t", str(files / "new.tbx")]) == 0


def test_evidence_that_waits_and_is_damaged_is_no_evidence(files, stopped):
    next(files.glob(".*.next")).write_bytes(b"PAR1")
    (files / "a.tbx").write_bytes(stopped["a.tbx"])
    assert [act.value for act in read_previous(files / "a.tbx", read).past.acts if "迪马奥" in act.value]


def test_a_termbase_whose_evidence_cannot_be_written_stays_as_it_was(files, monkeypatch, capsys):
    before = {path.name: path.read_bytes() for path in files.iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("glossary.evidence.write_parquet", full)
    build(files, "b.txt", "--previous", "a.tbx", "-o", "a.tbx", status=1)
    assert "No space left" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in files.iterdir()} == before
