"""What a Latin form looks like: initials, or a person's name."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from glossary.harvest.line import word_set
from glossary.harvest.translations import is_acronym, is_vocabulary
from glossary.normalise import latin_key
from glossary.segment import has_word

if TYPE_CHECKING:
    from glossary.rules import Rules

__all__ = ["is_acronym", "is_personal", "unincorporated", "untitled"]

_NEAR = 6
_MOST_WORDS = 6
_LONGEST_PARTICLE = 4  # de, van, bin, ben …


def untitled(latin: str, rules: Rules) -> str:
    """A person's Latin name without the titles before it: Pope Francis, Dr. Kelvin To."""
    parts = latin.split()
    while len(parts) > 1 and parts[0].rstrip(".").casefold() in _all_titles(rules):
        parts = parts[1:]
    return " ".join(parts)


def unincorporated(latin: str, han: str, rules: Rules) -> str:
    """A company's Latin name without its legal form, which the Chinese name `han` mostly leaves out: 贝莱德（BlackRock
    Inc.）after 资产管理公司 must not take the 公司 for the Inc."""
    parts, legal = latin.split(), word_set(rules, "edge.latin.incorporated")
    while len(parts) > 1 and parts[-1].strip(".,").replace(".", "").casefold() in legal:
        parts = parts[:-1]
    bare = " ".join(parts).rstrip(",")
    if bare == latin:
        return latin
    said = rules["edge.incorporated"].words
    behind = next((at for at in range(len(han), max(len(han) - _NEAR, 0), -1) if han.endswith(said, 0, at)), None)
    named = behind is not None and (behind == len(han) or has_word(han[behind:]))
    return latin if named else bare  # 雷神公司董事会


@cache
def _all_titles(rules: Rules) -> frozenset[str]:
    return word_set(rules, "edge.latin.title") | word_set(rules, "edge.latin.royal")


@lru_cache(maxsize=8192)
def is_personal(latin: str, rules: Rules) -> bool:
    """Whether a Latin form may be a person's name: two to six words, capitalised but for particles, none of them
    generic (University, News), at most one of them a word of the language."""
    parts = latin.split()
    if len(parts) == 2 and parts[0].casefold() in word_set(rules, "edge.latin.royal"):
        return parts[1][0].isupper() and not is_vocabulary(latin_key(parts[1]))  # Pope Francis, but not King Street
    plain = untitled(latin, rules)
    if plain != latin:
        return is_personal(plain, rules)
    if not 2 <= len(parts) <= _MOST_WORDS or not parts[-1][0].isupper() or re.search(r"[0-9:&!?/]", latin):
        return False
    if sum(part[0].isupper() for part in parts) < 2:
        return False
    if not all(part[0].isupper() or len(part) <= _LONGEST_PARTICLE for part in parts):
        return False
    words = latin_key(latin).split()
    if any(word in word_set(rules, "edge.latin.generic") for word in words):
        return False
    ordinary = sum(is_vocabulary(word) for word in words)
    return ordinary <= 1 or ordinary < len(parts) / 2
