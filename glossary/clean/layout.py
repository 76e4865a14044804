"""Tells from the lines of a text whether it is laid out in physical lines, and how."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Literal

from glossary.clean.lines import is_east_asian
from glossary.clean.raised import DIGITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.clean.lines import Line
    from glossary.rules import Rules

_CALL = rf"[\d{DIGITS}]{{0,3}}"
_ENDED = re.compile(rf"(?:[。！？!?…：:]|(?<=[^A-Z\d\s.])\.)[\"”’』」）)》]{{0,4}}{_CALL}\Z")
_CLOSED = re.compile(rf"[。！？!?.：:；;…”\"’」』）)》]{_CALL}\Z")
_ALIKE = 0.12  # share of its width by which a line may differ from one that is as wide
_TAIL = 8  # characters that show how a line ends
_CLOSERS = frozenset("。！？!?.：:；;…”\"’」』）)》")
_LAST = _CLOSERS | frozenset("0123456789⁰¹²³⁴⁵⁶⁷⁸⁹")
_INSIDE = re.compile(r"[。，；]\S|[.,;] \S")
_WORD = re.compile("[!-~]{1,80}")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text stands on its page.

    `plain`: a line is a paragraph. `spaced`: paragraphs are cut into lines with an empty line between them.
    `solid`: they are cut into lines, and an empty line parts paragraphs or columns. `width` is the usual
    width of a full line in cells, `full` what a cut line has at the least; `keeps_blanks` says that a line
    cut between Latin words still ends with a blank.
    """

    kind: Literal["plain", "spaced", "solid"]
    width: float = 0.0
    full: float = 0.0
    keeps_blanks: bool = False

    @property
    def laid_out(self) -> bool:
        return self.kind != "plain"


PLAIN = Layout("plain")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The figures that decide between layouts; see `clean.toml` for what each was measured on."""

    fewest: float
    narrowest: float
    widest: float
    long: float
    open: float
    prose: float
    even: float
    spaced: float


@cache
def bounds(rules: Rules) -> Bounds:
    """The figures of the rules `layout.*`."""
    return Bounds(**{name: rules[f"layout.{name}"].value or 0.0 for name in Bounds.__dataclass_fields__})


def plainly_plain(text: str, rules: Rules) -> bool:
    """Whether a cheap look already shows a plain text: few lines, long ones, or hardly any that end open.

    It sees the last character of a line only, so it takes more lines for open than `layout` does, not fewer.
    """
    limits = bounds(rules)
    if text.count("\n") < limits.fewest and not ("\r" in text or "\x0c" in text):
        return True
    inked = [ink for part in text.splitlines() if (ink := part.strip())]
    if len(inked) < limits.fewest:
        return True
    lengths = sorted(map(len, inked))
    usual = lengths[int(0.9 * len(lengths))]
    if usual > limits.widest or 2 * usual < limits.narrowest:
        return True
    # A line of Latin letters is half as wide as it is long beside one of Chinese: half the share, to be safe.
    tails = [ink[-1] for ink in inked if len(ink) >= 0.5 * limits.long * usual]
    return sum(1 for tail in tails if tail not in _CLOSERS) < 0.5 * limits.open * len(tails)


def layout(found: Sequence[Line], rules: Rules) -> Layout:
    """The layout that the lines of a document give evidence of.

    Of the lines that are not short, most of a text cut into lines end without punctuation (0.75 to 0.94 of
    them in letters and records), few of an article (at most 0.29). Unlike the rows of a list they hold
    punctuation inside, and neighbours are about as wide.
    """
    limits = bounds(rules)
    if len(found) < limits.fewest:
        return PLAIN
    widths = sorted(line.width for line in found)
    usual = widths[int(0.9 * len(widths))]
    if not limits.narrowest <= usual <= limits.widest:
        return PLAIN
    numbers = [k for k, line in enumerate(found) if line.width >= limits.long * usual]
    open_ones = [k for k in numbers if not _closed(found[k].text)]
    inside = sum(1 for k in numbers if _INSIDE.search(found[k].text))
    if (
        len(numbers) < limits.fewest
        or len(open_ones) < limits.open * len(numbers)
        or inside < limits.prose * len(numbers)
    ):
        return PLAIN
    followed = [k + 1 for k in open_ones if k + 1 < len(found)]
    if not _even(found, open_ones, limits.even):
        return PLAIN
    apart = sum(1 for k in followed if found[k].gap)
    kind: Literal["spaced", "solid"] = "spaced" if apart >= limits.spaced * len(followed) else "solid"
    width = median(found[k].width for k in numbers)
    # A fifth may be titles; the full lines of a justified column differ by up to two characters.
    full = sorted(found[k].width for k in open_ones)[len(open_ones) // 5] - 4
    return Layout(kind, width, full, _keeps_blanks(found, followed))


def ended(text: str) -> bool:
    """Whether a line ends as a paragraph may: with a full stop or colon, closing quotes and a footnote call
    after it or not."""
    return text[-1] in _LAST and _ENDED.search(text[-_TAIL:]) is not None


def first_unit(text: str) -> float:
    """The cells that the first unbreakable piece of a line takes: one Chinese character or one Latin word."""
    match = _WORD.match(text)
    return len(match[0]) if match else 2.0


def _closed(text: str) -> bool:
    return text[-1] in _LAST and _CLOSED.search(text[-_TAIL:]) is not None


def _even(found: Sequence[Line], numbers: Sequence[int], share: float) -> bool:
    """Whether most of the lines `numbers` are about as wide as the next, as lines cut at a margin are."""
    pairs = [(found[a].width, found[b].width) for a, b in pairwise(numbers) if b == a + 1]
    alike = sum(1 for a, b in pairs if abs(a - b) <= _ALIKE * max(a, b))
    return alike >= share * len(pairs)


def _keeps_blanks(found: Sequence[Line], followed: Sequence[int]) -> bool:
    cuts = [
        found[k - 1].trail
        for k in followed
        if _is_letter(found[k].text[0]) and _is_letter(found[k - 1].text[-1])
    ]
    return sum(cuts) * 2 > len(cuts)


def _is_letter(char: str) -> bool:
    """Whether words of the character are parted by blanks."""
    return char.isalnum() and not char.isdecimal() and not is_east_asian(char)
