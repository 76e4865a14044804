"""Workbooks (XLSX) as they are read. The only module that knows openpyxl.

An archive is opened only if it holds at most 2,000 parts and unpacks to at most 200 MB with 3 million tags, which take
openpyxl 8 s (2.5 µs each): a sheet of 50,000 rows and ten columns. A sheet is read only as far as it has at most 256
columns and 1,048,576 rows. Entities are not expanded without end: expat stops a bomb.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

from glossary.errors import TermbaseError, UsageError
from glossary.formats.spreadsheet import MOST_ROWS

if TYPE_CHECKING:
    from pathlib import Path

_MOST_PARTS = 2_000
_MOST_BYTES = 200 * 1024 * 1024
_MOST_TAGS = 3_000_000
_MOST_COLUMNS = 256
_MOST_WIDE_ROWS = 2_000
_HINT = "save it as .csv, which may be of any length, or split it"


def workbook_rows(path: Path, sheet_name: str = "") -> list[list[Any]]:
    """The rows of the sheet of that name, or of the first that holds anything, to the last that is filled; an empty cell
    is empty text, a formula what it came to. Raises TermbaseError for what is no workbook or too large for one."""
    openpyxl = _library()
    try:
        _refuse_bombs(path)
        # As a stream: by its name openpyxl takes files with its own suffixes only.
        with path.open("rb") as stream:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            for sheet in book.worksheets:
                if sheet_name and sheet.title != sheet_name:
                    continue
                if rows := _rows(sheet, path):
                    return rows
    except OSError as error:
        reason = error.strerror or error
        raise TermbaseError(f"cannot be read ({reason})", str(path), "check the name and the rights") from error
    except TermbaseError:
        raise
    except Exception as error:  # openpyxl raises whatever the broken part of the archive makes it raise
        raise TermbaseError(f"is no workbook that can be read ({error})", str(path), "save it again as .xlsx") from error
    what = f"has no sheet {sheet_name!r} with rows" if sheet_name else "holds no rows"
    raise TermbaseError(what, str(path), "a header and a row at least are expected")


def _refuse_bombs(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS:
            raise TermbaseError(f"holds more than {_MOST_PARTS} parts", str(path), "save it again as .xlsx")
        if sum(part.file_size for part in parts) > _MOST_BYTES:
            raise TermbaseError(f"unpacks to more than {_MOST_BYTES >> 20} MB", str(path), _HINT)
        tags = 0
        for part in parts:
            with archive.open(part) as stream:
                while piece := stream.read(1 << 20):
                    tags += piece.count(b"<")
            if tags > _MOST_TAGS:
                raise TermbaseError(f"holds more than {_MOST_TAGS:,} tags, too many for a workbook", str(path), _HINT)


def _rows(sheet: Any, path: Path) -> list[list[Any]]:
    # What a sheet says of its size is not to be trusted: one cell in the last corner would cost minutes.
    sheet.reset_dimensions()
    rows: list[list[Any]] = []
    wide = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MOST_ROWS:
            raise TermbaseError(f"has more than {MOST_ROWS} rows", str(path), _HINT)
        if len(row) > _MOST_COLUMNS:
            # Some programs write the style of every empty cell to the end of a row; a hostile file does in every row.
            wide += 1
            if wide > _MOST_WIDE_ROWS or any(cell is not None for cell in row[_MOST_COLUMNS:]):
                what = f"has more than {_MOST_COLUMNS} columns"
                raise TermbaseError(what, f"{path}:{number}", "leave out what is no term")
            row = row[:_MOST_COLUMNS]
        rows.append(["" if cell is None else cell for cell in row] if any(cell is not None for cell in row) else [])
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _library() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise UsageError("reading workbooks needs openpyxl", "", "pip install 'glossary-zh[xlsx]'") from error
    return openpyxl
