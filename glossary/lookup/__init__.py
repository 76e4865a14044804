"""Finds the terms of a termbase by whatever form of a name is at hand, and all its terms in a text.

    >>> import pathlib, tempfile
    >>> from glossary.formats.jsonl import write_jsonl
    >>> from glossary.model import Concept, Term, Termbase
    >>> jordan = Concept("c-1", (Term("约旦", "zh-Hans"), Term("Jordan", "en")), "place")
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "names.jsonl"
    >>> nothing_lost = write_jsonl(Termbase((jordan,)), path)
    >>> index = open_index([path])
    >>> [(hit.candidate, hit.reason, hit.score) for query in ("约旦", "約旦", "JÓRDAN") for hit in lookups(query, index)]
    [('约旦', 'exact', 1.0), ('约旦', 'script', 0.98), ('Jordan', 'folded', 0.98)]
    >>> [(hit.candidate, hit.reason) for query in ("yuē dàn", "yd", "Jordaan") for hit in lookups(query, index)]
    [('约旦', 'pinyin'), ('约旦', 'initials'), ('Jordan', 'typing')]
    >>> [(place.start, place.end, place.surface, place.concept) for place in places("約旦河、約旦和Jordan", index)]
    [(0, 2, '約旦', 'c-1'), (4, 6, '約旦', 'c-1'), (7, 13, 'Jordan', 'c-1')]
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from glossary.errors import UsageError
from glossary.lookup.answers import better
from glossary.lookup.find import found
from glossary.lookup.store import Base, Index, open_index, renew
from glossary.lookup.values import Hit, Place, Sentence, Spelling

if TYPE_CHECKING:
    from collections.abc import Callable

    from glossary.lookup.answers import Found
    from glossary.lookup.postings import Row
    from glossary.model.text import Kind

__all__ = ["Hit", "Index", "Place", "Sentence", "Spelling", "lookups", "open_index", "places"]

# What a damaged index may raise when it is read: what stands in it is no longer what was written.
_DAMAGE = (sqlite3.Error, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
_T = TypeVar("_T")
_MOST = 100  # other forms of a concept that a place in a text comes with


def lookups(query: str, index: Index, top: int = 10) -> list[Hit]:
    """The `top` concepts that answer a query, best first, each with the form that does and the reason.

    Of several termbases the hits stand together, those of the earlier one first among equals. None where nothing is
    found. Raises UsageError for a query without a character that shows, or with half a character in it.
    """
    asked = query.strip()
    if not any(char.isprintable() and not char.isspace() for char in asked):
        raise UsageError("the query is empty", "", "give a name, or a part of one")
    _checked(query)
    ranked = [hit for base in index.bases for hit in _answered(base, lambda base: _hits(asked, query, base, top))]
    ranked.sort(key=lambda hit: -hit.score)
    return [replace(hit, rank=rank) for rank, hit in enumerate(ranked[:max(top, 0)], 1)]


def places(text: str, index: Index) -> list[Place]:
    """Every term in a text, left to right, the longest of those that begin first, whatever termbase it is of.

    A term of several concepts is there once for each. Blanks and wraps inside a term, its interpuncts, its case and
    its script need not be those of the termbase.
    """
    _checked(text)
    found = [place for base in index.bases for place in _answered(base, lambda base: _places(text, base))]
    found.sort(key=lambda place: (place.start, -place.end))
    kept: list[Place] = []
    for place in found:
        if not kept or place.start >= kept[-1].end or (place.start, place.end) == (kept[-1].start, kept[-1].end):
            kept.append(place)
    return kept


def _checked(text: str) -> None:
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise UsageError("the query is not valid text", "", "it must be UTF-8")


def _answered(base: Base, ask: Callable[[Base], _T]) -> _T:
    """What `ask` finds; where the index proves damaged on the way, what it finds in a new one."""
    try:
        return ask(base)
    except _DAMAGE:
        if not base.stored:
            raise
        renew(base)
        return ask(base)


def _hits(asked: str, query: str, base: Base, top: int) -> list[Hit]:
    """The best hit of each concept."""
    best: dict[int, Found] = {}
    for hit in found(asked, base.base, top):
        known = best.get(hit.row.concept)
        best[hit.row.concept] = hit if known is None else better(known, hit)
    return [_hit(asked, query, hit, base) for hit in list(best.values())[:max(top, 0)]]


def _hit(asked: str, query: str, hit: Found, base: Base) -> Hit:
    concept, kind, spellings, sentences = _concept(hit.row, base)
    candidate = _candidate(asked, hit.row, spellings)
    return Hit(
        query, 0, candidate.text, round(hit.score, 4), hit.reason, concept, kind, candidate.lang,
        tuple(s for s in spellings if s != candidate), sentences, str(base.path),
    )  # fmt: skip


def _places(text: str, base: Base) -> list[Place]:
    from glossary.lookup.in_text import occurrences

    made = []
    known: dict[int, tuple[str, Kind | None, list[Spelling], dict[str, int]]] = {}
    for start, end, row in occurrences(text, base.base):
        if row.concept not in known:
            concept, kind, spellings, _ = _concept(row, base)
            known[row.concept] = (concept, kind, spellings, {s.text: n for n, s in reversed(list(enumerate(spellings)))})
        concept, kind, spellings, first = known[row.concept]
        # As `_candidate` has it, without going through thousands of forms for each of thousands of places.
        texts, asked = row.texts.split("\n"), text[start:end]
        candidate = spellings[first[asked] if asked in texts and asked in first else min(first[t] for t in texts if t in first)]
        others = tuple(islice((s for s in spellings if s != candidate), _MOST))
        made.append(Place(start, end, text[start:end], candidate.text, concept, kind, candidate.lang, others, str(base.path)))
    return made


def _concept(row: Row, base: Base) -> tuple[str, Kind | None, list[Spelling], tuple[Sentence, ...]]:
    """Id, kind, forms and sentences of the concept that a name belongs to."""
    question = "select id, kind, forms, sentences from concept where number = ?"
    concept, kind, forms, sentences = base.base.execute(question, (row.concept,)).fetchone()
    return (
        concept, kind, [Spelling(*form) for form in json.loads(forms)],
        tuple(Sentence(*sentence) for sentence in json.loads(sentences or "[]")),
    )  # fmt: skip


def _candidate(asked: str, row: Row, spellings: list[Spelling]) -> Spelling:
    """The form that a name stands for: as it was asked for, if that is one of them, or else the first."""
    texts = row.texts.split("\n")
    mine = [s for s in spellings if s.text in texts]
    return next((s for s in mine if s.text == asked), mine[0])
