"""Which concept of an old termbase is which of a new one: by id, by terms, by likeness.

Every step looks only at what the one before left over, goes through an index and never compares all with all. Ties
are broken by the order of the files.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from glossary.compare import term_key
from glossary.normalise import has_han
from glossary.respelt import two_names
from glossary.rules import load_rules
from glossary.sound import variant_likeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from glossary.model import Concept, Term

_CROWD = 400  # more pairs of concepts than this behind one term say nothing: they are paired in their order
_NEAREST = 5  # candidates for each concept that are compared by likeness


class Pair(NamedTuple):
    """Places of two concepts in their termbases, and how they were found to be one."""

    old: int
    new: int
    by: str


def paired(old: Sequence[Concept], new: Sequence[Concept]) -> list[Pair]:
    """The concepts that are on both sides, in the order of the new termbase. No concept is in two pairs."""
    left, right = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))  # sets that keep their order
    found: list[Pair] = []

    def take(pairs: Iterable[tuple[int, int]], by: str) -> None:
        for i, j in pairs:
            if i in left and j in right:
                del left[i], right[j]
                found.append(Pair(i, j, by))

    take(_same_id(old, new, shared=True), "id")
    take(_sharing(old, new, left, right, lambda term: term.text), "terms")
    take(_sharing(old, new, left, right, lambda term: term_key(term.text)), "terms")
    take(_same_id(old, new, shared=False), "id")
    take(_alike(old, new, left, right), "likeness")
    return sorted(found, key=lambda pair: pair.new)


def _same_id(old: Sequence[Concept], new: Sequence[Concept], *, shared: bool) -> list[tuple[int, int]]:
    """Concepts with the same id; with `shared`, only those that have a term in common. An id alone is weak: in
    termbases that number their entries it says nothing after a re-build."""
    places = {concept.id: i for i, concept in enumerate(old)}
    pairs = [(places[concept.id], j) for j, concept in enumerate(new) if concept.id in places]
    return [(i, j) for i, j in pairs if not shared or _texts(old[i]) & _texts(new[j])]


def _texts(concept: Concept) -> set[str]:
    return {term.text for term in concept.terms if not term.suggested}


def _sharing(
    old: Sequence[Concept], new: Sequence[Concept], left: Iterable[int], right: Iterable[int],
    key: Callable[[Term], str],
) -> list[tuple[int, int]]:  # fmt: skip
    """Concepts that have terms in common, those with the most first. A suggested term is none that they have."""
    mine, theirs = _postings(old, left, key), _postings(new, right, key)
    weight: Counter[tuple[int, int]] = Counter()
    for text, olds in mine.items():
        news = theirs.get(text, [])
        crowded = len(olds) * len(news) > _CROWD
        for i, j in zip(olds, news, strict=False) if crowded else ((i, j) for i in olds for j in news):
            weight[i, j] += 2
    for i, j in weight:
        weight[i, j] += old[i].kind == new[j].kind
    return sorted(weight, key=lambda pair: (-weight[pair], pair))


def _postings(concepts: Sequence[Concept], places: Iterable[int], key: Callable[[Term], str]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place in places:
        for text in dict.fromkeys(key(term) for term in concepts[place].terms if not term.suggested):
            found[text].append(place)
    return found


def _alike(
    old: Sequence[Concept], new: Sequence[Concept], left: Iterable[int], right: Iterable[int]
) -> list[tuple[int, int]]:
    """Concepts of one kind whose first Chinese terms sound alike, the most alike first."""
    rules = load_rules()
    least = rules["diff.likeness"].value or 1.0
    names = {i: name for i in left if (name := _name(old[i]))}
    grams: defaultdict[str, list[int]] = defaultdict(list)
    for i, name in names.items():
        for gram in _grams(name):
            grams[gram].append(i)
    scored = []
    for j in right:
        name = _name(new[j])
        shared = Counter(i for gram in _grams(name) for i in grams.get(gram, ())[:_CROWD])
        near = sorted(shared, key=lambda i: (-shared[i] / max(len(names[i]), len(name)), i))
        for i in [i for i in near if _same_kind(old[i], new[j])][:_NEAREST]:
            score = variant_likeness(names[i], name)
            if score >= least and not two_names(old[i].kind, names[i], name, rules):
                scored.append((-score, i, j))
    return [(i, j) for _, i, j in sorted(scored)]


def _same_kind(a: Concept, b: Concept) -> bool:
    return a.kind is None or b.kind is None or a.kind == b.kind


def _name(concept: Concept) -> str:
    return next((term_key(term.text) for term in concept.terms if has_han(term.text)), "")


def _grams(name: str) -> set[str]:
    """The characters of a name, and its pairs of characters, which count twice by that."""
    return {*name, *(name[k : k + 2] for k in range(len(name) - 1))} - {"·", "-"}
