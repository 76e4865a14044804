"""PDF files, made here with reportlab and read back."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from glossary.errors import ReadError
from glossary.model.text import Document
from glossary.read import Source, read
from glossary.read.pdf import text

FIRST = ["卡尔多维亚共和国常驻代表给秘书长的信", "主席埃内斯特·布勒东（Ernest Breton）"]
SECOND = ["特伦西亚外交部长", "𠀀"]


def pdf(pages: list[list[str]], encryption: StandardEncryption | None = None) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1, encrypt=encryption)
    for lines in pages:
        canvas.setFont("STSong-Light", 12)
        for number, line in enumerate(lines):
            canvas.drawString(72, 760 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def refused(data: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        text(data, "x.pdf", None)
    return caught.value


def test_pages_are_joined_by_a_form_feed_and_keep_their_offsets() -> None:
    (document,) = read(Source("x", "x.pdf", ".pdf", data=pdf([FIRST, SECOND, [], FIRST[:1]])))
    assert isinstance(document, Document)
    pages = ["\r\n".join(FIRST), "\r\n".join(SECOND), "", FIRST[0]]
    assert document.text == "\f".join(pages)
    assert [document.text[start : start + len(page)] for start, page in zip(document.pages, pages, strict=True)] == pages
    assert [document.page(document.text.index(line)) for line in (FIRST[1], SECOND[0])] == [1, 2]
    assert document.page(len(document.text) - 1) == 4
    assert document.page(document.text.index("\f")) == 1


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    assert text(pdf([["Nagorno-", "Karabakh"]]), "x.pdf", None)[0] == "Nagorno-\r\nKarabakh"


def test_a_password_to_change_it_is_none_to_read_it() -> None:
    locked = pdf([FIRST], StandardEncryption("", ownerPassword="owner", canModify=0))
    assert text(locked, "x.pdf", None)[0] == "\r\n".join(FIRST)


def test_a_password_to_read_it_is_told() -> None:
    error = refused(pdf([FIRST], StandardEncryption("secret", ownerPassword="owner")))
    assert str(error) == "x.pdf: wants a password; save a copy without one"


def test_pages_without_text_are_pictures() -> None:
    assert "holds no text" in str(refused(pdf([[], []])))


def test_a_file_that_is_cut_off_is_refused_wherever_it_was_cut() -> None:
    whole = pdf([FIRST, SECOND])
    for share in range(1, 20):
        assert "is cut off" in str(refused(whole[: len(whole) * share // 20])), share


def test_a_file_cut_off_after_an_earlier_end_is_refused() -> None:
    """A file that was changed has its old end before the new one; what follows must not be dropped unasked."""
    assert "is cut off" in str(refused(pdf([FIRST]) + b"\n12 0 obj\n<< /Type /Page"))


def test_a_damaged_file_is_refused() -> None:
    whole = pdf([FIRST])
    head, tail = whole[:20], whole[-30:]
    assert "is damaged" in str(refused(head + b"x" * 500 + tail))


@pytest.mark.parametrize("data", [b"hello", "一份文件".encode(), b"\0" * 100])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    assert "is not a PDF file" in str(refused(data))


def test_junk_before_the_mark_and_after_the_end_is_allowed() -> None:
    assert text(b"\r\n" + pdf([FIRST]) + b"\r\n\0\0", "x.pdf", None)[0] == "\r\n".join(FIRST)
