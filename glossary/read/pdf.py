"""PDF files: the text that stands on their pages. The only module that imports pypdfium2."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.errors import ReadError
from glossary.read.signature import refuse_other

if TYPE_CHECKING:
    import pypdfium2

PAGE_END = "\f"
_OBJECT = re.compile(rb"\d+ \d+ obj\b")
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_FORMAT = 3  # FPDF_ERR_FORMAT


def text(data: bytes, where: str, _encoding: str | None) -> tuple[str, tuple[int, ...]]:
    """The text of the pages joined by one form feed, and the offsets at which pages begin.

    Lines end as PDFium ends them (CR LF). Raises ReadError where the file is no PDF, is cut off or damaged,
    wants a password, or holds no text (pages that are pictures).
    """
    import pypdfium2

    refuse_other(data, ".pdf", where)
    _refuse_cut(data, where)
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unopened(error, where) from error
    try:
        pages = [_page(file, number, where) for number in range(len(file))]
    finally:
        file.close()
    if not any(page.strip() for page in pages):
        what = "holds no text: its pages are blank or pictures"
        raise ReadError(what, where, "run text recognition (OCR) on it first")
    starts = [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page) + len(PAGE_END))
    return PAGE_END.join(pages), tuple(starts)


def _page(file: pypdfium2.PdfDocument, number: int, where: str) -> str:
    import pypdfium2

    try:
        page = file[number]
        try:
            words = page.get_textpage()
            try:
                found = str(words.get_text_bounded())
            finally:
                words.close()
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"page {number + 1} is damaged", where, "save it anew from a PDF viewer") from error
    # PDFium writes a control character for a hyphen at the end of a line and drops the line end with it,
    # which would make one word of Nagorno-⏎Karabakh.
    return found.replace("\x02", "-\r\n")


def _refuse_cut(data: bytes, where: str) -> None:
    """Raises ReadError where objects stand after the last end mark: PDFium would read what is left, unasked.
    """
    if b"%PDF-" not in data[:1024]:
        raise ReadError("is not a PDF file", where, "name it by what it is: .txt, .docx, .html")
    end = max(data.rfind(b"%%EOF"), data.rfind(b"startxref"))
    if end < 0 or _OBJECT.search(data, end):
        raise ReadError("is cut off: its end is missing", where, "fetch or save it again")


def _unopened(error: pypdfium2.PdfiumError, where: str) -> ReadError:
    if error.err_code == _PASSWORD:
        return ReadError("wants a password", where, "save a copy without one")
    what = "is damaged" if error.err_code in {_FORMAT, None} else f"cannot be opened ({error})"
    return ReadError(what, where, "save it anew from a PDF viewer")
