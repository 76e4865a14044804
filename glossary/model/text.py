"""Values of the way from a file to the mentions in it.

All offsets are code points, ends exclusive. "Original" means the text as read (`Document.text`); "clean" means
the text of a passage, from which wraps, stray blanks and page furniture are gone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Literal, NamedTuple

from glossary.model.making import made

Kind = Literal[
    "person", "place", "organization", "treaty", "document", "event", "work", "office", "term", "other"
]
Relation = Literal["latin", "abbreviation", "alias", "country", "apposition"]

KINDS: tuple[Kind, ...] = (
    "person", "place", "organization", "treaty", "document", "event", "work", "office", "term", "other",
)  # fmt: skip


class Span(NamedTuple):
    """Code points `start` to `end`, end exclusive."""

    start: int
    end: int


class Run(NamedTuple):
    """A stretch where clean and original run in step: clean `clean + k` is original `original + k`."""

    clean: int
    original: int


@dataclass(frozen=True, slots=True)
class Document:
    """One document as read. `text` is never altered; every span of the project points into it.

    `digest` is the SHA-256 of the bytes it was decoded from, in hex. `pages` are the offsets at which pages
    begin (empty where the format has none).
    """

    id: str
    text: str
    digest: str
    origin: str = ""
    pages: tuple[int, ...] = ()

    def page(self, offset: int) -> int | None:
        """The page, counted from 1, that the code point at `offset` stands on; None without pages."""
        return bisect_right(self.pages, offset) if self.pages else None


PassageRole = Literal["body", "heading", "note", "speech", "signature"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading, speech or footnote in clean text, with the way back to the original.

    `runs` are sorted by `clean`, the first begins at 0. `calls` are the places of footnote calls that were
    taken out of the text: (clean offset, number). `note` is the number of a footnote, for role `note`.
    """

    id: str
    text: str
    runs: tuple[Run, ...]
    role: PassageRole = "body"
    page: int | None = None
    calls: tuple[tuple[int, str], ...] = ()
    note: str = ""

    def original(self, span: Span) -> Span:
        """The stretch of the original that `span` of the clean text came from. `span` is not empty."""
        if len(self.runs) == 1:  # as in most plain texts
            clean, original = self.runs[0]
            start, end = span
            return made(Span, (start + original - clean, end + original - clean))
        return made(Span, (self._place(span.start), self._place(span.end - 1) + 1))

    def _place(self, clean: int) -> int:
        run = self.runs[bisect_left(self.runs, (clean + 1,)) - 1]
        return run.original + clean - run.clean


class Find(NamedTuple):
    """What a harvester reports: spans in the clean text of one passage, and why.

    `gloss` is the span of the other form where the text pairs two (see `Relation`), `title` the office or
    honorific that stands beside a person's name. `score` is 0 to 1.
    """

    span: Span
    kind: Kind
    rule: str
    score: float
    relation: Relation | None = None
    gloss: Span | None = None
    title: str = ""


class Mention(NamedTuple):
    """One place where a form stands in a document; the row that `glossary harvest` writes.

    `surface` is `Document.text[start:end]`; `term` and `gloss` are clean. `inside` is the longer term that
    this one is a part of. `sentence` is the clean sentence round it, given at the first mention of each form
    in a document.
    """

    document: str
    passage: str
    page: int | None
    kind: Kind
    term: str
    surface: str
    start: int
    end: int
    rule: str
    score: float
    relation: Relation | None = None
    gloss: str | None = None
    gloss_start: int | None = None
    gloss_end: int | None = None
    title: str | None = None
    inside: str | None = None
    sentence: str = ""
