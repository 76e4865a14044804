"""A document against a termbase: forms that are not the preferred ones, names near to a known one, unknown names."""

from __future__ import annotations

from glossary.check.checker import Checker, checker, checker_of, findings
from glossary.check.fix import Fixed, encoded_like, fixed
from glossary.check.known import Entry, known_forms
from glossary.check.run import Checked, checked
from glossary.check.sarif import sarif, sarif_text
from glossary.check.values import FINDING_KINDS, MEANINGS, SEVERITIES, Finding, FindingKind, Severity

__all__ = [
    "FINDING_KINDS",
    "MEANINGS",
    "SEVERITIES",
    "Checked",
    "Checker",
    "Entry",
    "Finding",
    "FindingKind",
    "Fixed",
    "Severity",
    "checked",
    "checker",
    "checker_of",
    "encoded_like",
    "findings",
    "fixed",
    "known_forms",
    "sarif",
    "sarif_text",
]
