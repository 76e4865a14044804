"""Building again: every id, edit and decision is kept, new things are added, and what is odd is told."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from glossary.cli import main
from glossary.decide import Decision, add_decisions, decisions_path, read_decisions
from glossary.decide.documents import documents
from glossary.errors import TermbaseError
from glossary.evidence import evidence_path, read_evidence
from glossary.formats.jsonl import read_jsonl
from glossary.previous import approved_terms, read_previous
from glossary.tbx.read import read_termbase
from glossary.tbx.write import write_termbase
from scripts.fuzz_decisions import rounds
from tests.rebuilding import SECOND, build, built, edited, holding, put, read, term


@pytest.fixture
def files(tmp_path):
    """A termbase `a.tbx` built from a.txt, and b.txt to go on with."""
    return built(tmp_path)


def test_nothing_new_gives_the_same_bytes(files):
    build(files, "--previous", "a.tbx", "-o", "again.tbx")
    build(files, "a.txt", "--previous", "a.tbx", "-o", "twice.tbx")  # a document given again counts once
    whole = (files / "a.tbx").read_bytes()
    assert (files / "again.tbx").read_bytes() == whole
    assert (files / "twice.tbx").read_bytes() == whole
    assert evidence_path(files / "again.tbx").read_bytes() == evidence_path(files / "a.tbx").read_bytes()


def test_documents_not_given_again_keep_their_evidence(files):
    build(files, "b.txt", "--previous", "a.tbx", "-o", "ab.tbx")
    build(files, "a.txt", "b.txt", "-o", "both.tbx")
    assert {c.id for c in read_termbase(files / "ab.tbx").concepts} == {c.id for c in read_termbase(files / "both.tbx").concepts}
    assert term(files / "ab.tbx", "路易吉·迪马约").count == 2
    assert {r["document"] for r in read_evidence(evidence_path(files / "ab.tbx")) if r["row"] == "mention"} == {"a", "b"}


def test_a_changed_document_replaces_the_old_one_and_what_it_no_longer_holds_stays(files, capsys):
    ids = {c.id for c in read_termbase(files / "a.tbx").concepts}
    (files / "a.txt").write_text(SECOND, "utf-8")
    build(files, "a.txt", "--previous", "a.tbx", "-o", "a2.tbx")
    assert ids <= {c.id for c in read_termbase(files / "a2.tbx").concepts}
    assert term(files / "a2.tbx", "路易吉·迪马约").count == 1
    assert (term(files / "a2.tbx", "日内瓦").count, term(files / "a2.tbx", "日内瓦").sources) == (0, ())
    assert "doubt: 日内瓦" in capsys.readouterr().err


FIELDS = [
    {"status": "deprecated"}, {"form": "phrase"}, {"notes": ("mine",)}, {"context": "我的句子。"}, {"part_of_speech": "verb"},
    {"count": 99}, {"sources": ()}, {"status": "superseded", "form": "short", "notes": ("a", "b")}, {"suggested": True},
]  # fmt: skip


@pytest.mark.parametrize("changes", FIELDS, ids=lambda c: ",".join(c))
def test_an_edit_of_any_field_of_a_term_is_kept_and_approved(changes, files):
    path = files / "a.tbx"
    edited(path, "路易吉·迪马约", **changes)
    as_edited = term(path, "路易吉·迪马约")
    told = approved_terms(path, read)
    assert [t.text for c in read(path).concepts for t in c.terms if told(c, t)] == ["路易吉·迪马约"]
    for _ in range(2):
        build(files, "b.txt", "--previous", "a.tbx", "-o", "a.tbx")
        kept = term(path, "路易吉·迪马约")
        assert all(getattr(kept, name) == getattr(as_edited, name) for name in changes)


def test_edits_of_a_concept_are_kept(files):
    path = files / "a.tbx"
    (concept,) = holding(path, "日内瓦")
    put(path, replace(concept, kind="event", definition="一座城市", notes=("mine",)))
    build(files, "b.txt", "--previous", "a.tbx", "-o", "b.tbx")
    (kept,) = holding(files / "b.tbx", "日内瓦")
    assert (kept.id, kept.kind, kept.definition, kept.notes) == (concept.id, "event", "一座城市", ("mine",))


def test_a_form_that_was_taken_out_does_not_come_back(files):
    edited(files / "a.tbx", "欧安组织", text="")
    for out in ("b.tbx", "c.tbx"):
        build(files, "b.txt", "--previous", "a.tbx" if out == "b.tbx" else "b.tbx", "-o", out)
        assert holding(files / out, "欧安组织") == []
        assert len(holding(files / out, "欧洲安全与合作组织")) == 1


def test_a_concept_that_was_taken_out_does_not_come_back(files):
    termbase = read_termbase(files / "a.tbx")
    write_termbase(replace(termbase, concepts=tuple(c for c in termbase.concepts if c.terms[0].text != "路易吉·迪马约")), files / "a.tbx")
    build(files, "b.txt", "--previous", "a.tbx", "-o", "a.tbx")
    build(files, "b.txt", "--previous", "a.tbx", "-o", "a.tbx")
    assert holding(files / "a.tbx", "路易吉·迪马约") == []
    assert holding(files / "a.tbx", "索菲亚·科瓦奇")


def test_a_form_that_was_respelled_or_moved_stays_where_it_was_put(files):
    home = edited(files / "a.tbx", "路易吉·迪马约", text="路易·迪马约")
    geneva = holding(files / "a.tbx", "日内瓦")[0]
    abbreviation = term(files / "a.tbx", "欧安组织")
    edited(files / "a.tbx", "欧安组织", text="")
    put(files / "a.tbx", replace(geneva, terms=(*geneva.terms, replace(abbreviation, status="admitted"))))
    build(files, "b.txt", "--previous", "a.tbx", "-o", "a.tbx")
    (concept,) = holding(files / "a.tbx", "路易·迪马约")
    assert concept.id == home
    assert holding(files / "a.tbx", "路易吉·迪马约") == []
    assert [c.id for c in holding(files / "a.tbx", "欧安组织")] == [geneva.id]
    assert term(files / "a.tbx", "欧安组织").count == 2  # counted anew where it stands now


@pytest.mark.parametrize("version", ["3", "2"])
def test_ids_that_a_tool_dropped_or_renumbered_are_found_again_by_terms(version, files):
    path = files / "a.tbx"
    ids = {c.id for c in read_termbase(path).concepts}
    build(files, "a.txt", "-o", "a.tbx", "--tbx", version)
    termbase = read_termbase(path)
    numbered = tuple(replace(c, id=f"n{n}") for n, c in enumerate(reversed(termbase.concepts)))
    write_termbase(replace(termbase, concepts=numbered), path)
    edited(path, "日内瓦", status="deprecated")
    build(files, "b.txt", "--previous", "a.tbx", "-o", "b.tbx")
    assert ids <= {c.id for c in read_termbase(files / "b.tbx").concepts}
    assert term(files / "b.tbx", "日内瓦").status == "deprecated"


SHAPES = [["--style", "dct"], ["--dialect", "min"], ["--tbx", "2"], ["--lang", "zh-Hans=zh-CN", "--no-context"], ["--only", "preferred"]]


@pytest.mark.parametrize("options", SHAPES, ids=" ".join)
def test_how_a_termbase_was_shaped_is_no_edit(options, tmp_path):
    out = tmp_path / "a.tbx"
    assert main(["build", "--sample", "--quiet", "-o", str(out), *options]) == 0
    out.write_bytes(out.read_bytes() + b"\n")  # an editor was here
    assert read_previous(out, read).past.acts == ()


def test_without_evidence_everything_is_a_persons(files):
    evidence_path(files / "a.tbx").unlink()
    before = read_termbase(files / "a.tbx")
    build(files, "b.txt", "--previous", "a.tbx", "-o", "b.tbx")
    after = {c.id: c for c in read_termbase(files / "b.tbx").concepts}
    for concept in before.concepts:
        kept = {(t.lang, t.text): t.status for t in after[concept.id].terms}
        assert all(kept[t.lang, t.text] == t.status for t in concept.terms)
    told = approved_terms(files / "a.tbx", read)
    assert all(told(c, t) for c in before.concepts for t in c.terms)


def test_decisions_beside_out_are_obeyed_and_those_of_the_previous_go_along(files, capsys):
    add_decisions([Decision("same", "日内瓦", "洛瓦纳市"), Decision("preferred", "欧安组织")], decisions_path(files / "a.tbx"))
    build(files, "a.txt", "-o", "a.tbx")
    assert holding(files / "a.tbx", "日内瓦") == holding(files / "a.tbx", "洛瓦纳市")
    assert term(files / "a.tbx", "欧安组织").status == "preferred"
    assert term(files / "a.tbx", "欧洲安全与合作组织").status == "admitted"
    build(files, "b.txt", "--previous", "a.tbx", "-o", "b.tbx")
    assert read_decisions(decisions_path(files / "b.tbx")) == read_decisions(decisions_path(files / "a.tbx"))
    assert holding(files / "b.tbx", "日内瓦") == holding(files / "b.tbx", "洛瓦纳市")
    add_decisions([Decision("different", "日内瓦", "洛瓦纳市")], decisions_path(files / "b.tbx"))
    build(files, "--previous", "b.tbx", "-o", "b.tbx")
    assert holding(files / "b.tbx", "日内瓦") != holding(files / "b.tbx", "洛瓦纳市")
    capsys.readouterr()
    add_decisions([Decision("different", "欧安组织", "欧洲安全与合作组织")], decisions_path(files / "b.tbx"))
    build(files, "--previous", "b.tbx", "-o", "b.tbx")
    assert holding(files / "b.tbx", "欧安组织") != holding(files / "b.tbx", "欧洲安全与合作组织")
    assert "obeyed, though the text says that they are one at a#p1" in capsys.readouterr().err


def test_a_later_edit_beats_an_earlier_decision_and_a_later_decision_an_earlier_edit(files):
    add_decisions([Decision("preferred", "欧安组织")], decisions_path(files / "a.tbx"))
    build(files, "--previous", "a.tbx", "-o", "a.tbx")
    edited(files / "a.tbx", "欧安组织", status="deprecated")
    build(files, "b.txt", "--previous", "a.tbx", "-o", "a.tbx")
    assert term(files / "a.tbx", "欧安组织").status == "deprecated"
    add_decisions([Decision("preferred", "欧安组织")], decisions_path(files / "a.tbx"))
    build(files, "--previous", "a.tbx", "-o", "a.tbx")
    assert term(files / "a.tbx", "欧安组织").status == "preferred"


def test_a_decision_waits_for_its_form(files, capsys):
    add_decisions([Decision("deprecated", "梅尔卡市")], decisions_path(files / "a.tbx"))
    build(files, "--previous", "a.tbx", "-o", "a.tbx")
    assert "the decision waits" in capsys.readouterr().err
    build(files, "b.txt", "--previous", "a.tbx", "-o", "a.tbx")
    assert term(files / "a.tbx", "梅尔卡市").status == "deprecated"


def test_only_approved_goes_with_previous(files, capsys):
    edited(files / "a.tbx", "日内瓦", notes=("mine",))
    build(files, "b.txt", "--previous", "a.tbx", "-o", "b.tbx", "--only", "approved")
    assert [[t.text for t in c.terms] for c in read_termbase(files / "b.tbx").concepts] == [["日内瓦"]]
    build(files, "a.txt", "-o", "c.tbx", "--only", "approved", status=2)
    # What was left out is not lost to the next build.
    build(files, "--previous", "b.tbx", "-o", "d.tbx")
    assert term(files / "d.tbx", "路易吉·迪马约").count == 2
    assert term(files / "d.tbx", "日内瓦").notes == ("mine",)


def test_what_was_added_is_told(files, capsys):
    named = [str(files / name) for name in ("b.txt", "a.tbx", "b.tbx")]
    assert main(["build", named[0], "--previous", named[1], "-o", named[2]]) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if "added: " in line]
    assert lines[0].startswith("glossary: added: ")
    assert any("索菲亚·科瓦奇 (person, c-" in line for line in lines)


def test_bad_input(files, capsys):
    out = files / "out.tbx"
    build(files, "b.txt", "--previous", "no.tbx", "-o", "out.tbx", status=2)
    (files / "bad.tbx").write_text("<tbx")
    build(files, "b.txt", "--previous", "bad.tbx", "-o", "out.tbx", status=1)
    evidence_path(files / "a.tbx").write_bytes(b"no parquet")
    build(files, "b.txt", "--previous", "a.tbx", "-o", "out.tbx", status=1)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("glossary: ") for line in lines)
    assert not out.exists()


def test_lines_of_decisions_that_make_no_sense_are_said_and_the_others_obeyed(files, capsys):
    decisions_path(files / "a.tbx").write_text("prefered\tx\npreferred\t欧安组织\n", "utf-8")
    build(files, "a.txt", "-o", "a.tbx")
    assert "a.decisions.tsv:1: unknown decision 'prefered'" in capsys.readouterr().err
    assert term(files / "a.tbx", "欧安组织").status == "preferred"


def test_a_termbase_that_changes_while_it_is_read(files):
    def changing(path):
        found = read(path)
        os.utime(path, ns=(1, 1))
        return found

    with pytest.raises(TermbaseError, match="changed while it was read"):
        read_previous(files / "a.tbx", changing)


def test_json_lines_may_be_gone_on_from(files):
    assert main(["convert", str(files / "a.tbx"), str(files / "a.jsonl"), "--quiet"]) == 0
    build(files, "b.txt", "--previous", "a.jsonl", "-o", "b.tbx")
    ids = {c.id for c in read_jsonl(files / "a.jsonl").concepts}
    assert ids <= {c.id for c in read_termbase(files / "b.tbx").concepts}


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ({"a": "1"}, {"b": "2"}, ({"a"}, {"b"})),
        ({"a": "1"}, {"a": "1"}, (set(), {"a"})),
        ({"a": "1"}, {"a": "2"}, (set(), {"a"})),
        ({"a": "1"}, {"b": "1"}, ({"a"}, set())),
        ({"b": "1"}, {"a": "1"}, (set(), {"a"})),
    ],
)
def test_which_evidence_counts(old, new, kept):
    assert documents(old, new) == kept


@pytest.mark.parametrize("seed", [3, 11])
def test_nothing_is_lost_over_rounds_of_editing_deciding_building_and_merging(seed, tmp_path):
    ledger = rounds(6, seed, tmp_path)
    assert ledger.checked >= 20
    assert ledger.losses == []
