"""Two spellings laid beside one another: every character has its place, and the marks say what differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.diff import Step, spelling_difference
from glossary.errors import UsageError
from glossary.normalise import has_han

CASES = [
    # old, new: the places, with | between old and new
    ("阿利耶夫", "阿里也夫", "阿|阿 利|里 耶|也 夫|夫"),
    ("巴尔达", "拜达", "巴|拜 尔| 达|达"),
    ("羅瓦納", "罗瓦纳", "羅|罗 瓦|瓦 納|纳"),
    ("Aliyev", "Aliev", "A|A l|l i|i y| e|e v|v"),
    ("阿利耶夫", "Aliyev", "阿|a 利|li 耶|ye 夫|v"),
    ("Aliyev", "阿利耶夫", "a|阿 li|利 ye|耶 v|夫"),
    ("阿利", "1999", "阿| 利| |1999"),
    ("Ali", "DNA检测", "|D |N |A |检 |测 ali|"),
    ("!!", "?!", "!|? !|!"),
]


@pytest.mark.parametrize(("old", "new", "places"), CASES)
def test_the_places(old: str, new: str, places: str):
    assert " ".join(f"{step.old}|{step.new}" for step in spelling_difference(old, new).steps) == places


def test_sounds_and_likeness_of_a_place():
    assert spelling_difference("利", "里").steps == (Step("利", "里", "lì", "lǐ", 0.9),)
    assert spelling_difference("维", "夫").steps[0].likeness == 0.3  # both begin with the lips, and go on otherwise
    assert spelling_difference("利", "Li").steps == (Step("利", "li", "lì"),)


def test_the_letters_of_a_name_that_both_render():
    steps = spelling_difference("阿利耶夫", "阿里也夫", "Aliyev").steps
    assert [(s.old_letters, s.new_letters) for s in steps] == [("a", "a"), ("li", "li"), ("ye", "ye"), ("v", "v")]


@pytest.mark.parametrize(
    ("old", "new", "verdict", "least", "most"),
    [
        ("阿利耶夫", "阿利耶夫", "The same", 1, 1),
        ("羅瓦納", "罗瓦纳", "Differ in script, width, case or marks only", 1, 1),
        ("Zürich", "ZURICH", "Differ in script, width, case or marks only", 0.9, 1),
        ("阿利耶夫", "阿里也夫", "Differ", 0.8, 0.99),
        ("阿利耶夫", "明斯克", "Differ", 0, 0.1),
        ("阿利耶夫", "Aliyev", "Differ", 0.9, 1),
        ("!", "?", "Differ", 0, 0.1),
    ],
)
def test_how_alike(old: str, new: str, verdict: str, least: float, most: float):
    difference = spelling_difference(old, new)
    assert difference.verdict == verdict
    assert least <= difference.likeness <= most


@pytest.mark.parametrize(("old", "new", "latin"), [("", "a", ""), ("a", " \t", ""), ("阿" * 401, "阿", ""), ("阿", "阿", "x" * 401)])
def test_what_cannot_be_compared_is_said(old: str, new: str, latin: str):
    with pytest.raises(UsageError):
        spelling_difference(old, new, latin)


_SPELLING = st.text(st.sampled_from("阿利耶夫維DAab1é·-（ 。\x00😀"), min_size=1, max_size=12).filter(str.strip)


@given(_SPELLING, _SPELLING)
def test_no_character_is_lost(old: str, new: str):
    difference = spelling_difference(old, new)
    assert 0 <= difference.likeness <= 1
    for side, text in (("old", old), ("new", new)):
        shown = "".join(getattr(step, side) for step in difference.steps)
        assert [c for c in shown if has_han(c)] == [c for c in text if has_han(c)]
    for step in difference.steps:
        assert step.old or step.new
        assert bool(step.old_pinyin) == has_han(step.old)


def test_a_long_spelling_is_laid_out_whole():
    steps = spelling_difference("阿" * 400, "阿" * 399 + "夫").steps
    assert "".join(step.old for step in steps) == "阿" * 400
