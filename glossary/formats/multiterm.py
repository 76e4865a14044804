"""MultiTerm XML (`mtf`), which MultiTerm and Trados import, and memoQ too.

Confirmed by RWS's documentation of the schema (developers.rws.com, "XML Schema: MTF"): `concept` is a whole number;
`languageGrp` holds a `language` with `type`, the name of the index in the termbase, and `lang`, and its `termGrp`s;
`descripGrp` holds a `descrip` with `type`, the name of a field. Names of indexes and fields are the termbase's own: make it
with the indexes that this file names (Chinese, English …) and the fields Definition, Note and Status, or change the names
in the file. The binary termbase (.sdltb) and its definition (.xdt) are not written.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from glossary.atomic import whole_file
from glossary.errors import TermbaseError
from glossary.formats.choose import relabelled
from glossary.formats.tags import UNKNOWN_LATIN, is_latin, is_romanised, main_chinese, main_target, primary
from glossary.model.concept import Concept, Status, Term, Termbase
from glossary.tbx.elements import elements, text_in
from glossary.tbx.xmltext import attribute, clean, element_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from glossary.formats.options import Options

_INDEXES = {
    "ar": "Arabic", "az": "Azerbaijani", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "hy": "Armenian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "zh": "Chinese",
}  # fmt: skip
_STATUSES: tuple[Status, ...] = ("preferred", "admitted", "deprecated", "superseded")


def write_multiterm(termbase: Termbase, path: Path, options: Options) -> tuple[str, ...]:
    """Writes a concept per concept, numbered from 1, in all its languages; a line comes back for each thing left out."""
    target = main_target(termbase, main_chinese(termbase))
    if not options.strict_language and is_latin(target):
        termbase = relabelled(termbase, {UNKNOWN_LATIN: target})
    lost: Counter[str] = Counter()
    with whole_file(path) as stream:
        stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<mtf>\n')
        for number, concept in enumerate(termbase.concepts, 1):
            stream.write("".join(_concept(concept, number, lost)).encode())
        stream.write(b"</mtf>\n")
    return tuple(f"left out: {what} ({number})" for what, number in sorted(lost.items()) if number)


def read_multiterm(path: Path, options: Options) -> tuple[Termbase, tuple[str, ...]]:
    """The termbase in a MultiTerm XML file; a line comes back for each field that has no meaning here. Raises
    TermbaseError for what is none, or gives a number twice."""
    concepts: dict[str, Concept] = {}
    unknown: Counter[str] = Counter()
    for element in elements(path, "conceptGrp", root="mtf"):
        number = clean(element.findtext("concept") or "")
        concept_id = f"mtf-{number}" if number else f"mtf-unnumbered-{len(concepts) + 1}"
        if concept_id in concepts:
            raise TermbaseError(f"the concept {number} stands twice", str(path), "give each its own number")
        terms = tuple(term for group in element.iterchildren("languageGrp") for term in _terms(group, unknown))
        fields = list(_fields(element))
        definitions = [text for name, text in fields if name.casefold() == "definition"]
        notes = tuple(text for name, text in fields if name.casefold() == "note")
        unknown.update(name for name, _ in fields if name.casefold() not in ("definition", "note"))
        if terms:
            concepts[concept_id] = Concept(concept_id, terms, None, notes, " / ".join(definitions))
    return Termbase(tuple(concepts.values())), tuple(f"left out: the field {name!r} ({n})" for name, n in sorted(unknown.items()))


def _concept(concept: Concept, number: int, lost: Counter[str]) -> Iterator[str]:
    tags = [tag for tag in dict.fromkeys(term.lang for term in concept.terms) if not is_romanised(tag)]
    terms = {tag: [term for term in concept.terms if term.lang == tag and clean(term.text)] for tag in tags}
    lost["romanised forms"] += sum(is_romanised(term.lang) for term in concept.terms)
    if not any(terms.values()):
        lost["concepts without a form"] += 1
        return
    yield f"<conceptGrp><concept>{number}</concept>\n"
    for name, text in [("Definition", concept.definition), *(("Note", note) for note in concept.notes)]:
        if clean(text):
            yield _field(name, text)
    for tag in tags:
        if terms[tag]:
            yield f'<languageGrp><language type="{attribute(index_name(tag))}" lang="{attribute(_code(tag))}"/>\n'
            for term in terms[tag]:
                status = _field("Status", term.status) if term.status else ""
                note = _field("Note", _suggestion(term)) if term.suggested else ""
                yield f"<termGrp><term>{element_text(term.text)}</term>{status}{note}</termGrp>\n"
                lost["forms, counts, sources and sentences of terms"] += bool(term.form or term.count is not None or term.sources or term.context)
            yield "</languageGrp>\n"
    yield "</conceptGrp>\n"
    lost["ids: MultiTerm numbers its entries"] += 1
    lost["kinds"] += bool(concept.kind)
    lost["parts of other tools' files"] += bool(concept.extra) + sum(bool(term.extra) for term in concept.terms)


def index_name(tag: str) -> str:
    """The English name of a language, with its region or script where the tag has one: Chinese, English (US)."""
    first, _, rest = tag.replace("_", "-").partition("-")
    name = _INDEXES.get(first.casefold(), first)
    return f"{name} ({rest})" if rest and rest.casefold() != "hans" else name


def _code(tag: str) -> str:
    """The language and region of a tag, in capitals, as MultiTerm writes them: ZH, EN-US."""
    parts = tag.replace("_", "-").split("-")
    region = next((part for part in parts[1:] if len(part) == 2), "")
    return "-".join([parts[0], *([region] if region else [])]).upper()


def _field(name: str, text: str) -> str:
    return f'<descripGrp><descrip type="{name}">{element_text(text)}</descrip></descripGrp>'


def _suggestion(term: Term) -> str:
    return f"suggested{f' by {term.origin}' if term.origin else ''}, stated by no document"


def _terms(group: Any, unknown: Counter[str]) -> Iterator[Term]:
    language = group.find("language")
    attributes = {} if language is None else language.attrib
    name = clean(str(attributes.get("type", "")))
    code = clean(str(attributes.get("lang", ""))) or next((tag for tag, known in _INDEXES.items() if name.startswith(known)), "und")
    parts = code.replace("_", "-").split("-")
    # The index is the user's own: one called by our name for a script is read as that script.
    lang = "zh-Hant" if name == index_name("zh-Hant") else "-".join([primary(parts[0]), *(part.upper() for part in parts[1:])])
    for item in group.iterchildren("termGrp"):
        fields = list(_fields(item))
        status = next((s for n, text in fields for s in _STATUSES if n.casefold() == "status" and s == text.casefold()), None)
        notes = tuple(text for n, text in fields if n.casefold() == "note")
        unknown.update(n for n, text in fields if n.casefold() not in ("note", "status"))
        for form in (text_in(term) for term in item.iterchildren("term")):
            if form:
                yield Term(form, lang, status=status, notes=notes)


def _fields(element: Any) -> Iterator[tuple[str, str]]:
    for group in element.iterchildren("descripGrp"):
        for field in group.iterchildren("descrip"):
            if text := text_in(field):
                yield clean(str(field.get("type") or "")) or "descrip", text
