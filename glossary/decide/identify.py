"""A termbase that was built again keeps its ids: which of the new concepts is which of the old ones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from glossary.compare import term_key
from glossary.decide.acts import Edit, plain
from glossary.decide.concepts import arranged, free_id
from glossary.decide.obey import also, is_also
from glossary.decide.values import Decision
from glossary.normalise import has_han, has_latin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from glossary.decide.acts import Act
    from glossary.model import Concept, Mention, Term


_SHORT = frozenset({"short", "abbreviation", "acronym"})  # forms that are no identity


@dataclass(frozen=True, slots=True)
class Past:
    """What is known from before a build.

    `concepts` are those of the previous termbase as a person left it, under their ids; `machine` what the machine had
    written for each id, in brief; `acts` all edits and decisions, the earliest first; `mentions` and `digests` the
    evidence of its documents. `title`, `description`: of a header that a person changed, else empty.
    """

    concepts: tuple[Concept, ...] = ()
    machine: tuple[Concept, ...] = ()
    acts: tuple[Act, ...] = ()
    mentions: tuple[Mention, ...] = ()
    digests: tuple[tuple[str, str], ...] = ()
    title: str = ""
    description: str = ""
    rebuilt: bool = False


class Continued(NamedTuple):
    """New concepts under the ids of the old ones; `renamed` from the ids they came with; `became` the old ids that are
    part of others now; `owned` the forms that these others had of their own; `told` what there is to doubt."""

    concepts: tuple[Concept, ...]
    renamed: dict[str, str]
    became: dict[str, str]
    owned: dict[str, frozenset[tuple[str, str]]]
    told: tuple[str, ...]


def continued(fresh: Sequence[Concept], past: Past) -> Continued:
    """`fresh` as the continuation of what was there: every old id is kept. A new concept that holds what two old ones
    held takes the first id in the file and notes the other; what no document holds any more stays, with no mentions."""
    old = _known(past)
    claims = _claims(fresh, old, past)
    told: list[str] = []
    ids, became, apart = _keepers(claims, old, past)
    owned = {o: frozenset((t.lang, t.text) for t in old[o].terms) for o in became.values()}
    taken, there = set(old), {concept.id for concept in past.concepts}
    joined: defaultdict[str, list[str]] = defaultdict(list)
    for name, first in became.items():
        joined[first].append(name)
        if name in there and first in there and not _decided(old[name], old[first], past):
            told.append(f"{old[name].terms[0].text} ({name}): taken for one with {old[first].terms[0].text} ({first}); decide different keeps them apart")
    machine = {concept.id: concept for concept in past.machine}
    out_of: defaultdict[str, set[str]] = defaultdict(set)
    for owner, forms in _removed(past).items():
        for text in forms if owner in there else ():
            out_of[text].add(owner)
    renamed: dict[str, str] = {}
    concepts: dict[str, Concept] = {}
    for m, concept in enumerate(fresh):
        owners = set.intersection(*(out_of.get(plain(t.text), set()) for t in concept.terms if not t.suggested))
        if m not in ids and len(owners) == 1:
            # Nothing but what a person took out of a concept: it does not come back as one of its own.
            renamed[concept.id] = owners.pop()
            continue
        name = ids.get(m) or free_id(concept.id, taken)
        taken.add(name)
        renamed[concept.id] = name
        for other in apart.get(m, ()):
            concept = _shared_out(concept, name, other, old, concepts)
        former = machine[name].notes if name in machine else ()
        notes = (*concept.notes, *filter(is_also, former), *(also(o) for o in joined.get(name, ()) if o in there))
        concepts[name] = replace(concept, id=name, notes=tuple(dict.fromkeys(notes)))
        if name in old and name not in there:
            known = {plain(t.text) for t in old[name].terms}
            told += [f"{t.text}: left out, a name of what was rejected as {name}" for t in concept.terms if t.text not in known and not t.suggested]
    _carry(concepts, became, past, told)
    return Continued(tuple(concepts.values()), renamed, became, owned, tuple(told))


def _decided(a: Concept, b: Concept, past: Past) -> bool:
    """Whether a person said that two concepts are one."""
    mine, theirs = {term_key(t.text) for t in a.terms}, {term_key(t.text) for t in b.terms}
    pairs = ((term_key(d.form), term_key(d.other)) for d in past.acts if isinstance(d, Decision) and d.decision == "same")
    return any((x in mine and y in theirs) or (x in theirs and y in mine) for x, y in pairs)


def _known(past: Past) -> dict[str, Concept]:
    """The old concepts in the order of their file, those that a person rejected last; each with the terms that the machine
    and the person gave it, but for those that the person took out."""
    removed = _removed(past)
    old = {concept.id: concept for concept in past.concepts}
    for machine in past.machine:
        mine = old.get(machine.id)
        if mine is None:
            old[machine.id] = machine
            continue
        seen = {t.text for t in mine.terms}
        seen |= removed.get(machine.id, set())
        more = tuple(replace(t, sources=()) for t in machine.terms if t.text not in seen)
        old[machine.id] = replace(mine, terms=(*mine.terms, *more))
    return old


def _removed(past: Past) -> dict[str, set[str]]:
    """The forms that a person took out of each concept."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for act in past.acts:
        if isinstance(act, Edit) and act.field == "term":
            (found[act.concept].discard if act.value else found[act.concept].add)(act.term)
    return found


def _claims(fresh: Sequence[Concept], old: Mapping[str, Concept], past: Past) -> dict[int, list[tuple[float, str]]]:
    """For each new concept the old ids whose best continuation it is, with how much they share."""
    made = {concept.id for concept in past.machine}
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for name, concept in old.items():
        for text in dict.fromkeys(plain(t.text) for t in concept.terms if not t.suggested):
            holders[text].append(name)
    places = {name: {(t.text, s) for t in c.terms for s in t.sources} for name, c in old.items()}
    short = {(name, t.text) for name, c in old.items() if c.kind != "person" for t in c.terms if t.form in _SHORT}
    votes: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for m, concept in enumerate(fresh):
        for term in concept.terms:
            for name in holders.get(term.text, ()):
                kinds = {old[name].kind, concept.kind}
                if name not in made and len(kinds - {None}) > 1:
                    continue  # a person's own entry is a homonym where its kind is another
                # The places where a term stood tell its bearers apart better than the term: 阿利耶夫.
                here = sum((term.text, source) in places[name] for source in term.sources)
                if term.form == "short" and concept.kind == "person" and not here:
                    continue  # a surname alone is no identity
                if (name, term.text) in short:
                    here = min(here, 1)  # nor are all the places of 公约, where 联合国海洋法公约 stands in another concept
                votes[name][m] = votes[name].get(m, 0.0) + 1 / len(holders[term.text]) + here
    claims: defaultdict[int, list[tuple[float, str]]] = defaultdict(list)
    for name in old:
        if found := votes.get(name):
            same = {m: v + (fresh[m].id == name) + 0.25 * (fresh[m].kind == old[name].kind) for m, v in found.items()}
            best = max(same, key=lambda m: (same[m], -m))
            claims[best].append((same[best], name))
    return claims


def _keepers(
    claims: Mapping[int, Sequence[tuple[float, str]]], old: Mapping[str, Concept], past: Past
) -> tuple[dict[int, str], dict[str, str], dict[int, list[str]]]:
    """For each new concept the old id that it takes; the old ids that become part of it; and those that a person made,
    which stay what they are. What the machine had apart it may join; what a person wrote down as two stays two."""
    order = {name: n for n, name in enumerate(old)}
    made = {concept.id for concept in past.machine}
    keepers: dict[int, str] = {}
    became: dict[str, str] = {}
    apart: dict[int, list[str]] = {}
    for m, claimants in claims.items():
        names = sorted((name for _, name in claimants), key=order.__getitem__)
        machines = [name for name in names if name in made]
        if machines:
            keepers[m] = machines[0]
            became |= dict.fromkeys(machines[1:], machines[0])
        else:
            keepers[m] = max(claimants, key=lambda claim: (claim[0], -order[claim[1]]))[1]
        apart[m] = [name for name in names if name not in made and name != keepers[m]]
    return keepers, became, apart


def _shared_out(
    concept: Concept, name: str, other: str, old: Mapping[str, Concept], concepts: dict[str, Concept]
) -> Concept:
    """The concept without the terms that another, which a person keeps apart from it, has and it has not; the other gets
    what the machine found of them."""
    mine, theirs = ({plain(t.text) for t in old[o].terms} if o in old else set() for o in (name, other))
    given = tuple(term for term in concept.terms if term.text in theirs and term.text not in mine)
    if not given or len(given) == len(concept.terms):
        return concept
    concepts[other] = replace(concept, id=other, terms=given, notes=())
    return replace(concept, terms=tuple(term for term in concept.terms if term not in given))


def _carry(concepts: dict[str, Concept], became: Mapping[str, str], past: Past, told: list[str]) -> None:
    """Puts back what a document no longer holds: concepts, and of a concept the terms that stand nowhere else or that a
    person had a hand in."""
    touched = {(act.concept, act.term) for act in past.acts if isinstance(act, Edit) and act.term}
    held = {plain(term.text) for concept in concepts.values() for term in concept.terms}
    there = {concept.id for concept in past.concepts}
    left = {concept.id: {plain(t.text) for t in concept.terms} for concept in past.concepts}
    for machine in past.machine:
        name = became.get(machine.id, machine.id)
        if machine.id not in there:
            name = machine.id  # what was rejected is remembered by its own id
        concept = concepts.get(name)
        if concept is None:
            terms = [t for t in machine.terms if not t.suggested or (machine.id, t.text) in touched]  # suggested anew
            concepts[name] = replace(machine, terms=tuple(_unheld(term) for term in terms or machine.terms))
            if name in there:
                told.append(f"{machine.terms[0].text} ({name}): no document holds it any more; kept")
            continue
        have = {plain(term.text) for term in concept.terms}
        lost = []
        for term in machine.terms:
            mine = (machine.id, term.text) in touched
            if term.text in have or not (mine or (term.text not in held and not term.suggested)):
                continue
            lost.append(replace(_unheld(term), status="admitted" if term.status == "preferred" and not term.suggested else term.status))
            if term.text in left.get(machine.id, ()):
                told.append(f"{term.text} ({name}): no document holds it as a name of this any more; kept")
        if lost:
            concepts[name] = replace(concept, terms=arranged((*concept.terms, *lost)))


def with_one_suggestion(concepts: Iterable[Concept], past: Past) -> tuple[Concept, ...]:
    """The concepts without suggested forms that a person has answered already: by leaving one there was, or by writing a
    Latin form."""
    touched = {(act.concept, act.term) for act in past.acts if isinstance(act, Edit) and act.term}
    had = {concept.id: [t for t in concept.terms if has_latin(t.text) and not has_han(t.text)] for concept in past.concepts}
    out = []
    for concept in concepts:
        there = {(t.lang, plain(t.text)) for t in had.get(concept.id, ())}
        answered = any(not t.suggested or (concept.id, t.text) in touched for t in had.get(concept.id, ()))
        terms: dict[tuple[str, str], Term] = {}
        for term in concept.terms:
            new = term.suggested and term.lang == "en" and (term.lang, term.text) not in there
            if not (new and answered):
                terms.setdefault((term.lang, term.text), term)
        out.append(concept if len(terms) == len(concept.terms) else replace(concept, terms=tuple(terms.values())))
    return tuple(out)


def _unheld(term: Term) -> Term:
    return replace(term, count=None if term.count is None else 0, sources=(), context="", context_source=None)
