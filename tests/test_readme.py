"""What the README shows is what the tool prints, and the scores that it states are those that are measured."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from scripts.fill_readme import README, prepared, with_output, with_scores

if TYPE_CHECKING:
    from pathlib import Path

STATED = README.read_text("utf-8")


def test_the_examples_are_true(tmp_path: Path):
    assert changes(with_output(STATED, prepared(tmp_path))) == ""


def test_the_scores_are_those_that_are_measured():
    assert "<!-- scores -->" in STATED
    assert changes(with_scores(STATED)) == ""


def changes(true: str) -> str:
    return "\n".join(difflib.unified_diff(STATED.split("\n"), true.split("\n"), "stated", "true", n=0, lineterm=""))
