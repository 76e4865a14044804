"""Clean characters: stray blanks, full-width letters, interpuncts and dashes, with the way back.

Every edit deletes characters or replaces one by one, so a list of runs maps each clean character back exactly
to the original.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Literal

from glossary.clean.runs import Edit, edited
from glossary.normalise import HAN, INTERPUNCTS, LATIN, has_han, same_length_simplified

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossary.model.text import Run
    from glossary.rules import Rules

# Ranges as they stand in a character class.
BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
BLANKS = " \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Marks that are never seen: controls, soft hyphens, zero-width and direction marks, byte order marks.
UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufffe\uffff"
)

_DASHES = "‐‑–－−﹣"  # never the long dash, which is punctuation: 有名字——阿塞拜疆
_DOTS = INTERPUNCTS + "．"
_WIDE = "０-９Ａ-Ｚａ-ｚ"
_RADICALS = "\u2f00-\u2fd5"  # Kangxi radicals, which fonts of PDF files put in the place of the characters
_ODD = f"{BREAKS}{BLANKS[1:]}{UNSEEN}{_WIDE}{_RADICALS}{_DASHES}{_DOTS.replace('·', '')}"
_STOP = rf"(?<=[{HAN}]\.)(?=[{HAN}A-Z])|(?<=[{HAN}][.．·][A-Z]\.)(?=[{HAN}])"
_BLANK = r"(?<=[^!-~] )|(?<=\d )(?=\d)|(?<![\s\S] )|(?=[^!-~])|\Z"
# Whether there is anything to do. One pass that looks closer only at odd characters, blanks and full stops:
# most lines of a plain text have none that matter.
_TRIGGER = re.compile(rf"[{_ODD} .](?:(?<=[{_ODD}])|(?<= )(?:{_BLANK})|{_STOP})")
_UNSEEN = re.compile(f"[{UNSEEN}]+")
_HYPHENS = ("\x02", "\ufffe")
_NARROWABLE = re.compile(f"[{_WIDE}{_RADICALS}]")
_EDIT = re.compile(rf"[{BLANKS}{BREAKS}\-{_DASHES}{_DOTS}]+")
_FULL_STOP = re.compile(rf"\.(?:{_STOP})")
_NAME_END = 6  # characters before and after a full stop that show whether names stand there
_ONLY_BLANKS = re.compile(f"[{BLANKS}{BREAKS}]+")
_GROUPED = re.compile(rf"\d[{BLANKS}{BREAKS}]+\d{{3}}")
_THOUSANDS = re.compile(
    rf"(?<![\d.,/+\-])\d{{1,3}}(?:[{BLANKS}{BREAKS}]+\d{{3}}){{1,4}}(?![\d.,/\-])"
    rf"(?=[{BLANKS}]{{0,9}}[{HAN}％%，、。；）)])"
)
_NAME = re.compile(f"[{HAN}{LATIN}]")
_PUNCTUATION = re.compile(
    "[\u3001-\u3006\u3008-\u3020\u3030\ufe30-\ufe4f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]"
)
_NARROW = {
    **{code: chr(code - 0xFEE0) for a, z in ("０９", "ＡＺ", "ａｚ") for code in range(ord(a), ord(z) + 1)},
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
}


def _members(ranges: str) -> str:
    """The characters of a character class without escapes."""
    ends = re.compile("(.)-(.)", re.DOTALL)
    return ends.sub(lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), ranges)


EDGES = _members(BREAKS + BLANKS + UNSEEN)  # what is stripped from the ends of a line


def cleaned(text: str, runs: Sequence[Run], rules: Rules, *, laid_out: bool) -> tuple[str, tuple[Run, ...]]:
    """`text` with its characters cleaned, and its runs.

    In a text that is laid out in lines (`laid_out`) a blank between two Chinese characters is an accident of
    the layout and goes; elsewhere it separates (王毅 李强) and one is kept.
    """
    if not _TRIGGER.search(text):
        return text, tuple(runs)
    if _UNSEEN.search(text):
        text, runs = edited(text, runs, [_unseen(m) for m in _UNSEEN.finditer(text)])
    if _NARROWABLE.search(text):
        text = text.translate(_NARROW)
    text, runs = edited(text, runs, list(_edits(text, laid_out)))
    # Last, for what stands beside a full stop must be clean to be told for a name.
    return edited(text, runs, [Edit(at, at + 1, "·", at) for at in _joining(text, rules)])


def _unseen(match: re.Match[str]) -> Edit:
    """What becomes of marks that are never seen: PDFium's sign for a hyphen that ended a line is a hyphen."""
    start, end = match.span()
    around = match.string[start - 1 : start] + match.string[end : end + 1]
    if match[0] in _HYPHENS and len(around) == 2 and around.isalnum():
        return Edit(start, end, "-", start)
    return Edit(start, end)


def _edits(text: str, laid_out: bool) -> Iterator[Edit]:
    grouped = _grouped(text) if _GROUPED.search(text) else frozenset()
    last = len(text)
    for match in _EDIT.finditer(text):
        run = match[0]
        if run in ("-", "·"):
            continue
        start, end = match.span()
        left = text[start - 1] if start else ""
        right = text[end] if end < last else ""
        if start in grouped:
            yield Edit(start, end)
        elif run == " ":  # by far the most frequent
            if not _parts(run, left, right, laid_out):
                yield Edit(start, end)
        else:
            yield from _run_edits(run, start, left, right, laid_out)


def _run_edits(run: str, start: int, left: str, right: str, laid_out: bool) -> Iterator[Edit]:
    """What becomes of a run of blanks and marks that stands between `left` and `right` (empty at an edge)."""
    end = start + len(run)
    marks = _ONLY_BLANKS.sub("", run)
    if not marks:
        if not _parts(run, left, right, laid_out):
            yield Edit(start, end)
        else:
            yield Edit(start, end, " ", start)
        return
    at = run.index(marks[0])
    to = _joined(marks, at, len(run) - at - 1, left, right, laid_out)
    if to:
        yield Edit(start, end, to, start + at)
        return
    for match in _ONLY_BLANKS.finditer(run):
        begin, stop = start + match.start(), start + match.end()
        if (begin == start and not left) or (stop == end and not right):
            yield Edit(begin, stop)
        elif match[0] != " ":
            yield Edit(begin, stop, " ", begin)


def _joined(marks: str, before: int, after: int, left: str, right: str, laid_out: bool) -> str:
    """The interpunct or hyphen that joins `left` and `right` where one mark with `before` and `after` blanks
    round it stands for it; else the empty string."""
    if len(marks) != 1:
        return ""
    names = bool(_NAME.match(left) and _NAME.match(right))
    if names and marks in _DOTS:
        return "·"
    if names and marks not in _DOTS:
        # A dash with a blank on either side parts two phrases: 首页 - 新闻.
        return "-" if not (before or after) or (laid_out and not (before and after)) else ""
    if before or after or not (left.isascii() and right.isascii() and left.isalnum() and right.isalnum()):
        return ""
    if marks in "‐‑－":
        return "-"
    return "." if marks == "．" else ""


def _parts(blank: str, left: str, right: str, laid_out: bool) -> bool:
    """Whether a blank between two characters parts them still in clean text."""
    if not left or not right:
        return False
    kinds = _kind(left) + _kind(right)
    if "P" in kinds:
        return False
    if "H" not in kinds or "." in (left, right):
        return True  # without its blank a full stop between Chinese characters would be an interpunct
    # A tab in a plain text parts columns, whatever stands in them.
    return (kinds == "HH" or "\t" in blank) and not laid_out


def _joining(text: str, rules: Rules) -> list[int]:
    """The offsets of the full stops that stand for an interpunct: with a Chinese name on either side, or on
    one and an initial on the other.

    Of 1,736 interpuncts between Chinese characters in news, letters and lists of names, written as full
    stops, 90 % are told; of 961 ends of sentences between Chinese characters 1.6 % are taken for one.
    """
    found = [match.start() for match in _FULL_STOP.finditer(text)]
    if not found:
        return []
    before, after = _names(rules)
    plain = same_length_simplified(text)
    return [
        at
        for at in found
        if (text[at - 1].isascii() or before.search(plain, max(0, at - _NAME_END), at))
        and (text[at + 1].isascii() or after.match(plain, at + 1, at + 1 + _NAME_END))
    ]


@cache
def _names(rules: Rules) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What ends and what begins like a name: with a run of the characters of names, one of them a strong one,
    or with such characters alone (乌萨马.本.拉登)."""
    strong = "".join(rules["name.character.strong"].words)
    either = strong + "".join(rules["name.character.weak"].words)
    return (
        re.compile(rf"(?:[{strong}][{either}]*|(?<![{HAN}])[{either}]+)\Z"),
        re.compile(rf"[{either}]*[{strong}]|[{either}]+(?![{HAN}])"),
    )


@cache
def _kind(char: str) -> Literal["A", "H", "P", "O"]:
    """A: ASCII; H: Chinese, or kana; P: full-width punctuation; O: any other character."""
    if char.isascii():
        return "A"
    if has_han(char) or "\u3041" <= char <= "\u30ff":
        return "H"
    return "P" if _PUNCTUATION.match(char) else "O"


def _grouped(text: str) -> frozenset[int]:
    """The offsets of the blanks that group the digits of numbers: 1 774 座."""
    found: set[int] = set()
    for match in _THOUSANDS.finditer(text):
        before = match.start() - 1
        while before >= 0 and text[before].isspace():
            before -= 1
        if before < 0 or before == match.start() - 1 or not text[before].isdigit():  # not 41 22 917
            found.update(match.start() + k for k, char in enumerate(match[0]) if not char.isdigit())
    return frozenset(found)
