"""The wording of what TBX has no category for: places in documents, counts, suggestions, aliases.

Every function that words something has one that reads it back, and reads nothing else: `x == read(worded(x))`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from glossary.model.concept import Source

ALIAS = "Alias: another name, not a spelling variant."

_SOURCE = re.compile(
    r"(?P<document>[^#]*)"
    r"(?:#(?P<passage>[^:,#]*)(?::(?P<start>\d{1,15})-(?P<end>\d{1,15}))?(?:, page (?P<page>\d{1,9}))?)?"
)
# Nearly every source of our own, which needs no second look.
_USUAL = re.compile(r"([^\s%#]+)#([^\s%#:,]*):(0|[1-9][0-9]{0,14})-(0|[1-9][0-9]{0,14})")
_QUOTED = re.compile(r"%([0-9A-F]{2})")
_TO_QUOTE = re.compile("[%#\x00-\x1f\x7f-\x9f]|^ | $|(?<= ) ")
_TO_QUOTE_IN_PASSAGE = re.compile("[%#:,\x00-\x20\x7f-\x9f]")
_COUNT = re.compile(r"Mentions: (0|[1-9]\d{0,14})\.")
_SUGGESTED = re.compile(r"Suggested(?: by (?P<origin>.+))?, score (?P<score>\S+); not stated by any document\.")
_ORIGIN = re.compile(r"Origin: (?P<origin>.+), score (?P<score>\S+)\.")
_POS = re.compile(r"Part of speech: (.+)\.")


class Origin(NamedTuple):
    """Where an equivalent comes from. `suggested`: no document states it."""

    suggested: bool = False
    origin: str = ""
    score: float | None = None


def source_text(source: Source) -> str:
    """A place as TBX holds it, in `admin` of type source: `document#passage:start-end, page n`.

    `#` and `%` in a document id are written %23 and %25; without passage, offsets and page the id stands alone.
    """
    text = _TO_QUOTE.sub(_quote, source.document)
    span = f":{source.start}-{source.end}" if source.start is not None and source.end is not None else ""
    page = f", page {source.page}" if source.page is not None else ""
    if not (source.passage or span or page):
        return text
    return f"{text}#{_TO_QUOTE_IN_PASSAGE.sub(_quote, source.passage)}{span}{page}"


def read_source(text: str) -> Source | None:
    """The place that `source_text` worded so; None where it would not have, so that nothing is lost on the way
    back. A source in another tool's wording (S/2020/952, para. 3) is read as the name of a document."""
    if usual := _USUAL.fullmatch(text):
        return Source(usual[1], usual[2], int(usual[3]), int(usual[4]))
    if not (found := _SOURCE.fullmatch(text)):
        return None
    start, end, page = found["start"], found["end"], found["page"]
    source = Source(
        _QUOTED.sub(_unquote, found["document"]),
        _QUOTED.sub(_unquote, found["passage"] or ""),
        int(start) if start else None,
        int(end) if end else None,
        int(page) if page else None,
    )
    return source if source_text(source) == text else None


def count_text(count: int) -> str:
    """The note that says how often a term is mentioned."""
    return f"Mentions: {count}."


def read_count(note: str) -> int | None:
    """The count of a note by `count_text`."""
    found = _COUNT.fullmatch(note)
    return int(found[1]) if found else None


def origin_text(origin: Origin) -> str:
    """The note that says where an equivalent comes from, and that no document states it."""
    score = "unknown" if origin.score is None else repr(float(origin.score))
    if origin.suggested:
        by = f" by {origin.origin}" if origin.origin else ""
        return f"Suggested{by}, score {score}; not stated by any document."
    return f"Origin: {origin.origin or 'unknown'}, score {score}."


def read_origin(note: str) -> Origin | None:
    """The origin of a note by `origin_text`."""
    if not note.startswith(("Suggested", "Origin: ")):
        return None
    suggested = _SUGGESTED.fullmatch(note)
    found = suggested or _ORIGIN.fullmatch(note)
    if not found:
        return None
    try:
        score = None if found["score"] == "unknown" else float(found["score"])
    except ValueError:
        return None
    name = found["origin"] or ""
    origin = Origin(suggested is not None, "" if not suggested and name == "unknown" else name, score)
    return origin if origin_text(origin) == note else None


def part_of_speech_text(value: str) -> str:
    """The note that holds a part of speech which the file's TBX has no value for."""
    return f"Part of speech: {value}."


def read_part_of_speech(note: str) -> str:
    """The value in a note by `part_of_speech_text`, or nothing."""
    found = _POS.fullmatch(note)
    return found[1] if found else ""


def _quote(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"


def _unquote(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
