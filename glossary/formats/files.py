"""Text files of other tools: read whole, decoded, or refused in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.errors import TermbaseError

if TYPE_CHECKING:
    from pathlib import Path


def text_of(path: Path) -> str:
    """The text of a UTF-8 or UTF-16 file, its byte order mark gone. Raises TermbaseError for any other."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TermbaseError(f"cannot be read ({error.strerror})", str(path), "check the name and the rights") from error
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise TermbaseError("is not UTF-8", str(path), "save it as UTF-8 (in Excel: CSV UTF-8)") from error
    if "\0" in text:
        raise TermbaseError("is no text file", str(path), "check what kind of file it is, and --from")
    return text


def lines_of(path: Path) -> list[str]:
    """The lines of such a file, parted by line feeds and carriage returns alone: a term may hold any other mark that
    Unicode parts lines with."""
    lines = text_of(path).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines
