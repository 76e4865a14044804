"""What differs between two termbases, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from glossary.model import Concept

ChangeKind = Literal[
    "concept added", "concept removed", "id", "kind", "definition", "note", "term added", "term removed", "term moved",
    "term moved away", "spelling", "language", "status", "form", "suggested", "part of speech", "count",
]  # fmt: skip

CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `old` and `new` are the values of the field that changed, or what describes a term or
    concept that is there on one side only; of a term that moved they are the ids of the concepts that held it and
    that holds it now. `term` and `lang` are empty for what belongs to the concept."""

    change: ChangeKind
    term: str = ""
    lang: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """A concept that differs, or is there on one side only, with its changes in a fixed order. `by` says how its
    two states were found to be one: id, terms, likeness."""

    old: Concept | None
    new: Concept | None
    by: str
    changes: tuple[Change, ...]

    @property
    def name(self) -> str:
        """The term that the concept is called by: its first."""
        concept = self.new or self.old
        return concept.terms[0].text if concept and concept.terms else ""


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two termbases: `concepts` in the order of the new one, those that are gone last.

    `alike` counts the concepts without a change, `renumbered` those of them whose id alone is another.
    """

    concepts: tuple[ConceptChange, ...]
    alike: int = 0
    renumbered: int = 0

    def count(self, *kinds: ChangeKind) -> int:
        """How many changes are of one of `kinds`."""
        return sum(change.change in kinds for concept in self.concepts for change in concept.changes)

    @property
    def changed(self) -> int:
        """How many concepts are on both sides and differ."""
        return sum(c.old is not None and c.new is not None for c in self.concepts)

    def names(self, side: Literal["old", "new"]) -> dict[str, str]:
        """Ids of one side, with the name of their concept, of the concepts that differ: whatever gave or took a term is
        among them."""
        concepts = [c.old if side == "old" else c.new for c in self.concepts]
        return {c.id: c.terms[0].text for c in concepts if c and c.terms}
