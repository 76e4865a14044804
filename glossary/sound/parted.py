"""Names of several parts (穆罕默德·萨利姆), compared part by part: on the whole any two Mohammeds sound alike, and only the
parts tell that they are two."""

from __future__ import annotations

from functools import lru_cache

from glossary.sound.hear import likeness
from glossary.sound.variants import variant_likeness

_DOT = "·"


def least_variant_part(a: str, b: str, least: float = 0.0) -> float:
    """The `variant_likeness` of the least alike parts of two Chinese names, part by part; where they have not as many,
    of their first and their last parts. What is below `least` is not told exactly.

    >>> least_variant_part("伊利哈姆·阿利耶夫", "伊尔哈姆·阿利耶夫") > 0.5 > least_variant_part("约翰·肯尼迪", "约翰·史密斯")
    True
    """
    mine, theirs = a.split(_DOT), b.split(_DOT)
    if len(mine) != len(theirs):
        mine, theirs = [mine[0], mine[-1]], [theirs[0], theirs[-1]]
    score = 1.0
    for x, y in zip(reversed(mine), reversed(theirs), strict=True):
        if x != y:
            score = min(score, variant_likeness(x, y))
        if score < least:
            break
    return score


@lru_cache(maxsize=1 << 14)
def least_heard_part(han: str, latin: str) -> float:
    """The `likeness` of the less alike of a Chinese surname and the given names before it to the words of a Latin name,
    parted where they are most alike; 1.0 where either has one part only.

    >>> least_heard_part("约翰·肯尼迪", "john kennedy") > 0.5 > least_heard_part("约翰·肯尼迪", "john smith")
    True
    """
    given, dot, surname = han.rpartition(_DOT)
    words = latin.split()
    if not dot or len(words) < 2:
        return 1.0
    return max(
        min(likeness(surname, " ".join(words[at:])), likeness(given, " ".join(words[:at]))) for at in range(1, len(words))
    )
