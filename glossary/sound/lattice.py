"""Latin names as lattices of chunks, and the sum over all ways in which Chinese names emit them.

Rows are names, columns positions between letters. All arrays are made for many names at once: one pass over the
characters of a Chinese name scores it against a hundred Latin ones in under a millisecond.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from glossary.sound.letters import LONGEST, letters
from glossary.sound.model import CHUNK, DOTS, corrections, log_emissions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glossary.sound.model import Model

LONGEST_HAN = 24  # characters of a Chinese name that are heard; the rest of a longer string is ignored
MOST_GRAMS = 24  # pairs of letters kept of a name
WORD_EDGE, OUTSIDE = 26, 27  # as letters beside a chunk
NO_GRAM = 27 * 27
_SHORT = 3  # letters of chunks that are looked up in a table: five in eight; of the longer ones few exist
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
    made = _empty(len(runs), max((len(run) for run, _ in runs), default=0) + 1)
    made.grams[:] = NO_GRAM
    _fill(made, np.arange(len(runs)), runs, model)
    return made


def empty_lattice(rows: int) -> Lattice:
    """Room for the lattices of `rows` names of any length up to LONGEST."""
    return _empty(rows, LONGEST + 1)


def narrow_lattice(names: Sequence[str], model: Model, at_once: int = 512) -> Lattice:
    """The lattice of many names about as long as each other, made some hundred at a time."""
    import numpy as np

    longest = max((sum(map(len, name.split())) for name in names), default=0)
    room = _empty(len(names), min(longest, LONGEST) + 1)
    for start in range(0, len(names), at_once):
        some = names[start : start + at_once]
        _fill(room, np.arange(start, start + len(some)), [letters(name) for name in some], model)
    return room


def fill(room: Lattice, rows: NDArray[Any], names: Sequence[str], model: Model) -> None:
    """Puts the lattices of names, given as `letters.words`, into their rows, whatever stood there."""
    room.chunks[rows] = 0
    room.weights[rows] = 0
    room.left[rows] = room.right[rows] = OUTSIDE
    room.starts[rows] = False
    room.grams[rows] = NO_GRAM
    _fill(room, rows, [letters(name) for name in names], model)


def _empty(rows: int, width: int) -> Lattice:
    import numpy as np

    shape = (rows, width)
    return Lattice(
        np.zeros((*shape, CHUNK + 1), np.int16), np.zeros((*shape, CHUNK + 1), np.float32),
        np.full(shape, OUTSIDE, np.int8), np.full(shape, OUTSIDE, np.int8),
        np.zeros(shape, bool), np.zeros(rows, np.int32), np.full((rows, MOST_GRAMS), NO_GRAM, np.int16),
    )  # fmt: skip


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
    return openings_of(names.starts, names.lengths, model)


def closings(names: Lattice, model: Model) -> NDArray[Any]:
    """What it weighs to end at each position."""
    return closings_of(names.starts, names.lengths, model)


def openings_of(starts: NDArray[Any], lengths: NDArray[Any], model: Model) -> NDArray[Any]:
    """The `openings` of names whose words begin at `starts`."""
    import numpy as np

    before = np.exp(model.scalars["before"])
    inside = np.arange(starts.shape[1]) < lengths[:, None]
    found = np.where(starts & inside, before, 0.0)
    found[:, 0] = 1.0
    return found


def closings_of(starts: NDArray[Any], lengths: NDArray[Any], model: Model) -> NDArray[Any]:
    """Their `closings`."""
    import numpy as np

    found = np.where(starts, np.exp(model.scalars["behind"]), 0.0)
    found[np.arange(len(found)), lengths] = 1.0
    return found


def _fill(room: Lattice, rows: NDArray[Any], runs: Sequence[tuple[str, tuple[int, ...]]], model: Model) -> None:
    """Puts names, as `letters` gives them, into rows that are empty: all of them at once."""
    import numpy as np

    if not runs:
        return
    sizes = np.array([len(run) for run, _ in runs], np.int32)
    width = int(sizes.max()) + 1
    places = np.arange(width)
    inside = places < sizes[:, None]
    codes = np.full((len(runs), width), 26, np.int64)
    codes[inside] = np.frombuffer("".join(run for run, _ in runs).encode(), np.uint8).astype(np.int64) - 97
    begins = np.zeros((len(runs), width), bool)
    begins[np.repeat(np.arange(len(runs)), [len(starts) for _, starts in runs]), [at for _, starts in runs for at in starts]] = True
    begins[np.arange(len(runs)), sizes] = True
    known = _letter_model(codes, model)
    chunks = np.zeros((len(runs), width, CHUNK + 1), np.int16)
    weights = np.zeros((len(runs), width, CHUNK + 1))
    within = places <= sizes[:, None]
    chunks[..., 0], weights[..., 0] = within, within
    crossed, share = math.exp(model.scalars["across"]), model.scalars["letters"]
    spelt = np.zeros((len(runs), width), np.int64)  # what reaches over the end of a name holds no letter's number
    price = np.ones((len(runs), width))
    for length in range(1, min(CHUNK, width - 1) + 1):
        span = width - length
        if length > 1:
            price[:, :span][begins[:, length - 1 : width - 1]] = crossed
        spelt = spelt[:, :span] * 32 + codes[:, length - 1 : width - 1] + 1
        number = _chunk_numbers(spelt, length, model)
        chunks[:, :span, length] = number
        weigh = price[:, :span] * np.exp(share * (known[:, :span] - known[:, length:]))
        weights[:, :span, length] = np.where(number > 0, weigh, 0.0)
    room.lengths[rows] = sizes
    room.starts[rows, :width] = begins
    room.chunks[rows, :width] = chunks
    room.weights[rows, :width] = weights
    before = np.concatenate([np.full((len(runs), 1), WORD_EDGE), codes[:, :-1]], 1)
    room.left[rows, :width] = np.where(within, np.where(begins & inside, WORD_EDGE, before), OUTSIDE)
    room.right[rows, :width] = np.where(within, np.where(begins, WORD_EDGE, codes), OUTSIDE)
    pairs = _letter_pairs(codes, sizes)
    room.grams[rows, : pairs.shape[1]] = pairs


def _letter_pairs(codes: NDArray[Any], sizes: NDArray[Any]) -> NDArray[Any]:
    """The first MOST_GRAMS of `letters.grams` of rows of letters as numbers; the rest of a row is filled with 729."""
    import numpy as np

    edge = np.full((len(codes), 1), 26, np.int64)
    pairs = (np.concatenate([edge, codes[:, :-1]], 1) * 27 + codes).astype(np.int16)
    pairs[np.arange(codes.shape[1]) > sizes[:, None]] = NO_GRAM
    pairs.sort(1)
    pairs[:, 1:][pairs[:, 1:] == pairs[:, :-1]] = NO_GRAM
    pairs.sort(1)
    return pairs[:, :MOST_GRAMS]  # type: ignore[no-any-return]


def _chunk_numbers(spelt: NDArray[Any], length: int, model: Model) -> NDArray[Any]:
    """The numbers of the chunks of a length that are spelt so, five bits a letter; 0 where there is no such chunk."""
    import numpy as np

    known, keys, numbers = _chunk_keys(model)
    if length <= _SHORT:
        return known.take(spelt)
    there = keys.searchsorted(spelt)
    return np.where(keys[there] == spelt, numbers[there], 0)


def _chunk_keys(model: Model) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """The number of each chunk of at most _SHORT letters at the place that its letters spell, five bits each; the longer
    ones as such places, sorted, and their numbers."""
    import numpy as np

    found = model.memory.get("chunk keys")
    if found is None:
        known = np.zeros(32**_SHORT, np.int64)
        longer = {}
        for chunk, number in model.chunks.items():
            key = 0
            for letter in chunk:
                key = key * 32 + ord(letter) - 96
            if 0 < len(chunk) <= _SHORT:
                known[key] = number
            elif chunk:
                longer[key] = number
        keys = sorted(longer)
        numbers = [longer[key] for key in keys]
        found = known, np.array([*keys, 1 << 5 * CHUNK], np.int64), np.array([*numbers, 0], np.int64)
        model.memory["chunk keys"] = found
    return found


def _letter_model(codes: NDArray[Any], model: Model) -> NDArray[Any]:
    """Log-probability of the letters before each position, by the trigram model; of rows of letters as numbers."""
    import numpy as np

    edge = np.full((len(codes), 2), 26, np.int64)
    a, b, c = (np.concatenate([edge, codes], 1)[:, n : n + codes.shape[1]] for n in range(3))
    known = np.zeros(codes.shape)
    # What stands behind a name's end is never asked for.
    np.cumsum(model.trigrams[((a * 27 + b) * 27 + c)[:, :-1]], 1, np.float64, out=known[:, 1:])
    return known
