"""Cuts a text into its physical lines, each with what its place on the page tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from glossary.clean.characters import BREAKS, EDGES, UNSEEN
from glossary.model.making import made

if TYPE_CHECKING:
    from collections.abc import Iterator

_INKED = re.compile(rf"[^\s{UNSEEN}][^{BREAKS}]*")
_BREAK = re.compile(f"\r\n|[{BREAKS}]")
_UNSEEN = re.compile(f"[{UNSEEN}]")


class Line(NamedTuple):
    """One line with ink on it: `text` is original[start:end], blanks at both ends left out.

    `indent` and `width` are in cells, two for a Chinese character. `gap` counts the empty lines before it,
    `turn` says that a page ended before it, `trail` that a blank follows it.
    """

    start: int
    end: int
    text: str
    indent: float
    width: float
    gap: int
    turn: bool
    trail: bool


def is_east_asian(char: str) -> bool:
    """Whether the character is one of those between which a line end is no blank."""
    return "\u2e80" <= char <= "\U0003ffff"


def lines(text: str) -> Iterator[Line]:
    """The lines of `text` that are not empty, in order."""
    last = 0
    for match in _INKED.finditer(text):
        start, stop = match.span()
        ink = match[0].rstrip(EDGES)
        end = start + len(ink)
        before = text[last:start]
        breaks, lead = _between(before)
        gap = max(breaks - 1, 0) if last else breaks
        yield made(Line, (start, end, ink, lead, cells(ink), gap, "\x0c" in before, end < stop))
        last = stop


def _between(before: str) -> tuple[int, float]:
    """The line breaks between two inked lines, and the cells by which the second is indented."""
    if not before.strip(" \n"):
        return before.count("\n"), len(before) - before.rfind("\n") - 1
    found = list(_BREAK.finditer(before))
    lead = before[found[-1].end() :] if found else before
    return len(found), cells(_UNSEEN.sub("", lead))


def cells(text: str) -> float:
    """The width of `text` where a Chinese character takes two cells and a Latin letter one.

    Taken from the length in UTF-8 (three bytes and one byte): exact for these, near enough for all others,
    and much faster than asking for the width of each character.
    """
    return (len(text.encode("utf-8", "surrogatepass")) + len(text)) / 2
