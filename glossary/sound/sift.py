"""Which of thousands of Latin names may be meant by any of many Chinese ones: all of them asked together.

Most names of a corpus sound like none of the candidates, and that can be told from the few whose letter pairs speak for
them (`near_names`); of the others `best_names` finds what `rank` does for one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from glossary.sound.many import summed
from glossary.sound.model import load_model
from glossary.sound.rank import SHORTLIST, shortlist

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glossary.sound.many import Asked
    from glossary.sound.rank import Index, Romans

_NEIGHBOURS = 4  # Chinese names that stand beside each other: few Latin ones are like the most that any of them says
_TOGETHER = 64 * _NEIGHBOURS  # Chinese names whose letter pairs are summed together
_LOOKS = 2048  # Latin names that this is done for at once: both fit where the processor is fast


def near_names(said: Asked, candidates: Index, gain: float, least: float) -> list[tuple[int, int, float]]:
    """The Latin candidates (places in the index) that are one with a Chinese name (its place) with log odds of `least`
    or more, with those; sorted. Only those are weighed whose letter pairs speak for it by `gain` (nats) or more."""
    import numpy as np

    romans = candidates.romans
    if romans is None or not len(said.owners):
        return []
    drawn = [_drawn(said, romans, at, gain) for at in range(0, len(said.owners), _TOGETHER)]
    part, owner = (np.concatenate([pair[side] for pair in drawn]) for side in (0, 1))
    return sorted((name, place, value) for (name, place), value in _odds(said, romans, part, owner, least).items())


def best_names(said: Asked, candidates: Index, top: int) -> list[tuple[int, int, float]]:
    """What `rank` gives each Chinese name, but for rounding: its best Latin candidates (places in the index), `top` of
    them, with their log odds; name by name, the best first."""
    import numpy as np

    romans = candidates.romans
    if romans is None or not len(said.owners):
        return []
    near = [shortlist(said.ratios[row], romans, SHORTLIST) for row in range(len(said.owners))]
    part = np.repeat(np.arange(len(near)), [len(some) for some in near])
    found: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for (name, place), value in _odds(said, romans, part, np.concatenate(near), -np.inf).items():
        found[name].append((-value, place))
    return [(name, place, -value) for name in sorted(found) for value, place in sorted(found[name])[:top]]


def _odds(
    said: Asked, romans: Romans, part: NDArray[Any], owner: NDArray[Any], least: float
) -> dict[tuple[int, int], float]:
    """The log odds, of `least` or more, that a Chinese name (its number) and a candidate (its place) are one, of the pairs
    of a Chinese row (`part`) and a Latin candidate (`owner`): in the best of the orders of its words."""
    import numpy as np

    model = load_model()
    rows = romans.first_rows[owner]
    sizes = romans.first_rows[owner + 1] - rows
    steps = range(int(sizes.max(initial=0)))
    part = np.concatenate([part[:0], *(part[sizes > n] for n in steps)])
    rows = np.concatenate([rows[:0], *(rows[sizes > n] + n for n in steps)])
    score = summed(said, part, rows, romans.names, model) - said.prices[part] - romans.prices[rows]
    odds = model.scalars["slope"] * score + model.scalars["offset"]
    kept = odds >= least
    found: dict[tuple[int, int], float] = {}
    places = romans.places[romans.owners[rows[kept]]]
    for name, place, value in zip(said.owners[part[kept]].tolist(), places.tolist(), odds[kept].tolist(), strict=True):
        found[name, place] = max(value, found.get((name, place), value))
    return found


def _drawn(said: Asked, romans: Romans, at: int, gain: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Of the rows from `at` on and the candidates, the pairs that letter pairs speak for: rows, candidates. First the
    most that any of some neighbours says of each pair is summed: no sum of one of them is larger, for what is added in the
    same order is rounded in the same order."""
    import numpy as np

    ratios = said.ratios[at : at + _TOGETHER]
    filled = np.concatenate([ratios, ratios[-1:].repeat(-len(ratios) % _NEIGHBOURS, 0)])
    groups = filled.reshape(-1, _NEIGHBOURS, ratios.shape[1])
    most = np.ascontiguousarray(groups.max(1).T)
    each = np.ascontiguousarray(groups.transpose(2, 0, 1)).reshape(-1, _NEIGHBOURS)
    found = []
    for first in range(0, len(romans.looks), _LOOKS):
        looks, counts = romans.looks[first : first + _LOOKS], romans.look_sizes[first : first + _LOOKS]
        look, group = np.nonzero(_sums(most, looks, counts) >= gain)
        places = looks[look].astype(np.int64) * len(groups) + group[:, None]
        near, neighbour = np.nonzero(_sums(each, places, counts[look]) >= gain)
        row = group[near] * _NEIGHBOURS + neighbour
        true = row < len(ratios)
        found.append((row[true] + at) * len(romans.names) + romans.look_owners[first + look[near[true]]])
    keys = np.unique(np.concatenate(found))
    return keys // len(romans.names), keys % len(romans.names)


def _sums(table: NDArray[Any], places: NDArray[Any], counts: NDArray[Any]) -> NDArray[Any]:
    """The sums of rows of a table: of the first `counts` of each row of `places`, where the longest stand first."""
    import numpy as np

    total = np.zeros((len(places), table.shape[1]), np.float32)
    for column in range(int(counts.max(initial=0))):
        held = int(np.searchsorted(-counts, -column))
        total[:held] += table.take(places[:held, column], axis=0)
    return total
