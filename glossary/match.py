"""Two plain lists of names, any script on either side: the best candidates for each query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glossary.sound import index, rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate for a query. `rank` counts from 1; query and candidate stand as they were given."""

    query: str
    rank: int
    candidate: str
    score: float


def matches(queries: Iterable[str], candidates: Iterable[str], top: int = 50) -> Iterator[Match]:
    """The best `top` candidates of each query, best first, the queries in the order given.

    Blank lines are left out on both sides; a line that stands twice counts once.
    """
    prepared = index(tuple(dict.fromkeys(c for c in candidates if c.strip())))
    for query in dict.fromkeys(q for q in queries if q.strip()):
        for place, (candidate, score) in enumerate(rank(query, prepared, top), 1):
            yield Match(query, place, candidate, round(score, 4))
