"""A passage made ready for questions about where its terms begin, and the word lists that these go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from glossary.normalise import INTERPUNCTS
from glossary.segment import Word, has_word, segmented

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glossary.harvest.context import Context
    from glossary.rules import Rules

JOINERS = INTERPUNCTS + "．-‐‑–—/&"


@dataclass(frozen=True, slots=True, eq=False)  # hashed by identity: what is found at its places is remembered
class Line:
    """A passage (in Simplified characters) and, for each of its characters, the word it stands in."""

    text: str
    word_at: tuple[Word, ...]
    context: Context


def line(text: str, context: Context) -> Line:
    """`text` with its words."""
    return Line(text, segmented(text).at, context)


Ends = Mapping[str, tuple[str, ...]]  # words by their last character, in their order


def ends_of(words: Iterable[str]) -> Ends:
    """Words ready to be asked for by `ending`."""
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word[-1], []).append(word)
    return {last: tuple(alike) for last, alike in found.items()}


def ending(text: str, words: Ends, start: int, end: int) -> str:
    """The first of the words that text[start:end] ends with; empty where it ends with none. Of hundreds only those are
    tried that have its last character."""
    for word in words.get(text[end - 1 : end], ()):
        if text.endswith(word, start, end):
            return word
    return ""


def ends_role(row: Line, at: int) -> bool:
    """Whether a word for what somebody is ends at `at`: 队长, 分析师; also where the tagger took its last character
    for the beginning of the name."""
    if row.text[at - 1] not in word_set(row.context.rules, "edge.role.end"):
        return False
    word = row.word_at[at - 1]
    if word.end == at:
        return word.end - word.start >= 2
    return not has_word(row.text[word.start : word.end])


def is_stop(row: Line, at: int) -> bool:
    """Whether the character at `at` is a function word or a joiner, whatever word it stands in."""
    return row.text[at] in _stops(row.context.rules)


@cache
def _stops(rules: Rules) -> frozenset[str]:
    return word_set(rules, "edge.stop") | word_set(rules, "name.stop") | frozenset(JOINERS)


@cache
def word_set(rules: Rules, rule_id: str) -> frozenset[str]:
    """The words of a rule, as a set."""
    return frozenset(rules[rule_id].words)


@cache
def title_words(rules: Rules) -> tuple[str, ...]:
    """Offices, professions and honorifics, the longest first."""
    return rules.words("office.head", "office.profession", "honorific")


@cache
def title_ends(rules: Rules) -> Ends:
    """The same by their last characters."""
    return ends_of(title_words(rules))


@cache
def titles(rules: Rules) -> frozenset[str]:
    """The same as a set."""
    return frozenset(title_words(rules))


@cache
def honorifics(rules: Rules) -> tuple[str, ...]:
    """What stands after a name and is no part of it."""
    return (*rules.words("honorific"), "博士", "教授")
