"""What kind of thing a Chinese form names, by its head noun (the longest known word that ends it)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossary.model import Kind
    from glossary.rules import Rules


def kind_by_head(text: str, rules: Rules) -> Kind | None:
    """The kind that the head noun of `text` stands for; None where no known head noun ends it, or nothing
    stands before it."""
    head = head_noun(text, rules)
    return _kinds(rules)[head] if head else None


def head_noun(text: str, rules: Rules) -> str:
    """The longest known head noun that ends `text` with at least one character before it; empty if none."""
    kinds, size = _kinds(rules), len(text)
    for length in _lengths(rules).get(text[-1:], ()):
        if length < size and (end := text[size - length :]) in kinds:
            return end
    return ""


def place_head(form: str, rules: Rules) -> str:
    """The longest head noun of a place that ends `form` with at least two characters before it; empty if none."""
    heads, longest = _place_heads(rules)
    ends = (form[at:] for at in range(max(2, len(form) - longest), len(form)))
    return next((end for end in ends if end in heads), "")


@cache
def _place_heads(rules: Rules) -> tuple[frozenset[str], int]:
    words = rules.words("place.head")
    return frozenset(words), max(map(len, words))


@cache
def _lengths(rules: Rules) -> Mapping[str, tuple[int, ...]]:
    """How long the head nouns are that end with a character, the longest first."""
    found: dict[str, set[int]] = {}
    for head in _kinds(rules):
        found.setdefault(head[-1], set()).add(len(head))
    return {last: tuple(sorted(sizes, reverse=True)) for last, sizes in found.items()}


def is_head(text: str, rules: Rules) -> bool:
    """Whether `text` is nothing but a head noun."""
    return text in _kinds(rules)


@cache
def _kinds_of(families: tuple[tuple[Kind, tuple[str, ...]], ...]) -> Mapping[str, Kind]:
    return {word: kind for kind, words in reversed(families) for word in words}


@cache
def _kinds(rules: Rules) -> Mapping[str, Kind]:
    return _kinds_of(tuple((rule.kind, rule.words) for rule in rules.family("heads") if rule.kind))
