"""Two or more spellings laid under one another, character by character."""

from __future__ import annotations

import itertools
from functools import lru_cache
from typing import TYPE_CHECKING

from glossary.normalise import INTERPUNCTS, has_han, latin_key, simplified
from glossary.sound import pinyin
from glossary.sound.readings import cut_pinyin

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 200  # characters that are aligned; what comes after stands as it is
_GAP = -0.35  # a character that has no other beside it; a pair is worth 1 when alike, -0.5 when nothing speaks for it
_JOINTS = frozenset(INTERPUNCTS + "-" + " ")


def pairs(left: str, right: str) -> tuple[tuple[str, str], ...]:
    """The characters of two spellings, in order, each with the one it answers to; an empty string where there is
    none. The sum of the likeness of the pairs is as great as it can be (Needleman and Wunsch, 1970).

    >>> pairs("巴尔达", "拜达")
    (('巴', '拜'), ('尔', ''), ('达', '达'))
    """
    a, b = left[:LONGEST], right[:LONGEST]
    came = _table(a, b)
    found: list[tuple[str, str]] = [(char, "") for char in left[LONGEST:]] + [("", char) for char in right[LONGEST:]]
    i, j, path = len(a), len(b), []
    while i or j:
        step = came[i][j]
        path.append((a[i - 1] if step != "left" else "", b[j - 1] if step != "up" else ""))
        i -= step != "left"
        j -= step != "up"
    return (*reversed(path), *found)


def columns(forms: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """`forms` laid under the first of them: for each a row of cells, all rows of the same length, an empty cell where
    a form has nothing. Where two forms have something that the first lacks, it stands in one column.

    >>> columns(["巴尔达", "拜达", "巴尔达市"])
    (('巴', '尔', '达', ''), ('拜', '', '达', ''), ('巴', '尔', '达', '市'))
    """
    if not forms:
        return ()
    first = forms[0]
    laid = [pairs(first, form) for form in forms]
    wide = [0] * (len(first) + 1)  # the most characters that any form has before each character of the first
    for row in laid:
        for place, extra in enumerate(_extras(row)):
            wide[place] = max(wide[place], len(extra))
    return tuple(_row(row, wide) for row in laid)


def is_respelt(left: str, right: str, least: float) -> bool:
    """Whether two forms are the same name spelt otherwise, as far as their characters tell: they begin and end
    together, no two characters in a row are missing on one side, and they are alike in `least` (0 to 1) of their
    characters. A name with or without a title, an owner or a head noun is no other spelling.

    >>> is_respelt("巴尔达", "拜达", 0.5), is_respelt("巴尔达", "巴尔达市镇", 0.5)
    (True, False)
    """
    beside = pairs(left, right)
    missing = [not (a and b) for a, b in beside]
    if not beside or missing[0] or missing[-1] or any(a and b for a, b in itertools.pairwise(missing)):
        return False
    return sum(char_likeness(a, b) for a, b in beside if a and b) >= least * len(beside)


@lru_cache(maxsize=65536)
def char_likeness(a: str, b: str) -> float:
    """How alike two characters are, 0 to 1: 1 for the same character in either script, 0.9 for the same syllable,
    less for syllables that share a beginning or an end, 0 for a character and a mark."""
    if a == b or simplified(a) == simplified(b):
        return 1.0
    if a in _JOINTS or b in _JOINTS:
        return 0.8 if a in _JOINTS and b in _JOINTS else 0.0
    if has_han(a) and has_han(b):
        return _syllable_likeness("".join(pinyin(a)), "".join(pinyin(b)))
    if has_han(a) or has_han(b):
        return 0.0
    return 0.9 if latin_key(a) and latin_key(a) == latin_key(b) else 0.1


def _syllable_likeness(a: str, b: str) -> float:
    if a == b:
        return 0.9
    first, second = cut_pinyin(a), cut_pinyin(b)
    start = 0.4 if first.initial == second.initial else 0.3 if _group(first.initial) == _group(second.initial) else 0.0
    end = 0.4 if first.final == second.final else 0.3 if _nucleus(first.final) == _nucleus(second.final) else 0.0
    return start + end


def _group(initial: str) -> str:
    """The initials that are spoken at one place, and so are taken for one another: b, p; j, q, x, zh, ch, sh; …"""
    groups = ("b p", "d t", "g k h", "l r n", "z c s", "zh ch sh j q x", "f w", "y ")
    return next((group for group in groups if initial in group.split(" ")), initial)


def _nucleus(final: str) -> str:
    """A final without the nasal or glide that it ends on and the glide that it begins with: iang, an → a."""
    plain = final.rstrip("ng") or final
    return plain[1:] if len(plain) > 1 and plain[0] in "iuü" else plain[:1]


def _table(a: str, b: str) -> list[list[str]]:
    """By which step each pair of beginnings of `a` and `b` is best reached."""
    best = [_GAP * j for j in range(len(b) + 1)]
    came = [["left"] * (len(b) + 1)]
    for i, char in enumerate(a, 1):
        row, steps = [_GAP * i], ["up"]
        for j, other in enumerate(b, 1):
            both = best[j - 1] + 1.5 * char_likeness(char, other) - 0.5
            value, step = max((both, "both"), (best[j] + _GAP, "up"), (row[j - 1] + _GAP, "left"), key=lambda v: v[0])
            row.append(value)
            steps.append(step)
        best = row
        came.append(steps)
    came[0][0] = ""
    return came


def _extras(row: Sequence[tuple[str, str]]) -> list[str]:
    """What the second of two forms has before each character of the first, and behind the last."""
    found = [""]
    for left, right in row:
        if left:
            found.append("")
        else:
            found[-1] += right
    return found


def _row(row: Sequence[tuple[str, str]], wide: Sequence[int]) -> tuple[str, ...]:
    extras = _extras(row)
    beside = [right for left, right in row if left]
    cells: list[str] = []
    for place, extra in enumerate(extras):
        cells += [*extra, *[""] * (wide[place] - len(extra))]
        if place < len(beside):
            cells.append(beside[place])
    return tuple(cells)
