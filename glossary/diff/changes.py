"""What changed within and between the concepts that were found to be one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from glossary.compare import term_key
from glossary.diff.matching import paired
from glossary.diff.values import CHANGE_KINDS, Change, ConceptChange, Difference

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from glossary.diff.values import ChangeKind
    from glossary.model import Concept, Term, Termbase

# What is not compared unless asked for: notes and counts grow with every document, an id is only a name.
OPTIONAL: tuple[ChangeKind, ...] = ("id", "note", "count")


class _Both(NamedTuple):
    """A concept in its two states, one of which may be missing, and the terms that are in one of them only."""

    old: Concept | None
    new: Concept | None
    by: str
    kept: list[tuple[Term, Term]]
    gone: list[Term]
    come: list[Term]


class _Move(NamedTuple):
    """The concept on the other side of a move, and the term as it stands there."""

    other: str
    term: Term


_Moves = dict[tuple[int, str, int], _Move]


def differences(old: Termbase, new: Termbase, *, also: Collection[ChangeKind] = ()) -> Difference:
    """What differs between two termbases: concepts and terms that are there on one side only or have moved, kinds,
    definitions, and of terms the spelling, language, status, form and whether they are suggested.

    `also` names what else is compared: ids, notes, counts. Sources, contexts and what the model has no field for are
    not. Time and memory grow with the number of terms, not with its square.

    >>> from glossary.model import Concept, Term, Termbase
    >>> old = Termbase((Concept("c1", (Term("奥莱克", "zh-Hans"),)),))
    >>> new = Termbase((Concept("c7", (Term("奥莱克", "zh-Hans"), Term("Olek", "en"))),))
    >>> [(c.name, change.change, change.term) for c in differences(old, new).concepts for change in c.changes]
    [('奥莱克', 'term added', 'Olek')]
    """
    states = _states(old.concepts, new.concepts)
    moves = _moves(states)
    compared = {kind for kind in CHANGE_KINDS if kind not in OPTIONAL or kind in also}
    changed, alike, renumbered = [], 0, 0
    for number, both in enumerate(states):
        changes = tuple(change for change in _changes(both, number, moves) if change.change in compared)
        if changes:
            changed.append(ConceptChange(both.old, both.new, both.by, changes))
        else:
            alike += 1
            renumbered += both.old is not None and both.new is not None and both.old.id != both.new.id
    return Difference(tuple(changed), alike, renumbered)


def _states(old: Sequence[Concept], new: Sequence[Concept]) -> list[_Both]:
    pairs = {pair.new: pair for pair in paired(old, new)}
    states = []
    for j, concept in enumerate(new):
        pair = pairs.get(j)
        states.append(_both(old[pair.old], concept, pair.by) if pair else _both(None, concept, ""))
    taken = {pair.old for pair in pairs.values()}
    return states + [_both(concept, None, "") for i, concept in enumerate(old) if i not in taken]


def _both(old: Concept | None, new: Concept | None, by: str) -> _Both:
    """The two states with their terms paired: by language and text, by text, by language and key."""
    gone, come = list(old.terms if old else ()), list(new.terms if new else ())
    kept: list[tuple[Term, Term]] = []
    for key in (lambda t: (t.lang, t.text), lambda t: t.text, lambda t: (t.lang, term_key(t.text))):
        if not gone or not come:
            break
        places: defaultdict[object, list[Term]] = defaultdict(list)
        for term in reversed(come):
            places[key(term)].append(term)
        left = []
        for term in gone:
            same = places[key(term)]
            if same:
                kept.append((term, same.pop()))
            else:
                left.append(term)
        gone = left
        taken = {id(term) for _, term in kept}
        come = [term for term in come if id(term) not in taken]
    return _Both(old, new, by, kept, gone, come)


def _moves(states: Sequence[_Both]) -> _Moves:
    """Terms that one concept lost and another gained, by the state, the side and the place there."""
    lost: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for number, both in enumerate(states):
        for place, term in enumerate(both.gone):
            if not term.suggested:
                lost[term.lang, term.text].append((number, place))
    for places in lost.values():
        places.reverse()
    moves: _Moves = {}
    for number, both in enumerate(states):
        for place, term in enumerate(both.come):
            places = lost.get((term.lang, term.text), [])
            if places and not term.suggested:
                source, at = places.pop()
                moves[source, "gone", at] = _Move(_id(both.new), term)
                moves[number, "come", place] = _Move(_id(states[source].old), states[source].gone[at])
    return moves


def _id(concept: Concept | None) -> str:
    return concept.id if concept else ""


def _changes(both: _Both, number: int, moves: _Moves) -> Iterator[Change]:
    old, new = both.old, both.new
    if old is None and new is not None:
        yield Change("concept added", new=described_terms(new))
    elif new is None and old is not None:
        yield Change("concept removed", old=described_terms(old))
    elif old is not None and new is not None:
        yield from _concept_changes(old, new)
    for before, after in both.kept:
        yield from _term_changes(before, after)
    yield from _gone_and_come(both, number, moves)


def _concept_changes(old: Concept, new: Concept) -> Iterator[Change]:
    fields: tuple[tuple[ChangeKind, str, str], ...] = (
        ("id", old.id, new.id),
        ("kind", old.kind or "", new.kind or ""),
        ("definition", old.definition, new.definition),
        ("note", "\n".join(old.notes), "\n".join(new.notes)),
    )
    yield from (Change(kind, old=before, new=after) for kind, before, after in fields if before != after)


def _term_changes(old: Term, new: Term) -> Iterator[Change]:
    fields: tuple[tuple[ChangeKind, str, str], ...] = (
        ("spelling", old.text, new.text),
        ("language", old.lang, new.lang),
        ("status", old.status or "", new.status or ""),
        ("form", old.form or "", new.form or ""),
        ("suggested", _suggestion(old), _suggestion(new)),
        ("part of speech", old.part_of_speech, new.part_of_speech),
        ("note", "\n".join(old.notes), "\n".join(new.notes)),
        ("count", _number(old.count), _number(new.count)),
    )
    for kind, before, after in fields:
        if before != after:
            yield Change(kind, new.text, new.lang, before, after)


def _gone_and_come(both: _Both, number: int, moves: _Moves) -> Iterator[Change]:
    """Terms on one side only. Those of a concept that is there on one side only are told with it, unless they moved;
    a move is told on both sides, and what else changed of the term where it stands now."""
    for place, term in enumerate(both.gone):
        move = moves.get((number, "gone", place))
        if move is not None:
            yield Change("term moved away", term.text, term.lang, _id(both.old), move.other)
        elif both.new is not None:
            yield Change("term removed", term.text, term.lang, old=described(term))
    for place, term in enumerate(both.come):
        move = moves.get((number, "come", place))
        if move is not None:
            yield Change("term moved", term.text, term.lang, move.other, _id(both.new))
            yield from _term_changes(move.term, term)
        elif both.old is not None:
            yield Change("term added", term.text, term.lang, new=described(term))


def described_terms(concept: Concept) -> str:
    """The terms of a concept in a line."""
    return "; ".join(f"{term.text} ({term.lang})" for term in concept.terms)


def described(term: Term) -> str:
    """What a term is, in a line: form, status, whether it is suggested."""
    words = [term.form or "", term.status or "", "suggested" if term.suggested else ""]
    return ", ".join(word for word in words if word)


def _suggestion(term: Term) -> str:
    return f"suggested by {term.origin}" if term.suggested and term.origin else "suggested" if term.suggested else ""


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
