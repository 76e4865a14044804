"""Which concepts of two termbases are one: by id, by terms, by a person's decision. Where two candidates remain, none."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from glossary.compare import term_key
from glossary.decide.acts import plain
from glossary.model import Concept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from glossary.decide.values import Decision
    from glossary.model import Term

# Forms that several things share.
_WEAK = frozenset({"short", "abbreviation", "acronym", "alias"})


class Found(NamedTuple):
    """Places of concepts that are one, in the base and in the other; places in the other of concepts whose id another
    thing has in the base; and places of a concept with those of the several that it could be."""

    pairs: tuple[tuple[int, int], ...]
    other_things: tuple[int, ...]
    open: tuple[tuple[int, tuple[int, ...]], ...]


def same_concepts(base: Sequence[Concept], other: Sequence[Concept], decisions: Sequence[Decision] = ()) -> Found:
    """The concepts that are in both. One id is one concept if a term is shared as well; the same text in the same language
    is if the kinds agree and it is more than a short form, or nothing speaks against it. *Different* always bars."""
    bars = {frozenset((term_key(d.form), term_key(d.other))) for d in decisions if d.decision == "different"}
    ids = {concept.id: i for i, concept in enumerate(base)}
    pairs: dict[int, int] = {}
    other_things: list[int] = []
    for j, concept in enumerate(other):
        i = ids.get(concept.id)
        if i is None:
            continue
        if _forms(base[i].terms) & _forms(concept.terms) and not _barred(base[i], concept, bars):
            pairs[j] = i
        else:
            other_things.append(j)
    sure, weak = _candidates(base, other, pairs, bars)
    told = _told(base, other, decisions)
    open_: list[tuple[int, tuple[int, ...]]] = []
    for candidates in (told, sure, weak):
        _take(candidates, pairs, open_)
    return Found(
        tuple(sorted((i, j) for j, i in pairs.items())),
        tuple(j for j in other_things if j not in pairs),
        tuple(sorted((j, places) for j, places in dict(open_).items() if j not in pairs)),
    )


def parted(concepts: Sequence[Concept], base: Sequence[Concept], decisions: Iterable[Decision]) -> tuple[Concept, ...]:
    """`concepts` without any that holds two forms that a person said are names of different things, and that are so in
    `base`: the second form of such a pair becomes a concept of its own, right behind, with a new id."""
    together = [{term_key(term.text) for term in concept.terms} for concept in base]
    pairs = [(term_key(d.form), term_key(d.other)) for d in decisions if d.decision == "different"]
    apart = [pair for pair in pairs if len(set(pair)) == 2 and not any(set(pair) <= keys for keys in together)]
    taken = {concept.id for concept in concepts}
    out: list[Concept] = []
    for concept in concepts:
        keys = {term_key(term.text) for term in concept.terms}
        parts: list[Concept] = []
        for other in dict.fromkeys(second for first, second in apart if {first, second} <= keys):
            own = tuple(term for term in concept.terms if term_key(term.text) == other)
            concept = replace(concept, terms=tuple(term for term in concept.terms if term not in own))
            name = next(name for n in count(2) if (name := f"{concept.id}-{n}") not in taken)
            taken.add(name)
            parts.append(Concept(name, own, concept.kind))
        out += [concept, *parts]
    return tuple(out)


_Candidates = dict[int, set[int]]


def _take(candidates: _Candidates, pairs: dict[int, int], open_: list[tuple[int, tuple[int, ...]]]) -> None:
    """Takes the pairs of which each is the other's only candidate."""
    taken = set(pairs.values())
    left = {j: {i for i in found if i not in taken} for j, found in candidates.items() if j not in pairs}
    back: defaultdict[int, set[int]] = defaultdict(set)
    for j, found in left.items():
        for i in found:
            back[i].add(j)
    for j, found in left.items():
        if len(found) == 1 and len(back[next(iter(found))]) == 1:
            pairs[j] = next(iter(found))
        elif found:
            open_.append((j, tuple(sorted(found))))


def _candidates(
    base: Sequence[Concept], other: Sequence[Concept], pairs: Mapping[int, int], bars: set[frozenset[str]]
) -> tuple[_Candidates, _Candidates]:
    holders: defaultdict[tuple[str, str], list[tuple[int, Term]]] = defaultdict(list)
    taken = set(pairs.values())
    for i, concept in enumerate(base):
        if i not in taken:
            for term in concept.terms:
                holders[term.lang, plain(term.text)].append((i, term))
    sure: _Candidates = defaultdict(set)
    weak: _Candidates = defaultdict(set)
    for j, concept in enumerate(other):
        if j in pairs:
            continue
        for term in concept.terms:
            for i, there in holders.get((term.lang, plain(term.text)), ()):
                there_kind = base[i].kind
                if there_kind and concept.kind and there_kind != concept.kind:
                    continue  # a homonym
                if _barred(base[i], concept, bars):
                    continue
                if not (_is_weak(term) or _is_weak(there)):
                    sure[j].add(i)
                elif not _otherwise_named(base[i], concept):
                    weak[j].add(i)
    return sure, weak


def _is_weak(term: Term) -> bool:
    return term.suggested or term.form in _WEAK


def _otherwise_named(a: Concept, b: Concept) -> bool:
    """Whether both have full names in some language, and none in common: two men of one surname."""
    for lang in {t.lang for t in a.terms} & {t.lang for t in b.terms}:
        mine = {plain(t.text) for t in a.terms if t.lang == lang and not _is_weak(t)}
        theirs = {plain(t.text) for t in b.terms if t.lang == lang and not _is_weak(t)}
        if mine and theirs and not mine & theirs:
            return True
    return False


def _told(base: Sequence[Concept], other: Sequence[Concept], decisions: Iterable[Decision]) -> _Candidates:
    """What a person said is the same, one form in the base and one in the other."""
    same = [d for d in decisions if d.decision == "same"]
    found: _Candidates = defaultdict(set)
    if not same:
        return found
    mine, theirs = _by_key(base), _by_key(other)
    for d in same:
        for one, two in ((d.form, d.other), (d.other, d.form)):
            for j in theirs.get(term_key(two), ()):
                found[j] |= set(mine.get(term_key(one), ()))
    return found


def _by_key(concepts: Sequence[Concept]) -> Mapping[str, Sequence[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for n, concept in enumerate(concepts):
        for key in dict.fromkeys(term_key(t.text) for t in concept.terms):
            found[key].append(n)
    return found


def _forms(terms: Iterable[Term]) -> set[tuple[str, str]]:
    return {(term.lang, plain(term.text)) for term in terms}


def _barred(a: Concept, b: Concept, bars: set[frozenset[str]]) -> bool:
    if not bars:
        return False
    mine, theirs = {term_key(t.text) for t in a.terms}, {term_key(t.text) for t in b.terms}
    return any(frozenset((x, y)) in bars for x in mine for y in theirs)
