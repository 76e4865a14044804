"""How alike two Chinese forms sound: 贝克汉姆 and 碧咸, 耶尔穆克 and 杰姆克.

Two forms are aligned character by character; a pair of characters weighs by how likely they stand for the same
letters, and by what their Mandarin and Cantonese syllables share; a character without a partner weighs by how
readily it stands for nothing (尔, 斯, 特). The weights are trained (`scripts/train_sound.py`) on forms of one name
in GeoNames and CLDR and on common given names.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

from glossary.sound.characters import Letters, described, joined, lone_pair_weights, pair_weights
from glossary.sound.hear import expected_pairs, parts, tokens
from glossary.sound.model import load_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from glossary.sound.model import Model

_MOST_KNOWN = 1_000_000  # weights that are remembered
MOST = 800  # candidates that are aligned with a query


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


def weigh_together(pairs: Iterable[tuple[str, str]]) -> None:
    """Weighs the characters of many pairs of forms at once, for those who ask for `variant_likeness` of each pair after
    that: one by one a pair of characters takes a tenth of a millisecond."""
    model = load_model()
    wanted: dict[tuple[str, str], None] = {}
    for one, other in {(tokens(a), tokens(b)) for a, b in pairs}:
        for char, beside in product(set(one), set(other)):
            wanted[char, beside] = wanted[beside, char] = None
    _weigh(wanted, model)


def _weigh(wanted: Iterable[tuple[str, str]], model: Model) -> None:
    """Remembers what pairs of characters weigh, as long as there is room."""
    import numpy as np

    unknown = sorted(pair for pair in wanted if ("pair weight", *pair) not in model.memory)
    if not unknown or len(model.memory) + len(unknown) > _MOST_KNOWN:
        return
    letters = joined([_one(char, model) for char in sorted({char for pair in unknown for char in pair})])
    number = {char: n for n, char in enumerate(letters.chars)}
    rows, others = (np.array([number[pair[side]] for pair in unknown]) for side in (0, 1))
    weights = lone_pair_weights(letters, rows, others, model).tolist()
    model.memory.update({("pair weight", *pair): weight for pair, weight in zip(unknown, weights, strict=True)})


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
    if not all(("pair weight", char, other) in model.memory for char in a for other in b):
        _weigh({pair for char in a for other in b for pair in ((char, other), (other, char))}, model)
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
        if len(model.memory) < _MOST_KNOWN:
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


def _direction(han: str, model: Model) -> NDArray[Any]:
    """The pairs of letters that a form makes likely, at length 1: what the shortlist goes by."""
    import numpy as np

    found = np.sqrt(expected_pairs(han, model))
    return found / max(float(np.linalg.norm(found)), 1e-6)  # type: ignore[no-any-return]
