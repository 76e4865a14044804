"""The corpora of which it is known who is who, and how the tool groups their names."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from random import Random

import pytest

from glossary.model import Concept, Source, Term
from glossary.normalise import chinese_key
from scripts.evaluate_corpus import Figures, concepts_from, digest, figures, lines
from scripts.known.documents import Made, Said, made

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["corpus"]


@cache
def corpus() -> Made:
    return made(Random(7), 80)


def test_one_seed_makes_one_corpus():
    assert made(Random(7), 30) == made(Random(7), 30)
    assert made(Random(8), 30) != made(Random(7), 30)


def test_what_is_said_stands_where_it_is_said_to():
    assert [s for s in corpus().said if corpus().documents[s.document][s.start : s.end] != s.form] == []


def test_a_name_in_a_document_is_of_one_entity():
    owner: dict[tuple[str, str], str] = {}
    two = [s for s in corpus().said if owner.setdefault((s.document, chinese_key(s.form)), s.entity) != s.entity]
    assert two == []


def test_a_full_name_is_of_one_entity_but_for_namesakes():
    owner: dict[str, str] = {}
    shared = {chinese_key(f): e for e in corpus().entities.values() for fs in e.forms for f in fs if owner.setdefault(chinese_key(f), e.id) != e.id}
    assert shared
    assert [name for name, entity in shared.items() if not entity.set.startswith("one name")] == []


def test_a_bare_short_form_is_stated_elsewhere_and_is_of_one_entity():
    """What no document states is no part of the truth."""
    full = {(s.document, s.entity) for s in corpus().said if s.role in ("full", "respelt", "regional")}
    alone = [s for s in corpus().said if s.role in ("short", "acronym") and (s.document, s.entity) not in full]
    stated = {(s.form, s.entity) for s in corpus().said if (s.document, s.entity) in full}
    assert alone
    assert [s for s in alone if (s.form, s.entity) not in stated] == []
    owners = {form: {s.entity for s in corpus().said if s.form == form} for form in {s.form for s in alone}}
    assert [form for form, some in owners.items() if len(some) > 1] == []


def test_the_corpus_has_what_is_to_be_measured():
    roles = {s.role for s in corpus().said}
    assert roles == {"full", "respelt", "regional", "surname", "short", "acronym", "latin"}
    sets = {e.set.partition(":")[0] for e in corpus().entities.values()}
    assert {"sides", "sound alike", "town and river", "one name", "town", "state", "acronym", "short form"} <= sets


def small() -> Made:
    """Two persons: one in three documents, one in one."""
    people = {e.id: e for e in corpus().entities.values() if e.kind == "person"}
    one, other = sorted(people)[:2]
    said = (
        Said("a", 0, 5, "甲甲·乙乙", one, "full"), Said("b", 0, 5, "甲甲·乙以", one, "respelt"), Said("c", 0, 2, "乙乙", one, "surname"),
        Said("c", 5, 10, "丙丙·乙乙", other, "full"), Said("d", 0, 2, "乙乙", one, "surname"),
    )  # fmt: skip
    return Made({}, said, {one: people[one], other: people[other]})


def concept(*places: tuple[str, int, int]) -> Concept:
    return Concept(str(places), tuple(Term("x", "zh-Hans", sources=(Source(d, "p", a, b),)) for d, a, b in places), "person")


@pytest.mark.parametrize(
    ("groups", "precision", "recall", "wrong"),
    [
        # As it should be; all apart; all in one; a surname with the wrong bearer. `d` is never found.
        (((("a", 0, 5), ("b", 0, 5), ("c", 0, 2)), (("c", 5, 10),)), 1, 1, 0),
        (((("a", 0, 5),), (("b", 0, 5),), (("c", 0, 2),), (("c", 5, 10),)), 1, (3 / 3 + 1) / 4, 0),
        (((("a", 0, 5), ("b", 0, 5), ("c", 0, 2), ("c", 5, 10)),), (9 / 4 + 1 / 4) / 4, 1, 3),
        (((("a", 0, 5), ("b", 0, 5)), (("c", 0, 2), ("c", 5, 10))), (2 + 1 / 2 + 1 / 2) / 4, (2 / 3 + 2 / 3 + 1 / 3 + 1) / 4, 1),
    ],
)
def test_figures_of_a_few_groups(groups, precision, recall, wrong):
    f = figures(small(), [concept(*places) for places in groups])
    assert (f.names, f.found) == (5, 4)
    assert f.precision == pytest.approx(precision)
    assert f.recall == pytest.approx(recall)
    assert sum(fault.pairs for fault in f.faults) == wrong
    assert {name: every for name, (_, every) in f.classes.items()} == {"other spelling": 1, "surname": 2}
    assert list(lines(f, 3))


def test_the_tool_stays_above_its_floors():
    floor = dict(FLOORS)
    assert digest(corpus()) == floor.pop("gold"), "the corpus has changed: measure again and set new floors"
    f = figures(corpus(), concepts_from(corpus().documents))
    assert {name: value for name, value in measured(f).items() if value < floor[name]} == {}


def measured(f: Figures) -> dict[str, float]:
    """The figures that have floors; faults are counted below nothing."""
    return {
        "found": f.found / f.names, "precision": f.precision, "recall": f.recall,
        "pair_precision": f.pair_precision, "pair_recall": f.pair_recall, "faults": -len(f.faults), "latin": -len(f.latin),
    }  # fmt: skip
