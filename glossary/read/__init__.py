"""From files, folders, corpora and standard input to documents. The text of a document is never altered.

`sources` lists what there is to read without decoding it; `read` takes one source, so that `map(read,
sources)` may run anywhere; `documents` does both. An input that cannot be read is a ReadError among the
documents: the others are still read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.read.jsonl import slices
from glossary.read.reader import READERS, read
from glossary.read.repeats import settled
from glossary.read.source import SUFFIXES, Listing, Source, sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from glossary.errors import ReadError
    from glossary.model.text import Document

__all__ = ["READERS", "SUFFIXES", "Listing", "Source", "documents", "read", "settled", "slices", "sources"]


def documents(
    inputs: Sequence[str], *, encoding: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Document | ReadError]:
    """Every document of `inputs` once, sorted by source, and a ReadError for each that cannot be read.

    `inputs` are paths of files and folders; `-` is `stdin`. `encoding` overrules the detection for plain
    text, HTML and JSON lines. The order of `inputs` does not matter. Raises UsageError for an unknown
    `encoding`.
    """
    listing = settled(sources(inputs, encoding=encoding, stdin=stdin))
    yield from listing.errors
    for source in listing.sources:
        yield from read(source)
