"""How a name sounds, in ten letters: a coarse form that a Chinese and a Latin-script name of one sound share, or
nearly so. It only picks candidates; `glossary.sound` judges them.

A Latin name keeps one letter for each class of consonants (p: b p; f: f v w; t: d t; k: g k q and hard c; s: s z and
soft c; c: ch j; l: l r; m, n, h) and of vowels (a; e: e i y; o: o u). A Chinese one is the string of what each of
its characters most often stands for in place names and given names, in the same letters: `scripts/make_ear.py`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from glossary.normalise import has_han

if TYPE_CHECKING:
    from collections.abc import Mapping

_GROUPS = {
    "tsch": "j", "sch": "s", "tch": "j", "ch": "j", "sh": "s", "th": "t", "ph": "f", "gh": "k", "ck": "k", "tz": "s",
    "ts": "s", "cz": "j", "sz": "s", "dj": "j", "dz": "s", "zh": "j", "kh": "k", "qu": "k", "x": "ks",
    "ce": "se", "ci": "si", "cy": "sy", "krz": "ks", "prz": "ps", "trz": "ts", "brz": "ps", "drz": "ts", "grz": "ks",
}  # fmt: skip
_GROUP = re.compile("|".join(sorted(_GROUPS, key=lambda group: (-len(group), group))))
_LETTERS = str.maketrans("bpfvwdtgkqcszjlriyeuo", "ppfffttkkkkssclleeeoo")
_TWICE = re.compile(r"(.)\1+")
_UNHEARD = re.compile("(?<=.)h|[^a-z]")
_VOWELS = str.maketrans("", "", "aeo ")


def ear(spaced: str) -> str:
    """The sound of a folded form, a word or part at a time, blanks between them."""
    return " ".join(heard for piece in spaced.split() if (heard := _heard(piece)))


def consonants(heard: str) -> str:
    """The consonants of an `ear` form, without blanks."""
    return heard.translate(_VOWELS)


def letters(latin: str) -> str:
    """Small Latin letters in the ten of this module, without h in the middle."""
    plain = _GROUP.sub(lambda found: _GROUPS[found[0]], latin)
    return _once(plain.translate(_LETTERS))


@lru_cache(maxsize=65536)  # words and parts of names come back
def _heard(piece: str) -> str:
    if not has_han(piece):
        return letters(piece)
    table = _chunks()
    return _once("".join([table.get(char, "") for char in piece]))


def _once(heard: str) -> str:
    return _TWICE.sub(r"\1", _UNHEARD.sub("", heard))


@cache
def _chunks() -> Mapping[str, str]:
    """Chinese character → what it most often stands for; of a character too rare to tell, its syllable."""
    from importlib import resources

    from glossary.sound.readings import mandarin, toneless

    rows = (resources.files("glossary") / "data" / "lookup" / "ear.tsv").read_text("utf-8").splitlines()
    by_character: dict[str, str] = {}
    by_syllable: dict[str, str] = {}
    for row in rows:
        kind, chunk, holders = row.split("\t")
        if kind == "char":
            by_character.update(dict.fromkeys(holders, chunk))
        else:
            by_syllable.update(dict.fromkeys(holders.split(), chunk))
    read = {char: by_syllable[plain] for char, said in mandarin().items() if (plain := toneless(said)) in by_syllable}
    return read | by_character
