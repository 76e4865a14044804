"""Decisions carried out on a termbase: they are addressed by forms, and hold for every concept that has the form."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from glossary.compare import term_key
from glossary.decide.acts import concept_from
from glossary.decide.concepts import arranged, joined, promoted, with_status, without
from glossary.decide.state import named, place_of, store
from glossary.decide.values import MOVED, WHOLE, Decision
from glossary.model import Concept, Term
from glossary.normalise import has_han, has_latin

if TYPE_CHECKING:
    from glossary.decide.state import State


def obey(act: Decision, state: State) -> None:
    if act.decision in ("same", "different"):
        if act.note != MOVED:  # the edit itself moved the form; what it implies is for the grouping of names alone
            (_join if act.decision == "same" else _part)(act, state)
        return
    ids = _meant(act, act.form, state)
    if act.other:
        ids = [name for name in ids if name in _meant(act, act.other, state)]
    if not ids:
        state.told.append(f"{act.decision} {act.form}: no concept has this form{' and ' + act.other if act.other else ''} yet; the decision waits")
        return
    if len(ids) > 1:
        which = ", ".join(named(state.concepts, name) for name in ids)
        state.told.append(f"{act.decision} {act.form}: {len(ids)} concepts have this form, and it holds for all: {which}")
    for name in ids:
        _decide_one(act, state.concepts[name], state)


def _meant(act: Decision, form: str, state: State) -> list[str]:
    """The ids of the concepts that a form names: as it is spelled, or else in another script or width."""
    exact = list(state.holders.get(form, {}))
    found = exact or list(state.keys.get(term_key(form), {}))
    if act.kind and act.decision not in ("same", "different"):
        found = [name for name in found if state.concepts[name].kind == act.kind]
    order = {name: n for n, name in enumerate(state.concepts)} if len(found) > 1 else {}
    return sorted(found, key=lambda name: order.get(name, 0))


def _decide_one(act: Decision, concept: Concept, state: State) -> None:
    match act.decision:
        case "kind":
            kind = concept_from(json.dumps({"id": "", "kind": act.value})).kind
            state.put(replace(concept, kind=kind))
        case "rejected" if act.value == WHOLE:
            state.drop(concept.id)
        case "rejected":
            terms = concept.terms
            for term in _terms(act, concept):
                terms = without(terms, term.text, term.lang)
            store(replace(concept, terms=terms), state)
        case "preferred" | "deprecated":
            terms = concept.terms
            for term in _terms(act, concept):
                state.statuses.add((concept.id, term.lang, term.text))
                terms = with_status(terms, term.text, term.lang, act.decision)
            state.put(replace(concept, terms=arranged(terms)))
        case "latin":
            state.put(_with_latin(act, concept, act.value, state))
        case "confirmed":
            _confirm(act, concept, state)


def _terms(act: Decision, concept: Concept) -> list[Term]:
    """The terms of a concept that a decision is about."""
    here = [t for t in concept.terms if not act.lang or t.lang == act.lang or t.lang.startswith(f"{act.lang}-")]
    exact = [t for t in here if t.text == act.form]
    return exact or [t for t in here if term_key(t.text) == term_key(act.form)]


def _confirm(act: Decision, concept: Concept, state: State) -> None:
    english = act.value
    if not english:
        there = [t for t in concept.terms if t.lang.split("-")[0] == "en"]
        there = [t for t in there if t.suggested] or [t for t in there if t.status == "preferred"] or there
        if len(there) != 1:
            what = "has no English yet" if not there else "has several English forms: say which"
            state.told.append(f"confirmed {act.form}: {named(state.concepts, concept.id)} {what}; the decision waits")
            return
        english = there[0].text
    state.put(_with_latin(replace(act, lang=act.lang or "en"), concept, english, state))


def _with_latin(act: Decision, concept: Concept, text: str, state: State) -> Concept:
    """The concept with the Latin form that a person says is right: no suggestion any more, preferred in its language;
    another suggestion is refuted by it."""
    same = [t for t in concept.terms if t.text == text and (not act.lang or t.lang == act.lang)]
    if not same and not act.lang:
        same = [t for t in concept.terms if t.text == text]
    lang = same[0].lang if same else act.lang or "und-Latn"
    terms = [t for t in concept.terms if not (t.suggested and t.text != text and has_latin(t.text) and not has_han(t.text) and "pinyin" not in t.lang)]
    place = place_of(terms, lang, text)
    if place is None:
        terms.append(Term(text, lang, "full", "admitted", part_of_speech="noun"))
    else:
        terms[place] = replace(terms[place], suggested=False)
    stated = [t for t in terms if t.lang == lang and t.text != text and t.count]
    if stated and act.decision == "latin":
        state.told.append(f"latin {act.form}: {text} by decision; the documents also say {', '.join(t.text for t in stated)}")
    state.statuses.add((concept.id, lang, text))
    return replace(concept, terms=arranged(with_status(terms, text, lang, "preferred")))


def _join(act: Decision, state: State) -> None:
    left, right = _meant(act, act.form, state), _meant(act, act.other, state)
    if set(left) & set(right):
        return
    pair = f"same {act.form} {act.other}"
    if not left or not right:
        state.told.append(f"{pair}: no concept has {act.other if left else act.form} yet; the decision waits")
        return
    if act.kind:
        left = [n for n in left if state.concepts[n].kind == act.kind] or left
        right = [n for n in right if state.concepts[n].kind == act.kind] or right
    if len(left) > 1 or len(right) > 1:
        kinds = [(a, b) for a in left for b in right if state.concepts[a].kind == state.concepts[b].kind]
        kinds = _as_before(act, left, right, state) if len(kinds) != 1 else kinds
        if len(kinds) != 1:
            state.told.append(f"{pair}: several concepts have these forms, and none was joined: {', '.join(named(state.concepts, n) for n in (*left, *right))}")
            return
        (left, right) = [kinds[0][0]], [kinds[0][1]]
    order = list(state.concepts)
    first, second = sorted((left[0], right[0]), key=order.index)
    bar = next((bar for bar in state.bars if _stands_between(bar, state.concepts[first], state.concepts[second])), None)
    if bar:
        state.told.append(f"{pair}: not joined, since different {bar.form} {bar.other} stands; withdraw it first")
        return
    one, conflicts = joined(state.concepts[first], state.concepts[second])
    gone = state.concepts[second]
    state.drop(second)
    state.became[second] = first
    state.put(replace(one, notes=tuple(dict.fromkeys((*one.notes, also(gone.id))))))
    state.told += [f"{pair}: {c.what}: {c.kept} stands, not {c.other}" for c in conflicts if c.what != "two preferred forms"]


def _as_before(act: Decision, left: list[str], right: list[str], state: State) -> list[tuple[str, str]]:
    """Of several things called so, those that the decision joined in the previous termbase: by their ids, and by the places
    where their names stood. A new homonym does not undo it."""
    was = next((c for c in state.before if {act.form, act.other} <= {t.text for t in c.terms}), None)
    if was is None:
        return []
    places = {(t.text, s) for t in was.terms for s in t.sources}

    def likeness(name: str) -> tuple[int, bool]:
        shared = sum((t.text, s) in places for t in state.concepts[name].terms for s in t.sources)
        return shared, name == was.id

    return [(max(left, key=likeness), max(right, key=likeness))]


def also(name: str) -> str:
    """The note on a concept that another became part of."""
    return f"Joined with {name}."


def is_also(note: str) -> bool:
    """Whether a note is one that `also` wrote."""
    return note.startswith("Joined with ")


def _stands_between(bar: Decision, a: Concept, b: Concept) -> bool:
    mine, theirs = {term_key(t.text) for t in a.terms}, {term_key(t.text) for t in b.terms}
    one, two = term_key(bar.form), term_key(bar.other)
    return (one in mine and two in theirs) or (two in mine and one in theirs)


def _part(act: Decision, state: State) -> None:
    """Takes one of two forms out of each concept that has both: the one that the concept is not called by."""
    if term_key(act.form) == term_key(act.other):
        state.told.append(f"different {act.form} {act.other}: one spelling but for script, case and marks; they cannot be kept apart")
        return
    both = [name for name in _meant(act, act.form, state) if name in _meant(act, act.other, state)]
    for name in both:
        concept = state.concepts[name]
        leaves = act.form if term_key(concept.terms[0].text) == term_key(act.other) else act.other
        out = [t for t in concept.terms if term_key(t.text) == term_key(leaves)]
        rest = concept.terms
        for term in out:
            rest = without(rest, term.text, term.lang)
        store(replace(concept, terms=rest), state)
        home = [n for n in _meant(act, leaves, state) if state.concepts[n].kind == concept.kind and n != name]
        terms = tuple(out)
        for lang in dict.fromkeys(t.lang for t in out):
            terms = promoted(terms, lang)
        alone = Concept(_free_id(concept, leaves, state), terms, concept.kind)
        state.moved[name, term_key(leaves)] = home[0] if len(home) == 1 else alone.id
        if len(home) == 1:
            one, _ = joined(state.concepts[home[0]], alone)
            state.put(one)
        else:
            state.put(alone)


def _free_id(concept: Concept, form: str, state: State) -> str:
    base = "c-" + hashlib.sha256(f"{concept.kind}\t{term_key(form)}".encode()).hexdigest()[:12]
    name, number = base, 1
    while name in state.concepts or name in state.became:
        number += 1
        name = f"{base}-{number}"
    return name
