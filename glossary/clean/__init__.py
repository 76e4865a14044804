"""From a document to its passages: paragraphs, headings and footnotes in clean text, with the way back.

Two kinds of pages are taken apart, told from each other and from plain texts by the shape of their lines:
letters (an empty line between physical lines) and verbatim records (none). In a plain text a line is a
passage; its notes are told by raised digits and a rule above them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Literal, NamedTuple

from glossary.clean.blocks import Block, blocks
from glossary.clean.characters import BREAKS, EDGES, UNSEEN, cleaned
from glossary.clean.cut import cut
from glossary.clean.endnotes import endnotes
from glossary.clean.layout import layout, plainly_plain
from glossary.clean.lines import lines
from glossary.clean.notes import Call, Note, calls, candidates
from glossary.clean.raised import DIGITS
from glossary.clean.roles import columns, give_roles, plain_role
from glossary.clean.runs import Edit, edited, gathered, place
from glossary.model.text import Passage, Run, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossary.clean.endnotes import Endnotes
    from glossary.model.text import Document
    from glossary.rules import Rules

__all__ = ["Removed", "passages", "removed"]

_INKED = re.compile(rf"[^\s{UNSEEN}][^{BREAKS}]*")
_RAISED = re.compile(f"[{DIGITS}]+\\Z")
_INK = re.compile(rf"[^\s{UNSEEN}](?:[^{BREAKS}]*[^\s{UNSEEN}])?")


class Removed(NamedTuple):
    """A stretch of one line of the original that no passage holds: the number of a footnote where it is
    called or where it stands (`call`), or what the page carries beside its text (`furniture`)."""

    span: Span
    why: Literal["furniture", "call"]


def passages(document: Document, rules: Rules) -> tuple[Passage, ...]:
    """The passages of `document` in the order in which they begin, with ids p1, p2 …

    Lines that a page cut are joined (Chinese without a blank), page furniture is left out, footnotes become
    passages of their own and their calls are taken out of the text and kept in `calls`. In a plain text each
    line is a passage, notes below a rule excepted, and only stray blanks and odd characters are mended. A
    passage that is longer than any paragraph is cut into several (`clean.cut`).
    """
    return tuple(cut(_passages(document, rules)))


def removed(document: Document, found: Sequence[Passage]) -> tuple[Removed, ...]:
    """What of `document` stands in none of its passages, blanks and unseen marks left out, in order.

    Worked out from the passages alone, so that it shows whatever was thrown away and whyever it was.
    """
    kept = sorted(stretch for passage in found for stretch in _stretches(passage))
    called = {passage.note for passage in found if passage.note}
    called.update(number for passage in found for _, number in passage.calls)
    gone: list[Removed] = []
    last = 0
    for start, end in [*kept, (len(document.text), len(document.text))]:
        gone += (
            Removed(Span(*match.span()), "call" if _RAISED.match(match[0]) or match[0] in called else "furniture")
            for match in _INK.finditer(document.text, last, max(last, start))
        )
        last = max(last, end)
    return tuple(gone)


def _passages(document: Document, rules: Rules) -> Iterator[Passage]:
    text = document.text
    if plainly_plain(text, rules):
        return _plain(document, rules)
    found = list(lines(text))
    style = layout(found, rules)
    if not style.laid_out:
        return _plain(document, rules)
    done = columns(blocks(found, style, rules), rules)
    give_roles(done, rules)
    return _laid_out(document, done, rules)


def _plain(document: Document, rules: Rules) -> Iterator[Passage]:
    text = document.text
    several = "\n" in text or "\r" in text
    tied = endnotes(text, rules)
    if tied:
        yield from _noted(document, tied, rules)
        return
    for number, match in enumerate(_INKED.finditer(text), 1):
        start = match.start()
        clean, runs = cleaned(match[0].rstrip(EDGES), (Run(0, start),), rules, laid_out=False)
        role = plain_role(clean) if several else "body"
        yield Passage(f"p{number}", clean, runs, role, document.page(start))


def _noted(document: Document, tied: Endnotes, rules: Rules) -> Iterator[Passage]:
    """The passages of a plain text with its notes `tied` to their calls."""
    number = 0
    for match in _INKED.finditer(document.text):
        line = match.start()
        start, note = tied.lines.get(line, (line, ""))
        marks = tied.within(start, match.end())
        edits = [Edit(begin - start, end - start) for begin, end in sorted({mark[:2] for mark in marks})]
        raw, runs = edited(document.text[start : match.end()].rstrip(EDGES), (Run(0, start),), edits)
        clean, runs = cleaned(raw, runs, rules, laid_out=False)
        if line in tied.rules or not clean:
            continue
        number += 1
        calls = tuple((place(runs, mark.start, len(clean)), mark.number) for mark in marks)
        role = "note" if note else plain_role(clean)
        yield Passage(f"p{number}", clean, runs, role, document.page(start), calls, note)


def _laid_out(document: Document, done: Sequence[Block], rules: Rules) -> Iterator[Passage]:
    raws = [gathered(document.text, block.stretches) for block in done]
    taken: dict[int, list[Call]] = {}
    for call in _calls(done, raws, rules):
        taken.setdefault(call.block, []).append(call)
    for number, (block, (raw, runs)) in enumerate(zip(done, raws, strict=True)):
        mine = sorted(taken.get(number, ()))
        edits = [Edit(call.offset, call.offset + len(call.number)) for call in mine]
        clean, runs = cleaned(*edited(raw, runs, edits), rules, laid_out=True)
        marks = tuple((place(runs, call.start, len(clean)), call.number) for call in mine)
        page = document.page(block.start)
        yield Passage(f"p{number + 1}", clean, runs, block.role, page, marks, block.note)


def _calls(done: Sequence[Block], raws: Sequence[tuple[str, tuple[Run, ...]]], rules: Rules) -> list[Call]:
    """The calls of the footnotes among the blocks `done`, whose raw texts and runs are `raws`."""
    notes = [block for block in done if block.role == "note"]
    if not notes:
        return []
    begins: dict[int, int] = {}
    ends: dict[int, int] = {0: 0}
    for block in notes:
        begins.setdefault(block.area, block.start)
        ends[block.area] = block.stretches[-1][1]
    areas = sorted(ends)
    wanted = [
        Note(block.note, ends[areas[bisect_right(areas, block.area - 1) - 1]], begins[block.area])
        for block in notes
    ]
    numbers = {block.note for block in notes}
    likely: list[Call] = []
    for number, (block, (raw, runs)) in enumerate(zip(done, raws, strict=True)):
        if block.role == "note":
            continue
        cuts = frozenset(place(runs, start, len(raw)) for start, _ in block.stretches[1:])
        for offset, called, doubt in candidates(raw, cuts, rules):
            if called in numbers:
                run = runs[bisect_right(runs, offset, key=lambda r: r.clean) - 1]
                likely.append(Call(run.original + offset - run.clean, number, offset, called, doubt))
    return calls(wanted, likely)


def _stretches(passage: Passage) -> Iterator[tuple[int, int]]:
    ends = [run.clean for run in passage.runs[1:]] + [len(passage.text)]
    for run, end in zip(passage.runs, ends, strict=True):
        yield run.original, run.original + end - run.clean
