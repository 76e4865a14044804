"""What a harvester may know besides its passage."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from glossary.model import Find, made
from glossary.occurrences import NONE, Forms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossary.model import Kind, Relation, Span
    from glossary.rules import Rules


@dataclass(frozen=True, slots=True, eq=False)  # hashed by identity, so that what is derived from it can be cached
class Context:
    """The rules, what is known before reading, and the document as a whole.

    `text` is the clean text of the document (passages joined by line feeds), as evidence of use. `states` maps
    every Chinese form of a state's name to its ISO 3166 code; `regions` are known regions and past states; `reference` the Chinese forms of the reference
    termbase to their kind, `reference_ids` to the entry they stand in. `known_places` finds states and regions, `known_terms` the reference forms,
    `known_names` places and bodies,
    `known_offices` the offices of the reference termbase. `regional` are the names of states used in Taiwan and Hong Kong, which
    `regional_places` finds with the others: they count in documents in Traditional characters only (馬利, 東加).
    """

    rules: Rules
    text: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    regions: frozenset[str] = frozenset()
    reference: Mapping[str, Kind] = field(default_factory=dict)
    reference_ids: Mapping[str, str] = field(default_factory=dict)
    known_places: Forms = NONE
    known_terms: Forms = NONE
    known_names: Forms = NONE
    known_offices: Forms = NONE
    regional: Mapping[str, str] = field(default_factory=dict)
    regional_places: Forms = NONE

    def find(
        self,
        rule_id: str,
        span: Span,
        *,
        kind: Kind | None = None,
        relation: Relation | None = None,
        gloss: Span | None = None,
        title: str = "",
    ) -> Find:
        """A find by a rule, with the rule's kind (unless another is given) and score."""
        rule = self.rules[rule_id]
        return made(Find, (span, kind or rule.kind or "other", rule.id, rule.score, relation or rule.relation, gloss, title))


def speaks_of(context: Context, form: str) -> bool:
    """Whether the document holds `form` anywhere. Asked once for each form: a document of many lines is not gone through
    again for every line."""
    known = _asked(context)
    if form not in known:
        known[form] = form in context.text
    return known[form]


@lru_cache(maxsize=2)  # few: each holds the text of a document
def _asked(context: Context) -> dict[str, bool]:
    return {}
