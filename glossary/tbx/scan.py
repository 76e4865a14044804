"""The quick way to read a concept: for one in which every child fills a field, in the writer's order.

The concept's own serialisation is cut into tokens by one pattern; the first token, order or text that is not as the
writer would have it hands the concept over to the thorough way of `glossary.tbx.entries`. A property test holds the
two to the same value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from glossary.model.concept import Concept, Term
from glossary.tbx.shape import NAMES, part_of_speech, tables
from glossary.tbx.words import ALIAS, Origin, read_count, read_origin, read_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from glossary.model.concept import Source
    from glossary.model.text import Kind
    from glossary.tbx.shape import Shape

_OPENING = re.compile(r'<(?:conceptEntry|termEntry)(?: xmlns(?::\w+)?="[^"]*")*(?: id="([^"&]+)")?>\s*')
_TOKEN = re.compile(
    r'<([\w:]+)(?: type="(\w+)")?>([^<]+)</[\w:]+>\s*'
    r'|<lang(?:Sec|Set) xml:lang="([\w-]+)">\s*'
    r"|<(descripGrp|termSec|tig)>\s*"
    r"|</(\w+)>\s*"
    r"|(.+)",
    re.S,
)
_CARE = re.compile("[\x01-\x1f\x7f-\x9f\ufffe\uffff]|  |\0 | \0|&#")
_NEEDED = frozenset({"subjectField", "definition", "partOfSpeech", "termType", "administrativeStatus", "context", "source"})
_TERM, _POS, _FORM, _STATUS, _CONTEXT, _SOURCE, _COUNT, _ORIGIN, _ALIAS, _NOTE = range(10)
_RANKS = {
    "term": _TERM, "partOfSpeech": _POS, "termType": _FORM, "administrativeStatus": _STATUS, "context": _CONTEXT,
    "source": _SOURCE,
}  # fmt: skip
# How notes begin that word a field; one of these that does not read as such is left to the thorough way.
_WORDED = ("Mentions: ", "Suggested", "Origin: ", "Alias: ", "Part of speech: ")
_NO_ORIGIN = Origin()


def concept_scanner(shape: Shape) -> Callable[[etree._Element], Concept | None]:
    """A function that reads the element of a concept, or answers None where it takes the thorough way."""
    from lxml import etree

    if not shape.holds.issuperset(_NEEDED):
        return lambda element: None
    # What a leaf is: (element, type) in DCA style and v2, the prefixed element in DCT style.
    known = tables()
    leaves: dict[tuple[str, str], str] = {("term", ""): "term", ("note", ""): "note"}
    for name in _NEEDED:
        category = known.categories[name]
        leaf = (f"{known.prefixes[category.module]}:{name}", "") if shape.dct else (category.element, name)
        leaves[leaf] = name
    words = {family: {word: name for name, word in words.items()} for family, words in known.words.items()}

    def scan(element: etree._Element) -> Concept | None:
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        opening = _OPENING.match(text)
        if not opening or not opening[1]:
            return None
        tokens = _TOKEN.findall(text, opening.end())
        leaf_texts = [token[2] for token in tokens if token[2]]
        if _CARE.search("\0" + "\0".join(leaf_texts) + "\0"):
            return None
        return _Scan(shape, leaves, words).concept(opening[1], tokens)

    return scan


class _Scan:
    """One concept while it is read from its tokens."""

    __slots__ = ("kind", "leaves", "shape", "terms", "words")

    def __init__(self, shape: Shape, leaves: dict[tuple[str, str], str], words: dict[str, dict[str, str]]) -> None:
        self.shape, self.leaves, self.words = shape, leaves, words
        self.kind: Kind | None = None
        self.terms: list[Term] = []

    def concept(self, name: str, tokens: list[tuple[str, ...]]) -> Concept | None:
        """The concept, or None where anything in it is not as the writer has it."""
        start = next((index for index, token in enumerate(tokens) if token[3]), len(tokens))
        notes: list[str] = []
        definition = ""
        for tag, kind, text, *_ in tokens[:start]:
            leaf, text = self.leaves.get((tag, kind)), _plain(text)
            if leaf == "subjectField" and not (self.kind or definition or notes):
                self.kind = cast("Kind | None", self.words["kinds"].get(text))
                if self.kind is None:
                    return None
            elif leaf == "definition" and not (definition or notes):
                definition = text
            elif leaf == "note":
                notes.append(text)
            else:
                return None
        if not self.sections(iter(tokens[start:])):
            return None
        return Concept(name, tuple(self.terms), self.kind, tuple(notes), definition)

    def sections(self, stream: Iterator[tuple[str, ...]]) -> bool:
        """Reads the language sections; whether all in them was as it should be."""
        langs: set[str] = set()
        lang = ""
        for _, _, _, opened, group, closed, _ in stream:
            if opened and opened not in langs:
                langs.add(opened)
                lang = opened
            elif group and group != "descripGrp" and lang:
                term = _TermScan(self).term(stream, lang)
                if term is None:
                    return False
                self.terms.append(term)
            elif not closed:
                return False
        return bool(self.terms)

    def spoken(self, value: str) -> str:
        """The part of speech that the writer words so without a note; nothing for any other."""
        if self.shape.version == 2 and self.kind in NAMES:
            return "noun" if value == "properNoun" else ""
        return value if part_of_speech(value, self.kind, self.shape) == (value, "") else ""


class _TermScan:
    """One term while it is read. `reached` is the place in the writer's order of the last child that was taken."""

    __slots__ = (
        "context", "count", "form", "notes", "origin", "place", "pos", "reached", "scan", "sources", "status", "text"
    )  # fmt: skip

    def __init__(self, scan: _Scan) -> None:
        self.scan = scan
        self.text = self.form = self.status = self.pos = self.context = ""
        self.place: Source | None = None
        self.count: int | None = None
        self.origin = _NO_ORIGIN
        self.sources: list[Source] = []
        self.notes: list[str] = []
        self.reached = -1

    def term(self, stream: Iterator[tuple[str, ...]], lang: str) -> Term | None:
        """The term, its tokens taken from the stream up to the tag that closes it."""
        leaves = self.scan.leaves
        for tag, kind, content, _, group, closed, _ in stream:
            if closed:
                break
            if group:
                if group != "descripGrp" or self.reached >= _CONTEXT or not self.grouped(stream):
                    return None
            elif not self.take(leaves.get((tag, kind), ""), _plain(content)):
                return None
        if not self.text:
            return None
        return Term(
            self.text, lang, cast("Any", self.form or None), cast("Any", self.status or None), self.count,
            tuple(self.sources), self.context, self.place, self.pos, tuple(self.notes), *self.origin,
        )  # fmt: skip

    def take(self, leaf: str, value: str) -> bool:
        """Takes one child; whether the writer would have it here."""
        if leaf == "note":
            return self.note(value)
        rank = _RANKS.get(leaf, -1)
        if rank < self.reached or (rank == self.reached and rank != _SOURCE):
            return False
        self.reached = rank
        if leaf == "source":
            source = read_source(value)
            if source is None:
                return False
            self.sources.append(source)
            return True
        if leaf == "term":
            self.text = value
        elif leaf == "termType":
            self.form = value = self.scan.words["forms"].get(value, "")
        elif leaf == "administrativeStatus":
            self.status = value = self.scan.words["statuses"].get(value, "")
        elif leaf == "partOfSpeech":
            self.pos = value = self.scan.spoken(value)
        elif leaf == "context":
            self.context = value
        else:
            return False
        return bool(value)

    def note(self, value: str) -> bool:
        """Takes a note: one that words a field where the writer would have it, else one of the term's own."""
        if not value.startswith(_WORDED):
            self.notes.append(value)
            self.reached = _NOTE
            return True
        if self.notes or value.startswith("Part"):
            return False
        if self.reached < _COUNT and (count := read_count(value)) is not None:
            self.count, self.reached = count, _COUNT
        elif self.reached < _ORIGIN and (origin := read_origin(value)):
            self.origin, self.reached = origin, _ORIGIN
        elif self.reached < _ALIAS and value == ALIAS and self.form == "variant":
            self.form, self.reached = "alias", _ALIAS
        else:
            return False
        return True

    def grouped(self, stream: Iterator[tuple[str, ...]]) -> bool:
        """Takes a context with its source; whether the group held just these."""
        self.reached = _CONTEXT
        for tag, kind, content, _, _, closed, _ in stream:
            if closed:
                return self.place is not None
            leaf = self.scan.leaves.get((tag, kind))
            if leaf == "context" and not self.context:
                self.context = _plain(content)
            elif leaf == "source" and self.context and self.place is None:
                self.place = read_source(_plain(content))
            else:
                return False
        return False


def _plain(text: str) -> str:
    if "&" in text:
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text
