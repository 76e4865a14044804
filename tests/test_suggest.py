"""Suggested English names: which source answers, and when none does."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.model import KINDS, Concept, Source, Term, Termbase
from glossary.model.text import Kind
from glossary.suggest import SuggestContext, suggest_context, suggested, suggestions
from glossary.suggest.compose import composed, rows
from glossary.suggest.listed import listed_place
from glossary.suggest.names import part
from glossary.suggest.spoken import Spoken, spoken_of


def concept(zh: str, kind: str | None, *latin: str, documents: str = "") -> Concept:
    """A concept of forms joined by a bar."""
    sources = tuple(Source(document) for document in documents.split())
    terms = [Term(form, "zh-Hans", sources=sources, count=1) for form in zh.split("|")]
    terms += [Term(name, "und-Latn") for name in latin]
    return Concept(f"c-{zh}", tuple(terms), kind)  # type: ignore[arg-type]


NOTHING = suggest_context([])


@pytest.mark.parametrize(
    ("zh", "kind", "en", "origin"),
    [
        ("非洲联盟", "organization", "African Union", "reference"),
        ("非盟", "organization", "African Union", "reference"),
        ("儿童权利公约", "treaty", "Convention on the Rights of the Child", "reference"),
        ("《儿童权利公约》", "document", "Convention on the Rights of the Child", "reference"),
        ("常務副秘書長", "office", "Deputy Secretary-General", "reference"),
        ("萨赫勒", "place", "Sahel", "reference"),
        ("秘鲁", "place", "Peru", "state"),
        ("秘魯共和國", "place", "Republic of Peru", "state"),
        ("秘鲁共和国|秘鲁", "place", "Peru", "state"),
        ("叙利亚", "place", "Syria", "state"),
        ("叙利亚|阿拉伯叙利亚共和国", "place", "Syrian Arab Republic", "state"),
        ("俄罗斯", "place", "Russia", "state"),
        ("东德", "place", "East Germany", "state"),
        ("波札那", "place", "Botswana", "state"),
        ("利马", "place", "Lima", "capital"),
        ("斯瓦希里语", "term", "Swahili", "language"),
        ("第六十三届会议", "event", "sixty-third session", "rule: counted"),
        ("大会第六十三届会议", "event", "sixty-third session of the General Assembly", "rule: counted"),
        ("安全理事会第1325(2000)号决议", "document", "Security Council resolution 1325 (2000)", "rule"),
        ("秘鲁外交部", "organization", "Ministry of Foreign Affairs of Peru", "rule"),
        ("秘鲁共和国外交部", "organization", "Ministry of Foreign Affairs of the Republic of Peru", "rule"),
        ("菲律宾总统", "office", "President of the Philippines", "rule"),
        ("乍得-苏丹边界", "place", "Chad-Sudan border", "rule"),
        ("孟买", "place", "Mumbai", "GeoNames"),
        ("苏联宪法", "treaty", "Constitution of the Soviet Union", "rule"),
        ("秘鲁外交部长", "office", "Minister for Foreign Affairs of Peru", "rule"),
        ("日本驻秘鲁大使馆", "organization", "Embassy of Japan in Peru", "rule"),
        (
            "2019年9月20日秘鲁常驻联合国代表给秘书长、大会主席和安理会主席的同文信",
            "document",
            "identical letters dated 20 September 2019 from the Permanent Representative of Peru to the United "
            "Nations addressed to the Secretary-General, the President of the General Assembly and the President of "
            "the Security Council",
            "rule",
        ),
        ("安全理事会第1325(2000)号决议|第1325(2000)号决议", "document", "Security Council resolution 1325 (2000)", ""),
        ("纽约", "place", "New York", "GeoNames"),
        ("纽约市", "place", "New York City", "GeoNames"),
    ],
)
def test_each_source_answers(zh: str, kind: str, en: str, origin: str) -> None:
    term = suggested(concept(zh, kind), NOTHING)
    assert term is not None
    assert term.text == en
    assert term.origin.startswith(origin)
    assert (term.lang, term.suggested, term.status) == ("en", True, None)
    assert term.score is not None
    assert 0 < term.score <= 1


@pytest.mark.parametrize(
    ("zh", "kind"),
    [
        ("约翰·史密斯", "person"),  # persons come from the user's termbases only
        ("纽约", "person"),
        ("非洲联盟", "person"),
        ("某某组织", "organization"),
        ("某国外交部", "organization"),  # an unknown part
        ("外交部", "organization"),  # of whom?
        ("声明", "document"),
        ("三边声明", "document"),
        ("秘鲁|智利", "place"),  # two states are neither
        ("约旦国防军", "organization"),
        ("联合参谋长", "office"),  # 联合 is a word, though a town is called so
        ("秘鲁", "office"),
    ],
)
def test_rather_none_than_a_wrong_one(zh: str, kind: str) -> None:
    assert suggested(concept(zh, kind), NOTHING) is None


def test_what_the_documents_state_is_left_alone() -> None:
    assert suggested(concept("秘鲁", "place", "Perú"), NOTHING) is None
    english = concept("秘鲁", "place")
    english = replace(english, terms=(*english.terms, Term("Peru", "en")))
    assert suggested(english, NOTHING) is None


def test_an_acronym_alone_gets_the_name_it_belongs_to() -> None:
    term = suggested(concept("联合国儿童基金会", "organization", "UNICEF"), NOTHING)
    assert term is not None
    assert term.text == "United Nations Children's Fund"
    assert suggested(concept("联合国儿童基金会", "organization", "UNESCO"), NOTHING) is None


def test_an_earlier_suggestion_is_no_statement() -> None:
    made = concept("秘鲁", "place")
    made = replace(made, terms=(*made.terms, Term("Piru", "en", suggested=True)))
    term = suggested(made, NOTHING)
    assert term is not None
    assert term.text == "Peru"


def test_a_name_that_documents_state_is_a_part_of_others() -> None:
    known = [concept("贡比", "place", "Gombi"), concept("贡比政府", "organization")]
    assert [term.text if term else None for term in suggestions(known)] == [None, "Government of Gombi"]
    assert suggestions(known[1:]) == (None,)


def test_the_users_reference_comes_first() -> None:
    own = Termbase(
        (
            Concept("1", (Term("非盟", "zh-Hans"), Term("AfU", "en"), Term("Union", "en", status="preferred"))),
            Concept("2", (Term("約翰·史密斯", "zh-Hant"), Term("Jon Smyth", "und-Latn")), "person"),
            Concept("3", (Term("秘鲁", "zh-Hans"), Term("Piru", "en", status="deprecated"))),
            Concept("4", (Term("利马", "zh-Hans"), Term("Lima bean", "en")), "term"),
        ),
        title="Own",
    )
    context = suggest_context([], [own])
    asked = [("非盟", "organization"), ("约翰·史密斯", "person"), ("秘鲁", "place"), ("利马", "person")]
    answers = [suggested(concept(zh, kind), context) for zh, kind in asked]
    assert [answer.text if answer else None for answer in answers] == ["Union", "Jon Smyth", "Peru", None]
    assert answers[0] is not None
    assert answers[0].origin == "reference: Own"


def test_countries_spoken_of_are_those_of_the_same_documents() -> None:
    concepts = [
        concept("秘鲁", "place", documents="a a b"),
        concept("挪威", "place", documents="b"),
        concept("秘鲁", "organization", documents="c"),
    ]
    context = suggest_context(concepts)
    spoken = spoken_of(concept("x", "place", documents="a"), context)
    assert spoken.share("PE") == 1.0
    assert spoken.share("NO") < 0.2  # other documents speak of it
    assert spoken_of(concept("x", "place", documents="b"), context).countries == ("NO", "PE")
    spoken = spoken_of(concept("x", "place"), context)
    assert (spoken.countries, spoken.shares, spoken.pool) == (("NO", "PE"), (1.0, 1.0), ("NO", "PE"))


def test_a_country_named_in_passing_is_not_spoken_of() -> None:
    often = Concept("c", (Term("秘鲁", "zh-Hans", count=900, sources=(Source("a"),)),), "place")
    context = suggest_context([often, concept("挪威", "place", documents="a")])
    assert spoken_of(concept("x", "place", documents="a"), context).countries == ("PE",)


def test_a_place_is_taken_from_the_countries_spoken_of() -> None:
    """伯明翰 is a city of a million in one country and a smaller one in another."""
    for countries, code in (((), "GB"), (("GB",), "GB"), (("US",), "US"), (("PE",), "GB")):
        answer = listed_place(("伯明翰",), Spoken(countries))
        assert answer is not None
        assert answer.notes[0].endswith(code)
    assert listed_place(("伯明翰",), Spoken(("PE",)), inside=True) is None


def test_a_town_spoken_of_does_not_outweigh_a_capital() -> None:
    """There is a Vienna in Virginia."""
    answer = listed_place(("维也纳",), Spoken(("US",)))
    assert answer is not None
    assert answer.origin == "capital: AT"


def test_a_capital_elsewhere_does_not_hide_a_city_spoken_of() -> None:
    """There is a Tripoli in Lebanon, too."""
    for countries, origin in (((), "capital: LY"), (("LB", "LY"), "capital: LY"), (("LB",), "GeoNames 266826")):
        answer = listed_place(("的黎波里",), Spoken(countries))
        assert answer is not None
        assert (answer.text, answer.origin) == ("Tripoli", origin)


@pytest.mark.parametrize(
    ("rule", "kind", "example", "reads"), [(row[0], row[1], row[4], row[5]) for row in rows()]
)
def test_every_composition_reads_its_example(rule: str, kind: str, example: str, reads: str) -> None:
    def known(slot: str, zh: str) -> str | None:
        return part(NOTHING, Spoken(("EC",)), slot, zh)

    found = composed(example, lambda entry: entry == kind, known)
    assert found is not None
    assert (found.text, found.rule) == (reads, rule)
    assert composed(example + "某", lambda entry: entry == kind, known) is None


def test_the_order_of_concepts_does_not_matter() -> None:
    concepts = [
        concept("秘鲁", "place", documents="a b"),
        concept("挪威|挪威王国", "place", documents="b"),
        concept("伯明翰", "place", documents="a"),
        concept("贡比", "place", "Gombi", documents="a"),
        concept("贡比外交部", "organization", documents="b"),
        concept("第六十三届会议", "event", documents="b"),
    ]
    wanted = dict(zip((c.id for c in concepts), suggestions(concepts), strict=True))
    chance = random.Random(1)
    for _ in range(5):
        chance.shuffle(concepts)
        assert dict(zip((c.id for c in concepts), suggestions(concepts), strict=True)) == wanted


CHARACTERS = "秘鲁挪威共和国外交部第七十五届会议2020年9月28日的声明·-（）市区人a Z\n"


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.text(alphabet=CHARACTERS, max_size=30), min_size=1, max_size=3),
    st.sampled_from([*get_args(Kind), None]),
)
def test_any_forms_get_an_answer_or_none(forms: list[str], kind: Kind | None) -> None:
    made = Concept("c", tuple(Term(form, "zh-Hans") for form in forms), kind)
    context: SuggestContext = suggest_context([made])
    term = suggested(made, context)
    assert term is None or (term.suggested and term.text.strip() == term.text and 0 < (term.score or 0) <= 1)
    assert suggested(made, context) == term


@pytest.mark.parametrize("text", ["", " ", "·", "\ud83d\ude00", "给" * 5000 + "的信", "第" * 300, "(" * 200, "\x00秘鲁"])
def test_odd_forms_do_no_harm(text: str) -> None:
    for kind in KINDS:
        made = Concept("c", (Term(text, "zh-Hans"),), kind)
        assert suggested(made, suggest_context([made])) is None


def test_all_kinds_have_their_fit() -> None:
    for kind in KINDS:
        suggested(concept("秘鲁", kind), NOTHING)
    assert suggestions([]) == ()
