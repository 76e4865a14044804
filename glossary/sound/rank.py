"""Ranks a name among thousands: cheap evidence picks some dozen candidates, the whole model orders them.

The cheap evidence of a Chinese name for a Latin one, and back, is the pairs of letters that it makes likely; of
two Chinese names, how far they expect the same pairs. Everything that depends on the candidates alone is made
once, in the index, and there only when it is first asked for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from glossary.normalise import has_han
from glossary.sound.hear import full_scores, pair_ratios, parts, tokens
from glossary.sound.lattice import empty_lattice, fill
from glossary.sound.letters import GRAMS, LONGEST, all_words, views, words
from glossary.sound.model import load_model
from glossary.sound.reverse import Renderings, renderings, reverse_scores
from glossary.sound.variants import Forms, form_scores, forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glossary.sound.lattice import Lattice
    from glossary.sound.model import Model

SHORTLIST = 80  # candidates that the whole model looks at; on held-out names 95 in 100 right ones are among them
_ROOM = 1024  # lattices of candidates that are remembered, 2 MB of each index; more than the views of a shortlist (240)
_ACTIVE = 100  # letter pairs of a query that the shortlist is drawn up by
SAME = 30.0  # log odds of two names that are spelt alike


@dataclass(frozen=True, slots=True)
class Romans:
    """The candidates in Latin letters. A row is a candidate in one order of its words: `owners` are places in the
    list of candidates, `prices` what the order costs. For the shortlist every candidate is there whole and by its
    words (`drawn_owners`, sorted), each letter pair with the rows that hold it; and once more the other way round, the
    longest first: `looks` (rows, most) are the letter pairs of each row, `look_sizes` how many. `slots` are the places of rows in `room`,
    -1 of those that are not there."""

    places: NDArray[Any]
    names: tuple[str, ...]
    owners: NDArray[Any]
    prices: NDArray[Any]
    first_rows: NDArray[Any]
    drawn_owners: NDArray[Any]
    drawn_starts: NDArray[Any]
    drawn_base: NDArray[Any]
    holders: tuple[NDArray[Any], ...]
    looks: NDArray[Any]
    look_sizes: NDArray[Any]
    look_owners: NDArray[Any]
    room: Lattice
    slots: NDArray[Any]
    base_ratios: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Index:
    """Candidates prepared for `rank`, verbatim, in their order; one that stands twice counts once."""

    candidates: tuple[str, ...]
    romans: Romans | None
    chinese: Forms | None
    renderings: list[Renderings] = field(default_factory=list, repr=False, compare=False)


def index(candidates: Sequence[str]) -> Index:
    """Candidates of any script prepared for `rank`. Blank ones are left out."""
    import numpy as np

    model = load_model()
    kept = tuple(dict.fromkeys(name for name in candidates if name.strip()))
    heard = {k: han for k, name in enumerate(kept) if not name.isascii() and has_han(name) and (han := tokens(name))}
    spelt = {k: name for k, name in enumerate(all_words(kept)) if name and k not in heard}
    return Index(
        kept,
        _romans(np.array(list(spelt), np.int64), list(spelt.values()), model) if spelt else None,
        forms(np.array(list(heard), np.int64), list(heard.values()), model) if heard else None,
    )


def rank(
    query: str, candidates: Index | Sequence[str], top: int = 50, *, shortlist: int = SHORTLIST
) -> list[tuple[str, float]]:
    """The best `top` candidates for a name, best first, each with the likeness (0 to 1) that the two are one name.

    Either side may be in any script. Candidates that cannot be heard, and those too far off for the shortlist,
    are left out; equal ones stand in the order of the list.
    """
    prepared = candidates if isinstance(candidates, Index) else index(candidates)
    found = heard(query, prepared, top, shortlist=shortlist)
    order = sorted(found, key=lambda item: (-item[1], item[0]))[:max(top, 0)]
    return [(prepared.candidates[place], chance(odds)) for place, odds, _ in order]


def heard(
    query: str, prepared: Index, top: int = 50, *, shortlist: int = SHORTLIST
) -> list[tuple[int, float, float]]:
    """The shortlist of a query: places of candidates in the index, the log odds that they are one name with it, and
    the score itself in nats, by which queries can be told apart that compete for one candidate."""
    model = load_model()
    han = tokens(query)
    parts_: list[tuple[NDArray[Any], NDArray[Any], float]] = []
    if han:
        if prepared.romans is not None:
            parts_.append((*_heard(han, prepared.romans, model, shortlist), model.scalars["slope"]))
        if prepared.chinese is not None:
            most = max(shortlist, top)
            parts_.append((*form_scores(han, prepared.chinese, model, most), model.scalars["variant slope"]))
    elif name := words(query):
        if prepared.chinese is not None:
            if not prepared.renderings:
                prepared.renderings.append(renderings(prepared.chinese, model))
            found = reverse_scores(name, prepared.renderings[0], model, shortlist)
            parts_.append((*found, model.scalars["slope"]))
        if prepared.romans is not None:
            parts_.append((*_spelt(name, prepared.romans, max(shortlist, top)), model.scalars["slope"]))
    plain = query.strip()
    rows = []
    for places, odds, slope in parts_:
        for place, value in zip(places.tolist(), odds.tolist(), strict=True):
            if prepared.candidates[place].strip() == plain:
                value = max(value, SAME)
            rows.append((place, value, value / slope))
    return rows


def chance(odds: float) -> float:
    """The probability, 0 to 1, of log odds."""
    return 1 / (1 + math.exp(-min(max(odds, -40.0), 40.0)))


def _heard(han: str, romans: Romans, model: Model, most: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Places and log odds of the shortlisted Latin candidates for a Chinese name."""
    import numpy as np

    places, odds = [], []
    for part, price in parts(han, model):
        near = shortlist(pair_ratios(part, model), romans, most)
        rows = romans.first_rows[near]
        sizes = romans.first_rows[near + 1] - rows
        rows = np.concatenate([rows[sizes > step] + step for step in range(int(sizes.max(initial=0)))])
        summed = full_scores(part, _lattices(rows, romans, model), model) - romans.prices[rows] - price
        places.append(romans.owners[rows])
        odds.append(summed)
    owner, value = np.concatenate(places), np.concatenate(odds)
    order = np.lexsort((-value, owner))
    owner, value = owner[order], value[order]
    once = np.concatenate([[True], owner[1:] != owner[:-1]])
    return romans.places[owner[once]], model.scalars["slope"] * value[once] + model.scalars["offset"]


def _lattices(rows: NDArray[Any], romans: Romans, model: Model) -> Lattice:
    """The lattices of some rows. The last thousand that were asked for are remembered, in a room of their own."""
    import numpy as np

    missing = rows[romans.slots[rows] < 0]
    taken = int(romans.slots.max(initial=-1)) + 1 if len(missing) else 0
    if taken + len(missing) > len(romans.room.lengths):
        romans.slots[:] = -1
        missing, taken = rows, 0
    if len(missing):
        slots = np.arange(taken, taken + len(missing))
        romans.slots[missing] = slots
        fill(romans.room, slots, [romans.names[row] for row in missing], model)
    return romans.room.take(romans.slots[rows])


def shortlist(ratios: NDArray[Any], romans: Romans, most: int) -> NDArray[Any]:
    """The candidates (numbers among the Latin ones, ascending) whose letter pairs speak most for a name."""
    import numpy as np

    gain = ratios[:GRAMS] - romans.base_ratios
    active = np.argpartition(-gain, _ACTIVE)[:_ACTIVE]
    rows = np.concatenate([romans.holders[pair] for pair in active])
    gains = np.repeat(gain[active], [len(romans.holders[pair]) for pair in active])
    summed = np.bincount(rows, gains, minlength=len(romans.drawn_base)) + romans.drawn_base
    best = np.maximum.reduceat(summed, romans.drawn_starts)
    if len(best) <= most:
        return np.arange(len(best))
    return np.sort(np.argpartition(-best, most)[:most])


def _spelt(name: str, romans: Romans, top: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Places and log odds of the Latin candidates that are spelt most like a Latin name, or like a part of it."""
    import numpy as np

    plain = name.replace(" ", "")
    whole = [romans.names[row] for row in romans.first_rows[:-1]]
    near = process.extract(plain, [x.replace(" ", "") for x in whole], scorer=fuzz.ratio, limit=top)
    by_words = process.extract(name, whole, scorer=fuzz.token_set_ratio, limit=top)
    value = {k: share for _, share, k in near}
    for _, share, k in by_words:
        value[k] = max(value.get(k, 0.0), share - 8.0, fuzz.ratio(plain, whole[k].replace(" ", "")))
    owners = np.array(sorted(value), np.int64)
    shares = np.array([value[int(k)] for k in owners]) / 100
    return romans.places[owners], 22.0 * (shares - 0.74)


def _romans(places: NDArray[Any], names: Sequence[str], model: Model) -> Romans:
    import numpy as np

    rows: list[str] = []
    owners: list[int] = []
    prices: list[float] = []
    firsts: list[int] = []
    drawn: list[str] = []
    drawn_owners: list[int] = []
    for k, name in enumerate(names):
        firsts.append(len(rows))
        if " " not in name:  # two in three
            rows.append(name)
            owners.append(k)
            prices.append(0.0)
            drawn.append(name[:LONGEST])
            drawn_owners.append(k)
            continue
        for view, price in views(name, model.scalars["turned"]):
            rows.append(view)
            owners.append(k)
            prices.append(price)
        said = name.split()
        looks = dict.fromkeys([name, *(w for w in said if len(w) > 2), " ".join(said[1:])])
        drawn += [look.replace(" ", "")[:LONGEST] for look in looks]
        drawn_owners += [k] * len(looks)
    ratios = pair_ratios("", model)[:GRAMS]
    held_by, held = _pairs_held(drawn)
    base = np.bincount(held_by, ratios[held], minlength=len(drawn)).astype(np.float32)
    held = held.astype(np.int16)  # short numbers are sorted several times as fast
    order = np.argsort(held, kind="stable")
    holders = np.split(held_by[order], np.cumsum(np.bincount(held, minlength=GRAMS))[:-1])
    drawn_by = np.array(drawn_owners, np.int64)
    starts = np.searchsorted(drawn_by, np.arange(len(names)))
    sizes = np.bincount(held_by, minlength=len(drawn))
    table = np.full((len(drawn), int(sizes.max(initial=0))), GRAMS, np.int16)
    table[held_by, np.arange(len(held)) - np.repeat(np.cumsum(sizes) - sizes, sizes)] = held
    longest = np.argsort(-sizes, kind="stable")
    return Romans(
        places, tuple(rows), np.array(owners, np.int64), np.array(prices), np.array([*firsts, len(rows)], np.int64),
        drawn_by, starts, base, tuple(found.astype(np.int32) for found in holders),
        table[longest], sizes[longest], drawn_by[longest],
        empty_lattice(min(len(rows), _ROOM)), np.full(len(rows), -1, np.int64), ratios,
    )  # fmt: skip


def _pairs_held(runs: Sequence[str]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The pairs of letters of each run, as `letters.grams` has them: number of the run and pair, each once, sorted."""
    import numpy as np

    edged = np.frombuffer(("{" + "{".join(runs) + "{").encode(), np.uint8).astype(np.int64) - 97
    owner = np.cumsum(edged == 26) - 1
    pairs = edged[:-1] * 27 + edged[1:]
    kept = np.sort(owner[:-1] * GRAMS + pairs)  # `np.unique` takes four times as long
    kept = kept[np.concatenate([[True], kept[1:] != kept[:-1]])]
    return kept // GRAMS, kept % GRAMS
