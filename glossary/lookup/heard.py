"""Names that sound like the query, in whatever script either is written.

Coarse sounds pick the candidates (`glossary.lookup.ear`), `glossary.sound` judges them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.lookup import keys
from glossary.lookup.ear import consonants, ear
from glossary.lookup.find import Found, Row, alike, names, rows
from glossary.lookup.fold import joined
from glossary.normalise import has_han

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_DRAWN = 300  # names with a like sound that are compared letter by letter
_JUDGED = 30  # of these, names that the sound model judges
_LEAST = 0.3  # likeness below which a name is no hit


def heard(query: str, spaced: str, base: sqlite3.Connection) -> Iterator[Found]:
    """Names that sound like the query: those in the other script first, which nothing else finds."""
    mine, other = ("h", "l") if has_han(spaced) else ("l", "h")
    if mine == "h":
        yield from _homophones(spaced, base)
    sound = ear(spaced)
    if len(joined(sound)) < 2:
        return
    yield from _judged(query, _shortlist(sound, other, base), 0.55, 0.33)
    yield from _judged(query, _shortlist(sound, mine, base), 0.50, 0.28)


def _homophones(spaced: str, base: sqlite3.Connection) -> Iterator[Found]:
    """Names of the same syllables in other characters."""
    from glossary.sound import pinyin

    said = keys.toneless("".join(pinyin(joined(spaced))))
    for held in names([f"~{said}"], base, _DRAWN).values():
        for row in rows(held, base):
            whole = joined(keys.toneless(row.pinyin)).replace("'", "") == said
            yield Found(row, 0.89 if whole else 0.79, "sound")


def _shortlist(sound: str, script: str, base: sqlite3.Connection) -> list[Row]:
    """The names in a script whose coarse sound is nearest to that of the query."""
    from rapidfuzz import fuzz, process

    drawn = rows(sorted(alike(set(keys.sound_grams(script, sound)), base, _DRAWN)), base)
    likeness = [0.0] * len(drawn)
    for mine, forms in ((joined(sound), [joined(row.ear) for row in drawn]), (consonants(sound), [consonants(row.ear) for row in drawn])):
        for _, share, n in process.extract_iter(mine, forms, scorer=fuzz.ratio):
            likeness[n] += share
    order = sorted(range(len(drawn)), key=lambda n: (-likeness[n], n))
    return [drawn[n] for n in order[:_JUDGED]]


def _judged(query: str, candidates: list[Row], least: float, more: float) -> Iterator[Found]:
    """The candidates that the sound model takes for the same name; a score of `least` to `least` + `more`."""
    from glossary.sound import rank

    by_text: dict[str, list[Row]] = {}
    for row in candidates:
        by_text.setdefault(row.texts.split("\n")[0], []).append(row)
    for text, likeness in rank(query, tuple(by_text), len(by_text)):
        if likeness >= _LEAST:
            yield from (Found(row, least + more * likeness, "sound") for row in by_text[text])
