"""Cycles are looked for seldom within a run, and as before behind it."""

from __future__ import annotations

import gc

import pytest

from glossary.cycles import cycles_seldom_sought


def test_the_pace_is_given_back() -> None:
    before = gc.get_threshold()
    with cycles_seldom_sought():
        assert gc.isenabled()
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before


def test_the_pace_is_given_back_where_a_run_fails() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="stopped"), cycles_seldom_sought():
        raise ValueError("stopped")
    assert gc.get_threshold() == before
