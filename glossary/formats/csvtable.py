"""CSV with a byte order mark, which Excel and memoQ read as UTF-8. The columns are those of `glossary.formats.rows`.

A cell that a spreadsheet would take for a formula (=1+1, -ism, @home) has an apostrophe before it, which reading takes
away again.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from glossary.atomic import whole_file
from glossary.errors import TermbaseError
from glossary.formats.cells import guarded, unguarded
from glossary.formats.files import text_of
from glossary.formats.rows import table, termbase_of

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.formats.options import Options
    from glossary.model.concept import Termbase


def write_csv(termbase: Termbase, path: Path, options: Options) -> tuple[str, ...]:
    """Writes a row per concept; a line comes back for each thing that the table has no place for."""
    rows, lost = table(termbase)
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    with whole_file(path) as stream:
        stream.write(buffer.getvalue().encode("utf-8-sig", "replace"))
    return lost


def read_csv(path: Path, options: Options) -> tuple[Termbase, tuple[str, ...]]:
    """The termbase in a CSV file, its cells parted by commas, semicolons or tabs; with a line for each column that was
    not understood. Raises TermbaseError for what is no such file."""
    text = text_of(path)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=lambda sign: (first.count(sign), sign == ","))
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [[unguarded(cell) for cell in row] for row in lines]
    except csv.Error as error:
        raise TermbaseError(f"is no CSV: {error}", str(path), "check its quotes and separators") from error
    return termbase_of(rows, str(path), options.langs)
