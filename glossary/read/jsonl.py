"""Corpora: JSON lines, one `{"id": …, "text": …}` a line, each a document of its own.

A corpus is read line by line, so that its length does not matter. It is UTF-8 unless a byte order mark or the
caller says otherwise: that is what JSON is.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.errors import ReadError
from glossary.model.text import Document
from glossary.read.decode import MARKS, decoded, family
from glossary.read.ids import unfit
from glossary.read.signature import refuse_other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.read.source import Source

_HINT = 'write {"id": "…", "text": "…"} on every line'
_LOOK = 4096


def rows(source: Source) -> Iterator[tuple[int, Document | ReadError]]:
    """The documents of a corpus (or of its stretch that `source` names) with their line numbers, in order.

    A line that is no document is a ReadError; empty lines are passed over, so are those of `source.skip`.
    Raises ReadError where the file is no corpus at all, OSError where it cannot be opened.
    """
    seen = False
    for number, raw in _lines(source):
        seen = True
        if number not in source.skip:
            where = f"{source.path}:{number}"
            try:
                yield number, _document(raw, where, source.encoding)
            except ReadError as error:
                yield number, error
    if not seen and not source.start and source.stop is None:
        raise ReadError("holds no line", source.path, _HINT)


def slices(source: Source, size: int) -> Iterator[Source]:
    """A corpus cut at line ends into stretches of about `size` bytes; UTF-16 stays whole. Raises OSError."""
    if _is_wide(_head(source), source.encoding):
        yield source
        return
    with Path(source.path).open("rb") as stream:
        start, line = 0, 1
        while start == 0 or stream.peek(1):
            stop, count = start, 0
            while stop - start < size and (raw := stream.readline()):
                stop += len(raw)
                count += 1
            skip = frozenset(number for number in source.skip if line <= number < line + count)
            whole = not start and not stream.peek(1)
            yield replace(source, start=start, stop=None if whole else stop, line=line, skip=skip)
            if whole:
                return
            start, line = stop, line + count


def _lines(source: Source) -> Iterator[tuple[int, bytes | str]]:
    """The lines that are not empty, with their numbers, without a byte order mark."""
    head = _head(source)
    refuse_other(head, ".jsonl", source.path)
    if _is_wide(head, source.encoding):
        text = decoded(Path(source.path).read_bytes(), source.path, source.encoding)
        yield from ((k, line) for k, line in enumerate(text.split("\n"), 1) if line.strip())
        return
    if b"\0" in head:
        raise ReadError("is binary data, not JSON lines", source.path, _HINT)
    with Path(source.path).open("rb") as stream:
        stream.seek(source.start)
        left = -1 if source.stop is None else source.stop - source.start
        number = source.line
        while left and (raw := stream.readline()):
            left -= len(raw)
            if raw.strip():
                yield number, raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            number += 1


def _head(source: Source) -> bytes:
    with Path(source.path).open("rb") as stream:
        return stream.read(_LOOK)


def _is_wide(head: bytes, encoding: str | None) -> bool:
    """Whether bytes cannot be cut at line feeds: UTF-16 and UTF-32."""
    mark = next((name for first, name in MARKS if head.startswith(first)), "")
    return any(name.startswith(("utf-16", "utf-32")) for name in (family(encoding) if encoding else (mark,)))


def _document(raw: bytes | str, where: str, encoding: str | None) -> Document:
    line = raw if isinstance(raw, str) else _line(raw, where, encoding)
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ReadError(f"is no JSON ({error.msg}, column {error.colno})", where, _HINT) from error
    except (ValueError, RecursionError) as error:  # a number of too many digits; brackets nested too deep
        raise ReadError("is no JSON that can be read", where, _HINT) from error
    if not isinstance(row, dict):
        raise ReadError("is no JSON object", where, _HINT)
    name, text = row.get("id"), row.get("text")
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if not isinstance(name, str) or not name.strip() or unfit(name):
        raise ReadError("has no usable id", where, _HINT)
    if not isinstance(text, str):
        raise ReadError("has no text", where, _HINT)
    if not text.strip():
        raise ReadError("is empty", where, "leave the line out")
    try:
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        raise ReadError("holds half of a surrogate pair", where, "write the character itself") from error
    return Document(name, text, digest, where)


def _line(raw: bytes, where: str, encoding: str | None) -> str:
    """One line of a corpus as text. Raises ReadError where it is not in `encoding` (or UTF-8)."""
    for name in family(encoding or "utf-8"):
        try:
            return raw.decode(name)
        except UnicodeError:
            continue
    raise ReadError(f"is not {encoding or 'UTF-8'}", where, "name the encoding with --encoding")
