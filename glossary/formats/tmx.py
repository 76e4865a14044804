"""TMX 1.4, which every translation tool imports: one unit for each pair of forms. Written and read with lxml's help in
reading alone; nothing outside the file is loaded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from glossary.atomic import whole_file
from glossary.errors import TermbaseError
from glossary.formats.pairs import entries
from glossary.model.concept import Concept, Term, Termbase
from glossary.tbx.elements import elements, text_in
from glossary.tbx.ids import digest_id
from glossary.tbx.vocabulary import XML_LANG
from glossary.tbx.xmltext import attribute, element_text

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.formats.options import Options


def write_tmx(termbase: Termbase, path: Path, options: Options) -> tuple[str, ...]:
    """Writes a unit per pair of forms; a line comes back for each thing left out."""
    pairing, found, lost = entries(termbase, options)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        '  <header creationtool="glossary" creationtoolversion="1" segtype="phrase" o-tmf="glossary" adminlang="en" '
        f'srclang="{attribute(pairing.source)}" datatype="plaintext"/>\n  <body>\n'
    ]
    for entry in found:
        note = f"      <note>{element_text(entry.comment)}</note>\n" if entry.comment else ""
        sources = [_variant(pairing.source, term.text) for term in entry.sources]
        targets = [_variant(pairing.target, term.text) for term in entry.targets]
        lines += [f"    <tu>\n{note}{source}{target}    </tu>\n" for source in sources for target in targets]
    lines.append("  </body>\n</tmx>\n")
    with whole_file(path) as stream:
        stream.write("".join(lines).encode())
    return lost


def read_tmx(path: Path, options: Options) -> tuple[Termbase, tuple[str, ...]]:
    """The termbase in a TMX file: units that share their first form are one concept. Raises TermbaseError for what is
    no TMX."""
    concepts: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    notes: dict[tuple[str, str], dict[str, None]] = {}
    for unit in elements(path, "tu", root="tmx"):
        forms = [
            (variant.get(XML_LANG) or variant.get("lang") or "und", text_in(segment))
            for variant in unit.iterchildren("tuv")
            for segment in variant.iterchildren("seg")
        ]
        forms = [form for form in forms if form[1]]
        if forms:
            concepts.setdefault(forms[0], {}).update(dict.fromkeys(forms))
            found = [text_in(note) for note in unit.iterchildren("note")]
            notes.setdefault(forms[0], {}).update(dict.fromkeys(note for note in found if note))
    if not concepts:
        raise TermbaseError("holds no units", str(path), "check that it is a TMX file with tuv and seg")
    made: Counter[str] = Counter()
    return Termbase(
        tuple(
            digest_id(Concept("", tuple(Term(text, lang) for lang, text in forms), None, tuple(notes[first])), made)
            for first, forms in concepts.items()
        )
    ), ()


def _variant(lang: str, text: str) -> str:
    return f'      <tuv xml:lang="{attribute(lang)}"><seg>{element_text(text)}</seg></tuv>\n'
