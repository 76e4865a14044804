"""How alike two Chinese forms sound: 贝克汉姆 and 碧咸, 耶尔穆克 and 杰姆克.

Two forms are aligned character by character; a pair of characters weighs by how likely they stand for the same
letters, and by what their Mandarin and Cantonese syllables share; a character without a partner weighs by how
readily it stands for nothing (尔, 斯, 特). The weights are trained (`scripts/train_sound.py`) on forms of one name
in GeoNames and CLDR and on common given names.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from glossary.sound.hear import expected_pairs, parts, tokens
from glossary.sound.model import DOTS, emissions, load_model
from glossary.sound.readings import cantonese, cut_jyutping, cut_pinyin, mandarin, toneless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glossary.sound.model import Model

FEATURES = 17  # of a pair of characters; the last but one is constant, the last tells interpuncts apart
GAPS = 3  # features of a character without a partner
MOST = 800  # candidates that are aligned with a query
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


@dataclass(frozen=True, slots=True)
class Forms:
    """Chinese candidates prepared for comparison. A row is a candidate or its last part; `tokens` (rows, most
    characters) are places in `letters`."""

    places: NDArray[Any]
    names: tuple[str, ...]
    owners: NDArray[Any]
    prices: NDArray[Any]
    tokens: NDArray[Any]
    lengths: NDArray[Any]
    pairs: NDArray[Any]
    letters: Letters
    known: dict[str, tuple[NDArray[Any], float]] = field(default_factory=dict, repr=False, compare=False)


def variant_likeness(a: str, b: str) -> float:
    """The probability, 0 to 1, that two Chinese forms are spellings of one name, by their sound alone. Symmetric;
    1.0 for the same form in either script, 0.0 where one of them holds no Chinese character."""
    first, second = sorted((tokens(a), tokens(b)))
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    model = load_model()
    found = [form_odds(*pair, model) for pair in ((first, second), (second, first))]
    return 1 / (1 + math.exp(-min(max(sum(found) / 2, -40.0), 40.0)))


def form_odds(a: str, b: str, model: Model) -> float:
    """Log odds that two forms, given as `tokens`, are one name. For a pair alone: plain loops, no arrays."""
    best = -math.inf
    for first, price in parts(a, model):
        for second, other in parts(b, model):
            cost = (bool(price) + bool(other)) * model.scalars["variant part"]
            best = max(best, _alignment(first, second, model) - cost)
    return model.scalars["variant slope"] * best + model.scalars["variant offset"]


def _alignment(a: str, b: str, model: Model) -> float:
    """The log of the summed weight of all alignments of two forms."""
    alone = [_lone_weight(char, model) for char in b]
    reached = [1.0]
    for weight in alone:
        reached.append(reached[-1] * weight)
    for char in a:
        gap = _lone_weight(char, model)
        ahead = [reached[0] * gap]
        for column, other in enumerate(b):
            paired = reached[column] * _pair_weight(char, other, model)
            ahead.append(reached[column + 1] * gap + paired + ahead[column] * alone[column])
        reached = ahead
    return math.log(max(reached[-1], 1e-250))


def _pair_weight(a: str, b: str, model: Model) -> float:
    key = ("pair weight", a, b)
    found = model.memory.get(key)
    if found is None:
        weight = pair_weights(_one(a, model), _one(b, model), model)
        found = float(weight[0, 0])
        if len(model.memory) < 1_000_000:
            model.memory[key] = found
    return found


def _lone_weight(char: str, model: Model) -> float:
    return math.exp(float(_one(char, model).gaps[0]))


def _one(char: str, model: Model) -> Letters:
    found = model.memory.get(("letters", char))
    if found is None:
        found = model.memory["letters", char] = described(char, model)
    return found


def forms(places: NDArray[Any], names: Sequence[str], model: Model) -> Forms:
    """Candidates, given as `tokens`, prepared for comparison."""
    import numpy as np

    rows = [(part, k, price) for k, name in enumerate(names) for part, price in parts(name, model)]
    letters = described("".join(sorted({char for name, _, _ in rows for char in name})), model)
    place = {char: k for k, char in enumerate(letters.chars)}
    lengths = np.array([len(name) for name, _, _ in rows], np.int64)
    found = np.zeros((len(rows), int(lengths.max())), np.int64)
    for row, (name, _, _) in enumerate(rows):
        found[row, :len(name)] = [place[char] for char in name]
    pairs = np.stack([_direction(name, model) for name, _, _ in rows]) if len(rows) > MOST else np.zeros((0, 0))
    owners = np.array([k for _, k, _ in rows], np.int64)
    priced = np.array([price and model.scalars["variant part"] for _, _, price in rows])
    return Forms(places, tuple(names), owners, priced, found, lengths, pairs, letters)


def form_scores(han: str, found: Forms, model: Model, most: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Places and log odds of the candidates for a Chinese form given as `tokens`."""
    import numpy as np

    owners, values = [], []
    for part, price in parts(han, model):
        rows = np.arange(len(found.owners))
        if len(rows) > max(MOST, most):
            near = found.pairs @ _direction(part, model)
            rows = np.sort(np.argpartition(-near, max(MOST, most))[:max(MOST, most)])
        owners.append(found.owners[rows])
        cost = model.scalars["variant part"] if price else 0.0
        values.append(alignments(part, found, rows, model) - found.prices[rows] - cost)
    owner, value = np.concatenate(owners), np.concatenate(values)
    order = np.lexsort((-value, owner))
    owner, value = owner[order], value[order]
    once = np.concatenate([[True], owner[1:] != owner[:-1]])
    odds = model.scalars["variant slope"] * value[once] + model.scalars["variant offset"]
    return found.places[owner[once]], odds


def alignments(han: str, found: Forms, rows: NDArray[Any], model: Model) -> NDArray[Any]:
    """For some rows of candidates, the log of the summed weight of all alignments with a form."""
    import numpy as np

    cells, gaps = [], []
    for char in han:
        known = found.known.get(char)
        if known is None:
            one = described(char, model)
            known = found.known[char] = (pair_weights(one, found.letters, model)[0], float(np.exp(one.gaps[0])))
        cells.append(known[0])
        gaps.append(known[1])
    tokens_, lengths = found.tokens[rows], found.lengths[rows]
    width = int(lengths.max(initial=0))
    tokens_ = tokens_[:, :width].T
    alone = np.exp(found.letters.gaps)[tokens_]
    reached = np.ones((width + 1, len(rows)))
    for column in range(width):
        reached[column + 1] = reached[column] * alone[column]
    for cell, gap in zip(cells, gaps, strict=True):
        paired = cell[tokens_]
        ahead = reached * gap
        ahead[1:] += reached[:-1] * paired
        for column in range(width):
            ahead[column + 1] += ahead[column] * alone[column]
        reached = ahead
    total = reached[lengths, np.arange(len(rows))]
    return np.log(np.maximum(total, 1e-250))  # type: ignore[no-any-return]


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


def _direction(han: str, model: Model) -> NDArray[Any]:
    """The pairs of letters that a form makes likely, at length 1: what the shortlist goes by."""
    import numpy as np

    found = np.sqrt(expected_pairs(han, model))
    return found / max(float(np.linalg.norm(found)), 1e-6)  # type: ignore[no-any-return]
