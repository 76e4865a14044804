"""Puts the lines of a laid-out page together again: paragraphs, headings and footnotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glossary.clean.furniture import furniture
from glossary.clean.lines import is_east_asian
from glossary.clean.paragraphs import goes_on, page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.clean.layout import Layout
    from glossary.clean.lines import Line
    from glossary.model.text import PassageRole
    from glossary.rules import Rules

_NOTE = re.compile(r"(\d{1,3}|\*{1,3}|[a-z])\s+(?=\S)")
_LINK = re.compile(r"(?:https?://|www\.)[!-~]*\Z")
_STAR = re.compile(r"[^\s*]\*{1,3}(?!\S)")  # 临时议程* 项目
_FURTHEST = 80  # lines to look ahead for the first number of a block of footnotes
_SKIPPED = 3  # numbers that may be missing between two footnotes


@dataclass(slots=True)
class Block:
    """A passage in the making: its lines in order, and the stretches of the original that they cover.

    `area` is the block of footnotes that a footnote stands in, counted from 1; `in_link` says that its last
    line but one ended within a link.
    """

    lines: list[Line]
    stretches: list[tuple[int, int]]
    role: PassageRole = "body"
    note: str = ""
    area: int = 0
    in_link: bool = False

    @property
    def start(self) -> int:
        return self.stretches[0][0]


def blocks(found: Sequence[Line], style: Layout, rules: Rules) -> list[Block]:
    """The blocks of a laid-out document, in the order in which they begin.

    A paragraph that a page cuts goes on after the footnotes and the furniture of that page.
    """
    kept, ruled = _without_furniture(found, furniture(found, rules), style)
    view = page(kept, style, rules)
    starred = any("*" in line.text and _STAR.search(line.text) for line in kept)
    done: list[Block] = []
    body: Block | None = None
    note: Block | None = None  # the last footnote so far
    within, area, last = False, 0, 0
    for k, line in enumerate(kept):
        within = within and not line.turn
        if k in ruled and _opens_notes(kept, k, last):
            within, area = True, area + 1
        number = _number(line, last, within, starred)
        if number:
            area += 0 if within else 1
            note = _note(line, number, area)
            done.append(note)
            within = True
            last = int(number[1]) if number[1].isdigit() else last
        elif within and note and (k in ruled or goes_on(note.lines, line, k, view)):
            _append(note, line, style)
        elif body and goes_on(body.lines, line, k, view):
            within = False
            _append(body, line, style)
        else:
            within = False
            body = Block([line], [(line.start, line.end)])
            done.append(body)
    return done


def _without_furniture(
    found: Sequence[Line], marks: Sequence[str], style: Layout
) -> tuple[list[Line], frozenset[int]]:
    """The lines that are text, the first of each page marked; and the numbers of those below a rule.

    A page begins after furniture, and where the empty line between two physical lines is missing.
    """
    kept: list[Line] = []
    ruled: set[int] = set()
    turn = False
    for line, mark in zip(found, marks, strict=True):
        if mark == "furniture.rule":
            ruled.add(len(kept))
        elif mark:
            turn = True
        else:
            missing = style.kind == "spaced" and not line.gap and bool(kept)
            kept.append(line._replace(turn=True) if turn or missing else line)
            turn = False
    return kept, frozenset(ruled)


def _opens_notes(kept: Sequence[Line], k: int, last: int) -> bool:
    """Whether footnotes stand below the rule before line `k`: one with a number that fits, on this page.

    Line `k` itself may be the end of a footnote of the page before.
    """
    for ahead in range(k, min(k + _FURTHEST, len(kept))):
        if ahead > k and kept[ahead].turn:
            return False
        if _number(kept[ahead], last, True, True):
            return True
    return False


def _number(line: Line, last: int, within: bool, starred: bool) -> re.Match[str] | None:
    """The number at the head of `line` if it begins a footnote: the one after footnote `last`, or the first
    of a new count.

    Outside a block of footnotes (`within`) only asterisks do, on an indented line, if one stands behind a
    word of the text (`starred`): elsewhere they are bullets.
    """
    if not within and not (starred and line.indent and line.text[0] == "*"):
        return None
    match = _NOTE.match(line.text)
    if match is None or not match[1].isdigit():
        return match
    number = int(match[1])
    return match if number == 1 or last < number <= last + _SKIPPED else None


def _note(line: Line, number: re.Match[str], area: int) -> Block:
    start = line.start + number.end()
    rest = line._replace(start=start, text=line.text[number.end() :])
    return Block([rest], [(start, line.end)], "note", number[1], area)


def _append(block: Block, line: Line, style: Layout) -> None:
    """Adds `line` to `block`, and the blank before it where the line was cut at one."""
    before = block.lines[-1]
    if before.text[-1] == "." or not (is_east_asian(before.text[-1]) or is_east_asian(line.text[0])):
        linked = block.in_link and before.text.isascii() and " " not in before.text
        block.in_link = linked or _LINK.search(before.text) is not None
        if not block.in_link and _needs_blank(before, line, style):
            block.stretches[-1] = (block.stretches[-1][0], before.end + 1)
    else:
        block.in_link = False
    block.lines.append(line)
    block.stretches.append((line.start, line.end))


def _needs_blank(before: Line, line: Line, style: Layout) -> bool:
    """Whether a blank stood where a line was cut between Latin letters, digits and marks: none after a
    hyphen, a slash or an open bracket, none before closing marks."""
    left, right = before.text[-1], line.text[0]
    if left in "-‐‑–/([“‘" or right in ",.;:)]”’!?%":
        return False
    if right in "([" and not left.isalpha():
        return False
    if (left.isdigit() and right.isdigit()) or left == ".":
        return True
    return before.trail if style.keeps_blanks else True
