"""Which of many Chinese forms may be spellings of one name: the comparison of `variants`, for thousands of pairs at once.

What passes is looked at again by `variant_likeness`; nothing that it would give the likeness asked for is lost.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from glossary.sound.hear import parts, tokens
from glossary.sound.lattice import LONGEST_HAN
from glossary.sound.model import load_model
from glossary.sound.variants import described, pair_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from glossary.sound.model import Model

_PAIRS = 1 << 15  # compared at once: some 30 MB
_ROWS = 128  # characters whose weights are made at once
_SLACK = 0.05  # of log odds, for the rounding of sums in another order


def near_pairs(names: Sequence[str], least: float, longer: int = LONGEST_HAN) -> Iterator[tuple[int, int]]:
    """The places (the first less than the second) of forms whose `variant_likeness` can be `least` or more, sorted; of
    forms that differ by more than `longer` characters in length, none.

    Time grows with the square of the names, about a microsecond a pair; memory does not.
    """
    import numpy as np

    heard = [tokens(name) for name in names]
    kept = [n for n, form in enumerate(heard) if form]
    if len(kept) < 2:
        return
    model = load_model()
    odds = math.log(least / (1 - least)) if least < 1 else 40.0
    table = _Table([heard[n] for n in kept], model)
    size = len(kept)
    first, second, filled = [], [], 0
    for n in range(size - 1):
        rest = np.arange(n + 1, size)
        rest = rest[np.abs(table.lengths[rest] - table.lengths[n]) <= longer]
        first.append(np.full(len(rest), n))
        second.append(rest)
        filled += len(rest)
        if filled >= _PAIRS or n == size - 2:
            left, right = np.concatenate(first), np.concatenate(second)
            near = table.near(left, right, odds - _SLACK)
            yield from ((kept[a], kept[b]) for a, b in zip(left[near].tolist(), right[near].tolist(), strict=True))
            first, second, filled = [], [], 0


class _Table:
    """Forms as numbers of their characters, with the weights of all pairs of characters. A form of several parts has a
    second row for its last part."""

    def __init__(self, forms: Sequence[str], model: Model) -> None:
        import numpy as np

        self.model = model
        letters = described("".join(sorted({char for form in forms for char in form})), model)
        number = {char: k for k, char in enumerate(letters.chars)}
        count = len(letters.chars)
        self.weights = np.empty((count, count))
        for start in range(0, count, _ROWS):
            some = described(letters.chars[start : start + _ROWS], model)
            self.weights[start : start + _ROWS] = pair_weights(some, letters, model)
        self.skew = float(np.abs(np.log(self.weights / self.weights.T)).max(initial=0.0))
        self.alone = np.exp(letters.gaps)
        self.lengths = np.array([len(form) for form in forms])
        split = [parts(form, model) for form in forms]
        self.parted = np.array([len(found) > 1 for found in split])
        width = int(self.lengths.max())
        self.rows = [np.zeros((len(forms), width), np.int64) for _ in range(2)]
        self.sizes = [np.zeros(len(forms), np.int64) for _ in range(2)]
        for k, found in enumerate(split):
            for side, (part, _) in enumerate(found):
                self.rows[side][k, : len(part)] = [number[char] for char in part]
                self.sizes[side][k] = len(part)

    def near(self, left: NDArray[Any], right: NDArray[Any], odds: float) -> NDArray[Any]:
        """Which pairs may be of these log odds, the mean of both ways of comparing them. Where one way falls so short
        that the other cannot make up for it, that is not looked at: it differs by `skew` for each pair of characters."""
        import numpy as np

        slope, offset = self.model.scalars["variant slope"], self.model.scalars["variant offset"]
        wanted = (odds - offset) / slope  # of the mean
        one = self._best(left, right, turned=False)
        ahead = self.skew * np.minimum(self.lengths[left], self.lengths[right])
        there = np.flatnonzero(one + ahead / 2 >= wanted)
        near = np.zeros(len(left), bool)
        if len(there):
            near[there] = (one[there] + self._best(left[there], right[there], turned=True)) / 2 >= wanted
        return near

    def _best(self, left: NDArray[Any], right: NDArray[Any], *, turned: bool) -> NDArray[Any]:
        """The score of each pair, one way: the best of its parts."""
        import numpy as np

        cost = self.model.scalars["variant part"]
        best = np.full(len(left), -np.inf)
        for one in (0, 1):
            for two in (0, 1):
                there = np.flatnonzero((self.parted[left] | (one == 0)) & (self.parted[right] | (two == 0)))
                if len(there):
                    summed = self._aligned(left[there], one, right[there], two, turned=turned) - cost * (one + two)
                    best[there] = np.maximum(best[there], summed)
        return best

    def _aligned(self, left: NDArray[Any], one: int, right: NDArray[Any], two: int, *, turned: bool) -> NDArray[Any]:
        """The log of the summed weight of all alignments of each pair; `turned`, of the second form with the first."""
        import numpy as np

        mine, theirs = self.rows[one][left], self.rows[two][right]
        my_size, their_size = self.sizes[one][left], self.sizes[two][right]
        weights = self.weights.T if turned else self.weights
        width = int(their_size.max())
        alone = self.alone[theirs[:, :width].T]
        reached = np.ones((width + 1, len(left)))
        for column in range(width):
            reached[column + 1] = reached[column] * alone[column]
        total = np.zeros(len(left))
        every = np.arange(len(left))
        for place in range(int(my_size.max())):
            chars = mine[:, place]
            paired = weights[chars[None, :], theirs[:, :width].T]
            ahead = reached * self.alone[chars]
            ahead[1:] += reached[:-1] * paired
            for column in range(width):
                ahead[column + 1] += ahead[column] * alone[column]
            reached = ahead
            done = my_size == place + 1
            total[done] = reached[their_size[done], every[done]]
        return np.log(np.maximum(total, 1e-250))
