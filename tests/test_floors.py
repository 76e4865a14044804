"""Scores stay at or above their floors. A floor belongs to one state of the gold: new gold, new floor.

Raising a floor needs nothing; lowering one needs a word in the commit that does it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from scripts.evaluate import digest, measures, scored

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))
FLOORS.pop("check")  # held by tests/test_check.py
FLOORS.pop("corpus")  # held by tests/test_known_corpus.py
MEASURES = {measure.name: measure for measure in measures()}


@pytest.mark.parametrize("name", FLOORS)
def test_scores_stay_above_their_floors(name):
    if name not in MEASURES:
        pytest.skip(f"the data of {name} is not beside the project")
    floor = dict(FLOORS[name])
    assert digest(MEASURES[name].gold) == floor.pop("gold"), "the gold has changed: measure again and set new floors"
    figures = scored(MEASURES[name])._asdict()
    assert floor
    assert {k: figures[k] for k, least in floor.items() if figures[k] < least} == {}


def test_every_measure_has_floors():
    assert set(MEASURES) <= set(FLOORS)
