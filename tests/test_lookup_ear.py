"""The table of what characters stand for is what its script makes of the sound model's weights."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from glossary.lookup import ear

SCRIPT = Path(__file__).parents[1] / "scripts" / "make_ear.py"


def test_the_table_is_what_the_script_makes():
    """Where this fails, the weights have changed: python scripts/make_ear.py"""
    spec = importlib.util.spec_from_file_location("make_ear", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.TABLE.read_text("utf-8") == module.table()


def test_the_table_is_well_formed():
    chunks = ear._chunks()
    assert len(chunks) > 15000
    assert {"斯": "s", "尔": "l", "克": "k", "巴": "pa"}.items() <= chunks.items()
    assert all(set(chunk) <= set("pftkslcmnhaeo") for chunk in chunks.values())
