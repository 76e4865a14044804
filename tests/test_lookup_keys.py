"""What names are filed under, against slow obvious oracles."""

from __future__ import annotations

import itertools

from hypothesis import example, given, settings
from hypothesis import strategies as st

from glossary.lookup import keys
from glossary.lookup.ear import consonants, ear
from glossary.lookup.fold import folded, joined
from glossary.lookup.make import readings

SLOW = settings(max_examples=300, deadline=None)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.text("阿韋韦·• -aÀøß'’%Жか", max_size=12)


@SLOW
@given(TEXTS)
@example(':  \x1b')
@example('Ж  。')
def test_folding_twice_is_folding_once(text: str):
    once = folded(text)
    assert folded(once) == once
    assert once == once.strip()
    assert "  " not in once


def test_folding():
    table = {
        "Côte d’Ivoire": "cote divoire", "İSTANBUL": "istanbul", "Łódź": "lodz", "ＡＢＣ": "abc", "Straße": "strasse",
        "伊利哈姆•阿利耶夫": "伊利哈姆 阿利耶夫", "《聯合國憲章》": "联合国宪章", "Kechut水庫": "kechut 水库",
        "第822(1993)号决议": "第 822 1993 号决议", "Жировка": "жировка", "%": "%", "": "", " - ": "-",
    }  # fmt: skip
    assert {text: folded(text) for text in table} == table


def edits(form: str, letters: str) -> set[str]:
    """Everything that is one typing error away, the plain way."""
    found = {form[:k] + form[k + 1:] for k in range(len(form))}
    found |= {form[:k] + c + form[k:] for k in range(len(form) + 1) for c in letters}
    found |= {form[:k] + c + form[k + 1:] for k in range(len(form)) for c in letters}
    return found | {form[:k] + form[k + 1] + form[k] + form[k + 2:] for k in range(len(form) - 1)}


@SLOW
@given(st.text("abc", min_size=keys.LEAST, max_size=keys.SHORT))
def test_one_error_in_a_short_form_leaves_a_half(form: str):
    filed = keys.halves("l", form)
    assert filed
    missed = {near for near in edits(form, "abc") if near and not keys.near_halves("l", near) & filed}
    assert missed == set()


@SLOW
@given(st.text("阿利耶", min_size=keys.LEAST_HAN, max_size=keys.SHORT_HAN))
def test_one_error_in_a_short_chinese_form_leaves_a_half(form: str):
    filed = keys.halves("h", form)
    assert {near for near in edits(form, "阿利") if near and not keys.near_halves("h", near) & filed} == set()


@SLOW
@given(st.text("阿利耶夫 ab", min_size=1, max_size=9).map(folded).filter(joined), st.data())
def test_a_piece_of_a_chinese_name_shares_its_keys(name: str, data: st.DataObject):
    whole = joined(name)
    start = data.draw(st.integers(0, len(whole) - 1))
    piece = whole[start:data.draw(st.integers(start + 1, len(whole)))]
    if any(c >= "\u4e00" for c in whole):
        filed = keys.filed(name, "", "")
        assert keys.han_grams(piece) <= filed
        assert {f"h{c}" for c in piece} <= filed
        assert f"={whole}" in filed


def test_keys_are_bounded_for_long_forms():
    assert len(keys.filed("a" * 5000, "", "")) < 20
    assert len(keys.filed(folded("阿利耶夫" * 2000), "", "")) < 50


def test_readings():
    assert readings("联合国") == ("lián'hé'guó",)
    assert readings("安东 韦尔") == ("ān'dōng wéi'ěr",)
    assert readings("anton") == ()
    assert "zhōng'yāng'yín'háng" in readings("中央银行")


def test_ears_of_one_sound():
    for han, latin in (("凯丘特", "kechut"), ("韦尔尼科夫", "vernikov"), ("圣热尔曼", "saint germain"), ("贝克", "beck")):
        mine, theirs = consonants(ear(han)), consonants(ear(latin))
        assert set(itertools.pairwise(mine)) & set(itertools.pairwise(theirs)), (han, mine, theirs)
    assert ear("schwarz tchad") == "sfals cat"
    assert ear("123 %") == ""
