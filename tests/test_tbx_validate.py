"""The validator: the verdicts of the official schemas, and the holes that those leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from glossary.errors import TermbaseError
from glossary.tbx.datatypes import is_date, is_uri
from glossary.tbx.validate import faults
from glossary.tbx.xmltext import is_language, is_name
from scripts.fuzz_validate import disagreement, mutants, starting_points
from scripts.make_xml_names import TARGET, rows
from tests.tbx_trees import SHARED, needs_shared, oracle

if TYPE_CHECKING:
    from pathlib import Path


def _errors(path: Path) -> list[str]:
    return [f"{fault.line}: {fault.message}" for fault in faults(path) if fault.severity == "error"]


def _samples() -> list[Path]:
    return [*sorted((SHARED / "valid").glob("*.tbx")), *sorted((SHARED / "invalid").glob("*.tbx"))]


@needs_shared
@pytest.mark.parametrize("path", _samples(), ids=lambda path: path.stem)
def test_judges_the_official_files_as_the_official_schemas_do(path: Path) -> None:
    assert bool(_errors(path)) == bool(oracle().faults(path)) == (path.parent.name == "invalid")


@needs_shared
def test_judges_broken_files_as_the_official_schemas_do(tmp_path: Path) -> None:
    """A sample of what scripts/fuzz_validate.py does at length."""
    judge, path = oracle(), tmp_path / "mutant.tbx"
    seen = {True: 0, False: 0}
    for data in mutants(starting_points(SHARED / "valid"), seed=4, rounds=250):
        path.write_bytes(data)
        assert disagreement(path, judge) is None, data.decode()
        seen[bool(_errors(path))] += 1
    assert min(seen.values()) > 30


CORE = "urn:iso:std:iso:30042:ed-2"


def _dca(inner: str, head: str = "", dialect: str = "TBX-Basic", back: str = "") -> str:
    return (
        f'<tbx type="{dialect}" style="dca" xml:lang="en" xmlns="{CORE}">\n<tbxHeader><fileDesc><sourceDesc><p>x</p>'
        f"</sourceDesc></fileDesc>{head}</tbxHeader>\n<text><body>\n{inner}\n</body>{back}</text></tbx>"
    )


def _dct(inner: str) -> str:
    spaces = 'xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"'
    return _dca(_entry(inner)).replace('style="dca"', f'style="dct" {spaces}')


def _v2(inner: str) -> str:
    return (
        '<martif type="TBX-Basic" xml:lang="en">\n<martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc>'
        f'</martifHeader>\n<text><body>\n<termEntry id="c">\n<langSet xml:lang="en">\n<tig>\n<term>a</term>\n{inner}\n</tig>'
        "</langSet></termEntry></body></text></martif>"
    )


def _entry(inner: str = "", above: str = "", term: str = "a") -> str:
    return (
        f'<conceptEntry id="c">{above}\n<langSec xml:lang="en">\n<termSec>\n<term>{term}</term>\n{inner}\n</termSec></langSec>'
        "</conceptEntry>"
    )


# What the file holds, and what is said of it: severity, line, rule. Line 4 is the concept's own, 8 that of `inner`.
CASES = [
    (_dca(_entry()), []),
    (_dca(_entry(term="")), [("warning", 7, "empty")]),
    (_dca(_entry(term=" a")), [("warning", 7, "blanks")]),
    (_dca(_entry(term="a&#10;b")), [("warning", 7, "blanks")]),
    (_dca(_entry(term="a<!-- b -->")), [("warning", 7, "comment")]),
    (_dca(_entry(above='<descrip type="context">x</descrip>')), [("error", 4, "level")]),
    (_dca(_entry('<descrip type="subjectField">x</descrip>')), [("error", 8, "level")]),
    (_dca(_entry('<descrip type="nothing">x</descrip>')), [("error", 8, "category")]),
    (_dca(_entry('<descrip type="">x</descrip>')), [("error", 8, "category"), ("error", 8, "type")]),
    (_dca(_entry("<descrip>x</descrip>")), [("error", 8, "attribute")]),
    (_dca(_entry('<termNote type="partOfSpeech">properNoun</termNote>')), [("error", 8, "value")]),
    (_dca(_entry('<termNote type="partOfSpeech"> noun </termNote>')), [("error", 8, "value")]),
    (_dca(_entry('<note>x</note><termNote type="partOfSpeech">noun</termNote>')), [("error", 8, "order")]),
    (_dca(_entry("<nothing/>")), [("error", 8, "element")]),
    (_dca(_entry("text")), [("error", 6, "text")]),
    (_dca(_entry('<note type="x">x</note>')), [("error", 8, "attribute")]),
    (_dca(_entry('<x:y xmlns:x="http://example.org/">z</x:y>')), [("error", 8, "namespace")]),
    (_dca(_entry('<ref type="crossReference">x</ref>')), [("warning", 8, "target")]),
    (_dca(_entry('<ref type="crossReference" target="c">x</ref>')), []),
    (_dca(_entry('<ref type="crossReference" target="d">x</ref>')), [("error", 8, "target")]),
    (_dca(_entry('<xref type="externalCrossReference" target="www">x</xref>')), [("warning", 8, "target")]),
    (_dca(_entry('<xref type="externalCrossReference" target="http://a b">x</xref>')), [("warning", 8, "target")]),
    (_dca(_entry('<xref type="externalCrossReference">x</xref>')), [("error", 8, "attribute"), ("warning", 8, "target")]),
    (_dca(_entry('<transacGrp><transac type="transactionType">import</transac></transacGrp>')), [("warning", 8, "value")]),
    (
        _dca(_entry('<transacGrp><transac type="transactionType">modification</transac><date>2019-02-29</date></transacGrp>')),
        [("error", 8, "date")],
    ),
    (
        _dca(_entry('<transacGrp><transac type="transactionType">modification</transac>'
                    '<transacNote type="responsibility">a</transacNote>\n<transacNote type="responsibility">b</transacNote></transacGrp>')),
        [("warning", 9, "responsibility")],
    ),
    (_dca(_entry('<note>a<sc id="s"/>b<ec startRef="s"/></note>')), []),
    (_dca(_entry('<note>a<sc id="s"/>b<ec/></note>')), [("error", 8, "codes")]),
    (_dca(_entry('<note>a<hi target="d">b</hi></note>')), [("error", 8, "target")]),
    (_dca(_entry() + "\n" + _entry()), [("error", 10, "id")]),
    (_dca(_entry().replace('id="c"', 'id="1"')), [("error", 4, "attribute")]),
    (_dca(_entry().replace('id="c"', "")), [("error", 4, "attribute")]),
    (_dca(_entry().replace('"en"', '"zh_CN"')), [("error", 5, "attribute")]),
    (
        _dca(_entry().replace("</langSec>", '</langSec>\n<langSec xml:lang="EN"><termSec><term>b</term></termSec></langSec>')),
        [("warning", 10, "language")],
    ),
    (_dca(_entry().replace("</langSec>", "\n<termSec><term>a</term></termSec></langSec>")), [("warning", 10, "twice")]),
    (_dca(_entry("<reading/>"), dialect="TBX-Foo"), [("error", 1, "dialect"), ("error", 8, "element")]),
    (_dca(_entry('<termNote type="termType">acronym</termNote>'), dialect="TBX-Min"), [("error", 8, "category")]),
    (_dca(_entry('<ref type="crossReference" target="c">x</ref>'), dialect="TBX-Min"), [("warning", 8, "category")]),
    (_dca(_entry('<termNote type="register">odd</termNote>'), dialect="TBX-Linguist"), [("warning", 8, "value")]),
    (_dca(_entry('<termNote type="partOfSpeech">noun</termNote>'), dialect="TBX-Core"), [("warning", 8, "category")]),
    (_dca(_entry(), head="<revisionDesc/>"), [("error", 2, "missing")]),
    (_dca(_entry(), back='<back><refObjectSec type="x"><refObject/></refObjectSec></back>'), [("error", 10, "missing")]),
    (_dca("").replace("<body>\n\n</body>", ""), [("warning", 1, "empty")]),
    (_dca(""), [("error", 3, "missing")]),
    (_dca(_entry()).replace(' style="dca"', ""), [("error", 1, "attribute")]),
    (_dct("<min:partOfSpeech>noun</min:partOfSpeech>"), []),
    (_dct("<min:partOfSpeech>nouns</min:partOfSpeech>"), [("error", 8, "value")]),
    (_dct("<min:partOfSpeech>noun<hi>x</hi></min:partOfSpeech>"), [("error", 8, "element"), ("error", 8, "value")]),
    (_dct("<min:subjectField>x</min:subjectField>"), [("warning", 8, "level")]),
    (_dct("<min:source>x</min:source>"), [("error", 8, "category")]),
    (_dct('<basic:context xml:lang="en">x</basic:context>'), [("error", 8, "attribute")]),
    (_dct("<basic:crossReference>x</basic:crossReference>"), [("error", 8, "target")]),
    (_dct('<basic:crossReference target="d">x</basic:crossReference>'), [("error", 8, "target")]),
    (_dct('<min:externalCrossReference target="www">x</min:externalCrossReference>'), [("error", 8, "target")]),
    (_dct('<descrip type="context">x</descrip>'), [("error", 8, "style")]),
    (_v2(""), []),
    (_v2('<termNote type="partOfSpeech">properNoun</termNote>'), []),
    (_v2('<termNote type="partOfSpeech">nouns</termNote>'), [("warning", 8, "value")]),
    (_v2('<termNote type="register">x</termNote>'), [("error", 8, "category")]),
    (_v2('<descrip type="definition">x</descrip>'), [("warning", 8, "level")]),
    (_v2('<adminGrp><admin type="source">x</admin></adminGrp>'), [("error", 8, "element")]),
    (_v2("").replace("tig>", "ntig>"), [("error", 6, "element")]),
    ("<tbx/>", [("error", 1, "root")]),
    ("<html/>", [("error", 1, "root")]),
    (_dca(_entry())[:200], [("error", 5, "xml")]),
    ("", [("error", 1, "xml")]),
    ("<!DOCTYPE tbx [<!ENTITY a 'b'>]>\n" + _dca(_entry("<note>&a;</note>")), [("error", 9, "xml")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=range(len(CASES)))
def test_says_what_is_wrong_and_where(tmp_path: Path, text: str, expected: list[tuple[str, int, str]]) -> None:
    path = tmp_path / "in.tbx"
    path.write_text(text, encoding="utf-8")
    found = list(faults(path))
    assert [(fault.severity, fault.line, fault.rule) for fault in found] == expected, found
    if SHARED.exists():
        theirs = bool(oracle().faults(path))
        assert theirs == any(fault.severity == "error" for fault in found) or "ENTITY" in text, found


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(TermbaseError, match="cannot be read"):
            list(faults(path))


def test_the_lines_of_a_long_file_are_right(tmp_path: Path) -> None:
    """Some parsers stop counting at 65,535."""
    path = tmp_path / "in.tbx"
    entries = "\n".join(_entry().replace('"c"', f'"c{n}"') for n in range(14_000)) + "\n" + _entry(term=" x")
    path.write_text(_dca(entries), encoding="utf-8")
    assert [fault.line for fault in faults(path)] == [4 + 14_000 * 6 + 3]


@pytest.mark.parametrize(
    ("text", "date", "time"),
    [
        ("2020-02-29", True, True), ("2019-02-29", False, False), ("1900-02-29", False, False), ("2020-01-01Z", True, True),
        ("2020-01-01+14:00", True, True), ("2020-01-01+14:01", False, False), ("0000-01-01", False, False),
        ("-0004-02-29", True, True), ("12020-01-01", True, True), ("02020-01-01", False, False), ("2020-1-01", False, False),
        ("2020-01-01T24:00:00", False, True), ("2020-01-01T24:00:01", False, False), ("2020-01-01T10:00:00.5Z", False, True),
        ("2020-01-01T10:00", False, False), ("２０２０-01-01", False, False), ("", False, False), (" 2020-01-01\n", True, True),
    ],
)  # fmt: skip
def test_dates(text: str, date: bool, time: bool) -> None:
    assert (is_date(text, with_time=False), is_date(text, with_time=True)) == (date, time)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("http://example.org/a b?c#d", True), ("", True), ("mailto:a@b", True), ("中文", True), ("//a/b", True), ("a:b", True),
        (":", False), ("1a:b", False), ("%zz", False), ("#a#b", False), ("http://a@b@c", False), ("http://[::1", False),
        ("http://a:b/", False), ("中:文", False),
    ],
)  # fmt: skip
def test_addresses(text: str, fits: bool) -> None:
    assert is_uri(text) == fits


def test_names_and_languages() -> None:
    assert [name for name in ("a", "_1", "中文", "é-1", "1a", "a b", "a/b", "a:b", "", "𠀀", "Ⅰ") if is_name(name)] == [
        "a", "_1", "中文", "é-1",
    ]  # fmt: skip
    assert [tag for tag in ("zh-Hans", "en", "x-a", "zh_CN", "en-", "", "abcdefghi") if is_language(tag)] == ["zh-Hans", "en", "x-a"]


def test_the_table_of_names_is_as_its_script_makes_it() -> None:
    assert TARGET.read_text("utf-8").split() == "\n".join(rows()).split()
