#!/usr/bin/env python3
"""Measures how the names of a whole corpus are grouped into concepts, on made documents of which it is known who is who.

    PYTHONPATH=. python scripts/evaluate_corpus.py [--documents 240] [--seed 1] [--show N]

What is counted is a form in a document: how often it stands there does not matter, and a surname or 委员会 is another
thing in another document. Printed are the share of names that are found; over those, B-cubed precision and recall
(Bagga and Baldwin 1998: for each form in a document, how much of its concept is its own entity, and how much of its
entity is in its concept), which no single large concept rules; then, over all pairs of forms in documents, the recall by
what makes the two one, and the wrong pairs by what was taken for one. B-cubed alone would not say which kind of link fails,
and pairs alone would weigh an entity by the square of its documents. Seeds 1 to 12 were looked at while the rules were written.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter, defaultdict
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from glossary.build import built
from glossary.corpus import context, document_mentions
from glossary.model import Document
from glossary.normalise import chinese_key
from glossary.termbase import Options
from scripts.known.documents import Made, Said, made

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from glossary.model import Concept
    from scripts.known.cast import Entity

_EVERY = 1_000_000  # places kept of a term


class Unit(NamedTuple):
    """A form in a document, and whose it is."""

    document: str
    form: str
    entity: str
    role: str


class Fault(NamedTuple):
    """Two entities in one concept: what was taken for one, how many pairs of forms, the concept, and a form of each."""

    kind: str
    pairs: int
    concept: str
    entities: tuple[str, str]
    forms: tuple[str, str]


class Figures(NamedTuple):
    """What came out: names in the documents, names found; B-cubed; right and all pairs by class; faults; concepts that have
    Latin forms of two entities; of the pairs that were not joined, the forms by class; of the names not found, what they are."""

    names: int
    found: int
    precision: float
    recall: float
    classes: Mapping[str, tuple[int, int]]
    faults: Sequence[Fault]
    latin: Sequence[str]
    apart: Mapping[str, Counter[tuple[str, str]]]
    missed: Counter[str]

    @property
    def f1(self) -> float:
        """Of B-cubed."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)

    @property
    def pair_precision(self) -> float:
        """The share of the pairs in one concept that are of one entity."""
        right = sum(right for right, _ in self.classes.values())
        return right / max(right + sum(fault.pairs for fault in self.faults), 1)

    @property
    def pair_recall(self) -> float:
        """The share of the pairs of one entity that are in one concept."""
        return sum(right for right, _ in self.classes.values()) / max(sum(every for _, every in self.classes.values()), 1)


def figures(corpus: Made, concepts: Sequence[Concept]) -> Figures:
    """How concepts compare with what is known of a corpus."""
    at: defaultdict[tuple[str, int, int], set[int]] = defaultdict(set)
    for number, concept in enumerate(concepts):
        for term in concept.terms:
            for source in term.sources:
                at[source.document, source.start or 0, source.end or 0].add(number)
    concepts_of: defaultdict[Unit, set[int]] = defaultdict(set)
    missed: Counter[str] = Counter()
    for said in corpus.said:
        if found := _at(said, at):
            concepts_of[Unit(said.document, said.form, said.entity, said.role)] |= found
        else:
            missed[f"{corpus.entities[said.entity].kind} {said.role}"] += 1
    units = sorted(concepts_of)
    precision, recall = _b_cubed(units, concepts_of)
    classes, apart = _joined(units, concepts_of)
    faults = _faults(units, concepts_of, concepts, corpus.entities)
    latin = _two_latin(units, concepts_of, concepts)
    return Figures(len(corpus.said), len(corpus.said) - missed.total(), precision, recall, classes, faults, latin, apart, missed)


def _at(said: Said, at: Mapping[tuple[str, int, int], set[int]]) -> set[int]:
    """The concepts of what was found where a name stands, with marks of quotation or without."""
    return at.get((said.document, said.start, said.end), set()) or at.get((said.document, said.start - 1, said.end + 1), set())


def _b_cubed(units: Sequence[Unit], concepts_of: Mapping[Unit, set[int]]) -> tuple[float, float]:
    """B-cubed precision and recall."""
    by_concept: defaultdict[int, set[Unit]] = defaultdict(set)
    by_entity: defaultdict[str, set[Unit]] = defaultdict(set)
    for unit in units:
        by_entity[unit.entity].add(unit)
        for concept in concepts_of[unit]:
            by_concept[concept].add(unit)
    precision = recall = 0.0
    for unit in units:
        beside = set().union(*(by_concept[concept] for concept in concepts_of[unit]))
        both = len(beside & by_entity[unit.entity])
        precision += both / len(beside)
        recall += both / len(by_entity[unit.entity])
    return precision / max(len(units), 1), recall / max(len(units), 1)


def _joined(
    units: Sequence[Unit], concepts_of: Mapping[Unit, set[int]]
) -> tuple[dict[str, tuple[int, int]], dict[str, Counter[tuple[str, str]]]]:
    """By class, how many pairs of one entity are in one concept and how many there are; and the forms of those that are not."""
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    apart: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    by_entity: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        by_entity[unit.entity].append(unit)
    for some in by_entity.values():
        for a, b in combinations(some, 2):
            name = relation(a, b)
            every[name] += 1
            if concepts_of[a] & concepts_of[b]:
                right[name] += 1
            else:
                apart[name][min(a.form, b.form), max(a.form, b.form)] += 1
    return {name: (right[name], every[name]) for name in sorted(every)}, dict(apart)


def relation(a: Unit, b: Unit) -> str:
    """What makes two forms in documents one name."""
    roles = {a.role, b.role}
    for role, name in (("latin", "Latin equivalent"), ("acronym", "acronym"), ("short", "short form"), ("surname", "surname")):
        if role in roles:
            return name
    if chinese_key(a.form) != chinese_key(b.form):
        return "regional name" if "regional" in roles else "other spelling"
    return "same spelling" if a.form == b.form else "other script"


def _faults(
    units: Sequence[Unit], concepts_of: Mapping[Unit, set[int]], concepts: Sequence[Concept], entities: Mapping[str, Entity]
) -> list[Fault]:
    """The pairs of entities that share a concept, by the number of wrong pairs."""
    beside: defaultdict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        for concept in concepts_of[unit]:
            beside[concept].append(unit)
    wrong: defaultdict[tuple[int, str, str], set[tuple[Unit, Unit]]] = defaultdict(set)
    for concept, some in beside.items():
        for a, b in combinations(some, 2):
            if a.entity != b.entity:
                wrong[concept, min(a.entity, b.entity), max(a.entity, b.entity)].add((a, b))
    found = []
    for (concept, one, other), pairs in sorted(wrong.items()):
        a, b = min(pairs)
        kind = fault_kind(entities[one], entities[other])
        found.append(Fault(kind, len(pairs), concepts[concept].terms[0].text, (one, other), (a.form, b.form)))
    return sorted(found, key=lambda fault: (-fault.pairs, fault))


def fault_kind(a: Entity, b: Entity) -> str:
    """What was taken for one."""
    if a.kind == b.kind == "person":
        (given, surname), (other_given, other_surname) = (e.set.removeprefix("one name: ").split("·") for e in (a, b))
        shared = "one name" if a.set == b.set else "one given name" if given == other_given else "one surname" if surname == other_surname else "other names"
        return f"persons of {shared}"
    name = a.set.partition(":")[0] if a.set == b.set else "other"
    return f"{a.kind} and {b.kind}: {name}" if a.kind != b.kind else f"{a.kind}s: {name}"


def _two_latin(units: Sequence[Unit], concepts_of: Mapping[Unit, set[int]], concepts: Sequence[Concept]) -> list[str]:
    """The concepts that have Latin forms of two entities."""
    names: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for unit in units:
        if unit.role == "latin":
            for concept in concepts_of[unit]:
                names[concept].setdefault(unit.entity, unit.form)
    return [f"{concepts[n].terms[0].text}: {', '.join(sorted(by.values()))}" for n, by in sorted(names.items()) if len(by) > 1]


def concepts_from(documents: Mapping[str, str]) -> tuple[Concept, ...]:
    """The concepts that the tool makes from documents, with every place of each term; nothing is suggested."""
    mentions = [m for name, text in documents.items() for m in document_mentions(Document(name, text, name))]
    return built(mentions, {name: name for name in documents}, context(), Options(max_sources=_EVERY), suggest=False).termbase.concepts


def digest(corpus: Made) -> str:
    """The first twelve digits of the SHA-256 of a corpus and what is known of it, by which floors are tied to it."""
    return hashlib.sha256(repr((corpus.documents, corpus.said)).encode()).hexdigest()[:12]


def lines(f: Figures, show: int) -> Iterable[str]:
    """The figures as text, with the `show` most frequent faults of each kind."""
    yield f"names {f.names}  found {f.found / max(f.names, 1):.3f}"
    yield f"B-cubed  precision {f.precision:.4f}  recall {f.recall:.4f}  F1 {f.f1:.4f}"
    yield f"pairs    precision {f.pair_precision:.4f}  recall {f.pair_recall:.4f}"
    for name, (right, every) in f.classes.items():
        yield f"  {name:<36} {right:>5} of {every:>5}  {right / every:.3f}"
        yield from (f"      {a} | {b}  {n}" for (a, b), n in sorted(f.apart.get(name, Counter()).items(), key=lambda row: (-row[1], row[0]))[:show])
    yield f"wrong    {sum(fault.pairs for fault in f.faults)} pairs of {len(f.faults)} pairs of entities"
    kinds: defaultdict[str, list[Fault]] = defaultdict(list)
    for fault in f.faults:
        kinds[fault.kind].append(fault)
    for kind, faults in sorted(kinds.items()):
        yield f"  {kind:<36} {len(faults):>5} pairs of entities, {sum(fault.pairs for fault in faults)} of forms"
        yield from (f"      {x.concept}: {x.forms[0]} ({x.entities[0]}) | {x.forms[1]} ({x.entities[1]})  {x.pairs}" for x in faults[:show])
    yield f"concepts with Latin forms of two entities: {len(f.latin)}"
    yield from (f"      {text}" for text in f.latin[:show])
    if show:
        yield "not found: " + ", ".join(f"{name} {n}" for name, n in sorted(f.missed.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list the N most frequent faults of each class")
    args = parser.parse_args()
    corpus = made(Random(args.seed), args.documents)
    print(f"{len(corpus.documents)} documents, {sum(map(len, corpus.documents.values()))} characters, {len(corpus.entities)} entities, seed {args.seed}, digest {digest(corpus)}")
    for line in lines(figures(corpus, concepts_from(corpus.documents)), args.show):
        print(line)


if __name__ == "__main__":
    main()
