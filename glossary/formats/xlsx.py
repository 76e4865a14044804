"""A termbase as a workbook: one sheet, the columns of `glossary.formats.rows`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.atomic import whole_file
from glossary.formats.rows import table, termbase_of
from glossary.formats.spreadsheet import Sheet, workbook_bytes
from glossary.formats.workbook import workbook_rows

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.formats.options import Options
    from glossary.model.concept import Termbase


def write_xlsx(termbase: Termbase, path: Path, options: Options) -> tuple[str, ...]:
    """Writes a row per concept; a line comes back for each thing left out."""
    rows, lost = table(termbase)
    data, cut = workbook_bytes([Sheet("glossary", rows)])
    with whole_file(path) as stream:
        stream.write(data)
    return lost + cut


def read_xlsx(path: Path, options: Options) -> tuple[Termbase, tuple[str, ...]]:
    """The termbase in the first sheet of a workbook that holds anything; a line comes back for each column that was not
    understood. Raises TermbaseError for what is no workbook."""
    return termbase_of(workbook_rows(path), str(path), options.langs)
