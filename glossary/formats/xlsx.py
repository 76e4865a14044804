"""Workbooks (XLSX): one sheet, the columns of `glossary.formats.rows`. The only module that knows openpyxl."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from glossary.atomic import whole_file
from glossary.errors import TermbaseError, UsageError
from glossary.formats.rows import table, termbase_of

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.formats.options import Options
    from glossary.model.concept import Termbase

_LONGEST_CELL = 32_767
_LARGEST_FILE = 500 * 1024 * 1024


def write_xlsx(termbase: Termbase, path: Path, options: Options) -> tuple[str, ...]:
    """Writes a row per concept, the header bold and fixed; a line comes back for each thing left out."""
    openpyxl = _library()
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    rows, lost = table(termbase)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("glossary")
    sheet.freeze_panes = "A2"
    cut = 0
    for number, row in enumerate(rows):
        cells = []
        for text in row:
            cut += len(text) > _LONGEST_CELL
            cell = WriteOnlyCell(sheet, text[:_LONGEST_CELL])
            # Text is text: a term that begins with = is no formula.
            cell.data_type = "s"
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    with whole_file(path) as stream:
        stream.write(_without_clock(buffer.getvalue()))
    if cut:
        lost += (f"left out: the end of cells of more than {_LONGEST_CELL} characters ({cut})",)
    return lost


def read_xlsx(path: Path, options: Options) -> tuple[Termbase, tuple[str, ...]]:
    """The termbase in the first sheet of a workbook that holds anything; a line comes back for each column that was not
    understood. Raises TermbaseError for what is no workbook."""
    openpyxl = _library()
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > _LARGEST_FILE:
                raise TermbaseError("unpacks to more than 500 MB", str(path), "split it")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
                if any(any(row) for row in rows):
                    return termbase_of(rows, str(path), options.langs)
        finally:
            book.close()
    except OSError as error:
        reason = error.strerror or error
        raise TermbaseError(f"cannot be read ({reason})", str(path), "check the name and the rights") from error
    except TermbaseError:
        raise
    except Exception as error:  # openpyxl raises whatever the broken part of the archive makes it raise
        raise TermbaseError(f"is no workbook that can be read ({error})", str(path), "save it again as .xlsx") from error
    raise TermbaseError("holds no rows", str(path), "a header and a row at least are expected")


def _without_clock(data: bytes) -> bytes:
    """The archive with the dates of its members, and of the workbook, set to nothing."""
    import re

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", content)
            item = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            item.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(item, content)
    return out.getvalue()


def _library() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise UsageError("workbooks need openpyxl", "", "pip install 'glossary-zh[xlsx]'") from error
    return openpyxl
