"""Lines and columns of a text as it was read."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_LINE_END = re.compile("\r\n|\r|\n")


class Place(NamedTuple):
    """A place of a text: line and column from 1, columns in code points."""

    line: int
    column: int


class Lines:
    """Where the lines of a text begin. A line ends at a line feed, a carriage return, or both together; the form
    feed between two pages of a PDF ends none."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def place(self, offset: int) -> Place:
        """The place of the code point at `offset`; the end of the text has one too."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)
