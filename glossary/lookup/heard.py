"""Names that sound like the query, in whatever script either is written.

Coarse sounds pick the candidates (`glossary.lookup.ear`), `glossary.sound` judges them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from glossary.lookup import keys
from glossary.lookup.ear import consonants, ear
from glossary.lookup.find import Found, Row, alike, names, rows
from glossary.lookup.fold import joined
from glossary.normalise import has_han

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

class Effort(NamedTuple):
    """How far one looks: names in the rarest lists that are counted, names with a like sound that are compared letter
    by letter, and of these, those that are judged."""

    counted: int
    drawn: int
    judged: int


# A name in the other script is found in no other way, one in the same script by its letters too. With ACROSS the
# right one is among the judged for 9 of 10 names of 100,000 (scripts/measure_lookup.py); half of it loses 2 in 100.
ACROSS, ALONGSIDE = Effort(60_000, 600, 40), Effort(15_000, 300, 25)
_HOMONYMS = 300  # names of the same syllables that are looked at
_LEAST = 0.3  # likeness below which a name is no hit
_ALIKE = 0.8  # the same of the coarse sounds of two names in an alphabet


def heard(query: str, spaced: str, base: sqlite3.Connection) -> Iterator[Found]:
    """Names that sound like the query, those in the other script first: nothing else finds them."""
    sound = ear(spaced)
    if len(joined(sound)) < 2:
        return
    if has_han(spaced):
        yield from _homophones(spaced, base)
        yield from _judged(query, _shortlist(sound, "l", base, ACROSS), 0.52, 0.32)
        yield from _judged(query, _shortlist(sound, "h", base, ALONGSIDE), 0.50, 0.28)
    else:
        yield from _judged(query, _shortlist(sound, "h", base, ACROSS), 0.52, 0.32)
        for row, share in _shortlist(sound, "l", base, ALONGSIDE):
            if share > _ALIKE:
                yield Found(row, 0.50 + 0.28 * share, "sound")


def _homophones(spaced: str, base: sqlite3.Connection) -> Iterator[Found]:
    """Names of the same syllables in other characters."""
    from glossary.sound import pinyin

    said = keys.toneless("".join(pinyin(joined(spaced))))
    for held in names([f"~{said}"], base, _HOMONYMS).values():
        for row in rows(held, base):
            whole = joined(keys.toneless(row.pinyin)).replace("'", "") == said
            yield Found(row, 0.89 if whole else 0.79, "sound")


def _shortlist(sound: str, script: str, base: sqlite3.Connection, effort: Effort) -> list[tuple[Row, float]]:
    """The names in a script whose coarse sound is nearest to that of the query, with the likeness of the two, 0 to 1."""
    from rapidfuzz import fuzz, process

    drawn = sorted(alike(set(keys.sound_grams(script, sound)), base, effort.drawn, effort.counted))
    question = f"select ear from name where number in ({','.join(map(str, drawn))}) order by number"
    ears = [ear for (ear,) in base.execute(question)]
    likeness = [0.0] * len(ears)
    for heard_as in (joined, consonants):
        for _, share, n in process.extract_iter(heard_as(sound), [heard_as(each) for each in ears], scorer=fuzz.ratio):
            likeness[n] += share / 200
    nearest = sorted(range(len(drawn)), key=lambda n: (-likeness[n], n))[:effort.judged]
    found = {row.number: row for row in rows([drawn[n] for n in nearest], base)}
    return [(found[drawn[n]], likeness[n]) for n in nearest]


def _judged(query: str, candidates: list[tuple[Row, float]], least: float, more: float) -> Iterator[Found]:
    """The candidates that the sound model takes for the same name; a score of `least` to `least` + `more`."""
    from glossary.sound import rank

    by_text: dict[str, list[Row]] = {}
    for row, _ in candidates:
        by_text.setdefault(row.texts.split("\n")[0], []).append(row)
    for text, likeness in rank(query, tuple(by_text), len(by_text)):
        if likeness >= _LEAST:
            yield from (Found(row, least + more * likeness, "sound") for row in by_text[text])
