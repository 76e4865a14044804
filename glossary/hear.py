"""Bare Latin names and the Chinese names of the corpus that they sound like.

Only names of persons and places are compared, and only a pair in which each is the other's best candidate is linked:
rather none than a wrong one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

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
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from glossary.harvest.context import Context
    from glossary.model import Kind
    from glossary.workers import Crew

_SLACK = 0.02  # of a likeness and of letter pairs, for sums in another order
_BLOCK = 1024  # Chinese names that are made ready to be heard at once: some 50 MB
_MANY = 4 * _BLOCK  # Chinese names that are worth starting processes for


class Asked(NamedTuple):
    """Chinese names that are asked which of some Latin ones they sound like, by a likeness of `least` or more."""

    hans: Collection[str]
    latin: Sequence[str]
    least: float


def heard_links(found: Mapping[Node, Facts], context: Context, crew: Crew = ALONE) -> Iterator[Link]:
    """Bare Latin names and Chinese ones that they sound like: `sound.latin` where each is the other's best as a whole,
    `sound.bare` where a Chinese name is the only one, as a whole or by its surname."""
    glossed = _glossed(found)
    for kind in KINDS:
        latin = {n.key: n for n in found if n.kind == kind and not has_han(n.key) and n not in glossed}
        if not latin:
            continue
        chinese = {n.key: n for n in found if n.kind == kind and n not in glossed and is_transliterated(n, context) and not core_of(n, context)[1]}
        bearers: dict[addresses.Name, Node] = {}
        for node in found:
            if node.kind == kind and not node.sense:
                bearers |= dict.fromkeys(addresses.chinese_names([(node.key, node.kind)], context), node)
        # Most names are asked both ways, and made ready to be heard once for both.
        *best, only = _near([*_by_parts(chinese, latin, context), _by_anybody(bearers, latin, context)], context, crew)
        yield from _best_links(kind, [(chinese[han], latin[name]) for pairs in best for han, name in pairs], context)
        yield from _only_links(bearers, latin, only, context)


def _by_parts(chinese: Collection[str], latin: Collection[str], context: Context) -> Iterator[Asked]:
    """Names of one part are asked of such, and of several of such. Only what comes near the threshold can be the best, or
    make the best unclear."""
    threshold, margin = context.rules["link.sound.latin"].value or 1.0, context.rules["link.sound.margin"].value or 0.0
    for parted in (False, True):
        hans, names = ([key for key in some if (sign in key) == parted] for some, sign in ((chinese, "·"), (latin, " ")))
        yield Asked(hans, names, threshold - margin)


def _by_anybody(bearers: Iterable[addresses.Name], latin: Collection[str], context: Context) -> Asked:
    return Asked({name.han for name in bearers}, list(latin), context.rules["address.other"].value or 1.0)


def _best_links(kind: Kind, near: Iterable[tuple[Node, Node]], context: Context) -> Iterator[Link]:
    """A bare Latin name and the one Chinese name in the corpus that sounds like it."""
    threshold, margin = context.rules["link.sound.latin"].value or 1.0, context.rules["link.sound.margin"].value or 0.0
    pairs = {(han, name): likeness(han.key, name.key) for han, name in near if not _is_other(kind, han.key, name.key, context)}
    for (han, name), score in mutual(pairs, margin):
        if score >= threshold:
            yield Link(han, name, "sound.latin", round(score, 3))


def _only_links(
    bearers: Mapping[addresses.Name, Node], latin: Mapping[str, Node], near: Iterable[tuple[str, str]], context: Context
) -> Iterator[Link]:
    """A bare Latin name (in an address, a footnote, a list) and the only Chinese name of the corpus that it sounds
    like, as a whole or by its surname."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for han, name in near:
        beside[han].add(name)
    asked: defaultdict[str, list[addresses.Name]] = defaultdict(list)
    for bearer in sorted(bearers):
        for name in beside[bearer.han]:
            asked[name].append(bearer)
    for name, node in latin.items():
        hit = addresses.the_one(name, addresses.prepared(asked[name]), context)
        if hit is not None:
            yield Link(bearers[hit[0]], node, "sound.bare", round(hit[1], 3))


def _is_other(kind: Kind, han: str, latin: str, context: Context) -> bool:
    """Whether a part of the names, or a side that one of them tells, speaks against what they sound like as a whole."""
    if kind == "place" and other_side_latin(han, latin):
        return True
    return least_heard_part(han, latin) < (context.rules["link.sound.latin.part"].value or 0.0)


def _near(questions: Sequence[Asked], context: Context, crew: Crew) -> list[list[tuple[str, str]]]:
    """For each question its pairs of a Chinese name and a Latin one whose likeness is what is asked or more; those of a
    little less may be among them."""
    gain = (context.rules["address.evidence"].value or 0.0) - _SLACK
    odds = [math.log((least - _SLACK) / (1 - least + _SLACK)) for _, _, least in questions]
    asking: defaultdict[str, list[int]] = defaultdict(list)
    for number, question in enumerate(questions):
        for han in question.hans if question.latin else ():
            asking[han].append(number)
    # By surname: what a stretch of characters weighs is remembered for the few that come next.
    hans = sorted(asking, key=lambda han: (han.rpartition("·")[2], han))
    blocks = [[(han, asking[han]) for han in hans[at : at + _BLOCK]] for at in range(0, len(hans), _BLOCK)]
    mapped = crew.map if len(hans) >= _MANY else map
    pairs: list[list[tuple[str, str]]] = [[] for _ in questions]
    heard = partial(_heard, latin=[question.latin for question in questions], gain=gain, least=odds)
    for block, found in zip(blocks, mapped(heard, blocks), strict=True):
        for number, n, place in found:
            pairs[number].append((block[n][0], questions[number].latin[place]))
    return pairs


def _heard(
    block: Sequence[tuple[str, Collection[int]]], latin: Sequence[Sequence[str]], gain: float, least: Sequence[float]
) -> list[tuple[int, int, int]]:
    """What `near_names` gives of names that are not made ready yet, each with the questions that it is asked: question,
    Chinese name, Latin one."""
    said = asked([han for han, _ in block])
    found = []
    for number, names in enumerate(latin):
        some = [n for n, (_, asking) in enumerate(block) if number in asking]
        if not some:
            continue
        known = index(names)
        place = {name: n for n, name in enumerate(names)}
        found += [(number, n, place[known.candidates[k]]) for n, k, _ in near_names(said.some(some), known, gain, least[number])]
    return found


def _glossed(found: Mapping[Node, Facts]) -> set[Node]:
    """Names that the text itself pairs with the other script."""
    out: set[Node] = set()
    for node, facts in found.items():
        if facts.latin:
            out |= {node, *(Node(node.kind, term_key(form)) for form in facts.latin)}
    return out
