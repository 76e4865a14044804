"""The names that the index of a termbase lists under a key, or under several, and what it holds of a name.

Lists stand in the order of the names' numbers (see `glossary.lookup.keys`), so that the first of a long one are the best.
"""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

LOOKED_AT = 150  # names of a list that are looked at, the best first
_COUNTED = 6000  # names in the rarest lists that are counted for likeness


class Row(NamedTuple):
    """A name of the index: its number, its concept's number, the texts that fold to it, and its forms."""

    number: int
    concept: int
    texts: str
    spaced: str
    pinyin: str
    ear: str


def names(asked: Iterable[str], base: sqlite3.Connection, most: int | None = None) -> dict[str, array[int]]:
    """The names of each key, in their order; the first `most`, where that is given."""
    ordered = sorted(asked)
    held = "names" if most is None else f"substr(names, 1, {4 * most})"
    question = f"select key, {held} from key where key in ({','.join('?' * len(ordered))}) order by key"
    return {key: array("I", numbers) for key, numbers in base.execute(question, ordered)}


def sizes(asked: Collection[str], base: sqlite3.Connection) -> dict[str, int]:
    """How many names each key has; keys without any are left out."""
    question = f"select key, size from key where key in ({','.join('?' * len(asked))})"
    return dict(base.execute(question, sorted(asked)))


def listed(asked: Collection[str], base: sqlite3.Connection) -> list[tuple[int, bytes]]:
    """How many names each key has, and their numbers as they are stored; keys without any are left out."""
    question = f"select size, names from key where key in ({','.join('?' * len(asked))}) order by key"
    return base.execute(question, sorted(asked)).fetchall()


def common(asked: Collection[str], base: sqlite3.Connection, most: int) -> list[int]:
    """Names that all keys have, or a few that seem to: the rarest keys are compared until `most` or fewer are left."""
    known = sizes(asked, base)
    if len(known) < len(asked) or not asked:
        return []
    order = sorted(known, key=lambda key: (known[key], key))
    if len(order) == 1:
        return list(names(order, base, most)[order[0]])
    left: list[int] = []
    for n, key in enumerate(order):
        if n and len(left) <= most:
            break
        held = names([key], base, known[key])[key]
        if n:
            both = set(held)
            left = [number for number in left if number in both]
        else:
            left = list(held)
    return left[:most]


def alike(asked: Collection[str], base: sqlite3.Connection, most: int, counted: int = _COUNTED) -> list[int]:
    """Names that share many of the rarest keys, the most shared first; as many keys as have `counted` names between
    them."""
    known = sizes(asked, base)
    chosen: list[str] = []
    total = 0
    for key in sorted(known, key=lambda key: (known[key], key)):
        if chosen and total + known[key] > counted:
            break
        chosen.append(key)
        total += known[key]
    if not chosen:
        return []
    shared = Counter(chain.from_iterable(names(chosen, base, counted).values()))
    # Of tens of thousands only a few hundred are wanted: sorting them all would take longer than counting them.
    least, left = 1, most
    for share, holders in sorted(Counter(shared.values()).items(), reverse=True):
        least, left = share, left - holders
        if left <= 0:
            break
    best = [(-share, number) for number, share in shared.items() if share >= least]
    return [number for _, number in sorted(best)[:most]]


def rows(numbers: Iterable[int], base: sqlite3.Connection) -> list[Row]:
    """The names of some numbers, in the order of the numbers."""
    question = (
        "select number, concept, texts, spaced, pinyin, ear from name "
        f"where number in ({','.join(map(str, numbers))}) order by number"
    )
    return [Row(*row) for row in base.execute(question)]
