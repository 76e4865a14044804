"""The data types of XML Schema that TBX uses, as far as a validator needs them: dates and addresses."""

from __future__ import annotations

import re
from calendar import monthrange

_BLANK = " \t\r\n"
_DATE = re.compile(
    r"-?(?P<year>[1-9]\d{4,}|\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?P<time>T(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?P<part>\.\d+)?)?"
    r"(?:Z|[+-](?P<zone>\d\d):(?P<zone_minute>\d\d))?",
    re.ASCII,
)
# RFC 3986, as every checker of anyURI reads it: what no address may hold is allowed as if it were escaped.
_CHARACTER = r"(?:[\w\-.~!$&'()*+,;=]|%[0-9A-Fa-f]{2})"
_SEGMENT = rf"(?:{_CHARACTER}|[:@])"
_AUTHORITY = rf"(?:(?:{_CHARACTER}|:)*@)?(?:\[[^\]]*\]|{_CHARACTER}*)(?::\d{{0,8}})?(?:/{_SEGMENT}*)*"
_ROOTED = rf"//{_AUTHORITY}|/(?:{_SEGMENT}+(?:/{_SEGMENT}*)*)?"
_URI = re.compile(
    rf"(?:[A-Za-z][A-Za-z0-9+.\-]*:(?:{_ROOTED}|{_SEGMENT}+(?:/{_SEGMENT}*)*)?"
    rf"|{_ROOTED}|(?:{_CHARACTER}|@)+(?:/{_SEGMENT}*)*|)"
    rf"(?:\?(?:{_SEGMENT}|[/?])*)?(?:#(?:{_SEGMENT}|[/?\[\]])*)?",
    re.ASCII,
)
_ESCAPED = re.compile(r"[\"<>^`{|}\\ \x80-\U0010ffff]")


def is_date(text: str, *, with_time: bool) -> bool:
    """Whether `text` is an xs:date, or, with `with_time`, an xs:dateTime: a day of the calendar, YYYY-MM-DD."""
    found = _DATE.fullmatch(text.strip(_BLANK))
    if not found or (found["time"] and not with_time):
        return False
    year, month, day = int(found["year"][-8:]), int(found["month"]), int(found["day"])
    if found["year"] == "0000" or not 1 <= month <= 12:
        return False
    # Years run in cycles of 400, and the calendar of Python ends with 9999.
    if not 1 <= day <= monthrange(year % 400 + 2000, month)[1]:
        return False
    if found["zone"] and int(found["zone"]) * 60 + int(found["zone_minute"]) > 14 * 60:
        return False
    if found["zone"] and int(found["zone_minute"]) > 59:
        return False
    return not found["time"] or _is_time(found)


def is_uri(text: str) -> bool:
    """Whether `text` passes for an address (xs:anyURI); nearly everything does."""
    return _URI.fullmatch(_ESCAPED.sub("_", " ".join(text.split()))) is not None


def _is_time(found: re.Match[str]) -> bool:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"])
    if hour == 24:
        return minute == second == 0 and not (found["part"] or "").strip(".0")
    return hour < 24 and minute < 60 and second < 60
