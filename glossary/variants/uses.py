"""How often each document uses a form: what the evidence beside a termbase tells, and what its sources do."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from glossary.evidence import evidence_of, read_evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Any

    from glossary.model.concept import Concept, Term
    from glossary.variants.values import Uses


def uses_of(termbase: Path) -> Uses | None:
    """For a term of `termbase`, the documents that use it, each with the number of its mentions that do not stand
    inside a longer term (of a form that only ever stands inside one there, all). None without an evidence file.

    Raises TermbaseError where the evidence cannot be read.
    """
    path = evidence_of(termbase)
    if path is None or not path.is_file():
        return None
    counts = _counts(read_evidence(path))

    def uses(concept: Concept, term: Term) -> tuple[tuple[str, int | None], ...]:
        found = counts.get((concept.id, term.text))
        return tuple(sorted(found.items())) if found else sources_of(concept, term)

    return uses


def sources_of(_concept: Concept, term: Term) -> tuple[tuple[str, int | None], ...]:
    """The documents that a term has its kept sources in, without counts."""
    return tuple((document, None) for document in sorted({source.document for source in term.sources}))


def _counts(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], dict[str, int]]:
    """Mentions by concept and form, then by document."""
    alone: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    every: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["row"] != "mention" or not row["concept"]:
            continue
        key = (row["concept"], row["term"])
        every[key][row["document"]] += 1
        if row["inside"] is None:
            alone[key][row["document"]] += 1
        if row["relation"] == "latin" and row["gloss"]:
            alone[row["concept"], row["gloss"]][row["document"]] += 1
    return {key: dict(sorted((alone[key] or every[key]).items())) for key in sorted({*alone, *every})}
