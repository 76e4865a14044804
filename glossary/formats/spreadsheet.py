"""Workbooks (XLSX) as bytes, from rows of text and numbers.

Written as it stands: openpyxl writes each sheet through a file in the folder for temporary files, so that a full disk ends
in a traceback and not in an error of ours, and it puts the clock into the file. Cells are inline strings, which is why
text stays text: nothing that begins with = runs (ECMA-376, part 1, 18.3.1.4 and 18.18.11).
"""

from __future__ import annotations

import io
import zipfile
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from glossary.errors import WriteError
from glossary.tbx.xmltext import attribute, clean, escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BOLD, _WRAPPED = 1, 2
# Styles by number: 0 plain, 1 bold, 2 text that takes several lines.
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/>'
    '</border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Sheet(NamedTuple):
    """A sheet to write: its rows, the first of them the header, bold and always in sight.

    `widths` are those of its columns in characters; `lists` the choices that a column, by its number from 0, takes;
    `wrapped` the columns whose text may take several lines; `fixed` how many columns stay in sight beside the header.
    """

    name: str
    rows: Sequence[Sequence[str | int | float]]
    widths: Sequence[int] = ()
    lists: Mapping[int, Sequence[str]] = MappingProxyType({})
    wrapped: frozenset[int] = frozenset()
    fixed: int = 0


def workbook_bytes(sheets: Sequence[Sheet]) -> tuple[bytes, tuple[str, ...]]:
    """A workbook of these sheets, and a line for what was cut: a cell holds 32,767 characters. Raises WriteError for a
    sheet of more rows or columns than there can be."""
    cut = [0]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _frame(sheets):
            _add(archive, name, _DECLARATION + content)
        for number, sheet in enumerate(sheets, 1):
            if len(sheet.rows) > MOST_ROWS or max(map(len, sheet.rows), default=0) > _MOST_COLUMNS:
                raise WriteError("has more rows or columns than a workbook holds", sheet.name, "write CSV")
            _add(archive, f"xl/worksheets/sheet{number}.xml", _DECLARATION + "".join(_sheet(sheet, cut)))
    lost = (f"left out: the end of cells of more than {LONGEST_CELL} characters ({cut[0]})",) if cut[0] else ()
    return buffer.getvalue(), lost


def column_name(index: int) -> str:
    """The letters of a column, counted from 0: A, Z, AA."""
    name = ""
    while index >= 0:
        index, letter = divmod(index, 26)
        name = chr(ord("A") + letter) + name
        index -= 1
    return name


def _add(archive: zipfile.ZipFile, name: str, content: str) -> None:
    item = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    item.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(item, content.encode())


def _frame(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    """The parts that hold the sheets together."""
    numbers = range(1, len(sheets) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in numbers
    )
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{kinds}</Types>',
    )
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    named = "".join(
        f'<sheet name="{attribute(sheet.name)}" sheetId="{n}" r:id="rId{n}"/>' for n, sheet in zip(numbers, sheets, strict=True)
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews><sheets>{named}</sheets></workbook>',
    )
    parts = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*parts, ("styles", "styles.xml")])
    yield "xl/styles.xml", _STYLES


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _sheet(sheet: Sheet, cut: list[int]) -> Iterator[str]:
    beside = f'xSplit="{sheet.fixed}" ' if sheet.fixed else ""
    corner, pane = f"{column_name(sheet.fixed)}2", "bottomRight" if sheet.fixed else "bottomLeft"
    yield (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane {beside}ySplit="1" topLeftCell="{corner}" '
        f'activePane="{pane}" state="frozen"/></sheetView></sheetViews>'
    )
    if sheet.widths:
        yield "<cols>"
        for n, width in enumerate(sheet.widths, 1):
            yield f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        yield "</cols>"
    yield "<sheetData>"
    letters = [column_name(n) for n in range(max(map(len, sheet.rows), default=0))]
    for number, row in enumerate(sheet.rows, 1):
        yield f'<row r="{number}">'
        for index, value in enumerate(row):
            style = _BOLD if number == 1 else _WRAPPED if index in sheet.wrapped else 0
            yield _cell(value, f'r="{letters[index]}{number}"' + (f' s="{style}"' if style else ""), cut)
        yield "</row>"
    yield "</sheetData>"
    if sheet.lists:
        yield f'<dataValidations count="{len(sheet.lists)}">'
        for index, choices in sorted(sheet.lists.items()):
            where = f"{letters[index]}2:{letters[index]}{max(len(sheet.rows), 2)}"
            yield (
                f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="{where}">'
                f'<formula1>"{escaped(",".join(choices))}"</formula1></dataValidation>'
            )
        yield "</dataValidations>"
    yield "</worksheet>"


def _cell(value: str | int | float, attributes: str, cut: list[int]) -> str:
    if not isinstance(value, str):
        return f"<c {attributes}><v>{value}</v></c>"
    text = clean(value)
    if not text:
        return ""
    if len(text) > LONGEST_CELL:
        cut[0] += 1
        text = clean(text[:LONGEST_CELL])
    return f'<c {attributes} t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>'
