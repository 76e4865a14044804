"""The class of a character's syllable: syllables that are often taken for one another are of one class."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from glossary.normalise import has_han
from glossary.rules import load_rules
from glossary.sound import pinyin

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIRST = 0xF0000  # classes of syllables are written as characters for private use


def classes(text: str) -> str:
    """For each Chinese character of `text` a character that stands for the class of its syllable; others as they
    are."""
    return "".join(map(_class, text))


@cache
def _class(char: str) -> str:
    syllable = pinyin(char)
    if not syllable or not has_han(char):
        return char
    return chr(_FIRST + _numbers()[_folded(syllable[0])]) if _folded(syllable[0]) in _numbers() else char


@cache
def _folded(syllable: str) -> str:
    """A syllable with what is often taken for another written as one: zhang, zang → tsan."""
    for rule in ("check.alike.initial", "check.alike.final"):
        for pair in load_rules()[rule].words:
            old, _, new = pair.partition(" ")
            if rule.endswith("initial") and syllable.startswith(old):
                syllable = new + syllable.removeprefix(old)
                break
            if rule.endswith("final") and syllable.endswith(old):
                syllable = syllable.removesuffix(old) + new
                break
    return syllable


@cache
def _numbers() -> Mapping[str, int]:
    from glossary.sound.readings import mandarin, toneless

    folded = sorted({_folded(toneless(syllable)) for syllable in mandarin().values()})
    return {syllable: number for number, syllable in enumerate(folded)}
