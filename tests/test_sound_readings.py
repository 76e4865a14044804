"""How characters are read, and how Latin names are folded."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.sound import pinyin
from glossary.sound.letters import GRAMS, LONGEST, grams, letters, turned, words
from glossary.sound.readings import cantonese, cut_jyutping, cut_pinyin, mandarin, toneless


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("什叶", "shi ye"), ("贾迈勒", "jia mai le"), ("夏尔", "xia er"), ("柏林", "bo lin"), ("佛罗伦萨", "fo luo lun sa"),
        ("格魯吉亞", "ge lu ji ya"), ("乔·拜登", "qiao bai deng"), ("绿地 (Lüdi)", "lü di"), ("", ""), ("Goris", ""),
    ],
)  # fmt: skip
def test_names_are_read_character_by_character(text: str, read: str) -> None:
    assert " ".join(pinyin(text)) == read


def test_tones_and_words() -> None:
    assert pinyin("阿利耶夫", tones=True) == ("ā", "lì", "yé", "fū")
    assert pinyin("银行", words=True) == ("yin", "hang")
    assert pinyin("银行") == ("yin", "xing")  # character by character: why words have a way of their own


def test_every_reading_is_cut_whole() -> None:
    for syllable in set(mandarin().values()):
        cut = cut_pinyin(toneless(syllable))
        assert cut.initial + cut.final == toneless(syllable)
    for syllable in set(cantonese().values()):
        cut = cut_jyutping(syllable)
        assert cut.initial + cut.final == syllable
    assert cut_jyutping("ng") == ("", "ng")
    assert cut_pinyin("zhang") == ("zh", "ang")


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Šiauliai", "shiauliai"), ("İlham Əliyev", "ilham aliyev"), ("Díaz, Guillermo", "guillermo diaz"),
        ("Goris (Syunik)", "goris"), ("O'Brien", "obrien"), ("Москва", "moskva"), ("Чайковский", "chaykovskiy"),
        ("Αθήνα", "athina"), ("戈里斯", ""), ("123", ""), ("", ""), ("Saint-Denis 93", "saint denis"),
    ],
)  # fmt: skip
def test_words_of_a_name(name: str, read: str) -> None:
    assert words(name) == read


def test_other_orders_of_words() -> None:
    assert turned("villedieu sur indre") == ("indre villedieu",)
    assert turned("rothenburg ob der tauber") == ("tauber rothenburg",)
    assert turned("orban viktor") == ("viktor orban",)
    assert turned("cappelle la grande") == ("grande cappelle",)
    assert turned("goris") == ()


@given(st.text(max_size=60))
@settings(deadline=None)
def test_words_are_plain_and_stay_as_they_are(text: str) -> None:
    name = words(text)
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz ")
    assert words(name) == name
    run, starts = letters(name)
    assert len(run) <= LONGEST
    assert " " not in run
    assert list(starts) == sorted(set(starts))
    assert all(0 <= pair < GRAMS for pair in grams(run))
