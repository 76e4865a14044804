"""Decides whether a physical line goes on with the paragraph above it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from glossary.clean.layout import ended, first_unit
from glossary.normalise import HAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.clean.layout import Layout
    from glossary.clean.lines import Line
    from glossary.rules import Rules

_TEN = "一二三四五六七八九十"
_ITEM = re.compile(rf"[(（][a-z\d{_TEN}]{{1,3}}[)）]|\d{{1,3}}\.\s|[{_TEN}]{{1,3}}[、.．]")
_INSIDE = re.compile("[，。；,;]")
_WIDER = 1.08  # by how much the text below a title is wider than it, at the least
_LOOK_AHEAD = 90  # characters within which a speaker's line has its colon


@dataclass(frozen=True, slots=True)
class Page:
    """What the decision about a line needs to know of its document. Widths are in cells."""

    layout: Layout
    short: float  # a line narrower than this ends its paragraph
    title: float  # the same for an indented title
    cover: int  # lines before this one are the cover block, set in a narrow column
    column: float  # the width of that column
    indent: float  # an indent of this or more begins a paragraph where no empty lines do
    opens: tuple[str, ...]
    speaker: re.Pattern[str]


def page(kept: Sequence[Line], style: Layout, rules: Rules) -> Page:
    """What the lines of a document show of its pages."""
    width = style.width
    widest = _value(rules, "cover.widest") * width
    cover = 0
    for line in kept:
        if line.width > widest or ended(line.text) or (cover and line.indent > 1):
            break
        cover += 1
    column = max((line.width for line in kept[:cover]), default=0.0)
    return Page(
        style,
        _value(rules, "paragraph.short") * width,
        _value(rules, "paragraph.title") * width,
        cover if column >= _value(rules, "cover.narrow") else 0,
        column,
        _indent(kept, _value(rules, "paragraph.short") * width),
        rules.words("paragraph.open"),
        speaker(rules),
    )


def goes_on(above: Sequence[Line], line: Line, number: int, page: Page) -> bool:
    """Whether `line`, the `number`th of the document, goes on with the paragraph whose lines are `above`."""
    before = above[-1]
    over = ended(before.text)
    indent = line.indent - (1 if line.turn and not line.gap else 0)  # the end of a page leaves a blank behind
    if speaks(line.text, page.speaker) and (over or line.gap or before.width < page.short):
        return False
    if number < page.cover:
        full = before.width + first_unit(line.text) > page.column
        return indent <= 0 and (full or before.text.endswith(page.opens))
    if line.turn and not over and indent <= 0 and (len(above) > 1 or _INSIDE.search(before.text)):
        return True
    if _is_title(before, page) and not over and line.width < page.short:
        return indent <= 0 and before.text.endswith(page.opens)
    if page.layout.kind == "spaced":
        return _goes_on_spaced(before, line, over, indent, page)
    return _goes_on_solid(above, line, over, page)


def speaks(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether `text` begins with a speaker, as in verbatim records: 比昂先生（加蓬）（以法语发言）：."""
    head = text[:_LOOK_AHEAD]
    return ("：" in head or ":" in head) and pattern.match(head) is not None


@cache
def speaker(rules: Rules) -> re.Pattern[str]:
    """What a speaker's line begins with. Every part is bounded, so that it takes no time on hostile text."""
    chair = "|".join(map(re.escape, rules.words("speaker.chair")))
    honorific = "|".join(map(re.escape, rules.words("speaker.honorific")))
    name = rf"(?:{chair}|[{HAN}A-Za-z·•・‧．. \-]{{1,40}}?(?:{honorific}))"
    return re.compile(rf"{name} ?(?:[（(][^（）()：:]{{1,40}}[)）] ?){{0,3}}[：:] {{0,3}}\S")


def _is_title(line: Line, page: Page) -> bool:
    """Whether a line looks like a title that is not cut: indented, no punctuation, room left at its end."""
    return line.indent >= 2 and line.width < page.title and not _INSIDE.search(line.text)


def _goes_on_spaced(before: Line, line: Line, over: bool, indent: float, page: Page) -> bool:
    if indent > 0:
        return line.turn and not over and indent <= 1 and before.width >= page.short
    if over:
        # The space above a signature parts it from a last line that happens to be full.
        return (line.gap <= 1 or line.turn) and before.width + first_unit(line.text) >= page.short
    if before.text.endswith(page.opens):
        return True
    return before.width + first_unit(line.text) >= page.short


def _goes_on_solid(above: Sequence[Line], line: Line, over: bool, page: Page) -> bool:
    before = above[-1]
    short = before.width + first_unit(line.text) < page.short
    indented = line.indent >= page.indent and not line.turn
    if short or (line.gap and _ITEM.match(line.text)):
        return False
    if indented and page.indent == 1.0 and before.width < page.title:
        return False
    # A line that is neither full nor the end of a paragraph (nor a footnote call that was cut off).
    stub = line.width < page.short and not (ended(line.text) or line.text.isdigit())
    if over and stub:
        return False
    title = len(above) == 1 and not over and not _INSIDE.search(before.text)
    if title and before.width + first_unit(line.text) < min(page.title, page.layout.full):
        return not (stub or line.width > _WIDER * before.width)
    return not (over and (line.gap or line.turn or indented or _ITEM.match(line.text)))


def _indent(kept: Sequence[Line], short: float) -> float:
    """The least indent that begins a paragraph: one cell where most indented lines follow ended or short
    ones, else two.

    A single blank may also be what the end of a page left behind (11 lines of a record of 894, most of them
    in mid-sentence).
    """
    before = [ended(a.text) or a.width < short for a, b in pairwise(kept) if b.indent and not b.turn]
    return 1.0 if len(before) >= 3 and sum(before) >= 0.6 * len(before) else 2.0


def _value(rules: Rules, name: str) -> float:
    return rules[name].value or 0.0
