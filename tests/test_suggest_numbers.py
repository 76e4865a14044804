"""Sessions, years, meetings, resolutions, dates in English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.suggest.numbers import (
    date,
    figure_ordinal,
    number,
    ordinal,
    ordinal_session,
    organ_session,
    resolution,
    split_date,
    war_of_days,
)

ORGANS = {"大会": "the General Assembly", "安全理事会": "the Security Council", "国际法院": "the ICJ"}


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("第七十五届会议", "seventy-fifth session"),
        ("第二十届会议", "twentieth session"),
        ("第一百届会议", "one hundredth session"),
        ("第一百一十届会议", "one hundred and tenth session"),
        ("第12届会议", "twelfth session"),
        ("第七十七年", "seventy-seventh year"),
        ("第十一届紧急特别会议", "eleventh emergency special session"),
        ("第三十届特别会议", "thirtieth special session"),
        ("第9132次会议", "9132nd meeting"),
        ("第111次全体会议", "111th plenary meeting"),
        ("第七次会议", "7th meeting"),
        ("第2020年", None),
        ("第二〇二〇年", None),
        ("七十五届会议", None),
        ("第七十五届", None),
        ("第零届会议", None),
        ("大会第七十五届会议", None),
        ("第三委员会", None),
        ("", None),
    ],
)
def test_sessions(zh: str, en: str | None) -> None:
    assert ordinal_session(zh) == en


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("大会第七十五届会议", "seventy-fifth session of the General Assembly"),
        ("安全理事会第七十五年", "seventy-fifth year of the Security Council"),
        ("第七十五届会议", "seventy-fifth session"),
        ("某会第七十五届会议", None),
        ("大会第七十五届会议议程", None),
    ],
)
def test_sessions_of_an_organ(zh: str, en: str | None) -> None:
    assert organ_session(zh, ORGANS.get) == en


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("安全理事会第822(1993)号决议", "Security Council resolution 822 (1993)"),
        ("大会第62/243号决议", "General Assembly resolution 62/243"),
        ("第1546(2004)号决议", "resolution 1546 (2004)"),
        ("第55/488号决定", "decision 55/488"),
        ("第8/43-C号决议", "resolution 8/43-C"),
        ("某会第822(1993)号决议", None),
        ("第822号来文", None),
        ("第822(1993)号决议草案", None),
    ],
)
def test_resolutions(zh: str, en: str | None) -> None:
    assert resolution(zh, ORGANS.get) == en


@pytest.mark.parametrize(
    ("zh", "en"),
    [("2020年9月28日", "28 September 2020"), ("2020年13月1日", None), ("9月28日", None), ("", None)],
)
def test_dates(zh: str, en: str | None) -> None:
    assert date(zh) == en


@pytest.mark.parametrize(
    ("zh", "parts"),
    [
        ("2020年9月28日的声明", ("28 September 2020", "声明")),
        ("2020年9月28日外交部的声明", ("28 September 2020", "外交部的声明")),
        ("外交部2020年9月28日的声明", ("28 September 2020", "外交部的声明")),
        ("外交部的声明", ("", "外交部的声明")),
        ("2020年9月88日的声明", ("", "2020年9月88日的声明")),
    ],
)
def test_a_date_is_taken_out(zh: str, parts: tuple[str, str]) -> None:
    assert split_date(zh) == parts


def test_wars_of_days() -> None:
    assert war_of_days("44天战争") == "44-day war"
    assert war_of_days("十二日战争") == "12-day war"
    assert war_of_days("海湾战争") is None


def chinese_numeral(value: int) -> str:
    """The numeral of 1 to 999, built the other way round."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{digits[tens]}十" if tens > 1 or hundreds else "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


@given(st.integers(1, 999))
def test_every_numeral_is_read(value: int) -> None:
    assert number(chinese_numeral(value)) == value
    assert number(str(value)) == value


def test_ordinals_differ_and_end_as_english_does() -> None:
    words = [ordinal(value) for value in range(1, 200)]
    assert len(set(words)) == len(words)
    for value, word in enumerate(words, 1):
        ends = {"first": "st", "second": "nd", "third": "rd"}
        ending = next((end for last, end in ends.items() if word.endswith(last)), "th")
        assert figure_ordinal(value).endswith(ending), word


@given(st.text(alphabet="第一二十百零届年次会议决议号()/天战争0123456789月日的大会 ", max_size=24))
def test_anything_is_read_without_a_fault(zh: str) -> None:
    for reading in (ordinal_session, war_of_days, date, number, split_date):
        reading(zh)
    organ_session(zh, ORGANS.get)
    resolution(zh, ORGANS.get)
