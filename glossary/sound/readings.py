"""How single characters are read: Mandarin with tones, Cantonese without. Data: `scripts/make_readings.py`.

Names are read character by character: a phrase dictionary would read 什 in 什叶 or 柏 in 柏林 as it is read
elsewhere. Ordinary words are read by their phrases on request (pypinyin: 431 ms to import).
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

INITIALS = ("zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c",
            "s", "y", "w")  # fmt: skip
JYUT_INITIALS = ("gw", "kw", "ng", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "w", "z", "c", "s", "j")


class Syllable(NamedTuple):
    """A syllable cut in two. Either part may be empty."""

    initial: str
    final: str


def pinyin(text: str, tones: bool = False, words: bool = False) -> tuple[str, ...]:
    """The Mandarin reading of each Chinese character of `text`, in order; other characters are left out.

    Syllables are lower case, `ü` kept; with `tones` they carry tone marks. The readings are those of foreign
    names (什 shi, 贾 jia, 夏 xia, 柏 bo), each character by itself; with `words`, those of ordinary words, by
    phrase. A character without a known reading is given as it stands.
    """
    if words:
        from pypinyin import Style, lazy_pinyin  # 431 ms, and only for words that are no names

        style = Style.TONE if tones else Style.NORMAL
        return tuple(lazy_pinyin("".join(c for c in text if "\u3400" <= c <= "\u9fff"), style=style, v_to_u=True))
    table = mandarin()
    found = (table.get(c, c) for c in text if c in table or "\u3400" <= c <= "\u9fff" or c >= "\U00020000")
    return tuple(found) if tones else tuple(toneless(syllable) for syllable in found)


@lru_cache(maxsize=1 << 14)
def sound_ends(text: str) -> tuple[tuple[str, str], ...]:
    """The first letter and the last syllable of a name's sound, told from each other: names that sound alike share one, if not
    always. Empty where nothing can be read."""
    said = pinyin(text)
    return (("first", said[0][:1]), ("last", said[-1])) if said else ()


@cache
def toneless(syllable: str) -> str:
    """The syllable without its tone mark: lǜ → lü."""
    plain = "".join(c for c in unicodedata.normalize("NFD", syllable) if c not in "\u0300\u0301\u0304\u030c")
    return unicodedata.normalize("NFC", plain)


@cache
def mandarin() -> Mapping[str, str]:
    """Character → syllable with tone mark."""
    return _table("m")


@cache
def cantonese() -> Mapping[str, str]:
    """Character → Jyutping without tone."""
    return _table("c")


@cache
def cut_pinyin(syllable: str) -> Syllable:
    """Initial and final of a toneless pinyin syllable: shi → sh, i."""
    initial = next((i for i in INITIALS if syllable.startswith(i)), "")
    return Syllable(initial, syllable[len(initial):])


@cache
def cut_jyutping(syllable: str) -> Syllable:
    """Initial and final of a toneless Jyutping syllable: ham → h, am; ng and m alone are finals."""
    if syllable in ("m", "ng"):
        return Syllable("", syllable)
    initial = next((i for i in JYUT_INITIALS if syllable.startswith(i)), "")
    return Syllable(initial, syllable[len(initial):])


def _table(system: str) -> Mapping[str, str]:
    path = resources.files("glossary") / "data" / "sound" / "readings.tsv"
    readings: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines():
        kind, syllable, chars = line.split("\t")
        if kind == system:
            readings.update(dict.fromkeys(chars, syllable))
    return MappingProxyType(readings)
