"""TBX as it is read: files of other tools, what fills a field, and what is refused."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glossary.tbx.read
from glossary.errors import TermbaseError
from glossary.model.concept import Source, Term
from glossary.tbx.read import read_concepts, read_termbase
from glossary.tbx.scan import concept_scanner
from glossary.tbx.words import Origin, origin_text, read_origin, read_source, source_text
from glossary.tbx.write import write_termbase
from tests.tbx_values import SMALL, termbases, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from glossary.model.concept import Concept, Termbase
    from glossary.tbx.shape import Shape

HEAD3 = (
    '<?xml version="1.0"?>\n<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">'
    "<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader><text><body>\n"
)
TAIL3 = "\n</body></text></tbx>"
HEAD2 = (
    '<?xml version="1.0"?>\n<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc>'
    "</fileDesc></martifHeader><text><body>\n"
)
TAIL2 = "\n</body></text></martif>"

WEBLATE = (
    HEAD2
    + """<termEntry id="1" weblate-flags="read-only"><descrip>explained</descrip>
<langSet xml:lang="en"><tig><term>address bar</term></tig></langSet>
<langSet xml:lang="zh_Hans"><tig><term>地址栏</term><termNote type="administrativeStatus">obsolete</termNote></tig>
<note from="translator">as in browsers</note></langSet></termEntry>"""
    + TAIL2
)
MULTITERM = (
    HEAD2
    + """<termEntry id="c7"><descripGrp><descrip type="subjectField">law</descrip></descripGrp>
<langSet xml:lang="en-US"><ntig id="n1"><termGrp><term>treaty</term><termNote type="partOfSpeech">noun</termNote>
<termNote type="termType">initialism</termNote></termGrp><descrip type="reliabilityCode">9</descrip></ntig></langSet>
<langSet xml:lang="zh"><ntig><termGrp><term>条约</term></termGrp></ntig></langSet></termEntry>"""
    + TAIL2
)
IATE = (
    HEAD2
    + """<termEntry><descrip type="subjectField">7206</descrip><langSet xml:lang="fr"><tig><term>traité</term>
<termNote type="termType">fullForm</termNote><descrip type="reliabilityCode">3</descrip></tig></langSet></termEntry>
<termEntry><langSet xml:lang="fr"><tig><term>traité</term></tig></langSet></termEntry>"""
    + TAIL2
)


def _file(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "in.tbx"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_weblate(tmp_path: Path) -> None:
    termbase = read_termbase(_file(tmp_path, WEBLATE))
    (concept,) = termbase.concepts
    assert [(t.text, t.lang, t.status) for t in concept.terms] == [
        ("address bar", "en", None),
        ("地址栏", "zh_Hans", "superseded"),
    ]
    assert (termbase.version, termbase.dialect) == (2, "TBX")


def test_terms_in_term_groups(tmp_path: Path) -> None:
    (concept,) = read_termbase(_file(tmp_path, MULTITERM)).concepts
    assert [(t.text, t.lang, t.part_of_speech, t.form) for t in concept.terms] == [
        ("treaty", "en-US", "noun", "acronym"),
        ("条约", "zh", "", None),
    ]


def test_entries_without_ids_have_ids_of_their_terms(tmp_path: Path) -> None:
    first, second = read_termbase(_file(tmp_path, IATE)).concepts
    assert first.id.startswith("c-")
    assert second.id == f"{first.id}-2"
    (moved, _) = read_termbase(_file(tmp_path, IATE.replace("7206", "1"))).concepts
    assert moved.id == first.id


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<term>a</term><note>Mentions: 7.</note>", Term("a", "en", count=7)),
        ("<term>a</term><note>Mentions: 07.</note>", Term("a", "en", notes=("Mentions: 07.",))),
        ("<term>a</term><note>Mentions: 7.</note><note>Mentions: 8.</note>", Term("a", "en", count=7, notes=("Mentions: 8.",))),
        (
            '<term>a</term><termNote type="termType">variant</termNote><note>Alias: another name, not a spelling variant.</note>',
            Term("a", "en", "alias"),
        ),
        (
            '<term>a</term><termNote type="termType">acronym</termNote><note>Alias: another name, not a spelling variant.</note>',
            Term("a", "en", "acronym", notes=("Alias: another name, not a spelling variant.",)),
        ),
        (
            "<term>a</term><note>Suggested by x, score 0.5; not stated by any document.</note>",
            Term("a", "en", suggested=True, origin="x", score=0.5),
        ),
        ('<term>a</term><admin type="source">d#p1:2-3</admin>', Term("a", "en", sources=(Source("d", "p1", 2, 3),))),
        ('<term>a</term><admin type="source">S/2020/952, 3</admin>', Term("a", "en", sources=(Source("S/2020/952, 3"),))),
        ("<term>\n  a\n  b </term>", Term("a b", "en")),
        ("<term>a<hi>b</hi><!-- no --> c</term>", Term("ab c", "en")),
        ('<term>a</term><descrip type="context">x<hi>y</hi></descrip>', Term("a", "en", context="xy")),
        ('<term>a</term><termNote type="administrativeStatus">nonsense</termNote>', Term("a", "en")),
        ("<term>a</term><note>Part of speech: properNoun.</note>", Term("a", "en", notes=("Part of speech: properNoun.",))),
        (
            '<term>a</term><termNote type="partOfSpeech">noun</termNote><note>Part of speech: properNoun.</note>',
            Term("a", "en", part_of_speech="properNoun"),
        ),
    ],
)
def test_what_fills_the_fields_of_a_term(tmp_path: Path, inner: str, expected: Term) -> None:
    text = f'{HEAD3}<conceptEntry id="c"><langSec xml:lang="en"><termSec>{inner}</termSec></langSec></conceptEntry>{TAIL3}'
    ((term,),) = [c.terms for c in read_termbase(_file(tmp_path, text)).concepts]
    assert replace(term, extra=()) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "in.tbx: is empty"),
        (b"\0\0\0\0", "in.tbx:1: the XML is broken"),
        (b"PK\x03\x04 and more", "in.tbx:1: the XML is broken"),
        (b"plain text", "in.tbx:1: the XML is broken"),
        (b"<html><body/></html>", "in.tbx:1: is no TBX: its root is html"),
        (b'<tbx xmlns="urn:iso:std:iso:30042:ed:3.0"/>', r"another edition \(urn:iso:std:iso:30042:ed:3.0\)"),
        (f'{HEAD3}<conceptEntry id="c">\n<langSec', r"in.tbx:4: the XML is broken"),
        (f"{HEAD3}<conceptEntry></langSec>{TAIL3}", "in.tbx:3: the XML is broken"),
        (f'{HEAD3}<conceptEntry id="c"/>\n<conceptEntry id="c"/>{TAIL3}', "in.tbx:4: the id 'c' stands twice"),
        (f"{HEAD3}<note>&nbsp;</note>{TAIL3}", "in.tbx:3: the XML is broken: Entity 'nbsp'"),
        (f"{HEAD3}<note>\x01</note>{TAIL3}", "in.tbx:3: the XML is broken"),
        (f"{HEAD3}<note>{'x' * 10_000_001}</note>{TAIL3}", "the XML is broken"),
        (f"{HEAD3}{'<note>' * 300}", "the XML is broken"),
        (HEAD3.encode("gb18030") + b"<note>\x80\xff</note>", "the XML is broken"),
        (HEAD3.replace("?>", ' encoding="x-none"?>', 1) + TAIL3, "the XML is broken|cannot be read"),
    ],
)
def test_refuses_what_is_no_whole_tbx(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(TermbaseError, match=message):
        read_termbase(_file(tmp_path, text))


DTD = '<!DOCTYPE tbx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "{b}"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
CONCEPT = '<conceptEntry id="c"><langSec xml:lang="en"><termSec><term>{}</term></termSec></langSec></conceptEntry>'


@pytest.mark.parametrize(
    ("dtd", "term", "line"),
    [
        (DTD.format(b="b"), "&a;", 4),
        (DTD.format(b="&a;&a;&a;"), "x", 2),
        (DTD.format(b="b"), "&x;", 4),
        ('<!DOCTYPE tbx SYSTEM "http://127.0.0.1:9/x.dtd">', "&undefined;", 4),
        ('<!DOCTYPE tbx [<!ENTITY a "<!--"><!ENTITY b "-->">]>', "&a; <!-- -->", 4),
        ("<!DOCTYPE tbx>", "</term><note lang='&lt;&quot;&a;'/><term>", 4),
    ],
)
def test_no_entity_is_expanded(tmp_path: Path, dtd: str, term: str, line: int) -> None:
    text = HEAD3.replace("\n", f"\n{dtd}\n", 1) + CONCEPT.format(term) + TAIL3
    for encoded in (text.encode(), text.encode("utf-16")):
        path = _file(tmp_path, encoded)
        with pytest.raises(TermbaseError, match=rf"in.tbx:{line}: the entity &.* is not read"):
            read_termbase(path)


@pytest.mark.parametrize(
    "dtd",
    [
        DTD.format(b="b"),
        '<!DOCTYPE tbx SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE tbx PUBLIC "-//X//Y" "http://127.0.0.1:9/x.dtd" [<!-- it\'s ]> --><!ELEMENT tbx ANY>]>',
    ],
)
def test_a_doctype_is_kept_and_never_loaded(tmp_path: Path, dtd: str) -> None:
    text = HEAD3.replace("\n", f"\n{dtd}\n", 1) + CONCEPT.format("a &amp; &#65; <![CDATA[&b;]]><!-- &c; -->") + TAIL3
    termbase = read_termbase(_file(tmp_path, text))
    assert termbase.concepts[0].terms[0].text == "a & A &b;"
    out = tmp_path / "out.tbx"
    write_termbase(termbase, out)
    assert read_termbase(out) == termbase
    assert ("SYSTEM" in dtd) == ("SYSTEM" in out.read_text())


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "in.tbx"
    write_termbase(SMALL, path)
    concepts = read_concepts(path)
    next(concepts)
    os.utime(path, ns=(1, 1))
    with pytest.raises(TermbaseError, match="changed while it was read"):
        list(concepts)


def test_a_folder_and_nothing(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.tbx"):
        with pytest.raises(TermbaseError, match="cannot be read"):
            read_termbase(path)


def test_the_quick_way_reads_the_same_as_the_thorough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "in.tbx"
    taken: list[Concept | None] = []

    def counted(shape: Shape) -> Callable[[Any], Concept | None]:
        scan = concept_scanner(shape)

        def count(element: Any) -> Concept | None:
            taken.append(scan(element))
            return taken[-1]

        return count

    @settings(max_examples=40, deadline=None)
    @given(termbases(), st.sampled_from([(3, "dca"), (3, "dct"), (2, "dca")]))
    def check(termbase: Termbase, shape: tuple[int, str]) -> None:
        written(replace(termbase, version=shape[0], style=shape[1]), path)
        with monkeypatch.context() as patch:
            patch.setattr(glossary.tbx.read, "concept_scanner", counted)
            quick = read_termbase(path)
            patch.setattr(glossary.tbx.read, "concept_scanner", lambda shape: lambda element: None)
            assert read_termbase(path) == quick

    check()
    assert sum(concept is not None for concept in taken) > len(taken) / 2


@given(st.text(max_size=30))
def test_a_source_is_read_only_as_it_would_be_written(text: str) -> None:
    source = read_source(text)
    assert source is None or source_text(source) == text


@given(st.text(max_size=30) | st.from_regex(r"(Suggested( by .+)?|Origin: .+), score \S+(; not stated by any document)?\.", fullmatch=True))
def test_an_origin_is_read_only_as_it_would_be_written(text: str) -> None:
    origin = read_origin(text)
    assert origin is None or origin_text(origin) == text
    assert read_origin(origin_text(Origin(True, "a, score 1", None))) == Origin(True, "a, score 1", None)
