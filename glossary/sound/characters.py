"""Chinese characters as the comparison of two forms sees them, and what a pair of them weighs.

Two characters are alike by the letters that they are likely to stand for, and by what their Mandarin and Cantonese
syllables share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glossary.sound.model import DOTS, emissions
from glossary.sound.readings import cantonese, cut_jyutping, cut_pinyin, mandarin, toneless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glossary.sound.model import Model

FEATURES = 17  # of a pair of characters; the last but one is constant, the last tells interpuncts apart
GAPS = 3  # features of a character without a partner
_CLASSES = {
    "b": "P", "p": "P", "f": "F", "w": "F", "m": "M", "d": "T", "t": "T", "n": "N", "l": "L", "r": "L", "g": "K",
    "k": "K", "h": "H", "j": "J", "q": "J", "x": "J", "zh": "J", "ch": "J", "sh": "J", "z": "S", "c": "S", "s": "S",
    "y": "Y", "": "Y", "gw": "K", "kw": "K", "ng": "Y",
}  # fmt: skip
_CANTONESE = {**_CLASSES, "j": "Y"}


@dataclass(frozen=True, slots=True)
class Letters:
    """Characters (rows) as the comparison sees them: `signs` (rows, 11) numbers of the character, its syllables,
    their parts and classes; `emitted` (rows, chunks) and `vectors` (rows, 32), of length 1; `gaps` (rows) the log
    weight of standing alone."""

    chars: str
    signs: NDArray[Any]
    emitted: NDArray[Any]
    vectors: NDArray[Any]
    gaps: NDArray[Any]


def described(chars: str, model: Model) -> Letters:
    """Characters as the comparison sees them."""
    import numpy as np

    usual = common_chunks(model)
    emitted = np.stack([emissions(model, char) for char in chars])
    silent = emitted[:, 1]
    scaled = (emitted[:, 2:] * usual).astype(np.float32)
    said = [toneless(mandarin().get(char, "?")) for char in chars]
    spoken = [cantonese().get(char, "?") for char in chars]
    dotted = np.array([char in DOTS for char in chars])
    cut, spelt = [cut_pinyin(s) for s in said], [cut_jyutping(s) for s in spoken]
    columns: list[Sequence[object]] = [
        [ord(char) for char in chars], said, [c.initial for c in cut], [c.final for c in cut],
        [_CLASSES.get(c.initial, "?") for c in cut], spoken, [c.initial for c in spelt], [c.final for c in spelt],
        [_CANTONESE.get(c.initial, "?") for c in spelt], [c.final[:1] for c in cut], [c.final[-1:] in ("n", "g") for c in cut],
    ]  # fmt: skip
    signs = np.array([[_number(model, value) for value in column] for column in columns], np.int64).T
    weights = model.tables["variant gaps"][:, 0]
    gaps = weights[0] + weights[1] * np.log(silent + 1e-3)
    gaps = np.where(dotted, weights[2], gaps)
    return Letters(chars, signs, scaled, _vectors(chars, model), np.clip(gaps, -20, 5))


def joined(letters: Sequence[Letters]) -> Letters:
    """Characters that were described one by one, as the rows of one table."""
    import numpy as np

    columns = ([getattr(some, name) for some in letters] for name in ("signs", "emitted", "vectors", "gaps"))
    return Letters("".join(some.chars for some in letters), *(np.concatenate(column) for column in columns))


def pair_features(a: Letters, b: Letters) -> NDArray[Any]:
    """(characters of a, characters of b, FEATURES): what each pair of characters shares."""
    import numpy as np

    def same(left: int, right: int) -> NDArray[Any]:
        return a.signs[:, left, None] == b.signs[None, :, right]  # type: ignore[no-any-return]

    heard = np.clip(np.log(a.emitted @ b.emitted.T + 0.02), -4, 7)
    dots = (a.signs[:, 0, None] == ord("·")) != (b.signs[None, :, 0] == ord("·"))
    shared = [same(k, k) for k in range(11)] + [same(4, 8), same(8, 4)]
    columns = [heard, a.vectors @ b.vectors.T, *shared, np.ones_like(heard), -8.0 * dots]
    return np.stack(columns, -1).astype(np.float32)


def pair_weights(a: Letters, b: Letters, model: Model) -> NDArray[Any]:
    """(characters of a, characters of b): the weight, no logarithm, of taking one for the other."""
    import numpy as np

    summed = pair_features(a, b) @ model.tables["variant pairs"][:, 0]
    return np.exp(np.clip(summed, -20, 20)).astype(np.float64)  # type: ignore[no-any-return]


def lone_pair_weights(letters: Letters, rows: NDArray[Any], others: NDArray[Any], model: Model) -> NDArray[Any]:
    """The weights of pairs of characters, places in `letters`: to the last bit what `pair_weights` makes of a pair by
    itself. (A product of many characters at once sums in another order.)"""
    import numpy as np

    emitted, vectors, signs = letters.emitted, letters.vectors, letters.signs
    pairs = list(zip(rows.tolist(), others.tolist(), strict=True))
    heard = np.array([np.dot(emitted[a], emitted[b]) for a, b in pairs], np.float32)
    likened = np.array([np.dot(vectors[a], vectors[b]) for a, b in pairs], np.float32)
    heard = np.clip(np.log(heard + 0.02), -4, 7)
    dots = (signs[rows, 0] == ord("·")) != (signs[others, 0] == ord("·"))
    shared = [signs[rows, k] == signs[others, k] for k in range(11)]
    shared += [signs[rows, 4] == signs[others, 8], signs[rows, 8] == signs[others, 4]]
    features = np.stack([heard, likened, *shared, np.ones_like(heard), -8.0 * dots], -1).astype(np.float32)
    summed = (features[:, None, None] @ model.tables["variant pairs"][:, 0])[:, 0, 0]
    return np.exp(np.clip(summed, -20, 20)).astype(np.float64)  # type: ignore[no-any-return]


def common_chunks(model: Model) -> NDArray[Any]:
    """1 / √(share of each chunk among all emissions), from the third chunk on."""
    import numpy as np

    found = model.memory.get("common chunks")
    if found is None:
        found = model.memory["common chunks"] = 1 / np.sqrt(model.tables["common"][2:, 0] + 1e-5)
    return found


def _vectors(chars: str, model: Model) -> NDArray[Any]:
    """The trained vectors of characters by themselves, at length 1."""
    import numpy as np

    from glossary.sound.model import lone_vector

    rows = np.stack([lone_vector(model, char) for char in chars])
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)  # type: ignore[no-any-return]


def _number(model: Model, value: object) -> int:
    """A number for a sign, the same whenever it comes back."""
    if isinstance(value, int):
        return int(value)
    numbers: dict[object, int] = model.memory.setdefault("signs", {})
    return numbers.setdefault(value, len(numbers) + 1)
