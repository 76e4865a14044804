"""From links to concepts: clustering by agreement, held back by what speaks against.

Links are taken best first; two groups become one unless a bar stands between any two of their members. With
single linkage and bars the result does not depend on the order of equal links, since ties are broken by the nodes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from glossary.agglomerate import clusters, itself

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from glossary.agglomerate import Marks
    from glossary.compare import Link
    from glossary.facts import Facts
    from glossary.keys import Node


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
    marks: Callable[[Node], Marks] = itself,
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
