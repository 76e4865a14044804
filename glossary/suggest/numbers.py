"""English of what is counted or dated: sessions and years of an organ, meetings, resolutions, dates.

The rules follow the style of United Nations documents: sessions and years in words up to the one hundred and
ninety-ninth (seventy-fifth session), meetings in figures (9132nd meeting), dates as 28 September 2020.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_NUMBER = r"[〇零一二三四五六七八九十百千两\d]+"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SMALL = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENTHS = (
    "twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip

# What is counted, with the form of the number: in words (ordinal) or in figures.
_COUNTED: tuple[tuple[str, str, str], ...] = (
    ("届紧急特别会议", "emergency special session", "words"),
    ("届特别会议", "special session", "words"),
    ("届常会", "regular session", "words"),
    ("届续会", "resumed session", "words"),
    ("届年会", "annual session", "words"),
    ("届会议", "session", "words"),
    ("届会", "session", "words"),
    ("年", "year", "words"),
    ("次全体会议", "plenary meeting", "figures"),
    ("次正式会议", "formal meeting", "figures"),
    ("次会议", "meeting", "figures"),
)
_SESSION = re.compile(rf"第({_NUMBER})(" + "|".join(re.escape(unit) for unit, _, _ in _COUNTED) + ")")
_UNIT = {unit: (english, style) for unit, english, style in _COUNTED}
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_RESOLUTION = re.compile(r"第?\s*(\d{1,4}\s*\((?:19|20)\d\d\)|\d{1,3}/\d{1,3}(?:[ -]?[A-Z])?)\s*号(决议|决定)")
_DAYS_WAR = re.compile(rf"({_NUMBER})[天日]战争")


def number(text: str) -> int | None:
    """The value of a number in Chinese numerals (七十五, 一百一十, 二〇二〇) or figures; None if it is
    none."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    text = text.replace("两", "二").replace("〇", "零")
    if not any(unit in text for unit in _UNITS):
        digits = [_DIGITS.find(c) for c in text]
        return int("".join(map(str, digits))) if digits and min(digits) >= 0 else None
    total, digit = 0, None
    for c in text:
        if c in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[c]
            digit = None
        elif c == "零":
            digit = None
        elif (value := _DIGITS.find(c)) > 0 and digit is None:
            digit = value
        else:
            return None
    return total + (digit or 0)


def ordinal(value: int) -> str:
    """The English ordinal in words, 1 to 199 (one hundred and tenth); in figures beyond (210th)."""
    if not 0 < value < 200:
        return figure_ordinal(value)
    if value >= 100:
        rest = value - 100
        return f"one hundred and {ordinal(rest)}" if rest else "one hundredth"
    if value < 20:
        return _SMALL[value]
    ten, one = divmod(value, 10)
    return f"{_TENS[ten - 2]}-{_SMALL[one]}" if one else _TENTHS[ten - 2]


def figure_ordinal(value: int) -> str:
    """The English ordinal in figures: 9131st, 9132nd, 9111th."""
    if value % 100 in (11, 12, 13):
        return f"{value}th"
    return str(value) + {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def ordinal_session(zh: str) -> str | None:
    """The English of a session, year or meeting: 第七十五届会议 → seventy-fifth session, 第七十五年 →
    seventy-fifth year, 第9132次会议 → 9132nd meeting. None if `zh` is something else."""
    if (match := _SESSION.fullmatch(zh)) is None or not (value := number(match[1])):
        return None
    english, style = _UNIT[match[2]]
    if match[2] == "年" and (value > 199 or match[1].isascii()):
        return None  # 第2020年 is no year of an organ
    return f"{ordinal(value) if style == 'words' else figure_ordinal(value)} {english}"


def organ_session(zh: str, organ: Callable[[str], str | None]) -> str | None:
    """The same with the organ before it: 大会第七十五届会议 → seventy-fifth session of the General
    Assembly. `organ` gives the English of the Chinese before the number, with its article; None if it does
    not know it."""
    for match in _SESSION.finditer(zh):
        if match.start() and match.end() == len(zh):
            session, of = ordinal_session(match[0]), organ(zh[: match.start()])
            return f"{session} of {of}" if session and of else None
    return ordinal_session(zh)


def resolution(zh: str, organ: Callable[[str], str | None]) -> str | None:
    """第822(1993)号决议 → resolution 822 (1993); with its organ, which loses the article:
    安全理事会第822(1993)号决议 → Security Council resolution 822 (1993). None if `zh` is something else or
    the organ is not known."""
    match = next((m for m in _RESOLUTION.finditer(zh) if m.end() == len(zh)), None)
    if match is None:
        return None
    noun = "resolution" if match[2] == "决议" else "decision"
    symbol = re.sub(r"\s*\(", " (", match[1]).strip()
    before = zh[: match.start()]
    if not before:
        return f"{noun} {symbol}"
    of = organ(before)
    return f"{of.removeprefix('the ')} {noun} {symbol}" if of else None


def date(zh: str) -> str | None:
    """2020年9月28日 → 28 September 2020; None if `zh` is no full date."""
    match = _DATE.fullmatch(zh)
    if match is None or not (0 < int(match[2]) < 13 and 0 < int(match[3]) < 32):
        return None
    return f"{int(match[3])} {_MONTHS[int(match[2]) - 1]} {match[1]}"


def split_date(zh: str) -> tuple[str, str]:
    """(English date, the rest) of a form that begins with a full date, or has it before 的
    (外交部2020年9月28日的声明); the first is empty where there is none."""
    match = _DATE.search(zh)
    if match is None or (english := date(match[0])) is None:
        return "", zh
    return english, zh[: match.start()] + zh[match.end() :].removeprefix("的" if not match.start() else "")


def war_of_days(zh: str) -> str | None:
    """44天战争 → 44-day war; 六日战争 → six-day war stays to the reference table. None if `zh` is something
    else."""
    match = _DAYS_WAR.fullmatch(zh)
    value = number(match[1]) if match else None
    return f"{value}-day war" if value else None
