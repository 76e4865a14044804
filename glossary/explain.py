"""Why an entry is in a termbase: the places, rules, scores and links behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glossary.compare import term_key
from glossary.errors import UsageError
from glossary.evidence import evidence_of, evidence_path, read_evidence
from glossary.tbx.read import read_termbase

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.model import Concept, Term


@dataclass(frozen=True, slots=True)
class Explanation:
    """A concept, the evidence of its mentions and links as rows, and what cannot be shown."""

    concept: Concept
    mentions: tuple[dict[str, Any], ...]
    links: tuple[dict[str, Any], ...]
    missing: str = ""


MENTION_COLUMNS = ("document", "passage", "start", "end", "term", "gloss", "title", "rule", "score", "inside")
LINK_COLUMNS = ("term", "other", "reason", "score", "made", "where")


def explanations(query: str, termbase: Path) -> tuple[Explanation, ...]:
    """An explanation of each concept that `query` names, by its id or by one of its terms.

    Links that were considered and not made are among the links of the concepts they would have joined. Without
    an evidence file beside the termbase, `missing` says what cannot be shown. Raises UsageError where no concept
    has that id or term.
    """
    concepts = [c for c in read_termbase(termbase).concepts if _is_named(c, query)]
    if not concepts:
        raise UsageError(f"no concept has the id or term {query}", str(termbase), "glossary convert lists them")
    path = evidence_of(termbase)
    if path is None:
        gap = f"{evidence_path(termbase).name} is not there, so rules, scores and links cannot be shown"
        return tuple(Explanation(c, _from_sources(c), (), gap) for c in concepts)
    rows = read_evidence(path)
    return tuple(_explained(concept, rows) for concept in concepts)


def origin_line(term: Term) -> str:
    """Where a suggested term comes from, in a line."""
    score = "" if term.score is None else f", score {term.score:g}"
    return f"suggested by {term.origin}{score}; no document states it"


def _explained(concept: Concept, rows: list[dict[str, Any]]) -> Explanation:
    keys = {term_key(term.text) for term in concept.terms}
    mentions = [row for row in rows if row["row"] == "mention" and row["concept"] == concept.id]
    links = [
        row
        for row in rows
        if row["row"] == "link"
        and (row["concept"] == concept.id or (not row["made"] and keys & {_name(row["term"]), _name(row["other"])}))
    ]
    return Explanation(concept, tuple(mentions), tuple(links))


def _name(shown: str) -> str:
    return shown.partition(" [")[0]


def _is_named(concept: Concept, query: str) -> bool:
    return concept.id == query or any(term_key(term.text) == term_key(query) for term in concept.terms)


def _from_sources(concept: Concept) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"document": s.document, "passage": s.passage, "start": s.start, "end": s.end, "term": term.text}
        for term in concept.terms
        for s in term.sources
    )
