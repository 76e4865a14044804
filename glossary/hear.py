"""Names that sound alike: spelling variants of one Chinese name, and bare Latin names beside Chinese ones.

Only names of persons and places are compared, only within a block that shares the sound of its first or last
syllable, and only a pair in which each is the other's best candidate is linked: rather none than a wrong one.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from glossary.compare import Link
from glossary.gazetteer import capitals
from glossary.harvest import addresses
from glossary.normalise import has_han
from glossary.sound import index, likeness, pinyin, rank, variant_likeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from glossary.compare import Facts, Node
    from glossary.harvest.context import Context

_KINDS = ("person", "place")
# A block of more pairs than this is left out, and said so by a link of score 0 that is never made.
_LARGEST_BLOCK = 2000
_NEAREST = 20  # Chinese names that are weighed for a Latin one


def sound_links(found: Mapping[Node, Facts], context: Context, barred: Callable[[Node, Node], bool]) -> Iterator[Link]:
    """Spelling variants of one name in Chinese characters; `barred` pairs are not offered."""
    names = [n for n in found if n.kind in _KINDS and _is_transliterated(n, context)]
    core = {n: _core(n, context) for n in names}
    pairs = {
        (a, b): variant_likeness(core[a][0], core[b][0])
        for a, b in _candidates(names)
        if core[a][1] == core[b][1]
    }
    pairs = {
        (a, b): score
        for (a, b), score in pairs.items()
        if ("·" in a.key) == ("·" in b.key) and not barred(a, b) and not together(found[a], found[b])
    }
    best = {pair for pair, _ in _mutual(pairs)}
    sure = context.rules["link.sound.sure"].value or 1.0
    for (a, b), score in sorted(pairs.items()):
        threshold = context.rules[f"link.sound.{a.kind}"].value or 1.0
        if score >= sure or (score >= threshold and (a, b) in best):
            yield Link(a, b, "sound.variant", round(score, 3))


def latin_sound_links(found: Mapping[Node, Facts], context: Context) -> Iterator[Link]:
    """A bare Latin name and the one Chinese name in the corpus that sounds like it."""
    threshold = context.rules["link.sound.latin"].value or 1.0
    margin = context.rules["link.sound.margin"].value or 0.0
    glossed = _glossed(found)
    for kind in _KINDS:
        chinese = [n for n in found if n.kind == kind and n not in glossed and _is_transliterated(n, context)]
        latin = [n for n in found if n.kind == kind and not has_han(n.key) and n not in glossed]
        pairs = {
            (c, name): likeness(c.key, name.key)
            for name in latin
            for c in chinese
            if ("·" in c.key) == (" " in name.key) and not _core(c, context)[1]
        }  # fmt: skip
        for (c, name), score in _mutual(pairs, margin):
            if score >= threshold:
                yield Link(c, name, "sound.latin", round(score, 3))


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
                hit = addresses.the_one(node.key, sorted(name for name in bearers if name.han in near), context)
                if hit is not None:
                    yield Link(bearers[hit[0]], node, "sound.bare", round(hit[1], 3))


def _core(node: Node, context: Context) -> tuple[str, str]:
    """A name without its head noun, and the head noun: two rivers are compared by what they are called."""
    heads = context.rules.words("place.head") if node.kind == "place" else ()
    head = next((h for h in heads if node.key.endswith(h) and len(node.key) - len(h) >= 2), "")
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


def _candidates(names: Sequence[Node]) -> Iterator[tuple[Node, Node]]:
    blocks: defaultdict[tuple[str, str, str], list[Node]] = defaultdict(list)
    for node in names:
        syllables = pinyin(node.key.replace("·", ""))
        if syllables:
            blocks[node.kind, "first", syllables[0][:1]].append(node)
            blocks[node.kind, "last", syllables[-1]].append(node)
    seen: set[tuple[Node, Node]] = set()
    for _, block in sorted(blocks.items()):
        if len(block) > _LARGEST_BLOCK:
            continue
        for a, b in combinations(sorted(block), 2):
            if (a, b) not in seen and abs(len(a.key) - len(b.key)) <= 3:
                seen.add((a, b))
                yield a, b


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


def together(a: Facts, b: Facts) -> bool:
    """Whether both stand in one passage: there they are two."""
    return bool({(m.document, m.passage) for m in a.mentions} & {(m.document, m.passage) for m in b.mentions})


def _glossed(found: Mapping[Node, Facts]) -> set[Node]:
    """Names that the text itself pairs with the other script."""
    from glossary.compare import Node, term_key

    out: set[Node] = set()
    for node, facts in found.items():
        for m in facts.mentions:
            if m.relation == "latin" and m.gloss:
                out |= {node, Node(node.kind, term_key(m.gloss))}
    return out
