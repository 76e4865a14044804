"""Names that sound alike: spelling variants of one Chinese name, and bare Latin names beside Chinese ones.

Only names of persons and places are compared, only within a block that shares the sound of its first or last
syllable, and only a pair in which each is the other's best candidate is linked: rather none than a wrong one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from glossary.compare import Link
from glossary.facts import Facts, Node, term_key
from glossary.gazetteer import capitals
from glossary.harvest import addresses
from glossary.harvest.heads import place_head
from glossary.normalise import has_han
from glossary.sound import asked, index, likeness, near_names, near_pairs, pinyin
from glossary.workers import ALONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from glossary.harvest.context import Context
    from glossary.model import Kind
    from glossary.workers import Crew

_KINDS: tuple[Kind, ...] = ("person", "place")
_SLACK = 0.02  # of a likeness and of letter pairs, for sums in another order
_BLOCK = 1024  # Chinese names that are made ready to be heard at once: some 50 MB
_MANY = 4 * _BLOCK  # Chinese names that are worth starting processes for
_LONGER = 3  # characters by which two spellings of one name may differ in length

# Tells of some pairs of names those that stand together in a passage.
Together = Callable[[Collection[tuple[Node, Node]]], Collection[tuple[Node, Node]]]
Alike = tuple[Node, Node, float]  # two names, sorted, and their likeness


def sound_links(
    found: Mapping[Node, Facts], context: Context, barred: Callable[[Node, Node], bool], together: Together,
    crew: Crew = ALONE,
) -> Iterator[Link]:  # fmt: skip
    """Spelling variants of one name in Chinese characters; pairs that are `barred`, or stand `together` in a passage,
    are not offered. A pair below the threshold of its kind can neither be a link nor stand in the way of one."""
    alike: list[Alike] = []
    for kind in _KINDS:
        names = [n for n in found if n.kind == kind and _is_transliterated(n, context)]
        least = context.rules[f"link.sound.{kind}"].value or 1.0
        alike += _alike(names, {n: _core(n, context) for n in names}, least, crew)
    sure = context.rules["link.sound.sure"].value or 1.0
    linked = _apart([pair for pair in alike if pair[2] >= sure], barred, together)
    # Of the others the best are links. What is surely like another name has its best there; a pair of two such can
    # neither be a link nor stand in the way of one, and most are of that kind.
    taken = {node for a, b, _ in linked for node in (a, b)}
    others = [(a, b, score) for a, b, score in alike if score < sure and not (a in taken and b in taken)]
    scores = {(a, b): score for a, b, score in _apart(others, barred, together)}
    linked += [(a, b, score) for (a, b), score in _mutual(scores) if a not in taken and b not in taken]
    for a, b, score in sorted(linked):
        yield Link(a, b, "sound.variant", round(score, 3))


def _apart(pairs: Sequence[Alike], barred: Callable[[Node, Node], bool], together: Together) -> list[Alike]:
    """The pairs that are neither barred nor stand together."""
    free = [pair for pair in pairs if not barred(pair[0], pair[1])]
    beside = set(together([pair[:2] for pair in free]))
    return [pair for pair in free if pair[:2] not in beside]


def latin_sound_links(found: Mapping[Node, Facts], context: Context, crew: Crew = ALONE) -> Iterator[Link]:
    """A bare Latin name and the one Chinese name in the corpus that sounds like it."""
    threshold = context.rules["link.sound.latin"].value or 1.0
    margin = context.rules["link.sound.margin"].value or 0.0
    glossed = _glossed(found)
    for kind in _KINDS:
        chinese = [n for n in found if n.kind == kind and n not in glossed and _is_transliterated(n, context)]
        latin = [n for n in found if n.kind == kind and not has_han(n.key) and n not in glossed]
        pairs: dict[tuple[Node, Node], float] = {}
        for parted in (False, True):
            named = {n.key: n for n in latin if (" " in n.key) == parted}
            heard = {c.key: c for c in chinese if ("·" in c.key) == parted and not _core(c, context)[1]}
            # Only what comes near the threshold can be the best, or make the best unclear.
            for han, name in _near(list(heard), list(named), threshold - margin, context, crew):
                pairs[heard[han], named[name]] = likeness(han, name)
        for (c, node), score in _mutual(pairs, margin):
            if score >= threshold:
                yield Link(c, node, "sound.latin", round(score, 3))


def bare_latin_links(found: Mapping[Node, Facts], context: Context, crew: Crew = ALONE) -> Iterator[Link]:
    """A bare Latin name (in an address, a footnote, a list) and the only Chinese name of the corpus that it sounds
    like, as a whole or by its surname."""
    glossed = _glossed(found)
    least = context.rules["address.other"].value or 1.0
    for kind in _KINDS:
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


def _core(node: Node, context: Context) -> tuple[str, str]:
    """A name without its head noun, and the head noun: two rivers are compared by what they are called."""
    head = place_head(node.key, context.rules) if node.kind == "place" else ""
    return node.key.removesuffix(head), head


def _is_transliterated(node: Node, context: Context) -> bool:
    """A name that sounds are worth comparing of: no state, no known region."""
    return (
        has_han(node.key)
        and not node.sense
        and len(node.key) >= 2
        and node.key not in context.states
        and node.key not in context.regions
        and node.key not in context.reference
        and node.key not in capitals()
        and not any("a" <= c.casefold() <= "z" for c in node.key)
    )


def _alike(
    names: Sequence[Node], core: Mapping[Node, tuple[str, str]], least: float, crew: Crew
) -> list[Alike]:
    """Pairs of names that begin or end with one sound and are of a likeness of `least` or more; each once."""
    ordered = sorted(names)
    syllables = [pinyin(node.key.replace("·", "")) for node in ordered]
    signs = [(core[node][1], "·" in node.key) for node in ordered]
    blocks: defaultdict[tuple[tuple[str, bool], str, str], list[int]] = defaultdict(list)
    for n, said in enumerate(syllables):
        if said:
            blocks[signs[n], "first", said[0][:1]].append(n)
            blocks[signs[n], "last", said[-1]].append(n)
    lengths = [len(node.key) for node in ordered]
    listed = [blocks[key] for key in sorted(blocks)]
    near = near_pairs([core[node][0] for node in ordered], least, _LONGER + 1, listed, crew)
    return [(ordered[a], ordered[b], score) for a, b, score in near if abs(lengths[a] - lengths[b]) <= _LONGER]


def _mutual(pairs: Mapping[tuple[Node, Node], float], margin: float = 0.0) -> Iterator[tuple[tuple[Node, Node], float]]:
    """The pairs in which each is the other's best, better than the next by `margin`."""
    ranked: defaultdict[Node, list[tuple[float, Node]]] = defaultdict(list)
    for (a, b), score in pairs.items():
        ranked[a].append((score, b))
        ranked[b].append((score, a))
    for others in ranked.values():
        others.sort(key=lambda other: (-other[0], other[1]))
    for (a, b), score in sorted(pairs.items()):
        if ranked[a][0][1] == b and ranked[b][0][1] == a and all(_clear(ranked[n], margin) for n in (a, b)):
            yield (a, b), score


def _clear(others: Sequence[tuple[float, Node]], margin: float) -> bool:
    return len(others) < 2 or others[0][0] - others[1][0] >= margin


def _glossed(found: Mapping[Node, Facts]) -> set[Node]:
    """Names that the text itself pairs with the other script."""
    out: set[Node] = set()
    for node, facts in found.items():
        if facts.latin:
            out |= {node, *(Node(node.kind, term_key(form)) for form in facts.latin)}
    return out
