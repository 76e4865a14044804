"""Bare Latin names and the Chinese names of the corpus that they sound like.

Only names of persons and places are compared, and only a pair in which each is the other's best candidate is linked:
rather none than a wrong one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING

from glossary.compare import Link, core_of
from glossary.harvest import addresses
from glossary.keys import Node
from glossary.normalise import has_han
from glossary.respelt import KINDS, is_transliterated, mutual
from glossary.senses import term_key
from glossary.sides import other_side_latin
from glossary.sound import asked, index, least_heard_part, likeness, near_names
from glossary.workers import ALONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossary.facts import Facts
    from glossary.harvest.context import Context
    from glossary.model import Kind
    from glossary.workers import Crew

_SLACK = 0.02  # of a likeness and of letter pairs, for sums in another order
_BLOCK = 512  # Chinese names that are made ready to be heard at once: some 25 MB
_MANY = 4 * _BLOCK  # Chinese names that are worth handing to processes

# Of each kind the Chinese names that may be one with a Latin one, and those.
Near = Mapping["Kind", Mapping[str, Collection[str]]]


def latin_sound_links(found: Mapping[Node, Facts], near: Near, context: Context) -> Iterator[Link]:
    """A bare Latin name and the one Chinese name in the corpus that sounds like it, of those that come `near`."""
    threshold = context.rules["link.sound.latin"].value or 1.0
    margin = context.rules["link.sound.margin"].value or 0.0
    glossed = _glossed(found)
    for kind in KINDS:
        named = {n.key: n for n in _bare(found, kind, glossed)}
        pairs: dict[tuple[Node, Node], float] = {}
        for node in _heard_whole(found, kind, glossed, context):
            for name in near[kind].get(node.key, ()):
                if ("·" in node.key) == (" " in name) and not _is_other(kind, node.key, name, context):
                    pairs[node, named[name]] = likeness(node.key, name)
        # Only what comes near the threshold can be the best, or make the best unclear.
        clear = {pair: score for pair, score in pairs.items() if score >= threshold - margin - _SLACK}
        for (node, bare), score in mutual(clear, margin):
            if score >= threshold:
                yield Link(node, bare, "sound.latin", round(score, 3))


def bare_latin_links(found: Mapping[Node, Facts], near: Near, context: Context) -> Iterator[Link]:
    """A bare Latin name (in an address, a footnote, a list) and the only Chinese name of the corpus that it sounds
    like, as a whole or by its surname, of those that come `near`."""
    glossed = _glossed(found)
    for kind in KINDS:
        latin = {n.key: n for n in _bare(found, kind, glossed)}
        bearers = _bearers(found, kind, context) if latin else {}
        beside: defaultdict[str, list[addresses.Name]] = defaultdict(list)
        for bearer in sorted(bearers):
            for name in near[kind].get(bearer.han, ()):
                beside[name].append(bearer)
        for name, node in latin.items():
            hit = addresses.the_one(name, addresses.prepared(beside[name]), context)
            if hit is not None:
                yield Link(bearers[hit[0]], node, "sound.bare", round(hit[1], 3))


def near_latin(found: Mapping[Node, Facts], context: Context, crew: Crew = ALONE) -> Near:
    """What each Chinese name of the corpus may be in bare Latin, by its sound: names of one part by single words, others
    by several. What falls short of both thresholds is left out, but for rounding."""
    rules = context.rules
    least = (rules["link.sound.latin"].value or 1.0) - (rules["link.sound.margin"].value or 0.0)
    least = min(least, rules["address.other"].value or 1.0)
    glossed = _glossed(found)
    near: dict[Kind, dict[str, set[str]]] = {}
    for kind in KINDS:
        latin = [n.key for n in _bare(found, kind, glossed)]
        hans = {name.han for name in _bearers(found, kind, context)} if latin else set()
        hans |= {n.key for n in _heard_whole(found, kind, glossed, context)} if latin else set()
        beside: defaultdict[str, set[str]] = defaultdict(set)
        for parted in (False, True):
            told = [name for name in latin if parted in {" " in name, len(addresses.words_of(name)) > 1}]
            for han, name in _near(sorted(han for han in hans if ("·" in han) == parted), told, least, context, crew):
                beside[han].add(name)
        near[kind] = beside
    return near


def _bare(found: Mapping[Node, Facts], kind: Kind, glossed: Collection[Node]) -> Iterator[Node]:
    """The bare Latin names."""
    return (n for n in found if n.kind == kind and not has_han(n.key) and n not in glossed)


def _heard_whole(found: Mapping[Node, Facts], kind: Kind, glossed: Collection[Node], context: Context) -> Iterator[Node]:
    """The Chinese names that may be a bare Latin one as they stand."""
    for node in found:
        if node.kind == kind and node not in glossed and is_transliterated(node, context) and not core_of(node, context)[1]:
            yield node


def _bearers(found: Mapping[Node, Facts], kind: Kind, context: Context) -> dict[addresses.Name, Node]:
    """The names that an address may speak of, and whose they are."""
    bearers: dict[addresses.Name, Node] = {}
    for node in found:
        if node.kind == kind and not node.sense:
            bearers |= dict.fromkeys(addresses.chinese_names([(node.key, node.kind)], context), node)
    return bearers


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
