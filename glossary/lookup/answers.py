"""A name that answers a query, why, and how well; which of two answers of one concept is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from glossary.lookup.postings import Row
    from glossary.lookup.values import Reason

GUESSES = frozenset({"typing", "sound"})


class Found(NamedTuple):
    """A name that answers a query."""

    row: Row
    score: float
    reason: Reason


def better(known: Found, hit: Found) -> Found:
    """The better of two hits of one concept, the first among equals. Where one is a guess and the other is not, what
    is told is the one that is not, with the score of the better one."""
    if known.reason in GUESSES and hit.reason not in GUESSES:
        return hit._replace(score=max(known.score, hit.score))
    if known.score >= hit.score:
        return known
    return hit if known.reason in GUESSES or hit.reason not in GUESSES else known._replace(score=hit.score)
