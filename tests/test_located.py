"""Names that are one place, by the gazetteer; names in addresses; rivers that are no towns."""

from __future__ import annotations

import pytest

from glossary.build import built
from glossary.corpus import context, document_mentions
from glossary.harvest.addresses import chinese_names, prepared, spelt_out, the_one
from glossary.model import Document
from glossary.suggest.heard import heard_place
from glossary.suggest.spoken import Spoken
from glossary.termbase import Options

ITALY = Spoken(("IT",), (1.0,), ("IT",))


def grouped(*texts: str) -> list[set[str]]:
    rows = [m for n, text in enumerate(texts) for m in document_mentions(Document(f"d{n}", text, f"{n}"))]
    base = built(rows, {}, context(), Options(), suggest=False).termbase
    return [{term.text for term in concept.terms} for concept in base.concepts]


def test_two_names_of_one_town_are_one_concept():
    found = grouped("格鲁吉亚鲁斯塔维市发生爆炸，格鲁吉亚政府表示关切。", "格鲁吉亚卢斯塔维镇附近发生爆炸，格鲁吉亚表示关切。")
    assert any({"鲁斯塔维市", "卢斯塔维镇"} <= terms for terms in found)


def test_two_names_in_one_passage_are_two_places():
    found = grouped("格鲁吉亚鲁斯塔维市和卢斯塔维镇之间的公路被封锁。")
    assert not any({"鲁斯塔维市", "卢斯塔维镇"} <= terms for terms in found)


@pytest.mark.parametrize(("form", "expected"), [("贝尔加莫", "Bergamo"), ("贝尔加莫河", None), ("贝尔加莫大桥", None)])
def test_a_river_is_no_town(form: str, expected: str | None):
    answer = heard_place((form,), ITALY)
    assert (answer.text if answer else None) == expected


def test_a_name_in_an_address_joins_its_bearer():
    found = grouped(
        "总统安娜·柯斯特卡接受了采访，柯斯特卡总统表示满意。\n\n见 https://www.example.org/2030/kostkas-plan-for-the-river。",
    )
    assert any({"安娜·柯斯特卡", "Kostka"} <= terms for terms in found)


def test_words_of_an_address_are_no_names():
    text = "总统安娜·柯斯特卡说，见 https://www.example.org/news-detail/a-few-more-days-and-even-experts-general-meeting-statements。"
    assert not any("A" <= c <= "Z" or "a" <= c <= "z" for terms in grouped(text) for term in terms for c in term)


@pytest.mark.parametrize(
    ("latin", "forms", "expected"),
    [
        ("Anna-Kostka", ("安娜·柯斯特卡",), "安娜·柯斯特卡"),
        ("kostka", ("安娜·柯斯特卡", "柯斯特卡"), "安娜·柯斯特卡"),
        ("kostka", ("安娜·柯斯特卡", "玛丽亚·柯斯特卡"), None),
        ("kostka", ("安娜·柯斯特卡", "柯斯特卡", "玛丽亚·柯斯特卡"), None),
        ("President-Anna", ("安娜·柯斯特卡",), None),
        ("meeting", ("安娜·柯斯特卡",), None),
        ("", ("安娜·柯斯特卡",), None),
    ],
)
def test_a_word_is_a_name_only_of_one_bearer(latin: str, forms: tuple[str, ...], expected: str | None):
    names = chinese_names([(form, "person") for form in forms], context())
    hit = the_one(latin, prepared(names), context())
    assert (hit[0].bearer if hit else None) == expected


def test_states_and_capitals_are_not_listened_for():
    assert chinese_names([("法国", "place"), ("巴黎", "place"), ("Paris", "place")], context()) == ()


@pytest.mark.parametrize(("form", "expected"), [("anna-bergen", "Anna Bergen"), ("McKay", "McKay"), ("a%20b", "A B")])
def test_how_a_name_is_written_outside_an_address(form: str, expected: str):
    assert spelt_out(form) == expected
