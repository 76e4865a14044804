"""DOCX files: their paragraphs and tables, footnotes and endnotes. The only module that imports python-docx.

One line feed per block: a paragraph of the body, of a table cell (row by row) or of a text box is a line, in
the order of the document. Text that a tracked change deleted is left out, headers and footers too.

Notes stand as the United Nations set them: a call in the text, the notes at the end below a rule of
underscores, each after its number. The call is in superscript digits, as it is in print: plain ones would
make of a symbol A/77/150 with note 3 the symbol A/77/1503. Footnotes and endnotes are numbered together in
the order of their calls:

    委员会通过了《水域公约》¹²。
    __________________
     12 见 https://www.example.org/…
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from glossary.errors import ReadError
from glossary.read.signature import refuse_other

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

RULE = "_" * 18
# Limits on what a package may unpack to: a book of 1,000 pages has some 20 MB of XML and 700,000 tags. A tag
# takes up to 400 bytes in memory, however few it takes in the file.
MOST_ENTRIES = 10_000
MOST_BYTES = 256 << 20
MOST_XML = 32 << 20
MOST_TAGS = 1_500_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH = f"{_W}p"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# The same again, for old programs.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT = {f"{_W}t", _MATH_TEXT}
_MARKS = {f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = {f"{_W}footnoteReference": "footnote", f"{_W}endnoteReference": "endnote"}
# Within a paragraph: properties (a tab stop is no tab), what a tracked change took away, readings above
# characters, and text boxes, whose paragraphs are blocks of their own.
_HIDDEN = ("p", "pPr", "rPr", "sectPr", "del", "moveFrom", "rt", "txbxContent")
_SKIPPED = {_FALLBACK, *(f"{_W}{name}" for name in _HIDDEN)}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# What python-docx, zipfile and lxml raise for a broken package. XMLSyntaxError is a SyntaxError; python-docx
# lets KeyError, AttributeError and the like through where a part or an attribute is missing.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    SyntaxError,
    LookupError,
    ValueError,
    AttributeError,
    TypeError,
    RuntimeError,
    EOFError,
    OSError,
)
_HINT = "save it anew as .docx from a word processor"


def text(data: bytes, where: str, _encoding: str | None) -> tuple[str, tuple[int, ...]]:
    """The blocks of a document, a line feed between them, and its notes. No pages: a DOCX file has none.

    Raises ReadError where the file is no DOCX, is damaged, or unpacks to more than the limits allow.
    """
    refuse_other(data, ".docx", where)
    _refuse_bomb(data, where)
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(data))
        notes = _notes(document.part)
        lines = _lines(document.element.body, notes)
    except (*_BROKEN, OpcError) as error:
        raise ReadError("is no DOCX file, or a damaged one", where, _HINT) from error
    return "\n".join(lines), ()


def _refuse_bomb(data: bytes, where: str) -> None:
    """Raises ReadError for a package that is no ZIP file or larger than the limits.

    The sizes that its directory states can be relied on: zipfile unpacks no more of an entry than is stated.
    What is XML is told by its first bytes: a package may name its parts as it likes.
    """
    xml = tags = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            size = sum(entry.file_size for entry in entries)
            for entry in entries if len(entries) <= MOST_ENTRIES and size <= MOST_BYTES else ():
                part = package.read(entry)
                if part[:100].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
                    xml += len(part)
                    tags += part.count(b"<")
    except _BROKEN as error:
        raise ReadError("is no DOCX file, or cut off", where, _HINT) from error
    if len(entries) > MOST_ENTRIES or size > MOST_BYTES or xml > MOST_XML or tags > MOST_TAGS:
        found = f"{len(entries)} parts, {size >> 20} MB, of XML {xml >> 20} MB and {tags} tags"
        what = f"unpacks to more than is safe ({found})"
        raise ReadError(what, where, "split it, or save it as plain text")


def _lines(body: _Element, notes: dict[tuple[str, str], _Element]) -> list[str]:
    called: dict[tuple[str, str], int] = {}

    def call(kind: str, number: str) -> str:
        if (kind, number) not in notes:
            return ""
        return str(called.setdefault((kind, number), len(called) + 1)).translate(_RAISED)

    lines = [_words(block, call) for block in _blocks(body)]
    if called:
        lines.append(RULE)
    for key, number in list(called.items()):
        first, *more = [_words(block, lambda _kind, _number: "") for block in _blocks(notes[key])] or [""]
        lines += [f" {number} {first.strip()}", *more]
    return lines


def _blocks(root: _Element) -> Iterator[_Element]:
    """The paragraphs below `root` in the order of the document, those of a text box after its own."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start",), tag=(_PARAGRAPH, _FALLBACK))
    for _, element in walk:
        if element.tag == _FALLBACK:
            walk.skip_subtree()
        else:
            yield element


def _words(paragraph: _Element, call: Callable[[str, str], str]) -> str:
    """The text of one paragraph. `call` gives the call of a note, by its kind and id."""
    from lxml import etree

    found: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    next(walk)
    for _, element in walk:
        tag = element.tag
        if tag in _SKIPPED:
            walk.skip_subtree()
        elif tag in _TEXT:
            found.append(element.text or "")
        elif tag in _MARKS:
            found.append(_MARKS[tag])
        elif tag == f"{_W}br" and element.get(f"{_W}type", "textWrapping") == "textWrapping":
            found.append("\n")
        elif tag in _NOTES and element.get(f"{_W}customMarkFollows") not in {"1", "true", "on"}:
            found.append(call(_NOTES[tag], element.get(f"{_W}id", "")))
    return "".join(found)


def _notes(part: Any) -> dict[tuple[str, str], _Element]:
    """The footnotes and endnotes of a document by kind and id. python-docx leaves these parts unread."""
    from docx.oxml import parse_xml

    found: dict[tuple[str, str], _Element] = {}
    for relation in part.rels.values():
        kind = {"footnotes": "footnote", "endnotes": "endnote"}.get(relation.reltype.rpartition("/")[2])
        if kind and not relation.is_external:
            root: Any = parse_xml(relation.target_part.blob)
            found.update({(kind, note.get(f"{_W}id", "")): note for note in root.iter(f"{_W}{kind}")})
    return found
