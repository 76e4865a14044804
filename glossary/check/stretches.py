"""Which stretches of a text are free, and which lie in others: asked once for each finding of a document, so each
answer is a search by halves."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from glossary.model import Span


def is_taken(span: Span, kept: list[Span]) -> bool:
    """Whether `span` overlaps one of `kept`, which are in order and overlap nowhere; where it does not, it is put
    among them."""
    at = bisect_left(kept, span)
    if (at and kept[at - 1].end > span.start) or (at < len(kept) and span.end > kept[at].start):
        return True
    kept.insert(at, span)
    return False


def covering(spans: Iterable[Span]) -> Callable[[int, int], bool]:
    """A function that tells whether the stretch from `start` to `end` lies in one of `spans`."""
    ordered = sorted(spans)
    starts = [span.start for span in ordered]
    furthest = list(accumulate((span.end for span in ordered), max))

    def covers(start: int, end: int) -> bool:
        at = bisect_right(starts, start)
        return at > 0 and furthest[at - 1] >= end

    return covers
