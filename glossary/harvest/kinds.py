"""What kind of thing a term that stands beside a bracket is, by its head, its Latin form and its surroundings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.harvest.edges import is_personal
from glossary.harvest.heads import kind_by_head
from glossary.harvest.translations import is_acronym
from glossary.harvest.walk import title_words

if TYPE_CHECKING:
    from glossary.harvest.walk import Line
    from glossary.model import Kind, Span


def kind_of(row: Line, span: Span, latin: str, term: str, by: str) -> Kind:
    """The kind of `term`, which stands at `span` and has the form `latin` (empty where none); `by` is the rule that bounded it."""
    context = row.context
    rules = context.rules
    if term in context.states:
        return "place"
    if term in context.reference:
        return context.reference[term]
    before = row.text[max(0, span.start - 8) : span.start]
    titled = before.endswith(title_words(rules))
    if by in {"edge.sound", "edge.surname"} and latin and (titled or is_personal(latin, rules)):
        return "person"
    if before.endswith(("《", "〈")):
        return kind_by_head(term, rules) or "work"
    head = kind_by_head(term, rules)
    if head is not None:
        return head
    if by == "edge.sound":
        return "person" if "·" in term else "place" if _placed(row, span) else "other"
    if latin and (latin.islower() or is_acronym(latin)):
        return "term"
    return "term" if latin else "other"


def _placed(row: Line, span: Span) -> bool:
    """Whether a word that a place follows stands right before the term."""
    before = row.text[max(0, span.start - 4) : span.start]
    return before.endswith(
        (
            "在",
            "从",
            "往",
            "位于",
            "首都",
            "首府",
            "城市",
            "城镇",
            "村庄",
            "港口",
            "前往",
            "抵达",
            "至",
            "到",
            "地区",
            "部署",
            "驻",
        )
    )
