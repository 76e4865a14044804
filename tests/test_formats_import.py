"""Glossaries of other tools and of people: what is read, what is refused and why, and that nothing is swapped or dropped in silence."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from glossary.convert import convert
from glossary.errors import TermbaseError, UsageError
from glossary.formats.jsonl import read_jsonl
from glossary.formats.workbook import workbook_rows
from tests.tbx_values import SMALL

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.model.concept import Termbase


def imported(tmp_path: Path, name: str, text: str | bytes, langs: tuple[str, ...] = (), **how: str) -> tuple[Termbase, tuple[str, ...]]:
    path, out = tmp_path / name, tmp_path / "out.jsonl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = convert(path, out, langs=langs, **how)  # type: ignore[arg-type]
    return read_jsonl(out), done.lost


def forms(termbase: Termbase) -> list[list[tuple[str, str]]]:
    return [[(term.text, term.lang) for term in concept.terms] for concept in termbase.concepts]


UN = [("联合国", "zh-Hans"), ("United Nations", "en")]


@pytest.mark.parametrize(
    ("name", "text", "langs", "expected"),
    [
        ("a.csv", "zh-Hans,en\n联合国,United Nations\n", (), [UN]),
        ("a.csv", "\ufeffen;zh-Hans\r\nUnited Nations;联合国\r\n", (), [UN[::-1]]),
        ("a.csv", "联合国,United Nations\n", ("zh-Hans", "en"), [UN]),
        ("a.csv", "Chinese,English\n联合国,United Nations\n", ("zh-Hans", "en"), [UN]),
        ("a.csv", "United Nations\t联合国\n", ("en", "zh-Hans"), [UN[::-1]]),
        ("a.csv", "zh-Hans,en\n联合国|联国,United Nations|UN\n", (), [[UN[0], ("联国", "zh-Hans"), UN[1], ("UN", "en")]]),
        ("a.csv", 'zh-Hans,en\n"联合国","United ""Nations"""\n', (), [[UN[0], ('United "Nations"', "en")]]),
        ("a.csv", "zh-Hans,en\n联合国\n,\n", (), [[UN[0]]]),
        ("a.csv", "zh-Hans,en\n联合国,'=x\n", (), [[UN[0], ("=x", "en")]]),
        ("a.txt", "# -*- coding: utf-8 -*-\n联合国\tUnited Nations\tx\n联合国\tUN\n", ("zh-Hans", "en"), [[*UN, ("UN", "en")]]),
        ("a.txt", "联合国\tUnited Nations\textra\tcells\n\n#no\tno\nalone\n\tempty\n", ("zh-Hans", "en"), [UN]),
        ("a.txt", "联合国\u2028a\tUnited Nations\r\n", ("zh-Hans", "en"), [[("联合国\u2028a", "zh-Hans"), UN[1]]]),
        ("a.utx", "#UTX 1.11; zh-Hans/en; copyright: x; license: y;\r\n#src\ttgt\tsrc:pos\r\n联合国\tUnited Nations\tnoun\r\n", (), [UN]),
        (
            "a.utx",
            "#UTX 1.20; zh-Hans/en\n#description: x\n#src\ttgt\tsrc:pos\tconcept ID\n联合国\tUnited Nations\tnoun\tC1\n联合国\tUN\t\tC1\n#a\tb\n",
            (),
            [[*UN, ("UN", "en")]],
        ),
        (
            "a.tmx",
            '<tmx version="1.4"><header/><body><tu><tuv xml:lang="zh-Hans"><seg>联合国</seg></tuv><tuv xml:lang="en"><seg>United '
            '<bpt i="1">x</bpt>Nations</seg></tuv></tu><tu><tuv lang="en"><seg>b</seg></tuv></tu></body></tmx>',
            (),
            [[UN[0], ("United xNations", "en")], [("b", "en")]],
        ),
    ],
)  # fmt: skip
def test_is_read(tmp_path: Path, name: str, text: str, langs: tuple[str, ...], expected: list[list[tuple[str, str]]]) -> None:
    assert forms(imported(tmp_path, name, text, langs)[0]) == expected


@pytest.mark.parametrize(
    ("name", "text", "langs", "message"),
    [
        ("a.csv", "a,b\n联合国,United Nations\n", (), "no column says its language"),
        ("a.csv", "联合国,United Nations\n秘书长,Secretary-General\n", ("en", "zh-Hans"), "columns are not en and zh-Hans"),
        ("a.csv", "en,zh-Hans\n联合国,United Nations\n秘书长,Secretary-General\n", (), "columns are not en and zh-Hans"),
        ("a.csv", "zh-Hans,en\n", (), "holds no concept"),
        ("a.csv", "", (), "is empty"),
        ("a.csv", "联合国\n", ("zh-Hans", "en"), "has 1 columns for 2 languages"),
        ("a.csv", "id,zh-Hans\nx,甲\nx,乙\n", (), "'x' stands on line 2 too"),
        ("a.csv", "kind,zh-Hans\nperzon,甲\n", (), "unknown kind 'perzon'"),
        ("a.csv", 'zh-Hans,en\n"甲,a\n', (), "is no CSV"),
        ("a.csv", "zh-Hans,en\n甲,a\n".encode("gb18030"), (), "is not UTF-8"),
        ("a.txt", "联合国\tUnited Nations\n", (), "does not say its languages"),
        ("a.txt", "United Nations\t联合国\n", ("zh-Hans", "en"), "columns are not zh-Hans and en"),
        ("a.txt", "Nations Unies\tUnited Nations\n", ("zh-Hans", "en"), "nothing in it is zh-Hans"),
        ("a.txt", "# nothing\n", ("zh-Hans", "en"), "holds no concept"),
        ("a.txt", "联合国,United Nations\n", ("zh-Hans", "en"), "holds no concept"),
        ("a.tmx", "<tmx><body/></tmx>", (), "holds no units"),
        ("a.tmx", "<tmx><body><tu><tuv xml:lang='en'><seg>a</seg></tuv></tu>", (), "a.tmx"),
        ("a.tmx", "<tbx/>", (), "its root is tbx, not tmx"),
        ("a.tmx", '<!DOCTYPE tmx [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><tmx><body><tu><tuv><seg>&b;</seg></tuv></tu></body></tmx>', (), "entit"),
        ("a.tmx", '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx><body><tu><tuv><seg>&a;</seg></tuv></tu></body></tmx>', (), "entit"),
        ("a.utx", "src\ttgt\n", (), "does not begin with #UTX"),
        ("a.utx", "#UTX 1.11; zh-Hans/en\n", (), "has no line of columns"),
        ("a.utx", "#UTX 1.11; zh-Hans/en\n#src\tother\n", (), "has no column tgt"),
        ("a.utx", "#UTX 1.11; zh-Hans/en\n#src\ttgt\tsrc:pos\n甲\ta\n", ("en", "zh-Hans"), "from zh-Hans to en, not en to zh-Hans"),
        ("a.utx", "#UTX 1.11; en/zh-Hans\n#src\ttgt\tsrc:pos\n甲\ta\n", (), "columns are not en and zh-Hans"),
    ],
)  # fmt: skip
def test_is_refused_in_a_line_that_says_why(tmp_path: Path, name: str, text: str | bytes, langs: tuple[str, ...], message: str) -> None:
    with pytest.raises(TermbaseError) as caught:
        imported(tmp_path, name, text, langs)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("name", "text", "read_as", "message"),
    [("a.xml", "<mtf><conceptGrp><concept>1</concept></conceptGrp></mtf>", "multiterm", "holds no concept"), ("a.csv", "x", "deepl", "cannot be read")],
)
def test_a_format_that_is_named(tmp_path: Path, name: str, text: str, read_as: str, message: str) -> None:
    with pytest.raises((TermbaseError, UsageError), match=message):
        imported(tmp_path, name, text, read_as=read_as)


def test_columns_without_a_meaning_are_named(tmp_path: Path) -> None:
    termbase, lost = imported(tmp_path, "a.csv", "zh-Hans,en,Client,Remarks\n联合国,United Nations,UN,x\n")
    assert forms(termbase) == [UN]
    assert lost == ("left out: the column 'Client': its name is no language tag", "left out: the column 'Remarks': its name is no language tag")


MULTITERM = """<?xml version='1.0' encoding='UTF-16'?><mtf><conceptGrp><concept>7</concept><transacGrp><transac type="origination">me</transac>
<date>2021-03-01T11:21:32</date></transacGrp><descripGrp><descrip type="Subject">law</descrip></descripGrp>
<languageGrp><language lang="EN-US" type="English"/><termGrp><term>treaty</term><descripGrp><descrip type="Note">n <xref Tlink="x">ote</xref>
</descrip></descripGrp></termGrp><termGrp><term>pact</term></termGrp></languageGrp><languageGrp><language lang="ZH" type="Chinese"/>
<termGrp><term>条约</term></termGrp></languageGrp></conceptGrp></mtf>"""


def test_multiterm_as_it_exports(tmp_path: Path) -> None:
    termbase, lost = imported(tmp_path, "a.xml", MULTITERM.encode("utf-16"), read_as="multiterm")
    assert forms(termbase) == [[("treaty", "en-US"), ("pact", "en-US"), ("条约", "zh")]]
    assert termbase.concepts[0].terms[0].notes == ("n ote",)
    assert lost == ("left out: the field 'Subject' (1)",)
    twice = MULTITERM.replace("</mtf>", MULTITERM[MULTITERM.index("<conceptGrp>") :])
    with pytest.raises(TermbaseError, match="the concept 7 stands twice"):
        imported(tmp_path, "b.xml", twice.encode("utf-16"), read_as="multiterm")


def workbook(rows: list[list[object]]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(buffer)
    return buffer.getvalue()


def test_workbooks_of_other_programs(tmp_path: Path) -> None:
    data = workbook([[], ["zh-Hans", "en", "year"], ["联合国", "United Nations", 1945], [None, None, None], ["甲", 7, None]])
    termbase, lost = imported(tmp_path, "a.xlsx", data)
    assert forms(termbase) == [UN, [("甲", "zh-Hans"), ("7", "en")]]
    assert lost == ("left out: the column 'year': its name is no language tag",)
    with pytest.raises(TermbaseError, match="columns are not en and zh-Hans"):
        imported(tmp_path, "b.xlsx", workbook([["en", "zh-Hans"], ["联合国", "United Nations"]]))
    with pytest.raises(TermbaseError, match="holds no rows"):
        imported(tmp_path, "c.xlsx", workbook([]))


def _with_sheet(sheet: str, *more: tuple[str, bytes]) -> bytes:
    """A workbook whose sheet is this XML, and further members of the archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["zh-Hans"]]))) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
        for name, content in more:
            new.writestr(name, content)
    return buffer.getvalue()


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (_with_sheet(SHEET.format(""), ("big", b"\0" * (201 << 20))), "unpacks to more than 200 MB"),
        (_with_sheet(SHEET.format(""), *((f"m{n}", b"") for n in range(2001))), "holds more than 2000 parts"),
        (_with_sheet(SHEET.format('<row r="1"><c r="XFD1"><v>1</v></c><c r="IX1"><v>1</v></c></row>')), "more than 256 columns"),
        (_with_sheet(SHEET.format('<row><c r="XFD1"/></row>' * 2001)), "more than 256 columns"),
        (_with_sheet(BOMB + SHEET.format('<row r="1"><c r="A1" t="str"><v>&i;</v></c></row>')), "is no workbook"),
        (_with_sheet(SHEET.format('<row r="9999999"><c r="A9999999"><v>1</v></c></row>')), "more than 1048576 rows"),
        (_with_sheet(SHEET.format('<row r="1"><c r="A1"><v>1')), "is no workbook"),
        (_with_sheet(SHEET.format("<row/>" * 3_000_000)), "more than 3,000,000 tags"),
    ],
    ids=["size", "members", "corner", "styles", "entities", "rows", "cut", "tags"],
)
def test_a_workbook_that_would_burst_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(TermbaseError, match=message):
        imported(tmp_path, "a.xlsx", data)


def test_a_workbook_in_any_file_and_every_truncation(tmp_path: Path) -> None:
    (tmp_path / "no suffix").write_bytes(workbook([["zh-Hans"], ["甲"]]))
    assert workbook_rows(tmp_path / "no suffix") == [["zh-Hans"], ["甲"]]
    data = workbook([["zh-Hans"], ["甲"]])
    for length in range(0, len(data) - 1, 397):
        with pytest.raises(TermbaseError):
            imported(tmp_path, "cut.xlsx", data[:length])


def test_skos_of_others(tmp_path: Path) -> None:
    pytest.importorskip("rdflib")
    text = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @base <http://example.org/> .
<1> a skos:Concept ; skos:prefLabel "treaty"@en, "条约"@zh ; skos:altLabel "pact"@en ; skos:broader <2> ; skos:definition "d"@en .
<2> a skos:Concept ; skos:prefLabel "plain" ."""
    termbase, lost = imported(tmp_path, "a.ttl", text)
    assert forms(termbase) == [[("条约", "zh"), ("treaty", "en"), ("pact", "en")], [("plain", "und")]]
    assert [concept.id for concept in termbase.concepts] == ["http://example.org/1", "http://example.org/2"]
    assert lost == ("left out: http://www.w3.org/2004/02/skos/core#broader (1)",)
    for bad in ("not turtle", text.replace("skos:Concept", "skos:Thing"), "[" * 3000):
        with pytest.raises(TermbaseError) as caught:
            imported(tmp_path, "b.ttl", bad)
        assert "\n" not in str(caught.value)


def test_a_missing_file_and_an_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        convert(tmp_path / "none.csv", tmp_path / "out.tbx")
    with pytest.raises(UsageError, match="names no format"):
        convert(tmp_path / "none.csv", tmp_path / "out.doc")
    assert SMALL.concepts
