"""Latin titles and their authors, as footnotes and running text give them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.model import Span
from glossary.normalise import LATIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.harvest.context import Context
    from glossary.model import Find, Kind, Passage

_NAME = rf"[A-Z\u00c0-\u00de][{LATIN}'’\-]+(?: (?:[A-Z]\.|[A-Z\u00c0-\u00de][{LATIN}'’\-]+|de|van|von|der|bin|al|el)){{1,4}}"
_BEFORE = r"(?:^|[；;。]\s*(?:另见|又见|见|参见)?|例如见|另见|又见|参见|见)\s*"
_AUTHORS = re.compile(rf"{_BEFORE}({_NAME}(?:(?: and |、|，|, ){_NAME})*)[,，]\s*(?=[“\"《A-Z])")
_SINGLE = re.compile(_NAME)
_QUOTED = re.compile(r"[“\"]([A-Z][^“”\"\u4e00-\u9fff]{9,300}?)[”\"]")
_BOOK = re.compile(rf"[,，]\s*([A-Z][{LATIN}0-9'’:,\-– ]{{9,200}}?)\s*[（(](?=[^（）()]{{0,30}}(?:出版|年|版))")
_REPORTS = ("report", "letter", "statement", "legal opinion", "memorandum", "note ", "resolution", "declaration", "opinion")


def authors(passage: Passage, context: Context) -> Iterator[Find]:
    """Authors named in Latin before a title."""
    for match in _AUTHORS.finditer(passage.text):
        for name in _SINGLE.finditer(match.group(1)):
            span = Span(match.start(1) + name.start(), match.start(1) + name.end())
            yield context.find("person.author", span)


def latin_titles(passage: Passage, context: Context) -> Iterator[Find]:
    """Reports, articles and books with Latin titles: quoted, or after the author and before the publisher's bracket."""
    for match in _QUOTED.finditer(passage.text):
        if len(match.group(1).split()) >= 3:
            yield context.find("work.quoted", Span(*match.span(1)), kind=_kind(match.group(1)))
    for match in _BOOK.finditer(passage.text):
        if len(match.group(1).split()) >= 3:
            yield context.find("work.book", Span(*match.span(1)))


def _kind(title: str) -> Kind:
    return "document" if title.casefold().startswith(_REPORTS) else "work"
