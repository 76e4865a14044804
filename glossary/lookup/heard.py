"""Names that sound like the query, in whatever script either is written.

Coarse sounds pick the candidates (`glossary.lookup.ear`), `glossary.sound` judges them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from glossary.lookup import keys
from glossary.lookup.answers import Found
from glossary.lookup.ear import consonants, ear
from glossary.lookup.fold import joined
from glossary.lookup.postings import Row, listed, names, rows
from glossary.normalise import has_han

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

class Effort(NamedTuple):
    """How far one looks: names with a like sound that are compared letter by letter, and of these, those that are
    judged."""

    drawn: int
    judged: int


# A name in the other script is found in no other way, one in the same script by its letters too. Of 600 queries by
# sound in 100,000 concepts (scripts/measure_lookup.py), the right one is among the judged for 93 of 100 with 40, for
# 94 with 60, for 96 with 120; of the rest half are translations.
ACROSS, ALONGSIDE = Effort(600, 60), Effort(300, 25)
_RARITY = 0.6  # what shared rare sounds count, beside the likeness of the whole
_WHOLE = 20  # names that the whole model looks at, those whose pairs of letters speak most for them
_HOMONYMS = 300  # names of the same syllables that are looked at
_LEAST = 0.3  # likeness below which a name is no hit
_ALIKE = 0.8  # the same of the coarse sounds of two names in an alphabet


def heard(query: str, spaced: str, base: sqlite3.Connection, *, alongside: bool) -> Iterator[Found]:
    """Names that sound like the query, those in the other script first: nothing else finds them. Those in its own,
    which typing errors may find too, if asked for."""
    sound = ear(spaced)
    if has_han(spaced):
        yield from _homophones(spaced, base)
        yield from _judged(query, _shortlist(sound, "l", base, ACROSS), 0.52, 0.32)
        if alongside:
            yield from _judged(query, _shortlist(sound, "h", base, ALONGSIDE), 0.50, 0.28)
    else:
        yield from _judged(query, _shortlist(sound, "h", base, ACROSS), 0.52, 0.32)
        for row, share in _shortlist(sound, "l", base, ALONGSIDE) if alongside else ():
            if share > _ALIKE:
                yield Found(row, 0.50 + 0.28 * share, "sound")


def _homophones(spaced: str, base: sqlite3.Connection) -> Iterator[Found]:
    """Names of the same syllables in other characters; names in letters that are the syllables, all or the first of
    them: 寇家河 is Koujiahe, 田二河镇 Tian'erhe."""
    from glossary.sound import pinyin

    syllables = [keys.toneless(syllable) for syllable in pinyin(joined(spaced))]
    said = "".join(syllables)
    for held in names([f"~{said}"], base, _HOMONYMS).values():
        for row in rows(held, base):
            whole = joined(keys.toneless(row.pinyin)).replace("'", "") == said
            yield Found(row, 0.89 if whole else 0.79, "sound")
    beginnings = {f"={''.join(syllables[:n])}": n / len(syllables) for n in range(2, len(syllables) + 1)}
    for key, held in names(beginnings, base, _HOMONYMS).items():
        yield from (Found(row, 0.60 + 0.25 * beginnings[key], "pinyin") for row in rows(held, base))


def _shortlist(sound: str, script: str, base: sqlite3.Connection, effort: Effort) -> list[tuple[Row, float]]:
    """The names in a script whose coarse sound is nearest to that of the query, with the likeness of the two, 0 to 1."""
    from rapidfuzz import fuzz, process

    from glossary.sound.draw import drawn

    if len(joined(sound)) < 2:
        return []
    holders = listed(set(keys.sound_grams(script, sound)), base)
    every = base.execute("select max(number) from name").fetchone()[0] + 2
    worth = [math.log(every / size) for size, _ in holders]
    near = drawn([held for _, held in holders], worth, effort.drawn)
    question = f"select ear from name where number in ({','.join(str(number) for number, _ in near)}) order by number"
    ears = [ear for (ear,) in base.execute(question)]
    likeness = [0.0] * len(ears)
    for heard_as in (joined, consonants):
        for _, share, n in process.extract_iter(heard_as(sound), [heard_as(each) for each in ears], scorer=fuzz.ratio):
            likeness[n] += share / 200
    total = sum(worth)
    rare = [_RARITY * value / total * (len(sound) / len(ears[n])) ** 0.5 for n, (_, value) in enumerate(near)]
    best = sorted(range(len(near)), key=lambda n: (-likeness[n] - rare[n], n))[:effort.judged]
    found = {row.number: row for row in rows([near[n][0] for n in best], base)}
    return [(found[near[n][0]], likeness[n]) for n in best]


def _judged(query: str, candidates: list[tuple[Row, float]], least: float, more: float) -> Iterator[Found]:
    """The candidates that the sound model takes for the same name; a score of `least` to `least` + `more`."""
    from glossary.sound import rank

    by_text: dict[str, list[Row]] = {}
    for row, _ in candidates:
        by_text.setdefault(row.texts.split("\n")[0], []).append(row)
    for text, likeness in rank(query, tuple(by_text), _WHOLE, shortlist=_WHOLE):
        if likeness >= _LEAST:
            yield from (Found(row, least + more * likeness, "sound") for row in by_text[text])
