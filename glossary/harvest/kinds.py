"""What kind of thing a term that stands beside a bracket is: by its head, its Latin form and its surroundings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.harvest.heads import kind_by_head
from glossary.harvest.latin import is_acronym, is_personal
from glossary.harvest.line import title_words

if TYPE_CHECKING:
    from glossary.harvest.line import Line
    from glossary.model import Kind, Span
    from glossary.rules import Rules

_BY_NAME = frozenset({"edge.sound", "edge.surname"})
_BEFORE, _AFTER = 8, 6  # characters of the surroundings that are looked at


def kind_of(row: Line, span: Span, latin: str, by: str, *, after: int | None = None) -> Kind:
    """The kind of the term at `span`, which has the form `latin` (empty where none) and was bounded by the rule
    `by`; `after` is where the text goes on behind the bracket."""
    rules, context = row.context.rules, row.context
    term = row.text[span.start : span.end]
    if term in context.states:
        return "place"
    if term in context.reference:
        return context.reference[term]
    if row.text[span.start - 1 : span.start] in ("《", "〈"):
        return kind_by_head(term, rules) or "work"
    before = row.text[max(0, span.start - _BEFORE) : span.start]
    behind = row.text[after : after + _AFTER] if after else ""
    named = by in _BY_NAME and bool(latin)
    head = kind_by_head(term, rules) if latin.islower() else _head(term, rules)
    if head is not None and not (named and "·" in term and is_personal(latin, rules)):
        return head
    if not named:
        return _common(latin, before, rules)
    return _of_name(term, latin, before, behind, rules)


def _head(term: str, rules: Rules) -> Kind | None:
    for kind in ("organization", "place"):
        if term.endswith(rules[f"kind.head.{kind}"].words):
            return rules[f"kind.head.{kind}"].kind
    return kind_by_head(term, rules)


def _common(latin: str, before: str, rules: Rules) -> Kind:
    """The kind of a term that is no name by its sound."""
    if not latin:
        return "other"
    if not latin.islower() and before.endswith(rules["kind.before.organization"].words):
        return "organization"
    return "term"


def _of_name(term: str, latin: str, before: str, behind: str, rules: Rules) -> Kind:
    """The kind of a name: a person behind an office or before a verb of saying; a place behind a word that a place
    follows; a company behind what it is."""
    if before.endswith(rules["kind.before.organization"].words):
        return "organization"
    titled = before.endswith(title_words(rules)) or behind.startswith(rules["kind.after.person"].words)
    placed = before.endswith(rules["kind.before.place"].words) or behind.startswith(rules["kind.after.place"].words)
    if placed and not titled:
        return "place"
    first = latin.split()[0].casefold() if latin.split() else ""
    if is_personal(latin, rules) and first not in rules["kind.latin.place"].words:
        return "person"
    if titled:
        return "person"
    if is_acronym(latin):
        return "organization"
    return "place" if "·" in term or "-" in latin or first in rules["kind.latin.place"].words else "other"
