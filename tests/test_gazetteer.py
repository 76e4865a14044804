"""The tables that the package carries: states, capitals, languages, places."""

from __future__ import annotations

import subprocess
import sys

import pytest

from glossary.gazetteer import (
    all_states,
    capitals,
    chinese_place_names,
    extent,
    languages,
    names_of,
    place_at,
    places_named,
    places_of,
    regional_states,
    states,
)
from glossary.normalise import chinese_form, simplified


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("挪威", "NO"), ("挪威王国", "NO"), ("挪威王國", "NO"), ("联合王国", "GB"), ("英国", "GB"),
        ("英國", "GB"), ("大不列颠及北爱尔兰联合王国", "GB"), ("美利坚合众国", "US"), ("俄国", "RU"),
        ("阿拉伯联合酋长国", "AE"), ("象牙海岸", "CI"), ("紐西蘭", "NZ"), ("刚果(布)", "CG"),
        ("刚果民主共和国", "CD"), ("西撒哈拉", "EH"), ("苏联", "SU"), ("教廷", "VA"),
    ],
)  # fmt: skip
def test_states_by_any_of_their_chinese_names(form: str, code: str) -> None:
    assert states()[form].code == code


def test_the_members_and_observers_are_all_there() -> None:
    kinds = [state.kind for state in all_states()]
    assert kinds.count("member") == 193
    assert kinds.count("observer") == 2
    codes = [state.code for state in all_states()]
    assert len(codes) == len(set(codes))


def test_no_form_is_two_states() -> None:
    seen: dict[str, str] = {}
    for state in all_states():
        for form in (*state.zh, *state.zh_long, *state.hant):
            assert seen.setdefault(form, state.code) == state.code, form


def test_forms_are_clean_and_in_their_script() -> None:
    for state in all_states():
        for form in (*state.zh, *state.zh_long, *state.regional):
            assert chinese_form(form) == form
            assert simplified(form) == form
        assert all(chinese_form(form) == form for form in state.hant)


def test_articles_stand_where_english_has_them() -> None:
    with_article = {state.code for state in all_states() if state.article == "the"}
    assert {"NL", "PH", "SD", "GB", "US", "RU", "AE", "GM", "BS"} <= with_article
    assert not {"FR", "AM", "UA", "SS", "ZA", "SB"} & with_article


def test_regional_names_stay_apart() -> None:
    """狮子山 is a mountain everywhere but in Taiwan, where it is a state."""
    assert regional_states()["狮子山"].code == "SL"
    assert "狮子山" not in states()
    assert not set(regional_states()) & set(states())


def test_the_hand_written_names_agree_with_cldr() -> None:
    babel = pytest.importorskip("babel", reason="babel is needed at build time only")
    names = babel.Locale("zh").territories
    differing = {
        state.code: names[state.code]
        for state in all_states()
        if state.kind == "member" and chinese_form(names[state.code]) not in state.zh
    }
    assert differing == {}


@pytest.mark.parametrize(
    ("form", "name", "code"),
    [("利马", "Lima", "PE"), ("内罗毕", "Nairobi", "KE"), ("喀布尔", "Kabul", "AF"), ("苏瓦", "Suva", "FJ")],
)
def test_capitals(form: str, name: str, code: str) -> None:
    assert capitals()[form] == (name, code)


def test_a_name_of_two_capitals_is_neither() -> None:
    assert "金斯敦" not in capitals()  # of Jamaica, and of Saint Vincent


@pytest.mark.parametrize(
    ("form", "code"), [("法语", "fr"), ("法語", "fr"), ("斯瓦希里语", "sw"), ("格鲁吉亚语", "ka")]
)
def test_languages(form: str, code: str) -> None:
    assert languages()[form].code == code


def test_places_by_their_chinese_name_stand_by_size() -> None:
    found = places_named("伯明翰")
    assert [place.country for place in found[:2]] == ["GB", "US"]
    assert [place.digits for place in found] == sorted((place.digits for place in found), reverse=True)
    assert places_named("没有这个地方") == ()


def test_former_names_are_kept() -> None:
    volgograd = next(place for place in places_of(["RU"]) if place.name == "Volgograd")
    assert "Stalingrad" in volgograd.others


def test_places_of_countries_come_in_order_and_once() -> None:
    codes = [place.country for place in places_of(["MT", "LU", "MT"])]
    assert codes == sorted(codes)
    assert set(codes) == {"LU", "MT"}
    ids = [place.id for place in places_of(["LU"])]
    assert ids == sorted(set(ids))
    assert list(places_of(["ZZ"])) == []


@pytest.mark.parametrize("most", [None, 0, 3, 10_000])
def test_all_names_of_a_country_are_those_of_its_places(most: int | None) -> None:
    largest = sorted(places_of(["LU"]), key=lambda place: (-place.digits, place.id))[:most]
    expected = {(name, place.id) for place in largest for name in (place.name, *place.spellings, *place.others)}
    found = list(names_of("LU", most))
    assert {(name, place_at("LU", row).id) for name, row in found} == expected
    assert len(found) == len(expected)
    assert list(names_of("ZZ", most)) == []
    assert extent("LU") > extent("ZZ") == 0


def test_every_chinese_name_leads_to_a_place() -> None:
    names = chinese_place_names()
    assert len(names) > 30_000
    assert all(places_named(name) for name in names[:: len(names) // 200])


def test_states_cost_no_heavy_import() -> None:
    code = "import sys, glossary.gazetteer as g; g.states(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"gzip", "opencc", "numpy", "polars", "glossary.sound"} & set(done.stdout.split())
