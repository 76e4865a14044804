"""Finds raised digits that may be the calls of footnotes: ¹², but not m², 10⁵ and Ca²⁺."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.normalise import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.rules import Rules

DIGITS = "\u2070\xb9\xb2\xb3\u2074-\u2079"  # as they stand in a character class
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LONGEST = 9  # three calls at one place have up to three digits each
_RUN = re.compile(f"[{DIGITS}]+")
# What makes a formula of the digits beside it: signs that are raised too, the halves of a fraction.
_FORMULA = re.compile(r"[⁺⁻⁼⁽⁾ⁿⁱ⁄\u2080-\u2089]|/[\d\u2080-\u2089]")
_SURE = re.compile(rf"[{HAN}。，、；：！？”’》）…—」』】〉〕]\Z|[^\d\s][.,;:!?\"']\Z")
_LETTER = rf"[^\W_{HAN}]"
_ALONE = re.compile(rf"(?<!{_LETTER}){_LETTER}\Z")
_GLUED = re.compile("[A-Za-z0-9]")
_LOOK_BACK = 8  # characters before the digits that show what they are raised on


class Raised(NamedTuple):
    """Raised digits from `start` to `end` of a text, as plain `digits`.

    `doubt` is 0 where only a call can stand, behind Chinese or behind a mark; 1 behind a longer word or
    number (A/77/150²), or a blank; 2 where a formula is as likely (x², ¹⁴C).
    """

    start: int
    end: int
    digits: str
    doubt: int


def raised(text: str, end: int, rules: Rules) -> Iterator[Raised]:
    """All that may be calls in text[:end], in order."""
    for match in _RUN.finditer(text, 0, end):
        start, stop = match.span()
        if stop - start > _LONGEST or _formula(text, start, stop, rules):
            continue
        squared = match[0][0] in "²³" and _on(rules, "note.unit").search(text, max(0, start - _LOOK_BACK), start)
        if squared and stop - start == 1:
            continue
        begin = start + 1 if squared else start  # m²¹²: the square, and the call of note 12
        yield Raised(begin, stop, lowered(text[begin:stop]), 1 if squared else _doubt(text, start, stop))


def lowered(text: str) -> str:
    """`text` with plain digits for raised ones."""
    return text.translate(_LOWERED)


def _formula(text: str, start: int, stop: int, rules: Rules) -> bool:
    if start and _FORMULA.match(text, start - 1, start):
        return True
    if _FORMULA.match(text, stop):
        return True
    return _on(rules, "note.power").search(text, max(0, start - _LOOK_BACK), start) is not None


def _doubt(text: str, start: int, stop: int) -> int:
    back = max(0, start - _LOOK_BACK)
    if _GLUED.match(text, stop):
        return 2
    if _SURE.search(text, back, start):
        return 0
    return 2 if _ALONE.search(text, back, start) else 1


@cache
def _on(rules: Rules, name: str) -> re.Pattern[str]:
    """What ends with that on which the digits of rule `name` are raised."""
    return re.compile(rf"(?:{rules[name].pattern})\Z")
