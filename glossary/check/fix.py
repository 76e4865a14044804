"""A corrected copy of a plain text."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from glossary.read.decode import MARKS, family

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glossary.check.values import Finding

_BREAK = re.compile(r"\s*[\r\n\f]\s*")
# Encodings of plain text, in the order in which a file is tried for the one it was read by.
_ENCODINGS = ("utf-8", "gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")


class Fixed(NamedTuple):
    """A corrected text, how many places of it were corrected, and the findings that were left as they are because what to
    write is not sure, or because a page or a line of something else stands in the middle of the name."""

    text: str
    corrected: int
    left: tuple[Finding, ...]


def fixed(text: str, found: Iterable[Finding]) -> Fixed:
    """`text` with the replacement of each finding in its place. A line break in the middle of a name stays, at the
    same character of the new form.

    >>> from glossary.check.values import Finding
    >>> wrong = Finding("d", "", "near", "warning", 0, 4, 1, 1, 2, 3, "阿里", preferred=("阿利",))
    >>> fixed("阿\\n 里到了", [wrong]).text
    '阿\\n 利到了'
    """
    pieces: list[str] = []
    last = count = 0
    left: list[Finding] = []
    for finding in sorted(found, key=lambda f: (f.start, f.end)):
        surface = text[finding.start : finding.end]
        if finding.kind == "unknown" or finding.start < last:
            continue
        if not finding.replacement or _squeezed(surface) != _squeezed(finding.text):
            left.append(finding)
            continue
        pieces += [text[last : finding.start], _with_breaks(surface, finding.replacement)]
        last = finding.end
        count += 1
    return Fixed("".join([*pieces, text[last:]]), count, tuple(left))


def encoded_like(text: str, original: bytes, read_as: str, encoding: str | None) -> tuple[bytes, str]:
    """`text` in the encoding of a file, with its byte order mark, and the name of the encoding: UTF-8 where that one
    cannot write it. `read_as` is the text that the bytes `original` were read as, `encoding` the one asked for."""
    mark, name = next(((mark, name) for mark, name in MARKS if original.startswith(mark)), (b"", ""))
    names = [name] if name else [*(family(encoding) if encoding else ()), *_ENCODINGS]
    for candidate in names:
        try:
            if original[len(mark) :].decode(candidate).removeprefix("\ufeff") == read_as:
                return mark + text.encode(candidate), codecs.lookup(candidate).name
        except UnicodeError:
            continue
    return text.encode("utf-8", "surrogatepass"), "utf-8"


def _squeezed(text: str) -> str:
    """What a surface and its clean form have in common: the characters that are seen, without blanks and joints."""
    from glossary.check.shadow import JOINTS, lowered

    return "".join(char for char in lowered(text) if not char.isspace() and char not in JOINTS and char != ".")


def _with_breaks(surface: str, wanted: str) -> str:
    """`wanted` with the line breaks of `surface`, each behind as many characters as it stood behind."""
    out, taken = "", 0
    for match in _BREAK.finditer(surface):
        seen = sum(not char.isspace() for char in surface[: match.start()])
        out += wanted[taken:seen] + match[0]
        taken = max(taken, seen)
    return out + wanted[taken:]
