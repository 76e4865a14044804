"""Finds what must not count beside the rows of corpora: a text that another document holds, an id that
another bears.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from glossary.errors import ReadError
from glossary.model.text import Document
from glossary.read import jsonl
from glossary.read.source import CORPUS, Listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.read.source import Source


class _Row(NamedTuple):
    """One document: its id, whether it is a row, the number of its source, its line. The least counts."""

    id: str
    is_row: bool
    source: int
    line: int


def settled(listing: Listing) -> Listing:
    """`listing` with every document counted once: identical texts under the id that sorts first.

    A row whose id another document bears, with another text, is an error. Only where there are corpora is
    anything read; what is kept in memory is an id and a digest for each document.
    """
    found = listing.sources
    if not any(source.suffix == CORPUS for source in found):
        return listing
    firsts: dict[bytes, _Row] = {}
    repeats: list[_Row] = []
    for number, source in enumerate(found):
        for digest, row in _rows(number, source):
            first = firsts.setdefault(digest, row)
            if first is not row:
                firsts[digest] = min(first, row)
                repeats.append(max(first, row))
    errors: list[ReadError] = []
    refused: list[_Row] = []
    bearers: dict[str, _Row] = {}
    for row in sorted(firsts.values(), key=lambda row: row[1:]):
        bearer = bearers.setdefault(row.id, row)
        if bearer is not row:
            refused.append(row)
            what = f"the id {row.id} is that of {_where(found, bearer)}, with another text"
            errors.append(ReadError(what, _where(found, row), "give every line an id of its own"))
    skip: dict[int, set[int]] = defaultdict(set)
    for row in (*repeats, *refused):
        skip[row.source].add(row.line)
    return Listing(
        tuple(
            replace(source, skip=frozenset(skip[k])) if source.suffix == CORPUS else source
            for k, source in enumerate(found)
            if source.suffix == CORPUS or k not in skip
        ),
        (*listing.errors, *errors),
        (*listing.notices, *_notices(found, repeats)),
    )


def _rows(number: int, source: Source) -> Iterator[tuple[bytes, _Row]]:
    """The digest and the place of each document of a source. What cannot be read is left to the reader to
    tell.
    """
    try:
        if source.suffix != CORPUS:
            data = Path(source.path).read_bytes() if source.data is None else source.data
            yield hashlib.sha256(data).digest(), _Row(source.id, False, number, 0)
            return
        for line, row in jsonl.rows(source):
            if isinstance(row, Document):
                yield bytes.fromhex(row.digest), _Row(row.id, True, number, line)
    except (ReadError, OSError):
        return


def _notices(found: tuple[Source, ...], repeats: list[_Row]) -> Iterator[str]:
    counts: dict[int, int] = defaultdict(int)
    for row in repeats:
        counts[row.source] += 1
    for number, count in sorted(counts.items()):
        if found[number].suffix == CORPUS:
            yield f"{found[number].path}: {count} lines repeat the text of another document; counted once"
        else:
            yield f"{found[number].path}: the same text as a line of a corpus; counted once"


def _where(found: tuple[Source, ...], row: _Row) -> str:
    path = found[row.source].path
    return f"{path}:{row.line}" if row.is_row else path
