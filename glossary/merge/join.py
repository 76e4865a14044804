"""Two termbases into one.

What a person did on one side beats what the machine wrote on the other; where both sides' people, or both machines,
contradict one another, the base's word stands and the contradiction is listed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.decide.acts import compacted, concept_from, plain, standing
from glossary.decide.concepts import OUT, joined, promoted, with_status
from glossary.decide.record import record_rows
from glossary.decide.values import Decision
from glossary.evidence import term_rows
from glossary.merge.beside import (
    decisions_of,
    ids_of,
    machines,
    rejected_of,
    renamed,
    renamed_act,
    rows_of,
    taken_out,
    takes_away,
    unseen_acts,
)
from glossary.merge.same import parted, same_concepts
from glossary.merge.values import Clash, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from glossary.decide.acts import Act
    from glossary.decide.concepts import Conflict
    from glossary.model import Concept, Termbase
    from glossary.previous import Previous


class Merged(NamedTuple):
    """The termbase; the rows of its evidence, none where no side had any; its decisions, the earliest first; what
    contradicts; and what else is worth a line."""

    termbase: Termbase
    evidence: tuple[Mapping[str, Any], ...]
    decisions: tuple[Decision, ...]
    clashes: tuple[Clash, ...]
    told: tuple[str, ...]


def side_of(previous: Previous) -> Side:
    """A side of a merge, of what was read."""
    kept = tuple(row for row in previous.rows if row["row"] in ("mention", "link"))
    return Side(previous.past.concepts, previous.past.machine, previous.past.acts, previous.decisions, kept)


def merged(base: Previous, others: Sequence[tuple[str, Previous]]) -> Merged:
    """`base` and all of `others` (each with the name of its file) in one, in their order."""
    whole = side_of(base)
    clashes: list[Clash] = []
    told: list[str] = []
    for name, other in others:
        whole = _two(whole, side_of(other), name, clashes, told)
        if left := [extra for extra in other.termbase.extra if extra not in base.termbase.extra]:
            told.append(f"{name}: {len(left)} pieces of its header and frame were left out: a file has one of each")
    evidence: tuple[Mapping[str, Any], ...] = ()
    if base.rows or any(other.rows for _, other in others):
        evidence = (*whole.rows, *term_rows(whole.machine), *record_rows(whole.machine, whole.concepts, whole.acts))
    termbase = replace(base.termbase, concepts=whole.concepts)
    return Merged(termbase, evidence, whole.decisions, tuple(clashes), tuple(told))


def _two(base: Side, other: Side, name: str, clashes: list[Clash], told: list[str]) -> Side:
    decisions = [act for act in standing((*other.acts, *base.acts)) if isinstance(act, Decision)]
    parts = [parted(concepts, base.concepts, decisions) for concepts in (other.concepts, other.machine)]
    other = other._replace(concepts=parts[0], machine=parts[1])
    rejected = rejected_of(base)
    found = same_concepts((*base.concepts, *rejected), other.concepts, decisions)
    ids = ids_of(base, other, rejected, found.pairs)
    pairs = {j: i for i, j in found.pairs}
    out = {concept.id: concept for concept in base.concepts}
    mine, theirs, gone = _hands(base.acts), _hands(other.acts), taken_out(base)
    for j, concept in enumerate(other.concepts):
        new = renamed(concept, ids)
        place = pairs.get(j)
        if j in found.other_things:
            clashes.append(Clash("same id for different things", concept.id, _name(concept), "", concept.id, new.id, name))
        if place is None:
            out[new.id] = new
        elif place >= len(base.concepts):
            clashes.append(Clash("rejected in the base", new.id, _name(concept), "", "rejected", "there", name))
        else:
            out[new.id] = _one(out[new.id], new, gone(out[new.id], new.terms), (mine, theirs), concept.id, name, clashes)
    for j, places in found.open:
        could = ", ".join(_name((*base.concepts, *rejected)[i]) for i in places)
        told.append(f"{name}: {_name(other.concepts[j])} ({other.concepts[j].id}) could be {could}; none was joined")
    acts = tuple(renamed_act(act, ids) for act in other.acts if not takes_away(act, ids, out, clashes, name))
    acts = compacted((*unseen_acts(acts, base.acts), *base.acts))
    both = decisions_of(base.decisions, other.decisions)
    rows = (*base.rows, *rows_of(base.rows, other.rows, ids, name, told))
    return Side(tuple(out.values()), machines(base, other, ids), acts, both, rows)


class _Hands(NamedTuple):
    """What people had a hand in: fields of concepts and terms by id and form, and the forms that decisions are about."""

    fields: frozenset[tuple[str, str, str]]  # id, text of the term or "", field
    forms: frozenset[tuple[str, str]]  # form, status or kind


def _hands(acts: Sequence[Act]) -> _Hands:
    fields: set[tuple[str, str, str]] = set()
    forms: set[tuple[str, str]] = set()
    for act in standing(acts):
        if isinstance(act, Decision):
            word = {"preferred": "status", "deprecated": "status", "kind": "kind"}.get(act.decision, "")
            forms |= {(act.form, word)} if word else set()
        elif act.field == "concept" and act.value.startswith("{"):
            fields |= {(act.concept, "", field) for field in ("kind", "definition")}
            fields |= {(act.concept, t.text, field) for t in concept_from(act.value).terms for field in ("status", "form")}
        elif act.field == "term":
            fields |= {(act.concept, act.term, field) for field in ("status", "form")}
        else:
            fields.add((act.concept, act.term, act.field))
    return _Hands(frozenset(fields), frozenset(forms))


def _is_by(hands: _Hands, name: str, text: str, field: str, forms: Iterable[str]) -> bool:
    return (name, text, field) in hands.fields or any((form, field) in hands.forms for form in forms)


def _one(
    first: Concept, second: Concept, gone: frozenset[tuple[str, str]], hands: tuple[_Hands, _Hands], old: str, file: str,
    clashes: list[Clash],
) -> Concept:
    """One concept of two, a person's word on either side before a machine's on the other."""
    mine, theirs = hands
    clashes += [
        Clash("rejected in the base", first.id, term.text, term.lang, "rejected", term.status or "there", file)
        for term in second.terms
        if (term.lang, plain(term.text)) in gone
    ]
    second = replace(second, terms=tuple(t for t in second.terms if (t.lang, plain(t.text)) not in gone))
    names = [t.text for t in (*first.terms, *second.terms)]
    for field in ("kind", "definition"):
        value = getattr(second, field)
        if value and _is_by(theirs, old, "", field, names) and not _is_by(mine, first.id, "", field, names):
            first = replace(first, **{field: value})
    terms = list(first.terms)
    theirs_of = {(t.lang, t.text): t for t in second.terms}
    for n, term in enumerate(terms):
        there = theirs_of.get((term.lang, term.text))
        for field in ("form", "status"):
            value = getattr(there, field, None)
            if value and _is_by(theirs, old, term.text, field, [term.text]) and not _is_by(mine, first.id, term.text, field, [term.text]):
                terms[n] = term = replace(term, **{field: value})
    first = replace(first, terms=tuple(terms))
    one, conflicts = joined(first, second)
    for conflict in conflicts:
        ours = _is_by(mine, first.id, conflict.kept, "status", [conflict.kept])
        by_them = _is_by(theirs, old, conflict.other, "status", [conflict.other])
        if conflict.what == "two preferred forms" and by_them and not ours:
            one = replace(one, terms=with_status(one.terms, conflict.other, conflict.lang, "preferred"))
        elif conflict.what == "two preferred forms" and ours and not by_them:
            continue  # a person chose here, a machine there
        elif conflict.what != "different forms" or _is_by(theirs, old, conflict.term, "form", ()):
            # What a form is to its concept a machine tells by the other forms that it knows: it differs with them.
            clashes.append(_clash(conflict, first.id, file))
    for lang in dict.fromkeys(t.lang for t in one.terms if t.status in OUT):
        one = replace(one, terms=promoted(one.terms, lang)) if any(t.lang == lang and t.status == "preferred" for t in (*first.terms, *second.terms)) else one
    return one


def _clash(conflict: Conflict, concept: str, file: str) -> Clash:
    return Clash(conflict.what, concept, conflict.term, conflict.lang, conflict.kept, conflict.other, file)


def _name(concept: Concept) -> str:
    return concept.terms[0].text if concept.terms else concept.id
