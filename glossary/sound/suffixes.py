"""The score of all ends of one Chinese stretch with one Latin name at once: where does the name begin?

The same sums as `hear.full_scores`, but from the end: what stands behind a character is the same for every beginning
before it, so a stretch of sixteen characters costs two passes and not sixteen, and only the chunks of the one Latin
name are weighed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glossary.sound.lattice import HIGHEST, LOWEST, MISPLACED_DOT, OUTSIDE, closings, openings
from glossary.sound.model import CHUNK, DOTS, letter_pairs, log_emissions, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glossary.sound.lattice import Lattice
    from glossary.sound.model import Model

SHARE = 0.7  # of the expected letter pairs, against those of any name
SMOOTH = 1e-6
_NO_GRAM = 27 * 27


@dataclass(frozen=True, slots=True)
class Heard:
    """A Latin name made ready: its lattice, the chunks and letter pairs in it (each once, with its places), what chunks
    weigh in the tables, the letter behind each chunk, and what it weighs to begin and to end at each position."""

    lattice: Lattice
    chunks: NDArray[Any]
    chunk_places: NDArray[Any]
    chunk_table: NDArray[Any]
    bias: NDArray[Any]
    behind: NDArray[Any]
    grams: NDArray[Any]
    gram_places: NDArray[Any]
    opened: NDArray[Any]
    closed: NDArray[Any]


def prepared(lattice: Lattice, model: Model) -> Heard:
    """A lattice made ready for `end_scores`."""
    import numpy as np

    chunks, grams = np.unique(lattice.chunks), np.unique(lattice.grams)
    size, width = lattice.right.shape
    right = np.full((size, width + CHUNK), OUTSIDE, np.intp)
    right[:, :width] = lattice.right
    return Heard(
        lattice, chunks, chunks.searchsorted(lattice.chunks), model.tables["chunk"][chunks].T.copy(),
        model.tables["bias"][chunks, 0], right[:, np.arange(width)[:, None] + np.arange(CHUNK + 1)], grams[grams < _NO_GRAM].astype(np.int64),
        grams.searchsorted(lattice.grams), openings(lattice, model), closings(lattice, model),
    )  # fmt: skip


def end_scores(han: str, starts: Sequence[int], name: Heard, model: Model) -> NDArray[Any]:
    """For each of `starts` (places in `han`, ascending, none of an interpunct), what `hear.full_scores` gives the stretch
    from there to the end with each row of the lattice: (starts, rows)."""
    pairs = model.scalars["pairs"] * _pair_sums(han, starts, name, model)
    return _alignments(han, starts, name, model) + pairs


def _alignments(han: str, starts: Sequence[int], name: Heard, model: Model) -> NDArray[Any]:
    import numpy as np

    # A character that begins the stretch has the edge before it, not its neighbour.
    said = np.concatenate(spoken(model, han, starts))
    made = _steps(han, starts, said, name, model)
    size, (rows, width) = len(han), name.closed.shape
    # What the rest weighs from each position, behind each character; and from where a chunk of each length ends.
    rest = np.zeros((size + 1, rows, width + CHUNK))
    rest[size, :, :width] = name.closed
    ahead = np.lib.stride_tricks.sliding_window_view(rest, CHUNK + 1, axis=-1)
    for at in range(size - 1, starts[0], -1):
        rest[at, :, :width] = (made[at] * ahead[at + 1]).sum(-1)
    begun = (made[size:] * ahead[[at + 1 for at in starts]]).sum(-1)
    return np.log(np.maximum((name.opened * begun).sum(-1), 1e-280))  # type: ignore[no-any-return]


def _steps(han: str, starts: Sequence[int], said: NDArray[Any], name: Heard, model: Model) -> NDArray[Any]:
    """Weights of every emission, as `lattice.steps` has them, of the characters and then of those at `starts` once more,
    as `said`: (characters, rows, M+1, CHUNK+1)."""
    import numpy as np

    tables, lattice = model.tables, name.lattice
    own = said @ name.chunk_table
    own += name.bias
    emitted = np.array([log_emissions(model, char)[name.chunks] for char in han])
    own[: len(han)] += emitted
    own[len(han) :] += emitted[starts]
    np.clip(own, LOWEST, HIGHEST, out=own)
    made = np.exp(own).take(name.chunk_places, axis=1)
    made *= lattice.weights
    made *= np.exp(said @ tables["left"].T).take(lattice.left, axis=1)[..., None]
    made *= np.exp(said @ tables["right"].T).take(name.behind, axis=1)
    for k, char in enumerate(han):
        if char in DOTS:
            made[k] = 0
            made[k, :, :, 0] = np.where(lattice.starts, 1.0, np.exp(MISPLACED_DOT))
    return made  # type: ignore[no-any-return]


def _pair_sums(han: str, starts: Sequence[int], name: Heard, model: Model) -> NDArray[Any]:
    """The summed evidence of the letter pairs of each row, for the stretch from each start: (starts, rows)."""
    import numpy as np

    before, after = name.grams // 27, name.grams % 27
    size = len(starts)
    expected = np.zeros((size, len(name.grams)), np.float32)
    total = np.zeros(size, np.float32)
    state = np.zeros((size, 27), np.float32)
    state[:, 26] = 1
    heard = [letter_pairs(model, char) for char in han]
    within = np.array([inner[name.grams] for inner, _, _, _ in heard])
    begins = np.array([first[after] for _, first, _, _ in heard])
    begun = 0
    for at in range(starts[0], len(han)):
        begun += begun < size and starts[begun] == at
        _, _, last, silent = heard[at]
        inner_sum, first_sum = _sums(model, han[at])
        on = state[:begun]
        expected[:begun] += on[:, before] * begins[at]
        expected[:begun] += within[at]
        total[:begun] += inner_sum + on.sum(1) * first_sum
        on *= silent
        on += last
    expected += np.where(after == 26, state[:, before], 0)
    total += state.sum(1)
    expected /= np.maximum(total, 1e-6)[:, None]
    base = model.grams[name.grams]
    ratios = np.zeros((size, len(name.grams) + 1), np.float32)
    ratios[:, :-1] = np.log((SHARE * expected + (1 - SHARE) * base + SMOOTH) / (base + SMOOTH))
    return ratios[:, name.gram_places].sum(2)  # type: ignore[no-any-return]


def _sums(model: Model, char: str) -> tuple[float, float]:
    """How many pairs within its chunk, and how many beginnings, a character makes expected in all."""
    key = ("pair sums", char)
    found = model.memory.get(key)
    if found is None:
        inner, first, _, _ = letter_pairs(model, char)
        found = model.memory[key] = (float(inner.sum()), float(first.sum()))
    return found
