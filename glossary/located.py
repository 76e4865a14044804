"""Two Chinese names of one place: both are a place of the gazetteer, by its Chinese name there or by sound.

Spellings of different origin (one by way of Russian, one of the local language) sound too little alike to be joined
by that alone; that both are heard as the same place of a country spoken of, and as no other, says more.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from glossary.compare import Link
from glossary.gazetteer import capitals, places_named
from glossary.model import Concept, Term
from glossary.normalise import has_han, has_latin
from glossary.sound import near_pairs, pinyin, variant_likeness
from glossary.suggest.context import suggest_context
from glossary.suggest.places import heard, probable, spoken_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from glossary.compare import Facts, Node
    from glossary.harvest.context import Context
    from glossary.suggest.places import Heard, Spoken

Place = tuple[str, str]  # its country and the name that was heard: a town and its district share one, and are two entries


class _Heard(NamedTuple):
    """The place that a name is, and whether that is sure by itself."""

    place: Place
    sure: bool


def place_links(
    found: Mapping[Node, Facts],
    context: Context,
    barred: Callable[[Node, Node], bool],
    together: Callable[[Collection[tuple[Node, Node]]], Collection[tuple[Node, Node]]],
) -> Iterator[Link]:
    """Pairs of names of places that are one place of the gazetteer, at least one of them surely; pairs that are
    `barred` or stand `together` in a passage are not offered."""
    least = context.rules["link.located.alike"].value or 1.0
    alike = {
        (a, b): score
        for a, b in _candidates([n for n in found if _is_asked(n, context)], context, least)
        if (score := variant_likeness(_core(a, context)[0], _core(b, context)[0])) >= least and not barred(a, b)
    }
    if not alike:
        return
    spoken = _spoken(found, context)
    margin = context.rules["link.located.margin"].value or 0.0
    scale = context.rules["suggest.sound.scale"].value or 1.0
    known: dict[str, _Heard | None] = {}
    for pair in alike:
        for node in pair:
            core = _core(node, context)[0]
            if core not in known:
                known[core] = _resolved(core, spoken, margin, scale)
    one = [pair for pair in alike if _same(*(known[_core(node, context)[0]] for node in pair))]
    apart = set(one) - set(together(one))
    for a, b in sorted(apart):
        yield Link(a, b, "place.gazetteer", round(max(alike[a, b], context.rules["link.threshold"].value or 0.0), 3))


def _same(a: _Heard | None, b: _Heard | None) -> bool:
    return a is not None and b is not None and a.place == b.place and (a.sure or b.sure)


def _resolved(form: str, spoken: Spoken, margin: float, scale: float) -> _Heard | None:
    """The place that a name is: by its Chinese name in the gazetteer, by sound, or for want of any other that sounds
    like it."""
    listed = {(place.country, place.name) for place in places_named(form) if place.country in spoken.countries}
    if len(listed) == 1:
        return _Heard(listed.pop(), True)
    near = heard(form, spoken)
    if (sure := probable(near, spoken)) is not None:
        return _Heard(_place(sure[0]), True)
    # The country counts for its share of what is spoken of, as it does in `probable`: a place of a country named in
    # passing must be heard much better than one of the country that the texts are about.
    weighed = sorted(((h.odds + math.log(spoken.share(h.place.country)) / scale, h) for h in near), key=lambda w: -w[0])
    if not weighed or weighed[0][1].odds <= 0:
        return None
    best, first = weighed[0][0], _place(weighed[0][1])
    other = max((odds for odds, h in weighed if _place(h) != first), default=best - margin)
    return _Heard(first, False) if best - other >= margin else None


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
    return (
        node.kind == "place"
        and not _core(node, context)[1]  # rivers and bridges are not in the gazetteer
        and has_han(node.key)
        and not has_latin(node.key)
        and len(_core(node, context)[0]) >= 3
        and node.key not in context.states
        and node.key not in context.regions
        and node.key not in context.reference
        and node.key not in capitals()
    )


def _core(node: Node, context: Context) -> tuple[str, str]:
    """The name without the head noun of an administrative unit, and any other head noun."""
    heads = context.rules.words("place.head")
    units = context.rules["place.head.unit"].words
    head = next((h for h in heads if node.key.endswith(h) and len(node.key) - len(h) >= 2), "")
    return node.key.removesuffix(head), "" if head in units else head


def _candidates(names: Sequence[Node], context: Context, least: float) -> Iterator[tuple[Node, Node]]:
    """Pairs that begin or end with one sound and may be of a likeness of `least` or more, each once."""
    ordered = sorted(names)
    blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for n, node in enumerate(ordered):
        syllables = pinyin(node.key)
        blocks["first", syllables[0][:1]].append(n)
        blocks["last", syllables[-1]].append(n)
    pairs = {
        (ordered[block[a]], ordered[block[b]])
        for _, block in sorted(blocks.items())
        for a, b in near_pairs([_core(ordered[n], context)[0] for n in block], least)
    }
    yield from sorted(pairs)
