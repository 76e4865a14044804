"""Two termbases into one.

What a person did on one side beats what the machine wrote on the other; where both sides' people, or both machines,
contradict one another, the base's word stands and the contradiction is listed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.decide.acts import Edit, compacted, concept_from, concept_json, plain, standing, unseen
from glossary.decide.concepts import OUT, joined, promoted, with_status
from glossary.decide.record import record_rows
from glossary.decide.values import Decision
from glossary.evidence import term_rows
from glossary.merge.same import same_concepts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from glossary.decide.acts import Act
    from glossary.decide.concepts import Conflict
    from glossary.model import Concept, Extra, Termbase
    from glossary.previous import Previous


class Clash(NamedTuple):
    """Something in which two termbases contradict one another: what, in which concept, what stands, what does not, and the
    file that says so."""

    what: str
    concept: str
    term: str
    lang: str
    kept: str
    other: str
    file: str


class Side(NamedTuple):
    """A termbase with all that stands beside it. `machine` and `acts` as in `glossary.decide.identify.Past`."""

    concepts: tuple[Concept, ...]
    machine: tuple[Concept, ...]
    acts: tuple[Act, ...]
    decisions: tuple[Decision, ...]
    rows: tuple[Mapping[str, Any], ...]


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
    rejected = _rejected(base)
    found = same_concepts((*base.concepts, *rejected), other.concepts, decisions)
    ids = _ids(base, other, rejected, found.pairs)
    pairs = {j: i for i, j in found.pairs}
    out = {concept.id: concept for concept in base.concepts}
    mine, theirs = _hands(base.acts), _hands(other.acts)
    for j, concept in enumerate(other.concepts):
        new = _renamed(concept, ids)
        place = pairs.get(j)
        if j in found.other_things:
            clashes.append(Clash("same id for different things", concept.id, _name(concept), "", concept.id, new.id, name))
        if place is None:
            out[new.id] = new
        elif place >= len(base.concepts):
            clashes.append(Clash("rejected in the base", new.id, _name(concept), "", "rejected", "there", name))
        else:
            out[new.id] = _one(out[new.id], new, _gone(base, new.id, [t.lang for t in new.terms]), (mine, theirs), concept.id, name, clashes)
    for j, places in found.open:
        could = ", ".join(_name((*base.concepts, *rejected)[i]) for i in places)
        told.append(f"{name}: {_name(other.concepts[j])} ({other.concepts[j].id}) could be {could}; none was joined")
    acts = tuple(_act(act, ids) for act in other.acts if not _takes_away(act, ids, out, clashes, name))
    acts = compacted((*unseen_acts(acts, base.acts), *base.acts))
    both = _decisions(base.decisions, other.decisions)
    rows = (*base.rows, *_rows(base.rows, other.rows, ids, name, told))
    return Side(tuple(out.values()), _machine(base, other, ids), acts, both, rows)


def unseen_acts(acts: Iterable[Act], known: Sequence[Act]) -> tuple[Act, ...]:
    """The acts that are not known yet."""
    listed = list(acts)
    new = unseen([act for act in listed if isinstance(act, Decision)], known)
    left, seen = list(new), set(known)
    out: list[Act] = []
    for act in listed:
        if isinstance(act, Decision):
            if act in left:
                left.remove(act)
                out.append(act)
        elif act not in seen:
            out.append(act)
    return tuple(out)


# One concept of two.


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
        if conflict.what == "two preferred forms" and _is_by(theirs, old, conflict.other, "status", [conflict.other]) \
                and not _is_by(mine, first.id, conflict.kept, "status", [conflict.kept]):
            one = replace(one, terms=with_status(one.terms, conflict.other, conflict.lang, "preferred"))
        elif conflict.what != "different forms" or _is_by(theirs, old, conflict.term, "form", ()):
            # What a form is to its concept a machine tells by the other forms that it knows: it differs with them.
            clashes.append(_clash(conflict, first.id, file))
    for lang in dict.fromkeys(t.lang for t in one.terms if t.status in OUT):
        one = replace(one, terms=promoted(one.terms, lang)) if any(t.lang == lang and t.status == "preferred" for t in (*first.terms, *second.terms)) else one
    return one


def _clash(conflict: Conflict, concept: str, file: str) -> Clash:
    return Clash(conflict.what, concept, conflict.term, conflict.lang, conflict.kept, conflict.other, file)


# Ids, acts, evidence.


def _rejected(side: Side) -> tuple[Concept, ...]:
    """What the machine wrote and a person took out."""
    there = {concept.id for concept in side.concepts}
    return tuple(concept for concept in side.machine if concept.id not in there)


def _gone(side: Side, name: str, langs: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The forms that a person took out of a concept."""
    there = next((c for c in side.concepts if c.id == name), None)
    left = {(t.lang, plain(t.text)) for t in there.terms} if there else set()
    edits = {(a.lang, a.term) for a in side.acts if isinstance(a, Edit) and a.concept == name and a.field == "term" and not a.value}
    decided = {a.form for a in standing(side.acts) if isinstance(a, Decision) and a.decision == "rejected" and not a.other}
    edits |= {(lang, form) for form in decided for lang in langs}
    return frozenset(edits - left)


def _ids(base: Side, other: Side, rejected: Sequence[Concept], pairs: Iterable[tuple[int, int]]) -> dict[str, str]:
    """The id under which each concept of the other goes on."""
    whole = (*base.concepts, *rejected)
    ids = {other.concepts[j].id: whole[i].id for i, j in pairs}
    taken = {concept.id for concept in (*whole, *base.machine)}
    for concept in (*other.concepts, *other.machine):
        if concept.id not in ids:
            ids[concept.id] = _free(concept.id, taken)
            taken.add(ids[concept.id])
    return ids


def _free(name: str, taken: set[str]) -> str:
    unique, number = name, 1
    while unique in taken:
        number += 1
        unique = f"{name}-{number}"
    return unique


def _renamed(concept: Concept, ids: Mapping[str, str]) -> Concept:
    """The concept under its new id, and what refers to concepts that have new ids referring to these."""
    changed = {old: new for old, new in ids.items() if old != new}
    if not changed:
        return concept
    terms = tuple(replace(t, extra=_referring(t.extra, changed)) if t.extra else t for t in concept.terms)
    return replace(concept, id=ids[concept.id], terms=terms, extra=_referring(concept.extra, changed))


def _referring(extras: tuple[Extra, ...], changed: Mapping[str, str]) -> tuple[Extra, ...]:
    out = []
    for extra in extras:
        xml = extra.xml
        if "target=" in xml:
            for old, new in changed.items():
                xml = xml.replace(f'target="{old}"', f'target="{new}"')
        out.append(replace(extra, xml=xml) if xml != extra.xml else extra)
    return tuple(out)


def _act(act: Act, ids: Mapping[str, str]) -> Act:
    if isinstance(act, Decision):
        return act
    name = ids.get(act.concept, act.concept)
    if act.field == "concept" and act.value.startswith("{"):
        return replace(act, concept=name, value=concept_json(replace(concept_from(act.value), id=name)))
    return replace(act, concept=name)


def _takes_away(act: Act, ids: Mapping[str, str], out: Mapping[str, Concept], clashes: list[Clash], file: str) -> bool:
    """Whether an act took out of the other what stands in the base: nothing is lost, and it is told."""
    if not isinstance(act, Edit) or act.field != "term" or act.value:
        return False
    concept = out.get(ids.get(act.concept, act.concept))
    held = concept and next((t for t in concept.terms if t.lang == act.lang and plain(t.text) == act.term), None)
    if concept and held:
        clashes.append(Clash("rejected in the other", concept.id, act.term, act.lang, held.status or "there", "rejected", file))
        return True
    return False


def _machine(base: Side, other: Side, ids: Mapping[str, str]) -> tuple[Concept, ...]:
    out = {concept.id: concept for concept in base.machine}
    for concept in other.machine:
        new = _renamed(concept, ids)
        there = out.get(new.id)
        if there:  # not `joined`: a record in brief holds digests, which are nothing to make notes of
            texts = {(t.lang, t.text) for t in there.terms}
            new = replace(there, terms=(*there.terms, *(t for t in new.terms if (t.lang, t.text) not in texts)))
        out[new.id] = new
    return tuple(out.values())


def _decisions(base: Sequence[Decision], other: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions of both, by their dates; on one day, and where a date is missing, the base's last: later beats earlier."""
    new = unseen(other, base)
    if not new:
        return tuple(base)
    if all(d.when for d in (*new, *base)):
        return tuple(sorted((*new, *base), key=lambda d: d.when))
    return (*new, *base)


def _rows(
    base: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]], ids: Mapping[str, str], name: str, told: list[str]
) -> Iterator[Mapping[str, Any]]:
    """The mentions and links of the other that the base has not."""
    mine = {row["document"]: row["digest"] for row in base if row["row"] == "mention"}
    digests = set(mine.values())
    differing: defaultdict[str, int] = defaultdict(int)
    links = {_link(row) for row in base if row["row"] == "link"}
    for row in other:
        renamed = {**row, "concept": ids.get(row["concept"], row["concept"])}
        if row["row"] == "link":
            if _link(row) not in links:
                yield renamed
        elif row["document"] in mine:
            differing[row["document"]] += mine[row["document"]] != row["digest"]
        elif row["digest"] not in digests:
            yield renamed
    told += [f"{name}: its document {doc} is another than the base's; the base's evidence stands" for doc, n in differing.items() if n]


def _link(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column] for column in ("kind", "term", "other", "reason", "made"))


def _name(concept: Concept) -> str:
    return concept.terms[0].text if concept.terms else concept.id
