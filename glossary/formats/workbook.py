"""Workbooks (XLSX) as rows of text, both ways. The only module that knows openpyxl.

An archive is opened only if it holds at most 2,000 members and unpacks to at most 200 MB; a sheet is read only as far as it
has at most 256 columns and 1,048,576 rows, which is what a spreadsheet takes.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from glossary.errors import TermbaseError, UsageError
from glossary.tbx.xmltext import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

LONGEST_CELL = 32_767
_MOST_MEMBERS = 2_000
_MOST_BYTES = 200 * 1024 * 1024
_MOST_COLUMNS = 256
_MOST_ROWS = 1_048_576


def workbook_bytes(
    sheets: Sequence[tuple[str, Sequence[Sequence[str]]]], finish: Callable[[Any, str], None] | None = None
) -> tuple[bytes, tuple[str, ...]]:
    """A workbook of these sheets, each a name and rows of text, the header bold and fixed; with a line for what was
    cut. Text stays text: nothing that begins with = runs. `finish` may dress a sheet, which it gets with its name."""
    openpyxl = library()
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = openpyxl.Workbook(write_only=True)
    cut = 0
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        if finish:
            finish(sheet, name)
        for number, row in enumerate(rows):
            cells = []
            for text in row:
                shown = clean(text)
                cut += len(shown) > LONGEST_CELL
                cell = WriteOnlyCell(sheet, shown[:LONGEST_CELL])
                cell.data_type = "s"
                if number == 0:
                    cell.font = Font(bold=True)
                cells.append(cell)
            sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    lost = (f"left out: the end of cells of more than {LONGEST_CELL} characters ({cut})",) if cut else ()
    return without_clock(buffer.getvalue()), lost


def workbook_rows(path: Path, sheet_name: str = "") -> list[list[Any]]:
    """The rows of the sheet of that name, or of the first that holds anything, to the last that is filled; empty cells
    are empty text. Raises TermbaseError for what is no workbook or too large for one."""
    openpyxl = library()
    try:
        _refuse_bombs(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                if sheet_name and sheet.title != sheet_name:
                    continue
                rows = _rows(sheet, path)
                if rows:
                    return rows
        finally:
            book.close()
    except OSError as error:
        reason = error.strerror or error
        raise TermbaseError(f"cannot be read ({reason})", str(path), "check the name and the rights") from error
    except TermbaseError:
        raise
    except Exception as error:  # openpyxl raises whatever the broken part of the archive makes it raise
        raise TermbaseError(f"is no workbook that can be read ({error})", str(path), "save it again as .xlsx") from error
    what = f"has no sheet {sheet_name!r} with rows" if sheet_name else "holds no rows"
    raise TermbaseError(what, str(path), "a header and a row at least are expected")


def without_clock(data: bytes) -> bytes:
    """The archive with the dates of its members, and of the workbook, set to nothing."""
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


def library() -> Any:
    """openpyxl. Raises UsageError where it is not installed."""
    try:
        import openpyxl
    except ImportError as error:
        raise UsageError("workbooks need openpyxl", "", "pip install 'glossary-zh[xlsx]'") from error
    return openpyxl


def _refuse_bombs(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > _MOST_MEMBERS:
            raise TermbaseError(f"holds more than {_MOST_MEMBERS} parts", str(path), "save it again as .xlsx")
        if sum(item.file_size for item in members) > _MOST_BYTES:
            raise TermbaseError(f"unpacks to more than {_MOST_BYTES >> 20} MB", str(path), "split it")


def _rows(sheet: Any, path: Path) -> list[list[Any]]:
    # What a sheet says of its size is not to be trusted: one cell in the last corner would cost minutes.
    sheet.reset_dimensions()
    rows: list[list[Any]] = []
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS + 1), 1):
        if number > _MOST_ROWS:
            raise TermbaseError(f"has more than {_MOST_ROWS} rows", str(path), "split it")
        if len(row) > _MOST_COLUMNS and row[_MOST_COLUMNS] is not None:
            raise TermbaseError(f"has more than {_MOST_COLUMNS} columns", f"{path}:{number}", "leave out what is no term")
        rows.append(["" if cell is None else cell for cell in row] if any(cell is not None for cell in row) else [])
    while rows and not any(rows[-1]):
        rows.pop()
    return rows
