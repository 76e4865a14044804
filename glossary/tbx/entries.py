"""One concept of a TBX file as a value of the model, with all that the model has no field for as extras.

What the writer would make again of a field, to the character, is kept in the field alone. Everything else, or
otherwise worded, is kept as it stands too (`glossary.tbx.extras` says how it goes back).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from glossary.model.concept import Concept, Extra, Form, Source, Status, Term
from glossary.tbx.shape import NAMES, part_of_speech, tables
from glossary.tbx.vocabulary import XML_LANG, Vocabulary, attributes_text
from glossary.tbx.words import ALIAS, Origin, read_count, read_origin, read_part_of_speech, read_source
from glossary.tbx.xmltext import clean

if TYPE_CHECKING:
    from lxml import etree

    from glossary.model.text import Kind

# The order in which the writer puts the children of a level; children in it need no layout.
_ENTRY_ORDER = ("kind", "definition", "note", "section")
_TERM_ORDER = (
    "text", "pos", "form", "status", "context", "source", "pos-note", "count", "origin", "alias", "note",
)  # fmt: skip


@dataclass(slots=True)
class _Level:
    """The children of a level while it is read: their keys in order, and the extras among them."""

    vocabulary: Vocabulary
    lang: str = ""
    keys: list[str] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)

    def known(self, key: str, child: etree._Element, value: str, *, plain: bool) -> None:
        """A child that a field holds; its own wording is kept where the writer's would differ."""
        self.keys.append(key)
        if not plain:
            self.keep(self.vocabulary.piece(child), key, value)

    def more(self, child: etree._Element) -> None:
        """A child that no field holds."""
        self.keys.append("*")
        self.keep(self.vocabulary.piece(child))

    def keep(self, xml: str, place: str = "", value: str = "") -> None:
        """An extra of this level."""
        self.extras.append(Extra(xml, place, self.lang, value, self.vocabulary.shape.key))

    def attributes(self, element: etree._Element, *usual: str) -> None:
        """Keeps the attributes of the level beyond the usual ones."""
        if len(element.attrib) > sum(name in element.attrib for name in usual):
            self.keep(f"<{self.vocabulary.name(element).local}{attributes_text(element, usual)}/>", "attributes")

    def finished(self, order: tuple[str, ...]) -> list[Extra]:
        """The extras, the layout among them where the order of the children is not the writer's."""
        if "*" in self.keys or self.keys != sorted(self.keys, key=order.index):
            self.keep("", "layout", " ".join(self.keys))
        return self.extras


def concept_of(element: etree._Element, vocabulary: Vocabulary, fallback_id: str) -> Concept:
    """The concept in a conceptEntry (v2: termEntry). `fallback_id` is its id where the file gives it none."""
    level = _Level(vocabulary)
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
            level.known("note", child, note, plain=_is_plain(child, note, 0))
            notes.append(note)
        elif category == "subjectField" and kind is None and (kind := _kind(child, vocabulary)):
            first = tables().words["kinds"][kind]
            level.known("kind", child, kind, plain=_is_category(child, first, category, vocabulary))
        elif not definition and (definition := _definition(child, name, category, vocabulary)):
            level.known("definition", child, definition, plain=_is_category(child, definition, category, vocabulary))
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
    level = _Level(vocabulary, f"{lang} {again}" if again > 1 else lang)
    terms = []
    for child in element:
        term = None
        name = vocabulary.name(child).local
        if name in ("termSec", "ntig"):
            term = _term(child, vocabulary, lang, kind, nested=name == "ntig", again=again)
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


def _term(
    element: etree._Element, vocabulary: Vocabulary, lang: str, kind: Kind | None, *, nested: bool, again: int
) -> Term | None:
    """The term in a termSec (v2: tig, ntig), or None where it holds no text."""
    reader = _TermReader(_Level(vocabulary), kind)
    level = reader.level
    children = list(element)
    if nested:
        group = next((child for child in children if vocabulary.name(child).local == "termGrp"), None)
        if group is None:
            return None
        level.keep(f"<termGrp{attributes_text(group)}/>", "ntig")
        children = [*group, *(child for child in children if child is not group)]
    for child in children:
        reader.read(child)
    if not reader.text:
        return None
    level.attributes(element)
    if again > 1:
        level.keep("", "section", str(again))
    return reader.term(lang)


class _TermReader:
    """Takes the children of a term one by one; the first that fits a field fills it."""

    __slots__ = (
        "alias", "context", "context_source", "count", "form", "kind", "level", "notes", "origin", "pos", "pos_child",
        "pos_written", "sources", "status", "text",
    )  # fmt: skip

    def __init__(self, level: _Level, kind: Kind | None) -> None:
        self.level = level
        self.kind = kind
        self.text = self.context = self.pos = self.pos_written = ""
        self.pos_child: etree._Element | None = None
        self.form: Form | None = None
        self.status: Status | None = None
        self.context_source: Source | None = None
        self.sources: list[Source] = []
        self.notes: list[str] = []
        self.count: int | None = None
        self.origin: Origin | None = None
        self.alias = False

    def read(self, child: etree._Element) -> None:
        """Takes one child; what fits no field is kept."""
        name, category = self.level.vocabulary.name(child)
        taken = False
        if name == "term":
            taken = self._take_text(child)
        elif name == "termNote":
            taken = self._take_term_note(child, category)
        elif name == "note":
            taken = self._take_note(child)
        elif category == "source" and name == "admin":
            taken = self._take_source(child, category)
        elif category == "context" or name == "descripGrp":
            taken = self._take_context(child, name)
        if not taken:
            self.level.more(child)

    def term(self, lang: str) -> Term:
        """The term, when all its children are read."""
        if self.pos_child is not None:
            self._settle_part_of_speech(self.pos_child)
        origin = self.origin or Origin()
        return Term(
            self.text,
            lang,
            "alias" if self.alias else self.form,
            self.status,
            self.count,
            tuple(self.sources),
            self.context,
            self.context_source,
            self.pos,
            tuple(self.notes),
            origin.suggested,
            origin.origin,
            origin.score,
            tuple(self.level.finished(_TERM_ORDER)),
        )

    def _take_text(self, child: etree._Element) -> bool:
        text = self.level.vocabulary.text(child)
        if self.text or not text:
            return False
        self.text = text
        self.level.known("text", child, text, plain=_is_plain(child, text, 0))
        return True

    def _take_term_note(self, child: etree._Element, category: str) -> bool:
        vocabulary = self.level.vocabulary
        if category not in ("partOfSpeech", "termType", "administrativeStatus"):
            return False
        value = vocabulary.text(child)
        if category == "partOfSpeech":
            if self.pos_child is not None or not value:
                return False
            self.pos_child, self.pos_written = child, value
            self.level.keys.append("pos")
            return True
        family = "forms" if category == "termType" else "statuses"
        word = tables().read[family].get(value.casefold())
        if word is None:
            return False
        plain = _is_category(child, tables().words[family][word], category, vocabulary)
        if category == "termType" and self.form is None:
            self.form = cast("Form", word)
            self.level.known("form", child, word, plain=plain)
        elif category == "administrativeStatus" and self.status is None:
            self.status = cast("Status", word)
            self.level.known("status", child, word, plain=plain)
        else:
            return False
        return True

    def _settle_part_of_speech(self, child: etree._Element) -> None:
        """The part of speech, once a note has had its chance to say it better."""
        shape, written = self.level.vocabulary.shape, self.pos_written
        if not self.pos:
            self.pos = written
            if shape.version == 2 and self.kind in NAMES and written in ("noun", "properNoun"):
                self.pos = "noun" if written == "properNoun" else "commonNoun"
        same = part_of_speech(self.pos, self.kind, shape)[0] == written
        if not (same and _is_category(child, written, "partOfSpeech", self.level.vocabulary)):
            self.level.keep(self.level.vocabulary.piece(child), "pos", self.pos)

    def _take_note(self, child: etree._Element) -> bool:
        note = self.level.vocabulary.text(child)
        if not note:
            return False
        plain = _is_plain(child, note, 0)
        key = self._worded(note) if plain else ""
        self.level.known(key or "note", child, note, plain=plain)
        if not key:
            self.notes.append(note)
        return True

    def _worded(self, note: str) -> str:
        """The key of a note that words a field, the field then filled; empty for any other note."""
        if note == ALIAS and not self.alias and self.form in (None, "variant"):
            self.alias = True
            return "alias"
        if self.count is None and (count := read_count(note)) is not None:
            self.count = count
            return "count"
        if self.origin is None and (origin := read_origin(note)):
            self.origin = origin
            return "origin"
        if not self.pos and (value := read_part_of_speech(note)):
            shape = self.level.vocabulary.shape
            if part_of_speech(value, self.kind, shape) == (self.pos_written, value):
                self.pos = value
                return "pos-note"
        return ""

    def _take_source(self, child: etree._Element, category: str) -> bool:
        text = self.level.vocabulary.text(child)
        source = read_source(text) if text else None
        if source is None:
            return False
        self.sources.append(source)
        self.level.known("source", child, text, plain=_is_category(child, text, category, self.level.vocabulary))
        return True

    def _take_context(self, child: etree._Element, name: str) -> bool:
        vocabulary = self.level.vocabulary
        parts = list(child) if name == "descripGrp" else [child]
        named = [vocabulary.name(part) for part in parts]
        if self.context or not named or named[0].category != "context":
            return False
        if not (text := vocabulary.text(parts[0])):
            return False
        self.context = text
        place, plain = "", _is_category(parts[0], text, "context", vocabulary) and len(parts) < 3
        if len(parts) > 1 and named[1] == ("admin", "source"):
            place = vocabulary.text(parts[1])
            self.context_source = read_source(place) if place else None
            plain = plain and self.context_source is not None
            plain = plain and _is_category(parts[1], place, "source", vocabulary)
            place = place if self.context_source else ""
        elif name == "descripGrp":
            plain = False
        self.level.known("context", child, f"{text}\n{place}", plain=plain and (name != "descripGrp" or not child.attrib))
        return True


def _kind(child: etree._Element, vocabulary: Vocabulary) -> Kind | None:
    return cast("Kind | None", tables().read["kinds"].get(vocabulary.text(child).casefold()))


def _definition(child: etree._Element, name: str, category: str, vocabulary: Vocabulary) -> str:
    """The text of a definition, alone or at the head of a group."""
    if category == "definition":
        return vocabulary.text(child)
    if name == "descripGrp" and len(child) and vocabulary.name(child[0]).category == "definition":
        return vocabulary.text(child[0])
    return ""


def _is_plain(child: etree._Element, text: str, attributes: int) -> bool:
    """Whether an element holds this text and nothing beside it."""
    return child.text == text and not len(child) and len(child.attrib) == attributes


def _is_category(child: etree._Element, text: str, category: str, vocabulary: Vocabulary) -> bool:
    """Whether the writer would make this very element of a field that holds `text`."""
    return category in vocabulary.shape.holds and _is_plain(child, text, vocabulary.typed)
