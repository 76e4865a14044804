"""Which of many Chinese forms are spellings of one name: the comparison of `variants`, for thousands of pairs at once.

The weights of all pairs of characters are made in one product, whose sums are rounded otherwise than those of a pair
alone; what may be near enough by them is weighed again with the very weights of `variant_likeness`.
"""

from __future__ import annotations

import math
from itertools import chain
from typing import TYPE_CHECKING, Any

from glossary.sound.hear import parts, tokens
from glossary.sound.lattice import LONGEST_HAN
from glossary.sound.model import load_model
from glossary.sound.variants import described, lone_pair_weights, pair_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from glossary.sound.model import Model

_PAIRS = 1 << 15  # compared at once: some 30 MB
_ROWS = 128  # characters whose weights are made at once
_SLACK = 0.05  # of log odds, for the rounding of sums in another order


def near_pairs(
    names: Sequence[str], least: float, longer: int = LONGEST_HAN, blocks: Iterable[Sequence[int]] | None = None
) -> Iterator[tuple[int, int, float]]:
    """The places (the first less than the second) of forms whose `variant_likeness` is `least` or more, with that; of
    forms that differ by more than `longer` characters in length, none. Where there are `blocks` (places, ascending),
    only forms of one block are compared; block after block, sorted in each, and a pair of two blocks comes twice.

    Time grows with the square of the names in a block, about a microsecond a pair; memory does not.
    """
    import numpy as np

    heard = [tokens(name) for name in names]
    listed = [[n for n in block if heard[n]] for block in (blocks if blocks is not None else [range(len(names))])]
    kept = sorted(set(chain.from_iterable(block for block in listed if len(block) > 1)))
    if not kept:
        return
    table = _Table([heard[n] for n in kept], load_model())
    odds = math.log(least / (1 - least)) if least < 1 else 40.0
    row = np.zeros(len(names), np.int64)
    row[kept] = np.arange(len(kept))
    for left, right in _batches((row[block] for block in listed if len(block) > 1), table.lengths, longer):
        near = table.near(left, right, odds - _SLACK)
        left, right = left[near], right[near]
        for a, b, value in zip(left.tolist(), right.tolist(), table.likeness(left, right), strict=True):
            if value >= least:
                yield kept[a], kept[b], value


def _batches(
    blocks: Iterable[NDArray[Any]], lengths: NDArray[Any], longer: int
) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """All pairs of rows of each block that differ by no more than `longer` in length, some ten thousand at once."""
    import numpy as np

    first: list[NDArray[Any]] = []
    second: list[NDArray[Any]] = []
    filled = 0
    for block in blocks:
        sizes = lengths[block]
        for n in range(len(block) - 1):
            rest = block[n + 1 :][np.abs(sizes[n + 1 :] - sizes[n]) <= longer]
            first.append(np.full(len(rest), block[n]))
            second.append(rest)
            filled += len(rest)
            if filled >= _PAIRS:
                yield np.concatenate(first), np.concatenate(second)
                first, second, filled = [], [], 0
    if filled:
        yield np.concatenate(first), np.concatenate(second)


class _Table:
    """Forms as numbers of their characters, with the weights of all pairs of characters. A form of several parts has a
    second row for its last part. `exact` are the weights of `variant_likeness`, where they were asked for (else NaN)."""

    def __init__(self, forms: Sequence[str], model: Model) -> None:
        import numpy as np

        self.model = model
        self.forms = forms
        self.letters = described("".join(sorted({char for form in forms for char in form})), model)
        letters = self.letters
        number = {char: k for k, char in enumerate(letters.chars)}
        count = len(letters.chars)
        self.weights = np.empty((count, count))
        for start in range(0, count, _ROWS):
            some = described(letters.chars[start : start + _ROWS], model)
            self.weights[start : start + _ROWS] = pair_weights(some, letters, model)
        self.exact = np.full((count, count), np.nan)
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
        one = self._best(left, right, self.weights)
        ahead = self.skew * np.minimum(self.lengths[left], self.lengths[right])
        there = np.flatnonzero(one + ahead / 2 >= wanted)
        near = np.zeros(len(left), bool)
        if len(there):
            near[there] = (one[there] + self._best(left[there], right[there], self.weights.T)) / 2 >= wanted
        return near

    def likeness(self, left: NDArray[Any], right: NDArray[Any]) -> list[float]:
        """What `variant_likeness` is of each pair."""
        if not len(left):
            return []
        slope, offset = self.model.scalars["variant slope"], self.model.scalars["variant offset"]
        self._weigh(left, right)
        one, two = (slope * self._best(*pair, self.exact) + offset for pair in ((left, right), (right, left)))
        found = [1 / (1 + math.exp(-min(max(odds / 2, -40.0), 40.0))) for odds in (one + two).tolist()]
        same = [self.forms[a] == self.forms[b] for a, b in zip(left.tolist(), right.tolist(), strict=True)]
        return [1.0 if alike else value for alike, value in zip(same, found, strict=True)]

    def _weigh(self, left: NDArray[Any], right: NDArray[Any]) -> None:
        """Sees to it that the exact weights of all characters of these pairs are known."""
        import numpy as np

        asked = np.zeros(self.exact.shape, bool)
        mine, theirs = self.rows[0][left], self.rows[0][right]
        for column in range(int(self.lengths[left].max())):
            some = self.lengths[left] > column
            asked[mine[some, column, None], theirs[some]] = True
        asked |= asked.T
        a, b = np.nonzero(asked & np.isnan(self.exact))
        if len(a):
            self.exact[a, b] = lone_pair_weights(self.letters, a, b, self.model)

    def _best(self, left: NDArray[Any], right: NDArray[Any], weights: NDArray[Any]) -> NDArray[Any]:
        """The score of each pair, one way: the best of its parts."""
        import numpy as np

        cost = self.model.scalars["variant part"]
        best = np.full(len(left), -np.inf)
        for one in (0, 1):
            for two in (0, 1):
                there = np.flatnonzero((self.parted[left] | (one == 0)) & (self.parted[right] | (two == 0)))
                if len(there):
                    summed = self._aligned(left[there], one, right[there], two, weights) - cost * (one + two)
                    best[there] = np.maximum(best[there], summed)
        return best

    def _aligned(
        self, left: NDArray[Any], one: int, right: NDArray[Any], two: int, weights: NDArray[Any]
    ) -> NDArray[Any]:
        """The log of the summed weight of all alignments of each pair."""
        import numpy as np

        mine, theirs = self.rows[one][left], self.rows[two][right]
        my_size, their_size = self.sizes[one][left], self.sizes[two][right]
        width = int(their_size.max())
        theirs = theirs[:, :width].T
        alone = self.alone[theirs]
        reached = np.ones((width + 1, len(left)))
        for column in range(width):
            reached[column + 1] = reached[column] * alone[column]
        total = np.zeros(len(left))
        every = np.arange(len(left))
        for place in range(int(my_size.max())):
            chars = mine[:, place]
            paired = weights[chars[None, :], theirs]
            ahead = reached * self.alone[chars]
            ahead[1:] += reached[:-1] * paired
            for column in range(width):
                ahead[column + 1] += ahead[column] * alone[column]
            reached = ahead
            done = my_size == place + 1
            total[done] = reached[their_size[done], every[done]]
        return np.log(np.maximum(total, 1e-250))
