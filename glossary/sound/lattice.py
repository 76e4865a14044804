"""Latin names as lattices of chunks, and the sum over all ways in which Chinese names emit them.

Rows are names, columns positions between letters. All arrays are made for many names at once: one pass over the
characters of a Chinese name scores it against a hundred Latin ones in under a millisecond.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from glossary.sound.letters import LONGEST, grams, letters
from glossary.sound.model import CHUNK, DOTS, corrections, log_emissions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glossary.sound.model import Model

LONGEST_HAN = 24  # characters of a Chinese name that are heard; the rest of a longer string is ignored
MOST_GRAMS = 24  # pairs of letters kept of a name
WORD_EDGE, OUTSIDE = 26, 27  # as letters beside a chunk
MISPLACED_DOT = -4.0  # log weight of an interpunct inside a word
LOWEST, HIGHEST = -60.0, 12.0  # bounds of one emission's log weight


@dataclass(frozen=True, slots=True)
class Lattice:
    """Latin names (rows) prepared for scoring. With M the letters of the longest:

    `chunks` (rows, M+1, CHUNK+1): number of the chunk that begins at a position and has a length, 0 where none.
    `weights`, same shape: what a chunk weighs by itself (letter model, words crossed), 0 where there is none.
    `left`, `right` (rows, M+1): the letter before a position, and behind it. `starts` (rows, M+1): where words
    begin; the end counts. `lengths` (rows): letters. `grams` (rows, MOST_GRAMS): its letter pairs, filled with 729.
    """

    chunks: NDArray[Any]
    weights: NDArray[Any]
    left: NDArray[Any]
    right: NDArray[Any]
    starts: NDArray[Any]
    lengths: NDArray[Any]
    grams: NDArray[Any]

    def take(self, rows: NDArray[Any]) -> Lattice:
        """Some of the rows, cut to the longest name among them."""
        lengths = self.lengths[rows]
        width = int(lengths.max(initial=0)) + 1
        return Lattice(
            self.chunks[rows, :width], self.weights[rows, :width], self.left[rows, :width], self.right[rows, :width],
            self.starts[rows, :width], lengths, self.grams[rows],
        )  # fmt: skip


def lattice(names: Sequence[str], model: Model) -> Lattice:
    """The lattice of names given as `letters.words`."""
    import numpy as np

    runs = [letters(name) for name in names]
    width = max((len(run) for run, _ in runs), default=0) + 1
    shape = (len(runs), width)
    made = Lattice(
        np.zeros((*shape, CHUNK + 1), np.int16), np.zeros((*shape, CHUNK + 1), np.float32),
        np.full(shape, OUTSIDE, np.int8), np.full(shape, OUTSIDE, np.int8),
        np.zeros(shape, bool), np.array([len(run) for run, _ in runs], np.int32),
        np.full((len(runs), MOST_GRAMS), 27 * 27, np.int16),
    )  # fmt: skip
    for row, (run, starts) in enumerate(runs):
        _fill(made, row, run, starts, model)
    return made


def empty_lattice(rows: int) -> Lattice:
    """Room for the lattices of `rows` names of any length up to LONGEST."""
    import numpy as np

    shape = (rows, LONGEST + 1)
    return Lattice(
        np.zeros((*shape, CHUNK + 1), np.int16), np.zeros((*shape, CHUNK + 1), np.float32),
        np.full(shape, OUTSIDE, np.int8), np.full(shape, OUTSIDE, np.int8),
        np.zeros(shape, bool), np.zeros(rows, np.int32), np.full((rows, MOST_GRAMS), 27 * 27, np.int16),
    )  # fmt: skip


def fill(room: Lattice, row: int, name: str, model: Model) -> None:
    """Puts the lattice of one name, given as `letters.words`, into its row."""
    run, starts = letters(name)
    room.lengths[row] = len(run)
    _fill(room, row, run, starts, model)


@lru_cache(maxsize=64)
def weights_of_emissions(han: str, model: Model) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """For each character of a Chinese name: the weight (no logarithm) of each chunk, of each letter before the
    chunk, and of each letter behind it; float32, (characters, chunks), (characters, 28) twice."""
    import numpy as np

    said = corrections(model, han)
    tables = model.tables
    own = said @ tables["chunk"].T
    own += tables["bias"][:, 0]
    own += np.stack([log_emissions(model, char) for char in han])
    np.clip(own, LOWEST, HIGHEST, out=own)
    return np.exp(own), np.exp(said @ tables["left"].T), np.exp(said @ tables["right"].T)


def log_scores(han: str, names: Lattice, model: Model) -> NDArray[Any]:
    """For each Latin name of a lattice, the log of the summed weight of all alignments with one Chinese name.

    Whole words of the Latin name may stay out before and behind the part that the Chinese renders.
    """
    return log_sums(steps(han, names, model), names, model)


def steps(han: str, names: Lattice, model: Model) -> NDArray[Any]:
    """Weights of every emission: (characters, rows, M+1, CHUNK+1), float32."""
    import numpy as np

    chunk, left, right = weights_of_emissions(han, model)
    made = chunk.take(names.chunks, axis=1)
    made *= names.weights
    made *= left.take(names.left, axis=1)[..., None]
    after = right.take(names.right, axis=1)
    width = names.left.shape[1]
    for length in range(min(CHUNK + 1, width)):
        made[:, :, :width - length, length] *= after[:, :, length:]
    for k, char in enumerate(han):
        if char in DOTS:
            made[k] = 0
            made[k, :, :, 0] = np.where(names.starts, 1.0, np.exp(MISPLACED_DOT))
    return made


def log_sums(made: NDArray[Any], names: Lattice, model: Model) -> NDArray[Any]:
    """The forward pass over `steps`."""
    import numpy as np

    reached = openings(names, model)
    width = reached.shape[1]
    for step in made:
        ahead = reached * step[:, :, 0]
        for length in range(1, min(CHUNK + 1, width)):
            ahead[:, length:] += reached[:, :width - length] * step[:, :width - length, length]
        reached = ahead
    total = (reached * closings(names, model)).sum(1)
    return np.log(np.maximum(total, 1e-280))  # type: ignore[no-any-return]


def openings(names: Lattice, model: Model) -> NDArray[Any]:
    """What it weighs to begin at each position: at the start 1, at a later word the price of leaving words out."""
    import numpy as np

    before = np.exp(model.scalars["before"])
    inside = np.arange(names.starts.shape[1]) < names.lengths[:, None]
    found = np.where(names.starts & inside, before, 0.0)
    found[:, 0] = 1.0
    return found


def closings(names: Lattice, model: Model) -> NDArray[Any]:
    """What it weighs to end at each position."""
    import numpy as np

    found = np.where(names.starts, np.exp(model.scalars["behind"]), 0.0)
    found[np.arange(len(found)), names.lengths] = 1.0
    return found


def _fill(room: Lattice, row: int, run: str, starts: tuple[int, ...], model: Model) -> None:
    size = len(run)
    crossed, share = math.exp(model.scalars["across"]), model.scalars["letters"]
    known = _letter_model(run, model)
    begins = [False] * (size + 1)
    for at in (*starts, size):
        begins[at] = True
    number = model.chunks.get
    chunks, weights = [], []
    for at in range(size + 1):
        here, weigh, price = [1] + [0] * CHUNK, [1.0] + [0.0] * CHUNK, 1.0
        for length in range(1, min(CHUNK, size - at) + 1):
            if length > 1 and begins[at + length - 1]:
                price = crossed
            if found := number(run[at:at + length]):
                here[length] = found
                weigh[length] = price * math.exp(share * (known[at] - known[at + length]))
        chunks.append(here)
        weights.append(weigh)
    codes = [ord(letter) - 97 for letter in run]
    room.starts[row, :size + 1] = begins
    room.chunks[row, :size + 1] = chunks
    room.weights[row, :size + 1] = weights
    room.left[row, :size + 1] = [
        WORD_EDGE if not at or (begins[at] and at < size) else codes[at - 1] for at in range(size + 1)
    ]
    room.right[row, :size + 1] = [WORD_EDGE if begins[at] else codes[at] for at in range(size + 1)]
    pairs = grams(run)[:MOST_GRAMS]
    room.grams[row, :len(pairs)] = pairs


def _letter_model(run: str, model: Model) -> list[float]:
    """Log-probability of the letters before each position, by the trigram model."""
    codes = [26, 26, *(ord(letter) - 97 for letter in run)]
    table, total, sums = model.trigrams, 0.0, [0.0]
    for a, b, c in zip(codes, codes[1:], codes[2:], strict=False):
        total += float(table[(a * 27 + b) * 27 + c])
        sums.append(total)
    return sums
