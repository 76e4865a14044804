"""Whether two spellings are alike in every part of the name, not only on the whole."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from glossary.alignment import char_likeness, pairs
from glossary.rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORT = 3
_GAP = 0.3  # a character that has no other beside it: it was left out (尔, 斯), which says little against a name


def is_alike_throughout(left: str, right: str) -> bool:
    """Whether two names differ a little here and there, and nowhere by a whole part: their first and last characters
    sound alike, and no two in a row sound otherwise. Long names may share one half and be two all the same
    (海达尔·阿利耶夫 and 亚沙尔·阿利耶夫).

    >>> is_alike_throughout("格哈尔库尼克", "格加尔库尼克"), is_alike_throughout("海达尔阿利耶夫", "亚沙尔阿利耶夫")
    (True, False)
    """
    rules = load_rules()
    heard = [char_likeness(a, b) if a and b else _GAP for a, b in pairs(left, right)]
    least = rules["check.alike.end" if len(heard) > _SHORT else "check.syllable"].value or 1.0
    if not heard or min(heard[0], heard[-1]) < least:
        return False
    return _least_sum(heard) >= (rules["check.alike.row"].value or 2.0)


def _least_sum(heard: Iterable[float]) -> float:
    """The least sum of two in a row; of fewer than two, as much as there can be."""
    return min((a + b for a, b in itertools.pairwise(heard)), default=2.0)
