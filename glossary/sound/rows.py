"""Chinese forms as rows of characters, so that millions of pairs of them can be bounded, aligned and weighed in columns."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.sound.characters import described, lone_pair_weights, pair_weights
from glossary.sound.hear import parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from glossary.sound.model import Model

_PAIRS = 1 << 13  # aligned at once: what stays in the processor's cache
_ROWS, _COLUMNS = 128, 2048  # forms, and others beside them, that are bounded at once
_ROUNDING = 0.01  # of a score that is summed in short numbers


class Rows(NamedTuple):
    """Some forms of a block, those from `start` to `stop`, each to be compared with all that stand behind it."""

    block: list[int]
    start: int
    stop: int


class Table:
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
        known: dict[str, int] = {}
        self.equals = np.array([known.setdefault(form, len(known)) for form in forms])
        split = [parts(form, model) for form in forms]
        self.parted = np.array([len(found) > 1 for found in split])
        width = int(self.lengths.max())
        self.rows = [np.zeros((len(forms), width), np.int64) for _ in range(2)]
        self.sizes = [np.zeros(len(forms), np.int64) for _ in range(2)]
        for k, found in enumerate(split):
            for side, (part, _) in enumerate(found):
                self.rows[side][k, : len(part)] = [number[char] for char in part]
                self.sizes[side][k] = len(part)

    def near(
        self, rows: Rows, odds: float, longer: int
    ) -> Iterator[tuple[NDArray[Any], int, NDArray[Any], int]]:
        """The pairs of a block, sorted by length, that may be of these log odds, the mean of both ways of comparing them, with the parts of
        both (0 the whole, 1 the last part) that may be the best. One way is looked at: the other differs by no more
        than `skew` for each pair of characters."""
        slope, offset = self.model.scalars["variant slope"], self.model.scalars["variant offset"]
        # The best parts are, one way or the other, half the skew or less below the mean; others may be the best the other
        # way if they are above that by no more than the whole skew.
        least = (odds - offset) / slope - 1.5 * self.skew * self.lengths
        for left, one, right, two in self._bounded(rows, least, longer):
            for at in range(0, len(left), _PAIRS):
                mine, theirs = left[at : at + _PAIRS], right[at : at + _PAIRS]
                near = self._aligned(mine, one, theirs, two, self.weights) - self._cost(one, two) >= least[mine]
                yield mine[near], one, theirs[near], two

    def _bounded(
        self, share: Rows, least: NDArray[Any], longer: int
    ) -> Iterator[tuple[NDArray[Any], int, NDArray[Any], int]]:
        """Pairs of rows, and of which parts of them, whose score may be what is the `least` for the first."""
        import numpy as np

        ordered = np.array(share.block)
        lengths = self.lengths[ordered]
        ends = np.searchsorted(lengths, lengths + longer, "right")
        for start, two in product(range(share.start, len(ordered), _COLUMNS), (0, 1)):
            columns = self._having(ordered, two, start, start + _COLUMNS)
            if not len(columns):
                continue
            right = ordered[columns]
            ceiling, alone = self._ceilings(right, two)
            for at, one in product(range(share.start, min(share.stop, int(columns[-1])), _ROWS), (0, 1)):
                rows = self._having(ordered, one, at, min(at + _ROWS, share.stop))
                rows = rows[ends[rows] > columns[0]]
                left = ordered[rows]
                most = self._counts(left, one) @ ceiling
                most += alone
                inside = (columns > rows[:, None]) & (columns < ends[rows, None])
                a, b = np.nonzero(inside & (most >= (least[left] + self._cost(one, two) - _ROUNDING)[:, None]))
                yield left[a], one, right[b], two

    def _having(self, ordered: NDArray[Any], side: int, start: int, stop: int) -> NDArray[Any]:
        """The positions from `start` to `stop` of the forms that have this row."""
        import numpy as np

        found = np.arange(start, min(stop, len(ordered)))
        return found[self.parted[ordered[found]]] if side else found

    def _counts(self, forms: NDArray[Any], side: int) -> NDArray[Any]:
        """(forms, characters): how often each character stands in each form."""
        import numpy as np

        found = np.zeros((len(forms), len(self.alone)), np.float32)
        for place, some in self._columns(forms, side):
            found[some, self.rows[side][forms[some], place]] += 1
        return found

    def _ceilings(self, forms: NDArray[Any], side: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """(characters, forms): the log of what all choices of a partner in a form for a character weigh together, against
        the partner's standing alone; (forms): the log of what the form weighs where all its characters stand alone."""
        import numpy as np

        gained = self.weights / self.alone
        summed = np.repeat(self.alone[:, None], len(forms), axis=1)
        alone = np.zeros(len(forms))
        for place, some in self._columns(forms, side):
            chars = self.rows[side][forms[some], place]
            summed[:, some] += gained[:, chars]
            alone[some] += np.log(self.alone[chars])
        return np.log(summed).astype(np.float32), alone.astype(np.float32)

    def _columns(self, forms: NDArray[Any], side: int) -> Iterator[tuple[int, NDArray[Any]]]:
        """Each place of a character, with the numbers of the forms that are so long."""
        import numpy as np

        sizes = self.sizes[side][forms]
        for place in range(int(sizes.max(initial=0))):
            yield place, np.flatnonzero(sizes > place)

    def likeness(
        self, left: NDArray[Any], right: NDArray[Any], sides: NDArray[Any], first: NDArray[Any]
    ) -> NDArray[Any]:
        """What `variant_likeness` is of pairs of which some parts are given one after another: the best of those. `sides`
        are twice the part of the left form and the part of the right one, `first` where each pair begins."""
        import numpy as np

        if not len(first):
            return np.empty(0)
        slope, offset = self.model.scalars["variant slope"], self.model.scalars["variant offset"]
        one, two = (np.empty(len(left)) for _ in range(2))
        for side in range(4):
            there = np.flatnonzero(sides == side)
            for some in (there[at : at + _PAIRS] for at in range(0, len(there), _PAIRS)):
                one[some], two[some] = self._exact(left[some], side // 2, right[some], side % 2)
        odds = [slope * np.maximum.reduceat(way, first) + offset for way in (one, two)]
        summed = np.clip((odds[0] + odds[1]) / 2, -40.0, 40.0)
        # Not numpy's exp, which rounds otherwise than that for a pair alone.
        found = np.array([1 / (1 + math.exp(-value)) for value in summed.tolist()])
        found[self.equals[left[first]] == self.equals[right[first]]] = 1.0
        return found

    def _exact(
        self, left: NDArray[Any], one: int, right: NDArray[Any], two: int
    ) -> tuple[NDArray[Any], NDArray[Any]]:
        """The scores of each pair of parts, either way, by the exact weights."""
        import numpy as np

        def scores() -> tuple[NDArray[Any], NDArray[Any]]:
            cost = self._cost(one, two)
            there = self._aligned(left, one, right, two, self.exact)
            return there - cost, self._aligned(right, two, left, one, self.exact) - cost

        found = scores()
        unknown = np.flatnonzero(np.isnan(found[0] + found[1]))
        if not len(unknown):
            return found
        self._weigh(left[unknown], right[unknown])
        return scores()

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

    def _cost(self, one: int, two: int) -> float:
        """What it costs to take the last part of either form for the whole."""
        return self.model.scalars["variant part"] * (one + two)

    def _aligned(
        self, left: NDArray[Any], one: int, right: NDArray[Any], two: int, weights: NDArray[Any]
    ) -> NDArray[Any]:
        """The log of the summed weight of all alignments of each pair."""
        import numpy as np

        mine, theirs = self.rows[one][left].T, self.rows[two][right].T
        my_size, their_size = self.sizes[one][left], self.sizes[two][right]
        width = int(their_size.max(initial=0))
        theirs = np.ascontiguousarray(theirs[:width])
        alone = self.alone.take(theirs)
        reached = np.ones((width + 1, len(left)))
        for column in range(width):
            reached[column + 1] = reached[column] * alone[column]
        total = np.zeros(len(left))
        for place in range(int(my_size.max(initial=0))):
            # By one number for both characters, which is twice as fast as by two.
            paired = weights.ravel().take(mine[place] * len(weights) + theirs)
            paired *= reached[:-1]
            ahead = reached * self.alone.take(mine[place])
            ahead[1:] += paired
            for column in range(width):
                ahead[column + 1] += ahead[column] * alone[column]
            reached = ahead
            done = np.flatnonzero(my_size == place + 1)
            total[done] = reached[their_size[done], done]
        return np.log(np.maximum(total, 1e-250))
