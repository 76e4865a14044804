"""Reads one source: the table from suffix to reader, and what becomes of the errors."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from glossary.errors import ReadError
from glossary.model.text import Document
from glossary.read import docx, html, jsonl, pdf, txt
from glossary.read.source import CORPUS, unopened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from glossary.read.source import Source

    # From the bytes of a file, its name for errors and the encoding asked for to its text and where its
    # pages begin.
    Reader = Callable[[bytes, str, str | None], tuple[str, tuple[int, ...]]]

READERS: Mapping[str, Reader] = MappingProxyType(
    {".txt": txt.text, ".pdf": pdf.text, ".docx": docx.text, ".html": html.text, ".htm": html.text}
)


def read(source: Source) -> Iterator[Document | ReadError]:
    """The documents of one source: one of a file, one a line of a corpus. What cannot be read is a ReadError.

    Raises nothing that an input could bring about.
    """
    try:
        if source.suffix == CORPUS:
            yield from (row for _, row in jsonl.rows(source))
        else:
            yield _document(source)
    except ReadError as error:
        yield error
    except OSError as error:
        yield unopened(error, source.path)


def _document(source: Source) -> Document:
    data = Path(source.path).read_bytes() if source.data is None else source.data
    if not data:
        raise ReadError("is empty", source.path, "leave it out, or check how it was saved")
    text, pages = READERS[source.suffix](data, source.path, source.encoding)
    if not text.strip():
        raise ReadError("holds no text", source.path, "leave it out, or check how it was saved")
    return Document(source.id, text, hashlib.sha256(data).hexdigest(), source.path, pages)
