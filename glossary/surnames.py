"""Whose a surname alone is: the one full name whose bearer it can be."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from glossary.bars import gender
from glossary.compare import Link
from glossary.normalise import has_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    answers: dict[tuple[object, ...], _Fitting] = {}  # of thousands called so most ask the same
    for node, facts in found.items():
        if node.kind != "person" or "·" in node.key or not has_han(node.key):
            continue
        asked = (node.key, gender(facts.honorifics), facts.states, frozenset(office for office, _ in facts.offices))
        if asked not in answers:
            answers[asked] = _fitting(facts, full.get(node.key, ()), alone.get(node.key, ()), found)
        bearers, sure, held, owners = answers[asked]
        # The full name that holds the office in the document decides first, then an office or state that fits, then the
        # one bearer in the same documents.
        choice: Sequence[Node] = [bearers[node.sense]] if node.sense in bearers else held or sure
        choice = choice or [bearers[key] for key in sorted(bearers.keys() & facts.near)]
        if len({group_of[b] for b in choice}) == 1:
            yield Link(node, choice[0], "surname.only-bearer", 0.9)
        elif not facts.states and len(owners) == 1 and all(found[b].states <= found[owners[0]].states for b in sure):
            # Of which state the president is, only another document says.
            yield Link(node, owners[0], "surname.only-owner", 0.9)


class _Fitting(NamedTuple):
    """What fits a surname: the full names against which nothing speaks, by their keys; of them those for which an office or
    state does, and those of its state; and the same surname where it is said whose."""

    bearers: Mapping[str, Node]
    sure: Sequence[Node]
    held: Sequence[Node]
    owners: Sequence[Node]


def _fitting(facts: Facts, full: Iterable[Node], alone: Iterable[Node], found: Mapping[Node, Facts]) -> _Fitting:
    fits = {b: compatible(facts, found[b]) for b in full}
    sure = [b for b, fit in fits.items() if fit]
    owners = [] if facts.states else [other for other in alone if compatible(facts, found[other])]
    bearers = {b.key: b for b, fit in fits.items() if fit is not None}
    return _Fitting(bearers, sure, [b for b in sure if facts.states & found[b].states], owners)


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
