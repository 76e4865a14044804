"""Findings as SARIF 2.1.0 (OASIS, 2020), which editors and the services that run checks read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from glossary import __version__
from glossary.check.values import FINDING_KINDS, MEANINGS, USUAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glossary.check.values import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ROW = re.compile(r"(?s)(.*\.jsonl):(\d+)")


def sarif(found: Iterable[Finding]) -> dict[str, Any]:
    """The log of one run: a rule for each kind of finding, a result for each finding, with the correction where what
    to write is sure. Lines and columns count from 1, columns in code points."""
    rules = [
        {
            "id": kind,
            "shortDescription": {"text": MEANINGS[kind]},
            "defaultConfiguration": {"level": LEVELS[USUAL[kind]]},
        }
        for kind in FINDING_KINDS
    ]
    driver = {"name": "glossary", "version": __version__, "rules": rules}
    results = [_result(finding) for finding in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def sarif_text(found: Iterable[Finding]) -> str:
    """The log as text, Chinese written as it is."""
    return json.dumps(sarif(found), ensure_ascii=False, indent=2)


def _result(finding: Finding) -> dict[str, Any]:
    artifact, region = _place(finding)
    result: dict[str, Any] = {
        "ruleId": finding.kind,
        "ruleIndex": FINDING_KINDS.index(finding.kind),
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": artifact, "region": region},
                "logicalLocations": [{"name": finding.document, "kind": "document"}],
            }
        ],
    }
    facts = {"concept": finding.concept, "known": finding.known, "score": finding.score}
    kept = {name: value for name, value in facts.items() if value not in ("", None)}
    if kept:
        result["properties"] = kept
    # Inside a row of a corpus a place of its text is no place of the file.
    if finding.replacement and "startColumn" in region and "\n" not in finding.text:
        change = {"deletedRegion": region, "insertedContent": {"text": finding.replacement}}
        result["fixes"] = [
            {
                "description": {"text": f"write {finding.replacement}"},
                "artifactChanges": [{"artifactLocation": artifact, "replacements": [change]}],
            }
        ]
    return result


def _place(finding: Finding) -> tuple[dict[str, Any], dict[str, Any]]:
    row = _ROW.fullmatch(finding.origin)
    if row:
        return {"uri": _uri(row[1])}, {"startLine": int(row[2])}
    region = {
        "startLine": finding.line, "startColumn": finding.column, "endLine": finding.end_line,
        "endColumn": finding.end_column, "charOffset": finding.start, "charLength": finding.end - finding.start,
    }  # fmt: skip
    return {"uri": _uri(finding.origin or finding.document)}, region


def _uri(path: str) -> str:
    """A path as a URI: relative to the folder of the run where it was given so."""
    if path == "-":
        return "stdin"
    return Path(path).as_uri() if Path(path).is_absolute() else quote(Path(path).as_posix())
