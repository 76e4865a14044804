"""Scores, alignments and left edges: what must hold for any names, and what is known of some."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.sound import align, likeness, load_model, name_start, score, variant_likeness
from glossary.sound.hear import UNHEARD, pair_ratios, tokens
from glossary.sound.lattice import LONGEST_HAN, closings, lattice, log_scores, openings, steps
from glossary.sound.letters import all_words, words
from glossary.sound.model import CHUNK

ANY = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="阿利耶夫拜登·-戈里斯勒姆恩的国 ", max_size=12),
    st.text(alphabet="abcdeghilmnoprstuvyz -'", max_size=20),
)


@given(st.lists(ANY, max_size=6))
@settings(max_examples=150, deadline=None)
def test_the_words_of_many_names_are_those_of_each(texts: list[str]) -> None:
    texts += ["O'Brien-Smith", "Al  Ain", "a" * 401, "Kalbajar, Vardenis", "\u212aars", "Jean--Pierre", "one\ntwo"][: len(texts) + 5]
    assert all_words(texts) == [words(text) for text in texts]


@given(ANY, ANY)
@settings(max_examples=150, deadline=None)
def test_scores_are_finite_and_likenesses_are_shares(a: str, b: str) -> None:
    assert math.isfinite(score(a, b))
    assert 0.0 <= likeness(a, b) <= 1.0
    assert 0.0 <= variant_likeness(a, b) <= 1.0


@given(ANY, ANY)
@settings(max_examples=60, deadline=None)
def test_variant_likeness_is_symmetric(a: str, b: str) -> None:
    assert variant_likeness(a, b) == variant_likeness(b, a)


@pytest.mark.parametrize("bad", ["", " ", "·", "-", "。", "戈", "x" * 3000, "阿" * 3000, "\x00", "😀", "𠮷野", "한국", "東京都"])
def test_odd_names_get_an_answer(bad: str) -> None:
    for other in ("", "Goris", "戈里斯", bad):
        assert math.isfinite(score(bad, other))
        assert 0 <= likeness(other, bad) <= 1
        assert isinstance(align(bad, other), tuple)
    assert score("", "Goris") == UNHEARD
    assert likeness("戈里斯", "") == 0.0


def test_the_sum_over_alignments_is_the_sum_over_alignments() -> None:
    """The forward pass against walking every alignment one by one."""
    model = load_model()
    for han, latin in (("戈里斯", "goris"), ("拜登", "joe biden"), ("乔·拜登", "joe biden")):
        names = lattice((latin,), model)
        made, opens, closes = steps(han, names, model)[:, 0], openings(names, model)[0], closings(names, model)[0]
        size = int(names.lengths[0])

        def walk(k: int, at: int, made: Any = made, closes: Any = closes, size: int = size) -> float:
            if k == len(made):
                return float(closes[at])
            return sum(float(made[k, at, n]) * walk(k + 1, at + n) for n in range(min(CHUNK, size - at) + 1))

        total = sum(float(opens[at]) * walk(0, at) for at in range(size + 1) if opens[at])
        assert float(log_scores(han, names, model)[0]) == pytest.approx(math.log(total), abs=1e-4)


def test_many_names_at_once_score_as_one_by_one() -> None:
    model = load_model()
    names = ["goris", "joe biden", "a", "villedieu sur indre", "x"]
    together = log_scores("戈里斯", lattice(names, model), model)
    for name, value in zip(names, together, strict=True):
        assert float(log_scores("戈里斯", lattice((name,), model), model)[0]) == pytest.approx(float(value), abs=1e-5)


def test_letter_pairs_speak_for_the_right_name() -> None:
    model = load_model()
    ratios = pair_ratios("戈里斯", model)
    prepared = lattice(("goris", "tumanyan"), model)
    own, other = ratios[prepared.grams].sum(1)
    assert own > other
    assert ratios[-1] == 0.0


@pytest.mark.parametrize(
    ("han", "latin", "pieces"),
    [
        ("戈里斯", "Goris", "go ri s"),
        ("拜登", "Joe Biden", "bi den"),
        ("斯捷潘纳克特", "Stepanakert", "s te pan a ker t"),
        ("阿利耶夫", "Aliyev", "a li ye v"),
        ("伊利哈姆·阿利耶夫", "Ilham Aliyev", "i l ha m  a li ye v"),
    ],
)
def test_which_letters_each_character_stands_for(han: str, latin: str, pieces: str) -> None:
    found = align(han, latin)
    assert "".join(char for char, _ in found) == han
    assert [letters for _, letters in found] == pieces.split(" ")


@given(ANY, ANY)
@settings(max_examples=60, deadline=None)
def test_an_alignment_holds_a_run_of_the_letters(han: str, latin: str) -> None:
    found = "".join(letters for _, letters in align(han, latin))
    name = words(latin)
    orders = ["".join(name.split()), "".join(name.split()[-1:] + name.split()[:-1])]
    assert found == "" or any(found in order for order in orders) or found in "".join(name.split()[1:])  or len(name.split()) > 2


@pytest.mark.parametrize(
    ("before", "name", "latin"),
    [
        ("美国总统", "拜登", "Joe Biden"),
        ("发言人", "瓦格拉姆·波戈西安", "Vagram Pogosian"),
        ("总统", "伊利哈姆·阿利耶夫", "Ilham Aliyev"),
        ("他来到", "斯捷潘纳克特", "Stepanakert"),
        ("会见了德国总理", "默克尔", "Angela Merkel"),
        ("，", "戈里斯", "Goris"),
    ],
)
def test_where_a_name_begins(before: str, name: str, latin: str) -> None:
    text = f"{before}{name}（{latin}）"
    start, sure = name_start(text, len(before + name), latin)
    assert text[start:len(before + name)] == name
    assert sure > 0.3
    assert name_start(text, len(before + name), latin, earliest=len(before) + 1)[0] > len(before)


def test_a_start_is_always_within_bounds() -> None:
    assert name_start("", 0, "Goris") == (0, 0.0)
    assert name_start("abc", 3, "Goris") == (3, 0.0)
    assert name_start("戈里斯", 99, "") == (0, 0.0)
    assert name_start("戈里斯", 3, "Goris", earliest=9) == (3, 0.0)


def test_long_names_are_cut_not_refused() -> None:
    assert len(tokens("阿" * 500)) == LONGEST_HAN
    assert tokens("Goris") == ""
    assert tokens("喬·拜登") == "乔·拜登"
