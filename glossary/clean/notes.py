"""Finds the calls of footnotes in the text of a page: the small numbers, which most plain texts do not raise."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.clean.raised import raised
from glossary.normalise import has_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossary.rules import Rules

_MARKS = "。，、；：！？”’》）)…—"
_CLOSED = "”’》）)"  # no quantity follows these without a word between: “会付钱。”3 次日
_CALL = re.compile(r"(?:\d{1,3}|\*{1,3}|[a-z])(?![\dA-Za-z/.,%\-*(])")


class Note(NamedTuple):
    """A footnote: its number, and the stretch of the original in which its call can stand."""

    number: str
    begin: int
    end: int


class Call(NamedTuple):
    """What looks like the call of note `number`: at `offset` of the raw text of block `block`, `start` of the
    original. `doubt` is 0 where a call is likeliest."""

    start: int
    block: int
    offset: int
    number: str
    doubt: int


def candidates(raw: str, cuts: frozenset[int], rules: Rules) -> Iterator[tuple[int, str, int]]:
    """All that looks like a footnote call in `raw`: offset, number and doubt.

    `cuts` are the offsets in `raw` at which a new line begins.
    """
    for run in raised(raw, len(raw), rules):
        if run.doubt < 2:
            yield run.start, run.digits, run.doubt
    counter = _counter(rules)
    for match in _CALL.finditer(raw):
        if match.start() and ((before := raw[match.start() - 1]) in _MARKS or has_han(before)):
            doubt = _doubt(raw, match, cuts, counter)
            if doubt is not None:
                yield match.start(), match[0], doubt


def calls(notes: Sequence[Note], found: Sequence[Call]) -> list[Call]:
    """The call of each note that has one: on the page of the note, after the call of the note before it.

    Of several candidates the likeliest is taken, and of two alike the first. A number that no footnote of its
    page bears is never a call.
    """
    by_number: dict[str, list[Call]] = {}
    for call in sorted(found):
        by_number.setdefault(call.number, []).append(call)
    chosen: list[Call] = []
    last = -1
    for note in notes:
        begin = max(note.begin, last + 1) if note.number.isdigit() else note.begin
        alike = by_number.get(note.number, [])
        first = bisect_left(alike, begin, key=_start)
        fitting = alike[first : bisect_left(alike, note.end, lo=first, key=_start)]
        if fitting:
            best = min(fitting, key=lambda call: (call.doubt, call.start))
            chosen.append(best)
            last = best.start if note.number.isdigit() else last
    return chosen


def _start(call: Call) -> int:
    return call.start


def _doubt(raw: str, match: re.Match[str], cuts: frozenset[int], counter: re.Pattern[str]) -> int | None:
    """How doubtful a number is as a call, None where it cannot be one."""
    if match[0][0] == "*":
        return 0
    start, end = match.span()
    after = raw[end : end + 1]
    apart = end in cuts or not after or after.isspace()
    if raw[start - 1] not in _CLOSED and counter.match(raw, end):
        return None
    if raw[start - 1] not in _MARKS:
        # 报告31 (四份…: after a plain character only where a blank follows, and no line was cut before it.
        return None if start in cuts or not (apart or after in _MARKS) else 1
    if apart:
        return 2 if start in cuts else 0
    return 3


@cache
def _counter(rules: Rules) -> re.Pattern[str]:
    words = "|".join(map(re.escape, rules.words("note.counter")))
    others = "|".join(map(re.escape, rules.words("note.counter.not")))
    return re.compile(rf"\s{{0,2}}(?!{others})(?:{words})")
