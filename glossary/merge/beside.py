"""What stands beside two termbases: ids, acts, decisions, evidence, brought together."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from glossary.decide.acts import Edit, concept_from, concept_json, plain, standing, unseen
from glossary.decide.concepts import free_id
from glossary.decide.values import Decision
from glossary.merge.values import Clash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from glossary.decide.acts import Act
    from glossary.merge.values import Side
    from glossary.model import Concept, Extra, Term


_TARGET = re.compile('target="([^"]*)"')


def rejected_of(side: Side) -> tuple[Concept, ...]:
    """What the machine wrote and a person took out."""
    there = {concept.id for concept in side.concepts}
    return tuple(concept for concept in side.machine if concept.id not in there)


def taken_out(side: Side) -> Callable[[Concept, Iterable[Term]], frozenset[tuple[str, str]]]:
    """Tells which of some terms a person took out of a concept of this side, by edits or decisions."""
    edits: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    decided: set[str] = set()
    for act in standing(side.acts):
        if isinstance(act, Edit) and act.field == "term" and not act.value:
            edits[act.concept].add((act.lang, act.term))
        elif isinstance(act, Decision) and act.decision == "rejected" and not act.other:
            decided.add(act.form)

    def told(concept: Concept, terms: Iterable[Term]) -> frozenset[tuple[str, str]]:
        left = {(t.lang, plain(t.text)) for t in concept.terms}
        asked = {(t.lang, plain(t.text)): t.text in decided for t in terms}
        return frozenset(key for key, rejected in asked.items() if key not in left and (rejected or key in edits[concept.id]))

    return told


def ids_of(base: Side, other: Side, rejected: Sequence[Concept], pairs: Iterable[tuple[int, int]]) -> dict[str, str]:
    """The id under which each concept of the other goes on."""
    whole = (*base.concepts, *rejected)
    ids = {other.concepts[j].id: whole[i].id for i, j in pairs}
    taken = {concept.id for concept in (*whole, *base.machine)}
    for concept in (*other.concepts, *other.machine):
        if concept.id not in ids:
            ids[concept.id] = free_id(concept.id, taken)
            taken.add(ids[concept.id])
    return ids


def renamed(concept: Concept, ids: Mapping[str, str]) -> Concept:
    """The concept under its new id, and what refers to concepts that have new ids referring to these."""
    terms = tuple(replace(t, extra=_referring(t.extra, ids)) if t.extra else t for t in concept.terms)
    return replace(concept, id=ids[concept.id], terms=terms, extra=_referring(concept.extra, ids))


def _referring(extras: tuple[Extra, ...], ids: Mapping[str, str]) -> tuple[Extra, ...]:
    return tuple(replace(e, xml=_TARGET.sub(lambda m: f'target="{ids.get(m[1], m[1])}"', e.xml)) for e in extras)


def renamed_act(act: Act, ids: Mapping[str, str]) -> Act:
    if isinstance(act, Decision):
        return act
    name = ids.get(act.concept, act.concept)
    if act.field == "concept" and act.value.startswith("{"):
        return replace(act, concept=name, value=concept_json(replace(concept_from(act.value), id=name)))
    return replace(act, concept=name)


def takes_away(act: Act, ids: Mapping[str, str], out: Mapping[str, Concept], clashes: list[Clash], file: str) -> bool:
    """Whether an act took out of the other what stands in the base: nothing is lost, and it is told."""
    if not isinstance(act, Edit) or act.field != "term" or act.value:
        return False
    concept = out.get(ids.get(act.concept, act.concept))
    held = concept and next((t for t in concept.terms if t.lang == act.lang and plain(t.text) == act.term), None)
    if concept and held:
        clashes.append(Clash("rejected in the other", concept.id, act.term, act.lang, held.status or "there", "rejected", file))
        return True
    return False


def machines(base: Side, other: Side, ids: Mapping[str, str]) -> tuple[Concept, ...]:
    out = {concept.id: concept for concept in base.machine}
    for concept in other.machine:
        new = renamed(concept, ids)
        there = out.get(new.id)
        if there:  # not `joined`: a record in brief holds digests, which are nothing to make notes of
            texts = {(t.lang, t.text) for t in there.terms}
            new = replace(there, terms=(*there.terms, *(t for t in new.terms if (t.lang, t.text) not in texts)))
        out[new.id] = new
    return tuple(out.values())


def decisions_of(base: Sequence[Decision], other: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions of both, by their dates; on one day, and where a date is missing, the base's last: later beats earlier."""
    new = unseen(other, base)
    if not new:
        return tuple(base)
    if all(d.when for d in (*new, *base)):
        return tuple(sorted((*new, *base), key=lambda d: d.when))
    return (*new, *base)


def rows_of(
    base: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]], ids: Mapping[str, str], name: str, told: list[str]
) -> Iterator[Mapping[str, Any]]:
    """The mentions and links of the other that the base has not."""
    mine = {row["document"]: row["digest"] for row in base if row["row"] == "mention"}
    digests = set(mine.values())
    differing: defaultdict[str, int] = defaultdict(int)
    links = {_link(row) for row in base if row["row"] == "link"}
    for row in other:
        under = {**row, "concept": ids.get(row["concept"], row["concept"])}
        if row["row"] == "link":
            if _link(row) not in links:
                yield under
        elif row["document"] in mine:
            differing[row["document"]] += mine[row["document"]] != row["digest"]
        elif row["digest"] not in digests:
            yield under
    told += [f"{name}: its document {doc} is another than the base's; the base's evidence stands" for doc, n in differing.items() if n]


def _link(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column] for column in ("kind", "term", "other", "reason", "made"))


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
