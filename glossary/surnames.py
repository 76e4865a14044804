"""Whose a surname alone is: the one full name whose bearer it can be."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from glossary.compare import Link, gender
from glossary.normalise import has_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from glossary.facts import Facts
    from glossary.keys import Node


def surname_links(found: Mapping[Node, Facts], group_of: Mapping[Node, int]) -> Iterator[Link]:
    """A surname and the one full name whose bearer it can be, given office, state and honorific. Full names that
    `group_of` holds to be one person (spelling variants) are one bearer."""
    full: defaultdict[str, list[Node]] = defaultdict(list)
    alone: defaultdict[str, list[Node]] = defaultdict(list)
    for node, facts in found.items():
        if node.kind == "person" and "·" in node.key:
            full[node.key.rsplit("·", 1)[1]].append(node)
        elif node.kind == "person" and node.sense and facts.states:
            alone[node.key].append(node)
    for node, facts in found.items():
        if node.kind != "person" or "·" in node.key or not has_han(node.key):
            continue
        bearers = [b for b in full.get(node.key, ()) if compatible(facts, found[b]) is not None]
        sure = [b for b in bearers if compatible(facts, found[b])]
        near = [b for b in bearers if b.key in facts.near]
        # The full name that holds the office in the document decides first, then an office or state that fits, then the
        # one bearer in the same documents.
        choice = [b for b in bearers if b.key == node.sense] or [b for b in sure if facts.states & found[b].states] or sure or near
        if len({group_of[b] for b in choice}) == 1:
            yield Link(node, choice[0], "surname.only-bearer", 0.9)
        elif not facts.states:
            # Of which state the president is, only another document says.
            owned = [other for other in alone[node.key] if compatible(facts, found[other])]
            if len(owned) == 1 and all(found[b].states <= found[owned[0]].states for b in sure):
                yield Link(node, owned[0], "surname.only-owner", 0.9)


def compatible(short: Facts, full: Facts) -> bool | None:
    """Whether a surname's facts fit a full name's: True where an office or state agrees, False where nothing
    speaks either way, None where something speaks against."""
    if gender(short.honorifics) * gender(full.honorifics) < 0:
        return None
    if short.states and full.states and not short.states & full.states:
        return None
    mine, theirs = {o for o, _ in short.offices}, {o for o, _ in full.offices}
    if mine and theirs:
        return True if mine & theirs else None
    return bool(short.states & full.states)
