"""Chinese names sought by sound among the places of some countries, thousands of them together.

The places of a country take up to a tenth of a second to be made ready, so whatever is asked of them is asked at
one time; and each of several processes gets countries of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from glossary import sound
from glossary.gazetteer import extent, names_of, place_at
from glossary.room import give_back
from glossary.workers import ALONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from glossary.gazetteer import Place
    from glossary.suggest.spoken import Search
    from glossary.workers import Crew

_BLOCK = 1024  # names that are made ready at once: some 50 MB
_MUCH = 1 << 28  # work that is worth handing to processes, as `_work` has it: some tenths of a second
_LINE = 40  # bytes of one of the larger places in the gazetteer
_READYING = 256  # names that could be asked while a search is made ready
_READY = 256  # searches that are kept ready, some 2 MB each: there are no more countries

# Finds, of names that are made ready, for some of them (numbers) Latin ones of an index (places) with their log odds.
Find = Callable[
    [sound.Asked, "Iterable[tuple[Sequence[int], sound.Index]]"], "Iterable[Iterable[tuple[int, int, float]]]"
]


class Hit(NamedTuple):
    """How well a Latin name was heard (log odds), and the places of the search that have it."""

    odds: float
    places: tuple[Place, ...]


# Of a search and a Chinese name the Latin names that it may be.
Hits = dict[tuple["Search", str], dict[str, Hit]]


def sought(asking: Mapping[Search, Iterable[str]], find: Find, crew: Crew = ALONE) -> Hits:
    """What `find` finds for the Chinese names that are asked of each search."""
    ordered = {search: sorted(set(asking[search])) for search in sorted(asking, key=str)}
    if crew.size <= 1 or sum(_work(search, names) for search, names in ordered.items()) < _MUCH:
        return _sought(ordered, find)
    hits: Hits = {}
    for found in crew.map(_sought, _shares(ordered, crew.size), repeat(find)):
        hits |= found
    return hits


def _shares(asking: Mapping[Search, list[str]], size: int) -> list[dict[Search, list[str]]]:
    """The searches in so many shares of about the same work: the most asked first, each to whoever has least to do."""
    shares: list[dict[Search, list[str]]] = [{} for _ in range(size)]
    done = [0] * size
    work = {search: _work(search, names) for search, names in asking.items()}
    for search in sorted(asking, key=lambda search: (-work[search], str(search))):
        least = done.index(min(done))
        shares[least][search] = asking[search]
        done[least] += work[search]
    return [share for share in shares if share]


def _work(search: Search, names: Sequence[str]) -> int:
    """About how much work it is to make a search ready and to ask it: bytes of the gazetteer, times names."""
    countries, most = search
    size = sum(min(extent(code), _LINE * most if most else extent(code)) for code in countries)
    return (_READYING + len(names)) * size


def _sought(asking: Mapping[Search, list[str]], find: Find) -> Hits:
    searches: defaultdict[str, list[Search]] = defaultdict(list)
    for search, names in asking.items():
        for name in names:
            searches[name].append(search)
    hits: Hits = {}
    # Those that are asked of the same countries stand together: a block then asks few.
    names = sorted(searches, key=lambda name: (str(searches[name]), name))
    for block in (names[at : at + _BLOCK] for at in range(0, len(names), _BLOCK)):
        said = sound.asked(block)
        asked: defaultdict[Search, list[int]] = defaultdict(list)
        for number, name in enumerate(block):
            for search in searches[name]:
                asked[search].append(number)
        order = sorted(asked, key=str)
        found = find(said, ((asked[search], candidates(*search)[0]) for search in order))
        for search, odds in zip(order, found, strict=True):
            index, owners = candidates(*search)
            for number, place, value in odds:
                latin = index.candidates[place]
                places = tuple(place_at(code, row) for code, row in owners[latin])
                hits.setdefault((search, block[number]), {})[latin] = Hit(value, places)
    return hits


@lru_cache(maxsize=_READY)
def candidates(
    countries: tuple[str, ...], most: int | None
) -> tuple[sound.Index, Mapping[str, Sequence[tuple[str, int]]]]:
    """All names of the places of some countries, of each the largest `most` places (None: all), prepared for
    ranking, and whose they are: countries and rows, as the gazetteer has them."""
    owners: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for code in countries:
        for name, row in names_of(code, most):
            owners[name].append((code, row))
    return sound.index(tuple(owners)), dict(owners)


def let_go() -> None:
    """Lets go of the searches that are kept ready, when all have been asked: what comes after needs the room."""
    candidates.cache_clear()
    give_back()
