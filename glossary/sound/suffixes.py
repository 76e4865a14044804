"""The score of all ends of one Chinese stretch with one Latin name at once: where does the name begin?

The same sums as `hear.full_scores`, but from the end: what stands behind a character is the same for every beginning
before it, so a stretch of sixteen characters costs two passes and not sixteen, and only the chunks of the one Latin
name are weighed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glossary.sound.arrive import Said, emitted
from glossary.sound.lattice import NO_GRAM
from glossary.sound.model import CHUNK, letter_pairs, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glossary.sound.arrive import Arriving
    from glossary.sound.model import Model

SHARE = 0.7  # of the expected letter pairs, against those of any name
SMOOTH = 1e-6
_EDGE = 26  # as a letter beside a name


@dataclass(frozen=True, slots=True)
class Heard:
    """A Latin name made ready: its chunks by where they end, the chunks once each with their vectors (`table`) and for
    each of `names.chunks` its place among them, its letter pairs once each, with their places."""

    names: Arriving
    table: NDArray[Any]
    places: NDArray[Any]
    grams: NDArray[Any]
    gram_places: NDArray[Any]


def prepared(names: Arriving, model: Model) -> Heard:
    """A name made ready for `end_scores`."""
    import numpy as np

    chunks, grams = np.unique(np.append(names.chunks, 0)), np.unique(names.grams)
    return Heard(
        names, model.tables["chunk"][chunks].T.copy(), chunks.searchsorted(names.chunks),
        grams[grams < NO_GRAM].astype(np.int64), grams.searchsorted(names.grams),
    )  # fmt: skip


def end_scores(han: str, starts: Sequence[int], name: Heard, model: Model) -> NDArray[Any]:
    """For each of `starts` (places in `han`, ascending, none of an interpunct), what `hear.full_scores` gives the stretch
    from there to the end with each row of the lattice: (starts, rows)."""
    pairs = model.scalars["pairs"] * _pair_sums(han, starts, name, model)
    return _alignments(han, starts, name, model) + pairs


def _alignments(han: str, starts: Sequence[int], name: Heard, model: Model) -> NDArray[Any]:
    import numpy as np

    # A character that begins the stretch has the edge before it, not its neighbour: those at `starts` stand behind the
    # others once more.
    vectors = np.concatenate(spoken(model, han, starts))
    tables = model.tables
    said = Said((vectors @ name.table).take(name.places, 1), np.exp(vectors @ tables["left"].T), np.exp(vectors @ tables["right"].T))
    made = emitted(han + "".join([han[at] for at in starts]), said, name.names, model)
    size, (rows, width) = len(han), name.names.opened.shape
    # What the rest weighs from each position, behind each character. A chunk's weight stands where it ends; `begun`
    # shows it where it begins, as a view of the products of the last character or of the starts.
    rest = np.zeros((size + 1, rows, width))
    rest[size] = name.names.closed
    room = np.zeros((CHUNK + 1, rows, width + CHUNK))
    begun = np.ndarray((CHUNK + 1, rows, width), room.dtype, room, 0, (room.strides[0] + 8, room.strides[1], 8))
    product = room[:, :, :width]
    for at in range(size - 1, starts[0], -1):
        np.multiply(made[at], rest[at + 1], out=product)
        np.add.reduce(begun, 0, out=rest[at])
    room = np.zeros((len(starts), *room.shape))
    np.multiply(made[size:], rest[[at + 1 for at in starts]][:, None], out=room[..., :width])
    strides = (room.strides[0], room.strides[1] + 8, room.strides[2], 8)
    begun = np.ndarray((len(starts), CHUNK + 1, rows, width), room.dtype, room, 0, strides)
    return np.log(np.maximum((name.names.opened * begun.sum(1)).sum(-1), 1e-280))  # type: ignore[no-any-return]


def _pair_sums(han: str, starts: Sequence[int], name: Heard, model: Model) -> NDArray[Any]:
    """The summed evidence of the letter pairs of each row, for the stretch from each start: (starts, rows)."""
    import numpy as np

    before, after = np.divmod(name.grams, 27)
    chars, size = han[starts[0] :], len(starts)
    heard = [letter_pairs(model, char) for char in chars]
    # How what stands before each character ends, in the stretch from each start; nothing before the start itself.
    ends = np.zeros((len(chars) + 1, size, 27), np.float32)
    active = np.zeros((len(chars), size), np.float32)
    begun = 0
    for at, (_, _, last, silent) in enumerate(heard):
        if begun < size and starts[begun] == starts[0] + at:
            ends[at, begun, _EDGE] = active[at:, begun] = 1
            begun += 1
        ahead = ends[at + 1, :begun]
        np.multiply(ends[at, :begun], silent, out=ahead)
        ahead += last
    inner = np.array([inner.take(name.grams) for inner, _, _, _ in heard])
    first = np.array([first.take(after) for _, first, _, _ in heard])
    known = ends.take(before, 2)
    # Summed one after the other, character by character, pairs across its beginning and then those within it.
    terms = np.empty((len(chars), 2, size, len(before)), np.float32)
    np.multiply(known[:-1], first[:, None], out=terms[:, 0])
    np.multiply(active[..., None], inner[:, None], out=terms[:, 1])
    expected = np.add.reduce(terms.reshape(-1, size, len(before)), 0)
    expected += np.where(after == _EDGE, known[-1], 0)
    sums = np.array([_sums(model, char) for char in chars], np.float32)
    total = np.cumsum((sums[:, :1] + ends[:-1].sum(2) * sums[:, 1:]) * active, 0)[-1]
    total += ends[-1].sum(1)
    expected /= np.maximum(total, 1e-6)[:, None]
    base = model.grams.take(name.grams)
    ratios = np.zeros((size, len(before) + 1), np.float32)
    ratios[:, :-1] = np.log((SHARE * expected + (1 - SHARE) * base + SMOOTH) / (base + SMOOTH))
    # Not by `take`: the sums would be made in another order, and rounded otherwise.
    return ratios[:, name.gram_places].sum(2)  # type: ignore[no-any-return]


def _sums(model: Model, char: str) -> tuple[float, float]:
    """How many pairs within its chunk, and how many beginnings, a character makes expected in all."""
    key = ("pair sums", char)
    found = model.memory.get(key)
    if found is None:
        inner, first, _, _ = letter_pairs(model, char)
        found = model.memory[key] = (float(inner.sum()), float(first.sum()))
    return found
