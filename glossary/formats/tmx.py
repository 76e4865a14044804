"""TMX 1.4, which every translation tool imports: one unit for each pair of forms. Written and read with lxml's help in
reading alone; nothing outside the file is loaded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from glossary.atomic import whole_file
from glossary.errors import TermbaseError
from glossary.formats.pairs import beyond_pairs, entries
from glossary.model.concept import Concept, Term, Termbase
from glossary.tbx.elements import elements, text_in
from glossary.tbx.ids import digest_id
from glossary.tbx.vocabulary import XML_LANG
from glossary.tbx.xmltext import attribute, element_text

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.formats.options import Options


# The property of a unit that says which concept it is of; other tools carry it along.
_CONCEPT = "x-concept"


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
        note += f'      <prop type="{_CONCEPT}">{element_text(entry.concept.id)}</prop>\n'
        sources = [_variant(pairing.source, term.text) for term in entry.sources]
        targets = [_variant(pairing.target, term.text) for term in entry.targets]
        lines += [f"    <tu>\n{note}{source}{target}    </tu>\n" for source in sources for target in targets]
    lines.append("  </body>\n</tmx>\n")
    with whole_file(path) as stream:
        stream.write("".join(lines).encode())
    return lost + beyond_pairs(found, "comments", "ids")


def read_tmx(path: Path, options: Options) -> tuple[Termbase, tuple[str, ...]]:
    """The termbase in a TMX file: units that name one concept are one, and so are others that share their first form.
    Raises TermbaseError for what is no TMX."""
    groups: dict[tuple[str, str], _Unit] = {}
    for unit in elements(path, "tu", root="tmx"):
        forms = [
            (variant.get(XML_LANG) or variant.get("lang") or "und", text_in(segment))
            for variant in unit.iterchildren("tuv")
            for segment in variant.iterchildren("seg")
        ]
        forms = [form for form in forms if form[1]]
        if not forms:
            continue
        name = next((text_in(prop) for prop in unit.iterchildren("prop") if prop.get("type") == _CONCEPT), "")
        group = groups.setdefault(("", name) if name else forms[0], _Unit(name, {}, {}))
        group.forms.update(dict.fromkeys(forms))
        group.notes.update(dict.fromkeys(note for item in unit.iterchildren("note") if (note := text_in(item))))
    if not groups:
        raise TermbaseError("holds no units", str(path), "check that it is a TMX file with tuv and seg")
    made: Counter[str] = Counter()
    return Termbase(tuple(_concept(unit, made) for unit in groups.values())), ()


class _Unit(NamedTuple):
    """What the units of one concept hold; forms are a language and a text."""

    concept: str
    forms: dict[tuple[str, str], None]
    notes: dict[str, None]


def _concept(unit: _Unit, made: Counter[str]) -> Concept:
    languages = list(dict.fromkeys(lang for lang, _ in unit.forms))
    forms = sorted(unit.forms, key=lambda form: languages.index(form[0]))
    concept = Concept(unit.concept, tuple(Term(text, lang) for lang, text in forms), None, tuple(unit.notes))
    return concept if concept.id else digest_id(concept, made)


def _variant(lang: str, text: str) -> str:
    return f'      <tuv xml:lang="{attribute(lang)}"><seg>{element_text(text)}</seg></tuv>\n'
