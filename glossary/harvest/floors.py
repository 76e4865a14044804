"""How far to the left the term before a bracket can reach, whatever its words are. Texts are in Simplified characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.harvest.line import JOINERS
from glossary.normalise import INTERPUNCTS

if TYPE_CHECKING:
    from glossary.harvest.line import Line

CLOSING = {"”": "“", "」": "「", "』": "『", "》": "《", "〉": "〈", "’": "‘", '"': '"', "'": "'"}  # quotes, by what closes them
_LONGEST_TERM = 48
_GLOSSED = re.compile(r"[A-Za-z][^（()）]*[)）]$")
_JOINED = re.compile(r"[^\W\d_和与及]{1,4}(?:和|与|以及|及)(?=\w\w)")


def floor_of(text: str, end: int, earliest: int) -> int:
    """How far to the left a term that ends at `end` can reach: to punctuation, or to a blank that parts words."""
    at = end
    lowest = max(earliest, end - _LONGEST_TERM)
    while at > lowest:
        char = text[at - 1]
        if not char.isalnum() and char not in JOINERS:
            near = text[at : at + 1] in INTERPUNCTS or text[at - 2 : at - 1] in INTERPUNCTS
            latin = text[at : at + 1].isascii() or text[at - 2 : at - 1].isascii()
            locants = char == "," and text[at - 2 : at - 1].isdigit() and text[at : at + 1].isdigit()
            if not locants and not (char in " ." and at < end and (near or latin)):
                break
        at -= 1
    while at < end and text[at] in JOINERS + " .":
        at += 1
    return at


def behind_gloss(row: Line, end: int, floor: int, earliest: int) -> int:
    """`floor`, moved behind 和 where the words before it end the term that the last bracket glossed:
    “全球脉动”(Global Pulse)倡议和人道主义数据交换平台(HDX)."""
    text = row.text
    if floor != earliest or not _GLOSSED.search(text, max(0, floor - _LONGEST_TERM), floor):
        return floor
    join = _JOINED.match(text, floor, end)
    return join.end() if join and row.word_at[join.end() - 1].tag in ("c", "p") else floor


def far_floor(row: Line, floor: int, earliest: int) -> int:
    """How far a list or a quoted word within the term may take it: 教育、科学及文化组织, “一带一路”论坛."""
    text = row.text
    for _ in range(3):
        if floor - 1 <= earliest or text[floor - 1] not in "、”」》":
            break
        if text[floor - 1] == "、":
            further = floor_of(text, floor - 1, max(earliest, floor - 12))
        else:
            further = text.rfind(CLOSING[text[floor - 1]], max(earliest, floor - 14), floor - 1)
        if further < 0 or further >= floor - 1:
            break
        floor = further
    return floor
