"""Checks documents one by one, on one core or several."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from glossary.check.checker import Checker, checker_of, findings
from glossary.errors import GlossaryError
from glossary.normalise import has_han
from glossary.read import read
from glossary.workers import pool

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from glossary.check.known import Entry
    from glossary.check.values import Finding
    from glossary.model import Document
    from glossary.read import Source


class Checked(NamedTuple):
    """A document and what was found in it. `chinese` is whether it holds any Chinese character at all."""

    document: str
    origin: str
    text: str
    findings: tuple[Finding, ...]
    chinese: bool


def checked(
    sources: Sequence[Source], known: Mapping[str, tuple[Entry, ...]], *, workers: int = 1
) -> Iterator[Checked | GlossaryError]:
    """What is found in the documents of each source, in the order of the sources, whatever the number of workers; a
    ReadError for each that cannot be read. `known` is what `known_forms` returned."""
    if workers <= 1 or len(sources) < 2:
        against = checker_of(known)
        for source in sources:
            yield from _checked(source, against)
        return
    with pool(min(workers, len(sources)), _prepare, (dict(known),)) as made:
        for batch in made.map(_batch, sources, chunksize=max(1, min(16, len(sources) // (4 * workers)))):
            yield from batch


def check_document(document: Document, against: Checker) -> Checked:
    """What is found in one document."""
    return Checked(document.id, document.origin, document.text, findings(document, against), has_han(document.text))


def _checked(source: Source, against: Checker) -> Iterator[Checked | GlossaryError]:
    for document in read(source):
        yield document if isinstance(document, GlossaryError) else check_document(document, against)


# The checker of a worker process, made once when it starts: a big termbase is not sent with every document.
_OF_THIS_WORKER: list[Checker] = []


def _prepare(known: Mapping[str, tuple[Entry, ...]]) -> None:
    _OF_THIS_WORKER[:] = [checker_of(known)]


def _batch(source: Source) -> list[Checked | GlossaryError]:
    return list(_checked(source, _OF_THIS_WORKER[0]))
