"""Chinese and Japanese names beside a Latin form: their characters are read in Chinese or Japanese, so that the surname
says what the sound of a transliteration cannot. Texts are in Simplified characters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from glossary.harvest.line import ends_role, title_words
from glossary.normalise import HAN, latin_key
from glossary.segment import has_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossary.harvest.line import Line
    from glossary.rules import Rules

_LONGEST = 6  # characters of a Japanese name


def japanese_start(row: Line, end: int, latin: str, floor: int) -> int | None:
    """Where a Japanese name that ends at `end` begins, whose surname the Latin form holds: 大谷翔平（Shohei Ohtani）;
    None where none does."""
    readings = _japanese_surnames(row.context.rules)
    romaji = {_romaji(part) for part in latin_key(latin).split()}
    for start in range(max(floor, end - _LONGEST), end - 1):
        for length in (3, 2, 1):
            if start + length < end and romaji & readings.get(row.text[start : start + length], frozenset()):
                return start
    return None


def _romaji(word: str) -> str:
    """A Latin word of Japanese without the marks of long vowels: Ohtani, Satou."""
    return re.sub("oh(?=[^aeiouy]|$)|ou|oo", "o", word).replace("uu", "u")


@cache
def _japanese_surnames(rules: Rules) -> Mapping[str, frozenset[str]]:
    pairs = (word.split("=") for word in rules["person.surname.japanese"].words)
    return {han: frozenset(map(_romaji, readings.split("|"))) for han, readings in pairs}


def chinese_start(row: Line, end: int, floor: int) -> int | None:
    """Where a Chinese name of two to four characters that ends at `end` begins: a surname, a word boundary, an office
    before it speak for one; None where none does."""
    text, rules = row.text, row.context.rules
    best: tuple[float, int] | None = None
    for length in (3, 2, 4):
        start = end - length
        if start < floor or not re.fullmatch(f"[{HAN}]+", text[start:end]) or has_word(text[start:end]):
            continue
        word = row.word_at[start]
        surname = text.startswith(_surnames(rules), start, end)
        titled = start > floor and (
            text.endswith(title_words(rules), floor, start) or ends_role(row, start)
        )
        bounded = start == floor or word.start == start
        if not (titled or (bounded and (surname or word.tag.startswith(("nr", "zg", "g"))))):
            continue
        value = 2.0 * titled + 1.5 * surname + 0.5 * bounded + 0.5 * (length == 3)
        if best is None or value > best[0]:
            best = (value, start)
    return best[1] if best else None


@cache
def _surnames(rules: Rules) -> tuple[str, ...]:
    singles, *doubles = rules["person.surname.chinese"].words
    return (*doubles, *singles)
