"""What thousands of Chinese names say about pairs of letters: rows of `hear.pair_ratios`, made some dozen together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glossary.sound.hear import base_pairs
from glossary.sound.letters import GRAMS
from glossary.sound.model import letter_pairs
from glossary.sound.suffixes import SHARE, SMOOTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glossary.sound.model import Model

_AT_ONCE = 64  # names of one length: what is added up of them stays where the processor is fast


def ratio_rows(hans: Sequence[str], model: Model) -> NDArray[Any]:
    """(names, GRAMS + 1): the `pair_ratios` of each name, none of them empty, to the last bit."""
    import numpy as np

    found = np.zeros((len(hans), GRAMS + 1), np.float32)
    if not hans:
        return found
    number = {char: n for n, char in enumerate(sorted(set("".join(hans))))}
    said = tuple(np.array(side, np.float32) for side in zip(*[letter_pairs(model, char) for char in number], strict=True))
    rest, base = base_pairs(model)
    sizes = np.array([len(han) for han in hans])
    for size in np.unique(sizes):
        these = np.flatnonzero(sizes == size)
        for some in (these[at : at + _AT_ONCE] for at in range(0, len(these), _AT_ONCE)):
            expected = _expected(np.array([[number[char] for char in hans[n]] for n in some.tolist()]), said)
            expected /= np.maximum(expected.sum(1), np.float32(1e-6))[:, None]
            expected *= SHARE
            expected += rest
            expected += SMOOTH
            expected /= base
            found[some, :GRAMS] = np.log(expected)
    return found


def _expected(chars: NDArray[Any], said: tuple[NDArray[Any], ...]) -> NDArray[Any]:
    """(names, GRAMS): the `hear.expected_pairs` of names of one length, given by the numbers of their characters (names,
    characters) in what is `said` of each by `letter_pairs`."""
    import numpy as np

    within, first, last, silent = said
    open_ends = np.zeros((len(chars), chars.shape[1] + 1, 27), np.float32)
    open_ends[:, 0, 26] = 1
    found = within[chars[:, 0]]
    for place, char in enumerate(chars.T):
        open_ends[:, place + 1] = open_ends[:, place] * silent[char, None] + last[char]
        if place:
            found += within[char]
    found += (open_ends[:, :-1].transpose(0, 2, 1) @ first[chars]).reshape(found.shape)
    found[:, 26::27] += open_ends[:, -1]
    return found  # type: ignore[no-any-return]
