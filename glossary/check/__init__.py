"""A document against a termbase: forms that are not the preferred ones, names near to a known one, unknown names."""

from __future__ import annotations

from glossary.check.checker import Checker, checker, findings
from glossary.check.values import FINDING_KINDS, MEANINGS, SEVERITIES, Finding, FindingKind, Severity

__all__ = [
    "FINDING_KINDS",
    "MEANINGS",
    "SEVERITIES",
    "Checker",
    "Finding",
    "FindingKind",
    "Severity",
    "checker",
    "findings",
]
