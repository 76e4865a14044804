"""What decisions say before names are grouped: names that are one, names that are two.

A surname alone stands for several nodes, one for each bearer; a decision about it joins it only where one is meant.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glossary.compare import Link, term_key
from glossary.decide.acts import standing
from glossary.decide.values import Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from glossary.agglomerate import Marks
    from glossary.decide.acts import Act
    from glossary.keys import Node

SAME = "decided.same"


@dataclass(frozen=True, slots=True)
class Judged:
    """Standing decisions about pairs of names; `bars` holds by the key of a form the keys that are no name of its thing.

    A decision on the kind is none of them: it is about a concept, and told of one name alone it would part it from the
    others (洛瓦纳河观察团 from 联合国洛瓦纳河观察团).
    """

    same: tuple[Decision, ...] = ()
    bars: Mapping[str, frozenset[str]] = field(default_factory=dict)


NONE = Judged()


def judged(acts: Iterable[Act]) -> Judged:
    """What of `acts` is about grouping. *Different* beats *same*."""
    decisions = [act for act in standing(acts) if isinstance(act, Decision)]
    bars: dict[str, set[str]] = defaultdict(set)
    for d in decisions:
        if d.decision == "different":
            bars[term_key(d.form)].add(term_key(d.other))
            bars[term_key(d.other)].add(term_key(d.form))
    same = [d for d in decisions if d.decision == "same" and term_key(d.other) not in bars.get(term_key(d.form), ())]
    return Judged(
        tuple(dict.fromkeys(same)),
        {key: frozenset(found) for key, found in bars.items()},
    )


def decided_links(nodes: Iterable[Node], found: Judged) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """A link for each pair of names that a person said are one, and a line for each that is not to be told apart from
    its homonyms."""
    if not found.same:
        return (), ()
    by_key: defaultdict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        by_key[node.key].append(node)
    links, told = [], []
    for d in found.same:
        left, right = by_key.get(term_key(d.form), []), by_key.get(term_key(d.other), [])
        pairs = list(_pairs(left, right, d.kind))
        pairs = [(a, b) for a, b in pairs if b.key == a.full or a.key == b.full] or pairs  # the documents say so themselves
        if len(pairs) == 1:
            first, second = sorted(pairs[0])
            links.append(Link(first, second, SAME, 1.0))
        elif left and right and term_key(d.form) != term_key(d.other):
            told.append(f"same {d.form} {d.other}: several things are called so, and none was joined; say --kind, or a full name")
    return tuple(dict.fromkeys(links)), tuple(told)


def barred_by(
    found: Judged, links: Iterable[Link], machine: Callable[[Node, Node], bool]
) -> Callable[[Node, Node], bool]:
    """Whether two names must not be one: *different* always bars, *same* (all that `links` join) lifts what bar the
    machine sees, and otherwise the machine says."""
    groups = _groups(links)
    if not groups and not found.bars:
        return machine

    def barred(a: Node, b: Node) -> bool:
        if b.key in found.bars.get(a.key, ()):
            return True
        if a in groups and groups.get(a) == groups.get(b):
            return False
        return machine(a, b)

    return barred


def marks_by(
    found: Judged, links: Iterable[Link], machine: Callable[[Node], Marks]
) -> Callable[[Node], Marks]:
    """All that `barred_by` asks of a name: what the machine asks, or the name itself where a person spoke of it."""
    groups = _groups(links)
    spoken_of = {key for left, rights in found.bars.items() for key in (left, *rights)}

    def marks(node: Node) -> Marks:
        own = node in groups or node.key in spoken_of
        return ((block, node if own else mark) for block, mark in machine(node))

    return marks


def _pairs(left: Sequence[Node], right: Sequence[Node], kind: str) -> Iterator[tuple[Node, Node]]:
    """The pairs that may be meant: of the kind that was named, else of one kind, else any."""
    every = [(a, b) for a in left for b in right if a != b]
    asked = [(a, b) for a, b in every if kind in (a.kind, b.kind)] if kind else []
    alike = [(a, b) for a, b in asked or every if a.kind == b.kind]
    yield from alike or asked or every


def _groups(links: Iterable[Link]) -> dict[Node, Node]:
    """For each node that `links` join the first node of its group."""
    first: dict[Node, Node] = {}

    def top(node: Node) -> Node:
        while first.get(node, node) != node:
            node = first[node]
        return node

    for link in links:
        a, b = sorted((top(link.left), top(link.right)))
        first.setdefault(a, a)
        first[b] = a
    return {node: top(node) for node in first}


def contradicted(links: Iterable[Link], refused: Iterable[Link], found: Judged, machine: Callable[[Node, Node], bool]) -> Iterator[str]:
    """A line for each decision that is obeyed although the texts speak against it."""
    for link in links:
        if machine(link.left, link.right):
            yield f"same {link.left.key} {link.right.key}: obeyed, though the texts speak of two ({link.left.kind}, {link.right.kind})"
    for link in refused:
        if link.right.key in found.bars.get(link.left.key, ()) and link.reason.startswith("stated"):
            where = f" at {', '.join(link.where)}" if link.where else ""
            yield f"different {link.left.key} {link.right.key}: obeyed, though the text says that they are one{where}"
