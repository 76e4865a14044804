"""Termbases into one: the same concept found, both sides kept, contradictions listed, nothing chosen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from glossary.cli import main
from glossary.cli.termbases import named_termbase
from glossary.decide import Decision, add_decisions, decisions_path, read_decisions
from glossary.decide.edits import all_edits
from glossary.decide.identify import Past
from glossary.evidence import evidence_path, read_evidence
from glossary.merge import merged
from glossary.model import Concept, Term, Termbase
from glossary.previous import Previous
from glossary.tbx.read import read_termbase
from glossary.tbx.write import write_termbase
from tests.tbx_values import SHAPES, SMALL, termbases
from tests.test_decide_apply import concepts

VALID = Path(__file__).parents[1].parent / "shared" / "tbx" / "valid"


def side(found: Termbase, decisions: tuple[Decision, ...] = ()) -> Previous:
    """A termbase without evidence."""
    return Previous(found, Past(found.concepts, (), (*all_edits(found.concepts), *decisions)), decisions, (), ())


def joined(base: tuple[Concept, ...], *others: tuple[Concept, ...], decisions: tuple[Decision, ...] = ()):
    named = [(f"new{n}", side(Termbase(other))) for n, other in enumerate(others)]
    return merged(side(Termbase(base), decisions), named)


def shown(found: tuple[Concept, ...]) -> list[str]:
    return [" ".join([c.id, str(c.kind), *(t.text for t in c.terms)]) for c in found]


def named(text: str, prefix: str) -> tuple[Concept, ...]:
    return tuple(replace(c, id=f"{prefix}{c.id}") for c in concepts(text))


@pytest.mark.parametrize(
    ("base", "new", "found"),
    [
        ("place 甲*", "place 甲* A", ["1a place 甲 A"]),
        ("place 甲*", "place 乙*", ["1a place 甲", "2a place 乙"]),
        ("place 甲*", "person 甲*", ["1a place 甲", "2a person 甲"]),  # homonyms
        ("place 甲* | place 甲* 丙", "place 甲* 乙", ["1a place 甲", "1b place 甲 丙", "2a place 甲 乙"]),  # two candidates
        ("place 甲* 乙", "place 甲* | place 乙*", ["1a place 甲 乙", "2a place 甲", "2b place 乙"]),
        ("place 甲* Goris?", "place 乙* Goris?", ["1a place 甲 Goris", "2a place 乙 Goris"]),  # a suggestion is none's
        ("place 甲* Goris?", "place Goris*", ["1a place 甲 Goris"]),
    ],
)
def test_which_concepts_are_one(base, new, found):
    assert shown(joined(named(base, "1"), named(new, "2")).termbase.concepts) == found


@pytest.mark.parametrize("pair", [("甲", "乙"), ("乙", "甲")])
def test_names_that_a_person_holds_apart_do_not_come_together_by_another_termbase(pair):
    base, new = named("place 甲* A | place 乙*", "1"), named("place 甲* 乙 丙", "2")
    found = shown(joined(base, new, decisions=(Decision("different", *pair),)).termbase.concepts)
    assert sorted(" ".join(line.split()[2:]) for line in found) in (["乙", "甲 丙 A"], ["乙 丙", "甲 A"])


def person(name: str, *terms: tuple[str, str]) -> Concept:
    return Concept(name, tuple(Term(text, "zh-Hans", form) for text, form in terms), "person")  # type: ignore[arg-type]


def test_two_men_of_one_surname_stay_two():
    one = person("1", ("伊利哈姆·阿利耶夫", "full"), ("阿利耶夫", "short"))
    two = person("2", ("盖达尔·阿利耶夫", "full"), ("阿利耶夫", "short"))
    assert len(joined((one,), (two,)).termbase.concepts) == 2
    assert len(joined((one,), (replace(one, id="2"),)).termbase.concepts) == 1


def test_an_id_that_means_something_else_is_given_anew_and_listed():
    found = joined(concepts("place 甲*"), concepts("place 乙*"))
    assert shown(found.termbase.concepts) == ["a place 甲", "a-2 place 乙"]
    assert [c.what for c in found.clashes] == ["same id for different things"]


def test_a_person_decides_what_is_one():
    base, new = named("place 甲* | place 乙*", "1"), named("place 丙* | place 乙*", "2")
    same = (Decision("same", "甲", "丙"),)
    assert shown(joined(base, new, decisions=same).termbase.concepts) == ["1a place 甲 丙", "1b place 乙"]
    bar = (Decision("different", "甲", "乙"),)
    assert len(joined(named("place 甲* 乙", "1"), named("place 乙* 甲", "2"), decisions=bar).termbase.concepts) == 2


FIELDS = [
    ("different kinds", "kind", "place", "event"),
    ("two definitions", "definition", "one", "other"),
]


@pytest.mark.parametrize(("what", "field", "one", "other"), FIELDS)
def test_concepts_that_contradict_one_another(what, field, one, other):
    (concept,) = concepts("place 甲*")
    base, new = replace(concept, **{field: one}), replace(concept, **{field: other})
    found = joined((base,), (new,))
    assert [(c.what, c.kept, c.other) for c in found.clashes] == [(what, one, other)]
    assert getattr(found.termbase.concepts[0], field) == one
    assert field == "kind" or f"Definition: {other}" in found.termbase.concepts[0].notes


@pytest.mark.parametrize(
    ("base", "new", "what"),
    [
        ("place 甲* 乙", "place 乙* 甲", "two preferred forms"),
        ("place 甲* 乙", "place 甲- 乙*", "preferred and deprecated"),
        ("place 甲- 乙*", "place 甲* 乙", "preferred and deprecated"),
        ("place 甲* 乙", "place 甲* 丙*", "two preferred forms"),
    ],
)
def test_terms_that_contradict_one_another(base, new, what):
    found = joined(concepts(base), concepts(new))
    (concept,) = found.termbase.concepts
    assert what in [c.what for c in found.clashes]
    kept = {t.text: t.status for t in concept.terms}
    assert all(kept[t.text] == t.status for t in concepts(base)[0].terms)  # the base's word stands
    assert set(kept) == {t.text for c in (*concepts(base), *concepts(new)) for t in c.terms}
    assert sum(status == "preferred" for status in kept.values()) == 1


def test_notes_sentences_places_and_extras_of_both_are_kept():
    new = tuple(
        replace(c, notes=("another",), terms=tuple(replace(t, notes=("of it",), context="另一句。") for t in c.terms)) for c in SMALL.concepts
    )
    found = joined(SMALL.concepts, new).termbase.concepts
    for old, one in zip(SMALL.concepts, found, strict=True):
        assert one.notes == (*old.notes, "another")
        assert all("of it" in t.notes for t in one.terms)
        assert all("另一句。" in t.context or any("另一句。" in note for note in t.notes) for t in one.terms)


@pytest.mark.parametrize(("version", "dialect", "style"), SHAPES)
def test_a_termbase_and_itself_are_itself(version, dialect, style, tmp_path):
    write_termbase(replace(SMALL, version=version, dialect=dialect, style=style), tmp_path / "x.tbx")
    assert main(["merge", str(tmp_path / "x.tbx"), str(tmp_path / "x.tbx"), "-o", str(tmp_path / "xx.tbx"), "--quiet"]) == 0
    assert (tmp_path / "xx.tbx").read_bytes() == (tmp_path / "x.tbx").read_bytes()


def test_any_valid_file_and_itself_are_itself(tmp_path):
    if not VALID.is_dir():
        pytest.skip("the sample files are not beside the project")
    for path in sorted(VALID.glob("*.tbx")):
        once, twice = tmp_path / "once.tbx", tmp_path / "twice.tbx"
        write_termbase(read_termbase(path), once)
        assert main(["merge", str(path), str(path), "-o", str(twice), "--quiet"]) == 0
        assert twice.read_bytes() == once.read_bytes(), path.name


def unique(found: Termbase) -> Termbase:
    """Without terms that stand twice, which a merge makes one, and with ids of their own."""
    out = []
    for n, concept in enumerate(found.concepts):
        terms = {(t.lang, t.text): t for t in reversed(concept.terms)}
        out.append(replace(concept, id=f"{concept.id}{n}", terms=tuple(reversed(terms.values()))))
    return replace(found, concepts=tuple(c for c in out if c.terms))


@settings(max_examples=60)
@given(termbases().map(unique), termbases().map(unique))
def test_nothing_is_lost(one, two):
    assert joined(one.concepts, one.concepts).termbase.concepts == one.concepts
    found = joined(one.concepts, two.concepts).termbase.concepts
    back = joined(two.concepts, one.concepts).termbase.concepts
    texts = {(t.lang, t.text) for c in (*one.concepts, *two.concepts) for t in c.terms}
    assert {(t.lang, t.text) for c in found for t in c.terms} == texts == {(t.lang, t.text) for c in back for t in c.terms}
    assert {frozenset((t.lang, t.text) for t in c.terms) for c in found} == {frozenset((t.lang, t.text) for t in c.terms) for c in back}
    assert {c.id for c in one.concepts} <= {c.id for c in found}


FIRST = "外交部长路易吉·迪马约(Luigi Di Maio)在日内瓦会见了欧洲安全与合作组织(欧安组织)的代表。"
SECOND = "路易吉·迪马约(Luigi Di Maio)说，欧安组织在日内瓦签署了文件。他去了洛瓦纳市。"


@pytest.fixture
def files(tmp_path):
    for name, text in (("a", FIRST), ("b", SECOND)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
        assert main(["build", str(tmp_path / f"{name}.txt"), "-o", str(tmp_path / f"{name}.tbx"), "--quiet"]) == 0
    return tmp_path


def edited(path: Path, text: str, **changes: object) -> None:
    found = read_termbase(path)
    out = [
        replace(c, terms=tuple(replace(t, **changes) if t.text == text else t for t in c.terms))  # type: ignore[arg-type]
        for c in found.concepts
    ]
    write_termbase(replace(found, concepts=tuple(out)), path)


def merge(folder: Path, *names: str, out: str = "out.tbx") -> Termbase:
    assert main(["merge", *(str(folder / name) for name in names), "-o", str(folder / out), "--quiet"]) == 0
    return named_termbase(str(folder / out))


def test_a_persons_edit_beats_what_the_machine_wrote_on_the_other_side(files):
    edited(files / "b.tbx", "日内瓦", status="deprecated", notes=("mine",))
    for names in (("a.tbx", "b.tbx"), ("b.tbx", "a.tbx")):
        found = merge(files, *names)
        (term,) = [t for c in found.concepts for t in c.terms if t.text == "日内瓦"]
        assert (term.status, "mine" in term.notes) == ("deprecated", True)


def test_a_person_who_chose_in_the_base_contradicts_no_machine(files, capsys):
    edited(files / "a.tbx", "欧安组织", status="preferred")
    assert main(["merge", str(files / "a.tbx"), str(files / "b.tbx"), "-o", str(files / "out.tbx"), "--format", "json"]) == 0
    assert capsys.readouterr().out == ""
    found = {t.text: t.status for c in read_termbase(files / "out.tbx").concepts for t in c.terms}
    assert found["欧安组织"] == "preferred"


def test_evidence_and_decisions_go_along_and_a_build_goes_on_from_them(files):
    add_decisions([Decision("preferred", "欧安组织", when="2026-02-01")], decisions_path(files / "a.tbx"))
    add_decisions([Decision("same", "洛瓦纳市", "日内瓦", when="2026-01-01")], decisions_path(files / "b.tbx"))
    merge(files, "a.tbx", "b.tbx")
    out = files / "out.tbx"
    assert [d.decision for d in read_decisions(decisions_path(out)).decisions] == ["same", "preferred"]
    assert {r["document"] for r in read_evidence(evidence_path(out)) if r["row"] == "mention"} == {"a", "b"}
    assert main(["build", "--previous", str(out), "-o", str(out), "--quiet"]) == 0
    found = read_termbase(out)
    (one,) = [c for c in found.concepts if any(t.text == "洛瓦纳市" for t in c.terms)]
    assert "日内瓦" in {t.text for t in one.terms}
    assert next(t.count for c in found.concepts for t in c.terms if t.text == "路易吉·迪马约") == 2


def test_what_was_rejected_in_the_base_does_not_come_back(files):
    found = read_termbase(files / "a.tbx")
    kept = tuple(c for c in found.concepts if c.terms[0].text != "日内瓦")
    write_termbase(replace(found, concepts=kept), files / "a.tbx")
    assert all(t.text != "日内瓦" for c in merge(files, "a.tbx", "b.tbx").concepts for t in c.terms)


def test_contradictions_are_rows(files, capsys):
    (files / "x.jsonl").write_text(json.dumps({"id": "1", "kind": "place", "terms": [{"text": "甲", "lang": "zh-Hans"}]}), "utf-8")
    (files / "y.jsonl").write_text(json.dumps({"id": "1", "kind": "event", "terms": [{"text": "甲", "lang": "zh-Hans"}]}), "utf-8")
    call = ["merge", str(files / "x.jsonl"), str(files / "y.jsonl"), "-o", str(files / "o.tbx")]
    assert main([*call, "--format", "json"]) == 0
    (row,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (row["what"], row["kept"], row["other"]) == ("different kinds", "place", "event")
    assert main(call) == 0
    assert "conflict: different kinds: 甲 in 1: place stands" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["a.tbx", "no.tbx", "-o", "out.tbx"], 2),
        (["a.tbx", "b.tbx", "-o", "out.xlsx"], 2),
        (["a.tbx", "bad.tbx", "-o", "out.tbx"], 1),
        (["a.tbx", "twice.jsonl", "-o", "out.tbx"], 1),
        (["a.tbx", "b.tbx", "-o", "no/out.tbx"], 1),
    ],
)
def test_bad_input(arguments, status, files, monkeypatch, capsys):
    monkeypatch.chdir(files)
    Path("bad.tbx").write_text("<tbx")
    line = json.dumps({"id": "1", "terms": [{"text": "甲", "lang": "zh-Hans"}]})
    Path("twice.jsonl").write_text(f"{line}\n{line}\n", "utf-8")
    assert main(["merge", *arguments]) == status
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not Path("out.tbx").exists()


def test_references_to_renamed_concepts_are_renamed_once() -> None:
    from glossary.merge.beside import renamed
    from glossary.model import Extra

    xml = '<ref target="a"/><ref target="b"/><ref target="x"/>'
    concept = Concept("a", (Term("甲", "zh-Hans", extra=(Extra(xml),)),), extra=(Extra(xml),))
    found = renamed(concept, {"a": "b", "b": "a"})
    assert found.id == "b"
    assert {e.xml for e in (*found.extra, *found.terms[0].extra)} == {'<ref target="b"/><ref target="a"/><ref target="x"/>'}
