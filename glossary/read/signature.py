"""Tells by its first bytes what a file is that is not what its name says."""

from __future__ import annotations

import re

from glossary.errors import ReadError

# First bytes, what they are the mark of, the suffix of the reader that takes them ("" where none does).
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF file", ".pdf"),
    (b"PK\x03\x04", "a ZIP package (DOCX and others)", ".docx"),
    (b"PK\x05\x06", "an empty ZIP package", ""),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file, or one with a password", ""),
    (b"{\\rtf", "an RTF file", ""),
    (b"\x89PNG\r\n", "a PNG image", ""),
    (b"\xff\xd8\xff", "a JPEG image", ""),
    (b"GIF8", "a GIF image", ""),
    (b"II*\x00", "a TIFF image", ""),
    (b"MM\x00*", "a TIFF image", ""),
    (b"\x1f\x8b\x08", "a gzip archive", ""),
    (b"BZh", "a bzip2 archive", ""),
    (b"\xfd7zXZ\x00", "an xz archive", ""),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", ""),
    (b"Rar!\x1a\x07", "a RAR archive", ""),
    (b"\x7fELF", "a program", ""),
    (b"SQLite format 3\x00", "a SQLite database", ""),
    (b"PAR1", "a Parquet file", ""),
)
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", re.I)


def refuse_other(data: bytes, suffix: str, where: str) -> None:
    """Raises ReadError where the first bytes are the mark of a file that the reader for `suffix` refuses."""
    for first, name, taker in SIGNATURES:
        if data.startswith(first) and taker != suffix:
            hint = f"name it {taker}" if taker else "save it as .docx, .pdf or plain text"
            raise ReadError(f"is {name}, not {suffix}", where, hint)


def suffix_of(data: bytes) -> str:
    """The suffix of the reader that takes data without a name: `.pdf`, `.docx`, `.html`, else `.txt`."""
    for first, _, taker in SIGNATURES:
        if taker and data.startswith(first):
            return taker
    return ".html" if _HTML.match(data[:2000]) else ".txt"


def is_misnamed(data: bytes, suffix: str) -> bool:
    """Whether data is a PDF or DOCX file under another suffix, or something else under theirs."""
    marked = {".pdf", ".docx"}
    fitting = suffix_of(data)
    return fitting != suffix and bool(marked & {fitting, suffix})
