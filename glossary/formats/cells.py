"""Cells of text files that a spreadsheet may open: text that it would take for a formula is kept from running."""

from __future__ import annotations

import re

# What spreadsheets take for the beginning of a formula, full-width forms included (OWASP, "CSV Injection").
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠]")
_GUARDED = re.compile(r"'(?='*[=+\-@＝＋－＠])")


def guarded(cell: str) -> str:
    """The cell with an apostrophe before what would run: spreadsheets then take it for text."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell without the apostrophe of `guarded`: `unguarded(guarded(x)) == x` for every x."""
    return _GUARDED.sub("", cell, count=1) if _GUARDED.match(cell) else cell
