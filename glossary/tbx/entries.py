"""One concept of a TBX file as a value of the model, with all that the model has no field for as extras.

What the writer would make again of a field, to the character, is kept in the field alone. Everything else, or
otherwise worded, is kept as it stands too (`glossary.tbx.extras` says how it goes back).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from glossary.model.concept import Concept, Extra, Term
from glossary.tbx.children import Level, is_category, is_plain
from glossary.tbx.shape import tables
from glossary.tbx.terms import term_of
from glossary.tbx.vocabulary import XML_LANG, Vocabulary
from glossary.tbx.xmltext import clean

if TYPE_CHECKING:
    from lxml import etree

    from glossary.model.text import Kind

# The order in which the writer puts the children of an entry; children in it need no layout.
_ENTRY_ORDER = ("kind", "definition", "note", "section")


def concept_of(element: etree._Element, vocabulary: Vocabulary, fallback_id: str) -> Concept:
    """The concept in a conceptEntry (v2: termEntry). `fallback_id` is its id where the file gives it none."""
    level = Level(vocabulary)
    kind: Kind | None = None
    definition = ""
    notes: list[str] = []
    terms: list[Term] = []
    sections: list[Extra] = []
    seen: dict[str, int] = {}
    for child in element:
        name, category = vocabulary.name(child)
        if name == "langSec":
            found, extras = _section(child, vocabulary, kind, seen)
            if found:
                level.keys.append("section")
                terms += found
                sections += extras
            else:
                level.more(child)
        elif name == "note" and (note := vocabulary.text(child)):
            level.known("note", child, note, plain=is_plain(child, note, 0))
            notes.append(note)
        elif category == "subjectField" and kind is None and (kind := _kind(child, vocabulary)):
            first = tables().words["kinds"][kind]
            level.known("kind", child, kind, plain=is_category(child, first, category, vocabulary))
        elif not definition and (definition := _definition(child, name, category, vocabulary)):
            level.known("definition", child, definition, plain=is_category(child, definition, category, vocabulary))
        else:
            level.more(child)
    level.attributes(element, "id")
    name_of = element.get("id") or ""
    if not name_of:
        level.keep("", "no-id")
    extra = (*level.finished(_ENTRY_ORDER), *sections)
    return Concept(name_of or fallback_id, tuple(terms), kind, tuple(notes), definition, extra)


def _section(
    element: etree._Element, vocabulary: Vocabulary, kind: Kind | None, seen: dict[str, int]
) -> tuple[list[Term], list[Extra]]:
    """The terms of a langSec, and the extras of the section itself. No terms: not one holds text."""
    lang = clean(element.get(XML_LANG) or "") or "und"
    again = seen.get(lang, 0) + 1
    level = Level(vocabulary, f"{lang} {again}" if again > 1 else lang)
    terms = []
    for child in element:
        term = None
        name = vocabulary.name(child).local
        if name in ("termSec", "ntig"):
            term = term_of(child, vocabulary, lang, kind, nested=name == "ntig", again=again)
        if term:
            level.keys.append("term")
            terms.append(term)
        else:
            level.more(child)
    if terms:
        seen[lang] = again
    if element.get(XML_LANG) == lang:
        level.attributes(element, XML_LANG)
    return terms, level.finished(("term",))


def _kind(child: etree._Element, vocabulary: Vocabulary) -> Kind | None:
    return cast("Kind | None", tables().read["kinds"].get(vocabulary.text(child).casefold()))


def _definition(child: etree._Element, name: str, category: str, vocabulary: Vocabulary) -> str:
    """The text of a definition, alone or at the head of a group."""
    if category == "definition":
        return vocabulary.text(child)
    if name == "descripGrp" and len(child) and vocabulary.name(child[0]).category == "definition":
        return vocabulary.text(child[0])
    return ""
