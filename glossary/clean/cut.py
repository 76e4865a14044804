"""Cuts passages that are longer than any paragraph, so that what is done to a passage takes bounded time.

A text of one line of a million characters is one paragraph; a harvester that looks from every bracket to the next
one would look at all of it as often as it has brackets. The longest of 64,000 passages of letters, records, articles
and web pages has 1,500 characters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from glossary.model.text import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossary.model.text import Passage

LONGEST = 2000  # characters
_SHORTEST = LONGEST // 2
# Where a passage may be cut, the best place first: behind a sentence, behind a part of it.
_CUTS = ("。！？!?…", "；;：:", "，,、", " \t\u3000")


def cut(found: Iterable[Passage]) -> Iterator[Passage]:
    """The passages, those longer than LONGEST in pieces, with ids p1, p2 …

    A piece ends with a sentence where one ends in its second half, or else with a part of one, or else anywhere. What
    follows the first piece of a speech or heading is body; each piece of a note has its number.
    """
    number = 0
    for passage in found:
        for piece in _pieces(passage) if len(passage.text) > LONGEST else (passage,):
            number += 1
            yield piece if piece.id == f"p{number}" else replace(piece, id=f"p{number}")


def _pieces(passage: Passage) -> Iterator[Passage]:
    text, start = passage.text, 0
    while start < len(text):
        end = _end(text, start)
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip())
        ink = piece.strip()
        if ink:
            yield _piece(passage, start + lead, start + lead + len(ink), first=not start, until=end)
        start = end


def _end(text: str, start: int) -> int:
    """Where the piece that begins at `start` ends."""
    last = start + LONGEST
    if last >= len(text):
        return len(text)
    for marks in _CUTS:
        at = max(text.rfind(mark, start + _SHORTEST, last) for mark in marks)
        if at >= 0:
            return at + 1
    return last


def _piece(passage: Passage, start: int, end: int, *, first: bool, until: int) -> Passage:
    """`passage` from `start` to `end`, with the calls up to `until`."""
    run = bisect_right(passage.runs, start, key=lambda r: r.clean) - 1
    after = bisect_left(passage.runs, end, key=lambda r: r.clean)
    begin = passage.runs[run]
    runs = (
        Run(0, begin.original + start - begin.clean),
        *(Run(r.clean - start, r.original) for r in passage.runs[run + 1 : after]),
    )
    calls = tuple(
        (min(max(at - start, 0), end - start), number)
        for at, number in passage.calls
        if (at > start or first) and at <= until
    )
    role = passage.role if first or passage.role not in ("speech", "heading") else "body"
    return replace(passage, text=passage.text[start:end], runs=runs, role=role, calls=calls)
