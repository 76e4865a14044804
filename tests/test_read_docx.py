"""DOCX files, made here with python-docx and, for what it cannot write, by hand."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml import parse_xml

from glossary.errors import ReadError
from glossary.read import docx as reader

if TYPE_CHECKING:
    from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def made(body: str, **parts: str) -> bytes:
    """A package with this XML in its body; `footnotes` and `endnotes` are the XML in those parts."""
    document = docx.Document()
    whole = parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>")
    for element in list(whole):
        document.element.body.insert(len(document.element.body) - 1, element)
    files = unpacked(saved(document))
    for kind, notes in parts.items():
        files[f"word/{kind}.xml"] = f"<w:{kind} {NAMESPACES}>{notes}</w:{kind}>".encode()
        content = "application/vnd.openxmlformats-officedocument.wordprocessingml." + kind + "+xml"
        override = f'<Override PartName="/word/{kind}.xml" ContentType="{content}"/></Types>'
        relation = f'<Relationship Id="n{kind}" Type="{RELATION}/{kind}" Target="{kind}.xml"/></Relationships>'
        for name, end, more in (
            ("[Content_Types].xml", b"</Types>", override),
            ("word/_rels/document.xml.rels", b"</Relationships>", relation),
        ):
            files[name] = files[name].replace(end, more.encode())
    return packed(files)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(files: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return stream.getvalue()


def lines(data: bytes) -> list[str]:
    return reader.text(data, "x.docx", None)[0].split("\n")


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        reader.text(data, "x.docx", None)
    return str(caught.value)


def p(content: str) -> str:
    return f"<w:p>{content}</w:p>"


def r(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def call(number: int, kind: str = "footnote", more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"{more}/></w:r>'


def note(number: int, *paragraphs: str, kind: str = "footnote") -> str:
    first = f"<w:r><w:{kind}Ref/></w:r>"
    body = "".join(p((first if k == 0 else "") + r(" " + text)) for k, text in enumerate(paragraphs))
    return f'<w:{kind} w:id="{number}">{body}</w:{kind}>'


def test_paragraphs_and_tables_stand_in_the_order_of_the_document() -> None:
    document = docx.Document()
    document.add_heading("洛瓦纳河流域国际委员会", 1)
    document.add_paragraph("第一段")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["名", "Name", "合并", ""], strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1))
    table.cell(0, 0).add_table(1, 1).cell(0, 0).text = "内表"
    document.add_paragraph("")
    document.add_paragraph("末\t段\n换行")
    document.sections[0].header.paragraphs[0].text = "页眉"
    found = lines(saved(document))
    assert [line for line in found if line] == [
        "洛瓦纳河流域国际委员会", "第一段", "名", "内表", "Name", "合并", "末\t段", "换行",
    ]  # fmt: skip
    assert "\n".join(found).endswith("\n\n末\t段\n换行")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(r("洛瓦") + r(" ") + r("纳河")), "洛瓦 纳河"),
        (p('<w:hyperlink w:anchor="x">' + r("链接") + "</w:hyperlink>" + r("后")), "链接后"),
        (p("<w:ins>" + r("新") + "</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"), "新"),
        (p("<w:moveFrom>" + r("走") + "</w:moveFrom><w:moveTo>" + r("来") + "</w:moveTo>"), "来"),
        (p("<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>" + r("甲") + "<w:r><w:tab/></w:r>" + r("乙")), "甲\t乙"),
        (p(r("A") + "<w:r><w:noBreakHyphen/></w:r>" + r("B")), "A-B"),
        (p(r("甲") + '<w:r><w:br w:type="page"/></w:r>' + r("乙") + "<w:r><w:br/></w:r>" + r("丙")), "甲乙\n丙"),
        (p("<w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r><w:fldSimple>" + r("12") + "</w:fldSimple>"), "12"),
        ("<w:sdt><w:sdtContent>" + p(r("控件")) + "</w:sdtContent></w:sdt>", "控件"),
        (p("<w:smartTag>" + r("智能") + "</w:smartTag>"), "智能"),
        (p("<w:r><w:ruby><w:rt>" + r("hàn") + "</w:rt><w:rubyBase>" + r("漢") + "</w:rubyBase></w:ruby></w:r>"), "漢"),
        (p("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"), "x"),
    ],
)
def test_what_a_reader_of_the_page_sees_is_text(body: str, expected: str) -> None:
    assert "\n".join(lines(made(body))) == expected


def test_a_text_box_stands_once_after_the_paragraph_it_is_in() -> None:
    box = "<w:txbxContent>" + p(r("框内")) + "</w:txbxContent>" + r("中")
    twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert lines(made(p(r("前") + f"<w:r>{twice}</w:r>" + r("后")) + p(r("下")))) == ["前中后", "框内", "下"]


def test_notes_stand_at_the_end_and_their_calls_in_the_text() -> None:
    body = p(r("《水域公约》") + call(7) + r("，1951年。")) + p(r("A/77/150") + call(2, "endnote") + r("号文件")) + p(r("完") + call(3))
    data = made(
        body,
        footnotes='<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        + note(3, "第三个")
        + note(7, "见 Vistov Treaty Series。", "第二段")
        + note(9, "无人提及"),
        endnotes=note(2, "尾注", kind="endnote"),
    )
    assert lines(data) == [
        "《水域公约》¹，1951年。",
        "A/77/150²号文件",
        "完³",
        "__________________",
        " 1 见 Vistov Treaty Series。",
        " 第二段",
        " 2 尾注",
        " 3 第三个",
    ]


def test_calls_of_ten_and_more_are_raised_too() -> None:
    body = "".join(p(r("甲") + call(k)) for k in range(1, 13))
    found = lines(made(body, footnotes="".join(note(k, f"注{k}") for k in range(1, 13))))
    assert found[9:12] == ["甲¹⁰", "甲¹¹", "甲¹²"]
    assert found[-1] == " 12 注12"


def test_a_mark_of_the_author_s_own_and_a_call_without_a_note_are_no_calls() -> None:
    body = p(r("甲") + call(1, more=' w:customMarkFollows="1"') + r("*") + call(99) + r("乙"))
    assert lines(made(body, footnotes=note(1, "注"))) == ["甲*乙"]


def test_a_package_may_not_unpack_to_more_than_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made(p(r("甲") * 50))
    assert lines(data) == ["甲" * 50]
    for limit in ("MOST_ENTRIES", "MOST_BYTES", "MOST_XML", "MOST_TAGS"):
        with monkeypatch.context() as patch:
            patch.setattr(reader, limit, 5)
            assert "unpacks to more than is safe" in refused(data), limit


def test_bombs_are_refused_before_they_are_opened() -> None:
    files = dict.fromkeys(("[Content_Types].xml", "_rels/.rels"), "x")
    assert "more than is safe" in refused(packed({**files, "word/document.xml": "<w:p/>" * 2_000_000}))
    assert "more than is safe" in refused(packed({**files, "word/other.bin": "<" + "x" * (40 << 20)}))


def test_entities_are_not_expanded() -> None:
    files = unpacked(made(p(r("甲&amp;乙"))))
    whole = files["word/document.xml"].decode()
    bomb = '<!DOCTYPE x [<!ENTITY a "' + "b" * 1000 + '"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = whole[whole.index("<w:document") :].replace("甲&amp;乙", "甲&a;&f;乙")
    assert "".join(lines(packed({**files, "word/document.xml": bomb + body}))).strip("甲乙") == ""


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"hello", "is no DOCX file, or cut off"),
        (b"PK\x03\x04hello", "is no DOCX file, or cut off"),
        (made(p(r("甲")))[:-200], "is no DOCX file, or cut off"),
        (packed({"a.txt": "x"}), "is no DOCX file, or a damaged one"),
        (packed({"[Content_Types].xml": "<Types/>"}), "is no DOCX file, or a damaged one"),
        (b"%PDF-1.4\n", "is a PDF file, not .docx; name it .pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "an old Office file, or one with a password"),
    ],
)
def test_what_is_no_docx_is_refused(data: bytes, what: str) -> None:
    assert what in refused(data)


def test_a_damaged_part_is_refused() -> None:
    files = unpacked(made(p(r("甲")), footnotes=note(1, "注")))
    for name in ("[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/footnotes.xml", "word/styles.xml"):
        assert "damaged" in refused(packed({**files, name: files[name][: len(files[name]) // 2]})), name


def test_a_workbook_is_no_document() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    assert "is no DOCX file" in refused(saved(openpyxl.Workbook()))
