"""The table of what characters stand for is what its script makes of the sound model's weights."""

from __future__ import annotations

import sys
from pathlib import Path

from glossary.lookup import ear

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import make_ear


def test_the_table_is_what_the_script_makes():
    """Where this fails, the weights have changed: python scripts/make_ear.py"""
    assert make_ear.TABLE.read_text("utf-8") == make_ear.table()


def test_the_table_is_well_formed():
    chunks = ear._chunks()
    assert len(chunks) > 15000
    assert {"斯": "s", "尔": "l", "克": "k", "巴": "pa"}.items() <= chunks.items()
    assert all(set(chunk) <= set("pftkslcmnhaeo") for chunk in chunks.values())
