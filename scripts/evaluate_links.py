#!/usr/bin/env python3
"""Measures which names are joined by their sound alone: spelling variants of real names, and the names of persons who
share a few given names, as in a corpus that speaks of hundreds of Mohammeds.

    PYTHONPATH=. python scripts/evaluate_links.py FILE [--half 0|1] [--show]

FILE has lines of JSON as `../shared/eval/dev/variants.jsonl`: `latin`, `kind`, `forms` (`zh`, `region`). Forms of one
line are one name. For the second set each surname (in all its regional forms) gets one of 30 or of 5 given names. Printed are
names, precision and recall of the pairs that come into one group, and the size of the largest; then, for Latin names, how
many are linked with the Chinese form of the same line, and of as many that share only the given name, how many with that.
The thresholds were chosen on half 0 of the lines (by a digest).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary import bars
from glossary.corpus import context
from glossary.facts import Facts
from glossary.hear import bare_latin_links, latin_sound_links, near_latin
from glossary.keys import Node
from glossary.link import linked
from glossary.normalise import chinese_key, latin_key
from glossary.respelt import sound_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping



def half_of(row: Mapping[str, Any]) -> int:
    """Which half a line belongs to."""
    return int(hashlib.sha256(row["latin"].encode()).hexdigest(), 16) % 2


def as_they_are(rows: Iterable[Mapping[str, Any]]) -> dict[Node, set[str]]:
    """The names of the lines, each with the lines it stands in."""
    owners: defaultdict[Node, set[str]] = defaultdict(set)
    for row in rows:
        for form in row["forms"]:
            owners[Node(row["kind"], chinese_key(form["zh"]))].add(row["latin"])
    return dict(owners)


def with_few_given_names(rows: Iterable[Mapping[str, Any]], count: int) -> dict[Node, set[str]]:
    """The surnames of persons behind one of a few given names, in the forms of each region."""
    people = {
        row["latin"]: by_region
        for row in rows
        if row["kind"] == "person"
        and len(by_region := {f["region"]: parts for f in row["forms"] if len(parts := chinese_key(f["zh"]).split("·")) == 2}) > 1
    }
    rng = random.Random(7)
    given = rng.sample(sorted(people), min(count, len(people)))
    owners: defaultdict[Node, set[str]] = defaultdict(set)
    for latin, by_region in people.items():
        fitting = [name for name in given if len(people[name].keys() & by_region.keys()) > 1] or [latin]
        first = people[rng.choice(fitting)]
        for region in first.keys() & by_region.keys():
            owners[Node("person", f"{first[region][0]}·{by_region[region][1]}")].add(latin)
    return dict(owners)


class Figures(NamedTuple):
    """How some names were joined: pairs in one group, of them right, pairs that should be, the largest group."""

    said: int
    right: int
    true: int
    largest: int
    wrong: tuple[tuple[str, str], ...]

    @property
    def precision(self) -> float:
        """The share of right pairs."""
        return self.right / max(self.said, 1)

    @property
    def recall(self) -> float:
        """The share of pairs that are found."""
        return self.right / max(self.true, 1)


def figures(owners: Mapping[Node, set[str]]) -> Figures:
    """How the names are joined by their sound alone."""
    known = context()
    found = {node: Facts() for node in sorted(owners)}

    def barred(a: Node, b: Node) -> bool:
        return bars.barred(a, b, found, known)

    links = sound_links(found, known, barred, lambda pairs: ())
    groups = linked(found, links, threshold=0.0, barred=barred, marks=lambda node: bars.marks(node, found, known)).groups
    true = {pair for pair in combinations(found, 2) if pair[0].kind == pair[1].kind and owners[pair[0]] & owners[pair[1]]}
    said = {pair for group in groups for pair in combinations(sorted(group), 2)}
    wrong = tuple((a.key, b.key) for a, b in sorted(said - true))
    return Figures(len(said), len(true & said), len(true), max(map(len, groups), default=0), wrong)


def measure(title: str, owners: Mapping[Node, set[str]], *, show: bool) -> None:
    """Prints how the names are joined."""
    f = figures(owners)
    print(f"{title:<36} {len(owners):>5} names  precision {f.precision:.3f}  recall {f.recall:.3f}  wrong {len(f.wrong):>3}  largest {f.largest}")
    for a, b in f.wrong if show else ():
        print(f"    {a} {b}")


def latin(rows: Iterable[Mapping[str, Any]]) -> None:
    """Prints how many full Latin names are linked with a Chinese one: with their own, with one that shares the given name."""
    known = context()
    names = []
    for row in rows:
        words = latin_key(" ".join(reversed(row["latin"].split(", ")))).split()
        form = next((chinese_key(f["zh"]) for f in row["forms"] if f["region"] == "CN"), "")
        if row["kind"] == "person" and len(words) == 2 and form.count("·") == 1:
            names.append((form, *words))
    surnames = [surname for _, _, surname in names]
    random.Random(7).shuffle(surnames)
    own = [(form, f"{given} {surname}") for form, given, surname in names]
    other = [(form, f"{given} {surname}") for (form, given, mine), surname in zip(names, surnames, strict=True) if surname != mine]
    for title, pairs in (("Latin names, their own Chinese one", own), ("Latin names, another surname", other)):
        found = [{Node("person", h): Facts(), Node("person", n): Facts()} for h, n in pairs]
        shares = [sum(any(links(f, near_latin(f, known), known)) for f in found) / max(len(found), 1) for links in (latin_sound_links, bare_latin_links)]
        print(f"{title:<36} {len(pairs):>5} names  linked {shares[0]:.3f}, as the only bearer {shares[1]:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1), help="only this half of the lines")
    parser.add_argument("--show", action="store_true", help="print the pairs that are joined wrongly")
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.file.read_text("utf-8").splitlines()]
    rows = [row for row in rows if args.half is None or half_of(row) == args.half]
    for kind in ("person", "place"):
        measure(f"{kind}s", as_they_are(row for row in rows if row["kind"] == kind), show=args.show)
    for count in (30, 5):
        measure(f"persons with {count} given names", with_few_given_names(rows, count), show=args.show)
    latin(rows)


if __name__ == "__main__":
    main()
