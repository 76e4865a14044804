"""From sources to mentions, document by document."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.clean import passages
from glossary.errors import GlossaryError, ReadError
from glossary.harvest import base_context, mentions
from glossary.read import read
from glossary.rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossary.harvest.context import Context
    from glossary.model import Document, Mention
    from glossary.read import Source


class Harvested(NamedTuple):
    """What one document gave."""

    document: str
    digest: str
    mentions: tuple[Mention, ...]


@cache
def context() -> Context:
    """What is known before any document is read; made once in each process."""
    return base_context(load_rules())


def harvested(sources: Iterable[Source]) -> Iterator[Harvested | ReadError]:
    """What each source gives, in the order of the sources."""
    for source in sources:
        for document in read(source):
            if isinstance(document, GlossaryError):
                yield document
            else:
                yield Harvested(document.id, document.digest, document_mentions(document))


def document_mentions(document: Document) -> tuple[Mention, ...]:
    """The mentions of one document."""
    base = context()
    return mentions(document, passages(document, base.rules), base)
