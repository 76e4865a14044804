"""Trains the corrections of the sound model: to prefer the right Latin name to those that look alike.

For each pair the score of the true Latin name competes with those of names that share its letter pairs, and the
true Chinese name with the renderings of such names and with wrong left edges (a softmax over each group, Adam).
While a pair is trained on, the emissions are those that EM found without its fold: else every correction would
learn to trust counts that hold the answer. One character in ten is treated as one never seen.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from sound_em import posteriors

from glossary.sound.lattice import empty_lattice, fill
from glossary.sound.model import CHUNK, DOTS, FLOOR
from glossary.sound.readings import cantonese, mandarin, toneless

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from sound_em import Emissions

    from glossary.sound.lattice import Lattice
    from glossary.sound.model import Model

WIDTH = 32
_BATCH, _LIKE, _RANDOM, _OTHERS = 48, 8, 2, 3
_DROP, _DECAY, _UNSEEN = 0.15, 3e-5, 0.1
_KINDS = (0.3, 0.15, 0.55)  # shares of full names, of rivals with a word more, and of names as they are
_LONGEST = 24  # letters of the names that are trained on
# Characters that stand before names in running text, for wrong left edges.
_PROSE = (
    "的在和为了是年月日总统部长主席先生女士大使代表国家联合安理会中与及由对向从被说称表示根据关于第一二三该其他人"
    "政府军队副前外交国防司令秘书长教授博士市区省州村县镇河山湖会员组织机构公司新老大小上下东西南北位名城岛"
)


@dataclass(frozen=True, slots=True)
class Net:
    """The parameters by name, float32; the places of characters and syllables in their tables."""

    tables: dict[str, NDArray[Any]]
    chars: str
    syllables: tuple[str, ...]
    jyutping: tuple[str, ...]
    said: NDArray[Any]  # (2, tokens): rows of the syllable tables for each token
    edge: int


def fresh(found: Emissions, seed: int) -> Net:
    """A net with small random parameters."""
    rng = np.random.default_rng(seed)
    read = ["", "", *(toneless(mandarin().get(c, "")) for c in found.chars)]
    spoken = ["", "", *(cantonese().get(c, "") for c in found.chars)]
    syllables, jyutping = ("^", *sorted({*read})), tuple(sorted({*spoken}))
    sizes = {"char": len(read), "mandarin": len(syllables), "cantonese": len(jyutping), "before": len(syllables), "after": len(syllables)}
    tables = {name: (rng.normal(size=(size, WIDTH)) * 0.1).astype(np.float32) for name, size in sizes.items()}
    for name, size in (("chunk", len(found.chunks) + 1), ("left", 28), ("right", 28)):
        tables[name] = (rng.normal(size=(size, WIDTH)) * 0.01).astype(np.float32)
    tables["bias"] = np.zeros((len(found.chunks) + 1, 1), np.float32)
    tables["scalars"] = np.array([-3.0, -3.0, 0.5], np.float32)  # words left out before, behind; letter pairs
    said = np.array([[syllables.index(s) for s in read], [jyutping.index(s) for s in spoken]])
    return Net(tables, found.chars, syllables, jyutping, said, 0)


def log_own(found: Emissions) -> NDArray[Any]:
    """Log-probabilities of the characters' chunks, and below them the same by back-off alone, never below the floor."""
    both = np.log(np.maximum(np.vstack([found.own, found.unseen]), FLOOR)).astype(np.float32)
    both[:, 0] = -60
    return both  # type: ignore[no-any-return]


def group_scores(
    net: Net, own: NDArray[Any], tokens: NDArray[Any], lengths: NDArray[Any], of: NDArray[Any], names: Lattice,
    ratios: NDArray[Any], slope: Callable[[NDArray[Any]], NDArray[Any]], kept: NDArray[Any],
) -> dict[str, NDArray[Any]]:  # fmt: skip
    """Gradients of a loss over rows that pair the Chinese name `of[row]` with the Latin name `row`.

    `tokens` (names, characters), `ratios` (names, GRAMS + 1), `kept` the mask of dropped parameters; `slope`
    takes the scores of the rows and gives the derivative of the loss by each.
    """
    t = net.tables
    count = len(net.chars) + 2
    plain = tokens % count
    said, spoken = net.said[0][plain], net.said[1][plain]
    before, after = np.full_like(said, net.edge), np.full_like(said, net.edge)
    before[:, 1:], after[:, :-1] = said[:, :-1], said[:, 1:]
    after = np.where(np.arange(tokens.shape[1]) == lengths[:, None] - 1, net.edge, after)
    seen = (tokens < count)[..., None]
    vectors = (t["char"][plain] * seen + t["mandarin"][said] + t["cantonese"][spoken] + t["before"][before] + t["after"][after]) * kept
    hans, size, width = vectors.shape
    flat = vectors.reshape(-1, width)
    chunk = own[tokens] + (flat @ t["chunk"].T).reshape(hans, size, -1) + t["bias"][:, 0]
    sides = {side: vectors @ t[side].T for side in ("left", "right")}
    rows, columns = of[:, None, None, None], np.arange(size)[None, :, None, None]
    made = chunk[rows, columns, names.chunks[:, None]] + sides["left"][of[:, None, None], columns[..., 0], names.left[:, None]][..., None]
    behind = sides["right"][of[:, None, None], columns[..., 0], names.right[:, None]]
    positions = made.shape[2]
    for length in range(min(CHUNK + 1, positions)):
        made[:, :, :positions - length, length] += behind[:, :, length:]
    weights = np.exp(np.clip(made, -60, 12).astype(np.float64)) * names.weights[:, None]
    dots = (plain == 1)[of]
    r, k = np.nonzero(dots)
    weights[r, k] = 0
    weights[r, k, :, 0] = np.where(names.starts[r], 1.0, np.exp(-4.0))
    skips = t["scalars"]
    shares, (begun, ended, total) = posteriors(weights, lengths[of], names, (float(np.exp(skips[0])), float(np.exp(skips[1]))))
    paired = ratios[of[:, None], names.grams].sum(1)
    d = slope(total + skips[2] * paired)
    shares = (shares * d[:, None, None, None]).astype(np.float32) * ~dots[:, :, None, None]
    return _gradients(net, shares, vectors, kept, (plain, said, spoken, before, after, seen), lengths, of, names, (begun, ended, paired, d))


def _gradients(
    net: Net, shares: NDArray[Any], vectors: NDArray[Any], kept: NDArray[Any], tokens: tuple[NDArray[Any], ...],
    lengths: NDArray[Any], of: NDArray[Any], names: Lattice, edges: tuple[NDArray[Any], ...],
) -> dict[str, NDArray[Any]]:  # fmt: skip
    """From the shares of the emissions, times the slopes of their rows, to the gradients of all parameters."""
    t = net.tables
    hans, size, width = vectors.shape
    at = of[:, None] * size + np.arange(size)[None]
    columns = t["chunk"].shape[0]
    held = np.abs(shares) > 1e-5
    by_chunk = np.zeros(hans * size * columns, np.float32)
    np.add.at(by_chunk, (at[:, :, None, None] * columns + names.chunks[:, None])[held], shares[held])
    by_chunk = by_chunk.reshape(-1, columns)
    behind: NDArray[Any] = np.zeros(shares.shape[:3], np.float32)
    positions = behind.shape[2]
    for length in range(min(CHUNK + 1, positions)):
        behind[:, :, length:] += shares[:, :, :positions - length, length]
    by_side = {}
    for side, value, letter in (("left", shares.sum(3), names.left), ("right", behind, names.right)):
        key = at[:, :, None] * 28 + letter[:, None]
        by_side[side] = np.bincount(key.ravel(), value.ravel(), minlength=hans * size * 28).reshape(-1, 28).astype(np.float32)
    flat = vectors.reshape(-1, width)
    found = {"chunk": by_chunk.T @ flat, "bias": by_chunk.sum(0)[:, None], **{side: value.T @ flat for side, value in by_side.items()}}
    back = by_chunk @ t["chunk"] + by_side["left"] @ t["left"] + by_side["right"] @ t["right"]
    back = back.reshape(hans, size, width) * kept * (np.arange(size) < lengths[:, None])[..., None]
    *places, seen = tokens
    for name, place in zip(("char", "mandarin", "cantonese", "before", "after"), places, strict=True):
        found[name] = np.zeros_like(t[name])
        np.add.at(found[name], place.ravel(), (back * seen if name == "char" else back).reshape(-1, width))
    begun, ended, paired, d = edges
    inner = np.arange(ended.shape[1]) != names.lengths[:, None]
    found["scalars"] = np.array(
        [(begun[:, 1:].sum(1) * d).sum(), ((ended * inner).sum(1) * d).sum(), (paired * d).sum()], np.float32
    )
    return found


def train(
    data: Sequence[tuple[str, str, int]], by_fold: dict[int, Emissions], final: Emissions, like: NDArray[Any],
    ratios: Callable[[int, str], NDArray[Any]], listed: Sequence[tuple[str, str]], bare: Model, epochs: int, saved: Callable[[Net], None],
) -> Net:  # fmt: skip
    """The net after some epochs. `data`: (Chinese, words, fold); `like`: for each of them the numbers of others
    whose Latin names share its letter pairs; `listed`: given names with a Chinese form, to make full names of; `saved` is
    called after every epoch."""
    net = fresh(final, 7)
    own = {fold: log_own(found) for fold, found in by_fold.items()}
    moments = {name: (np.zeros_like(p), np.zeros_like(p)) for name, p in net.tables.items()}
    rooms = Rooms(bare)
    rng, dice = np.random.default_rng(3), random.Random(4)
    latins = sorted({latin for _, latin, _ in data})
    usable = [k for k, (_, latin, _) in enumerate(data) if len(latin) <= _LONGEST]
    step = 0
    for epoch in range(epochs):
        pace = 3e-3 * (1 - epoch / epochs) + 2e-4
        order = sorted(usable, key=lambda k: (data[k][2], len(data[k][0]), len(data[k][1]) + 3 * dice.random()))
        batches = [order[at:at + _BATCH] for at in range(0, len(order), _BATCH)]
        batches = [batch for batch in batches if len({data[k][2] for k in batch}) == 1]
        dice.shuffle(batches)
        lost: list[float] = []
        for batch in batches:
            fold = data[batch[0]][2]
            kind = dice.choices(("full", "longer", "plain"), _KINDS)[0]
            groups = [_contest(k, data, like, latins, listed, kind, dice, rng) for k in batch]
            step += 1
            lost += _step(net, own[fold], by_fold[fold], groups, rooms, partial(ratios, fold), rng, moments, pace, step)
        print(f"  epoch {epoch + 1}: loss {np.mean(lost):.4f}, skips and pairs {net.tables['scalars'].round(2)}", flush=True)
        saved(net)
    return net


Contest = tuple[list[str], list[tuple[int, str]], int]


def _contest(
    k: int, data: Sequence[tuple[str, str, int]], like: NDArray[Any], latins: Sequence[str],
    listed: Sequence[tuple[str, str]], kind: str, dice: random.Random, rng: np.random.Generator,
) -> Contest:  # fmt: skip
    """One pair and its rivals: the Chinese names, the rows (Chinese name, Latin name) with the true one first, and
    how many rows, the true one counted, compete on the Latin side; the others compete on the Chinese side."""
    han, latin, _ = data[k]
    # Rivals far longer than the true name would only widen the arrays of the whole batch.
    likely = [data[n][1] for n in rng.choice(like[k], 2 * _LIKE, replace=False)]
    drawn = likely + [dice.choice(latins) for _ in range(4 * _RANDOM)]
    fit = [name for name in drawn if len(name) <= len(latin) + 6]
    rivals = [*[name for name in likely if name in fit][:_LIKE], *[name for name in fit if name not in likely][:_RANDOM]]
    if kind == "full":
        # A full name, of which the Chinese renders all or the last part; its rivals are full names too.
        given, spelt = dice.choice(listed)
        if dice.random() < 0.4 and len(han) + len(spelt) < 14:
            han = f"{spelt}·{han}"
        latin = f"{given} {latin}"
        rivals = [_full(name, given, listed, dice) if dice.random() < 0.6 else name for name in rivals]
    elif kind == "longer":
        rivals = [_longer(name, dice.choice(latins), dice) if dice.random() < 0.6 else name for name in rivals]
    hans = [han, *(data[n][0][:len(han) + 3] for n in rng.choice(like[k], _OTHERS, replace=False))]
    rows = [(0, latin), *((0, name) for name in rivals)]
    hans.append(("".join(dice.choice(_PROSE) for _ in range(dice.choice((1, 1, 2, 3)))) + han)[:16])
    if len(han) > 2:
        hans.append(han[1:])
    return hans, rows + [(n, latin) for n in range(1, len(hans))], len(rows)


def _full(name: str, given: str, listed: Sequence[tuple[str, str]], dice: random.Random) -> str:
    return f"{given if dice.random() < 0.3 else dice.choice(listed)[0]} {name}"


def _longer(name: str, other: str, dice: random.Random) -> str:
    word = dice.choice(other.split())
    return f"{word} {name}" if dice.random() < 0.5 else f"{name} {word}"


def _step(
    net: Net, own: NDArray[Any], found: Emissions, groups: Sequence[Contest], rooms: Rooms,
    ratios: Callable[[str], NDArray[Any]], rng: np.random.Generator,
    moments: dict[str, tuple[NDArray[Any], NDArray[Any]]], pace: float, step: int,
) -> list[float]:  # fmt: skip
    """One step of Adam; gives back the losses of the contests."""
    hans: list[str] = []
    of: list[int] = []
    latins: list[str] = []
    contests: list[tuple[list[int], int]] = []
    for names, rows, rivals in groups:
        first = len(of)
        of += [len(hans) + n for n, _ in rows]
        latins += [latin for _, latin in rows]
        hans += names
        contests.append((list(range(first, first + rivals)), first))
        contests.append(([first, *range(first + rivals, len(of))], first))
    tokens, lengths = found.tokens(hans)
    count = len(net.chars) + 2
    hidden = (rng.random(tokens.shape) < _UNSEEN) & (tokens > 1)
    tokens = np.where(hidden, tokens + count, tokens)
    lost: list[float] = []

    def slope(scores: NDArray[Any]) -> NDArray[Any]:
        d = np.zeros(len(scores))
        for rows, true in contests:
            share = np.exp(scores[rows] - scores[rows].max())
            share /= share.sum()
            d[rows] += share
            d[true] -= 1
            lost.append(-float(np.log(max(share[rows.index(true)], 1e-30))))
        return d / len(groups)

    kept = ((rng.random((len(hans), 1, WIDTH)) > _DROP) / (1 - _DROP)).astype(np.float32)
    said = np.stack([ratios(han) for han in hans])
    gradients = group_scores(net, own, tokens, lengths, np.array(of), rooms.of(latins), said, slope, kept)
    for name, gradient in gradients.items():
        p, (m, v) = net.tables[name], moments[name]
        g = gradient if name == "scalars" else gradient + _DECAY * p
        m += 0.1 * (g - m)
        v += 0.01 * (g * g - v)
        p -= pace * (3 if name == "scalars" else 1) * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-8)
    return lost


class Rooms:
    """Lattices of names, each made once until there are too many."""

    def __init__(self, bare: Model, size: int = 80_000) -> None:
        self.bare, self.size, self.room = bare, size, empty_lattice(size)
        self.places: dict[str, int] = {}

    def of(self, names: Sequence[str]) -> Lattice:
        if len(self.places) + len(names) > self.size:
            self.places, self.room = {}, empty_lattice(self.size)
        for name in names:
            if name not in self.places:
                self.places[name] = len(self.places)
                fill(self.room, np.array([self.places[name]]), [name], self.bare)
        return self.room.take(np.array([self.places[name] for name in names]))


def clean(han: str) -> str:
    """A Chinese name as the tables hold it: hyphens as interpuncts."""
    return "".join("·" if char in DOTS else char for char in han)

