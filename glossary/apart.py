"""What tells two places apart whose Chinese names sound alike: 弗赖森 is Freisen, 弗雷桑 is Fressin."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache
from itertools import product

from glossary.gazetteer import places_named
from glossary.normalise import latin_key

_MOST = 50  # Latin forms of one name that are compared: hundreds for a name are no spellings of it


@lru_cache(maxsize=1 << 14)
def known_apart(a: str, b: str) -> bool:
    """Whether the gazetteer knows both Chinese names (Simplified), as names of places none of which is called as one of the
    other's is.

    >>> known_apart("弗赖森", "弗雷桑"), known_apart("弗赖森", "阿坎纳")
    (True, False)
    """
    one, two = _latin_names(a), _latin_names(b)
    return bool(one and two) and not one & two


@lru_cache(maxsize=1 << 14)
def is_known(name: str) -> bool:
    """Whether the gazetteer knows a Chinese name."""
    return bool(places_named(name))


@lru_cache(maxsize=1 << 16)  # of two names it is asked in each round of linking, and for all that stands behind them
def latin_apart(a: frozenset[str], b: frozenset[str], least: float) -> bool:
    """Whether texts give two names Latin forms of which no two are as like as `least` (the share of letters that both have
    in one order; Ratcliff and Obershelp). Of a name with very many Latin forms they say nothing."""
    if not (a and b) or len(a) > _MOST or len(b) > _MOST:
        return False
    return not any(_are_like(x, y, least) for x, y in product({latin_key(x) for x in a}, {latin_key(y) for y in b}))


def _are_like(a: str, b: str, least: float) -> bool:
    compared = SequenceMatcher(None, min(a, b), max(a, b), autojunk=False)
    # The first two are bounds of the third, and far quicker.
    return all(share() >= least for share in (compared.real_quick_ratio, compared.quick_ratio, compared.ratio))


@lru_cache(maxsize=1 << 14)
def _latin_names(name: str) -> frozenset[str]:
    return frozenset(latin_key(form) for place in places_named(name) for form in (place.name, *place.spellings, *place.others))
