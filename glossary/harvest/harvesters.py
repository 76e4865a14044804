"""Every harvester, and which of them are asked of a passage: those of whose words and marks one stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from glossary.harvest import bodies, brackets, events, instruments, offices, persons, places, works
from glossary.harvest.context import Context
from glossary.model import Find, Passage
from glossary.occurrences import forms, forms_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossary.occurrences import Forms
    from glossary.rules import Rules

Harvester = Callable[[Passage, Context], Iterable[Find]]

_CAPITAL = "a capital letter"
_BRACKET = ("（", "(")
_TITLES = ("office.head", "office.profession", "honorific")

# Every harvester, in the order in which ties are broken, and of what one must stand in a passage before it is asked: the
# words of a rule (by its id), a mark, a capital letter. Those with nothing are asked of every passage.
HARVESTERS: tuple[tuple[Harvester, tuple[str, ...]], ...] = (
    (brackets.bracket_finds, _BRACKET),
    (persons.speakers, _BRACKET),
    (persons.signatures, ("签",)),
    (persons.interpunct_names, ("·",)),
    (persons.titled_names, _TITLES),
    (persons.latin_persons, (_CAPITAL,)),
    (persons.latin_lists, (_CAPITAL,)),
    (instruments.titles, ("《",)),
    (instruments.patterned_instruments, ()),
    (instruments.headed_treaties, ("treaty.head",)),
    (instruments.court_cases, ("诉",)),
    (instruments.named_cases, ("案",)),
    (events.patterned_events, ()),
    (events.known_events, ("event.known",)),
    (events.named_events, ("event.named",)),
    (bodies.known_bodies, ()),
    (bodies.headed_bodies, ("body.head",)),
    (bodies.quoted_bodies, ("“", '"', "「")),
    (bodies.missions, ("驻",)),
    (places.states, ()),
    (places.compass_regions, ("place.region",)),
    (places.headed_places, ("place.head",)),
    (places.listed_places, ("place.head", "place.head.list", "place.before.list", "在内")),
    (places.bare_lists, ()),
    (places.anchored_places, ()),
    (places.tagged_places, ()),
    (places.latin_places, (_CAPITAL,)),
    (offices.offices, ("office.head",)),
    (offices.known_offices, ()),
    (works.authors, (_CAPITAL,)),
    (works.latin_titles, (_CAPITAL,)),
)

_CAPITALS = re.compile("[A-Z\u00c0-\u00de\u0130\u015e\u018f]")


def finds_of(passage: Passage, context: Context) -> list[Find]:
    """What the harvesters find in a passage."""
    asked = _asked(_anchors_in(passage.text, context.rules))
    return [find for harvester in asked for find in harvester(passage, context)]


@cache
def _asked(anchors: frozenset[str]) -> tuple[Harvester, ...]:
    """The harvesters that are asked where these stand."""
    return tuple(harvester for harvester, needed in HARVESTERS if not needed or not anchors.isdisjoint(needed))


def _anchors_in(text: str, rules: Rules) -> frozenset[str]:
    """Of what harvesters need, what stands in a text."""
    known, anchors = _anchors(rules)
    found = {anchor for form in forms_in(text, known) for anchor in anchors[form]}
    if _CAPITALS.search(text):
        found.add(_CAPITAL)
    return frozenset(found)


@cache
def _anchors(rules: Rules) -> tuple[Forms, Mapping[str, tuple[str, ...]]]:
    """The words and marks that harvesters need, and for each whose it is: one look at a passage finds all of them."""
    of: dict[str, tuple[str, ...]] = {}
    for anchor in sorted({anchor for _, needed in HARVESTERS for anchor in needed} - {_CAPITAL}):
        for form in rules.words(anchor) if anchor in rules.by_id else (anchor,):
            of[form] = (*of.get(form, ()), anchor)
    return forms(of), of
