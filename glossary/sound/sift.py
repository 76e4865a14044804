"""Which of thousands of Latin names may be meant by any of many Chinese ones: all of them asked together.

`rank` gives the best candidates for one name and looks at its whole shortlist. Most names of a corpus sound like none of
the candidates, and that can be told from the few whose letter pairs speak for them. The sums are those of `rank`
but for rounding; here a product of matrices answers for a hundred names, where there each is asked by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.sound.hear import pair_ratios, parts, tokens
from glossary.sound.lattice import HIGHEST, LOWEST, MISPLACED_DOT, closings, narrow_lattice, openings
from glossary.sound.letters import GRAMS
from glossary.sound.model import CHUNK, DOTS, corrections, load_model, log_emissions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from glossary.sound.lattice import Lattice
    from glossary.sound.model import Model
    from glossary.sound.rank import Index, Romans

_TOGETHER = 32  # Chinese names whose letter pairs are summed together
_LOOKS = 2048  # Latin names that this is done for at once: both fit where the processor is fast
_PAIRS = 2048  # pairs that are aligned at once: some 2 MB
_WIDTHS = (6, 8, 10, 12, 15, 20)  # letters of names that are aligned together


class Asked(NamedTuple):
    """Chinese names made ready to be asked of any candidates. A row is a stretch of one that may stand for a whole Latin
    name: `owners` are the places of the names, `prices` what a stretch costs, `ratios` (GRAMS + 1, rows) what it says
    about each pair of letters. Its characters are `sizes` rows from `starts` on of what they weigh: `own` (characters,
    chunks), `left` and `right` (characters, letters), and whether they are interpuncts (`dots`)."""

    owners: NDArray[Any]
    prices: NDArray[Any]
    ratios: NDArray[Any]
    starts: NDArray[Any]
    sizes: NDArray[Any]
    own: NDArray[Any]
    left: NDArray[Any]
    right: NDArray[Any]
    dots: NDArray[Any]

    def some(self, names: Sequence[int]) -> Asked:
        """Some of the names, under the numbers that they have."""
        import numpy as np

        rows = np.flatnonzero(np.isin(self.owners, names))
        return self._replace(
            owners=self.owners[rows], prices=self.prices[rows], ratios=self.ratios[:, rows],
            starts=self.starts[rows], sizes=self.sizes[rows],
        )  # fmt: skip


def asked(names: Sequence[str]) -> Asked:
    """Chinese names made ready for `near_names`; some 50 kB each."""
    import numpy as np

    model = load_model()
    rows = [(part, n, price) for n, name in enumerate(names) for part, price in parts(tokens(name), model)]
    chars = "".join(part for part, _, _ in rows)
    said = np.concatenate([corrections(model, part) for part, _, _ in rows]) if rows else np.zeros((0, 32), np.float32)
    tables = model.tables
    own = said @ tables["chunk"].T
    own += tables["bias"][:, 0]
    for row, char in enumerate(chars):
        own[row] += log_emissions(model, char)
    np.clip(own, LOWEST, HIGHEST, out=own)
    np.exp(own, out=own)
    sizes = np.array([len(part) for part, _, _ in rows], np.int64)
    ratios = np.zeros((GRAMS + 1, len(rows)), np.float32)
    for row, (part, _, _) in enumerate(rows):
        ratios[:, row] = pair_ratios(part, model)
    return Asked(
        np.array([n for _, n, _ in rows], np.int64), np.array([price for _, _, price in rows]), ratios,
        np.cumsum(sizes) - sizes, sizes, own, np.exp(said @ tables["left"].T), np.exp(said @ tables["right"].T),
        np.array([char in DOTS for char in chars], bool),
    )  # fmt: skip


def near_names(said: Asked, candidates: Index, gain: float, least: float) -> list[tuple[int, int, float]]:
    """The Latin candidates (places in the index) that are one with a Chinese name (its place) with log odds of `least`
    or more, with those; sorted. Only those are weighed whose letter pairs speak for it by `gain` (nats) or more."""
    import numpy as np

    romans = candidates.romans
    if romans is None or not len(said.owners):
        return []
    model = load_model()
    drawn = [_drawn(said, romans, at, gain) for at in range(0, len(said.owners), _TOGETHER)]
    part, owner = (np.concatenate([pair[side] for pair in drawn]) for side in (0, 1))
    rows = romans.first_rows[owner]
    sizes = romans.first_rows[owner + 1] - rows
    steps = range(int(sizes.max(initial=0)))
    part = np.concatenate([part[:0], *(part[sizes > n] for n in steps)])
    rows = np.concatenate([rows[:0], *(rows[sizes > n] + n for n in steps)])
    summed = _summed(said, part, rows, romans, model) - said.prices[part] - romans.prices[rows]
    odds = model.scalars["slope"] * summed + model.scalars["offset"]
    kept = odds >= least
    found: dict[tuple[int, int], float] = {}
    places = romans.places[romans.owners[rows[kept]]]
    for han, place, value in zip(said.owners[part[kept]].tolist(), places.tolist(), odds[kept].tolist(), strict=True):
        found[han, place] = max(value, found.get((han, place), value))
    return sorted((han, place, value) for (han, place), value in found.items())


def _drawn(said: Asked, romans: Romans, at: int, gain: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Of the rows from `at` on and the candidates, the pairs that letter pairs speak for: rows, candidates."""
    import numpy as np

    ratios = np.ascontiguousarray(said.ratios[:, at : at + _TOGETHER])
    found = []
    for first in range(0, len(romans.looks), _LOOKS):
        looks, counts = romans.looks[first : first + _LOOKS], romans.look_sizes[first : first + _LOOKS]
        total = np.zeros((len(looks), ratios.shape[1]), np.float32)
        for column in range(int(counts[0])):  # the longest stand first
            held = int(np.searchsorted(-counts, -column))
            total[:held] += ratios.take(looks[:held, column], axis=0)
        look, row = np.nonzero(total >= gain)
        found.append((row + at) * len(romans.names) + romans.look_owners[first + look])
    keys = np.unique(np.concatenate(found))
    return keys // len(romans.names), keys % len(romans.names)


def _summed(said: Asked, part: NDArray[Any], rows: NDArray[Any], romans: Romans, model: Model) -> NDArray[Any]:
    """What `full_scores` gives of each pair of a Chinese row and a Latin one."""
    import numpy as np

    found = np.zeros(len(rows))
    sizes = np.searchsorted(_WIDTHS, [len(name) - name.count(" ") for name in romans.names])[rows]
    for size in np.unique(sizes):
        these = np.flatnonzero(sizes == size)
        known, local = np.unique(rows[these], return_inverse=True)
        names = narrow_lattice([romans.names[row] for row in known.tolist()], model)
        for some in _alike(said.sizes[part[these]], part[these]):
            taken, by = names.take(local[some]), part[these[some]]
            pairs = said.ratios[taken.grams, by[:, None]].sum(1)
            found[these[some]] = _aligned(said, by, taken, model) + model.scalars["pairs"] * pairs
    return found


def _alike(sizes: NDArray[Any], part: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Pairs of one number of characters each time, those of one Chinese name together: what its characters weigh is
    looked up some hundred times."""
    import numpy as np

    order = np.lexsort((part, sizes))
    for run in np.split(order, np.flatnonzero(np.diff(sizes[order])) + 1):
        yield from (run[at : at + _PAIRS] for at in range(0, len(run), _PAIRS))


def _aligned(said: Asked, part: NDArray[Any], names: Lattice, model: Model) -> NDArray[Any]:
    """The log of the summed weight of all alignments of each pair, as `lattice.log_scores` has it; all rows of `part`
    are of one length."""
    import numpy as np

    reached = openings(names, model)
    width = reached.shape[1]
    chunks = names.chunks.astype(np.int32)
    left, right = names.left.astype(np.int64), names.right.astype(np.int64)
    for place in range(int(said.sizes[part[0]])):
        char = said.starts[part] + place
        made = said.own.ravel().take(chunks + (char * said.own.shape[1]).astype(np.int32)[:, None, None])
        made *= names.weights
        made *= said.left[char[:, None], left][..., None]
        after = said.right[char[:, None], right]
        ahead = np.zeros_like(reached)
        for length in range(min(CHUNK + 1, width)):
            step = made[:, : width - length, length] * after[:, length:]
            ahead[:, length:] += reached[:, : width - length] * step
        silent = np.flatnonzero(said.dots[char])
        if len(silent):
            ahead[silent] = reached[silent] * np.where(names.starts[silent], 1.0, np.exp(MISPLACED_DOT))
        reached = ahead
    return np.log(np.maximum((reached * closings(names, model)).sum(1), 1e-280))  # type: ignore[no-any-return]
