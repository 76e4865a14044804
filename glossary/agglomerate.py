"""Agglomerative clustering: pairs are joined in their order, wherever no two members of what they join are held apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


# What `barred` asks of a node, by blocks: only nodes that have a block in common can be barred.
Marks = Iterable[tuple[Hashable, Hashable]]
_Marked = dict[Hashable, dict[Hashable, T]]  # of a group: by block, a node for each mark


def itself(node: Hashable) -> Marks:
    """The marks of a node of which nothing is known."""
    return ((None, node),)


def clusters(
    nodes: Sequence[T],
    pairs: Sequence[tuple[T, T]],
    barred: Callable[[T, T], bool],
    marks: Callable[[T], Marks] = itself,
    most: int | None = None,
) -> tuple[dict[T, int], tuple[int, ...]]:
    """The group number of each node when `pairs` are joined in their order wherever no bar is crossed, and the
    positions of the pairs that were refused. Groups are numbered by their first node. `marks` is all that `barred`
    asks of a node: of those that have the same in a block, one answers there for all. No group grows beyond `most` nodes."""
    place = {node: n for n, node in enumerate(nodes)}
    group = list(range(len(nodes)))
    asked = sorted({place[node] for pair in pairs for node in pair})  # most are in no pair
    members = {n: [nodes[n]] for n in asked}
    marked: dict[int, _Marked[T]] = {n: {block: {mark: nodes[n]} for block, mark in marks(nodes[n])} for n in asked}
    # Groups only grow: what stands between two of them once does so for good, and need not be looked for again.
    apart: defaultdict[int, set[int]] = defaultdict(set)
    refused = []
    for position, (left, right) in enumerate(pairs):
        a, b = group[place[left]], group[place[right]]
        if a == b:
            continue
        full = most is not None and len(members[a]) + len(members[b]) > most
        if full or b in apart[a] or _are_barred(marked[a], marked[b], barred):
            apart[a].add(b)
            apart[b].add(a)
            refused.append(position)
            continue
        keep, gone = min(a, b), max(a, b)
        for node in members[gone]:
            group[place[node]] = keep
        members[keep] += members.pop(gone)
        for block, some in marked.pop(gone).items():
            marked[keep].setdefault(block, {}).update(some)
        for other in apart.pop(gone, ()):
            apart[other] -= {gone}
            apart[other].add(keep)
            apart[keep].add(other)
    return {node: group[n] for node, n in place.items()}, tuple(refused)


def _are_barred(one: _Marked[T], other: _Marked[T], barred: Callable[[T, T], bool]) -> bool:
    """Whether a bar stands between two groups."""
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return any(
        barred(x, y) for block, some in small.items() if block in large for x in some.values() for y in large[block].values()
    )  # fmt: skip
