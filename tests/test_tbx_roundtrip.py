"""Nothing is lost: files of other tools, written again, are the same files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from glossary.convert import convert
from glossary.formats.jsonl import read_jsonl, write_jsonl
from glossary.model.concept import Term
from glossary.tbx.read import read_termbase
from glossary.tbx.write import write_termbase
from tests.tbx_trees import SHARED, needs_shared, oracle, tree
from tests.tbx_values import SMALL, normal

if TYPE_CHECKING:
    from pathlib import Path

# Files of our own that hold what the official samples do not.
DEMANDING = {
    "v3": """<?xml version="1.0" encoding="UTF-8"?>
<?xml-model href="a.rng"?><!-- before -->
<tbx type="TBX-Foo" style="dca" xml:lang="en" id="no" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:o="http://example.org/o" o:x="1">
<!-- in the root --><tbxHeader id="h"><fileDesc id="f"><publicationStmt><p>pub <hi>x</hi></p></publicationStmt>
<titleStmt xml:lang="en"><title>A title</title><note>n</note></titleStmt><sourceDesc><p>one</p><p>two</p></sourceDesc></fileDesc>
<!-- header --><revisionDesc><change><p>c</p></change></revisionDesc></tbxHeader><!-- between -->
<text id="t"><?a b?><body id="b"><!-- first -->
<conceptEntry id="c1" o:y="é&quot;&#10;"><?pi?>
<note xml:lang="en">a note</note><descrip type="subjectField">person</descrip><descrip type="subjectField">law</descrip>
<descrip type="unknown" id="d1">text <foreign xml:lang="fr">mot</foreign> tail</descrip><o:other>x<o:in/>y</o:other>
<langSec xml:lang="en" id="l1"><note>of the section</note><termSec id="s1"><termNote type="odd">1</termNote>
<term id="t1">a<hi type="bold">b</hi> c</term><termNote type="administrativeStatus" target="c2">preferredTerm-admn-sts</termNote>
<termNote type="partOfSpeech"> noun </termNote><termNote type="partOfSpeech">verb</termNote>
<note>Mentions: 3.</note><note>Mentions: 4.</note><note xml:lang="en">Mentions: 5.</note>
<descripGrp id="g"><descrip type="context">sentence <hi>hit</hi></descrip><admin type="source">d#p:1-2</admin><note>n</note></descripGrp>
<admin type="source">d#p:01-2</admin><admin type="source" id="a9">x</admin><note/><note>  two
lines </note></termSec><!-- last --></langSec><!-- between sections --><langSec xml:lang="EN"><termSec><term>d</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>b c</term></termSec></langSec><langSec xml:lang="fr"><termSec><term></term></termSec></langSec>
<note>after the sections</note></conceptEntry>
<!-- second --><?x?><conceptEntry id="c2"><langSec xml:lang="zh"><termSec><term>甲\u3000乙\u0085</term></termSec></langSec></conceptEntry>
<!-- end of body --></body><!-- before back --><back><refObjectSec type="respPerson"><refObject id="r1"><itemSet><item type="fn">N
 N</item></itemSet></refObject></refObjectSec></back><!-- after --></text><!-- end of root --></tbx>
<!-- after all --><?end?>""",
    "v3-dct": """<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:m="http://www.tbxinfo.net/ns/min">
<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader><text><body>
<conceptEntry id="c1"><m:subjectField>law</m:subjectField><m:unknown a="1">u</m:unknown><m:partOfSpeech>misplaced</m:partOfSpeech>
<langSec xml:lang="en"><termSec><term>a</term><m:administrativeStatus metaType="termNote">preferredTerm-admn-sts</m:administrativeStatus>
<m:partOfSpeech>noun</m:partOfSpeech><source xmlns="http://www.tbxinfo.net/ns/basic">s</source>
<grammaticalNumber xmlns="http://www.tbxinfo.net/ns/linguist">dual</grammaticalNumber></termSec></langSec></conceptEntry></body></text></tbx>""",
    "v2": """<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><titleStmt><title>T</title></titleStmt><sourceDesc><p>a</p></sourceDesc>
<sourceDesc><p>b</p></sourceDesc></fileDesc></martifHeader><text><body>
<termEntry weblate-flags="x"><descrip>untyped</descrip><langSet xml:lang="zh_CN"><ntig id="n"><termGrp id="g"><term>甲</term>
<termNote type="partOfSpeech">noun</termNote><termNoteGrp><termNote type="termType">sku</termNote><note>n</note></termNoteGrp>
<termCompList type="x"><termComp>y</termComp></termCompList></termGrp><descrip type="reliabilityCode">9</descrip></ntig></langSet>
<langSet xml:lang="en"><tig><term>a</term><termNote type="administrativeStatus">preferred</termNote></tig><note from="translator">w</note>
</langSet></termEntry><termEntry id="p"><descrip type="subjectField">person</descrip><langSet xml:lang="en"><tig><term>b</term>
<termNote type="partOfSpeech">noun</termNote></tig></langSet></termEntry></body><back><refObjectList type="x"><refObject id="r">
<item type="t">i</item></refObject></refObjectList></back></text></martif>""",
}


def _official() -> list[Path]:
    return sorted((SHARED / "valid").glob("*.tbx")) if SHARED.exists() else []


def _small() -> list[Path]:
    """One of each kind: what goes from one kind of TBX to another is judged piece by piece, and that takes time."""
    names = ("james", "maryland", "oracle", "ours", "dualconcept", "basic-min")
    return [path for path in _official() if any(name in path.stem for name in names)]


def _same(source: Path, tmp_path: Path) -> None:
    """Through TBX, and through JSON lines, nothing changes; a second time, not a byte."""
    out, lines, back = tmp_path / "out.tbx", tmp_path / "out.jsonl", tmp_path / "back.tbx"
    assert convert(source, out).lost == ()
    assert tree(out) == tree(source)
    assert convert(source, lines).lost == ()
    assert convert(lines, back).lost == ()
    assert back.read_bytes() == out.read_bytes()


@needs_shared
@pytest.mark.parametrize("source", _official(), ids=lambda path: path.stem)
def test_an_official_file_comes_back_the_same(source: Path, tmp_path: Path) -> None:
    _same(source, tmp_path)


@pytest.mark.parametrize("name", DEMANDING)
def test_a_demanding_file_comes_back_the_same(name: str, tmp_path: Path) -> None:
    source = tmp_path / "in.tbx"
    source.write_text(DEMANDING[name], encoding="utf-8")
    _same(source, tmp_path)


@needs_shared
@pytest.mark.parametrize("source", _small(), ids=lambda path: path.stem)
def test_every_kind_of_tbx_made_of_an_official_file_is_valid(source: Path, tmp_path: Path) -> None:
    judge, out = oracle(), tmp_path / "out.tbx"
    asked = [(2, "", ""), (3, "basic", "dca"), (3, "basic", "dct"), (3, "min", "dca"), (3, "min", "dct")]
    for version, dialect, style in asked:
        convert(source, out, version=version, dialect=dialect, style=style)
        assert judge.faults(out) == [], (version, dialect, style)


@needs_shared
@pytest.mark.parametrize("source", [p for p in _small() if p.stem.startswith("basic")], ids=lambda path: path.stem)
def test_from_one_style_to_the_other_and_back(source: Path, tmp_path: Path) -> None:
    first = read_termbase(source)
    if first.version == 2:
        pytest.skip("version 2 has one style")
    there, back = tmp_path / "there.tbx", tmp_path / "back.tbx"
    lost = convert(source, there, style="dct" if first.style == "dca" else "dca").lost
    assert all("schema of its former kind" in line or "markup" in line for line in lost)
    convert(there, back, style=first.style)
    if not lost:
        assert tree(back) == tree(source)


def test_version_2_to_3_and_back(tmp_path: Path) -> None:
    source, three, back = tmp_path / "in.tbx", tmp_path / "three.tbx", tmp_path / "back.tbx"
    source.write_text(
        """<martif type="TBX-Basic" xml:lang="en"><martifHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt>
<p>pub</p></publicationStmt><sourceDesc><p>a</p></sourceDesc></fileDesc><encodingDesc><p type="XCSURI">x.xcs</p></encodingDesc>
</martifHeader><text><body><termEntry id="c1"><descrip type="subjectField">person</descrip><note>n</note><langSet xml:lang="zh">
<tig id="t1"><term>甲</term><termNote type="partOfSpeech">properNoun</termNote><termNote type="geographicalUsage">CN</termNote>
<note>a <hi>b</hi></note></tig><tig><term>乙</term><termNote type="partOfSpeech">noun</termNote></tig></langSet></termEntry>
<termEntry id="c2"><langSet xml:lang="zh"><tig><term>丙</term><termNote type="partOfSpeech">properNoun</termNote></tig>
<tig><term>丁</term><termNote type="partOfSpeech">noun</termNote><transacGrp><transac type="transactionType">origination</transac>
<date>2020-01-01</date></transacGrp></tig></langSet></termEntry></body><back><refObjectList type="x"><refObject id="r"><item>i</item>
</refObject></refObjectList></back></text></martif>""",
        encoding="utf-8",
    )
    assert convert(source, three, version=3).lost == ()
    assert convert(three, back, version=2).lost == ()
    assert tree(back) == tree(source)


def test_what_version_3_cannot_hold_is_named(tmp_path: Path) -> None:
    source, out = tmp_path / "in.tbx", tmp_path / "out.tbx"
    source.write_text(DEMANDING["v2"], encoding="utf-8")
    lost = "\n".join(convert(source, out, version=3).lost)
    for piece in ("descrip:", "weblate-flags", "reliabilityCode", "termNoteGrp termType", "termCompList", "note:", "DOCTYPE"):
        assert piece in lost
    texts = out.read_text("utf-8")
    assert "甲" in texts
    assert "preferredTerm-admn-sts" in texts
    assert 'xml:lang="zh-CN"' in texts


def test_an_edit_keeps_all_that_was_not_edited(tmp_path: Path) -> None:
    source, out, plain = tmp_path / "in.tbx", tmp_path / "out.tbx", tmp_path / "plain.tbx"
    source.write_text(DEMANDING["v3"], encoding="utf-8")
    termbase = read_termbase(source)
    write_termbase(termbase, plain)
    concept = termbase.concepts[0]
    first = replace(concept.terms[0], status="deprecated", notes=("new", *concept.terms[0].notes))
    added = Term("e", "en", "full", "preferred")
    edited = replace(concept, terms=(first, added, *concept.terms[1:]), kind="place", notes=(*concept.notes, "more"))
    write_termbase(replace(termbase, concepts=(edited, *termbase.concepts[1:]), title="Another"), out)
    before, after = plain.read_text("utf-8").splitlines(), out.read_text("utf-8").splitlines()
    gone = [line.strip() for line in before if line not in after]
    new = [line.strip() for line in after if line not in before]
    assert [line for line in gone if "<title>" not in line] == [
        '<descrip type="subjectField">person</descrip>',
        '<termNote type="administrativeStatus" target="c2">preferredTerm-admn-sts</termNote>',
    ]
    assert sorted(line for line in new if "<title>" not in line) == sorted([
        '<descrip type="subjectField">place</descrip>',
        "<note>more</note>",
        '<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>',
        "<note>new</note>",
        "<term>e</term>",
        '<termNote type="termType">fullForm</termNote>',
        '<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>',
    ])  # fmt: skip
    again = read_termbase(out)
    assert again.title == "Another"
    assert again.concepts[0].terms[1].text == "e"


def test_json_lines_hold_every_field(tmp_path: Path) -> None:
    path = tmp_path / "small.jsonl"
    write_jsonl(SMALL, path)
    assert read_jsonl(path) == SMALL
    convert(path, tmp_path / "small.tbx")
    assert read_termbase(tmp_path / "small.tbx") == normal(SMALL, 3)
