"""Bare Latin names and the Chinese names of the corpus that they sound like.

Only names of persons and places are compared, and only a pair in which each is the other's best candidate is linked:
rather none than a wrong one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from glossary.compare import Link, core_of
from glossary.facts import Facts, Node
from glossary.harvest import addresses
from glossary.normalise import has_han
from glossary.respelt import KINDS, is_transliterated, mutual
from glossary.senses import term_key
from glossary.sides import other_side_latin
from glossary.sound import asked, index, least_heard_part, likeness, near_names
from glossary.workers import ALONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from glossary.harvest.context import Context
    from glossary.model import Kind
    from glossary.workers import Crew

_SLACK = 0.02  # of a likeness and of letter pairs, for sums in another order
_BLOCK = 1024  # Chinese names that are made ready to be heard at once: some 50 MB
_MANY = 4 * _BLOCK  # Chinese names that are worth starting processes for


def latin_sound_links(found: Mapping[Node, Facts], context: Context, crew: Crew = ALONE) -> Iterator[Link]:
    """A bare Latin name and the one Chinese name in the corpus that sounds like it."""
    threshold = context.rules["link.sound.latin"].value or 1.0
    margin = context.rules["link.sound.margin"].value or 0.0
    glossed = _glossed(found)
    for kind in KINDS:
        chinese = [n for n in found if n.kind == kind and n not in glossed and is_transliterated(n, context)]
        latin = [n for n in found if n.kind == kind and not has_han(n.key) and n not in glossed]
        pairs: dict[tuple[Node, Node], float] = {}
        for parted in (False, True):
            named = {n.key: n for n in latin if (" " in n.key) == parted}
            heard = {c.key: c for c in chinese if ("·" in c.key) == parted and not core_of(c, context)[1]}
            # Only what comes near the threshold can be the best, or make the best unclear.
            for han, name in _near(list(heard), list(named), threshold - margin, context, crew):
                if not _is_other(kind, han, name, context):
                    pairs[heard[han], named[name]] = likeness(han, name)
        for (c, node), score in mutual(pairs, margin):
            if score >= threshold:
                yield Link(c, node, "sound.latin", round(score, 3))


def bare_latin_links(found: Mapping[Node, Facts], context: Context, crew: Crew = ALONE) -> Iterator[Link]:
    """A bare Latin name (in an address, a footnote, a list) and the only Chinese name of the corpus that it sounds
    like, as a whole or by its surname."""
    glossed = _glossed(found)
    least = context.rules["address.other"].value or 1.0
    for kind in KINDS:
        latin = {n.key: n for n in found if n.kind == kind and not has_han(n.key) and n not in glossed}
        bearers: dict[addresses.Name, Node] = {}
        for node in found if latin else ():
            if node.kind == kind and not node.sense:
                bearers |= dict.fromkeys(addresses.chinese_names([(node.key, node.kind)], context), node)
        beside: defaultdict[str, set[str]] = defaultdict(set)
        for han, name in _near(sorted({name.han for name in bearers}), list(latin), least, context, crew):
            beside[han].add(name)
        near: defaultdict[str, list[addresses.Name]] = defaultdict(list)
        for bearer in sorted(bearers):
            for name in beside[bearer.han]:
                near[name].append(bearer)
        for name, node in latin.items():
            hit = addresses.the_one(name, addresses.prepared(near[name]), context)
            if hit is not None:
                yield Link(bearers[hit[0]], node, "sound.bare", round(hit[1], 3))


def _is_other(kind: Kind, han: str, latin: str, context: Context) -> bool:
    """Whether a part of the names, or a side that one of them tells, speaks against what they sound like as a whole."""
    if kind == "place" and other_side_latin(han, latin):
        return True
    return least_heard_part(han, latin) < (context.rules["link.sound.latin.part"].value or 0.0)


def _near(
    hans: Sequence[str], latin: Sequence[str], least: float, context: Context, crew: Crew
) -> Iterator[tuple[str, str]]:
    """Chinese names and Latin ones whose likeness is `least` or more; those of a little less may be among them."""
    if not latin:
        return
    gain = (context.rules["address.evidence"].value or 0.0) - _SLACK
    odds = math.log((least - _SLACK) / (1 - least + _SLACK))
    blocks = [hans[at : at + _BLOCK] for at in range(0, len(hans), _BLOCK)]
    mapped = crew.map if len(hans) >= _MANY else map
    for block, pairs in zip(blocks, mapped(partial(_heard, latin=latin, gain=gain, least=odds), blocks), strict=True):
        yield from ((block[n], latin[place]) for n, place in pairs)


def _heard(hans: Sequence[str], latin: Sequence[str], gain: float, least: float) -> list[tuple[int, int]]:
    """What `near_names` gives of names that are not made ready yet."""
    known = index(latin)
    place = {name: n for n, name in enumerate(latin)}
    return [(n, place[known.candidates[k]]) for n, k, _ in near_names(asked(hans), known, gain, least)]


def _glossed(found: Mapping[Node, Facts]) -> set[Node]:
    """Names that the text itself pairs with the other script."""
    out: set[Node] = set()
    for node, facts in found.items():
        if facts.latin:
            out |= {node, *(Node(node.kind, term_key(form)) for form in facts.latin)}
    return out
