"""A person's acts carried out on a termbase, one after the other: later beats earlier.

What an act cannot do (no concept has the form yet, several have it) is told, and tried again at the next build.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from glossary.decide.acts import Edit, concept_from, plain, standing, term_from, with_value
from glossary.decide.concepts import arranged, without
from glossary.decide.obey import obey
from glossary.decide.state import State, key_of, place_of, store
from glossary.decide.values import MOVED, Decision

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from glossary.decide.acts import Act
    from glossary.model import Concept, Term


class Applied(NamedTuple):
    """Concepts after the acts; ids that became part of others, each with the one that stays; and what is to be told."""

    concepts: tuple[Concept, ...]
    became: dict[str, str]
    told: tuple[str, ...]


def applied(
    concepts: Iterable[Concept],
    acts: Sequence[Act],
    before: Iterable[Concept] = (),
) -> Applied:
    """`concepts` after `acts`; `before` are the concepts of the previous termbase, in which decisions were carried out
    already."""
    acts = standing(acts)
    if not acts:
        return Applied(tuple(concepts), {}, ())
    state = State({}, tuple(before))
    for concept in concepts:
        state.put(concept)
    state.bars = [act for act in acts if isinstance(act, Decision) and act.decision == "different" and act.note != MOVED]
    for act in acts:
        if isinstance(act, Edit):
            _edit(act, state)
        else:
            obey(act, state)
    return Applied(tuple(state.concepts.values()), state.became, tuple(dict.fromkeys(state.told)))


def _edit(act: Edit, state: State) -> None:
    name = state.known(act.concept)
    if act.field == "concept":
        _edit_whole(act, name, state)
        return
    concept = state.concepts.get(name)
    if concept is None:
        return
    if not act.term:
        _edit_concept(act, concept, state)
    elif act.field == "term":
        _edit_form(act, concept, state)
    else:
        place = place_of(concept.terms, act.lang, act.term)
        if place is None and (name := state.moved.get((name, key_of(act.term)), "")) in state.concepts:
            concept = state.concepts[name]
            place = place_of(concept.terms, act.lang, act.term)
        if place is not None:
            _edit_term(act, concept, place, state)


def _edit_whole(act: Edit, name: str, state: State) -> None:
    value = json.loads(act.value)
    if isinstance(value, dict):
        mine = replace(concept_from(act.value), id=name)
        there = state.concepts.get(name)
        state.put(_overlaid(there, mine) if there else mine)
        for term in mine.terms:
            state.statuses.add((name, term.lang, term.text))
    elif name in state.concepts and name == act.concept:
        state.removed |= {(t.lang, t.text): t for t in state.concepts[name].terms}
        state.drop(name)
    elif name in state.concepts:  # it was joined with another by a decision, and rejected before that
        concept, gone = state.concepts[name], {(lang, text) for lang, text in value}
        store(replace(concept, terms=tuple(t for t in concept.terms if (t.lang, t.text) not in gone)), state)


def _edit_concept(act: Edit, concept: Concept, state: State) -> None:
    if act.field == "note added":
        if act.value not in concept.notes:
            state.put(replace(concept, notes=(*concept.notes, act.value)))
    elif act.field == "note removed":
        state.put(replace(concept, notes=tuple(n for n in concept.notes if plain(n) != act.value)))
    else:
        state.put(replace(concept, **{act.field: getattr(concept_from(act.value), act.field)}))


def _edit_form(act: Edit, concept: Concept, state: State) -> None:
    place = place_of(concept.terms, act.lang, act.term)
    if act.value:
        term = term_from(act.value)
        terms = list(concept.terms)
        if place is not None:
            terms[place] = _overlaid_term(terms[place], term)
        elif (term.lang, term.text) in state.removed:
            terms.append(_overlaid_term(state.removed[term.lang, term.text], term))
        else:
            terms.append(term)
        state.statuses.add((concept.id, term.lang, term.text))
        state.put(_settled(replace(concept, terms=tuple(terms)), term, state))
    elif place is not None:
        gone = concept.terms[place]
        state.removed[gone.lang, gone.text] = gone
        store(replace(concept, terms=without(concept.terms, gone.text, gone.lang)), state)


def _edit_term(act: Edit, concept: Concept, place: int, state: State) -> None:
    terms = list(concept.terms)
    term = terms[place]
    if act.field == "note added":
        terms[place] = replace(term, notes=tuple(dict.fromkeys((*term.notes, act.value))))
    elif act.field == "note removed":
        terms[place] = replace(term, notes=tuple(n for n in term.notes if plain(n) != act.value))
    else:
        terms[place] = with_value(term, act.field, act.value)
    concept = replace(concept, terms=tuple(terms))
    if act.field == "status":
        state.statuses.add((concept.id, term.lang, term.text))
        concept = _settled(concept, terms[place], state)
    state.put(concept)


def _settled(concept: Concept, term: Term, state: State) -> Concept:
    """The concept in which a term has a status by a person's word: the machine's own preferred form gives way."""
    if term.status == "preferred":
        terms = [
            replace(t, status="admitted")
            if t.lang == term.lang and t.text != term.text and t.status == "preferred" and (concept.id, t.lang, t.text) not in state.statuses
            else t
            for t in concept.terms
        ]
        return replace(concept, terms=arranged(terms))
    return replace(concept, terms=arranged(concept.terms))


def _overlaid(machine: Concept, mine: Concept) -> Concept:
    """What the machine found of a concept, and on it what a person wrote."""
    terms = list(machine.terms)
    for term in mine.terms:
        place = place_of(terms, term.lang, term.text)
        if place is None:
            terms.append(term)
        else:
            terms[place] = _overlaid_term(terms[place], term)
        if term.status == "preferred":
            said = {(t.lang, t.text) for t in mine.terms}
            terms = [
                replace(t, status="admitted") if t.lang == term.lang and t.status == "preferred" and (t.lang, t.text) not in said else t
                for t in terms
            ]
    return replace(
        machine,
        terms=arranged(terms),
        kind=mine.kind or machine.kind,
        definition=mine.definition or machine.definition,
        notes=tuple(dict.fromkeys((*mine.notes, *machine.notes))),
        extra=mine.extra or machine.extra,
    )


def _overlaid_term(machine: Term, mine: Term) -> Term:
    return replace(
        mine,
        form=mine.form or machine.form,
        status=mine.status or machine.status,
        count=machine.count if mine.count is None else mine.count,
        sources=tuple(dict.fromkeys((*mine.sources, *machine.sources))) if mine.sources else machine.sources,
        context=mine.context or machine.context,
        context_source=mine.context_source if mine.context else machine.context_source,
        part_of_speech=mine.part_of_speech or machine.part_of_speech,
        notes=tuple(dict.fromkeys((*mine.notes, *machine.notes))),
    )
