"""What a query finds, why, and in which order."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from glossary.errors import UsageError
from glossary.formats.jsonl import write_jsonl
from glossary.lookup import Index, lookups, open_index
from glossary.model.concept import Concept, Source, Term, Termbase
from glossary.normalise import has_han
from glossary.reference import references
from glossary.sound import pinyin


def term(text: str, lang: str = "", **more: object) -> Term:
    return Term(text, lang or ("zh-Hans" if has_han(text) else "en"), **more)  # type: ignore[arg-type]


SENTENCE = "委员会听取了安东·韦尔尼科夫的发言。"
CONCEPTS = (
    Concept("c-vern", (
        term("安东·韦尔尼科夫", form="full", status="preferred", count=4, context=SENTENCE, context_source=Source("letter")),
        term("安東·韋爾尼科夫", "zh-Hant"), term("Anton Vernikov"),
    ), "person"),
    Concept("c-vernm", (term("玛丽亚·韦尔尼科娃"), term("Mariya Vernikova")), "person"),
    Concept("c-loire", (term("卢瓦尔河畔圣热尔曼"), term("Saint-Germain-sur-Loire")), "place"),
    Concept("c-coted", (term("科特迪瓦"), term("Côte d’Ivoire"), term("象牙海岸", "zh-Hans", form="alias")), "place"),
    Concept("c-bank", (term("中央银行"), term("Central Bank")), "organization"),
    Concept("c-tor", (term("托尔"), term("Tor")), "place"),
    Concept("c-han", (term("凯丘特"),), "place"),
    Concept("c-lat", (term("Zhirovka"),), "place"),
    Concept("c-un", (term("环境规划署"), term("United Nations Environment Programme"), term("UNEP", form="acronym"))),
    Concept("c-percent", (term("%"), term("A/77/150", "und"))),
    Concept("c-green", (term("绿色走廊"), term("Green Corridor"))),
    Concept("c-ru", (term("Жировка", "ru"), term("吕贝克"))),
    Concept("c-yi", (term("姨"), term("Ø", "da"))),
)  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("lookup") / "names.jsonl"
    write_jsonl(Termbase(CONCEPTS), path)
    return open_index([path])


# Query, the concept that must stand first, the form that answers, why.
CASES = (
    ("安东·韦尔尼科夫", "c-vern", "安东·韦尔尼科夫", "exact"),
    ("  安东·韦尔尼科夫 ", "c-vern", "安东·韦尔尼科夫", "exact"),
    ("安東·韋爾尼科夫", "c-vern", "安東·韋爾尼科夫", "exact"),
    ("安東·韦尔尼科夫", "c-vern", "安东·韦尔尼科夫", "script"),
    ("卢瓦爾河畔聖熱爾曼", "c-loire", "卢瓦尔河畔圣热尔曼", "script"),
    ("安东韦尔尼科夫", "c-vern", "安东·韦尔尼科夫", "folded"),
    ("安东 • 韦尔尼科夫", "c-vern", "安东·韦尔尼科夫", "folded"),
    ("c-vern", "c-vern", "安东·韦尔尼科夫", "id"),
    ("anton vernikov", "c-vern", "Anton Vernikov", "folded"),
    ("ANTONVERNIKOV", "c-vern", "Anton Vernikov", "folded"),
    ("cote d'ivoire", "c-coted", "Côte d’Ivoire", "folded"),
    ("Cote dIvoire", "c-coted", "Côte d’Ivoire", "folded"),
    ("象牙海岸", "c-coted", "象牙海岸", "exact"),
    ("saint germain sur loire", "c-loire", "Saint-Germain-sur-Loire", "folded"),
    ("kètèdíwǎ", "c-coted", "科特迪瓦", "pinyin"),
    ("kē tè dí wǎ", "c-coted", "科特迪瓦", "pinyin"),
    ("ke te di wa", "c-coted", "科特迪瓦", "pinyin"),
    ("ketediwa", "c-coted", "科特迪瓦", "pinyin"),
    ("ke1te4di2wa3", "c-coted", "科特迪瓦", "pinyin"),
    ("zhongyangyinhang", "c-bank", "中央银行", "pinyin"),
    ("lvbeike", "c-ru", "吕贝克", "pinyin"),
    ("lübeike", "c-ru", "吕贝克", "pinyin"),
    ("weierni", "c-vern", "安东·韦尔尼科夫", "pinyin"),
    ("ktdw", "c-coted", "科特迪瓦", "initials"),
    ("wenkf", "c-vern", "安东·韦尔尼科夫", "initials"),
    ("cb", "c-bank", "Central Bank", "initials"),
    ("unep", "c-un", "UNEP", "folded"),
    ("Жировка", "c-ru", "Жировка", "exact"),
    ("жиров", "c-ru", "Жировка", "prefix"),
    ("卢瓦尔", "c-loire", "卢瓦尔河畔圣热尔曼", "prefix"),
    ("卢瓦", "c-loire", "卢瓦尔河畔圣热尔曼", "prefix"),
    ("卢", "c-loire", "卢瓦尔河畔圣热尔曼", "prefix"),
    ("to", "c-tor", "Tor", "prefix"),
    ("z", "c-lat", "Zhirovka", "prefix"),
    ("姨", "c-yi", "姨", "exact"),
    ("ø", "c-yi", "Ø", "folded"),
    ("圣热尔曼", "c-loire", "卢瓦尔河畔圣热尔曼", "inside"),
    ("热", "c-loire", "卢瓦尔河畔圣热尔曼", "inside"),
    ("热尔", "c-loire", "卢瓦尔河畔圣热尔曼", "inside"),
    ("韦尔尼科夫", "c-vern", "安东·韦尔尼科夫", "part"),
    ("Vernikov", "c-vern", "Anton Vernikov", "part"),
    ("germain sur", "c-loire", "Saint-Germain-sur-Loire", "part"),
    ("progr", "c-un", "United Nations Environment Programme", "inside"),
    ("nvironmen", "c-un", "United Nations Environment Programme", "inside"),
    ("Antno Vernikov", "c-vern", "Anton Vernikov", "typing"),
    ("Zhirovkka", "c-lat", "Zhirovka", "typing"),
    ("Zirovka", "c-lat", "Zhirovka", "typing"),
    ("Venrikova", "c-vernm", "Mariya Vernikova", "typing"),
    ("科迪特瓦", "c-coted", "科特迪瓦", "typing"),
    ("卢瓦尔河圣热尔曼", "c-loire", "卢瓦尔河畔圣热尔曼", "typing"),
    ("zhognyangyinhang", "c-bank", "中央银行", "typing"),
    ("科特迪娃", "c-coted", "科特迪瓦", "sound"),
    ("Kechut", "c-han", "凯丘特", "sound"),
    ("日罗夫卡", "c-lat", "Zhirovka", "sound"),
    ("%", "c-percent", "%", "exact"),
    ("a 77 150", "c-percent", "A/77/150", "folded"),
)  # fmt: skip


@pytest.mark.parametrize(("query", "concept", "candidate", "reason"), CASES, ids=[c[0] for c in CASES])
def test_first_hit(index: Index, query: str, concept: str, candidate: str, reason: str):
    first = lookups(query, index)[0]
    assert (first.concept, first.candidate, first.reason, first.rank) == (concept, candidate, reason, 1)
    assert first.query == query


def test_a_hit_carries_the_rest_of_its_concept(index: Index):
    hit = lookups("Anton Vernikov", index)[0]
    assert (hit.kind, hit.lang, hit.score) == ("person", "en", 1.0)
    assert [(form.text, form.lang, form.form, form.status) for form in hit.forms] == [
        ("安东·韦尔尼科夫", "zh-Hans", "full", "preferred"), ("安東·韋爾尼科夫", "zh-Hant", None, None),
    ]  # fmt: skip
    assert [tuple(sentence) for sentence in hit.sentences] == [(SENTENCE, "letter")]


def test_hits_are_ranked_each_concept_once(index: Index):
    for query in ("韦尔尼科", "Vernikov", "e", "热", "Antom Vernikof", "weierni"):
        hits = lookups(query, index)
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert len({hit.concept for hit in hits}) == len(hits)
        assert all(0 < hit.score <= 1 for hit in hits)


def test_right_tones_stand_before_wrong_ones(index: Index):
    right, wrong = lookups("kē tè dí wǎ", index)[0], lookups("ké tè dì wā", index)[0]
    assert (right.concept, wrong.concept) == ("c-coted", "c-coted")
    assert right.score > wrong.score


def test_top_bounds_the_hits(index: Index):
    assert [hit.concept for hit in lookups("韦尔尼科", index)] == ["c-vern", "c-vernm"]
    assert [hit.concept for hit in lookups("韦尔尼科", index, 1)] == ["c-vern"]
    assert lookups("韦尔尼科", index, 0) == []


@pytest.mark.parametrize("query", ["qqqqxxxx", "囍囍囍", "'; drop table name; --", '" or 1=1', "*", "_", "[a-z]+", "?" * 30])
def test_what_is_not_there_is_not_found(index: Index, query: str):
    assert lookups(query, index) == []
    assert lookups("Tor", index)[0].concept == "c-tor"


@pytest.mark.parametrize("query", ["", "   ", "\n", "\x00", "\u200b", "\x07\x1b"])
def test_nothing_asked_is_said_so(index: Index, query: str):
    with pytest.raises(UsageError, match="the query is empty"):
        lookups(query, index)


def test_half_a_character_is_refused(index: Index):
    with pytest.raises(UsageError, match="not valid text"):
        lookups("Tor\ud83d", index)


@pytest.mark.parametrize("piece", ["韦尔尼科夫", "Vernikov ", "科", "x", "% ", "\x00\x01"])
def test_long_queries_have_an_answer(index: Index, piece: str):
    query = (piece * 1000)[:1000] + "qqq"
    assert lookups(query, index) == []


def test_control_characters_count_for_nothing(index: Index):
    assert lookups("An\x00ton\x1b Vern\u200bikov", index)[0].concept == "c-vern"


def test_several_termbases(tmp_path: Path):
    for name, concept in (("a", Concept("c-1", (term("科特"),))), ("b", Concept("c-1", (term("科特"), term("Kotte"))))):
        write_jsonl(Termbase((concept,)), tmp_path / f"{name}.jsonl")
    index = open_index([tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "a.jsonl"])
    hits = lookups("科特", index)
    assert [(Path(hit.termbase).name, hit.rank) for hit in hits] == [("a.jsonl", 1), ("b.jsonl", 2)]
    assert next(hit.termbase for hit in lookups("Kotte", index)).endswith("b.jsonl")


def test_concepts_with_one_name_are_all_found(tmp_path: Path):
    path = tmp_path / "homonyms.jsonl"
    write_jsonl(Termbase(tuple(Concept(f"c-{n}", (term("圣克拉拉"),)) for n in range(4))), path)
    for query in ("圣克拉拉", "聖克拉拉", "shengkelala", "Santa Klara", "圣克拉啦"):
        assert [hit.concept for hit in lookups(query, open_index([path]))] == ["c-0", "c-1", "c-2", "c-3"]


def test_the_most_used_of_equal_names_stands_first(tmp_path: Path):
    path = tmp_path / "counts.jsonl"
    write_jsonl(Termbase((Concept("c-a", (term("阿南", count=1),)), Concept("c-b", (term("阿北", count=9),)))), path)
    assert [hit.concept for hit in lookups("阿", open_index([path]))] == ["c-b", "c-a"]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("reference") / "reference.jsonl"
    concepts = tuple(
        Concept(row.id, tuple(term(text) for text in (*row.zh, *row.en)), row.kind) for row in references()
    )
    write_jsonl(Termbase(concepts), path)
    return open_index([path])


def misspelt(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) - 1)
    return chance.choice(
        (text[:at] + text[at + 1:], text[:at] + text[at] + text[at:], text[:at] + text[at + 1] + text[at] + text[at + 2:])
    )


@pytest.mark.parametrize("kind", ["exact", "prefix", "pinyin", "typing"])
def test_floors_on_the_reference_table(reference: Index, kind: str):
    """Of 60 seeded queries the share whose concept is among the first five; 1.0 on every kind when this was written."""
    chance = random.Random(kind)
    rows = [row for row in references() if len(row.zh[0]) > 4]
    right = 0
    for row in chance.sample(rows, 60):
        zh, en = row.zh[0], row.en[0]
        query = {
            "exact": en, "prefix": zh[:-1], "pinyin": "".join(pinyin(zh)),
            "typing": misspelt(chance.choice((zh, en)), chance),
        }[kind]  # fmt: skip
        names = {zh, en}
        right += any({hit.candidate, *(f.text for f in hit.forms)} & names for hit in lookups(query, reference, 5))
    assert right >= 57


ALIKE = (
    Concept("c-typed", (Term("Almersbach", "en"),), "place"),
    Concept("c-heard", (Term("阿尔德尔斯巴赫", "zh-Hans"),), "place"),
    Concept("c-pinyin", (Term("Tian’erhe", "en"),), "place"),
    Concept("c-homophone", (Term("黄塘", "zh-Hans"),), "place"),
    Concept("c-percent", (Term("%", "und"),), "term"),
)


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("lookup") / "alike.jsonl"
    write_jsonl(Termbase(ALIKE), path)
    return open_index([path])


def test_what_may_be_a_typing_error_may_be_another_name(alike: Index):
    hits = lookups("Aldersbach", alike)
    assert [(hit.concept, hit.reason) for hit in hits[:2]] == [("c-typed", "typing"), ("c-heard", "sound")]


@pytest.mark.parametrize(
    ("query", "concept", "reason"),
    [("田二河镇", "c-pinyin", "pinyin"), ("田二河", "c-pinyin", "pinyin"), ("黄堂", "c-homophone", "sound")],
)
def test_the_syllables_of_a_query(alike: Index, query: str, concept: str, reason: str):
    assert [(hit.concept, hit.reason) for hit in lookups(query, alike)[:1]] == [(concept, reason)]


@pytest.mark.parametrize("query", ["_", "*", "?", "[a-z]*", "%%", "' or 1=1 --", '"; drop table name; --', "\\", "0x00", "{}"])
def test_a_pattern_is_text(alike: Index, query: str):
    assert lookups(query, alike) == []
    assert [hit.concept for hit in lookups("%", alike)] == ["c-percent"]
