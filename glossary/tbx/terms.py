"""One term of a TBX file as a value of the model: the first child that fits a field fills it, the others are extras."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from glossary.model.concept import Form, Source, Status, Term
from glossary.tbx.children import Level, is_category, is_plain
from glossary.tbx.shape import NAMES, part_of_speech, tables
from glossary.tbx.vocabulary import Vocabulary, attributes_text
from glossary.tbx.words import ALIAS, Origin, read_count, read_origin, read_part_of_speech, read_source

if TYPE_CHECKING:
    from lxml import etree

    from glossary.model.text import Kind

# The order in which the writer puts the children of a term; children in it need no layout.
_TERM_ORDER = (
    "text", "pos", "form", "status", "context", "source", "pos-note", "count", "origin", "alias", "note",
)  # fmt: skip


def term_of(
    element: etree._Element, vocabulary: Vocabulary, lang: str, kind: Kind | None, *, nested: bool, again: int
) -> Term | None:
    """The term in a termSec (v2: tig, ntig), or None where it holds no text."""
    reader = _TermReader(Level(vocabulary), kind)
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

    def __init__(self, level: Level, kind: Kind | None) -> None:
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
        self.level.known("text", child, text, plain=is_plain(child, text, 0))
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
        plain = is_category(child, tables().words[family][word], category, vocabulary)
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
        if not (same and is_category(child, written, "partOfSpeech", self.level.vocabulary)):
            self.level.keep(self.level.vocabulary.piece(child), "pos", self.pos)

    def _take_note(self, child: etree._Element) -> bool:
        note = self.level.vocabulary.text(child)
        if not note:
            return False
        plain = is_plain(child, note, 0)
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
        self.level.known("source", child, text, plain=is_category(child, text, category, self.level.vocabulary))
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
        place, plain = "", is_category(parts[0], text, "context", vocabulary) and len(parts) < 3
        if len(parts) > 1 and named[1] == ("admin", "source"):
            place = vocabulary.text(parts[1])
            self.context_source = read_source(place) if place else None
            plain = plain and self.context_source is not None
            plain = plain and is_category(parts[1], place, "source", vocabulary)
            place = place if self.context_source else ""
        elif name == "descripGrp":
            plain = False
        self.level.known("context", child, f"{text}\n{place}", plain=plain and (name != "descripGrp" or not child.attrib))
        return True
