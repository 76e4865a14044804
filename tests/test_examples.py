"""The examples in docstrings run, and none is forgotten."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "glossary"

MODULES = (
    "glossary",
    "glossary.alignment",
    "glossary.apart",
    "glossary.check.alike",
    "glossary.check.checker",
    "glossary.check.fix",
    "glossary.check.script",
    "glossary.convert",
    "glossary.diff.changes",
    "glossary.diff.spellings",
    "glossary.harvest.addresses",
    "glossary.lookup",
    "glossary.lookup.fold",
    "glossary.match",
    "glossary.pages",
    "glossary.sides",
    "glossary.sound.draw",
    "glossary.sound.parted",
    "glossary.tbx",
    "glossary.variants.names",
    "glossary.variants.regional",
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str):
    failed, tried = doctest.testmod(import_module(name))
    assert tried > 0
    assert failed == 0


def test_every_module_with_an_example_is_listed():
    held = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if ">>> " in path.read_text("utf-8"):
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
            held.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    assert sorted(held) == sorted(MODULES)
