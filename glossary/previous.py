"""A termbase that is there already, with its evidence and decisions: what a person did to it, and what it was made of."""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.convert import shaped
from glossary.decide.acts import brief, plain, unseen
from glossary.decide.approved import approved
from glossary.decide.edits import Edits, all_edits, edits
from glossary.decide.identify import Past
from glossary.decide.moves import implied
from glossary.decide.record import Record, record_of
from glossary.decide.tsv import decisions_path, read_decisions
from glossary.diff.matching import paired
from glossary.errors import TermbaseError
from glossary.evidence import (
    digest_of,
    evidence_of,
    evidence_path,
    mention_of,
    pending_path,
    read_evidence,
    written_for,
)
from glossary.formats.table import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from glossary.decide.acts import Act
    from glossary.decide.values import Decision
    from glossary.model import Concept, Term, Termbase


class Previous(NamedTuple):
    """What stands at and beside a termbase. `termbase` holds its concepts as they are read; `past` the same under the ids
    that they were written with, the edits among its acts; `decisions` those of its file; `rows` its evidence; `told`
    what is worth saying about how it was read."""

    termbase: Termbase
    past: Past
    decisions: tuple[Decision, ...]
    rows: tuple[dict[str, Any], ...]
    told: tuple[str, ...]


def read_previous(path: Path, read: Callable[[Path], Termbase]) -> Previous:
    """The termbase that `read` reads, with what stands beside it. Without evidence everything in it is a person's.

    Raises what `read` raises, and TermbaseError for evidence or decisions that cannot be read, and where something writes
    to one of the files meanwhile.
    """
    files = (path, evidence_path(path), pending_path(path), decisions_path(path))
    before = [_stamp(file) for file in files]
    termbase = read(path)
    decided = read_decisions(files[3])
    digest = digest_of(path)
    found = []
    for file in _evidence_files(path, digest):
        rows = read_evidence(file) if file else []
        past, told = _past(termbase, rows, decided.decisions, digest, str(file))
        found.append((len(past.acts), file, past, rows, told))
    if [_stamp(file) for file in files] != before:
        raise TermbaseError("changed while it was read", str(path), "try again when nothing writes to it")
    _, taken, past, rows, told = min(found, key=itemgetter(0))
    if taken == files[2]:
        what = "a run was stopped before the evidence of this termbase had taken its place"
        told = (f"{path}: {what}; it is taken from {taken.name}", *told)
    return Previous(termbase, past, decided.decisions, tuple(rows), (*decided.faults, *told))


def _evidence_files(path: Path, digest: str) -> tuple[Path | None, ...]:
    """The evidence file that belongs to a termbase, None for none. Two where a run was ended while it wrote and the
    termbase was edited since, so that it is the one of neither: that which it differs from in less is its own."""
    own, waiting = evidence_of(path), pending_path(path)
    if own == waiting or not waiting.is_file() or not written_for(waiting) or (own and written_for(own) == digest):
        return (own,)
    return (own, waiting)


def approved_terms(path: Path, read: Callable[[Path], Termbase]) -> Callable[[Concept, Term], bool]:
    """Tells of a term of the termbase in `path` whether a person confirmed or edited it or its concept, in any field, or
    decided about it. Without an evidence file beside the termbase everything in it is a person's."""
    if evidence_of(path) is None and not pending_path(path).is_file():
        return lambda _concept, _term: True
    previous = read_previous(path, read)
    ids = {here.id: there.id for here, there in zip(previous.termbase.concepts, previous.past.concepts, strict=True)}
    told = approved(previous.past.acts, {})
    return lambda concept, term: told(replace(concept, id=ids.get(concept.id, concept.id)), term)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_size, seen.st_mtime_ns


def _past(
    termbase: Termbase, rows: Sequence[dict[str, Any]], decisions: Sequence[Decision], digest: str, where: str
) -> tuple[Past, tuple[str, ...]]:
    if not rows:
        everything: tuple[Act, ...] = (*all_edits(termbase.concepts), *decisions)
        return Past(termbase.concepts, (), everything, title=termbase.title, description=termbase.description, rebuilt=True), ()
    record = record_of(rows, where)
    found, concepts, told = _edits(record, termbase, digest)
    acts: tuple[Act, ...] = (*record.acts, *found, *implied(found, concepts, record.machine, record.acts))
    mentions = [row for row in rows if row["row"] == "mention"]
    return Past(
        concepts,
        record.machine,
        (*acts, *unseen(decisions, acts)),
        tuple(mention_of(row) for row in mentions),
        tuple(sorted({row["document"]: row["digest"] or "" for row in mentions}.items())),
        title=_own(termbase.title, record, "title"),
        description=_own(termbase.description, record, "description"),
        rebuilt=True,
    ), told


def _edits(record: Record, termbase: Termbase, digest: str) -> Edits:
    if digest == record.header.get("digest"):
        return Edits((), termbase.concepts)
    written = _as_written(record, termbase)
    pairs = [(pair.old, pair.new) for pair in _pairs(written, termbase.concepts)]
    return edits(written, _under_old_tags(written, termbase.concepts, pairs, _languages(record)), pairs)


def _own(text: str, record: Record, field: str) -> str:
    return "" if plain(text) == plain(record.header.get(field, "")) else text


def _languages(record: Record) -> Mapping[str, str]:
    return record.header.get("shape", {}).get("languages") or {}


def _as_written(record: Record, termbase: Termbase) -> tuple[Concept, ...]:
    """The concepts that were written, without the terms that the options of that run left out."""
    shape = dict(record.header.get("shape", {}))
    tbx = next(form for form in FORMATS if form.name == "tbx")
    told = approved(record.acts, {}) if shape.get("which") == "approved" else None
    whole = replace(termbase, concepts=record.written, version=3, dialect="TBX-Basic", style="dca", extra=())
    kept, _ = shaped(whole, tbx, **{**shape, "approved": told})
    tags = _languages(record)
    there = {(c.id, term.lang, term.text): term for c in kept.concepts for term in c.terms}
    out = []
    for concept in record.written:
        terms = []
        for term in concept.terms:
            seen = there.pop((concept.id, tags.get(term.lang, term.lang), term.text), None)
            terms += [replace(seen, lang=term.lang)] if seen else []
        if terms:
            out.append(replace(concept, terms=tuple(terms)))
    return tuple(out)


def _pairs(written: Sequence[Concept], found: Sequence[Concept]) -> list[Any]:
    """Which concepts are one. Where most ids are still there, an id that is not is a new concept, however alike."""
    ids = {concept.id for concept in written}
    kept = sum(concept.id in ids for concept in found)
    pairs = paired(written, found)
    return pairs if 2 * kept < len(found) else [pair for pair in pairs if pair.by != "likeness"]


def _under_old_tags(
    written: Sequence[Concept], found: Sequence[Concept], pairs: Sequence[tuple[int, int]], tags: Mapping[str, str]
) -> tuple[Concept, ...]:
    """The concepts with the language tags that the run's own options had changed changed back."""
    if not tags:
        return tuple(found)
    old = {new: tag for tag, new in reversed(list(tags.items()))}
    partner = {j: written[i] for i, j in pairs}
    out = []
    for j, concept in enumerate(found):
        known = {(tags.get(t.lang, t.lang), t.text): t.lang for t in (brief(partner[j]).terms if j in partner else ())}
        terms = tuple(replace(t, lang=known.get((t.lang, plain(t.text)), old.get(t.lang, t.lang))) for t in concept.terms)
        extra = tuple(replace(e, lang=old.get(e.lang, e.lang)) for e in concept.extra)
        out.append(replace(concept, terms=terms, extra=extra))
    return tuple(out)
