"""Finds what a page carries beside its text: symbols, job numbers, page counts, running heads, links."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.clean.lines import Line
    from glossary.rules import Rules

LONGEST = 200  # no furniture is longer; it also bounds the time a pattern may take
_DIGITS = re.compile(r"\d+")
# Text that cannot stop here: the symbol or link on the next line belongs to it.
_GOES_ON = re.compile(r"[-/(（、和与及见号在第为：]\Z")
_PAGE_EDGE = 2  # running heads stand in the first or last two lines of a page
_FEWEST_PAGES = 3


def furniture(found: Sequence[Line], rules: Rules) -> tuple[str, ...]:
    """For each line the id of the furniture rule that it falls under, or the empty string."""
    pattern, names = _compiled(rules)
    marks = [""] * len(found)
    for k, line in enumerate(found):
        if len(line.text) <= LONGEST and (match := pattern.fullmatch(line.text)):
            marks[k] = names[match.lastgroup or ""]
    for k in _running_heads(found):
        marks[k] = marks[k] or "furniture.running"
    return tuple(_within_text(found, marks))


def _within_text(found: Sequence[Line], marks: list[str]) -> list[str]:
    """The marks without those of lines that a sentence runs through: 见, and then a symbol or a link."""
    for k, mark in enumerate(marks):
        if mark not in ("furniture.symbol", "furniture.link") or not k or marks[k - 1]:
            continue
        follows = found[k + 1] if k + 1 < len(found) else None
        page_ends = follows is None or follows.turn or marks[k + 1] or not follows.gap
        if _GOES_ON.search(found[k - 1].text) and not found[k].turn and not page_ends:
            marks[k] = ""
    return marks


def _running_heads(found: Sequence[Line]) -> list[int]:
    """The lines at the edges of pages that stand, but for their numbers, on at least half of the pages."""
    begins = [0, *(k for k, line in enumerate(found) if line.turn)]
    if len(begins) < _FEWEST_PAGES:
        return []
    edges: list[int] = []
    for begin, end in zip(begins, [*begins[1:], len(found)], strict=True):
        top, bottom = min(begin + _PAGE_EDGE, end), max(begin, end - _PAGE_EDGE)
        edges += sorted({*range(begin, top), *range(bottom, end)})
    masked = {k: _DIGITS.sub("#", found[k].text) for k in edges if len(found[k].text) <= LONGEST}
    counts = Counter(masked.values())
    return [k for k, text in masked.items() if counts[text] >= max(_FEWEST_PAGES, len(begins) / 2)]


@cache
def _compiled(rules: Rules) -> tuple[re.Pattern[str], dict[str, str]]:
    names = {f"f{k}": rule.id for k, rule in enumerate(rules.family("furniture"))}
    parts = (f"(?P<f{k}>{rule.pattern})" for k, rule in enumerate(rules.family("furniture")))
    return re.compile("|".join(parts)), names
