"""Two concepts become one, a term gets a status, terms stand in their order: what every change of a concept needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from glossary.model import Concept, Source, Term
    from glossary.model.concept import Status

T = TypeVar("T")
OUT = ("deprecated", "superseded")
_LANGUAGES = {"en": 1, "und-Latn": 3, "und": 4}


class Conflict(NamedTuple):
    """A field in which two concepts that became one differ. `kept` is what stands, `other` what does not."""

    what: str
    term: str
    lang: str
    kept: str
    other: str


def arranged(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Terms by language, in the order of the contract; in a language the preferred first, those that are out last, and
    otherwise as they stood."""
    listed = list(terms)
    first = {lang: n for n, lang in reversed(list(enumerate(term.lang for term in listed)))}
    return tuple(sorted(listed, key=lambda t: (_rank(t.lang), first[t.lang], t.status in OUT, t.status != "preferred")))


def with_status(terms: Iterable[Term], text: str, lang: str, status: Status) -> tuple[Term, ...]:
    """The terms with one of them under another status: a new preferred form makes the old one admitted; where the
    preferred form is out, the next best takes its place."""
    changed = []
    for term in terms:
        if term.text == text and term.lang == lang:
            term = replace(term, status=status, suggested=term.suggested and status != "preferred")
        elif status == "preferred" and term.lang == lang and term.status == "preferred":
            term = replace(term, status="admitted")
        changed.append(term)
    return promoted(changed, lang) if status in OUT else tuple(changed)


def without(terms: Iterable[Term], text: str, lang: str) -> tuple[Term, ...]:
    """The terms but for one; where it was the preferred one, the next best is now."""
    listed = list(terms)
    gone = [t for t in listed if t.text == text and t.lang == lang]
    rest = [t for t in listed if not (t.text == text and t.lang == lang)]
    return promoted(rest, lang) if any(t.status == "preferred" for t in gone) else tuple(rest)


def promoted(terms: Sequence[Term], lang: str) -> tuple[Term, ...]:
    """The terms with the first of `lang` that is not out preferred, where none is."""
    here = [t for t in terms if t.lang == lang and not t.suggested]
    if any(t.status == "preferred" for t in here):
        return tuple(terms)
    best = next((t for t in here if t.status not in OUT), None)
    return tuple(replace(t, status="preferred") if t is best else t for t in terms)


def joined(first: Concept, second: Concept) -> tuple[Concept, tuple[Conflict, ...]]:
    """One concept of two: the id of the first, the terms, notes and extras of both. Where they contradict one another
    the first's word stands, the other's definition and sentences become notes, and the conflict is told."""
    if first == second:
        return first, ()
    conflicts: list[Conflict] = []
    name = first.terms[0].text if first.terms else first.id
    if first.kind and second.kind and first.kind != second.kind:
        conflicts.append(Conflict("different kinds", name, "", first.kind, second.kind))
    terms = list(first.terms)
    places = {(term.lang, term.text): n for n, term in enumerate(terms)}
    preferred = {term.lang: term.text for term in reversed(terms) if term.status == "preferred" and not term.suggested}
    for term in second.terms:
        at = places.get((term.lang, term.text))
        best = preferred.get(term.lang)
        if at is not None:
            if term.status == "preferred" and terms[at].status in (None, "admitted") and best not in (None, term.text):
                conflicts += [] if term.suggested else [Conflict("two preferred forms", best, term.lang, best, term.text)]
                term = replace(term, status="admitted")
            terms[at] = _joined_term(terms[at], term, conflicts)
            continue
        if term.status == "preferred" and best is not None:
            if not term.suggested:
                conflicts.append(Conflict("two preferred forms", best, term.lang, best, term.text))
            term = replace(term, status="admitted")
        places[term.lang, term.text] = len(terms)
        terms.append(term)
    notes = (*first.notes, *second.notes)
    if first.definition and second.definition and first.definition != second.definition:
        conflicts.append(Conflict("two definitions", name, "", first.definition, second.definition))
        notes = (*notes, f"Definition: {second.definition}")
    one = replace(
        first,
        terms=arranged(terms) if len(terms) > len(first.terms) else tuple(terms),
        kind=first.kind or second.kind,
        notes=_union(first.notes, notes),
        definition=first.definition or second.definition,
        extra=_union(first.extra, second.extra),
    )
    return one, tuple(conflicts)


def _joined_term(first: Term, second: Term, conflicts: list[Conflict]) -> Term:
    """One term of two with one text and language."""
    if first == second:
        return first
    pair = {first.status, second.status}
    if first.status in (*OUT, "preferred") and "preferred" in pair and pair & set(OUT):
        conflicts.append(Conflict("preferred and deprecated", first.text, first.lang, first.status or "", second.status or ""))
    if first.form and second.form and first.form != second.form:
        conflicts.append(Conflict("different forms", first.text, first.lang, first.form, second.form))
    notes = (*first.notes, *second.notes)
    if first.context and second.context and first.context != second.context:
        notes = (*notes, f"Context: {second.context}{_place(second.context_source)}")
    mine, theirs = {s.document for s in first.sources}, {s.document for s in second.sources}
    counts = [term.count for term in (first, second) if term.count is not None]
    # Counts of other documents add up; of the same ones, neither knows less than it says.
    count = (sum(counts) if mine and theirs and not mine & theirs else max(counts)) if counts else None
    stated = first if not first.suggested or second.suggested else second
    return replace(
        first,
        form=first.form or second.form,
        status=first.status or second.status,
        count=count,
        sources=_union(first.sources, second.sources),
        context=first.context or second.context,
        context_source=first.context_source if first.context else second.context_source,
        part_of_speech=first.part_of_speech or second.part_of_speech,
        notes=_union(first.notes, notes),
        suggested=first.suggested and second.suggested,
        origin=stated.origin,
        score=stated.score,
        extra=_union(first.extra, second.extra),
    )


def _place(source: Source | None) -> str:
    return f" ({source.document}#{source.passage})" if source else ""


def _union(first: tuple[T, ...], second: Iterable[T]) -> tuple[T, ...]:
    """All of the first, twice what stands twice, and what of the second is not in it."""
    return (*first, *(item for item in dict.fromkeys(second) if item not in first))


def _rank(lang: str) -> tuple[int, str]:
    if lang.startswith("zh") and "Latn" not in lang:
        return (0, "")
    return (_LANGUAGES.get(lang, 2), "" if lang in _LANGUAGES else lang)


def free_id(name: str, taken: Collection[str]) -> str:
    """`name`, or with the first number behind it that makes it none of those `taken`."""
    unique, number = name, 1
    while unique in taken:
        number += 1
        unique = f"{name}-{number}"
    return unique
