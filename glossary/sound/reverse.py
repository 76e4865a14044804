"""A Latin name among Chinese candidates: the same model as the other way round, one name against many renderings.

Only the chunks that the Latin name holds are looked up, for all characters of a hundred candidates at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glossary.sound.hear import pair_ratios, parts
from glossary.sound.lattice import HIGHEST, LOWEST, MISPLACED_DOT, lattice, log_sums
from glossary.sound.letters import grams, letters, views
from glossary.sound.model import CHUNK, DOTS, corrections, log_emissions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glossary.sound.lattice import Lattice
    from glossary.sound.model import Model
    from glossary.sound.variants import Forms


@dataclass(frozen=True, slots=True)
class Renderings:
    """Chinese candidates as renderings: `names` (a candidate, or the last part of one), `owners` the numbers of
    their candidates, `prices`, `ratios` (letter pairs + 1, names): what each says about each pair, and `vectors`,
    the corrections of each."""

    places: NDArray[Any]
    names: tuple[str, ...]
    owners: NDArray[Any]
    prices: NDArray[Any]
    ratios: NDArray[Any]
    vectors: tuple[NDArray[Any], ...]


def renderings(found: Forms, model: Model) -> Renderings:
    """The Chinese candidates of an index, prepared for Latin queries."""
    import numpy as np

    rows = [(part, k, price) for k, name in enumerate(found.names) for part, price in parts(name, model)]
    ratios = np.stack([pair_ratios(part, model) for part, _, _ in rows], axis=1)
    owners = np.array([k for _, k, _ in rows], np.int64)
    return Renderings(
        found.places, tuple(part for part, _, _ in rows), owners, np.array([p for _, _, p in rows]), ratios,
        tuple(corrections(model, part) for part, _, _ in rows),
    )  # fmt: skip


def reverse_scores(name: str, found: Renderings, model: Model, most: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Places and log odds of the Chinese candidates that a Latin name, given as `letters.words`, may be."""
    import numpy as np

    said = name.split()
    looks = [name] if len(said) == 1 else [name, *said, " ".join(said[1:])]
    drawn = np.max([found.ratios[list(grams(letters(look)[0]))].sum(0) for look in looks], axis=0)
    rows = np.arange(len(drawn))
    if len(rows) > most:
        rows = np.sort(np.argpartition(-drawn, most)[:most])
    orders = views(name, model.scalars["turned"])
    prepared = lattice([view for view, _ in orders], model)
    pairs = found.ratios[:, rows][prepared.grams].sum(1)  # (orders, rows)
    summed = _scores(found, rows, prepared, model) + model.scalars["pairs"] * pairs.T
    summed -= [price for _, price in orders]
    value = summed.max(1) - found.prices[rows]
    owner = found.owners[rows]
    order = np.lexsort((-value, owner))
    owner, value = owner[order], value[order]
    once = np.concatenate([[True], owner[1:] != owner[:-1]])
    return found.places[owner[once]], model.scalars["slope"] * value[once] + model.scalars["offset"]


def _scores(found: Renderings, rows: NDArray[Any], prepared: Lattice, model: Model) -> NDArray[Any]:
    """Log of the summed weight of all alignments, (Chinese names, orders of the Latin one)."""
    import numpy as np

    hans = [found.names[row] for row in rows]
    numbers, at = np.unique(prepared.chunks, return_inverse=True)
    at = at.reshape(prepared.chunks.shape)
    size, orders, width = max(len(han) for han in hans), len(prepared.lengths), prepared.left.shape[1]
    chars = sorted({char for han in hans for char in han})
    place = {char: k for k, char in enumerate(chars)}
    tokens = np.array([[place[c] for c in han] + [0] * (size - len(han)) for han in hans])
    inside = np.arange(size) < np.array([len(han) for han in hans])[:, None]
    vectors = np.zeros((len(hans), size, model.tables["chunk"].shape[1]), np.float32)
    for at_row, row in enumerate(rows):
        vectors[at_row, :len(hans[at_row])] = found.vectors[row]
    tables = model.tables
    own = np.stack([log_emissions(model, char)[numbers] for char in chars])[tokens]
    own += vectors @ tables["chunk"][numbers].T + tables["bias"][numbers, 0]
    own = np.exp(np.clip(own, LOWEST, HIGHEST))
    left, right = (np.exp(vectors @ tables[side].T) for side in ("left", "right"))
    made = own[:, :, at] * prepared.weights * left[:, :, prepared.left][..., None]
    after = right[:, :, prepared.right]
    for length in range(min(CHUNK + 1, width)):
        made[:, :, :, :width - length, length] *= after[:, :, :, length:]
    dots = np.array([char in DOTS for char in chars])[tokens] & inside
    made[dots | ~inside] = 0
    made[..., 0] = np.where(dots[:, :, None, None], np.where(prepared.starts, 1.0, np.exp(MISPLACED_DOT)), made[..., 0])
    made[..., 0] = np.where(inside[:, :, None, None], made[..., 0], 1.0)  # behind its end a name stays where it is
    steps = made.transpose(1, 0, 2, 3, 4).reshape(size, len(hans) * orders, width, CHUNK + 1)
    return log_sums(steps, prepared.take(np.tile(np.arange(orders), len(hans))), model).reshape(len(hans), orders)
