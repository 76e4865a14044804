"""The trained weights, and what they say about a character: which letters it emits, in which company.

The model. A Chinese name emits a Latin one from left to right: every character emits a chunk of 0 to 6 letters.
The weight of an emission is log P(chunk | character), estimated by EM with back-off to the Mandarin and
Cantonese syllable (and, in training, to initial → onset and final → rime), less a part of the chunk's
log-likelihood under a letter trigram model, plus a small trained correction: the dot product of what the
character, its syllables and its neighbours say with what the chunk and the letters beside it say. Weights:
`scripts/train_sound.py`; the corrections are trained to tell the right Latin name from similar ones.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from glossary.sound.letters import GRAMS
from glossary.sound.readings import cantonese, mandarin, toneless

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

CHUNK = 6  # most letters that one character emits
FLOOR = 2e-5  # probability of a chunk that a character was not seen to emit
MANDARIN, CANTONESE = 0.65, 0.35  # shares of the two syllables in the back-off of an unseen character
DOTS = "·-"


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The weights of the sound model. Log weights are natural logarithms.

    `chunks`: chunk → number (1 is the empty chunk, 0 no chunk). `rows`: per character or syllable (`m:` Mandarin,
    `c:` Cantonese), the numbers and probabilities of the chunks it emits. `trigrams`: log-probability of a letter
    after two others, 27 × 27 × 27, the 27th being the edge. `grams`: share of names' letter pairs. `tables` holds
    the corrections: 32 numbers for each character, syllable, chunk and neighbouring letter. `scalars`: leaving out
    words before and after, a chunk across words, the share of the letter model, the share of the letter pairs,
    changed word order, and the two numbers that turn a score into a likeness.
    """

    chunks: Mapping[str, int]
    rows: Mapping[str, tuple[NDArray[Any], NDArray[Any]]]
    trigrams: NDArray[Any]
    grams: NDArray[Any]
    places: Mapping[str, Mapping[str, int]]
    tables: Mapping[str, NDArray[Any]]
    scalars: Mapping[str, float]
    memory: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)


@cache
def load_model() -> Model:
    """The model that the package carries, read once."""
    import numpy as np

    data = (resources.files("glossary") / "data" / "sound" / "weights.npz").read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        return unpacked({name: stored[name] for name in stored.files})


def unpacked(stored: Mapping[str, NDArray[Any]]) -> Model:
    """The model of the stored arrays: bytes become numbers again."""
    import numpy as np

    def words(name: str) -> list[str]:
        return bytes(stored[name]).decode("utf-8").split("\n")

    chunks = {chunk: number for number, chunk in enumerate(words("chunks"), 1)}
    bounds = np.concatenate([[0], np.cumsum(stored["row_sizes"].astype(np.int64))])
    numbers = stored["row_chunks"].astype(np.int64)
    # Probabilities are stored as 255 steps of the logarithm, 1 down to e**-12.
    shares = np.exp(-stored["row_weights"].astype(np.float64) * (12 / 255))
    rows = {
        key: (numbers[bounds[k]:bounds[k + 1]], shares[bounds[k]:bounds[k + 1]]) for k, key in enumerate(words("rows"))
    }
    tables = {
        name.removeprefix("table_"): stored[name].astype(np.float32) * float(stored["scale_" + name.removeprefix("table_")])
        for name in stored
        if name.startswith("table_")
    }
    places = {name: {key: k for k, key in enumerate(words("keys_" + name))} for name in ("char", "mandarin", "cantonese")}
    trigrams = -stored["trigrams"].astype(np.float32) * np.float32(12 / 255)
    shares_of_grams = np.exp(-stored["grams"].astype(np.float32) * np.float32(16 / 255))
    scalars = dict(zip(words("scalar_names"), (float(x) for x in stored["scalars"]), strict=True))
    return Model(chunks, rows, trigrams, shares_of_grams.astype(np.float32), places, tables, scalars)


def emissions(model: Model, char: str) -> NDArray[Any]:
    """Probability of each chunk (by number; float64) for one character, never below FLOOR but for chunk 0.

    A character of the training data has its own; another one its syllables'; one that has no reading the mean.
    """
    import numpy as np

    found = np.zeros(len(model.chunks) + 1)
    for name, share in _sources(model, char):
        numbers, shares = model.rows[name]
        found[numbers] += share * shares
    np.maximum(found, FLOOR, out=found)
    found[0] = 0.0
    return found


def log_emissions(model: Model, char: str) -> NDArray[Any]:
    """The natural logarithms of `emissions`, float32; that of chunk 0 is -60."""
    import numpy as np

    key = ("log emissions", char)
    found = model.memory.get(key)
    if found is None:
        found = np.log(np.maximum(emissions(model, char), 1e-26)).astype(np.float32)
        model.memory[key] = found
    return found  # type: ignore[no-any-return]


def letter_pairs(model: Model, char: str) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], float]:
    """What a character says about pairs of letters: expected pairs within its chunk (GRAMS long), how its chunk
    begins and ends (27 long each), and the probability that it emits nothing."""
    import numpy as np

    key = ("pairs", char)
    found = model.memory.get(key)
    if found is None:
        share = emissions(model, char).astype(np.float32)
        share = np.where(share < 0.003, 0, share)
        within, first, last = chunk_pairs(model)
        silent = 1.0 if char in DOTS else float(share[1])
        if char in DOTS:
            share = np.zeros_like(share)
        found = (share @ within, share @ first, share @ last, silent)
        model.memory[key] = found
    return found


def chunk_pairs(model: Model) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """For each chunk its pairs of letters, its first letter and its last, as rows of 0 and 1 (pairs: counts)."""
    import numpy as np

    found = model.memory.get("chunk pairs")
    if found is None:
        size = len(model.chunks) + 1
        within = np.zeros((size, GRAMS), np.float32)
        first, last = np.zeros((size, 27), np.float32), np.zeros((size, 27), np.float32)
        for chunk, number in model.chunks.items():
            codes = [ord(letter) - 97 for letter in chunk]
            if codes:
                first[number, codes[0]] = last[number, codes[-1]] = 1
                for a, b in pairwise(codes):
                    within[number, a * 27 + b] += 1
        found = model.memory["chunk pairs"] = (within, first, last)
    return found


def corrections(model: Model, name: str) -> NDArray[Any]:
    """The trained vectors of the characters of a name, one row of 32 each, float32."""
    return spoken(model, name, ())[0]


def spoken(model: Model, name: str, starts: Sequence[int]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The vectors of `corrections`, and those of the characters at `starts` if the name began there."""
    import numpy as np

    tables = model.tables
    numbers, said, jyutping = zip(*[_spoken(model, char) for char in name], strict=True)
    edge = model.places["mandarin"]["^"]
    syllables = np.array([edge, *said, edge])
    rows = tables["mandarin"].take(syllables[1:-1], 0)
    rows += tables["cantonese"].take(jyutping, 0)
    behind = tables["after"].take(syllables[2:], 0)
    if None in numbers:
        characters = np.zeros_like(rows)
        places = [k for k, number in enumerate(numbers) if number is not None]
        characters[places] = tables["char"][[numbers[k] for k in places]]
    else:
        characters = tables["char"].take(numbers, 0)
    begun = list(starts)
    first = rows[begun] + (tables["before"][edge] + behind[begun]) + characters[begun] if begun else rows[:0]
    behind += tables["before"].take(syllables[:-2], 0)
    rows += behind
    rows += characters
    return rows, first


def syllable_of(model: Model, char: str) -> int:
    """The place of a character's Mandarin syllable in the tables."""
    return _spoken(model, char)[1]


def lone_vector(model: Model, char: str) -> NDArray[Any]:
    """The trained vector of a character without its neighbours, float32."""
    own, syllable, jyutping = _spoken(model, char)
    found = model.tables["mandarin"][syllable] + model.tables["cantonese"][jyutping]
    return found if own is None else found + model.tables["char"][own]  # type: ignore[no-any-return]


def _spoken(model: Model, char: str) -> tuple[int | None, int, int]:
    """The places of a character and of its syllables in the tables."""
    key = ("spoken", char)
    found = model.memory.get(key)
    if found is None:
        places = model.places
        syllable = toneless(mandarin().get(char, "")) if char not in DOTS else ""
        jyutping = cantonese().get(char, "") if char not in DOTS else ""
        found = (
            places["char"].get("·" if char in DOTS else char),
            places["mandarin"].get(syllable, places["mandarin"][""]),
            places["cantonese"].get(jyutping, places["cantonese"][""]),
        )
        model.memory[key] = found
    return found


def _sources(model: Model, char: str) -> list[tuple[str, float]]:
    """Whose rows stand in for a character, and their shares."""
    if char in model.rows:
        return [(char, 1.0)]
    said = [
        (f"m:{toneless(mandarin().get(char, ''))}", MANDARIN),
        (f"c:{cantonese().get(char, '')}", CANTONESE),
    ]
    known = [(name, share) for name, share in said if name in model.rows and len(name) > 2]
    total = sum(share for _, share in known)
    return [(name, share / total) for name, share in known] if known else [("?", 1.0)]
