"""What a decision will change in a termbase, told before any build."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from glossary.compare import term_key
from glossary.decide.apply import applied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossary.decide.values import Decision
    from glossary.model import Concept, Term, Termbase

# Above this the search for what was perhaps meant takes longer than it is worth.
_FEW = 20_000


def consequences(termbase: Termbase, known: Sequence[Decision], new: Sequence[Decision]) -> Iterator[str]:
    """Lines about what `new` decisions do to the termbase after the `known` ones: each concept that changes, before and
    after, and what stands in the way."""
    before = applied(termbase.concepts, known)
    after = applied(termbase.concepts, [*known, *new])
    yield from (line for line in after.told if line not in before.told)
    yield from _unknown(termbase, new)
    old = {concept.id: concept for concept in before.concepts}
    changed = False
    for concept in after.concepts:
        was = old.pop(concept.id, None)
        if was != concept:
            changed = True
            yield f"{concept.terms[0].text} ({concept.id}): {'; '.join(_changes(was, concept)) if was else f'new: {_shown(concept)}'}"
    for name, concept in old.items():
        changed = True
        first = after.became.get(name)
        yield f"{concept.terms[0].text} ({name}): {f'becomes part of {first}' if first else 'goes'}"
    if not changed:
        yield "nothing changes in the termbase as it stands"


def _unknown(termbase: Termbase, decisions: Sequence[Decision]) -> Iterator[str]:
    texts = list(dict.fromkeys(term.text for concept in termbase.concepts for term in concept.terms))
    keys = {term_key(text) for text in texts}
    for form in dict.fromkeys(form for d in decisions for form in (d.form, d.other) if form):
        if term_key(form) not in keys:
            near = get_close_matches(form, texts, 3) if len(texts) <= _FEW else []
            yield f"{form} is in no concept yet{'; did you mean ' + ', '.join(near) + '?' if near else ''}"


def _changes(old: Concept, new: Concept) -> Iterator[str]:
    if old.kind != new.kind:
        yield f"kind {old.kind or 'none'} → {new.kind or 'none'}"
    were = {(term.lang, term.text): term for term in old.terms}
    for term in new.terms:
        was = were.pop((term.lang, term.text), None)
        if was is None:
            yield f"{_form(term)} comes"
        elif _form(was) != _form(term):
            yield f"{term.text} {_standing(was)} → {_standing(term)}"
    yield from (f"{term.text} goes" for term in were.values())
    if old.terms != new.terms and set(old.terms) == set(new.terms):
        yield f"{new.terms[0].text} comes first"
    yield from (f"note: {note}" for note in new.notes if note not in old.notes)


def _standing(term: Term) -> str:
    return " ".join([term.status or "of no status", *(["suggested"] if term.suggested else [])])


def _shown(concept: Concept) -> str:
    return f"[{concept.kind or 'of no kind'}] {'; '.join(_form(term) for term in concept.terms)}"


def _form(term: Term) -> str:
    return f"{term.text} ({_standing(term)})"
