"""A passage made ready for questions about where its terms begin, and the word lists that these go by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from glossary.normalise import INTERPUNCTS
from glossary.segment import Word, has_word, segmented

if TYPE_CHECKING:
    from glossary.harvest.context import Context
    from glossary.rules import Rules

JOINERS = INTERPUNCTS + "．-‐‑–—/&"


@dataclass(frozen=True, slots=True)
class Line:
    """A passage (in Simplified characters) and, for each of its characters, the word it stands in."""

    text: str
    word_at: tuple[Word, ...]
    context: Context


def line(text: str, context: Context) -> Line:
    """`text` with its words."""
    return Line(text, segmented(text).at, context)


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
    char, rules = row.text[at], row.context.rules
    return char in word_set(rules, "edge.stop") or char in word_set(rules, "name.stop") or char in JOINERS


@cache
def word_set(rules: Rules, rule_id: str) -> frozenset[str]:
    """The words of a rule, as a set."""
    return frozenset(rules[rule_id].words)


@cache
def title_words(rules: Rules) -> tuple[str, ...]:
    """Offices, professions and honorifics, the longest first."""
    return rules.words("office.head", "office.profession", "honorific")


@cache
def titles(rules: Rules) -> frozenset[str]:
    """The same as a set."""
    return frozenset(title_words(rules))


@cache
def honorifics(rules: Rules) -> tuple[str, ...]:
    """What stands after a name and is no part of it."""
    return (*rules.words("honorific"), "博士", "教授")
