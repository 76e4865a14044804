"""Sides that make another place of a place: 北科尔多凡 and 南科尔多凡, 上姆博穆 and 姆博穆, 新墨西哥 and 墨西哥.

A word for a side may also be part of the sound of a name (西 in 西西里, New in 纽约). So where only one of two names has
one, it is a side if the other name sounds more like what is left without it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from glossary.rules import load_rules
from glossary.sound import likeness, variant_likeness

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHORTEST = 2  # characters of a name that are left beside its side


@lru_cache(maxsize=1 << 16)
def side_of(name: str) -> str:
    """The word for a side that a Chinese name of a place begins with, of which enough is left; else nothing."""
    words = load_rules()["link.side"].words
    return max((w for w in words if name.startswith(w) and len(name) >= len(w) + _SHORTEST), key=len, default="")


def other_side(a: str, b: str, alike: float | None = None) -> bool:
    """Whether two Chinese names of places tell different sides of one; `alike` is their `variant_likeness`, if it is known.

    >>> other_side("北科尔多凡", "南科尔多凡"), other_side("上姆博穆", "姆博穆"), other_side("西西里", "锡西里")
    (True, True, False)
    """
    one, other = side_of(a), side_of(b)
    if one == other or (one and other):
        return one != other
    if other:
        a, b, one = b, a, other
    return variant_likeness(a.removeprefix(one), b) >= (variant_likeness(a, b) if alike is None else alike)


def two_places(a: str, b: str, least: float) -> bool:
    """Whether two Chinese names of places that sound alike on the whole are two: they tell different sides of one, or
    are less alike than `least` but for the side that both tell (北温金, 北霍金)."""
    side = side_of(a)
    if side and side == side_of(b):
        return variant_likeness(a.removeprefix(side), b.removeprefix(side)) < least
    return other_side(a, b)


def other_side_latin(han: str, latin: str) -> bool:
    """Whether a Chinese name of a place and a Latin one, in the form of its key, tell different sides of one.

    >>> other_side_latin("北科尔多凡", "south kordofan"), other_side_latin("科尔多凡", "south kordofan")
    (True, True)
    >>> other_side_latin("南科尔多凡", "south kordofan"), other_side_latin("纽约", "new york")
    (False, False)
    """
    side = side_of(han)
    word, _, rest = latin.partition(" ")
    means = _latin_sides().get(word, "") if rest else ""
    if side and means:
        return not set(side) & set(means)
    if side:
        return likeness(han.removeprefix(side), latin) >= likeness(han, latin)
    return bool(means) and likeness(han, rest) >= likeness(han, latin)


@lru_cache(maxsize=1)
def _latin_sides() -> Mapping[str, str]:
    """What a Latin word for a side is in Chinese: any of these characters."""
    return dict(pair.split() for pair in load_rules()["link.side.latin"].words)
