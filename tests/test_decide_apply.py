"""Decisions and edits carried out on a termbase: a line per case, read as before, act, after."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.decide import Decision
from glossary.decide.acts import (
    Edit,
    _shown,
    act_from,
    act_json,
    brief,
    brief_json,
    compacted,
    concept_from,
    concept_json,
    standing,
)
from glossary.decide.apply import applied
from glossary.decide.edits import all_edits, edits
from glossary.model import Concept, Extra, Source, Term
from tests.tbx_values import SMALL


def term(text: str) -> Term:
    """`伊利*` preferred, `伊利-` deprecated, `Goris?` suggested; the language by the script."""
    status = {"*": "preferred", "-": "deprecated"}.get(text[-1], "admitted")
    plain = text.rstrip("*-?")
    lang = "en" if plain.isascii() else "zh-Hans"
    return Term(plain, lang, "full", status, suggested=text.endswith("?"))  # type: ignore[arg-type]


def concepts(text: str) -> tuple[Concept, ...]:
    """`place 甲* 乙 | person 丙*`: concepts a, b, …"""
    found = []
    for name, part in zip("abcdef", text.split(" | "), strict=False):
        kind, *terms = part.split()
        found.append(Concept(name, tuple(map(term, terms)), kind))  # type: ignore[arg-type]
    return tuple(found)


def shown(found: tuple[Concept, ...]) -> str:
    marks = {"preferred": "*", "deprecated": "-"}
    return " | ".join(
        " ".join([str(c.kind), *(t.text + marks.get(t.status or "", "") + "?" * t.suggested for t in c.terms)]) for c in found
    )


CASES = [
    ("place 甲* 乙", "preferred 乙", "place 乙* 甲"),
    ("place 甲* 乙", "deprecated 甲", "place 乙* 甲-"),
    ("place 甲* 乙", "rejected 甲", "place 乙*"),
    ("place 甲*", "rejected 甲", ""),
    ("place 甲* 乙 | person 丙*", "rejected 乙 value=concept", "person 丙*"),
    ("place 甲* | place 乙*", "same 甲 乙", "place 甲* 乙"),
    ("place 甲* | place 乙*", "same 乙 甲", "place 甲* 乙"),  # the first in the file stays
    ("place 甲* 乙", "different 甲 乙", "place 甲* | place 乙*"),
    ("place 甲* 乙 丙", "different 乙 甲", "place 甲* 丙 | place 乙*"),
    ("place 甲* | place 乙*", "different 甲 乙; same 甲 乙", "place 甲* | place 乙*"),  # different beats same
    ("place 甲* | place 乙*", "same 甲 乙; different 甲 乙", "place 甲* | place 乙*"),
    ("place 甲* | place 乙* | place 丙*", "different 甲 丙; same 甲 乙; same 乙 丙", "place 甲* 乙 | place 丙*"),
    ("place 甲* | place 乙*", "different 甲 乙; withdrawn 甲 乙 value=different; same 甲 乙", "place 甲* 乙"),
    ("place 甲* | place 乙*", "same 甲 乙; withdrawn 乙 甲 value=same", "place 甲* | place 乙*"),
    ("place 甲* 乙", "preferred 乙; preferred 甲", "place 甲* 乙"),  # later beats earlier
    ("place 甲* 乙", "deprecated 乙; preferred 乙", "place 乙* 甲"),
    ("place 甲* 乙", "rejected 乙; deprecated 乙", "place 甲* 乙-"),
    ("person 甲*", "kind 甲 value=place", "place 甲*"),
    ("person 甲* | place 甲*", "kind 甲 kind=person value=office", "office 甲* | place 甲*"),
    ("place 甲* Goris?", "confirmed 甲", "place 甲* Goris*"),
    ("place 甲* Goris?", "confirmed 甲 value=Goriss", "place 甲* Goriss*"),  # another one refutes what was suggested
    ("place 甲* Goris* Goriss", "confirmed 甲 value=Goriss", "place 甲* Goriss* Goris"),
    ("place 甲* Goris?", "latin 甲 value=Goris", "place 甲* Goris*"),
    ("place 甲*", "latin 甲 value=Goris lang=fr", "place 甲* Goris*"),
    ("place 陈* 乙", "preferred 陳", "place 陈* 乙"),  # in the other script
    ("place 甲* 乙 | place 甲* 丙", "deprecated 甲 丙", "place 甲* 乙 | place 丙* 甲-"),  # the other form says which
]


def decisions(text: str) -> list[Decision]:
    found = []
    for part in text.split("; "):
        verb, form, *rest = part.split()
        named = dict(item.split("=") for item in rest if "=" in item)
        other = next((item for item in rest if "=" not in item), "")
        found.append(Decision(verb, form, other, **named))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(("before", "acts", "after"), CASES)
def test_decisions_are_carried_out(before, acts, after):
    done = applied(concepts(before), decisions(acts))
    assert shown(done.concepts) == after
    # Done once more on what came out, nothing changes but the ids of what was parted.
    assert shown(applied(done.concepts, [d for d in decisions(acts) if "withdrawn" not in acts]).concepts) == after or "withdrawn" in acts


@pytest.mark.parametrize(
    ("before", "acts", "said"),
    [
        ("place 甲*", "preferred 乙", "no concept has this form yet"),
        ("place 甲*", "same 甲 乙", "no concept has 乙 yet"),
        ("place 甲*", "confirmed 甲", "has no English yet"),
        ("place 甲* A B", "confirmed 甲", "several English forms"),
        ("place 甲* | place 甲* 丙", "preferred 甲", "2 concepts have this form"),
        ("place 甲* | place 甲* 丙 | place 乙*", "same 甲 乙", "several concepts have these forms"),
        ("place 甲* | place 乙*", "different 甲 乙; same 甲 乙", "withdraw it first"),
        ("place 陈*", "different 陈 陳", "cannot be kept apart"),
        ("place 甲* | person 乙*", "same 甲 乙", "different kinds: place stands, not person"),
    ],
)
def test_what_waits_or_is_doubtful_is_told(before, acts, said):
    assert any(said in line for line in applied(concepts(before), decisions(acts)).told)


def test_records_come_back():
    for concept in SMALL.concepts:
        assert concept_from(concept_json(concept)) == concept
        assert brief(brief(concept)).terms[0].text == concept.terms[0].text
    for act in (Decision("same", "甲", "乙", who="x"), Edit("c", "kind", '{"kind":"place"}'), Edit("c", "term", "", "en", "A")):
        assert act_from(act_json(act)) == act


_TEXTS = st.sampled_from(["", "A", "甲\t 乙", "\x07", 'a "b"\\', "\ud800"])
_PLACES = st.builds(Source, _TEXTS, _TEXTS, *[st.sampled_from([None, 0, 7])] * 3)
_EXTRAS = st.lists(st.builds(Extra, *[_TEXTS] * 5), max_size=2).map(tuple)
_NOTES = st.lists(_TEXTS, max_size=2).map(tuple)
_TERMS = st.builds(
    Term, _TEXTS, _TEXTS, st.sampled_from([None, "full"]), st.sampled_from([None, "admitted"]), st.sampled_from([None, 0, 3]),
    st.lists(_PLACES, max_size=2).map(tuple), _TEXTS, st.none() | _PLACES, _TEXTS, _NOTES, st.booleans(), _TEXTS,
    st.sampled_from([None, 0.0, 0.5]), _EXTRAS,
)  # fmt: skip


@given(st.builds(Concept, _TEXTS, st.lists(_TERMS, max_size=2).map(tuple), st.sampled_from([None, "place"]), _NOTES, _TEXTS, _EXTRAS))
def test_a_concept_is_written_in_brief_as_the_brief_one_is_written(concept):
    assert brief_json(concept) == concept_json(brief(concept))
    places = [str(place) for term in concept.terms for place in term.sources if place != Source("")]
    assert [_shown(place) for term in concept.terms for place in term.sources if place != Source("")] == places


def test_an_edit_takes_the_place_of_earlier_ones_of_the_same_thing():
    one, two = Edit("c", "status", '["preferred"]', "en", "A"), Edit("c", "status", '["admitted"]', "en", "A")
    gone, whole = Edit("c", "term", "", "en", "A"), Edit("c", "concept", "[]")
    decision = Decision("preferred", "A")
    assert compacted([one, decision, two, decision]) == (decision, two, decision)
    assert compacted([one, gone]) == (gone,)
    assert compacted([gone, two]) == (gone, two)
    assert compacted([one, gone, Edit("c", "kind", "{}"), whole]) == (whole,)


def test_a_withdrawal_takes_back_what_stands_before_it():
    same = Decision("same", "甲", "乙")
    back = Decision("withdrawn", "乙", "甲", value="same")
    assert standing([same, back]) == ()
    assert standing([back, same]) == (same,)
    assert standing([Decision("preferred", "甲"), Decision("withdrawn", "甲", value="deprecated")]) == (Decision("preferred", "甲"),)


def written_and_found(before: str, after: str) -> tuple[Edit, ...]:
    old, new = concepts(before), concepts(after)
    pairs = [(i, j) for i, a in enumerate(old) for j, b in enumerate(new) if a.id == b.id]
    return edits([brief(c) for c in old], new, pairs).edits


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("place 甲* 乙", "place 乙* 甲"),
        ("place 甲* 乙", "person 甲* 丙"),
        ("place 甲* 乙 | place 丙*", "place 甲* | place 丙* 乙"),  # moved
        ("place 甲* | place 乙*", "place 甲*"),
        ("place 甲*", "place 甲* | person 乙* A"),
        ("place 甲* Goris?", "place 甲* Goris*"),
        ("place 甲* Goris?", "place 甲*"),
    ],
)
def test_edits_make_of_what_was_written_what_was_found(before, after):
    found = written_and_found(before, after)
    assert shown(applied(concepts(before), found).concepts) == shown(concepts(after))
    assert applied(concepts(after), found).concepts == concepts(after)  # a second time nothing changes


def test_nothing_changed_is_no_edit():
    assert edits([brief(c) for c in SMALL.concepts], SMALL.concepts, [(n, n) for n in range(4)]).edits == ()


def test_without_a_record_everything_is_a_persons():
    assert applied((), all_edits(SMALL.concepts)).concepts == SMALL.concepts


def test_what_a_tool_dropped_or_renamed_throughout_is_no_edit():
    old = tuple(Concept(f"c{n}", (Term(f"甲{n}", "zh-Hans", "full", "preferred", 3, context="一句。"), Term(f"A{n}", "en"))) for n in range(6))
    pairs = [(n, n) for n in range(6)]
    tool = tuple(Concept(c.id, tuple(Term(t.text, "zh-CN" if t.lang != "en" else "en", t.form, t.status, t.count) for t in c.terms)) for c in old)
    found = edits([brief(c) for c in old], tool, pairs)
    assert found.edits == ()
    assert len(found.notices) == 2
    assert found.concepts[0].terms[0].lang == "zh-Hans"
    one = tuple(Concept(c.id, c.terms[:1]) for c in old)
    assert edits([brief(c) for c in old], one, pairs).edits == ()
    # The same in one concept alone is a person's.
    assert [e.term for e in edits([brief(c) for c in old], (one[0], *old[1:]), pairs).edits] == ["A0"]
