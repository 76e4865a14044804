"""What it means for the grouping of names that a person moved a form from one concept to another."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from glossary.compare import term_key
from glossary.decide.acts import Edit, concept_from
from glossary.decide.values import Decision
from glossary.normalise import has_han

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.decide.identify import Past
    from glossary.model import Concept


def implied(past: Past) -> tuple[Decision, ...]:
    """The decisions behind forms that a person moved: each is the same as what it stands beside now, and another thing
    than what it stood beside. Spellings that new documents bring then go where the form went.

    Only forms that the machine had in one concept alone say anything; a surname may have several bearers.
    """
    if not past.concepts or not past.machine:
        return ()
    homes: defaultdict[str, list[Concept]] = defaultdict(list)
    for machine in past.machine:
        for term in machine.terms:
            if not term.suggested and not (term.form == "short" and machine.kind == "person"):
                homes[term.text].append(machine)
    now = {concept.id: concept for concept in past.concepts}
    told = {frozenset((a.form, a.other)) for a in past.acts if isinstance(a, Decision) and a.decision in ("same", "different")}
    found: list[Decision] = []
    for name, text in _moved(past):
        concept, old = now.get(name), homes.get(text, [])
        if concept is None or len(old) != 1 or old[0].id == name:
            continue
        beside = _name(concept, text)
        if beside and len(homes.get(beside, [])) == 1:
            found.append(Decision("same", text, beside))
        left = now.get(old[0].id)
        behind = _name(left, text) if left else ""
        if behind and term_key(behind) != term_key(text) and all(t.text != text for t in (left.terms if left else ())):
            found.append(Decision("different", text, behind))
    return tuple(d for d in dict.fromkeys(found) if frozenset((d.form, d.other)) not in told)


def _moved(past: Past) -> Iterator[tuple[str, str]]:
    """The ids of concepts and the forms that a person put in them."""
    for act in past.acts:
        if not isinstance(act, Edit) or not act.value:
            continue
        if act.field == "term":
            yield act.concept, act.term
        elif act.field == "concept" and act.value.startswith("{"):
            yield from ((act.concept, term.text) for term in concept_from(act.value).terms)


def _name(concept: Concept, text: str) -> str:
    """The first Chinese form of a concept other than `text`, else its first other form."""
    others = [t.text for t in concept.terms if t.text != text and not t.suggested]
    return next((other for other in others if has_han(other)), others[0] if others else "")
