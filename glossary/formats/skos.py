"""SKOS, as Turtle: a termbase to publish or to put beside other vocabularies. The only module that knows rdflib.

A concept is `<#id>` of the file it stands in, so that whoever publishes the file chooses the address. The preferred
form of a language is its `skos:prefLabel` (the first form where none is preferred), deprecated and superseded forms are
`skos:hiddenLabel`, all others `skos:altLabel`; a form has one of them (SKOS Reference, S13 and S14). Kinds are
`dc:type`, notes `skos:note`, sentences `skos:example`, places `dcterms:source`. A label can say nothing of itself, so a
suggested form has a `skos:editorialNote` of the concept: the form, its language, and who suggested it.

Turtle is written as it stands, concept by concept in the order of the termbase: rdflib takes a hundred times as long,
and orders by address. Read is Turtle alone, by rdflib; nothing outside the file is loaded.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from glossary.atomic import whole_file
from glossary.errors import TermbaseError, UsageError
from glossary.formats.files import text_of
from glossary.model.concept import Concept, Source, Status, Term, Termbase
from glossary.model.text import KINDS
from glossary.tbx.words import Origin, origin_text, read_origin, read_source, source_text
from glossary.tbx.xmltext import clean, is_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from glossary.formats.options import Options
    from glossary.model.text import Kind

_HEAD = """\
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

"""
_SCHEME = "glossary"
_DC, _DCTERMS, _SKOS = (
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/2004/02/skos/core#",
)
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# What a file that names no base is read under. RFC 6761 keeps the domain from ever being anybody's.
_BASE = "http://file.invalid/"
_ROLES: tuple[tuple[str, Status | None], ...] = (("prefLabel", "preferred"), ("altLabel", None), ("hiddenLabel", "deprecated"))
_SAYS = re.compile(r"(?P<text>.*) \((?P<lang>[A-Za-z0-9-]+)\): (?P<origin>.+)")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def write_skos(termbase: Termbase, path: Path, options: Options) -> tuple[str, ...]:
    """Writes a `skos:Concept` per concept in one scheme; a line comes back for each thing left out."""
    lost: Counter[str] = Counter()
    names: Counter[str] = Counter({_SCHEME: 1})
    with whole_file(path) as stream:
        stream.write((_HEAD + _scheme(termbase)).encode())
        for concept in termbase.concepts:
            stream.write(_block(_name(concept.id, names), "skos:Concept", _facts(concept, options, lost)).encode())
    return tuple(f"left out: {what}: SKOS has no property for them ({n})" for what, n in sorted(lost.items()) if n)


def read_skos(path: Path, options: Options) -> tuple[Termbase, tuple[str, ...]]:
    """The termbase in a Turtle file, concepts in the order of their addresses; with a line for each property that was not
    understood. Raises TermbaseError for what is no Turtle or names no concept."""
    graph = _graph(text_of(path), path)
    skos, kind = _SKOS, {"Concept"}
    subjects = sorted(
        {str(s) for s, p, o in graph if str(p) == _TYPE and str(o).removeprefix(skos) in kind and str(o).startswith(skos)}
    )
    if not subjects:
        raise TermbaseError("names no skos:Concept", str(path), "check that it is SKOS, and Turtle")
    facts: dict[str, dict[str, list[Any]]] = {subject: {} for subject in subjects}
    title = description = ""
    unknown: Counter[str] = Counter()
    for s, p, o in sorted(graph, key=lambda row: (str(row[0]), str(row[1]), str(row[2]), _lang(row[2]))):
        if str(s) in facts:
            facts[str(s)].setdefault(str(p), []).append(o)
        elif str(p) == f"{_DCTERMS}title":
            title = title or clean(str(o))
        elif str(p) == f"{_DCTERMS}description":
            description = description or clean(str(o))
    concepts = tuple(_concept(subject, facts[subject], unknown) for subject in subjects)
    lines = tuple(f"left out: {name} ({number})" for name, number in sorted(unknown.items()))
    return Termbase(tuple(c for c in concepts if c.terms), title, description), lines


def _scheme(termbase: Termbase) -> str:
    facts = [("dcterms:title", _literal(termbase.title)), ("dcterms:description", _literal(termbase.description))]
    return _block(_SCHEME, "skos:ConceptScheme", [fact for fact in facts if fact[1] != '""'])


def _block(name: str, kind: str, facts: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f" ;\n    {predicate} {value}" for predicate, value in facts)
    return f"<#{name}> a {kind}{lines} .\n\n"


def _facts(concept: Concept, options: Options, lost: Counter[str]) -> Iterator[tuple[str, str]]:
    yield "skos:inScheme", f"<#{_SCHEME}>"
    if concept.kind:
        yield "dc:type", _literal(concept.kind)
    for role, label in _labels(concept, lost):
        yield f"skos:{role}", label
    if clean(concept.definition):
        yield "skos:definition", _literal(concept.definition)
    for note in concept.notes:
        if clean(note):
            yield "skos:note", _literal(note)
    for term in concept.terms:
        if term.suggested and clean(term.text):
            yield "skos:editorialNote", _literal(f"{clean(term.text)} ({_tag(term.lang) or 'und'}): {_origin(term)}")
    if options.contexts:
        for text in dict.fromkeys(_literal(t.context, _tag(t.lang)) for t in concept.terms if clean(t.context)):
            yield "skos:example", text
    for place in dict.fromkeys(source_text(source) for term in concept.terms for source in term.sources):
        yield "dcterms:source", _literal(place)
    _count_lost(concept, lost)


def _labels(concept: Concept, lost: Counter[str]) -> list[tuple[str, str]]:
    """Roles and labels, each form of a language under one role, one preferred form a language."""
    first: dict[str, int] = {}
    for index, term in enumerate(concept.terms):
        best = first.get(_tag(term.lang))
        if _is_out(term) or not clean(term.text):
            continue
        if best is None or (term.status == "preferred" != concept.terms[best].status):
            first[_tag(term.lang)] = index
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for index, term in enumerate(concept.terms):
        tag, text = _tag(term.lang), clean(term.text)
        if not text:
            continue
        lost["languages that are no tags"] += not tag
        role = 0 if first.get(tag) == index else 2 if _is_out(term) else 1
        key = (tag.casefold(), text)
        if key not in found or role < found[key][0]:
            found[key] = (role, _literal(text, tag))
    rows = sorted(found.values(), key=lambda row: row[0])
    return [(_ROLES[role][0], label) for role, label in rows]


def _count_lost(concept: Concept, lost: Counter[str]) -> None:
    for term in concept.terms:
        lost["forms (short, acronym …) of terms"] += bool(term.form)
        lost["statuses but preferred and deprecated"] += term.status in ("admitted", "superseded")
        lost["counts"] += term.count is not None
        lost["notes of terms"] += len(term.notes)
        lost["parts of speech"] += bool(term.part_of_speech)
        lost["origins of forms that are stated"] += bool(term.origin and not term.suggested)
        lost["parts of other tools' files"] += bool(term.extra)
    lost["parts of other tools' files"] += bool(concept.extra)


def _origin(term: Term) -> str:
    return origin_text(Origin(True, clean(term.origin), term.score))


def _name(concept_id: str, names: Counter[str]) -> str:
    name = quote(concept_id.encode("utf-8", "replace"), safe="")
    names[name] += 1
    return name if names[name] == 1 else f"{name}-{names[name]}"


def _tag(lang: str) -> str:
    tag = lang.replace("_", "-")
    return tag if is_language(tag) else ""


def _literal(text: str, tag: str = "") -> str:
    return f'"{clean(text).translate(_ESCAPES)}"' + (f"@{tag}" if tag else "")


def _is_out(term: Term) -> bool:
    return term.status in ("deprecated", "superseded")


def _graph(text: str, path: Path) -> Any:
    try:
        from rdflib import Graph
    except ImportError as error:
        raise UsageError("reading SKOS needs rdflib", "", "pip install 'glossary-zh[skos]'") from error
    graph = Graph()
    # It logs each address it finds odd, at the default level to standard error.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    try:
        graph.parse(data=text, format="turtle", publicID=_BASE)
    except Exception as error:  # rdflib raises whatever the broken part makes it raise
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise TermbaseError(f"is no Turtle ({reason})", str(path), "save it as Turtle, UTF-8") from error
    return graph


def _concept(subject: str, facts: dict[str, list[Any]], unknown: Counter[str]) -> Concept:
    says: dict[tuple[str, str], Origin] = {}
    notes = [clean(str(o)) for o in facts.get(f"{_SKOS}note", [])]
    for note in (clean(str(o)) for o in facts.get(f"{_SKOS}editorialNote", [])):
        found = _SAYS.fullmatch(note)
        origin = read_origin(found["origin"]) if found else None
        if found and origin and origin.suggested:
            says[found["lang"].casefold(), found["text"]] = origin
        else:
            notes.append(note)
    terms = [
        _term(clean(str(label)), _lang(label) or "und", status, says)
        for role, status in _ROLES
        for label in facts.get(_SKOS + role, [])
        if clean(str(label))
    ]
    order = {lang: n for n, lang in enumerate(sorted({t.lang for t in terms}, key=lambda tag: (not tag.startswith("zh"), tag)))}
    terms.sort(key=lambda term: order[term.lang])
    places = [read_source(str(o)) or Source(clean(str(o))) for o in facts.get(f"{_DCTERMS}source", [])]
    if terms and places:
        # SKOS does not say which label stands at a place.
        terms[0] = _sourced(terms[0], places)
    understood = {_TYPE, f"{_SKOS}inScheme", f"{_SKOS}definition", f"{_SKOS}note", f"{_SKOS}editorialNote", f"{_DCTERMS}source", f"{_DC}type"}
    understood |= {_SKOS + role for role, _ in _ROLES}
    for predicate, values in facts.items():
        if predicate not in understood:
            unknown[predicate] += len(values)
    kind: Kind | None = next((k for o in facts.get(f"{_DC}type", []) for k in KINDS if k == str(o)), None)
    definition = " / ".join(clean(str(o)) for o in facts.get(f"{_SKOS}definition", []))
    return Concept(_own_id(subject), tuple(terms), kind, tuple(note for note in notes if note), definition)


def _term(text: str, lang: str, status: Status | None, says: dict[tuple[str, str], Origin]) -> Term:
    origin = says.get((lang.casefold(), text))
    if origin is None:
        return Term(text, lang, status=status)
    return Term(text, lang, status=status, suggested=True, origin=origin.origin, score=origin.score)


def _sourced(term: Term, places: list[Source]) -> Term:
    from dataclasses import replace

    return replace(term, sources=tuple(dict.fromkeys(places)))


def _own_id(subject: str) -> str:
    own = f"{_BASE}#"
    return unquote(subject.removeprefix(own)) if subject.startswith(own) else subject


def _lang(node: Any) -> str:
    return str(getattr(node, "language", None) or "")
