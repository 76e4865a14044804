"""From links to concepts: clustering by agreement, held back by what speaks against.

Links are taken best first; two groups become one unless a bar stands between any two of their members. With
single linkage and bars the result does not depend on the order of equal links, since ties are broken by the nodes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from glossary.compare import Facts, Link, Node

T = TypeVar("T")


def _itself(node: object) -> Hashable:
    return node


class Linked(NamedTuple):
    """Groups of nodes that are one concept, the links that made them, the links that were refused, and what is to be told
    of a person's decisions."""

    groups: tuple[tuple[Node, ...], ...]
    made: tuple[Link, ...]
    refused: tuple[Link, ...]
    told: tuple[str, ...] = ()


def linked(
    nodes: Mapping[Node, Facts],
    links: Iterable[Link],
    *,
    threshold: float,
    barred: Callable[[Node, Node], bool],
    marks: Callable[[Node], Hashable] = _itself,
) -> Linked:
    """Groups of `nodes` joined by `links` of at least `threshold`, none of which holds two nodes that are `barred`; nodes
    of the same `marks` are barred alike. What a person decided is joined first."""
    ordered = sorted(
        links, key=lambda link: (not link.reason.startswith("decided"), -link.score, link.left, link.right, link.reason)
    )
    pairs = [(link.left, link.right) for link in ordered if link.score >= threshold]
    group_of, refused = clusters(list(nodes), pairs, barred, marks)
    members: defaultdict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        members[group_of[node]].append(node)
    lost = {pairs[n] for n in refused}
    made = tuple(link for link in ordered if link.score >= threshold and (link.left, link.right) not in lost)
    left_out = tuple(link for link in ordered if link.score < threshold or (link.left, link.right) in lost)
    return Linked(tuple(tuple(group) for _, group in sorted(members.items())), made, left_out)


def clusters(
    nodes: Sequence[T],
    pairs: Sequence[tuple[T, T]],
    barred: Callable[[T, T], bool],
    marks: Callable[[T], Hashable] = _itself,
) -> tuple[dict[T, int], tuple[int, ...]]:
    """The group number of each node when `pairs` are joined in their order wherever no bar is crossed, and the
    positions of the pairs that were refused. Groups are numbered by their first node. `marks` is all that `barred`
    asks of a node: of those that have the same, one answers for all."""
    place = {node: n for n, node in enumerate(nodes)}
    group = list(range(len(nodes)))
    members = {n: [node] for n, node in enumerate(nodes)}
    marked: dict[int, dict[Hashable, T]] = {n: {marks(node): node} for n, node in enumerate(nodes)}
    # Groups only grow: what stands between two of them once does so for good, and need not be looked for again.
    apart: defaultdict[int, set[int]] = defaultdict(set)
    refused = []
    for position, (left, right) in enumerate(pairs):
        a, b = group[place[left]], group[place[right]]
        if a == b:
            continue
        if b in apart[a] or any(barred(x, y) for x in marked[a].values() for y in marked[b].values()):
            apart[a].add(b)
            apart[b].add(a)
            refused.append(position)
            continue
        keep, gone = min(a, b), max(a, b)
        for node in members[gone]:
            group[place[node]] = keep
        members[keep] += members.pop(gone)
        marked[keep] |= marked.pop(gone)
        for other in apart.pop(gone, ()):
            apart[other] -= {gone}
            apart[other].add(keep)
            apart[keep].add(other)
    return {node: group[n] for node, n in place.items()}, tuple(refused)
