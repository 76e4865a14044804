"""What a person decided: the values, the file they stand in, and what they do to names and termbases."""

from __future__ import annotations

from glossary.decide.tsv import DecisionFile, add_decisions, decisions_path, read_decisions
from glossary.decide.values import VERBS, Decision, Verb, fault, verb_of

__all__ = [
    "VERBS",
    "Decision",
    "DecisionFile",
    "Verb",
    "add_decisions",
    "decisions_path",
    "fault",
    "read_decisions",
    "verb_of",
]
