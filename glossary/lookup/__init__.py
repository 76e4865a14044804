"""Finds the terms of a termbase by whatever form of a name is at hand."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

from glossary.errors import UsageError
from glossary.lookup.find import found
from glossary.lookup.store import Base, Index, open_index, renew
from glossary.lookup.values import Hit, Place, Sentence, Spelling

if TYPE_CHECKING:
    from glossary.lookup.find import Found

__all__ = ["Hit", "Index", "Place", "Sentence", "Spelling", "lookups", "open_index"]


def lookups(query: str, index: Index, top: int = 10) -> list[Hit]:
    """The `top` concepts that answer a query, best first, each with the form that does and the reason.

    Of several termbases the hits stand together, the earlier termbase first among equals. None where nothing is
    found. Raises UsageError for a query without a character that shows, or with half a character in it.
    """
    asked = query.strip()
    if not asked or not any(char.isprintable() and not char.isspace() for char in asked):
        raise UsageError("the query is empty", "", "give a name, or a part of one")
    if any("\ud800" <= char <= "\udfff" for char in asked):
        raise UsageError("the query is not valid text", "", "it must be UTF-8")
    ranked: list[tuple[float, int, Hit]] = []
    for base in index.bases:
        ranked += [(-hit.score, len(ranked) + n, hit) for n, hit in enumerate(_hits(query, base, top))]
    ranked.sort(key=lambda item: item[:2])
    return [_placed(hit, rank) for rank, (_, _, hit) in enumerate(ranked[:max(top, 0)], 1)]


def _hits(query: str, base: Base, top: int) -> list[Hit]:
    try:
        return _asked(query, base, top)
    except (sqlite3.Error, ValueError, TypeError, LookupError):
        if not base.stored:
            raise
        renew(base)  # what was read from the disk is damaged
        return _asked(query, base, top)


def _asked(query: str, base: Base, top: int) -> list[Hit]:
    best: dict[int, Found] = {}
    for hit in found(query, base.base, top):
        if len(best) >= top:
            break
        best.setdefault(hit.row.concept, hit)
    return [_hit(query, hit, base) for hit in best.values()]


def _hit(query: str, hit: Found, base: Base) -> Hit:
    row = base.base.execute("select id, kind, forms, sentences from concept where number = ?", (hit.row.concept,)).fetchone()
    concept, kind, forms, sentences = row
    spellings = [Spelling(*form) for form in json.loads(forms)]
    texts = hit.row.texts.split("\n")
    candidate = next((s for s in spellings if s.text == query.strip()), None)
    candidate = candidate or next(s for s in spellings if s.text in texts)
    return Hit(
        query, 0, candidate.text, round(hit.score, 4), hit.reason, concept, kind, candidate.lang,
        tuple(s for s in spellings if s != candidate), tuple(Sentence(*s) for s in json.loads(sentences or "[]")),
        str(base.path),
    )  # fmt: skip


def _placed(hit: Hit, rank: int) -> Hit:
    from dataclasses import replace

    return replace(hit, rank=rank)
