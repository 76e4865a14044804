"""Two Chinese names of one place: both are a place of the gazetteer, by its Chinese name there or by sound.

Spellings of different origin (one by way of Russian, one of the local language) sound too little alike to be joined
by that alone; that both are heard as the same place of a country spoken of, and as no other, says more.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from glossary.compare import Link, core_of
from glossary.gazetteer import capitals, places_called, places_named
from glossary.model import Concept, Term
from glossary.normalise import has_han, has_latin
from glossary.respelt import near_places
from glossary.sound import asked, index, near_among
from glossary.suggest.context import suggest_context
from glossary.suggest.heard import audible, heard, probable
from glossary.suggest.spoken import Spoken, spoken_of, value
from glossary.workers import ALONE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from glossary.facts import Facts
    from glossary.harvest.context import Context
    from glossary.keys import Node
    from glossary.sound import Index
    from glossary.suggest.heard import Heard
    from glossary.workers import Crew

_SLACK = 0.01  # of log odds, for rounding
_BLOCK = 1024  # names that are made ready at once: some 50 MB

Place = tuple[str, str]  # its country and the name that was heard: a town and its district share one, and are two entries


def place_links(
    found: Mapping[Node, Facts],
    context: Context,
    barred: Callable[[Node, Node], bool],
    together: Callable[[Collection[tuple[Node, Node]]], Collection[tuple[Node, Node]]],
    crew: Crew = ALONE,
) -> Iterator[Link]:
    """Pairs of names of places that are one place of the gazetteer, at least one of them surely; pairs that are
    `barred` or stand `together` in a passage are not offered. What each name is heard as depends on nothing else, so
    several processes (`workers`) give what one gives."""
    least = context.rules["link.located.alike"].value or 1.0
    alike = {
        (a, b): score
        for a, b, score in _alike([n for n in found if _is_asked(n, context)], context, least, crew)
        if not barred(a, b)
    }
    # Two that stand together are two, whatever they are.
    apart = sorted(alike.keys() - set(together(alike.keys())))
    cores = {node: core_of(node, context)[0] for pair in apart for node in pair}
    spoken = _spoken(found, context) if apart else Spoken()
    sure = _sure(list(dict.fromkeys(cores.values())), spoken, crew)
    margin = context.rules["link.located.margin"].value or 0.0
    likely = _likely([(cores[a], cores[b]) for a, b in apart], sure, spoken, margin, crew)
    for a, b in apart:
        places = {(sure.get(core) or likely.get(core)) for core in (cores[a], cores[b])}
        if len(places) == 1 and None not in places and (cores[a] in sure or cores[b] in sure):
            yield Link(a, b, "place.gazetteer", round(max(alike[a, b], context.rules["link.threshold"].value or 0.0), 3))


def _likely(
    pairs: Sequence[tuple[str, str]], sure: Mapping[str, Place], spoken: Spoken, margin: float, crew: Crew
) -> dict[str, Place]:
    """Of the names that stand beside a sure one in one of the pairs, those that are likeliest that very place."""
    beside: defaultdict[Place, dict[str, None]] = defaultdict(dict)
    for one, other in (turned for pair in pairs for turned in (pair, pair[::-1])):
        if one in sure and other not in sure:
            beside[sure[one]][other] = None
    names = sorted({name for some in _batches(beside) for name in _audible(some)})
    places = heard([(name, spoken) for name in names], crew)
    likeliest = ((name, _likeliest(found, spoken, margin)) for name, found in zip(names, places, strict=True))
    return {name: place for name, place in likeliest if place is not None}


def _batches(beside: Mapping[Place, Iterable[str]]) -> Iterator[list[tuple[Place, list[str]]]]:
    """Places, each with the names beside it, in batches of some `_BLOCK` names."""
    batch: list[tuple[Place, list[str]]] = []
    room = _BLOCK
    for place in sorted(beside):
        names = list(beside[place])
        for piece in (names[at : at + _BLOCK] for at in range(0, len(names), _BLOCK)):
            if len(piece) > room and batch:
                yield batch
                batch, room = [], _BLOCK
            batch.append((place, piece))
            room -= len(piece)
    if batch:
        yield batch


def _audible(beside: Sequence[tuple[Place, Sequence[str]]]) -> set[str]:
    """The names that can be heard as the place they stand beside."""
    every = list(dict.fromkeys(name for _, names in beside for name in names))
    number = {name: n for n, name in enumerate(every)}
    asking = (([number[name] for name in names], _spellings(place)) for place, names in beside)
    return {every[n] for odds in near_among(asked(every), asking, -math.inf, -_SLACK) for n, _, _ in odds}


def _spellings(place: Place) -> Index:
    """The Latin names of a place."""
    return index(sorted({name for p in places_called(*place) for name in (p.name, *p.spellings, *p.others)}))


def _sure(names: Iterable[str], spoken: Spoken, crew: Crew) -> dict[str, Place]:
    """The names that are surely a place, with that: by its Chinese name in the gazetteer, or by sound."""
    found: dict[str, Place] = {}
    for name in names:
        listed = {(place.country, place.name) for place in places_named(name) if place.country in spoken.countries}
        if len(listed) == 1:
            found[name] = listed.pop()
    for (name, _), places in audible(((name, spoken) for name in names if name not in found), crew=crew).items():
        if best := probable(places, spoken):
            found[name] = _place(best[0])
    return found


def _likeliest(found: Iterable[Heard], spoken: Spoken, margin: float) -> Place | None:
    """The place that a name, heard as these, is for want of any other that sounds like it."""
    scale = value("suggest.sound.scale")
    # The country counts for its share of what is spoken of, as it does in `probable`: a place of a country named in
    # passing must be heard much better than one of the country that the texts are about.
    weighed = sorted(
        ((h.odds + math.log(spoken.share(h.place.country)) / scale, h) for h in found), key=lambda w: -w[0]
    )
    if not weighed or weighed[0][1].odds <= 0:
        return None
    best, first = weighed[0][0], _place(weighed[0][1])
    other = max((odds for odds, h in weighed if _place(h) != first), default=best - margin)
    return first if best - other >= margin else None


def _place(found: Heard) -> Place:
    return found.place.country, found.name


def _spoken(found: Mapping[Node, Facts], context: Context) -> Spoken:
    """The countries that the corpus speaks of."""
    states = [
        Concept("", (Term(node.key, "zh-Hans", count=facts.count),), "place")
        for node, facts in found.items()
        if node.kind == "place" and node.key in context.states
    ]
    return spoken_of(Concept("", (), "place"), suggest_context(states))


def _is_asked(node: Node, context: Context) -> bool:
    called, head = core_of(node, context)
    return (
        node.kind == "place"
        and not node.sense
        and (not head or head in context.rules["place.head.unit"].words)  # rivers and bridges are not in the gazetteer
        and has_han(node.key)
        and not has_latin(node.key)
        and len(called) >= 3
        and node.key not in context.states
        and node.key not in context.regions
        and node.key not in context.reference
        and node.key not in capitals()
    )


def _alike(
    names: Sequence[Node], context: Context, least: float, crew: Crew
) -> Iterator[tuple[Node, Node, float]]:
    """Pairs that begin or end with one sound and are of a likeness of `least` or more, each once, with that."""
    ordered = sorted(names)
    cores = [core_of(node, context)[0] for node in ordered]
    for a, b, score in near_places([node.key for node in ordered], cores, least, crew):
        yield ordered[a], ordered[b], score
