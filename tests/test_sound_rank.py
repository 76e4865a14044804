"""Ranking in two stages, against scoring everything; every script on either side."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.sound import asked, best_names, index, likeness, rank, variant_likeness
from glossary.sound.rank import chance as chance_of

LATIN = ["Joe Biden", "Goris", "Gori", "Kapan", "Sisian", "Meghri", "Stepanakert", "Jermuk", "Yerevan", "Angela Merkel",
         "Villedieu-sur-Indre", "Barda", "Kalbajar", "Vardenis", "Mingachevir", "Winston Churchill"]  # fmt: skip
HAN = ["拜登", "戈里斯", "卡潘", "锡西安", "梅格里", "斯捷潘纳克特", "杰尔穆克", "埃里温", "安格拉·默克尔", "巴尔达", "克尔巴贾尔", "瓦尔代尼斯"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("戈里斯", "Goris"), ("拜登", "Joe Biden"), ("乔·拜登", "Joe Biden"), ("耶尔穆克", "Jermuk"), ("巴尔达", "Barda"),
        ("安德尔河畔维莱迪厄", "Villedieu-sur-Indre"), ("瓦爾代尼斯", "Vardenis"), ("克爾巴賈爾", "Kalbajar"), ("邱吉爾", "Winston Churchill"),
    ],
)  # fmt: skip
def test_chinese_to_latin(query: str, found: str) -> None:
    assert rank(query, LATIN)[0][0] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [("Goris", "戈里斯"), ("Joe Biden", "拜登"), ("Merkel", "安格拉·默克尔"), ("Merkel, Angela", "安格拉·默克尔"), ("Ереван", "埃里温"), ("Kəlbəcər", "克尔巴贾尔")],
)
def test_latin_to_chinese(query: str, found: str) -> None:
    assert rank(query, HAN)[0][0] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [("耶尔穆克", "杰尔穆克"), ("默克尔", "安格拉·默克尔"), ("史特帕納克特", "斯捷潘纳克特"), ("戈里斯", "戈里斯")],
)
def test_chinese_to_chinese(query: str, found: str) -> None:
    assert rank(query, HAN)[0][0] == found


@pytest.mark.parametrize(("query", "found"), [("Gorris", "Goris"), ("Merkel", "Angela Merkel"), ("Stepanakyert", "Stepanakert"), ("BIDEN Joe", "Joe Biden")])
def test_latin_to_latin(query: str, found: str) -> None:
    assert rank(query, LATIN)[0][0] == found


def test_both_scripts_among_the_candidates() -> None:
    found = [name for name, _ in rank("戈里斯", LATIN + HAN, top=3)]
    assert {"戈里斯", "Goris"} <= set(found)
    assert found[0] == "戈里斯"


def test_a_ranking_is_in_order_and_verbatim() -> None:
    names = ["  Goris", "GORIS", "Göris", "戈里斯", "???", "", "Goris"]
    found = rank("戈里斯", names)
    assert [chance for _, chance in found] == sorted((chance for _, chance in found), reverse=True)
    assert {name for name, _ in found} <= set(names)
    assert len({name for name, _ in found}) == len(found)
    assert rank("", names) == []
    assert rank("戈里斯", []) == []
    assert rank("戈里斯", ["", "  "]) == []
    assert len(rank("戈里斯", LATIN, top=2)) == 2
    assert rank("戈里斯", LATIN, top=0) == []


def test_few_candidates_score_as_alone() -> None:
    """With a short list nothing is left out, and a rank's score is the pair's likeness."""
    for name, chance in rank("戈里斯", LATIN):
        assert chance == pytest.approx(likeness("戈里斯", name), abs=1e-3)
    for name, chance in rank("耶尔穆克", HAN):
        assert chance == pytest.approx(variant_likeness("耶尔穆克", name), abs=0.2)
    for name, chance in rank("Goris", HAN):
        assert chance == pytest.approx(likeness(name, "Goris"), abs=1e-3)


def test_the_shortlist_keeps_the_right_name() -> None:
    """Fillers made of other names' syllables: the first stage must let the right one through."""
    heads, tails = ["ka", "to", "mi", "ser", "bel", "dro", "van", "lu", "pes", "gar"], ["nov", "ria", "ston", "mar", "dek", "lin"]
    fillers = [a.title() + b + c for a in heads for b in heads for c in tails]
    for query, name in (("戈里斯", "Goris"), ("拜登", "Joe Biden"), ("斯捷潘纳克特", "Stepanakert")):
        assert rank(query, fillers + LATIN)[0][0] == name


@given(st.lists(st.text(max_size=12), max_size=8), st.text(max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_list_is_ranked(candidates: list[str], query: str) -> None:
    prepared = index(candidates)
    found = rank(query, prepared)
    assert found == rank(query, prepared)  # an index remembers nothing that changes an answer
    assert len(found) <= len(candidates)
    assert all(0 <= chance <= 1 for _, chance in found)


@pytest.mark.parametrize("top", [1, 3, 50])
def test_many_names_are_ranked_as_each_by_itself(top: int) -> None:
    known = index(LATIN)
    found = best_names(asked(HAN), known, top)
    for n, han in enumerate(HAN):
        alone = rank(han, known, top)
        together = [(known.candidates[place], chance_of(odds)) for name, place, odds in found if name == n]
        assert [name for name, _ in together] == [name for name, _ in alone]
        assert [value for _, value in together] == pytest.approx([value for _, value in alone], abs=1e-5)
    assert best_names(asked([]), known, top) == best_names(asked(HAN), index([]), top) == []
