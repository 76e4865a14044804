"""Names that differ from the query by typing errors: one in a short form, more in a long one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.lookup import keys
from glossary.lookup.answers import Found
from glossary.lookup.fold import joined
from glossary.lookup.postings import LOOKED_AT, alike, names, rows
from glossary.normalise import has_han

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Sequence


def misspelt(spaced: str, base: sqlite3.Connection) -> Iterator[Found]:
    """Names that differ from the query by typing errors: one in a short form, more in a long one."""
    whole = joined(spaced)
    if has_han(whole):
        yield from _near("h", whole, keys.han_grams(whole), base)
    else:
        yield from _near("l", whole, keys.letter_grams("l", keys.words(spaced)), base)
        yield from _near("y", whole, keys.letter_grams("y", keys.words(whole)), base)


def _near(space: str, whole: str, grams: Collection[str], base: sqlite3.Connection) -> Iterator[Found]:
    short = len(whole) <= (keys.SHORT_HAN if space == "h" else keys.SHORT)
    if len(whole) < (keys.LEAST_HAN if space == "h" else keys.LEAST):
        return
    numbers = set(alike(grams, base, LOOKED_AT))
    if short or len(whole) - 1 <= (keys.SHORT_HAN if space == "h" else keys.SHORT):
        for held in names(keys.near_halves(space, whole), base, LOOKED_AT).values():
            numbers.update(held)
    near = rows(sorted(numbers), base)
    forms = [row.spaced if space != "y" else keys.toneless(row.pinyin).replace("'", "") for row in near]
    price = 0.02 if space == "y" else 0.0
    for n, distance in _distances(whole, [joined(form) for form in forms], 1 if short else max(2, len(whole) // 5)):
        yield Found(near[n], 0.89 - price - 0.3 * distance / max(len(whole), len(joined(forms[n]))), "typing")
    parts = [(n, part) for n, form in enumerate(forms) if " " in form for part in form.split()]
    for k, distance in _distances(whole, [part for _, part in parts], 1):
        yield Found(near[parts[k][0]], 0.83 - price - 0.3 * distance / max(len(whole), len(parts[k][1])), "typing")


def _distances(whole: str, forms: Sequence[str], errors: int) -> Iterator[tuple[int, int]]:
    """The places of the forms that are so many typing errors from `whole`, or fewer, and how many."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    for _, distance, n in process.extract_iter(whole, forms, scorer=OSA.distance, score_cutoff=errors):
        yield n, int(distance)
