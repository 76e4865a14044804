"""Which of many Chinese forms are spellings of one name: the comparison of `variants`, for millions of pairs.

Most pairs are passed over by a bound that one product of matrices gives for all of them: an alignment is a choice of a
partner, or none, for each character of one form, so the sum over alignments is no more than the product, over these
characters, of the sum over their choices. What is left is aligned with weights that are made for all pairs of characters
at once, whose sums are rounded otherwise than those of a pair alone; and what may be near enough by them is weighed
again with the very weights of `variant_likeness`.
"""

from __future__ import annotations

import math
from functools import partial
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from glossary.sound.hear import tokens
from glossary.sound.lattice import LONGEST_HAN
from glossary.sound.model import load_model
from glossary.sound.rows import Rows, Table
from glossary.workers import ALONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from glossary.workers import Crew

_MANY = 8_000_000  # pairs that are worth starting processes for: a second or two
_SHARES = 2  # for each process, so that none waits long for the last; each share takes 0.2 s to make ready
_ROWS = 128  # forms between which blocks are cut into shares
_MOST = 200  # names alike to one that are told of: as many in a corpus of ten thousand are no spellings of it
_SLACK = 0.05  # of log odds, for the rounding of sums in another order


def near_pairs(
    names: Sequence[str], least: float, longer: int = LONGEST_HAN, blocks: Iterable[Sequence[int]] | None = None,
    crew: Crew = ALONE,
) -> list[tuple[int, int, float]]:
    """The places (the first less than the second) of forms whose `variant_likeness` is `least` or more, with that; of
    forms that differ by more than `longer` characters in length, none. Where there are `blocks` of places, only forms
    of one block are compared. Each pair once, sorted, however many a `crew` compares them. A form that is near to more than
    `_MOST` others is told of with those it is nearest to, and those that it is among the nearest of.

    Time grows with the square of the names in a block; memory with the pairs found.
    """
    import numpy as np

    heard = [tokens(name) for name in names]
    listed = [[n for n in block if heard[n]] for block in (blocks if blocks is not None else [range(len(names))])]
    kept = sorted(set(chain.from_iterable(block for block in listed if len(block) > 1)))
    if not kept:
        return []
    forms = [heard[n] for n in kept]
    row = {n: k for k, n in enumerate(kept)}
    # By length, so that what is aligned at once is of one length, and of two forms the first the shorter.
    ordered = [sorted((row[n] for n in block), key=lambda k: len(forms[k])) for block in listed if len(block) > 1]
    many = sum(len(block) ** 2 for block in ordered) // 2 >= _MANY
    shares = _shares(ordered, _SHARES * crew.size if many and crew.size > 1 else 1)
    near = (crew.map if len(shares) > 1 else map)(partial(_near, forms, least, longer), shares)
    left, right, value = (np.concatenate(some) for some in zip(*near, strict=True))
    once = _once(left * len(forms) + right)
    once = once[_nearest(left[once], right[once], value[once])]
    places = np.array(kept)
    return list(zip(*(some.tolist() for some in (places[left[once]], places[right[once]], value[once])), strict=True))


def _once(numbers: NDArray[Any]) -> NDArray[Any]:
    """Where each of some numbers stands, once, by the numbers. (`np.unique` takes four times as long.)"""
    import numpy as np

    order = np.argsort(numbers, kind="stable")
    return order[np.diff(numbers[order], prepend=-1) > 0]


def _nearest(left: NDArray[Any], right: NDArray[Any], value: NDArray[Any]) -> NDArray[Any]:
    """Which pairs are kept: those that are among the `_MOST` of the highest value of either form."""
    import numpy as np

    ends = np.concatenate([left, right])
    kept = np.ones(len(left), bool)
    if len(ends) and np.bincount(ends).max() > _MOST:
        order = np.lexsort((np.concatenate([right, left]), -np.concatenate([value, value]), ends))
        begins = np.flatnonzero(np.diff(ends[order], prepend=-1))
        rank = np.arange(len(order)) - np.repeat(begins, np.diff(begins, append=len(order)))
        kept[:] = False
        kept[order[rank < _MOST] % len(left)] = True
    return kept


def _shares(blocks: Iterable[list[int]], count: int) -> list[list[Rows]]:
    """The pairs of some blocks in so many shares of about as many pairs."""
    ranges = [
        Rows(block, at, min(at + _ROWS, len(block))) for block in blocks for at in range(0, len(block) - 1, _ROWS)
    ]
    sizes = list(accumulate((rows.stop - rows.start) * (len(rows.block) - rows.start) for rows in ranges))
    shares: list[list[Rows]] = [[] for _ in range(count)]
    for rows, before in zip(ranges, [0, *sizes], strict=False):
        share = shares[before * count // sizes[-1]]
        if share and share[-1].block is rows.block:
            rows = rows._replace(start=share.pop().start)
        share.append(rows)
    return [share for share in shares if share]


def _near(
    forms: Sequence[str], least: float, longer: int, share: Iterable[Rows]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Pairs of forms, the first, the second, and their likeness; each once, sorted."""
    import numpy as np

    table = Table(forms, load_model())
    odds = math.log(least / (1 - least)) if least < 1 else 40.0
    found = [np.empty(0, np.int64)]
    for rows in share:
        for left, one, right, two in table.near(rows, odds - _SLACK, longer):
            # A number for the pair and its parts, the same from whichever block it comes.
            turned = left > right
            pair = np.where(turned, right * len(forms) + left, left * len(forms) + right)
            found.append(pair * 4 + np.where(turned, 2 * two + one, 2 * one + two))
    read = np.concatenate(found)
    pairs, sides = np.divmod(read[_once(read)], 4)
    first = np.flatnonzero(np.diff(pairs, prepend=-1) > 0)
    value = table.likeness(*np.divmod(pairs, len(forms)), sides, first)
    near = value >= least
    left, right = np.divmod(pairs[first[near]], len(forms))
    return left, right, value[near]
