"""The score of all ends of one Chinese stretch with one Latin name at once: where does the name begin?

The same sums as `hear.full_scores`, but from the end: what stands behind a character is the same for every beginning
before it, so a stretch of sixteen characters costs two passes and not sixteen, and only the chunks of the one Latin
name are weighed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glossary.sound.lattice import HIGHEST, LOWEST, MISPLACED_DOT, closings, openings
from glossary.sound.model import CHUNK, DOTS, corrections, letter_pairs, log_emissions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glossary.sound.lattice import Lattice
    from glossary.sound.model import Model

SHARE = 0.7  # of the expected letter pairs, against those of any name
SMOOTH = 1e-6
_NO_GRAM = 27 * 27


def end_scores(han: str, starts: Sequence[int], prepared: Lattice, model: Model) -> NDArray[Any]:
    """For each of `starts` (places in `han`, none behind an interpunct's), what `hear.full_scores` gives the stretch from
    there to the end with each row of the lattice: (starts, rows)."""
    pairs = model.scalars["pairs"] * _pair_sums(han, starts, prepared, model)
    return _alignments(han, starts, prepared, model) + pairs


def _alignments(han: str, starts: Sequence[int], prepared: Lattice, model: Model) -> NDArray[Any]:
    import numpy as np

    used, places = np.unique(prepared.chunks, return_inverse=True)
    places = places.reshape(prepared.chunks.shape)
    said = corrections(model, han)
    # A character that begins the stretch has the edge before it, not its neighbour.
    first = np.stack([corrections(model, han[at : at + 2])[0] for at in starts])
    within = _steps(han, said, used, places, prepared, model)
    begun = _steps("".join(han[at] for at in starts), first, used, places, prepared, model)
    opened = openings(prepared, model)
    behind = closings(prepared, model)
    found = np.empty((len(starts), len(opened)))
    number = {at: n for n, at in enumerate(starts)}
    for at in range(len(han) - 1, min(starts) - 1, -1):
        if at in number:
            found[number[at]] = (opened * _back(begun[number[at]], behind)).sum(1)
        behind = _back(within[at], behind)
    return np.log(np.maximum(found, 1e-280))


def _steps(
    chars: str, said: NDArray[Any], used: NDArray[Any], places: NDArray[Any], prepared: Lattice, model: Model
) -> NDArray[Any]:
    """Weights of every emission, as `lattice.steps` has them: (characters, rows, M+1, CHUNK+1)."""
    import numpy as np

    tables = model.tables
    own = said @ tables["chunk"][used].T
    own += tables["bias"][used, 0]
    own += np.stack([log_emissions(model, char)[used] for char in chars])
    np.clip(own, LOWEST, HIGHEST, out=own)
    made = np.exp(own).take(places, axis=1)
    made *= prepared.weights
    made *= np.exp(said @ tables["left"].T).take(prepared.left, axis=1)[..., None]
    after = np.exp(said @ tables["right"].T).take(prepared.right, axis=1)
    width = prepared.left.shape[1]
    for length in range(min(CHUNK + 1, width)):
        made[:, :, : width - length, length] *= after[:, :, length:]
    for k, char in enumerate(chars):
        if char in DOTS:
            made[k] = 0
            made[k, :, :, 0] = np.where(prepared.starts, 1.0, np.exp(MISPLACED_DOT))
    return made  # type: ignore[no-any-return]


def _back(step: NDArray[Any], behind: NDArray[Any]) -> NDArray[Any]:
    """What the rest weighs from each position, one character earlier."""
    width = behind.shape[1]
    found = step[:, :, 0] * behind
    for length in range(1, min(CHUNK + 1, width)):
        found[:, : width - length] += step[:, : width - length, length] * behind[:, length:]
    return found  # type: ignore[no-any-return]


def _pair_sums(han: str, starts: Sequence[int], prepared: Lattice, model: Model) -> NDArray[Any]:
    """The summed evidence of the letter pairs of each row, for the stretch from each start: (starts, rows)."""
    import numpy as np

    used, places = np.unique(prepared.grams, return_inverse=True)
    real = used[used < _NO_GRAM].astype(np.int64)
    before, after = real // 27, real % 27
    size = len(starts)
    expected = np.zeros((size, len(real)), np.float32)
    total = np.zeros(size, np.float32)
    state = np.zeros((size, 27), np.float32)
    begins = np.array(starts)
    for at in range(min(starts), len(han)):
        state[begins == at, 26] = 1
        on = begins <= at
        inner, first, last, silent = letter_pairs(model, han[at])
        expected[on] += inner[real] + state[on][:, before] * first[after]
        total[on] += float(inner.sum()) + state[on].sum(1) * float(first.sum())
        state[on] = last + state[on] * silent
    expected += np.where(after == 26, state[:, before], 0)
    total += state.sum(1)
    expected /= np.maximum(total, 1e-6)[:, None]
    base = model.grams[real]
    ratios = np.zeros((size, len(used)), np.float32)
    ratios[:, : len(real)] = np.log((SHARE * expected + (1 - SHARE) * base + SMOOTH) / (base + SMOOTH))
    return ratios[:, places.reshape(prepared.grams.shape)].sum(2)  # type: ignore[no-any-return]
