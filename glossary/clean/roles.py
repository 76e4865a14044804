"""Says what each block is: heading, speech, signature or body; and takes the columns of a cover apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.clean.blocks import Block
from glossary.clean.layout import ended
from glossary.clean.paragraphs import speaker, speaks
from glossary.normalise import HAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.clean.lines import Line
    from glossary.model.text import PassageRole
    from glossary.rules import Rules

_GAP = re.compile(r"[ \t\xa0\u2000-\u200a\u3000]{2,}|\t|[ .．…]{6,}")
_BLANK = re.compile(r"[ \t\xa0\u2000-\u200a\u3000]+")
_WORDS = re.compile(f"[{HAN}]+(?: [{HAN}]+)+")
_NUMBERING = re.compile(r"[(（]?[\d一二三四五六七八九十A-Za-z]{1,3}[.、．)）]?\Z")
_STOPS = frozenset("。！？；，、：:;,")
_HAN = re.compile(f"[{HAN}]")
_LETTER = re.compile(r"[^\W\d_]")
_PLAIN_LONGEST = 40


def plain_role(text: str) -> PassageRole:
    """The role of a line of a plain text: a heading is short and ends without punctuation."""
    if len(text) > _PLAIN_LONGEST or ended(text) or text[-1] in _STOPS or not _LETTER.search(text):
        return "body"
    if text.startswith(("http://", "https://", "www.")):
        return "body"
    return "heading"


def columns(done: Sequence[Block], rules: Rules) -> list[Block]:
    """The blocks, with lines of two columns (大  会  安全理事会) parted; letter-spaced words stay whole."""
    longest = rules["heading.longest"].value or 0
    found: list[Block] = []
    cover = True
    for block in done:
        line = block.lines[0]
        cover = cover and not ended(block.lines[-1].text)
        if len(block.lines) > 1 or block.role == "note" or len(line.text) > longest or ended(line.text):
            found.append(block)
        else:
            # Text taken from a PDF file has one blank where the cover page has a gap.
            narrow = cover and _WORDS.fullmatch(line.text)
            found += _columns(block, _BLANK if narrow else _GAP)
    return found


def give_roles(done: Sequence[Block], rules: Rules) -> None:
    """Sets the role of every block that is no footnote."""
    longest = rules["heading.longest"].value or 0
    marks = "|".join(map(re.escape, rules.words("signature.mark")))
    mark = rf"[(（] ?(?:{marks}) ?[)）]"
    signed = re.compile(rf"{mark}\Z|\A{mark}")
    who = speaker(rules)
    mine = [block for block in done if block.role != "note"]
    for k, block in enumerate(mine):
        start = "".join(line.text for line in block.lines[:3])
        last = block.lines[-1].text
        if speaks(start, who):
            block.role = "speech"
        elif signed.search(last) and len(block.lines) <= 2:
            _sign(mine, k)
        elif not ended(last) and last[-1] not in _STOPS and len(start) <= longest and len(block.lines) <= 3:
            block.role = "heading"


def _sign(mine: Sequence[Block], k: int) -> None:
    """Marks block `k` as a signature, and the short lines above it: 常驻代表, 大使."""
    mine[k].role = "signature"
    for block in reversed(mine[max(0, k - 4) : k]):
        line = block.lines[0]
        if block.role != "heading" or len(block.lines) > 1 or len(line.text) > 20 or line.indent > 1:
            return
        block.role = "signature"


def _columns(block: Block, gaps: re.Pattern[str]) -> list[Block]:
    line = block.lines[0]
    pieces: list[list[tuple[int, int]]] = []
    begin = 0
    for gap in [*gaps.finditer(line.text), None]:
        end = gap.start() if gap else len(line.text)
        if end > begin:
            spaced = end - begin == 1 and _HAN.match(line.text, begin)
            if spaced and pieces and pieces[-1][-1][1] - pieces[-1][-1][0] == 1:
                pieces[-1].append((begin, end))
            else:
                pieces.append([(begin, end)])
        begin = gap.end() if gap else end
    first = line.text[pieces[0][0][0] : pieces[0][0][1]]
    if pieces == [[(0, len(line.text))]] or (len(pieces[0]) == 1 and _NUMBERING.match(first)):
        return [block]
    return [_part(line, piece) for piece in pieces]


def _part(line: Line, piece: Sequence[tuple[int, int]]) -> Block:
    stretches = [(line.start + a, line.start + b) for a, b in piece]
    text = "".join(line.text[a:b] for a, b in piece)
    return Block([line._replace(start=stretches[0][0], end=stretches[-1][1], text=text)], stretches)
