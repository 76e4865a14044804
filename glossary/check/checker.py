"""Brings together what is said of the passages of one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from glossary.check.harvested import Harvest, harvest, known_key, longer_parts, nearest, unknown_names
from glossary.check.heard import heard
from glossary.check.known import known_forms, parts, settled
from glossary.check.places import Lines
from glossary.check.script import is_of_other_script, other_script, text_script
from glossary.check.shadow import JOINTS, han_key, joined, shadow
from glossary.check.spelled import Spellings, hits, spellings
from glossary.check.stretches import is_taken
from glossary.check.values import USUAL, Finding
from glossary.check.windows import SHORT, Names, names
from glossary.clean import passages
from glossary.harvest import base_context, mentions
from glossary.model import Span
from glossary.normalise import has_han
from glossary.occurrences import everywhere
from glossary.rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from glossary.check.known import Entry
    from glossary.check.script import Script
    from glossary.check.spelled import Hit
    from glossary.check.values import FindingKind, Severity
    from glossary.harvest.context import Context
    from glossary.model import Concept, Document, Mention, Passage


@dataclass(frozen=True, slots=True, eq=False)
class Checker:
    """A termbase ready to check documents against. Made once by `checker`, then only read."""

    spelt: Spellings
    names: Names
    harvest: Harvest
    context: Context


class _Said(NamedTuple):
    """A finding before it has a place: a span of the original, and the fields of `Finding`."""

    span: Span
    kind: FindingKind
    severity: Severity
    text: str
    known: str = ""
    preferred: tuple[str, ...] = ()
    concept: str = ""
    score: float | None = None
    count: int = 1  # type: ignore[assignment]  # NamedTuple has a method of that name


def checker(concepts: Iterable[Concept]) -> Checker:
    """The concepts of a termbase, ready to check documents against."""
    return checker_of(known_forms(concepts))


def checker_of(known: Mapping[str, tuple[Entry, ...]]) -> Checker:
    """The same, from what `known_forms` returned: plain values, which can be sent to another process."""
    called = parts(known)
    context = base_context(load_rules())
    against = harvest(known, called, context)
    return Checker(spellings(known), names(known, sorted(called)), against, context)


def findings(document: Document, against: Checker) -> tuple[Finding, ...]:
    """What the termbase has to say about a document, in the order of the text; of findings that overlap the one
    that stands first in the list of kinds, then the longest.

    >>> from glossary.model import Concept, Document, Term
    >>> terms = (Term("奥莱克·托姆", "zh-Hans", status="preferred"), Term("欧莱克·汤姆", "zh-Hans", status="deprecated"))
    >>> against = checker([Concept("c1", terms, "person")])
    >>> [(f.line, f.column, f.text, f.replacement) for f in findings(Document("d", "部长欧莱克·汤姆到了。", ""), against)]
    [(1, 3, '欧莱克·汤姆', '奥莱克·托姆')]
    """
    found = list(_said(document, against))
    kept: list[Span] = []
    ranks = {kind: rank for rank, kind in enumerate(USUAL)}
    found.sort(key=lambda s: (ranks[s.kind], s.span.start - s.span.end, s.span, s.text))
    chosen = [said for said in found if not is_taken(said.span, kept)]
    lines = Lines(document.text)
    return tuple(_finding(said, document, lines) for said in sorted(chosen))


def _said(document: Document, against: Checker) -> Iterator[_Said]:
    parts = passages(document, against.context.rules)
    named = mentions(document, parts, against.context)
    titled = {Span(m.start, m.end) for m in named if m.kind == "person" and m.title}
    longer = longer_parts(named, against.harvest)
    written = text_script(document.text)
    taken: list[Span] = []
    for passage in parts:
        plain = shadow(passage.text)
        standing = hits(passage.text, plain, against.spelt)
        for hit in standing:
            taken.append(passage.original(hit.span))
            yield from _of_known(document, passage, hit, against, written)
        others = [span for forms in (against.context.known_places, against.context.known_terms) for span, _ in everywhere(plain, forms)]
        for name in heard(plain, against.names, [hit.span for hit in standing], others):
            window = joined(plain[name.span.start : name.span.end]).text
            if window in against.harvest.elsewhere and window != joined(name.key).text:
                continue
            span = passage.original(name.span)
            if not (name.alike and name.size > SHORT) and any(_is_within(span, part) for part in longer):
                continue
            if span in titled and name.size <= SHORT and "person" not in against.spelt.kinds(name.key):
                continue
            yield _near(span, passage.text[name.span.start : name.span.end], name.key, name.score, against)
    yield from _of_names(named, taken, against)


def _is_within(span: Span, part: Span) -> bool:
    return part.start <= span.start and span.end <= part.end and part != span


def _of_known(
    document: Document, passage: Passage, hit: Hit, against: Checker, written: Script
) -> Iterator[_Said]:
    span = passage.original(hit.span)
    text = passage.text[hit.span.start : hit.span.end]
    entry = hit.entry
    if hit.verdict == "allowed":
        if is_of_other_script(text, written):
            wanted = other_script(text, against.spelt.known[han_key(text)], written)
            yield _Said(span, "script", "warning", text, entry.text, wanted, entry.concept)
        elif has_han(text) and _is_oddly_joined(document.text[span.start : span.end]):
            shown = " ".join(document.text[span.start : span.end].split())
            yield _Said(span, "typography", "info", shown, entry.text, (entry.text,), entry.concept)
    elif hit.verdict == "deprecated":
        kind: FindingKind = "deprecated" if has_han(entry.text) else "forbidden"
        yield _Said(span, kind, "error", text, entry.text, hit.preferred, entry.concept)
    else:
        severity: Severity = "warning" if hit.verdict == "spelling" else "info"
        yield _Said(span, "variant", severity, text, entry.text, hit.preferred, entry.concept)


def _of_names(found: Iterable[Mention], taken: list[Span], against: Checker) -> Iterator[_Said]:
    """What is said of the names that the harvester found and the termbase does not hold."""
    for name, places in unknown_names(found, taken, against.harvest):
        key = known_key(name)
        near = nearest(key, name.kind, against.harvest)
        if near is None:
            first = places[0]
            yield _Said(Span(first.start, first.end), "unknown", "info", name.term, count=len(places))
        else:
            for place in places:
                yield _near(Span(place.start, place.end), place.term, near[0], near[1], against)


def _near(span: Span, text: str, key: str, score: float, against: Checker) -> _Said:
    entries = against.spelt.known.get(key)
    if entries is None:  # a surname: what a person of the termbase is called by
        return _Said(span, "near", "warning", text, key, (key,), "", score)
    verdict, preferred, entry = settled(text, entries)
    # An admitted form that is near says what was meant; only where it is a misspelling itself is another one better.
    wanted = preferred if verdict in {"deprecated", "spelling"} else (entry.text,)
    return _Said(span, "near", "warning", text, entry.text, wanted, entry.concept, score)


def _is_oddly_joined(surface: str) -> bool:
    """Whether a name stands with another interpunct or dash than the clean form has."""
    return any(char in JOINTS and char not in "·-" for char in surface)


def _finding(said: _Said, document: Document, lines: Lines) -> Finding:
    start, end = lines.place(said.span.start), lines.place(said.span.end)
    return Finding(
        document.id, document.origin, said.kind, said.severity, said.span.start, said.span.end,
        start.line, start.column, end.line, end.column, said.text, said.known, said.preferred, said.concept,
        said.score, said.count, _message(said),
    )  # fmt: skip


def _message(said: _Said) -> str:
    wanted = " or ".join(said.preferred)
    instead = f"; the termbase writes {wanted}" if wanted else ""
    if said.kind in {"deprecated", "forbidden"}:
        return f"{said.text} is not to be used{instead}"
    if said.kind == "variant":
        return f"{said.text} is not the preferred form{instead}"
    if said.kind == "near":
        return f"{said.text} is spelt almost like {said.known}{instead}"
    if said.kind == "script":
        return f"{said.text} is not in the characters of this text{instead}"
    if said.kind == "typography":
        return f"{said.text} stands with another interpunct or dash{instead}"
    times = f" ({said.count} times)" if said.count > 1 else ""
    return f"{said.text} is not in the termbase{times}"
