"""What differs between two termbases, or between two spellings of a name."""

from __future__ import annotations

from glossary.diff.changes import OPTIONAL, differences
from glossary.diff.spellings import SpellingDifference, Step, spelling_difference
from glossary.diff.values import CHANGE_KINDS, Change, ChangeKind, ConceptChange, Difference

__all__ = [
    "CHANGE_KINDS",
    "OPTIONAL",
    "Change",
    "ChangeKind",
    "ConceptChange",
    "Difference",
    "SpellingDifference",
    "Step",
    "differences",
    "spelling_difference",
]
