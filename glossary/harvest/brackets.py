"""What brackets mean: a Latin form of the name before them, an abbreviation, another name, where a place lies;
most often nothing.

Brackets are found first, by one pass with a stack (both widths, nested, unbalanced ones skipped); the inside is
read by `glosses`, the term before it is bounded by `edges`. Texts are in Simplified characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from glossary.harvest.edges import Edge
from glossary.harvest.glosses import items
from glossary.harvest.line import Line, ending, line, title_ends
from glossary.harvest.pairs import inside_pairs, latin_before, latin_first, latin_forms
from glossary.harvest.relations import han_forms
from glossary.model import Find, Span, made
from glossary.normalise import HAN, LATIN, has_han

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.harvest.context import Context
    from glossary.harvest.glosses import Item
    from glossary.model import Passage

_BRACKET = re.compile(r"[（(）)]")
_LETTER = re.compile(rf"[{HAN}{LATIN}]")
_BEFORE = " \t\u3000\xa0_*`"
_CALL = re.compile(r"(?:\[\d+\])+$")  # a footnote call between the term and its bracket
_MIXED = re.compile(rf"[{HAN}](?:[A-Za-z0-9]|[A-Z][0-9]{{1,3}})$")  # what ends a Chinese term: 维生素C, 维生素B12
_NO_TERM_BEFORE = "。，、：；！？,;:!?…—（("
_LONGEST_INSIDE = 400
_FARTHEST = 80  # characters before a bracket that are looked at
_MOST_IN_A_ROW = 2


class Bracket(NamedTuple):
    """A pair of brackets: offsets of both, and the brackets right within it."""

    start: int
    end: int
    nested: tuple[Span, ...]

    @property
    def inside(self) -> Span:
        return made(Span, (self.start + 1, self.end - 1))


def bracket_finds(passage: Passage, context: Context) -> Iterator[Find]:
    """What the brackets of a passage say about the forms before and inside them, by the bracket's place."""
    text = passage.text
    row: Line | None = None
    for bracket in brackets(text):
        long = bracket.end - bracket.start > _LONGEST_INSIDE
        if long or not _LETTER.search(text, bracket.start, bracket.end):
            continue
        row = row or line(text, context)
        yield from sorted(_finds(row, bracket), key=lambda find: (find.span, find.gloss or find.span))


def brackets(text: str) -> list[Bracket]:
    """All balanced pairs, by where they open. A closing bracket without an opening one, and the reverse, are
    passed over; widths may be mixed. Linear in the length of `text`."""
    stack: list[tuple[int, list[Span]]] = []
    found: list[Bracket] = []
    for match in _BRACKET.finditer(text):
        at = match.start()
        if match.group() in "（(":
            stack.append((at, []))
        elif stack:
            start, nested = stack.pop()
            found.append(made(Bracket, (start, at + 1, tuple(nested))))
            if stack:
                stack[-1][1].append(Span(start, at + 1))
    return sorted(found)


def _finds(row: Line, bracket: Bracket) -> Iterator[Find]:
    text = row.text
    held = items(row, bracket.inside, bracket.nested)
    if all(item.script == "none" for item in held):
        return
    end = term_end(text, bracket.start)
    end = _before_title(row, end)
    for _ in range(_MOST_IN_A_ROW):  # 粮食及农业组织（粮农组织）(FAO)
        if text[end - 1 : end] not in ("）", ")"):
            break
        end = term_end(text, max(text.rfind(c, max(0, end - _LONGEST_INSIDE), end) for c in "（("))
    earliest = _earliest(text, end)
    if end <= earliest or text[end - 1] in _NO_TERM_BEFORE:
        yield from inside_pairs(row, held)
    elif _after_latin(text, held, end, earliest):
        yield from latin_first(row, held, end, earliest)
    else:
        inside = tuple(inside_pairs(row, held))
        outside = tuple(latin_forms(row, held, end, earliest, bracket.end, {f.gloss for f in inside}))
        known = next((Edge(*find.span, find.score, find.rule) for find in outside), None)
        yield from inside
        yield from outside
        yield from han_forms(row, held, end, earliest, known)


def _before_title(row: Line, end: int) -> int:
    """`end`, moved before an office that stands between a person's bracket and this one: 马哈茂德(Mahmud)准将(又名…)."""
    before = end - len(ending(row.text, title_ends(row.context.rules), 0, end))
    return before if row.text[before - 1 : before] in ("）", ")") else end


def _after_latin(text: str, held: tuple[Item, ...], end: int, earliest: int) -> bool:
    """Whether a Latin form stands before the bracket: not a letter that ends a Chinese term (维生素C), nor a word of
    one that its Latin form holds too (虚拟 DOM（virtual DOM）)."""
    latin = latin_before(text, end, earliest)
    if latin is None or _MIXED.search(text, max(end - 5, 0), end):
        return False
    word = text[latin.start : latin.end].casefold()
    within = any(
        item.script == "latin" and word in text[item.span.start : item.span.end].casefold().split() for item in held
    )
    return not (within and has_han(text[max(earliest, latin.start - 2) : latin.start]))


def term_end(text: str, start: int) -> int:
    """Where the term before a bracket that opens at `start` ends: blanks, emphasis marks, footnote calls skipped."""
    end = max(start, 0)
    while end > 0 and text[end - 1] in _BEFORE:
        end -= 1
    call = _CALL.search(text, max(0, end - 12), end)
    return call.start() if call else end


def _earliest(text: str, end: int) -> int:
    """Behind the last bracket or line break before `end`: no term reaches over it."""
    lowest = max(0, end - _FARTHEST)
    return max([lowest - 1, *[text.rfind(char, lowest, end) for char in "（(）)\n"]]) + 1
