"""Plain text."""

from __future__ import annotations

from glossary.read.decode import decoded
from glossary.read.signature import refuse_other


def text(data: bytes, where: str, encoding: str | None) -> tuple[str, tuple[int, ...]]:
    """The text of a `.txt` file as it stands. Raises ReadError where it is no text."""
    refuse_other(data, ".txt", where)
    return decoded(data, where, encoding), ()
