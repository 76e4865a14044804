"""Where any of many known forms stands in a text (Aho–Corasick); the only module that imports ahocorasick-rs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from glossary.model.making import made
from glossary.model.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ahocorasick_rs import AhoCorasick


@dataclass(frozen=True, slots=True, eq=False)  # hashed by identity: what is found is remembered
class Forms:
    """Known forms and the automaton that finds them, or the larger set that they are `some` of."""

    forms: tuple[str, ...]
    automaton: AhoCorasick | None
    whole: Forms | None = None
    some: frozenset[str] = frozenset()


NONE = Forms((), None)


def forms(known: Iterable[str]) -> Forms:
    """The distinct, non-empty `known` forms, ready to be looked for."""
    import ahocorasick_rs

    distinct = tuple(sorted({form for form in known if form}))
    if not distinct:
        return NONE
    # Left to itself the library makes a table of every state and byte for a hundred forms or fewer: that takes ten times
    # as long to make, for one form of 10,000 characters seconds, and finds nothing sooner.
    automaton = ahocorasick_rs.AhoCorasick(
        distinct, matchkind=ahocorasick_rs.MatchKind.Standard, implementation=ahocorasick_rs.Implementation.ContiguousNFA
    )
    return Forms(distinct, automaton)


def some_of(whole: Forms, known: Iterable[str]) -> Forms:
    """Those of the `known` forms that `whole` holds: a text is gone through once for all of its parts."""
    some = frozenset(known) & frozenset(whole.forms)
    return Forms(tuple(sorted(some)), None, whole, some)


def forms_in(text: str, known: Forms) -> set[str]:
    """Those of the known forms that stand anywhere in a text."""
    if known.automaton is None:
        return {form for _, form in everywhere(text, known)}
    return {known.forms[index] for index, _, _ in known.automaton.find_matches_as_indexes(text, overlapping=True)}


def longest(text: str, known: Forms) -> Iterator[tuple[Span, str]]:
    """Non-overlapping occurrences, the longest of those that begin first, left to right."""
    hits = everywhere(text, known)
    end = 0
    for span, form in sorted(hits, key=lambda hit: (hit[0].start, -hit[0].end)) if len(hits) > 1 else hits:
        if span.start >= end:
            yield span, form
            end = span.end


@lru_cache(maxsize=64)  # several harvesters ask for the known forms of one passage
def everywhere(text: str, known: Forms) -> tuple[tuple[Span, str], ...]:
    """All occurrences, overlapping ones too, by end."""
    if known.whole is not None:
        return tuple([hit for hit in everywhere(text, known.whole) if hit[1] in known.some])
    if known.automaton is None:
        return ()
    forms = known.forms
    hits = known.automaton.find_matches_as_indexes(text, overlapping=True)
    return tuple([(made(Span, (start, end)), forms[index]) for index, start, end in hits])
