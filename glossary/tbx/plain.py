"""The quick way to write a concept: for one that carries nothing to be put back, in a dialect that holds every field.

That is every concept of our own. One look at all its texts together tells whether any has to be cleaned or escaped.
A property test holds this way and the thorough one of `glossary.tbx.write` to the same bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.tbx.shape import part_of_speech, tables
from glossary.tbx.words import ALIAS, Origin, count_text, origin_text, part_of_speech_text, source_text
from glossary.tbx.xmltext import element_text, is_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from glossary.model.concept import Concept, Source, Term
    from glossary.model.text import Kind
    from glossary.tbx.shape import Shape

_BAR = "¦"
_QUOTED_IN_SOURCE = re.compile("[%#:,&<>\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NEEDED = ("subjectField", "definition", "partOfSpeech", "termType", "administrativeStatus", "context", "source")


def plain_writer(shape: Shape, *, contexts: bool) -> Callable[[Concept, str], str]:
    """A function that writes a concept under an id, or answers nothing where the concept asks for care."""
    if not shape.holds.issuperset(_NEEDED):
        return lambda concept, name: ""
    lines = _Lines(shape)
    good: set[str] = set()
    tags: set[str] = set()

    def write(concept: Concept, name: str) -> str:
        if concept.extra or not concept.terms:
            return ""
        texts = ["", "", concept.definition, *concept.notes]
        for term in concept.terms:
            if term.extra:
                return ""
            if term.lang not in tags:
                if not is_language(term.lang):
                    return ""
                tags.add(term.lang)
            texts += (term.text, term.origin, term.context, *term.notes)
        fix = _same if _is_careless(_BAR.join(texts)) else element_text
        sections: dict[str, list[str]] = {}
        for term in concept.terms:
            if not (line := _term(term, concept.kind, lines, good, contexts, fix)):
                return ""
            if term.lang in sections:
                sections[term.lang].append(line)
            else:
                sections[term.lang] = [line]
        body = "".join(
            [
                f'        <{shape.section} xml:lang="{lang}">\n{"".join(terms)}        </{shape.section}>\n'
                for lang, terms in sections.items()
            ]
        )
        kind = lines.kinds[concept.kind] if concept.kind else ""
        if definition := fix(concept.definition):
            kind += f"        {lines.definition[0]}{definition}{lines.definition[1]}\n"
        notes = "".join([f"        <note>{line}</note>\n" for note in concept.notes if (line := fix(note))])
        return f'      <{shape.entry} id="{name}">\n{kind}{notes}{body}      </{shape.entry}>\n'

    return write


def _is_careless(joined: str) -> bool:
    """Whether no text among the joined ones has to be cleaned or escaped. Not the other way round: an ideographic space
    is not printable, and a text may hold the bar; it then takes the slower way to the same bytes."""
    return (
        joined.isprintable()
        and "&" not in joined
        and "<" not in joined
        and ">" not in joined
        and "  " not in joined
        and _BAR + " " not in joined
        and " " + _BAR not in joined
        and joined[-1] != " "
    )


def _same(text: str) -> str:
    return text


class _Lines:
    """The lines and tags of a shape, made once."""

    __slots__ = ("_spoken", "context", "definition", "foot", "forms", "head", "kinds", "shape", "source", "statuses")

    def __init__(self, shape: Shape) -> None:
        words, deep = tables().words, " " * 12

        def line(category: str, text: str) -> str:
            return f"{shape.opening[category]}{text}{shape.closing[category]}\n"

        self.shape = shape
        self.kinds = {kind: f"        {line('subjectField', text)}" for kind, text in words["kinds"].items()}
        self.forms = {form: f"{deep}{line('termType', text)}" for form, text in words["forms"].items()}
        self.forms["alias"] = self.forms["variant"]
        self.statuses = {s: f"{deep}{line('administrativeStatus', text)}" for s, text in words["statuses"].items()}
        self.definition = (shape.opening["definition"], shape.closing["definition"])
        self.context = (shape.opening["context"], shape.closing["context"])
        self.source = (shape.opening["source"], shape.closing["source"])
        self.head = f"          <{shape.term}>\n            <term>"
        self.foot = f"          </{shape.term}>\n"
        self._spoken: dict[tuple[str, Kind | None], tuple[str, str]] = {}

    def part_of_speech(self, value: str, kind: Kind | None) -> tuple[str, str]:
        """The line of a part of speech, and what a note must add to it."""
        found = self._spoken.get((value, kind))
        if found is None:
            text, note = part_of_speech(value, kind, self.shape)
            tags = (self.shape.opening["partOfSpeech"], self.shape.closing["partOfSpeech"])
            found = (f"            {tags[0]}{element_text(text)}{tags[1]}\n" if text else "", note)
            self._spoken[value, kind] = found
        return found


def _term(
    term: Term, kind: Kind | None, lines: _Lines, good: set[str], contexts: bool, fix: Callable[[str], str]
) -> str:
    text = fix(term.text)
    if not text:
        return ""
    opening, closing = lines.source
    out = [lines.head, text, "</term>\n"]
    spoken_note = ""
    if term.part_of_speech:
        line, spoken_note = lines.part_of_speech(term.part_of_speech, kind)
        out.append(line)
    if term.form:
        out.append(lines.forms[term.form])
    if term.status:
        out.append(lines.statuses[term.status])
    if contexts and (sentence := fix(term.context)):
        context = f"{lines.context[0]}{sentence}{lines.context[1]}"
        if term.context_source and (place := _place(term.context_source, good)):
            context = f"<descripGrp>{context}{opening}{place}{closing}</descripGrp>"
        out.append(f"            {context}\n")
    for source in term.sources:
        if place := _place(source, good):
            out.append(f"            {opening}{place}{closing}\n")  # noqa: PERF401 (a third faster than the list)
    if spoken_note or term.suggested or term.origin or term.notes or term.score is not None or term.form == "alias":
        out += _notes(term, spoken_note, fix)
    elif term.count is not None:
        out.append(f"            <note>{count_text(term.count)}</note>\n")
    out.append(lines.foot)
    return "".join(out)


def _notes(term: Term, spoken_note: str, fix: Callable[[str], str]) -> list[str]:
    notes = []
    if spoken_note:
        notes.append(element_text(part_of_speech_text(spoken_note)))
    if term.count is not None:
        notes.append(count_text(term.count))
    if term.suggested or term.score is not None or (term.origin and fix(term.origin)):
        notes.append(origin_text(Origin(term.suggested, fix(term.origin), term.score)))
    if term.form == "alias":
        notes.append(ALIAS)
    notes += map(fix, term.notes)
    return [f"            <note>{note}</note>\n" for note in notes if note]


def _place(source: Source, good: set[str]) -> str:
    """The wording of a place, as it stands in XML. `good` holds the ids that need no quoting."""
    document, passage, start, end, page = source.document, source.passage, source.start, source.end, source.page
    if document not in good or passage not in good:
        if _QUOTED_IN_SOURCE.search(document) or _QUOTED_IN_SOURCE.search(passage):
            return element_text(source_text(source))
        good.add(document)
        good.add(passage)
    span = "" if start is None or end is None else f":{start}-{end}"
    if page is not None:
        span = f"{span}, page {page}"
    return f"{document}#{passage}{span}" if passage or span else document
