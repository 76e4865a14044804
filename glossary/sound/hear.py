"""Whether a Chinese and a Latin-script name are one: the score, its likeness, the alignment, the left edge."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from glossary.normalise import DASHES, INTERPUNCTS, chinese_form, chinese_key, has_han
from glossary.sound.arrive import arriving, log_sums_of
from glossary.sound.lattice import LONGEST_HAN, closings, lattice, log_scores, openings, steps
from glossary.sound.letters import GRAMS, grams, letters, turned, views, words
from glossary.sound.model import CHUNK, DOTS, letter_pairs, load_model
from glossary.sound.suffixes import SHARE, SMOOTH, Heard, end_scores, prepared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glossary.sound.arrive import Arriving
    from glossary.sound.lattice import Lattice
    from glossary.sound.model import Model

_FEW = 2  # names that are heard one by one
UNHEARD = -60.0  # the score where one of the two holds nothing that can be heard
_DOTTED = "·-=＝"
_JOINTS = frozenset(INTERPUNCTS + DASHES + "-=＝．. ")  # what may stand inside a name beside its characters


def score(han: str, latin: str) -> float:
    """The natural logarithm of how much likelier the two are as one name than as two names that chance brought
    together; finite for any characters, -60 where either holds nothing that can be heard.

    The Latin name may hold more words than the Chinese renders (拜登 / Joe Biden), and stand in another order
    (Villedieu-sur-Indre, Orbán Viktor), at a price.
    """
    found = scores((han,), latin)
    return found[0]


def likeness(han: str, latin: str) -> float:
    """The probability, 0 to 1, that the two are one name, where a true pair and a hard false one were equally
    likely before. Calibrated on held-out pairs: `scripts/train_sound.py`."""
    return probability(score(han, latin), load_model())


def probability(score: float, model: Model) -> float:
    """The likeness of a score, 0 to 1."""
    if score <= UNHEARD:
        return 0.0
    x = model.scalars["slope"] * score + model.scalars["offset"]
    return 1 / (1 + math.exp(-min(max(x, -40.0), 40.0)))


def scores(hans: Sequence[str], latin: str) -> list[float]:
    """`score` of several Chinese names with one Latin name."""
    model = load_model()
    name = words(latin)
    heard = [tokens(han) for han in hans]
    if not name:
        return [UNHEARD] * len(hans)
    prices = [price for _, price in views(name, model.scalars["turned"])]
    longest = max(heard, key=len)
    if len(heard) > _FEW and all(heard) and len(longest) < LONGEST_HAN and all(map(longest.endswith, heard)):
        return _ends(longest, heard, _ready(name), prices, model)
    views_ = _arriving(name)
    found = []
    for han in heard:
        best = UNHEARD
        for part, price in parts(han, model):
            summed = _full_scores(part, views_, model) - prices
            best = max(best, float(summed.max()) - price)
        found.append(best)
    return found


def _ends(
    longest: str, heard: Sequence[str], name: Heard, prices: Sequence[float], model: Model
) -> list[float]:
    """`scores` of names that are all ends of one stretch."""
    import numpy as np

    wanted = {len(longest) - len(part): price for han in heard for part, price in parts(han, model)}
    starts = sorted(wanted)
    summed = (end_scores(longest, starts, name, model) - np.array(prices)).max(1).tolist()
    at = dict(zip(starts, summed, strict=True))
    return [max(UNHEARD, *(at[len(longest) - len(part)] - price for part, price in parts(han, model))) for han in heard]


@lru_cache(maxsize=4096)
def _ready(name: str) -> Heard:
    return prepared(_arriving(name), load_model())


@lru_cache(maxsize=4096)
def _arriving(name: str) -> Arriving:
    """The views of a name given as `letters.words`, made ready."""
    return arriving([view for view, _ in views(name, 0.0)], load_model())


def full_scores(han: str, prepared: Lattice, model: Model) -> NDArray[Any]:
    """For each row of a lattice, the sum over alignments and the evidence of letter pairs together."""
    pairs = pair_ratios(han, model)
    return log_scores(han, prepared, model) + model.scalars["pairs"] * pairs[prepared.grams].sum(1)  # type: ignore[no-any-return]


def _full_scores(han: str, names: Arriving, model: Model) -> NDArray[Any]:
    """The same, of a lattice that is asked again and again."""
    pairs = pair_ratios(han, model)
    return log_sums_of(han, names, model) + model.scalars["pairs"] * pairs[names.grams].sum(1)  # type: ignore[no-any-return]


@lru_cache(maxsize=65536)
def tokens(han: str) -> str:
    """What is heard of a Chinese name: its characters in Simplified, interpuncts and hyphens between them."""
    if not has_han(han):
        return ""
    key = chinese_key(han[:400])
    kept = "".join("·" if c in _DOTTED else c for c in key if c in _DOTTED or has_han(c))
    return kept.strip("·")[:LONGEST_HAN].strip("·")


def parts(han: str, model: Model) -> list[tuple[str, float]]:
    """The stretches of a Chinese name that may stand for a whole Latin one, each with its price: the name itself,
    and the last of several parts (乔·拜登 / Biden)."""
    if not han:
        return []
    found = [(han, 0.0)]
    if "·" in han:
        found.append((han.rpartition("·")[2], model.scalars["part"]))
    return found


@lru_cache(maxsize=2048)
def pair_ratios(han: str, model: Model) -> NDArray[Any]:
    """For each pair of letters, log of how much likelier it is in a rendering of `han` than in any name.

    GRAMS + 1 numbers, the last 0: what a row of `Lattice.grams` is filled up with. Not to be written to.
    """
    import numpy as np

    expected = expected_pairs(han, model)
    expected /= max(float(expected.sum()), 1e-6)
    rest, base = base_pairs(model)
    expected *= SHARE
    expected += rest
    expected += SMOOTH
    expected /= base
    ratios = np.zeros(GRAMS + 1, np.float32)
    np.log(expected, out=ratios[:GRAMS])
    return ratios


def base_pairs(model: Model) -> tuple[NDArray[Any], NDArray[Any]]:
    """How often each pair of letters is expected in any name: its share of a mixture, and all of it."""
    found = model.memory.get("base pairs")
    if found is None:
        found = model.memory["base pairs"] = ((1 - SHARE) * model.grams, model.grams + SMOOTH)
    return found


def pair_rows(hans: Sequence[str]) -> NDArray[Any]:
    """What Chinese names say of pairs of letters: a row of `pair_ratios` for each, to be asked by `pair_evidence`."""
    import numpy as np

    model = load_model()
    return np.array([pair_ratios(tokens(han), model) for han in hans], np.float32)


def pair_evidence(rows: NDArray[Any], latin: str) -> list[float]:
    """The cheap part of the evidence, in nats, for each of `pair_rows` with one Latin name: by its letter pairs alone.
    True pairs have some, names that chance brought together hardly ever."""
    return rows[:, list(grams(letters(words(latin))[0]))].sum(1).tolist()  # type: ignore[no-any-return]


def expected_pairs(han: str, model: Model) -> NDArray[Any]:
    """How often each pair of letters is expected in a rendering of `han`: GRAMS numbers."""
    import numpy as np

    open_end = np.zeros(27, np.float32)
    open_end[26] = 1
    if not han:
        found = np.zeros(GRAMS, np.float32)
        found[26::27] = open_end
        return found
    within, first, last, silent = zip(*[letter_pairs(model, char) for char in han], strict=True)
    open_ends = np.empty((len(han) + 1, 27), np.float32)
    open_ends[0] = open_end
    for at, (ends, nothing) in enumerate(zip(last, silent, strict=True)):
        ahead = open_ends[at + 1]
        np.multiply(open_ends[at], nothing, out=ahead)
        ahead += ends
    found = within[0].copy()
    for pairs in within[1:]:
        found += pairs
    found += (open_ends[:-1].T @ np.array(first)).ravel()
    found[26::27] += open_ends[-1]
    return found  # type: ignore[no-any-return]


def align(han: str, latin: str) -> tuple[tuple[str, str], ...]:
    """Which letters each character of `han` stands for, by the best single alignment: one pair for each character
    of the clean form, in order; the letters are those of `letters.words`, words left out stand nowhere.

    Where nothing can be heard, every character stands for nothing.
    """
    shown = chinese_form(han)
    heard, name = tokens(han), words(latin)
    if not heard or not name:
        return tuple((char, "") for char in shown)
    model = load_model()
    views = (name, *turned(name))
    prices = [0.0, *[model.scalars["turned"]] * (len(views) - 1)]
    summed = [float(full_scores(heard, lattice((view,), model), model)[0]) - price for view, price in zip(views, prices, strict=True)]
    view = views[max(range(len(views)), key=lambda k: (summed[k], -k))]
    pieces = _best_path(heard, view, model)
    return _laid_out(shown, heard, pieces)


def name_start(text: str, end: int, latin: str, earliest: int = 0) -> tuple[int, float]:
    """Where in `text` the Chinese name that ends at `end` begins, given its Latin form, and the likeness of that.

    Positions are code points of `text`; nothing before `earliest` is looked at, nor what stands
    behind a punctuation mark, a letter or a digit. `(end, 0.0)` where there is no Chinese character to begin at.
    """
    name = words(latin)
    end = min(end, len(text))
    first = end
    while first > max(earliest, 0, end - LONGEST_HAN) and (has_han(text[first - 1]) or text[first - 1] in _JOINTS):
        first -= 1
    starts = [at for at in range(first, end) if has_han(text[at])]
    if not name or not starts:
        return (starts[0], 0.0) if starts else (end, 0.0)
    found = scores([text[at:end] for at in starts], latin)
    model = load_model()
    weighed = []
    for at, value in zip(starts, found, strict=True):
        usual = sum(usualness(model, char) for char in tokens(text[at:end]))
        weighed.append((value + model.scalars["usual"] * usual, at, value))
    _, at, value = max(weighed, key=lambda item: (item[0], -item[1]))
    return at, probability(value, model)


def usualness(model: Model, char: str) -> float:
    """Log of how much more often a character stands in transliterated names than the mean character of text does;
    0 for an interpunct."""
    if char in DOTS:
        return 0.0
    return model.scalars["unusual"] if char not in model.places["char"] else float(model.tables["usual"][model.places["char"][char], 0])


def _best_path(han: str, name: str, model: Model) -> list[str]:
    """The letters of each character of `han` along the best alignment with one name."""
    import numpy as np

    prepared = lattice((name,), model)
    run, _ = letters(name)
    with np.errstate(divide="ignore"):
        made = np.log(steps(han, prepared, model)[:, 0])
        reached = np.log(openings(prepared, model)[0])
        ends = np.log(closings(prepared, model)[0])
    size = len(run)
    came: list[list[int]] = []
    for step in made:
        ahead, by = [-math.inf] * (size + 1), [0] * (size + 1)
        for at in range(size + 1):
            for length in range(min(CHUNK, size - at) + 1):
                value = float(reached[at] + step[at, length])
                if value > ahead[at + length]:
                    ahead[at + length], by[at + length] = value, length
        reached = np.array(ahead)
        came.append(by)
    at = int(np.argmax(reached + ends))
    pieces = []
    for by in reversed(came):
        pieces.append(run[at - by[at]:at])
        at -= by[at]
    return pieces[::-1]


def _laid_out(shown: str, heard: str, pieces: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The pieces of the characters that were heard, laid beside the characters of the form that is shown."""
    found, at = [], 0
    for char in shown:
        if at < len(heard) and (has_han(char) or (heard[at] in DOTS and char in _DOTTED)):
            found.append((char, pieces[at]))
            at += 1
        else:
            found.append((char, ""))
    return tuple(found)
