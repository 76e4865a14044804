"""Names that sound alike: spelling variants of one Chinese name, and bare Latin names beside Chinese ones.

Only names of persons and places are compared, only within a block that shares the sound of its first or last
syllable, and only a pair in which each is the other's best candidate is linked: rather none than a wrong one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from glossary.compare import Link
from glossary.facts import Facts, Node, term_key
from glossary.gazetteer import capitals
from glossary.harvest import addresses
from glossary.harvest.heads import place_head
from glossary.normalise import has_han
from glossary.sound import index, likeness, near_pairs, pinyin, rank

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from glossary.harvest.context import Context
    from glossary.model import Kind

_KINDS: tuple[Kind, ...] = ("person", "place")
_NEAREST_LATIN = 50  # Latin names that are weighed for a Chinese one
_NEAREST = 20  # Chinese names that are weighed for a Latin one
_SLACK = 0.02  # what the ranking and the likeness of a pair may differ by
_LONGER = 3  # characters by which two spellings of one name may differ in length

# Tells of some pairs of names those that stand together in a passage.
Together = Callable[[Collection[tuple[Node, Node]]], Collection[tuple[Node, Node]]]
Alike = tuple[Node, Node, float]  # two names, sorted, and their likeness


def sound_links(
    found: Mapping[Node, Facts], context: Context, barred: Callable[[Node, Node], bool], together: Together
) -> Iterator[Link]:
    """Spelling variants of one name in Chinese characters; pairs that are `barred`, or stand `together` in a passage,
    are not offered. A pair below the threshold of its kind can neither be a link nor stand in the way of one."""
    alike: list[Alike] = []
    for kind in _KINDS:
        names = [n for n in found if n.kind == kind and _is_transliterated(n, context)]
        least = context.rules[f"link.sound.{kind}"].value or 1.0
        alike += _alike(names, {n: _core(n, context) for n in names}, least)
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


def latin_sound_links(found: Mapping[Node, Facts], context: Context) -> Iterator[Link]:
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
            heard = [c for c in chinese if ("·" in c.key) == parted and not _core(c, context)[1]]
            if not named or not heard:
                continue
            known = index(tuple(named))
            for c in heard:
                # Only what comes near the threshold can be the best, or make the best unclear.
                near = [name for name, chance in rank(c.key, known, _NEAREST_LATIN) if chance > threshold - margin - _SLACK]
                pairs |= {(c, named[name]): likeness(c.key, name) for name in near}
        for (c, node), score in _mutual(pairs, margin):
            if score >= threshold:
                yield Link(c, node, "sound.latin", round(score, 3))


def bare_latin_links(found: Mapping[Node, Facts], context: Context) -> Iterator[Link]:
    """A bare Latin name (in an address, a footnote, a list) and the only Chinese name of the corpus that it sounds
    like, as a whole or by its surname."""
    glossed = _glossed(found)
    latin = [n for n in found if n.kind in _KINDS and not has_han(n.key) and n not in glossed]
    for kind in _KINDS:
        bearers: dict[addresses.Name, Node] = {}
        for node in found:
            if node.kind == kind and not node.sense:
                bearers |= dict.fromkeys(addresses.chinese_names([(node.key, node.kind)], context), node)
        known = index([name.han for name in bearers]) if bearers else None
        for node in latin:
            if node.kind == kind and known is not None:
                near = {han for han, _ in rank(node.key, known, _NEAREST)}
                bearing = addresses.prepared(sorted(name for name in bearers if name.han in near))
                hit = addresses.the_one(node.key, bearing, context)
                if hit is not None:
                    yield Link(bearers[hit[0]], node, "sound.bare", round(hit[1], 3))


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
    names: Sequence[Node], core: Mapping[Node, tuple[str, str]], least: float
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
    near = near_pairs([core[node][0] for node in ordered], least, _LONGER + 1, listed)
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
