"""A few views of one Latin name, made ready to be heard against many Chinese stretches.

What `lattice.lattice` has by where chunks begin stands here by where they end, and only the chunks that there are: of
seven lengths at every position, one in five. All of it is made and weighed with a few calls of numpy, which for two or
three names are dearer than what they work out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.sound.lattice import (
    HIGHEST,
    LOWEST,
    MISPLACED_DOT,
    MOST_GRAMS,
    NO_GRAM,
    WORD_EDGE,
    closings_of,
    openings_of,
)
from glossary.sound.letters import grams, letters
from glossary.sound.model import CHUNK, DOTS, corrections, log_emissions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glossary.sound.model import Model

_BESIDE = "~"  # beside a name, where no letter stands
_EDGE = 26  # the same for the letter model


@dataclass(frozen=True, slots=True)
class Arriving:
    """R names. With M the letters of the longest, a cell is one of (CHUNK+1, R, M+1): the chunk of a length that ends at
    a position of a name.

    Of each cell that holds a chunk, `cells` is its place, `chunks` the chunk's number, `bias` what that weighs in the
    tables, `weights` what it weighs by itself (letter model, words crossed), `left` the letter before it, `right` the
    letter behind it. `dots` (R, M+1): what an interpunct weighs at a position. `grams`: as in a `Lattice`; `opened` and
    `closed`: its `openings` and `closings`.
    """

    cells: NDArray[Any]
    chunks: NDArray[Any]
    bias: NDArray[Any]
    weights: NDArray[Any]
    left: NDArray[Any]
    right: NDArray[Any]
    dots: NDArray[Any]
    grams: NDArray[Any]
    opened: NDArray[Any]
    closed: NDArray[Any]


def arriving(names: Sequence[str], model: Model) -> Arriving:
    """Names, given as `letters.words`, made ready. None of them is empty."""
    import numpy as np

    runs = [letters(name) for name in names]
    sizes = np.array([len(run) for run, _ in runs])
    rows, width = len(runs), int(sizes.max()) + 1
    # Every name with room before it, so that all chunks begin somewhere.
    spelt = "".join([_BESIDE * CHUNK + run + _BESIDE * (width - len(run)) for run, _ in runs])
    codes = np.frombuffer(spelt.encode(), np.uint8).astype(np.int64).reshape(rows, CHUNK + width) - 97
    starts = np.zeros(codes.shape, bool)
    for row, (run, begins) in enumerate(runs):
        starts[row, [CHUNK + at for at in (*begins, len(run))]] = True
    begun = starts[:, CHUNK:]
    numbers = np.empty((CHUNK + 1, rows, width), np.int64)
    numbers[0] = np.arange(width) <= sizes[:, None]
    numbers[1:] = _numbers(codes, model)
    cells = np.flatnonzero(numbers)
    chunks = numbers.take(cells)
    lengths, places = np.divmod(cells, rows * width)
    last = places + (places // width + 1) * CHUNK
    first = last - lengths
    known = _letter_model(codes, model)
    within = starts.cumsum()  # beginnings of words up to each place, those inside a chunk cross it
    crossed = np.where(within.take(last - 1) > within.take(first), np.exp(model.scalars["across"]), 1.0)
    weights = crossed * np.exp(model.scalars["letters"] * (known.take(first) - known.take(last)))
    begins = starts.take(first) & (codes.take(first) < _EDGE)
    pairs = [grams(run)[:MOST_GRAMS] for run, _ in runs]
    return Arriving(
        cells, chunks, model.tables["bias"].take(chunks), weights.astype(np.float32),
        np.where(begins, WORD_EDGE, codes.take(first - 1)), np.where(starts.take(last), WORD_EDGE, codes.take(last)),
        np.where(begun, 1.0, np.exp(MISPLACED_DOT)).astype(np.float32),
        np.array([(*held, *[NO_GRAM] * (MOST_GRAMS - len(held))) for held in pairs]),
        openings_of(begun, sizes, model), closings_of(begun, sizes, model),
    )  # fmt: skip


def _numbers(codes: NDArray[Any], model: Model) -> NDArray[Any]:
    """The number of the chunk of each length, 1 to CHUNK, that ends at each position; 0 where there is none."""
    import numpy as np

    keys, numbers, powers = _chunk_keys(model)
    rows, width = codes.shape[0], codes.shape[1] - CHUNK
    # The letter before each position, the one before that … as a view.
    back = np.ndarray((CHUNK, rows, width), codes.dtype, codes, (CHUNK - 1) * 8, (-8, codes.strides[0], 8))
    spelt = ((back + 1) * powers).cumsum(0)
    there = keys.searchsorted(spelt)
    return np.where(keys.take(there) == spelt, numbers.take(there), 0)


def _chunk_keys(model: Model) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """What the letters of chunks spell, five bits each, sorted; their numbers; what a letter at each place counts."""
    import numpy as np

    found = model.memory.get("arriving keys")
    if found is None:
        spelt = {}
        for chunk, number in model.chunks.items():
            key = 0
            for letter in chunk:
                key = key * 32 + ord(letter) - 96
            spelt[key or -1] = number
        keys = sorted(spelt)
        powers = 32 ** np.arange(CHUNK, dtype=np.int64)
        # Behind the last key one that no letters spell: what would stand behind it is looked for there.
        found = np.array([*keys, 1 << 62]), np.array([*(spelt[key] for key in keys), 0]), powers[:, None, None]
        model.memory["arriving keys"] = found
    return found


def _letter_model(codes: NDArray[Any], model: Model) -> NDArray[Any]:
    """The logarithm of the probability of the letters before each place, by the trigram model."""
    import numpy as np

    known = np.zeros(codes.shape)
    held = np.minimum(codes[:, CHUNK - 2 : -1], _EDGE)
    held = (held[:, :-2] * 27 + held[:, 1:-1]) * 27 + held[:, 2:]
    np.cumsum(model.trigrams.take(held), 1, np.float64, out=known[:, CHUNK + 1 :])
    return known


def log_sums_of(han: str, names: Arriving, model: Model) -> NDArray[Any]:
    """What `lattice.log_scores` gives each row, to the last bit."""
    import numpy as np

    said = said_of(han, model)
    weights = emitted(han, said._replace(chunks=said.chunks.take(names.chunks, 1)), names, model)
    rows, width = names.opened.shape
    # What is reached, with room before it: `begun` shows of each length and position what was reached where a chunk of
    # that length which ends there begins. It is a view of the same numbers: as they change, so does it.
    room = np.zeros((rows, CHUNK + width))
    reached = room[:, CHUNK:]
    reached[:] = names.opened
    begun = np.ndarray((CHUNK + 1, rows, width), room.dtype, room, CHUNK * 8, (-8, room.strides[0], 8))
    for step in weights:
        # Summed over the lengths one after the other, the shortest first, as `lattice.log_sums` does.
        np.add.reduce(begun * step, 0, out=reached)
    total = np.add.reduce(reached * names.closed, 1)
    return np.log(np.maximum(total, 1e-280))  # type: ignore[no-any-return]


def emitted(han: str, said: Said, names: Arriving, model: Model) -> NDArray[Any]:
    """Weights of every emission, as `lattice.steps` has them, of characters of which the model says what stands in
    `said`, a column for each of `names.chunks`, which is used up: (characters, CHUNK+1, R, M+1)."""
    import numpy as np

    own = said.chunks
    own += names.bias
    own += np.array([log_emissions(model, char).take(names.chunks) for char in han])
    np.maximum(own, LOWEST, out=own)
    np.minimum(own, HIGHEST, out=own)
    np.exp(own, out=own)
    own *= names.weights
    own *= said.left.take(names.left, 1)
    own *= said.right.take(names.right, 1)
    rows, width = names.opened.shape
    made = np.zeros((len(han), (CHUNK + 1) * rows * width))
    made[:, names.cells] = own
    made = made.reshape(len(han), CHUNK + 1, rows, width)
    for k, char in enumerate(han):
        if char in DOTS:
            made[k] = 0
            made[k, 0] = names.dots
    return made


class Said(NamedTuple):
    """What the trained vectors of characters say: of chunks (logarithms), and of the letter before one and behind one
    (weights); a row for each character."""

    chunks: NDArray[Any]
    left: NDArray[Any]
    right: NDArray[Any]


@lru_cache(maxsize=64)
def said_of(han: str, model: Model) -> Said:
    """What the model says of a name's characters. Of all chunks, though few are asked for: in a smaller product sums
    are rounded otherwise, and a name's sum would hang on the lengths of other chunks."""
    import numpy as np

    vectors = corrections(model, han)
    tables = model.tables
    # Turned once and for all it is multiplied in half the time; of a single row the sums would be rounded otherwise.
    chunks = tables["chunk"].T if len(vectors) == 1 else _turned(model)
    return Said(vectors @ chunks, np.exp(vectors @ tables["left"].T), np.exp(vectors @ tables["right"].T))


def _turned(model: Model) -> NDArray[Any]:
    """The vectors of all chunks, a column each."""
    found = model.memory.get("turned chunks")
    if found is None:
        found = model.memory["turned chunks"] = model.tables["chunk"].T.copy()
    return found
