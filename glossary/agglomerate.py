"""Agglomerative clustering: pairs are joined in their order, wherever no two members of what they join are held apart."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

T = TypeVar("T")


def itself(node: Hashable) -> Hashable:
    """What stands for a node of which nothing is known."""
    return node


def clusters(
    nodes: Sequence[T],
    pairs: Sequence[tuple[T, T]],
    barred: Callable[[T, T], bool],
    marks: Callable[[T], Hashable] = itself,
    most: int | None = None,
) -> tuple[dict[T, int], tuple[int, ...]]:
    """The group number of each node when `pairs` are joined in their order wherever no bar is crossed, and the
    positions of the pairs that were refused. Groups are numbered by their first node. `marks` is all that `barred`
    asks of a node: of those that have the same, one answers for all. No group grows beyond `most` nodes."""
    place = {node: n for n, node in enumerate(nodes)}
    group = list(range(len(nodes)))
    asked = sorted({place[node] for pair in pairs for node in pair})  # most are in no pair
    members = {n: [nodes[n]] for n in asked}
    marked: dict[int, dict[Hashable, T]] = {n: {marks(nodes[n]): nodes[n]} for n in asked}
    # Groups only grow: what stands between two of them once does so for good, and need not be looked for again.
    apart: defaultdict[int, set[int]] = defaultdict(set)
    refused = []
    for position, (left, right) in enumerate(pairs):
        a, b = group[place[left]], group[place[right]]
        if a == b:
            continue
        full = most is not None and len(members[a]) + len(members[b]) > most
        if full or b in apart[a] or any(barred(x, y) for x in marked[a].values() for y in marked[b].values()):
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
