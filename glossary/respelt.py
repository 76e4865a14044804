"""Spelling variants of one name in Chinese characters, by their sound, and what tells two names apart that sound alike.

Only names of persons and places are compared, and only within a block that shares the sound of its first or last
syllable. A name of several parts (given name, surname) is compared part by part: on the whole any two Mohammeds sound
alike. Surely alike names are joined; of the others a pair in which each is the other's best. No group may hold two
names that are far apart, however many others stand between them.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, repeat
from typing import TYPE_CHECKING, NamedTuple

from glossary.agglomerate import clusters
from glossary.apart import known_apart
from glossary.compare import Link, core_of
from glossary.gazetteer import capitals
from glossary.normalise import has_han, latin_key
from glossary.sides import other_side, side_of, two_places
from glossary.sound import (
    LONGEST_HAN,
    least_variant_part,
    near_pairs,
    sound_ends,
    variant_likeness,
    weigh_together,
)
from glossary.workers import ALONE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from glossary.facts import Facts
    from glossary.harvest.context import Context
    from glossary.keys import Node
    from glossary.model import Kind
    from glossary.rules import Rules
    from glossary.workers import Crew

    # Tells of some pairs of names those that stand together in a passage.
    Together = Callable[[Collection[tuple[Node, Node]]], Collection[tuple[Node, Node]]]

KINDS: tuple[Kind, ...] = ("person", "place")
_DOT = "·"
_CALLED = frozenset({"organization", "treaty", "document", "event"})
_RUN = 4  # characters of a name that another is called after
_MOST = 100  # spellings of one name that are joined by their sound: more are no spellings of one
_LONGER = 3  # characters by which two spellings of one name may differ in length


class Alike(NamedTuple):
    """Two names, sorted, how likely they are spellings of one by their sound, and how their least alike parts."""

    left: Node
    right: Node
    score: float
    part: float


def sound_links(
    found: Mapping[Node, Facts], context: Context, barred: Callable[[Node, Node], bool], together: Together,
    crew: Crew = ALONE,
) -> Iterator[Link]:  # fmt: skip
    """Spelling variants of one name; pairs that are `barred`, or stand `together` in a passage, are not offered."""
    core = {n: core_of(n, context) for n in found if n.kind in KINDS and is_transliterated(n, context)}
    heard = list(_alike(core, context.rules, crew))
    alike = _apart(heard, barred, together)
    sure = [pair for pair in alike if _is_sure(pair, context.rules)]
    # Of the others the best are links. What is surely like another name has its best there; a pair of two such can
    # neither be a link nor stand in the way of one, and most are of that kind.
    taken = {node for pair in sure for node in pair[:2]}
    others = {
        pair[:2]: pair
        for pair in alike
        if not _is_sure(pair, context.rules) and not (pair.left in taken and pair.right in taken)
    }
    mutually = mutual({names: pair.score for names, pair in others.items()})
    best = [others[names] for names, _ in mutually if not taken & {*names}]
    for a, b, score, _ in sorted(_close([*sure, *best], {pair[:2] for pair in heard}, core, context.rules)):
        yield Link(a, b, "sound.variant", round(score, 3))


def called_links(found: Iterable[Node], context: Context, barred: Callable[[Node, Node], bool]) -> Iterator[Link]:
    """Names of bodies, treaties and the like that differ in one character of the name they are called after:
    多森海姆边界条约, 多森海穆边界条约."""
    rules = context.rules
    heard = frozenset(c for rule in ("name.character.strong", "name.character.weak") for c in "".join(rules[rule].words))
    least = rules["link.called-after"].value or 1.0
    blanked: defaultdict[tuple[Kind, str, str], list[tuple[Node, int, int]]] = defaultdict(list)
    for node in found:
        if node.kind in _CALLED and not node.sense:
            for start, end in _runs(node.key, heard):
                for at in range(start, end):
                    blanked[node.kind, node.key[:at], node.key[at + 1 :]].append((node, start, end))
    for (_, before, _), some in sorted(blanked.items()):
        for (a, start, end), (b, start_b, end_b) in combinations(some, 2):
            one, two, at = a.key[start:end], b.key[start_b:end_b], len(before)
            if (start, end) != (start_b, end_b) or variant_likeness(a.key[at], b.key[at]) < least:
                continue
            if not other_side(one, two) and not known_apart(one, two) and not barred(a, b):
                yield Link(a, b, "sound.called-after", round(variant_likeness(one, two), 3))


def same_latin_links(found: Mapping[Node, Facts], context: Context) -> Iterator[Link]:
    """Names of no known kind and those of places or persons that sound like them and have the same Latin form in the texts:
    阿尔达托夫 (Ardatov), 阿尔达图夫市 (Ardatov)."""
    least = context.rules["link.located.alike"].value or 1.0
    called: defaultdict[str, list[Node]] = defaultdict(list)
    for node, facts in found.items():
        if node.kind in (*KINDS, "other") and has_han(node.key) and not node.sense:
            for form in {latin_key(form) for form in facts.latin}:
                called[form].append(node)
    for _, nodes in sorted(called.items()):
        known = [n for n in nodes if n.kind != "other"]
        if len({n.kind for n in known}) == 1:
            for node in (n for n in nodes if n.kind == "other"):
                score, best = max((variant_likeness(node.key, core_of(n, context)[0]), n) for n in known)
                if score >= least:
                    yield Link(node, best, "stated.same-latin", 0.9)


def _runs(key: str, heard: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where runs of characters stand in a name that transliterate, long enough to be names."""
    start = 0
    for at in range(len(key) + 1):
        if at == len(key) or key[at] not in heard:
            if at - start >= _RUN:
                yield start, at
            start = at + 1


def is_transliterated(node: Node, context: Context) -> bool:
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


def two_names(kind: Kind | None, a: str, b: str, rules: Rules) -> bool:
    """Whether something speaks against two Chinese names being one that sound alike on the whole: a part of a full name, a
    side of a place."""
    if kind == "place" and two_places(a, b, rules["link.sound.place"].value or 1.0):
        return True
    least = rules["link.sound.part"].value or 1.0
    return _DOT in a and _DOT in b and least_variant_part(a, b, least) < least


def near_places(
    keys: Sequence[str], cores: Sequence[str], least: float, crew: Crew, longer: int = LONGEST_HAN, signs: Sequence[str] = ()
) -> Iterator[tuple[int, int, float]]:  # fmt: skip
    """Names of places whose `cores` are of a likeness of `least` or more, by their places, each once, with that; of one
    sign, if there are `signs`. What tells a side is compared with what tells the same one, by what is left without it."""
    told = signs or [""] * len(keys)
    sides = [side_of(core) for core in cores]
    near = near_pairs(cores, least, longer, blocks(keys, told), crew)
    # One side beside none is compared with what is left without it.
    weigh_together((cores[a], cores[b]) for a, b, _ in near if bool(sides[a]) != bool(sides[b]))
    for a, b, score in near:
        if not (sides[a] and sides[b]) and not other_side(cores[a], cores[b], score):
            yield a, b, score
    sided = [n for n, side in enumerate(sides) if side]
    rests = [cores[n].removeprefix(sides[n]) for n in sided]
    listed = blocks(rests, [f"{sides[n]} {told[n]}" for n in sided])
    for a, b, score in near_pairs(rests, least, longer, listed, crew):
        yield sided[a], sided[b], score


def blocks(texts: Sequence[str], signs: Iterable[str] | None = None) -> list[list[int]]:
    """The places of texts of one sign that share the first letter of their sound, or the last syllable."""
    found: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for n, (text, sign) in enumerate(zip(texts, signs if signs is not None else repeat(""), strict=False)):
        for end in sound_ends(text.replace(_DOT, "")):
            found[sign, *end].append(n)
    return [found[key] for key in sorted(found)]


def mutual(
    pairs: Mapping[tuple[Node, Node], float], margin: float = 0.0
) -> Iterator[tuple[tuple[Node, Node], float]]:
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


def _is_sure(pair: Alike, rules: Rules) -> bool:
    """Whether a pair is joined even where a third spelling is as near."""
    return pair.score >= (rules["link.sound.sure"].value or 1.0) and pair.part >= (
        rules["link.sound.sure.part"].value or 1.0
    )


def _apart(pairs: Sequence[Alike], barred: Callable[[Node, Node], bool], together: Together) -> list[Alike]:
    """The pairs that are neither barred nor stand together."""
    free = [pair for pair in pairs if not barred(pair.left, pair.right)]
    beside = set(together([pair[:2] for pair in free]))
    return [pair for pair in free if pair[:2] not in beside]


def _close(
    pairs: Sequence[Alike], near: Collection[tuple[Node, Node]], core: Mapping[Node, tuple[str, str]], rules: Rules
) -> Iterator[Alike]:
    """The pairs, best first, that join no two names which are far apart (those of `near` are not), nor more than `_MOST`."""
    least = rules["link.sound.widest"].value or 0.0

    def far(a: Node, b: Node) -> bool:
        if ((a, b) if a < b else (b, a)) in near:
            return False
        left, right = core[a][0], core[b][0]
        return least_variant_part(left, right, least) < least or (a.kind == "place" and two_places(left, right, least))

    ordered = sorted(pairs, key=lambda pair: (-pair.score, pair))
    names = sorted({node for pair in pairs for node in pair[:2]})
    _, refused = clusters(names, [pair[:2] for pair in ordered], far, most=_MOST)
    lost = set(refused)
    return (pair for n, pair in enumerate(ordered) if n not in lost)


def _alike(core: Mapping[Node, tuple[str, str]], rules: Rules, crew: Crew) -> Iterator[Alike]:
    """Pairs of names that begin or end with one sound and are alike, each once. Two of one kind with one head noun: two
    rivers are compared by what they are called."""
    for kind in KINDS:
        for dotted in (False, True):
            names = sorted(n for n in core if n.kind == kind and (_DOT in n.key) == dotted)
            yield from (_alike_in_parts if dotted else _alike_on_the_whole)(names, core, kind, rules, crew)


def _alike_on_the_whole(
    names: Sequence[Node], core: Mapping[Node, tuple[str, str]], kind: Kind, rules: Rules, crew: Crew
) -> Iterator[Alike]:
    least = rules[f"link.sound.{kind}"].value or 1.0
    keys, cores = [n.key for n in names], [core[n][0] for n in names]
    near: Iterable[tuple[int, int, float]]
    if kind == "place":
        near = near_places(keys, cores, least, crew, _LONGER + 1, [core[n][1] for n in names])
    else:
        near = near_pairs(cores, least, _LONGER + 1, blocks(keys), crew)
    for a, b, score in near:
        if _as_long(keys[a], keys[b]):
            yield Alike(names[a], names[b], score, score)


def _alike_in_parts(
    names: Sequence[Node], core: Mapping[Node, tuple[str, str]], kind: Kind, rules: Rules, crew: Crew
) -> Iterator[Alike]:
    """Names of several parts whose first parts are alike, and their last ones: these are fewer than the names, and so
    few of them are alike that hardly any pair of names is left to be heard as a whole."""
    least, whole = rules["link.sound.part"].value or 1.0, rules[f"link.sound.{kind}.parts"].value or 1.0
    ends = {n: (core[n][0].split(_DOT)[0], core[n][0].split(_DOT)[-1]) for n in names}
    first, last = (_near({ends[n][side] for n in names}, least, crew) for side in (0, 1))
    called: defaultdict[tuple[str, str], list[Node]] = defaultdict(list)
    for n in names:
        called[ends[n][1], core[n][1]].append(n)
    near = []
    for a in names:
        given, surname = ends[a]
        for b, q in ((b, q) for y, q in last[surname].items() for b in called[y, core[a][1]] if a < b):
            p = first[given].get(ends[b][0])
            if p is not None and _as_long(a.key, b.key):
                near.append((a, b, min(p, q)))
    weigh_together((core[a][0], core[b][0]) for a, b, _ in near)
    for a, b, part in near:
        score = variant_likeness(core[a][0], core[b][0])
        if score >= whole and not two_names(kind, core[a][0], core[b][0], rules):  # by the parts between, too
            yield Alike(a, b, score, part)


def _near(texts: Collection[str], least: float, crew: Crew) -> dict[str, dict[str, float]]:
    """For each of some parts of names those that are alike, itself among them."""
    ordered = sorted(texts)
    near = {text: {text: 1.0} for text in ordered}
    for a, b, score in near_pairs(ordered, least, _LONGER + 1, blocks(ordered), crew):
        near[ordered[a]][ordered[b]] = near[ordered[b]][ordered[a]] = score
    return near


def _as_long(a: str, b: str) -> bool:
    return abs(len(a) - len(b)) <= _LONGER

