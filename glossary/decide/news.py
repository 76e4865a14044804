"""What a build added to the termbase that it went on from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossary.decide.identify import Past
    from glossary.model import Concept

_MANY = 20


def news(past: Past, concepts: Sequence[Concept]) -> Iterator[str]:
    """A line that counts what is new, and a line for each new concept and form, twenty of them at most."""
    old = {concept.id: {term.text for term in concept.terms} for concept in past.concepts}
    new = [concept for concept in concepts if concept.id not in old]
    forms = [
        (concept, term)
        for concept in concepts
        if concept.id in old
        for term in concept.terms
        if term.text not in old[concept.id]
    ]
    yield f"added: {_count(len(new), 'concept')}, {_count(len(forms), 'term')} in concepts that were there"
    lines = [f"added: {concept.terms[0].text} ({concept.kind or 'of no kind'}, {concept.id})" for concept in new]
    lines += [f"added: {term.text} ({term.lang}) to {concept.terms[0].text} ({concept.id})" for concept, term in forms]
    yield from lines[:_MANY]
    if len(lines) > _MANY:
        yield f"added: … and {len(lines) - _MANY} more; glossary diff shows them all"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
