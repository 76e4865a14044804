"""What a script does with the table that it makes: writes it, or says whether the committed one is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def written_or_checked(path: Path, made: str, rows: str, arguments: Sequence[str]) -> int:
    """Writes the text of a table and prints its size, its lines called `rows`; with `--check` among the arguments, only
    compares. The exit status: 1 where the file is not what was made."""
    if "--check" in arguments:
        same = path.exists() and path.read_text("utf-8") == made
        print("the table is what the script makes" if same else "the table differs from what the script makes")
        return 0 if same else 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(made, "utf-8")
    print(f"{path.name}: {len(made.splitlines())} {rows}, {len(made.encode())} bytes")
    return 0
