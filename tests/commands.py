"""Commands run in the process of the tests, and the termbases they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.cli import main
from glossary.tbx.write import write_termbase

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from glossary.model import Termbase


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit status of a command, its output and its messages."""
    status = main(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


def saved(termbase: Termbase, folder: Path) -> str:
    """Writes a termbase as TBX into a folder; where it stands."""
    path = folder / "names.tbx"
    write_termbase(termbase, path)
    return str(path)
