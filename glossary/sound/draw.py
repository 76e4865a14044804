"""Draws up a shortlist: of hundreds of thousands of names, those that hold the most of what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def drawn(holders: Sequence[bytes], weights: Sequence[float], most: int) -> list[tuple[int, float]]:
    """The `most` numbers with the greatest sum of weights, in the order of the numbers, each with that sum; of equal
    ones the lower numbers. `holders` are the numbers that hold one thing each, native four-byte words without sign,
    `weights` what each thing is worth, above 0.

    >>> from array import array
    >>> drawn([array("I", [3, 7, 9]).tobytes(), array("I", [7, 8]).tobytes()], [1.0, 0.5], 3)
    [(3, 1.0), (7, 1.5), (9, 1.0)]
    """
    import numpy as np

    lists = [np.frombuffer(held, np.uint32) for held in holders]
    if not sum(map(len, lists)) or most < 1:
        return []
    worth = np.repeat(np.asarray(weights, float), [len(held) for held in lists])
    summed = np.bincount(np.concatenate(lists), worth)
    least = 0.0 if len(summed) <= most else float(np.partition(summed, -most)[-most])
    places = np.flatnonzero((summed >= least) & (summed > 0))
    best = np.sort(places[np.argsort(-summed[places], kind="stable")[:most]])
    return list(zip(best.tolist(), summed[best].tolist(), strict=True))
