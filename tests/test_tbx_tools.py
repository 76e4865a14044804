"""Files of version 2 as tools write them, there and back; and what this tool writes has no fault, nor anything to warn of."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from lxml import etree

from glossary.convert import convert
from glossary.tbx.read import read_termbase
from glossary.tbx.validate import faults
from tests.tbx_trees import SHARED, needs_shared, tree
from tests.tbx_values import SHAPES, SMALL, normal, termbases, written
from tests.test_tbx_read import HEAD2, IATE, MULTITERM, TAIL2, WEBLATE

if TYPE_CHECKING:
    from glossary.model.concept import Term, Termbase

TRANSLATE_TOOLKIT = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE martif PUBLIC "ISO 12200:1999A//DTD MARTIF core (DXFcdV04)//EN" "TBXcdv04.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>Translate Toolkit</p></sourceDesc></fileDesc></martifHeader>
<text><body><termEntry id="a1"><langSet xml:lang="en"><tig><term>address bar</term></tig><tig><term>bar</term></tig></langSet>
<langSet xml:lang="cs"><tig><term>adresní řádek</term></tig></langSet></termEntry></body></text></martif>"""
IATE_FULL = (
    HEAD2
    + """<termEntry id="IATE-1"><descripGrp><descrip type="subjectField">law</descrip></descripGrp><langSet xml:lang="zh">
<ntig><termGrp><term>条约</term><termNote type="termType">fullForm</termNote><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
</termGrp><descripGrp><descrip type="context">该条约</descrip><admin type="source">X</admin></descripGrp><admin type="source">Y</admin></ntig>
</langSet><langSet xml:lang="en"><descripGrp><descrip type="definition">An agreement</descrip><admin type="source">Z</admin></descripGrp>
<ntig><termGrp><term>treaty</term></termGrp><note>n</note></ntig></langSet></termEntry>"""
    + TAIL2
)
FILES = {"translate-toolkit": TRANSLATE_TOOLKIT, "weblate": WEBLATE, "multiterm": MULTITERM, "iate": IATE, "iate-ntig": IATE_FULL}
TERMBASES = sorted((Path(__file__).parents[1] / "termbases").glob("*.tbx"))


def texts(path: Path) -> Counter[str]:
    """The texts of a body, each as often as it stands there."""
    root = etree.parse(str(path)).getroot()
    body = next(root.iter("{*}body"))
    return Counter(" ".join(text.split()) for text in body.itertext() if text.strip())


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_a_tool_comes_back_the_same(tmp_path: Path, name: str) -> None:
    source, out, lines, back = (tmp_path / file for file in ("in.tbx", "out.tbx", "out.jsonl", "back.tbx"))
    source.write_text(FILES[name].replace('<termEntry id="1"', '<termEntry id="e1"'), encoding="utf-8")
    assert convert(source, out).lost == ()
    assert tree(out) == tree(source)
    assert convert(source, lines).lost == convert(lines, back).lost == ()
    assert back.read_bytes() == out.read_bytes()


def test_a_number_is_no_id_in_xml_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "in.tbx").write_text(WEBLATE, encoding="utf-8")
    (line,) = convert(tmp_path / "in.tbx", tmp_path / "out.tbx").lost
    assert line == "left out: the wording of ids that XML does not take, or takes once (1)"
    assert list(faults(tmp_path / "in.tbx"))


@pytest.mark.parametrize("name", FILES)
def test_to_version_3_and_back_no_text_is_lost_unnamed(tmp_path: Path, name: str) -> None:
    source, three, back = (tmp_path / file for file in ("in.tbx", "three.tbx", "back.tbx"))
    source.write_text(FILES[name], encoding="utf-8")
    there = convert(source, three, version=3).lost
    assert [fault for fault in faults(three) if fault.severity == "error"] == []
    home = convert(three, back, version=2).lost
    assert [fault for fault in faults(back) if fault.severity == "error"] == []
    gone = texts(source) - texts(back)
    # A value that version 3 words otherwise is the same value.
    gone -= Counter({"obsolete": 1, "initialism": 1})
    assert bool(gone) <= bool(there or home), (gone, there, home)
    assert [[(t.text, t.lang) for t in c.terms] for c in read_termbase(back).concepts] == [
        [(t.text, t.lang.replace("_", "-")) for t in c.terms] for c in read_termbase(source).concepts
    ]


@needs_shared
@pytest.mark.parametrize("source", sorted((SHARED / "valid").glob("*v2*.tbx")) if SHARED.exists() else [], ids=lambda path: path.stem)
def test_an_official_file_of_version_2_to_3_and_back(source: Path, tmp_path: Path) -> None:
    three, back = tmp_path / "three.tbx", tmp_path / "back.tbx"
    assert all("schema of its former kind" in line for line in convert(source, three, version=3).lost)
    assert convert(three, back, version=2).lost == ()
    assert texts(back) == texts(source)


@pytest.mark.parametrize("source", TERMBASES, ids=lambda path: path.stem)
@pytest.mark.parametrize(("version", "dialect", "style"), SHAPES)
def test_the_termbases_of_the_project_have_nothing_to_warn_of(
    tmp_path: Path, source: Path, version: int, dialect: str, style: str
) -> None:
    out = tmp_path / "out.tbx"
    written(replace(read_termbase(source), version=version, dialect=dialect, style=style), out)
    assert list(faults(out)) == []


@pytest.mark.parametrize(("version", "dialect", "style"), SHAPES)
def test_what_is_written_has_nothing_to_warn_of(tmp_path: Path, version: int, dialect: str, style: str) -> None:
    """Of a termbase whose terms differ within a language, as those of `build` and `merge` do."""
    out = tmp_path / "out.tbx"

    @settings(max_examples=60)
    @given(termbases())
    def check(termbase: Termbase) -> None:
        written(replace(_sensible(termbase), version=version, dialect=dialect, style=style), out)
        assert list(faults(out)) == []

    check()


def _sensible(termbase: Termbase) -> Termbase:
    """The termbase as the stages before leave one: no blanks at the ends of a term, no-break ones included, each text once a
    language, one preferred form."""
    concepts = []
    for concept in normal(termbase, 3).concepts:
        terms: dict[tuple[str, str], Term] = {}
        preferred: set[str] = set()
        for term in (replace(term, text=term.text.strip() or "甲") for term in concept.terms):
            if term.status == "preferred" and term.lang in preferred:
                term = replace(term, status="admitted")
            if (term.lang, term.text) not in terms:
                terms[term.lang, term.text] = term
                preferred |= {term.lang} if term.status == "preferred" else set()
        concepts.append(replace(concept, terms=tuple(terms.values())))
    return replace(termbase, concepts=tuple(concepts))


def test_every_format_gives_a_valid_termbase_again(tmp_path: Path) -> None:
    written(SMALL, tmp_path / "small.tbx")
    for name, suffix in (("csv", "csv"), ("xlsx", "xlsx"), ("omegat", "txt"), ("tmx", "tmx"), ("utx", "utx"), ("multiterm", "xml"), ("jsonl", "jsonl")):
        there, back = tmp_path / f"there.{suffix}", tmp_path / f"{name}.tbx"
        convert(tmp_path / "small.tbx", there, write_as=name)
        convert(there, back, read_as=name, langs=("zh-Hans", "en") if name == "omegat" else ())
        assert list(faults(back)) == [], name
        termbase = read_termbase(back)
        assert (termbase.version, termbase.dialect, termbase.style) == (3, "TBX-Basic", "dca")
