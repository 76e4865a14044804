"""Thousands of pairs of a Chinese and a Latin name weighed at once.

The sums are those of `hear.full_scores` but for rounding, and the same whatever else is asked. There a Chinese name meets a hundred Latin ones; here each
pair has its own two, so that what is worth weighing can be chosen first. The chunks of the Latin names lie in planes,
one for each length, since of the longer ones there are few; all of one position stand together, so that a step is taken
for all pairs at one time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.sound.company import columns, weigh
from glossary.sound.hear import parts, tokens
from glossary.sound.lattice import MISPLACED_DOT, closings, narrow_lattice, openings
from glossary.sound.model import CHUNK, DOTS, load_model
from glossary.sound.ratios import ratio_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from glossary.sound.model import Model

_PAIRS = 2048  # pairs that are aligned at once: some 2 MB
_WIDTHS = (6, 8, 10, 12, 15, 20)  # letters of names that are aligned together
_EMPTY = 1  # the number of the chunk of no letter
_DENSE = 3  # letters of chunks that most names hold at most positions; of the longer ones each is added by itself


class Asked(NamedTuple):
    """Chinese names made ready to be asked of any candidates. A row is a stretch of one that may stand for a whole Latin
    name: `owners` are the places of the names, `prices` what a stretch costs, `ratios` (rows, GRAMS + 1) what it says
    about each pair of letters. Its characters are `sizes` from `starts` on of all `chars`. What these weigh, `weights`
    (characters, `company.columns`), is there of the rows that were weighed before: `ready` at their starts. `dots` are the
    interpuncts."""

    owners: NDArray[Any]
    prices: NDArray[Any]
    ratios: NDArray[Any]
    starts: NDArray[Any]
    sizes: NDArray[Any]
    chars: str
    weights: NDArray[Any]
    ready: NDArray[Any]
    dots: NDArray[Any]


def asked(names: Sequence[str]) -> Asked:
    """Chinese names ready to be weighed; some 50 kB each that is."""
    import numpy as np

    model = load_model()
    rows = [(part, n, price) for n, name in enumerate(names) for part, price in parts(tokens(name), model)]
    chars = "".join(part for part, _, _ in rows)
    sizes = np.array([len(part) for part, _, _ in rows], np.int64)
    ratios = ratio_rows([part for part, _, _ in rows], model)
    weights = np.empty((len(chars), columns(model)[-1]), np.float32)
    return Asked(
        np.array([n for _, n, _ in rows], np.int64), np.array([price for _, _, price in rows]), ratios,
        np.cumsum(sizes) - sizes, sizes, chars, weights, np.zeros(len(chars), bool),
        np.array([char in DOTS for char in chars], bool),
    )  # fmt: skip


def _made_ready(said: Asked, rows: NDArray[Any], model: Model) -> None:
    """Sees to it that what the characters of some rows weigh is there."""
    for row in rows[~said.ready[said.starts[rows]]].tolist():
        start = int(said.starts[row])
        end = start + int(said.sizes[row])
        weigh(said.chars[start:end], model, said.weights[start:end])
        said.ready[start] = True


class Plane(NamedTuple):
    """The chunks of one length: their numbers and what they weigh (positions, names), 0 where there is none; and which
    names have any."""

    length: int
    numbers: NDArray[Any]
    weights: NDArray[Any]
    holders: NDArray[Any]


class Laid(NamedTuple):
    """Latin names as `Lattice` has them but position by position, their chunks in planes; `openings` and `closings` as made
    from that."""

    left: NDArray[Any]
    right: NDArray[Any]
    starts: NDArray[Any]
    openings: NDArray[Any]
    closings: NDArray[Any]
    grams: NDArray[Any]
    planes: tuple[Plane, ...]


class Steps(NamedTuple):
    """The chunks of one length that pairs of names hold: in which cells (positions, pairs) they begin, before which they
    end, their places among all that characters weigh, and what they weigh themselves."""

    begin: Any
    end: Any
    places: NDArray[Any]
    weights: NDArray[Any]


def summed(
    said: Asked, part: NDArray[Any], rows: NDArray[Any], names: Sequence[str], model: Model
) -> NDArray[Any]:
    """What `full_scores` gives of each pair of a Chinese row (`part`) and the Latin name (given as `letters.words`) of
    a row."""
    import numpy as np

    _made_ready(said, np.unique(part), model)
    found = np.zeros(len(rows))
    known, rows = np.unique(rows, return_inverse=True)
    names = [names[row] for row in known.tolist()]
    sizes = np.searchsorted(_WIDTHS, [len(name) - name.count(" ") for name in names])[rows]
    for size in np.unique(sizes):
        these = np.flatnonzero(sizes == size)
        known, local = np.unique(rows[these], return_inverse=True)
        laid = _laid([names[row] for row in known.tolist()], model)
        for some in _alike(said.sizes[part[these]], part[these]):
            taken, by = local[some], part[these[some]]
            pairs = said.ratios.ravel().take(laid.grams[taken] + by[:, None] * said.ratios.shape[1]).sum(1)
            found[these[some]] = _aligned(said, by, laid, taken, model) + model.scalars["pairs"] * pairs
    return found


def _laid(names: Sequence[str], model: Model) -> Laid:
    import numpy as np

    made = narrow_lattice(names, model)
    width = made.left.shape[1]
    planes = []
    for length in range(1, min(CHUNK + 1, width)):
        numbers = made.chunks[:, : width - length, length].T.astype(np.int64, "C")
        holders = np.asarray(numbers.any(0))
        if holders.any():
            planes.append(Plane(length, numbers, np.ascontiguousarray(made.weights[:, : width - length, length].T), holders))
    return Laid(
        made.left.T.astype(np.int64, "C"), made.right.T.astype(np.int64, "C"), np.ascontiguousarray(made.starts.T),
        np.ascontiguousarray(openings(made, model).T), np.ascontiguousarray(closings(made, model).T), made.grams, tuple(planes),
    )  # fmt: skip


def _alike(sizes: NDArray[Any], part: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Pairs of one number of characters each time, those of one Chinese name together: what its characters weigh is
    looked up some hundred times."""
    import numpy as np

    order = np.lexsort((part, sizes))
    for run in np.split(order, np.flatnonzero(np.diff(sizes[order])) + 1):
        yield from (run[at : at + _PAIRS] for at in range(0, len(run), _PAIRS))


def _aligned(said: Asked, part: NDArray[Any], names: Laid, rows: NDArray[Any], model: Model) -> NDArray[Any]:
    """The log of the summed weight of all alignments of each pair, as `lattice.log_scores` has it; all rows of `part`
    are of one length."""
    import numpy as np

    reached = names.openings.take(rows, 1)
    made, begun = np.empty(reached.shape, np.float32), np.empty(reached.shape)
    before, behind, width = columns(model)
    chars, weighed = said.starts[part], said.weights.ravel()
    left = names.left.take(rows, 1) + (chars * width + before)
    right = names.right.take(rows, 1) + (chars * width + behind)
    steps = [_steps(plane, rows, chars * width, reached.shape) for plane in names.planes]
    for _ in range(int(said.sizes[part[0]])):
        np.multiply(reached, weighed.take(left, out=made, mode="clip"), out=begun)
        ahead = begun * said.weights[chars, _EMPTY]
        for begin, end, places, weights in steps:
            chunk = weighed.take(places)
            chunk *= weights
            ahead.reshape(-1)[end] += chunk * begun.reshape(-1)[begin]
            places += width
        ahead *= weighed.take(right, out=made, mode="clip")
        silent = np.flatnonzero(said.dots[chars])
        if len(silent):
            ahead[:, silent] = reached[:, silent] * np.where(names.starts[:, rows[silent]], 1.0, np.exp(MISPLACED_DOT))
        reached = ahead
        chars = chars + 1
        left += width
        right += width
    # Summed one after the other: what the longest of the names adds behind a name's end, nothing, changes no sum.
    total = np.cumsum(reached * names.closings.take(rows, 1), 0)[-1]
    return np.log(np.maximum(total, 1e-280))  # type: ignore[no-any-return]


def _steps(plane: Plane, rows: NDArray[Any], first: NDArray[Any], shape: tuple[int, ...]) -> Steps:
    """The chunks of a plane as steps in cells (positions, pairs) of a shape, for some names (`rows`), each asked by the
    character whose weights begin at `first`: all of the plane, as slices, or where there are few those that are there."""
    import numpy as np

    size = shape[0] * shape[1]
    ahead = plane.length * shape[1]
    if plane.length <= _DENSE:
        places = plane.numbers.take(rows, 1)
        places += first
        return Steps(slice(size - ahead), slice(ahead, size), places.ravel(), plane.weights.take(rows, 1).ravel())
    some = np.flatnonzero(plane.holders[rows])
    numbers = plane.numbers.take(rows[some], 1).ravel()
    there = np.flatnonzero(numbers)
    position, held = np.divmod(there, len(some))
    pair = some[held]
    begin = position * shape[1] + pair
    return Steps(begin, begin + ahead, numbers[there] + first[pair], plane.weights[position, rows[pair]])
