"""From a spelling as it stands to the form it is compared by: widths, interpuncts, dashes, scripts, letters.

Every function is idempotent. Nothing here changes a document; the results are keys and clean forms.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from opencc import OpenCC

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
LATIN = r"A-Za-z\u00c0-\u024f\u1e00-\u1eff"
INTERPUNCTS = "·•・‧∙⋅･᛫●˙"
DASHES = "‐‑‒–—―−－﹣"

_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(f"[{LATIN}]")
# What most names are written with; nothing of it has another width, form or decomposition.
_PLAIN = re.compile("[\u4e00-\u9fff·]*")
# A run of blanks is looked at from its beginning only: a million of them would be looked at a million times.
_DOT = re.compile(rf"(?<!\s)\s++[{INTERPUNCTS}]\s*+|[{INTERPUNCTS}]\s*+")
_DASH = re.compile(f"[{DASHES}]")
_BLANK = re.compile(r"\s+")
_NO_KEY = re.compile("[^0-9a-z]+")
# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ə": "a", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ħ": "h",
     "Ə": "A", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "Th", "Æ": "Ae", "Œ": "Oe", "Ħ": "H"}
)  # fmt: skip

Direction = Literal["t2s", "s2t", "s2twp", "s2hk", "tw2sp", "hk2s"]


def has_han(text: str) -> bool:
    """Whether any Chinese character stands in `text`."""
    return _HAN.search(text) is not None


def has_latin(text: str) -> bool:
    """Whether any Latin letter stands in `text`."""
    return _LATIN.search(text) is not None


def chinese_form(text: str) -> str:
    """The clean form of a Chinese name or term: NFKC widths, `·` for any interpunct, `-` for any dash, no blanks
    beside Chinese characters, single blanks elsewhere."""
    if _PLAIN.fullmatch(text):
        return text
    text = _DOT.sub("·", unicodedata.normalize("NFKC", _DOT.sub("·", text)))
    stop, blank_by_han = _by_han()
    text = _DASH.sub("-", stop.sub("·", text))
    return _BLANK.sub(" ", blank_by_han.sub("", text)).strip()


def latin_form(text: str) -> str:
    """The clean form of a Latin-script name: composed letters, plain widths, single blanks; case and accents stay."""
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def latin_key(text: str) -> str:
    """What Latin spellings are compared by: lower-case a-z, digits and single blanks; hyphens count as blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join([c for c in text if not unicodedata.combining(c)]).casefold().translate(_LETTERS)
    return _NO_KEY.sub(" ", text.lower().replace("'", "").replace("’", "")).strip()


def chinese_key(text: str) -> str:
    """What Chinese spellings are compared by: the clean form in Simplified characters, quotes and brackets of
    titles stripped from the ends."""
    return simplified(chinese_form(text)).strip("《》〈〉“”\"'‘’「」『』")


def simplified(text: str) -> str:
    """`text` in Simplified characters (OpenCC t2s, character by character and phrase by phrase)."""
    return _converter("t2s").convert(text) if has_han(text) else text


def converted(text: str, direction: Direction) -> str:
    """`text` converted by OpenCC. The result is a machine's: it is attested only where a text holds it."""
    return str(_converter(direction).convert(text))


def script(text: str) -> Literal["Hans", "Hant"] | None:
    """The script a Chinese form is written in; None where both scripts write it alike."""
    if simplified(text) != text:
        return "Hant"
    return "Hans" if converted(text, "s2t") != text else None


@cache
def _by_han() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A full stop of any width that stands for an interpunct, between a Han character and a letter (乔．甘乃迪), and
    blanks beside Chinese characters. Made when first used: 7 ms that a look-up should not pay for."""
    marks = "《》“”（）、，。·\\-"
    return (
        re.compile(rf"(?<=[{HAN}])[.．](?=[{HAN}{LATIN}])|(?<=[{LATIN}])[.．](?=[{HAN}])"),
        re.compile(rf"(?<=[{HAN}{marks}])\s++|(?<!\s)\s++(?=[{HAN}{marks}])"),
    )


@cache
def _converter(direction: Direction) -> OpenCC:
    import opencc  # 44 ms that a plain look-up in Latin should not pay for

    return opencc.OpenCC(direction)


def same_length_simplified(text: str) -> str:
    """`text` in Simplified characters, code point for code point, so that offsets hold in both.

    Where OpenCC's phrases change the length, each character is converted by itself.
    """
    plain = simplified(text)
    if len(plain) == len(text):
        return plain
    return "".join(c if len(s := simplified(c)) != 1 else s for c in text)
