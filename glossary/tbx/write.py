"""Writes a termbase as TBX: v3 in DCA or DCT style, or v2 (`martif`), from escaped templates.

The bytes depend on the termbase alone: no clock, no name of the file. A field holds one line of clean text.
Of a value read from a file, what no field holds goes back to where it stood (`glossary.tbx.extras`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import IO, TYPE_CHECKING

from glossary.atomic import whole_file
from glossary.errors import WriteError
from glossary.tbx.extras import Job, Level, Part, arranged, attributes_of, extras_at, nested_term, placed
from glossary.tbx.frame import header_of, surroundings
from glossary.tbx.plain import plain_writer
from glossary.tbx.shape import Shape, part_of_speech, shape_of, tables
from glossary.tbx.words import ALIAS, Origin, count_text, origin_text, part_of_speech_text, source_text
from glossary.tbx.xmltext import clean, element_text, escaped, is_language, is_name, name_from

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from glossary.model.concept import Concept, Term, Termbase
    from glossary.model.text import Kind

_BATCH = 500


def write_termbase(termbase: Termbase, path: Path, *, contexts: bool = True) -> tuple[str, ...]:
    """Writes `termbase` to `path` in the version, dialect and style it names; the file appears whole or not at all.

    `contexts` false leaves the sentences out. Comes back: a line for each thing that this kind of TBX has no
    place for and that was left out, with how many times. Raises WriteError where the file cannot be written,
    or where there is no concept to write: a TBX file must have one.
    """
    if not termbase.concepts:
        raise WriteError("there is no concept to write", str(path), "TBX needs one at least; nothing was changed")
    losses: Counter[str] = Counter()
    with whole_file(path) as stream:
        write_to(termbase, stream, losses, contexts=contexts)
    return loss_lines(losses)


def write_to(termbase: Termbase, stream: IO[bytes], losses: Counter[str], *, contexts: bool = True) -> None:
    """Writes `termbase` to an open binary stream; what has no place is counted in `losses`."""
    batch: list[str] = []
    for piece in _pieces(termbase, Job(shape_of(termbase), contexts, losses)):
        batch.append(piece)
        if len(batch) >= _BATCH:
            stream.write("".join(batch).encode())
            batch.clear()
    stream.write("".join(batch).encode())


def loss_lines(losses: Counter[str]) -> tuple[str, ...]:
    """What was left out, a line each, sorted."""
    return tuple(f"left out: {what} ({number})" for what, number in sorted(losses.items()))


def _pieces(termbase: Termbase, job: Job) -> Iterator[str]:
    around = surroundings(termbase, job)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield around.before_root
    yield f"{around.root}\n{around.before_header}"
    yield header_of(termbase, job)
    yield around.before_text
    yield f"  <text{around.text_attributes}>\n{around.before_body}    <body{around.body_attributes}>\n"
    taken: set[str] = set()
    plain = plain_writer(job.shape, contexts=job.contexts)
    for concept in termbase.concepts:
        name = _unique(concept.id, taken)
        if line := plain(concept, name):
            yield line
        elif whole := _with_text(concept, job):
            yield _concept(whole, name, job)
        else:
            taken.discard(name)
            continue
        if name != concept.id:
            # Tools number their entries (id="1"), which no XML id may look like.
            job.losses["the wording of ids that XML does not take, or takes once"] += 1
    yield f"{around.body_end}    </body>\n{around.after_body}  </text>\n{around.after_text}"
    yield f"</{'tbx' if job.shape.version == 3 else 'martif'}>\n{around.after_root}"


def _with_text(concept: Concept, job: Job) -> Concept | None:
    """The concept without terms that hold no text; None where nothing is left that TBX would take."""
    terms = tuple(term for term in concept.terms if clean(term.text))
    if len(terms) < len(concept.terms):
        job.losses["terms without text"] += len(concept.terms) - len(terms)
        concept = replace(concept, terms=terms)
    if terms or any(extra.xml.startswith(("<langSec", "<langSet")) for extra in concept.extra):
        return concept
    job.losses["concepts without a term"] += 1
    return None


def _unique(concept_id: str, taken: set[str]) -> str:
    """An id that XML takes and that stands once; the concept's own wherever it is one."""
    name = concept_id if is_name(concept_id) else name_from(concept_id)
    unique, number = name, 1
    while unique in taken:
        number += 1
        unique = f"{name}-{number}"
    taken.add(unique)
    return unique


def _concept(concept: Concept, name: str, job: Job) -> str:
    shape = job.shape
    parts = _concept_parts(concept, job)
    for section, terms in _sections(concept):
        parts.append(Part("section", "", _section(concept, section, terms, job)))
    before, attributes, identity = "", "", f' id="{name}"'
    if concept.extra and (here := extras_at(concept.extra, "")):
        parts = arranged(parts, here, Level.ENTRY, job)
        attributes = attributes_of(here, Level.ENTRY, job)
        before = "".join([f"      {line}\n" for line in placed(here, "before", Level.BODY, job)])
        if shape.version == 2 and any(extra.place == "no-id" for extra in here):
            identity = ""
    return f"{before}      <{shape.entry}{identity}{attributes}>\n{_block(parts, 8)}      </{shape.entry}>\n"


def _block(parts: list[Part], indent: int) -> str:
    blanks = " " * indent
    return "".join([f"{blanks}{part.line}\n" for part in parts])


def _sections(concept: Concept) -> list[tuple[str, list[Term]]]:
    """The terms by language section, in the order in which the languages first stand."""
    terms = concept.terms
    if all(not term.extra for term in terms):
        keys = [term.lang for term in terms]
        if len(set(keys)) == len([k for k, _ in groupby(keys)]):
            return [(lang, list(group)) for lang, group in groupby(terms, key=lambda term: term.lang)]
    sections: dict[str, list[Term]] = {}
    for term in terms:
        again = next((e.value for e in term.extra if e.place == "section"), "")
        sections.setdefault(f"{term.lang} {again}".rstrip(), []).append(term)
    return list(sections.items())


def _section(concept: Concept, section: str, terms: list[Term], job: Job) -> str:
    shape = job.shape
    parts = [Part("term", "", _term(term, concept.kind, job)) for term in terms]
    attributes = ""
    if concept.extra and (here := extras_at(concept.extra, section)):
        parts = arranged(parts, here, Level.SECTION, job)
        attributes = attributes_of(here, Level.SECTION, job)
    tag = _language(terms[0].lang, job)
    return f'<{shape.section} xml:lang="{tag}"{attributes}>\n{_block(parts, 10)}        </{shape.section}>'


def _language(tag: str, job: Job) -> str:
    """The language tag as the file takes it: in v3 no underscores, and `und` for what is no tag at all."""
    if is_language(tag):
        return tag
    if job.shape.version == 2 and tag and clean(tag) == tag:
        return escaped(tag).replace('"', "&quot;")
    mended = tag.replace("_", "-")
    if is_language(mended):
        return mended
    job.losses[f"the language {tag!r}, which is no language tag, written as 'und'"] += 1
    return "und"


def _concept_parts(concept: Concept, job: Job) -> list[Part]:
    parts: list[Part] = []
    if concept.kind:
        _category(parts, job, "kind", "subjectField", tables().words["kinds"][concept.kind], concept.kind)
    if definition := clean(concept.definition):
        _category(parts, job, "definition", "definition", definition, definition)
    parts.extend(_note("note", text) for note in concept.notes if (text := clean(note)))
    return parts


def _term(term: Term, kind: Kind | None, job: Job) -> str:
    shape = job.shape
    parts = _term_parts(term, kind, job)
    if not term.extra:
        return f"<{shape.term}>\n{_block(parts, 12)}          </{shape.term}>"
    parts = arranged(parts, term.extra, Level.TERM, job)
    nested = next((extra for extra in term.extra if extra.place == "ntig"), None)
    if nested and shape.version == 2:
        return nested_term(nested, parts, term.extra, job)
    attributes = attributes_of(term.extra, Level.TERM, job)
    return f"<{shape.term}{attributes}>\n{_block(parts, 12)}          </{shape.term}>"


def _term_parts(term: Term, kind: Kind | None, job: Job) -> list[Part]:
    words = tables().words
    text = clean(term.text)
    parts = [Part("text", text, f"<term>{escaped(text)}</term>")]
    spoken, spoken_note = part_of_speech(term.part_of_speech, kind, job.shape)
    if spoken:
        _category(parts, job, "pos", "partOfSpeech", spoken, term.part_of_speech)
    # A dialect without term types still has the note that says alias.
    if term.form and (term.form != "alias" or "termType" in job.shape.holds):
        form = "variant" if term.form == "alias" else term.form
        _category(parts, job, "form", "termType", words["forms"][form], form)
    if term.status:
        _category(parts, job, "status", "administrativeStatus", words["statuses"][term.status], term.status)
    if job.contexts and (context := clean(term.context)):
        _context(parts, job, context, source_text(term.context_source) if term.context_source else "")
    for place in filter(None, (clean(source_text(source)) for source in term.sources)):
        _category(parts, job, "source", "source", place, place)
    if spoken_note:
        parts.append(_note("pos-note", part_of_speech_text(spoken_note)))
    if term.count is not None:
        parts.append(_note("count", count_text(term.count)))
    origin = Origin(term.suggested, clean(term.origin), term.score)
    if any(origin[:2]) or origin.score is not None:
        parts.append(_note("origin", origin_text(origin)))
    if term.form == "alias":
        parts.append(_note("alias", ALIAS))
    parts.extend(_note("note", text) for note in term.notes if (text := clean(note)))
    return parts


def _context(parts: list[Part], job: Job, context: str, source: str) -> None:
    shape, source = job.shape, clean(source)
    if "context" not in shape.holds:
        job.losses[_missing("contexts", "context", shape)] += 1
        return
    line = f"{shape.opening['context']}{escaped(context)}{shape.closing['context']}"
    if source:
        line += f"{shape.opening['source']}{escaped(source)}{shape.closing['source']}"
        line = f"<descripGrp>{line}</descripGrp>"
    parts.append(Part("context", f"{context}\n{source}", line))


_PLURALS = {
    "subjectField": "kinds", "definition": "definitions", "termType": "forms of terms", "source": "sources",
    "administrativeStatus": "statuses", "partOfSpeech": "parts of speech",
}  # fmt: skip


def _category(parts: list[Part], job: Job, key: str, name: str, text: str, value: str) -> None:
    """Adds the element of a category, or counts it as left out where the dialect has none."""
    opening = job.shape.opening.get(name)
    if opening is None:
        job.losses[_missing(_PLURALS[name], name, job.shape)] += 1
    else:
        parts.append(Part(key, value, f"{opening}{element_text(text)}{job.shape.closing[name]}"))


def _missing(what: str, name: str, shape: Shape) -> str:
    return f"{what}: {shape.dialect} has no {name}"


def _note(key: str, text: str) -> Part:
    return Part(key, text, f"<note>{escaped(text)}</note>")
