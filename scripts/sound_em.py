"""Estimates which letters each character emits: expectation maximisation over all alignments, with back-off.

The M-step is a mixture: a character's own counts, smoothed by those of its Mandarin and its Cantonese syllable,
which are smoothed by initial → onset times final → rime, and by the likeness of the syllable's own letters (so
that Hong Kong's characters, rare in the data, start from their Cantonese sound).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz import fuzz, process

from glossary.sound.lattice import lattice
from glossary.sound.letters import GRAMS, grams, letters
from glossary.sound.model import CANTONESE, CHUNK, DOTS, MANDARIN, Model
from glossary.sound.readings import cantonese, cut_jyutping, cut_pinyin, mandarin, toneless

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from glossary.sound.lattice import Lattice
    from glossary.sound.readings import Syllable

SHAPE = re.compile("^[^aeiouy]{0,4}[aeiouy]{0,4}[^aeiouy]{0,3}$")
_SOFT = str.maketrans("rbdgvwczqyo", "lptkffsssiu")
_OWN, _SYLLABLE, _PART = 4.0, 8.0, 3.0  # pseudo-counts of the three levels of back-off


@dataclass(frozen=True, slots=True)
class Emissions:
    """What EM found. `own` (characters + 2, chunks + 1): row 0 an unknown character, row 1 an interpunct; then the
    characters, in order. `unseen`: the same rows by back-off alone. `counts`: expected counts of each."""

    chars: str
    chunks: dict[str, int]
    own: NDArray[Any]
    unseen: NDArray[Any]
    counts: NDArray[Any]
    mandarin: dict[str, NDArray[Any]]
    cantonese: dict[str, NDArray[Any]]

    def tokens(self, hans: Sequence[str]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Rows of the characters of some names, and the lengths of these."""
        place = {"·": 1, "-": 1, **{char: k for k, char in enumerate(self.chars, 2)}}
        lengths = np.array([len(han) for han in hans])
        found = np.zeros((len(hans), int(lengths.max(initial=1))), np.int64)
        for row, han in enumerate(hans):
            found[row, :len(han)] = [place.get(char, 0) for char in han]
        return found, lengths


def chunk_table(names: Sequence[str]) -> tuple[dict[str, int], Counter[str]]:
    """The chunks of letters worth a number, and in how many names each stands: all of one or two letters, those
    of three and four that stand in 3 names, longer ones in 10; never consonants on both sides of two vowel groups."""
    counted: Counter[str] = Counter()
    for name in names:
        run, _ = letters(name)
        counted.update({
            run[at:at + size]
            for at in range(len(run)) for size in range(1, CHUNK + 1)
            if at + size <= len(run) and SHAPE.match(run[at:at + size])
        })  # fmt: skip
    least = {1: 0, 2: 1, 3: 3, 4: 3, 5: 10, 6: 10}
    kept = {*"abcdefghijklmnopqrstuvwxyz", *(chunk for chunk, n in counted.items() if n >= least[len(chunk)])}
    return {"": 1, **{chunk: k for k, chunk in enumerate(sorted(kept), 2)}}, counted


def trigrams(names: Sequence[str]) -> NDArray[Any]:
    """Log-probabilities of the letter trigram model, 27 × 27 × 27 flat; interpolated by pseudo-counts of 5."""
    threes, twos, ones = np.zeros((27, 27, 27)), np.zeros((27, 27)), np.ones(27)
    for name in names:
        codes = [26, 26, *(ord(letter) - 97 for letter in letters(name)[0])]
        for a, b, c in zip(codes, codes[1:], codes[2:], strict=False):
            threes[a, b, c] += 1
            twos[b, c] += 1
            ones[c] += 1
    ones[26] = 0
    single = ones / ones.sum()
    double = (twos + 5 * single) / (twos.sum(1, keepdims=True) + 5)
    triple = (threes + 5 * double) / (threes.sum(2, keepdims=True) + 5)
    return np.log(np.maximum(triple, 1e-9)).ravel().astype(np.float32)  # type: ignore[no-any-return]


def pair_shares(names: Sequence[str]) -> NDArray[Any]:
    """Share of each pair of letters among those of all names (each once a name)."""
    counted = np.zeros(GRAMS)
    for name in names:
        counted[list(grams(letters(name)[0]))] += 1
    return (counted / counted.sum()).astype(np.float32)  # type: ignore[no-any-return]


def bare_model(chunks: dict[str, int], table: NDArray[Any], share: float, across: float) -> Model:
    """A model that holds just what a lattice is made with."""
    return Model(chunks, {}, table, np.zeros(GRAMS, np.float32), {}, {}, {"letters": share, "across": across})


def estimate(
    pairs: Sequence[tuple[str, str]], weights: NDArray[Any], chunks: dict[str, int], counted: Counter[str],
    table: NDArray[Any], rounds: int, known: str = "",
) -> Emissions:  # fmt: skip
    """EM over pairs of (Chinese, words), each counted by its weight; characters of the pairs, or those `known`."""
    chars = known or "".join(sorted({char for han, _ in pairs for char in han if char not in DOTS}))
    back = BackOff(chars, chunks, counted)
    own = back.first()
    found = Emissions(chars, chunks, own, own, own[:0], {}, {})
    prepared = lattice([latin for _, latin in pairs], bare_model(chunks, table, 0.0, -1.2))
    order = sorted(range(len(pairs)), key=lambda k: (len(pairs[k][0]), int(prepared.lengths[k]), k))
    for _ in range(rounds):
        counts = np.zeros(own.size)
        for at in range(0, len(order), 1500):
            rows = np.array(order[at:at + 1500])
            tokens, lengths = found.tokens([pairs[k][0] for k in rows])
            part = prepared.take(rows)
            shares, _ = posteriors(steps(found.own, tokens, part), lengths, part, (1e-4, 1e-4))
            shares *= weights[rows][:, None, None, None]
            key = tokens[:, :, None, None] * own.shape[1] + part.chunks[:, None]
            held = shares > 1e-4
            counts += np.bincount(key[held], shares[held], minlength=own.size)
        counted_up = counts.reshape(own.shape)[2:]
        counted_up[:, 0] = 0
        found = back.smoothed(counted_up)
    return found


def steps(own: NDArray[Any], tokens: NDArray[Any], names: Lattice) -> NDArray[Any]:
    """Weights of every emission, (rows, characters, M+1, CHUNK+1)."""
    made = own[tokens[:, :, None, None], names.chunks[:, None]] * names.weights[:, None]
    rows, at = np.nonzero(tokens == 1)
    made[rows, at] = 0
    made[rows, at, :, 0] = np.where(names.starts[rows], 1.0, 0.02)
    return made  # type: ignore[no-any-return]


def forward(
    made: NDArray[Any], lengths: NDArray[Any], names: Lattice, skips: tuple[float, float]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Forward sums (rows, characters + 1, M+1), the weights of ending, and the totals (rows)."""
    rows, size, width, _ = made.shape
    reached = np.zeros((rows, size + 1, width))
    inside = np.arange(width) < names.lengths[:, None]
    reached[:, 0] = np.where(names.starts & inside, skips[0], 0)
    reached[:, 0, 0] = 1
    for k in range(size):
        now = reached[:, k]
        ahead = now * made[:, k, :, 0]
        for length in range(1, min(CHUNK + 1, width)):
            ahead[:, length:] += now[:, :width - length] * made[:, k, :width - length, length]
        reached[:, k + 1] = np.where((k < lengths)[:, None], ahead, now)
    ends = np.where(names.starts, skips[1], 0.0)
    ends[np.arange(rows), names.lengths] = 1
    return reached, ends, (reached[:, size] * ends).sum(1)


def posteriors(
    made: NDArray[Any], lengths: NDArray[Any], names: Lattice, skips: tuple[float, float]
) -> tuple[NDArray[Any], tuple[NDArray[Any], NDArray[Any], NDArray[Any]]]:
    """The share of each emission in the total, shaped like `made`; and the shares of beginning at each position,
    of ending there, and the log totals."""
    reached, ends, total = forward(made, lengths, names, skips)
    _, size, width, _ = made.shape
    left = np.zeros_like(reached)
    left[:, size] = ends
    for k in range(size - 1, -1, -1):
        then = left[:, k + 1]
        now = then * made[:, k, :, 0]
        for length in range(1, min(CHUNK + 1, width)):
            now[:, :width - length] += then[:, length:] * made[:, k, :width - length, length]
        left[:, k] = np.where((k < lengths)[:, None], now, then)
    shares = np.zeros_like(made)
    for length in range(min(CHUNK + 1, width)):
        shares[:, :, :width - length, length] = (
            reached[:, :-1, :width - length] * made[:, :, :width - length, length] * left[:, 1:, length:]
        )
    safe = np.maximum(total, 1e-280)
    shares *= (np.arange(size) < lengths[:, None])[:, :, None, None] / safe[:, None, None, None]
    begun, ended = reached[:, 0] * left[:, 0] / safe[:, None], reached[:, size] * ends / safe[:, None]
    return shares, (begun, ended, np.log(safe))


class BackOff:
    """From counts to probabilities. Holds what depends on the characters and chunks alone."""

    def __init__(self, chars: str, chunks: dict[str, int], counted: Counter[str]) -> None:
        self.chars, self.chunks = chars, chunks
        shown = ["", *chunks]
        prior = np.array([0, 1, *(counted.get(chunk, 1) for chunk in shown[2:])], float)
        prior = np.sqrt(prior / prior[2:].sum())
        prior[:2] = 0, 0.05
        cut = [re.match("([^aeiouy]*)(.*)$", chunk).groups() for chunk in shown]  # type: ignore[union-attr]
        self.onsets, self.rimes = _numbered([a for a, _ in cut]), _numbered([b for _, b in cut])
        self.levels = [
            Level([toneless(mandarin().get(c, "")) for c in chars], cut_pinyin, _soft, shown, prior, 0.2),
            Level([cantonese().get(c, "") for c in chars], cut_jyutping, _soft_jyutping, shown, prior, 0.4),
        ]

    def first(self) -> NDArray[Any]:
        """Emissions before any counts: by the likeness of letters."""
        return self._rows([level.alike for level in self.levels])

    def smoothed(self, counts: NDArray[Any]) -> Emissions:
        """Emissions by counts (characters, chunks + 1)."""
        tables = [level.table(counts, self.onsets, self.rimes) for level in self.levels]
        unseen = self._rows(tables)
        own = (counts + _OWN * unseen[2:]) / (counts.sum(1, keepdims=True) + _OWN)
        own[:, 0] = 0
        found = [dict(zip(level.syllables, table, strict=True)) for level, table in zip(self.levels, tables, strict=True)]
        return Emissions(self.chars, self.chunks, np.vstack([own.mean(0)[None], 0 * own[:1], own]), unseen, counts, *found)

    def _rows(self, tables: Sequence[NDArray[Any]]) -> NDArray[Any]:
        rows = MANDARIN * tables[0][self.levels[0].of] + CANTONESE * tables[1][self.levels[1].of]
        return np.vstack([rows.mean(0)[None], 0 * rows[:1], rows])


class Level:
    """One way of reading: the syllables of the characters and their parts."""

    def __init__(
        self, read: Sequence[str], cut: Callable[[str], Syllable], soften: Callable[[str], str],
        shown: Sequence[str], prior: NDArray[Any], share: float,
    ) -> None:  # fmt: skip
        self.syllables = sorted({*read, ""})
        self.of = np.array([self.syllables.index(syllable) for syllable in read])
        likened = process.cdist(
            [soften(s) for s in self.syllables], [_soft(c) for c in shown], scorer=fuzz.ratio, dtype=np.float32
        )
        alike = np.exp(7 * likened / 100)
        alike[:, 1] = np.exp(2.5)
        alike *= prior
        alike[:, 0] = 0
        self.alike = alike / alike.sum(1, keepdims=True)
        parts = [cut(syllable) if syllable else ("", "") for syllable in self.syllables]
        self.initials, self.finals = _numbered([a for a, _ in parts]), _numbered([b for _, b in parts])
        self.share = share

    def table(self, counts: NDArray[Any], onsets: NDArray[Any], rimes: NDArray[Any]) -> NDArray[Any]:
        """Probabilities (syllables, chunks + 1) by the counts of the characters that are read so."""
        of_syllable = np.zeros((len(self.syllables), counts.shape[1]))
        np.add.at(of_syllable, self.of, counts)
        first = _shares(of_syllable, self.initials, onsets)
        second = _shares(of_syllable, self.finals, rimes)
        factored = first[self.initials][:, onsets] * second[self.finals][:, rimes]
        factored[:, 0] = 0
        factored /= factored.sum(1, keepdims=True)
        base = (1 - self.share) * factored + self.share * self.alike
        return (of_syllable + _SYLLABLE * base) / (of_syllable.sum(1, keepdims=True) + _SYLLABLE)  # type: ignore[no-any-return]


def _shares(counts: NDArray[Any], rows: NDArray[Any], columns: NDArray[Any]) -> NDArray[Any]:
    """Smoothed shares of the column groups within each row group."""
    found = np.zeros((rows.max() + 1, columns.max() + 1))
    np.add.at(found, rows, np.stack([np.bincount(columns, line, minlength=columns.max() + 1) for line in counts]))
    total = found.sum(0) + 1e-3
    return (found + _PART * total / total.sum()) / (found.sum(1, keepdims=True) + _PART)  # type: ignore[no-any-return]


def _numbered(keys: Sequence[str]) -> NDArray[Any]:
    order = sorted(set(keys))
    place = {key: k for k, key in enumerate(order)}
    return np.array([place[key] for key in keys])


def _soft(text: str) -> str:
    for hard, soft in (("zh", "j"), ("sch", "x"), ("sh", "x"), ("ch", "q"), ("ph", "f")):
        text = text.replace(hard, soft)
    return text.translate(_SOFT)


def _soft_jyutping(syllable: str) -> str:
    initial, final = cut_jyutping(syllable) if syllable else ("", "")
    initial = {"z": "s", "c": "s", "j": "i", "gw": "ku", "kw": "ku", "ng": ""}.get(initial, initial)
    for spelt, read in (("aa", "a"), ("eoi", "oi"), ("oe", "o"), ("eo", "o"), ("yu", "u")):
        final = final.replace(spelt, read)
    return _soft(initial + final)
