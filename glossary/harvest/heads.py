"""What kind of thing a Chinese form names, by its head noun (the longest known word that ends it)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    size = len(form) - 1
    for length in _place_lengths(rules).get(form[-1:], ()):
        if length < size and (end := form[-length:]) in _place_heads(rules):
            return end
    return ""


@cache
def _place_heads(rules: Rules) -> frozenset[str]:
    return frozenset(rules.words("place.head"))


@cache
def _place_lengths(rules: Rules) -> Mapping[str, tuple[int, ...]]:
    return _by_end(_place_heads(rules))


@cache
def _lengths(rules: Rules) -> Mapping[str, tuple[int, ...]]:
    return _by_end(_kinds(rules))


def _by_end(heads: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """How long the head nouns are that end with a character, the longest first."""
    found: dict[str, set[int]] = {}
    for head in heads:
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
