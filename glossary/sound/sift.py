"""Which of thousands of Latin names may be meant by any of many Chinese ones: all of them asked together.

Most names of a corpus sound like none of the candidates, and that can be told from the few whose letter pairs speak for
them (`near_among`); of the others `best_among` finds what `rank` does for one. Either asks some names of each of several
lists of candidates: what is weighed of all of them is weighed together.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.sound.many import summed
from glossary.sound.model import load_model
from glossary.sound.rank import SHORTLIST, shortlist

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from glossary.sound.many import Asked
    from glossary.sound.rank import Index, Romans

_NEIGHBOURS = 4  # Chinese names that stand beside each other: few Latin ones are like the most that any of them says
_TOGETHER = 64 * _NEIGHBOURS  # Chinese names whose letter pairs are summed together
_LOOKS = 2048  # Latin names that this is done for at once: both fit where the processor is fast
_MANY = 1 << 15  # pairs that are weighed together: some 40 MB

# Some of the names that are made ready, by their numbers, and the candidates that they are asked of.
Asking = tuple["Sequence[int]", "Index"]
# Names (their numbers) and candidates (places in the index), with the log odds that they are one.
Odds = list[tuple[int, int, float]]


class Pairs(NamedTuple):
    """Pairs of Chinese rows and Latin ones of some candidates."""

    romans: Romans
    part: NDArray[Any]
    rows: NDArray[Any]


def near_names(said: Asked, candidates: Index, gain: float, least: float) -> Odds:
    """What `near_among` finds for all names."""
    return next(near_among(said, [(said.owners.tolist(), candidates)], gain, least))


def best_names(said: Asked, candidates: Index, top: int) -> Odds:
    """What `best_among` finds for all names."""
    return next(best_among(said, [(said.owners.tolist(), candidates)], top))


def near_among(said: Asked, asking: Iterable[Asking], gain: float, least: float) -> Iterator[Odds]:
    """Of each of `asking` the names and candidates that are one with log odds of `least` or more, sorted. Only those are
    weighed whose letter pairs speak for it by `gain` (nats) or more."""

    def drawn(rows: NDArray[Any], romans: Romans) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
        return (_drawn(said, rows[at : at + _TOGETHER], romans, gain) for at in range(0, len(rows), _TOGETHER))

    for odds in _odds(said, (_pairs(said, one, drawn) for one in asking), least):
        yield sorted((name, place, value) for (name, place), value in odds.items())


def best_among(said: Asked, asking: Iterable[Asking], top: int) -> Iterator[Odds]:
    """Of each of `asking` what `rank` gives each name, but for rounding: its best candidates, `top` of them; name by name,
    the best first."""
    import numpy as np

    def drawn(rows: NDArray[Any], romans: Romans) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
        for row in rows.tolist():
            near = shortlist(said.ratios[row], romans, SHORTLIST)
            yield np.full(len(near), row), near

    for odds in _odds(said, (_pairs(said, one, drawn) for one in asking), -np.inf):
        found: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
        for (name, place), value in odds.items():
            found[name].append((-value, place))
        yield [(name, place, -value) for name in sorted(found) for value, place in sorted(found[name])[:top]]


def _pairs(said: Asked, asking: Asking, drawn: Any) -> Pairs | None:
    """The pairs of rows whose names and candidates are `drawn` together, every order of the words of a candidate; None
    where there is nothing to be drawn."""
    import numpy as np

    names, candidates = asking
    rows = np.flatnonzero(np.isin(said.owners, names))
    romans = candidates.romans
    if romans is None or not len(rows):
        return None
    part, owner = (np.concatenate(side) for side in zip(*drawn(rows, romans), strict=True))
    first = romans.first_rows[owner]
    sizes = romans.first_rows[owner + 1] - first
    steps = range(int(sizes.max(initial=0)))
    part = np.concatenate([part[:0], *(part[sizes > n] for n in steps)])
    return Pairs(romans, part, np.concatenate([first[:0], *(first[sizes > n] + n for n in steps)]))


def _odds(said: Asked, drawn: Iterable[Pairs | None], least: float) -> Iterator[dict[tuple[int, int], float]]:
    """Of each of the `drawn` the log odds, of `least` or more, that a Chinese name (its number) and a candidate (its place)
    are one: in the best of the orders of its words."""
    batch: list[Pairs | None] = []
    room = _MANY
    for pairs in drawn:
        size = 0 if pairs is None else len(pairs.part)
        if size > room:
            yield from _weighed(said, batch, least)
            batch, room = [], _MANY
        batch.append(pairs)
        room -= size
    yield from _weighed(said, batch, least)


def _weighed(said: Asked, batch: Sequence[Pairs | None], least: float) -> Iterator[dict[tuple[int, int], float]]:
    """The `_odds` of a batch: what stands in it more than once is weighed once."""
    import numpy as np

    model = load_model()
    numbers: dict[str, int] = {}
    keys = [np.zeros(0, np.int64)]
    for pairs in batch:
        if pairs is not None:
            known, place = np.unique(pairs.rows, return_inverse=True)
            spelt = [numbers.setdefault(pairs.romans.names[row], len(numbers)) for row in known.tolist()]
            keys.append(np.array(spelt, np.int64)[place] * len(said.owners) + pairs.part)
    weighed, place = np.unique(np.concatenate(keys), return_inverse=True)
    name, part = np.divmod(weighed, len(said.owners)) if len(weighed) else (weighed, weighed)
    score = summed(said, part, name, tuple(numbers), model)[place]
    at = 0
    for pairs in batch:
        found: dict[tuple[int, int], float] = {}
        if pairs is not None:
            romans, part, rows = pairs
            gained = score[at : at + len(part)] - said.prices[part] - romans.prices[rows]
            at += len(part)
            odds = model.scalars["slope"] * gained + model.scalars["offset"]
            kept = np.flatnonzero(odds >= least)
            owners, places = said.owners[part[kept]].tolist(), romans.places[romans.owners[rows[kept]]].tolist()
            for one, other, value in zip(owners, places, odds[kept].tolist(), strict=True):
                found[one, other] = max(value, found.get((one, other), value))
        yield found


def _drawn(said: Asked, rows: NDArray[Any], romans: Romans, gain: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Of some rows and the candidates, the pairs that letter pairs speak for: rows, candidates. First the most that any of
    some neighbours says of each pair is summed: no sum of one of them is larger, for what is added in the same order is
    rounded in the same order."""
    import numpy as np

    filled = np.concatenate([rows, rows[-1:].repeat(-len(rows) % _NEIGHBOURS)])
    groups = said.ratios[filled].reshape(-1, _NEIGHBOURS, said.ratios.shape[1])
    most = np.ascontiguousarray(groups.max(1).T)
    each = np.ascontiguousarray(groups.transpose(2, 0, 1)).reshape(-1, _NEIGHBOURS)
    found = []
    for first in range(0, len(romans.looks), _LOOKS):
        looks, counts = romans.looks[first : first + _LOOKS], romans.look_sizes[first : first + _LOOKS]
        look, group = _where(_sums(most, looks, counts) >= gain)
        places = looks[look].astype(np.int64) * len(groups) + group[:, None]
        near, neighbour = _where(_sums(each, places, counts[look]) >= gain)
        row = group[near] * _NEIGHBOURS + neighbour
        true = row < len(rows)
        found.append(rows[row[true]] * len(romans.names) + romans.look_owners[first + look[near[true]]])
    keys = np.unique(np.concatenate(found))
    return keys // len(romans.names), keys % len(romans.names)


def _where(found: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The rows and columns of what is true. (`np.nonzero` of two dimensions takes several times as long.)"""
    import numpy as np

    return np.divmod(np.flatnonzero(found), found.shape[1])


def _sums(table: NDArray[Any], places: NDArray[Any], counts: NDArray[Any]) -> NDArray[Any]:
    """The sums of rows of a table: of the first `counts` of each row of `places`, where the longest stand first."""
    import numpy as np

    total = np.zeros((len(places), table.shape[1]), np.float32)
    for column in range(int(counts.max(initial=0))):
        held = int(np.searchsorted(-counts, -column))
        total[:held] += table.take(places[:held, column], axis=0)
    return total
