"""From sources to mentions, document by document: the map of the whole pipeline, on one core or several."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.clean import passages
from glossary.errors import GlossaryError, ReadError
from glossary.harvest import base_context, mentions
from glossary.read import read
from glossary.rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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


def harvested(sources: Sequence[Source], *, workers: int = 1) -> Iterator[Harvested | ReadError]:
    """What each source gives, in the order of the sources, whatever the number of workers."""
    if workers <= 1 or len(sources) < 2:
        for source in sources:
            yield from _harvested(source)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned, not forked: the libraries behind the harvesters keep threads of their own.
    with ProcessPoolExecutor(min(workers, len(sources)), mp_context=get_context("spawn")) as pool:
        for batch in pool.map(_batch, sources, chunksize=max(1, min(16, len(sources) // (4 * workers)))):
            yield from batch


def document_mentions(document: Document) -> tuple[Mention, ...]:
    """The mentions of one document."""
    base = context()
    return mentions(document, passages(document, base.rules), base)


def _batch(source: Source) -> list[Harvested | ReadError]:
    return list(_harvested(source))


def _harvested(source: Source) -> Iterable[Harvested | ReadError]:
    for document in read(source):
        if isinstance(document, GlossaryError):
            yield document
        else:
            yield Harvested(document.id, document.digest, document_mentions(document))
