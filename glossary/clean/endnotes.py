"""Finds the notes of a text without page layout: below the last rule of underscores, called by raised digits.

So stand the notes of word processor files once they are read, and of web pages and plain texts written like
them:

    委员会通过了《水域公约》¹²。
    __________________
     12 见 https://www.example.org/…
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.clean.lines import lines
from glossary.clean.raised import DIGITS, lowered, raised

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from glossary.clean.lines import Line
    from glossary.clean.raised import Raised
    from glossary.rules import Rules

_HEAD = re.compile(rf"([1-9][0-9]{{0,2}})(?:\s+|\Z)|([{DIGITS}]{{1,3}})\s*")
_TRIES = 3  # rules to try from the last: one more may close the text, and one may stand in a note
_WORTH = (4, 3, 2)  # of a call by its doubt: any call is worth more than none, a surer one more


class Mark(NamedTuple):
    """The call of note `number`, from `start` to `end` of the original; two that stand together share them."""

    start: int
    end: int
    number: str


@dataclass(frozen=True, slots=True)
class Endnotes:
    """The notes of a text. `lines` has each line of theirs by its start: where its words begin, and the
    number of its note. `rules` are the starts of the lines that are furniture. `marks` are in order.
    """

    lines: Mapping[int, tuple[int, str]]
    rules: frozenset[int]
    marks: tuple[Mark, ...]

    def within(self, start: int, end: int) -> tuple[Mark, ...]:
        """The calls between two offsets of the original."""
        first = bisect_left(self.marks, start, key=lambda mark: mark.start)
        return self.marks[first : bisect_left(self.marks, end, lo=first, key=lambda mark: mark.start)]


def endnotes(text: str, rules: Rules) -> Endnotes | None:
    """The notes of `text` and their calls; None without evidence of both.

    Evidence is a line of underscores, lines with consecutive numbers below it, and raised digits above it
    that call all of them, or a good part and beyond doubt.
    """
    if "_____" not in text and "＿＿＿＿＿" not in text:
        return None
    found = list(lines(text))
    rule = _rule(rules)
    ruled = [k for k, line in enumerate(found) if line.text[0] in "_＿" and rule.fullmatch(line.text)]
    bare = frozenset(ruled)
    for k in ruled[: -_TRIES - 1 : -1]:
        below = [found[at] for at in range(k + 1, len(found)) if at not in bare]
        notes, numbers = _notes(below, int(rules["note.paragraphs"].value or 0))
        marks = _marks(text, found[k].start, numbers, rules) if numbers else ()
        if marks:
            furniture = frozenset(found[at].start for at in ruled if at >= k)
            return Endnotes(notes, furniture, marks)
    return None


def _notes(below: Sequence[Line], most: int) -> tuple[dict[int, tuple[int, str]], range]:
    """The lines of notes among those `below` the rule, as `Endnotes` has them, and the numbers of the notes.

    A line without the next number, or set in otherwise, is one more paragraph of the note above it: up to
    `most` of them below the last, where it may also be text again.
    """
    found: dict[int, tuple[int, str]] = {}
    first = last = 0
    edges = (0.0, 0.0)
    since = 0
    for line in below:
        head = _HEAD.match(line.text)
        number = int(head[1] or lowered(head[2])) if head else 0
        if not first and not number:
            break
        ends = (line.indent, line.indent + len(str(number)))
        if head and (not first or (number == last + 1 and (ends[0] == edges[0] or ends[1] == edges[1]))):
            first, last, edges, since = first or number, number, ends, 0
            found[line.start] = (line.start + head.end(), str(number))
        else:
            since += 1
            found[line.start] = (line.start, str(last))
    if since > most:
        found = dict(list(found.items())[:-since])
    return found, range(first, last + 1 if first else first)


def _marks(text: str, end: int, numbers: range, rules: Rules) -> tuple[Mark, ...]:
    """The calls in text[:end] of the notes `numbers`, none where too few are called.

    The first calls of the notes stand in the order of their numbers, which tells calls from formulas where
    the place alone does not. Any other number of a note that only a call can be is a call as well.
    """
    found = [(run, _readings(run.digits, numbers)) for run in raised(text, end, rules)]
    chosen = _chain([(run, readings) for run, readings in found if readings])
    called = [number for _, reading in chosen for number in reading]
    sure = any(run.doubt == 0 for run, _ in chosen)
    share = rules["note.called"].value or 1.0
    if len(called) < (share if sure else 1.0) * len(numbers):
        return ()
    taken = dict(chosen)
    for run, readings in found:
        if run not in taken and run.doubt == 0 and readings and len(readings[0]) == 1:
            taken[run] = readings[0]
    return tuple(
        Mark(run.start, run.end, str(number)) for run, reading in sorted(taken.items()) for number in reading
    )


def _readings(digits: str, numbers: range) -> list[tuple[int, ...]]:
    """The numbers of notes that raised `digits` may stand for: ¹² for 12, or for 1 and 2."""
    if digits[0] == "0":
        return []
    found: list[tuple[int, ...]] = [(int(digits),)] if int(digits) in numbers else []
    for length in range(1, min(3, len(digits) // 2) + 1):
        row = [int(digits[:length])]
        rest = digits[length:]
        while rest and rest.startswith(str(row[-1] + 1)):
            row.append(row[-1] + 1)
            rest = rest[len(str(row[-1])) :]
        if not rest and row[0] in numbers and row[-1] in numbers:
            found.append(tuple(row))
    return found


def _chain(found: Sequence[tuple[Raised, Sequence[tuple[int, ...]]]]) -> list[tuple[Raised, tuple[int, ...]]]:
    """Of runs of raised digits, in order, those with rising numbers that are worth most together, each with
    what it stands for. Of chains alike the first.

    The heaviest increasing subsequence: of the chains so far only those are kept that no other beats both in
    its last number and in its worth, so that a run costs two searches by halves.
    """
    nodes: list[tuple[Raised, tuple[int, ...], int]] = []
    lasts, worths, ends = [-1], [0], [-1]  # of each chain kept, rising: last number, worth, last node
    for run, readings in found:
        longer: list[tuple[int, int, int]] = []
        for reading in readings:
            at = bisect_left(lasts, reading[0]) - 1
            nodes.append((run, reading, ends[at]))
            longer.append((reading[-1], worths[at] + _WORTH[run.doubt] * len(reading), len(nodes) - 1))
        for last, worth, node in longer:
            at = bisect_right(lasts, last)
            if worths[at - 1] >= worth:
                continue
            begin = at - 1 if lasts[at - 1] == last else at
            stop = bisect_right(worths, worth, lo=begin)
            lasts[begin:stop], worths[begin:stop], ends[begin:stop] = [last], [worth], [node]
    chosen: list[tuple[Raised, tuple[int, ...]]] = []
    node = ends[-1]
    while node >= 0:
        run, reading, node = nodes[node]
        chosen.append((run, reading))
    return chosen[::-1]


@cache
def _rule(rules: Rules) -> re.Pattern[str]:
    return re.compile(rules["furniture.rule"].pattern)
