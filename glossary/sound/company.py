"""What characters of Chinese names weigh in the company that they stand in, for thousands of names.

It is what `lattice.weights_of_emissions` gives but for rounding: there the trained vectors are summed and multiplied, here
what the character, the syllable before and the one behind weigh by themselves is multiplied. That takes a sixth of the
time, and is the same whatever else is asked.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from glossary.sound.lattice import HIGHEST, LOWEST
from glossary.sound.model import log_emissions, lone_vector, syllable_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glossary.sound.model import Model


def columns(model: Model) -> tuple[int, int, int]:
    """Where the weights of letters before a chunk begin, those of letters behind it, and where they end; those of the chunks
    stand first."""
    chunks, letters = len(model.tables["chunk"]), len(model.tables["left"])
    return chunks, chunks + letters, chunks + 2 * letters


def weigh(han: str, model: Model, found: NDArray[Any]) -> None:
    """Puts the weights (no logarithms) of each character of a stretch into a row of `found` (characters, `columns`)."""
    import numpy as np

    before, after = _beside(model)
    edge = model.places["mandarin"]["^"]
    said = [edge, *(syllable_of(model, char) for char in han), edge]
    for row, char, one, other in zip(found, han, said, said[2:], strict=False):
        np.multiply(_alone(model, char), before[one], out=row)
        row *= after[other]
    np.clip(found, math.exp(LOWEST), math.exp(HIGHEST), out=found)


def _alone(model: Model, char: str) -> NDArray[Any]:
    """The weights of a character by itself, 11 kB of them."""
    import numpy as np

    key = ("alone", char)
    found = model.memory.get(key)
    if found is None:
        found = _product(_weighers(model), lone_vector(model, char)[None])[:, 0]
        chunks = columns(model)[0]
        found[:chunks] += model.tables["bias"][:, 0] + log_emissions(model, char)
        model.memory[key] = np.exp(found, out=found)
    return found


def _beside(model: Model) -> tuple[NDArray[Any], NDArray[Any]]:
    """By what each syllable multiplies the weights of the character behind it and of the one before it; 4 MB each."""
    import numpy as np

    found = model.memory.get("beside")
    if found is None:
        made = (_product(model.tables[side], _weighers(model)) for side in ("before", "after"))
        found = model.memory["beside"] = tuple(map(np.exp, made))
    return found


def _product(rows: NDArray[Any], others: NDArray[Any]) -> NDArray[Any]:
    """The products of all rows with all others, summed in one order: a library of linear algebra rounds by the number of
    threads that it was started with, and processes differ in that."""
    import numpy as np

    return np.einsum("ik,jk->ij", rows, others)  # type: ignore[no-any-return]


def _weighers(model: Model) -> NDArray[Any]:
    """The vectors of all that is weighed (`columns`)."""
    import numpy as np

    found = model.memory.get("weighers")
    if found is None:
        found = model.memory["weighers"] = np.concatenate([model.tables[name] for name in ("chunk", "left", "right")])
    return found
