"""Samples of the long runs: every stage answers hostile texts (scripts/growth.py), every reader damaged files (scripts/fuzz.py)."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from glossary.errors import TermbaseError

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import fuzz
import growth
import hostile
import limits
import stages
import targets


@pytest.mark.parametrize("stage", ["diff", "merge", "variants", "spellings", "index", "check-against", "build", "match", "query", "formats"])
def test_stages_answer_termbases_made_of_hostile_texts(stage: str) -> None:
    for name in random.Random(stage).sample(sorted(hostile.families(0)), 4):
        found = growth.measured(stages.STAGES[stage], hostile.families(0)[name](1_500))
        assert found.seconds < limits.HANG


def test_hostile_texts_are_the_same_each_time_and_of_their_size() -> None:
    for seed in (0, 1):
        first, again = dict(hostile.texts(300, seed)), {name: make(300) for name, make in hostile.families(seed).items()}
        assert first == again
        assert len(first) > 400
        assert all(200 < len(text) <= 300 for text in first.values())


@pytest.mark.parametrize("stage", ["decode", "clean", "in-text", "keys", "html", "tbx", "xml"])
def test_stages_answer_hostile_texts(stage: str) -> None:
    names = random.Random(stage).sample(sorted(hostile.families(0)), 12)
    for name in names:
        found = growth.measured(stages.STAGES[stage], hostile.families(0)[name](8_000))
        assert found.seconds < limits.HANG


def test_growth_tells_quadratic_from_linear() -> None:
    one, two, four = (_took(seconds) for seconds in (1.0, 4.0, 16.0))
    assert growth.exponents([one, two, four], [1, 2, 4]) == [2.0, 2.0]
    assert growth.exponents([_took(0.001), _took(0.01)], [1, 4]) == [0.0]


def _took(seconds: float) -> growth.Measured:
    return growth.Measured(seconds, 0)


@pytest.mark.parametrize("target", sorted(fuzz.TARGETS))
def test_damaged_inputs_are_answered_or_refused_in_a_line(target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    figures = fuzz.run(target, 3 if target == "build" else 12, 60.0, 7, None)
    assert figures.tried == (3 if target == "build" else 12)
    assert figures.broken == 0


def test_the_fuzzer_sees_what_breaks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def breaks(rng: random.Random, folder: Path) -> None:
        raise (ValueError("no"), TermbaseError("fine"), targets.WrongError("two"), KeyError("three"))[rng.randrange(4)]

    monkeypatch.setattr(fuzz, "TARGETS", {"x": breaks})
    figures = fuzz.run("x", 40, 60.0, 0, None)
    assert figures.tried == 40
    assert 0 < figures.refused < 40
    assert figures.broken == 40 - figures.refused
    assert "Traceback" in capsys.readouterr().out
