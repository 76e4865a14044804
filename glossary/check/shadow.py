"""Text as known forms are looked for in it: character for character, so that places hold in both."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

from glossary.normalise import DASHES, INTERPUNCTS, chinese_key, has_han, same_length_simplified

# What may stand between the parts of a name, or be left out there.
JOINTS = frozenset("·-" + INTERPUNCTS + DASHES + "．")


class Joined(NamedTuple):
    """A text without interpuncts and dashes, and for each character left the place where it stood."""

    text: str
    places: tuple[int, ...]


def shadow(text: str) -> str:
    """`text` in Simplified characters and plain widths, code point for code point."""
    return same_length_simplified("".join(map(_plain, text)))


def lowered(text: str) -> str:
    """`text` in small letters and plain widths, code point for code point."""
    return "".join(c if len(low := c.lower()) != 1 else low for c in map(_plain, text))


def han_key(text: str) -> str:
    """The key of a Chinese form, as it stands in a shadow."""
    return shadow(chinese_key(text))


def joined(text: str) -> Joined:
    """`text` with its parts joined: 让·莫雷 becomes 让莫雷."""
    places = tuple(place for place, char in enumerate(text) if char not in JOINTS)
    return Joined("".join(text[place] for place in places), places)


@cache
def _plain(char: str) -> str:
    if char in DASHES:
        return "-"
    if char in INTERPUNCTS:
        return "·"
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 and (has_han(char) or plain.isprintable()) else char
