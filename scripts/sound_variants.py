"""Trains the weights by which two Chinese forms are compared: the true form competes with a hundred random ones."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np

from glossary.sound.characters import FEATURES, GAPS, described, pair_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glossary.sound.model import Model

_BATCH, _RIVALS, _EPOCHS = 32, 100, 3


def start() -> NDArray[Any]:
    """Weights to begin with: those of pairs, then those of gaps."""
    return np.array([0.6, 0.5, 0.5, *[0.2] * 12, -0.5, 1.0, -3.0, 0.3, -1.0])


def train(pairs: Sequence[tuple[str, str]], model: Model) -> NDArray[Any]:
    """The trained weights, FEATURES of pairs and GAPS of gaps, from pairs of forms of one name."""
    chars = described("".join(sorted({char for pair in pairs for form in pair for char in form})), model)
    place = {char: k for k, char in enumerate(chars.chars)}
    features = pair_features(chars, chars)
    gaps = np.stack([np.array(gap_features(char, model)) for char in chars.chars]).astype(np.float32)
    pool = sorted({b for _, b in pairs})
    right: dict[str, set[str]] = {}
    for a, b in pairs:
        right.setdefault(a, {a}).add(b)
    data = sorted(pairs, key=lambda pair: (len(pair[0]), len(pair[1]), pair))
    weights, dice, rng = start(), random.Random(1), np.random.default_rng(1)
    m, v, step = np.zeros_like(weights), np.zeros_like(weights), 0
    for epoch in range(_EPOCHS):
        batches = [data[at:at + _BATCH] for at in range(0, len(data), _BATCH)]
        dice.shuffle(batches)
        lost = []
        for batch in batches:
            first, second = [], []
            for a, b in batch:
                rivals = [pool[k] for k in rng.integers(0, len(pool), 2 * _RIVALS)]
                rivals = [name for name in rivals if name not in right[a]][:_RIVALS]
                first += [a] * (len(rivals) + 1)
                second += [b, *rivals]
            tokens = [_padded(names, place) for names in (first, second)]
            total, _ = expected(*tokens[0], *tokens[1], features, gaps, weights, False)
            shares = np.exp(total.reshape(len(batch), -1) - total.reshape(len(batch), -1).max(1, keepdims=True))
            shares /= shares.sum(1, keepdims=True)
            lost += list(-np.log(np.maximum(shares[:, 0], 1e-30)))
            shares[:, 0] -= 1
            d = shares.ravel() / len(batch)
            held = np.abs(d) > 1e-4
            _, counts = expected(tokens[0][0][held], tokens[0][1][held], tokens[1][0][held], tokens[1][1][held], features, gaps, weights, True)
            gradient = (d[held, None] * counts).sum(0) + 1e-3 * weights
            step += 1
            m += 0.1 * (gradient - m)
            v += 0.01 * (gradient**2 - v)
            weights -= 0.03 * (1 - epoch / (_EPOCHS + 1)) * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-8)
        print(f"  variants, epoch {epoch + 1}: loss {np.mean(lost):.4f}", flush=True)
    return weights


def gap_features(char: str, model: Model) -> tuple[float, float, float]:
    """What the weight of a character without a partner is made of: constant, log of emitting nothing, interpunct."""
    from glossary.sound.model import DOTS, emissions

    if char in DOTS:
        return 0.0, 0.0, 1.0
    return 1.0, float(np.log(emissions(model, char)[1] + 1e-3)), 0.0


def expected(
    a: NDArray[Any], size_a: NDArray[Any], b: NDArray[Any], size_b: NDArray[Any], features: NDArray[Any],
    gaps: NDArray[Any], weights: NDArray[Any], counted: bool,
) -> tuple[NDArray[Any], NDArray[Any]]:  # fmt: skip
    """Log totals over all alignments of rows of forms, and the expected features of each row if asked for."""
    rows, columns = np.arange(len(a)), (a.shape[1], b.shape[1])
    cell = np.exp(np.clip(features[a[:, :, None], b[:, None]] @ weights[:FEATURES], -20, 20)).astype(np.float64)
    alone_a, alone_b = (np.exp(np.clip(gaps[x] @ weights[FEATURES:], -20, 5)) for x in (a, b))
    reached = np.zeros((len(a), columns[0] + 1, columns[1] + 1))
    reached[:, 0, 0] = 1
    for i in range(columns[0] + 1):
        for j in range(columns[1] + 1):
            if i:
                reached[:, i, j] += reached[:, i - 1, j] * alone_a[:, i - 1]
            if j:
                reached[:, i, j] += reached[:, i, j - 1] * alone_b[:, j - 1]
            if i and j:
                reached[:, i, j] += reached[:, i - 1, j - 1] * cell[:, i - 1, j - 1]
    total = np.maximum(reached[rows, size_a, size_b], 1e-250)
    if not counted:
        return np.log(total), np.zeros(0)
    left = np.zeros_like(reached)
    left[rows, size_a, size_b] = 1
    for i in range(columns[0], -1, -1):
        for j in range(columns[1], -1, -1):
            if i < columns[0]:
                left[:, i, j] += np.where(i < size_a, left[:, i + 1, j] * alone_a[:, i], 0)
            if j < columns[1]:
                left[:, i, j] += np.where(j < size_b, left[:, i, j + 1] * alone_b[:, j], 0)
            if i < columns[0] and j < columns[1]:
                left[:, i, j] += np.where((i < size_a) & (j < size_b), left[:, i + 1, j + 1] * cell[:, i, j], 0)
    scale = total[:, None, None]
    paired = reached[:, :-1, :-1] * cell * left[:, 1:, 1:] / scale
    only_a = (reached[:, :-1] * alone_a[:, :, None] * left[:, 1:] / scale).sum(2)
    only_b = (reached[:, :, :-1] * alone_b[:, None] * left[:, :, 1:] / scale).sum(1)
    of_pairs = np.einsum("rij,rijf->rf", paired, features[a[:, :, None], b[:, None]])
    of_gaps = np.einsum("ri,rif->rf", only_a, gaps[a]) + np.einsum("ri,rif->rf", only_b, gaps[b])
    return np.log(total), np.concatenate([of_pairs, of_gaps], 1)


def _padded(names: Sequence[str], place: dict[str, int]) -> tuple[NDArray[Any], NDArray[Any]]:
    lengths = np.array([len(name) for name in names])
    found = np.zeros((len(names), int(lengths.max())), np.int64)
    for row, name in enumerate(names):
        found[row, :len(name)] = [place[char] for char in name]
    return found, lengths


assert len(start()) == FEATURES + GAPS
