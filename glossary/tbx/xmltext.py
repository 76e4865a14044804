"""Text on its way into XML: what XML may hold, escaped; and names that XML takes for ids and languages."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

# What XML 1.0 does not allow, and the control characters that it allows and nobody wants.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile(r"[ \t\r\n]+")
_UNCLEAN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|^ | $|  ")
_SPECIAL = re.compile('[&<>"\r\n\t]')
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)
_ASCII_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def clean(text: str) -> str:
    """One line of text that XML may hold: control characters gone, blanks and line breaks single. Idempotent."""
    if not _UNCLEAN.search(text):
        return text
    return _BLANKS.sub(" ", _FORBIDDEN.sub("", text)).strip(" ")


def escaped(text: str) -> str:
    """`text` as XML character data. It must hold nothing that XML forbids."""
    return text.translate(_TEXT) if _SPECIAL.search(text) else text


def attribute(text: str) -> str:
    """`text` as the value of an XML attribute in double quotes."""
    return text.translate(_ATTRIBUTE) if _SPECIAL.search(text) else text


def element_text(text: str) -> str:
    """`text` of a field, clean and escaped."""
    return escaped(clean(text))


def is_name(text: str) -> bool:
    """Whether XML takes `text` as an id: no leading digit, no blank, no colon or slash."""
    return _ASCII_NAME.fullmatch(text) is not None or (not text.isascii() and _name().fullmatch(text) is not None)


def name_from(text: str) -> str:
    """The nearest to `text` that XML takes as an id. Two texts may come out the same."""
    name = "".join(c if _name().fullmatch(f"_{c}") else "_" for c in text)
    return name if is_name(name) else f"c-{name}"


def is_language(tag: str) -> bool:
    """Whether `tag` has the form of a language tag (xs:language)."""
    return _LANGUAGE.fullmatch(tag) is not None


@cache
def _name() -> re.Pattern[str]:
    rows = (resources.files("glossary") / "data" / "xml-names.tsv").read_text("utf-8").split("\n")
    ranges: dict[str, str] = {"start": "A-Z_a-z", "part": "0-9.\\-"}
    for role, first, last in (row.split("\t") for row in rows if row):
        ranges[role] += f"{chr(int(first, 16))}-{chr(int(last, 16))}"
    return re.compile(f"[{ranges['start']}][{ranges['start']}{ranges['part']}]*")
