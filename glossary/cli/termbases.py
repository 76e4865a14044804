"""Termbases named on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from glossary.errors import UsageError

if TYPE_CHECKING:
    from glossary.model import Termbase

SUFFIXES = (".tbx", ".tbxm", ".xml", ".martif", ".jsonl")


def has_termbase_suffix(name: str) -> bool:
    """Whether a name is that of a termbase file, by its suffix."""
    return Path(name).suffix.lower() in SUFFIXES


def named_termbase(name: str) -> Termbase:
    """The termbase in a file, TBX or JSON lines by its suffix.

    Raises UsageError for a file that is not there or of another kind, TermbaseError for one that holds no termbase.
    """
    path = Path(name)
    if not has_termbase_suffix(name):
        raise UsageError("is no termbase by its suffix", name, "name a .tbx or .jsonl file; glossary convert makes one")
    try:
        there = path.is_file()
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot be a file name ({error})", ascii(name), "name a TBX file") from error
    if not there:
        raise UsageError("no such termbase", name, "check the name; glossary build makes a termbase")
    if path.suffix.lower() == ".jsonl":
        from glossary.formats.jsonl import read_jsonl

        return read_jsonl(path)
    from glossary.tbx.read import read_termbase  # lxml: 61 ms

    return read_termbase(path)
