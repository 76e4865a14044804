"""Other programs read what is written: translate-toolkit, openpyxl, rdflib; and the rules of OmegaT's and DeepL's readers."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from translate.storage.tbx import tbxfile
from translate.storage.tmx import tmxfile

from glossary.convert import convert, shaped
from glossary.formats.options import Options
from glossary.formats.table import FORMATS
from glossary.model.concept import Concept, Term, Termbase
from glossary.tbx.write import write_termbase
from tests.tbx_values import SMALL

if TYPE_CHECKING:
    from pathlib import Path

BOTH = Options(langs=("zh-Hans", "en"))
MANY = Termbase(
    (
        Concept("c-1", (Term("联合国", "zh-Hans", "full", "preferred", 9), Term("联国", "zh-Hans", "variant", "admitted"), Term("United Nations", "en", status="preferred"), Term("UN", "en", "acronym")), "organization", ("A note",)),
        Concept("c-2", (Term("#井号", "zh-Hans"), Term("number sign", "en")), "term"),
        Concept("c-3", (Term("共同主席", "zh-Hans", count=2), Term("Co-Chair", "en", suggested=True, origin="x")), "office"),
        Concept("c-4", (Term("共同主席", "zh-Hans", count=5), Term("co-president", "en")), "office"),
        Concept("c-5", (Term("旧名", "zh-Hans", status="deprecated"), Term("新名", "zh-Hans"), Term("new \"name\", with; signs", "en"))),
        Concept("c-6", (Term("只有中文", "zh-Hans"),)),
        Concept("c-7", (Term("=1+1", "zh-Hans"), Term("-ism", "en"))),
    )
)  # fmt: skip


def write(name: str, termbase: Termbase, path: Path, options: Options = BOTH) -> tuple[str, ...]:
    form = next(form for form in FORMATS if form.name == name)
    assert form.write
    return form.write(shaped(termbase, form)[0], path, options)


def opened(kind: Any, path: Path, source: str) -> Any:
    """A file as translate-toolkit opens it, from `source` to English."""
    with path.open("rb") as stream:
        return kind(stream, sourcelanguage=source, targetlanguage="en")


@pytest.mark.parametrize("name", ["tbx2", "weblate"])
def test_translate_toolkit_reads_the_version_for_tools(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out.tbx"
    write(name, MANY, out)
    store = opened(tbxfile, out, "zh-Hans")
    units = [(unit.source, unit.target) for unit in store.units]
    expected = [
        ("联合国", "United Nations"), ("#井号", "number sign"), ("共同主席", "Co-Chair"), ("共同主席", "co-president"),
        ("新名" if name == "weblate" else "旧名", 'new "name", with; signs'), ("只有中文", None), ("=1+1", "-ism"),
    ]  # fmt: skip
    # Weblate takes entries that have both languages; translate-toolkit sees the first form of a language.
    assert units == [pair for pair in expected if pair[1] or name != "weblate"]


def test_translate_toolkit_reads_what_became_version_2_of_a_file(tmp_path: Path) -> None:
    three, two = tmp_path / "three.tbx", tmp_path / "two.tbx"
    write_termbase(SMALL, three)
    convert(three, two, version=2, languages={"zh-Hans": "zh-CN"})
    units = opened(tbxfile, two, "zh-CN").units
    assert [(unit.source, unit.target) for unit in units][:2] == [("安娜·科瓦奇", "Anna Kovač"), ("联合国", "UN")]
    assert len(units) == 4


def test_translate_toolkit_reads_tmx(tmp_path: Path) -> None:
    out = tmp_path / "out.tmx"
    write("tmx", MANY, out)
    units = opened(tmxfile, out, "zh-Hans").units
    assert [(unit.source, unit.target) for unit in units][:4] == [
        ("联合国", "United Nations"), ("联合国", "UN"), ("联国", "United Nations"), ("联国", "UN"),
    ]  # fmt: skip
    assert len(units) == 9
    assert "A note" in units[0].getnotes()


def omegat_reads(data: bytes) -> list[tuple[str, str, str]]:
    """The entries that OmegaT 6 finds in a tab-separated glossary: a byte order mark skipped, lines parted as Java parts
    them, those that begin with # skipped, cells trimmed of what is not above a blank, fewer than two or an empty first
    skipped."""
    text = data.decode("utf-8-sig")
    rows = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.startswith("#"):
            continue
        cells = [cell.strip("".join(map(chr, range(33)))) for cell in line.split("\t")]
        if len(cells) > 1 and cells[0]:
            rows.append((cells[0], cells[1], cells[2] if len(cells) > 2 else ""))
    return rows


def test_omegat_reads_each_pair_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    write("omegat", MANY, out)
    data = out.read_bytes()
    assert data.startswith(b"# -*- coding: utf-8 -*-\n")
    rows = omegat_reads(data)
    assert [row[:2] for row in rows] == [
        ("联合国", "United Nations"), ("联合国", "UN"), ("联国", "United Nations"), ("联国", "UN"), ("#井号", "number sign"),
        ("共同主席", "Co-Chair"), ("共同主席", "co-president"), ("新名", 'new "name", with; signs'), ("=1+1", "-ism"),
    ]  # fmt: skip
    assert rows[0][2] == "organization; A note"
    assert rows[5][2] == "office; suggested by x, stated by no document"
    (tmp_path / "bom.txt").write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    convert(tmp_path / "bom.txt", tmp_path / "back.jsonl", langs=("zh-Hans", "en"))
    assert '"#井号"' in (tmp_path / "back.jsonl").read_text("utf-8")


def test_deepl_takes_the_file(tmp_path: Path) -> None:
    out = tmp_path / "out.tsv"
    long = Concept("c-9", (Term("长" * 400, "zh-Hans"), Term("long", "en")))
    lost = "\n".join(write("deepl", replace(MANY, concepts=(*MANY.concepts, long)), out))
    rows = [line.split("\t") for line in out.read_text("utf-8").split("\n")[:-1]]
    assert rows == [
        ["联合国", "United Nations"], ["联国", "United Nations"], ["#井号", "number sign"], ["共同主席", "co-president"],
        ["新名", 'new "name", with; signs'], ["=1+1", "-ism"],
    ]  # fmt: skip
    assert len({source for source, _ in rows}) == len(rows)
    assert max(len(cell.encode()) for row in rows for cell in row) <= 1024
    for word in ("second meanings of a form: DeepL takes each source once (1)", "more than 1024 bytes (1)", "further targets"):
        assert word in lost


@pytest.mark.parametrize("name", ["xlsx", "phrase", "review"])
def test_openpyxl_reads_the_workbook_and_text_does_not_run(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out.xlsx"
    write(name, MANY, out, Options(langs=("zh-Hans", "en") if name == "phrase" else ()))
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    assert sheet.freeze_panes in ("A2", "C2")
    assert all(cell.font.bold for cell in sheet[1])
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} <= {"s", "inlineStr"}
    assert "=1+1" in {cell.value for cell in cells}


def test_openpyxl_reads_phrases_columns(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    write("phrase", MANY, out)
    rows = list(openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True))
    assert rows[:3] == [("zh_cn", "en"), ("联合国", "United Nations"), ("#井号", "number sign")]
    assert len(rows) == 7


def test_a_spreadsheet_runs_nothing_of_the_csv(tmp_path: Path) -> None:
    formulas = ["=1+1", "+1", "-1", "@a", "'=1", "''@", "＝1", "－1", "'a", "a=1"]
    termbase = Termbase(tuple(Concept(f"c-{n}", (Term(text, "zh-Hans"), Term("x", "en"))) for n, text in enumerate(formulas)))
    out = tmp_path / "out.csv"
    write("csv", termbase, out, Options())
    cells = [cell for row in csv.reader(io.StringIO(out.read_text("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "－"))]
    convert(out, tmp_path / "back.csv")
    assert (tmp_path / "back.csv").read_bytes() == out.read_bytes()
    assert sorted(cell for cell in cells if cell.endswith("1"))[:2] == ["''=1", "'+1"]


def test_memoq_finds_its_columns(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    write("memoq", MANY, out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    header, first, *rest = csv.reader(io.StringIO(out.read_text("utf-8-sig"), newline=""), delimiter=";")
    three = ["Term_Info", "Term_Example"]
    assert header == [
        "Entry_ID", "Entry_Subject", "Entry_Note", "Chinese_PRC_Def", "Chinese_PRC", *three, "Chinese_PRC", *three,
        "en_Def", "en", *three, "en", *three,
    ]  # fmt: skip
    row = list(zip(header, first, strict=True))
    assert [text for name, text in row if name in ("Chinese_PRC", "en")] == ["联合国", "联国", "United Nations", "UN"]
    assert {len(line) for line in rest} == {len(header)}


def utx_reads(data: bytes) -> list[dict[str, str]]:
    """The entries that the TBX working group's converter finds in UTX: the last line of the head names the columns, `src`,
    `tgt` and one of parts of speech first; lines that begin with # and empty ones are skipped."""
    lines = data.decode("utf-8").split("\r\n")
    assert lines[0].startswith("#UTX")
    assert "copyright: " in lines[0]
    assert "license: " in lines[0]
    head = next(n for n, line in enumerate(lines) if line.startswith(("#src", "#tgt")))
    names = lines[head][1:].split("\t")
    assert names[0] == "src"
    assert names[1] == "tgt"
    assert "pos" in names[2]
    body = [line.rstrip() for line in lines[head + 1 :] if not line.startswith("#") and line.strip()]
    return [dict(zip(names, line.split("\t"), strict=False)) for line in body]


def test_the_converter_of_the_tbx_group_reads_utx(tmp_path: Path) -> None:
    out = tmp_path / "out.utx"
    write("utx", MANY, out)
    data = out.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    rows = utx_reads(data)
    assert len(rows) == 10
    assert rows[0] == {
        "src": "联合国", "tgt": "United Nations", "src:pos": "", "tgt:pos": "", "term status": "approved",
        "tgt:comment": "organization; A note", "concept ID": "c-1",
    }  # fmt: skip
    assert {(row["src"].strip(), row["term status"]) for row in rows} >= {
        ("共同主席", "provisional"), ("旧名", "forbidden"), ("新名", ""), ("#井号", ""),
    }  # fmt: skip


def test_rdflib_reads_skos(tmp_path: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    from rdflib.namespace import RDF, SKOS

    out = tmp_path / "out.ttl"
    write("skos", SMALL, out, Options())
    graph = rdflib.Graph().parse(out, format="turtle", publicID="http://example.org/x")
    one = rdflib.URIRef("http://example.org/x#c-0001")
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == 4
    labels = {
        role: sorted((str(o), o.language) for o in graph.objects(one, SKOS[role])) for role in ("prefLabel", "altLabel", "hiddenLabel")
    }
    assert labels == {
        "prefLabel": [("ANNA Kovac", "und-Latn"), ("Anna Kovač", "en"), ("安娜·柯瓦奇", "zh-Hant"), ("安娜·科瓦奇", "zh-Hans")],
        "altLabel": [("科瓦奇", "zh-Hans")],
        "hiddenLabel": [("安娜", "zh-Hans")],
    }
    assert [str(o) for o in graph.objects(one, SKOS.editorialNote)] == [
        "Anna Kovač (en): Suggested by GeoNames, score 0.93; not stated by any document."
    ]
    assert sorted(map(str, graph.objects(one, rdflib.DCTERMS.source))) == ["a%23b%25#, page 2", "会议记录", "信件/001#p3:10-16"]


def test_skos_holds_to_its_rules(tmp_path: Path) -> None:
    """One preferred label a language (S14), no label under two roles (S13), whatever the termbase says."""
    rdflib = pytest.importorskip("rdflib")
    from rdflib.namespace import SKOS

    terms = (
        Term("a", "en", status="preferred"), Term("b", "EN", status="preferred"), Term("a", "en", status="deprecated"),
        Term("c", "en_US"), Term("c", "en-US", status="superseded"), Term("d", "no tag"), Term("e", "fr", status="deprecated"),
    )  # fmt: skip
    out = tmp_path / "out.ttl"
    lost = write("skos", Termbase((Concept("x y#z", terms),)), out, Options())
    graph = rdflib.Graph().parse(out, format="turtle", publicID="http://example.org/x")
    pairs = [(str(p).rpartition("#")[2], str(o), o.language) for _, p, o in graph if str(p).endswith("Label")]
    assert len({row[1:] for row in pairs}) == len(pairs) == 5
    preferred = [row[2] for row in pairs if row[0] == "prefLabel"]
    assert len(preferred) == len(set(preferred))
    assert ("hiddenLabel", "e", "fr") in pairs
    assert rdflib.URIRef("http://example.org/x#x%20y%23z") in set(graph.subjects(None, SKOS.Concept))
    assert any("no tags" in line for line in lost)
