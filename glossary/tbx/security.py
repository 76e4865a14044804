"""Refuses what a hostile XML file could make a parser do, before a parser sees it."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from glossary.errors import TermbaseError

if TYPE_CHECKING:
    from pathlib import Path

# A reference to anything but a character and XML's own five entities.
_REFERENCE = re.compile(rb"&(?!#|(?:amp|lt|gt|quot|apos);)[^\s;&<>]{0,80};?")
_DECLARED = re.compile(rb"<!DOCTYPE")
_BLOCK = 1 << 20
# One that is not closed goes to the end of the file (which no parser takes): else each of a million would be looked
# for to the end.
_QUIET = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.S)
# Quotes, comments and instructions in a DOCTYPE may hold brackets; the patterns take each whole.
_DOCTYPE = (
    r"(?:\s|<\?.*?\?>|<!--.*?-->)*+(<!DOCTYPE(?:[^\"'\[>]|\"[^\"]*\"|'[^']*')*+"
    r"(?:\[(?:<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|\"[^\"]*\"|'[^']*'|[^\"'\]])*+\]\s*)?>)"
)
_HEAD = re.compile(_DOCTYPE, re.S)
_HEAD_BYTES = re.compile(rb"(?:\xef\xbb\xbf)?" + _DOCTYPE.encode(), re.S)


def doctype_of(text: str) -> str:
    """The DOCTYPE of an XML text as it stands, its internal part included; empty where there is none."""
    found = _HEAD.match(text)
    return found[1] if found else ""


def has_reference(text: str) -> bool:
    """Whether a text refers to an entity that is not XML's own."""
    return _REFERENCE.search(text.encode("utf-8", "replace")) is not None


def refuse_entities(path: Path) -> None:
    """Raises TermbaseError where a file with a DOCTYPE refers to an entity: in its text, in an attribute or in the
    declaration of another. Done before any parser sees it, so that nothing is ever expanded."""
    if path.stat().st_size == 0:
        raise TermbaseError("is empty", str(path), "check that it is the file it should be, and whole")
    with path.open("rb") as stream:
        if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            content = path.read_bytes().decode("utf-16", "replace").encode("utf-8", "replace")
            if b"<!DOCTYPE" in content:
                _refuse_in(content, path)
        elif _occurs(_DECLARED, stream) and _occurs(_REFERENCE, stream):
            _refuse_in(path.read_bytes(), path)


def _occurs(pattern: re.Pattern[bytes], stream: IO[bytes]) -> bool:
    """Whether a pattern of at most 100 bytes occurs in a file, which is never held whole."""
    stream.seek(0)
    rest = b""
    while block := stream.read(_BLOCK):
        data = rest + block
        # What begins at the very end may go on in the next block, and is seen again with it.
        if any(found.start() < len(data) - 100 for found in pattern.finditer(data)):
            return True
        rest = data[-100:]
    return pattern.search(rest) is not None


def _refuse_in(data: bytes, path: Path) -> None:
    """The DOCTYPE first, as it stands: its quotes may hold what looks like a comment. Then the rest, where comments
    and CDATA may hold anything; they are blanked, line feeds kept, so that lines still count."""
    head = _HEAD_BYTES.match(data)
    end = head.end() if head else 0
    bare = data[:end] + _QUIET.sub(lambda found: b"\n" * found[0].count(b"\n"), data[end:])
    if found := _REFERENCE.search(bare):
        line = bare.count(b"\n", 0, found.start()) + 1
        name = found[0].decode("utf-8", "replace")
        raise TermbaseError(f"the entity {name} is not read", f"{path}:{line}", "write its text in its place")
