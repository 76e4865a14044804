"""All terms of some termbases in a text, the longest of those that begin first.

Everything but letters, digits and Chinese characters is left out of text and terms alike before they are compared, so
that a wrap, a blank or another interpunct hides nothing; what was left out is looked at where a term was found.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.lookup.fold import folded, joined
from glossary.lookup.postings import names, rows
from glossary.normalise import DASHES, INTERPUNCTS, has_han, same_length_simplified
from glossary.occurrences import everywhere, forms

if TYPE_CHECKING:
    import sqlite3

    from glossary.lookup.postings import Row

_BATCH = 500  # keys asked for at once: SQLite takes 999 at least
# What may stand inside a name, or be missing there, and changes nothing.
_SOFT = re.compile(rf"[\w\s\-.{INTERPUNCTS}{DASHES}'’‘ʼ\"“”「」『』《》〈〉]|[\u0300-\u036f\u200b-\u200f\u2060\ufeff]")


class Occurrence(NamedTuple):
    """A name of the index in a text: code points `start` to `end`."""

    start: int
    end: int
    row: Row


def occurrences(text: str, base: sqlite3.Connection) -> list[Occurrence]:
    """The names in a text, left to right, the longest of those that begin first; of several concepts with the same
    name all, in the order of the termbase."""
    plain, origins = _joined(text)
    known: dict[str, list[Row]] = {}
    for row in rows(_candidates(plain, base), base):
        known.setdefault(joined(row.spaced), []).append(row)
    found: list[Occurrence] = []
    for span, form in everywhere(plain, forms(known)):
        start, end = origins[span.start], origins[span.end - 1] + 1
        found += [Occurrence(start, end, row) for row in known[form] if _stands(text, start, end, row)]
    found.sort(key=lambda hit: (hit.start, -hit.end, hit.row.concept))
    kept: list[Occurrence] = []
    last = (0, 0)
    for hit in found:
        if hit.start >= last[1] or (hit.start, hit.end) == last:
            kept.append(hit)
            last = (hit.start, hit.end)
    return kept


def _joined(text: str) -> tuple[str, list[int]]:
    """What is left of a text, and where in it each character of that stood."""
    plain: list[str] = []
    origins: list[int] = []
    for place, char in enumerate(same_length_simplified(text) if has_han(text) else text):
        kept = _kept(char)
        plain.append(kept)
        origins.extend([place] * len(kept))
    return "".join(plain), origins


@lru_cache(maxsize=65536)
def _kept(char: str) -> str:
    """A character in its folded form; empty where it is none that counts."""
    if has_han(char):
        return unicodedata.normalize("NFKC", char)
    form = folded(char)
    return joined(form) if any(c.isalnum() for c in form) else ""


def _candidates(plain: str, base: sqlite3.Connection) -> list[int]:
    """The names that begin as some place of the text does."""
    asked: set[str] = set()
    for place, char in enumerate(plain):
        two, three = plain[place:place + 2], plain[place:place + 3]
        asked |= {f"={char}", f"={two}", f"<{two if has_han(two) else three}"}
    listed = sorted(asked)
    found: set[int] = set()
    for first in range(0, len(listed), _BATCH):
        for held in names(listed[first:first + _BATCH], base).values():
            found.update(held)
    return sorted(found)


def _stands(text: str, start: int, end: int, row: Row) -> bool:
    """Whether a name stands there: as whole words, with no more punctuation in it than its own, and in capitals where
    it is an acronym."""
    surface = text[start:end]
    if _joins(text, start - 1, start) or _joins(text, end - 1, end):
        return False
    if not has_han(surface) and folded(surface) != row.spaced:
        return False
    texts = row.texts.split("\n")
    if surface.isascii() and surface != surface.upper() and all(t.isupper() and len(t) <= 5 for t in texts):
        return False
    return _hard(surface) in {_hard(text) for text in texts}


def _hard(text: str) -> str:
    """The punctuation in a text that is part of what it says."""
    return _SOFT.sub("", unicodedata.normalize("NFKC", text))


def _joins(text: str, left: int, right: int) -> bool:
    """Whether the characters at two neighbouring places are of one word: letters or digits, none of them Chinese."""
    if left < 0 or right >= len(text):
        return False
    return all(c.isalnum() and not has_han(c) for c in (text[left], text[right]))
