"""Sets the few numbers that no training pair may decide: the share of the letter pairs, what another order of the
words costs, what the look of a character weighs for the left edge, and the way from scores to probabilities."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
from sound_net import _PROSE, clean
from sound_pack import with_scalars

from glossary.sound.hear import pair_ratios, parts, tokens, usualness
from glossary.sound.lattice import lattice, log_scores
from glossary.sound.letters import turned
from glossary.sound.model import Model, unpacked
from glossary.sound.variants import form_scores, forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sound_data import Pair

RIVALS, MOST_PAIRS = 400, 500


def calibrated(
    arrays: dict[str, NDArray[Any]], kept: Sequence[Pair], pool: Sequence[str], variants: Sequence[tuple[str, str]]
) -> dict[str, NDArray[Any]]:
    """The arrays with the scalars that suit pairs the model was not trained on."""
    dice = random.Random(5)
    chosen = sorted(kept, key=lambda pair: (pair.bucket, pair.han, pair.latin))
    dice.shuffle(chosen)
    chosen = chosen[:MOST_PAIRS]
    model = unpacked(arrays)
    contests = [contest(pair, sorted(set(pool)), model, dice) for pair in chosen]
    share, turned_price = max(
        ((share, price) for share in (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.3) for price in (1.0, 2.0, 3.0, 4.0)),
        key=lambda both: (_first(contests, *both), both),
    )
    true, false = [], []
    for summed, paired, order, owner in contests:
        value = summed + share * paired - turned_price * order
        best = np.full(owner.max() + 1, -1e9)
        np.maximum.at(best, owner, value)
        true.append(best[0])
        false.append(best[1:].max())
    slope, offset = logistic(np.array(true), np.array(false))
    print(f"  letter pairs {share}, other order {turned_price}, slope {slope:.3f}, offset {offset:.3f}")
    arrays = with_scalars(arrays, {"pairs": share, "turned": turned_price, "slope": slope, "offset": offset})
    arrays = with_scalars(arrays, {"usual": left_edges(chosen, unpacked(arrays), dice)})
    slope, offset = logistic(*variant_contests(variants, unpacked(arrays), dice))
    print(f"  variants: slope {slope:.3f}, offset {offset:.3f}")
    done: dict[str, NDArray[Any]] = with_scalars(arrays, {"variant slope": slope, "variant offset": offset})
    return done


Rows = tuple["NDArray[Any]", "NDArray[Any]", "NDArray[Any]", "NDArray[Any]"]


def contest(pair: Pair, pool: Sequence[str], model: Model, dice: random.Random) -> Rows:
    """Scores of a Chinese name with its own Latin name (owner 0) and with RIVALS others: alignments, letter pairs,
    whether the words are turned, owner."""
    han = clean(pair.han)
    names = [pair.latin, *(name for name in (dice.choice(pool) for _ in range(RIVALS)) if name != pair.latin)]
    views = [(view, k, int(n > 0)) for k, name in enumerate(names) for n, view in enumerate((name, *turned(name)))]
    prepared = lattice([view for view, _, _ in views], model)
    ratios = pair_ratios(han, model)
    return (
        log_scores(han, prepared, model), ratios[prepared.grams].sum(1),
        np.array([order for _, _, order in views]), np.array([k for _, k, _ in views]),
    )  # fmt: skip


def _first(contests: Sequence[Rows], share: float, price: float) -> float:
    """Mean log share of the true name."""
    total = 0.0
    for summed, paired, order, owner in contests:
        value = summed + share * paired - price * order
        best = np.full(owner.max() + 1, -1e9)
        np.maximum.at(best, owner, value)
        # Scores grow with the share of the letter pairs; what counts is who comes first, and by how much of it.
        total += float(best[0] >= best.max()) + 0.01 * float(np.tanh(best[0] - best[1:].max()))
    return total / len(contests)


def logistic(true: NDArray[Any], false: NDArray[Any]) -> tuple[float, float]:
    """Slope and offset of the logistic curve through true and false scores, by Newton's method, lightly damped."""
    x = np.concatenate([true, false])
    y = np.concatenate([np.ones(len(true)), np.zeros(len(false))])
    centre, scale = x.mean(), x.std() + 1e-9
    z = np.stack([(x - centre) / scale, np.ones(len(x))], 1)
    w = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ w))
        hessian = (z * (p * (1 - p))[:, None]).T @ z + 1e-3 * np.eye(2)
        w -= np.linalg.solve(hessian, z.T @ (p - y) + 1e-3 * w)
    return float(w[0] / scale), float(w[1] - w[0] * centre / scale)


def left_edges(kept: Sequence[Pair], model: Model, dice: random.Random) -> float:
    """The weight of `usualness` that finds most left edges of names behind random prose characters."""
    found = []
    for pair in kept[:300]:
        han = clean(pair.han)
        text = "".join(dice.choice(_PROSE) for _ in range(6)) + han
        starts = range(len(text) - 1)
        prepared = lattice((pair.latin,), model)
        values = []
        for at in starts:
            heard = tokens(text[at:])
            best = max(
                float(log_scores(part, prepared, model)[0]) + model.scalars["pairs"] * float(pair_ratios(part, model)[prepared.grams].sum()) - price
                for part, price in parts(heard, model)
            )
            values.append((best, sum(usualness(model, char) for char in heard)))
        found.append((np.array(values), 6))
    shares = {
        weight: float(np.mean([int(np.argmax(v[:, 0] + weight * v[:, 1])) == edge for v, edge in found]))
        for weight in (0.0, 0.15, 0.3, 0.5, 0.75, 1.0, 1.5)
    }
    best = max(shares, key=lambda weight: (shares[weight], -weight))
    print(f"  left edges {shares}")
    return best


def variant_contests(
    variants: Sequence[tuple[str, str]], model: Model, dice: random.Random
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Scores of forms of one name, and of the best of 300 others."""
    pool = sorted({clean(b) for _, b in variants})
    right: dict[str, set[str]] = {}
    for a, b in variants:
        right.setdefault(clean(a), {clean(a)}).add(clean(b))
    true, false = [], []
    for a, b in sorted(dice.sample(list(variants), min(600, len(variants)))):
        han = clean(a)
        others = [name for name in dict.fromkeys(dice.choice(pool) for _ in range(300)) if name not in right[han]]
        names = [clean(b), *others]
        places, odds = form_scores(han, forms(np.arange(len(names)), names, model), model, len(names))
        value = (odds - model.scalars["variant offset"]) / model.scalars["variant slope"]
        true.append(float(value[places == 0][0]))
        false.append(float(value[places > 0].max()))
    return np.array(true), np.array(false)
