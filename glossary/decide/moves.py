"""What it means for the grouping of names that a person moved a form from one concept to another."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from glossary.compare import term_key
from glossary.decide.acts import Edit, concept_from, standing
from glossary.decide.values import MOVED, Decision
from glossary.normalise import has_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from glossary.decide.acts import Act
    from glossary.model import Concept


def implied(
    edits: Iterable[Edit], concepts: Sequence[Concept], machine: Sequence[Concept], known: Iterable[Act]
) -> tuple[Decision, ...]:
    """The decisions behind forms that a person moved: each is the same as what it stands beside now, and another thing
    than what it stood beside. Spellings that new documents bring then go where the form went.

    `edits` are the new ones of a termbase, `concepts` what it holds, `machine` what the machine wrote, `known` the acts
    before. Only forms that the machine had in one concept alone say anything; a surname may have several bearers.
    """
    homes: defaultdict[str, list[Concept]] = defaultdict(list)
    for concept in machine:
        for term in concept.terms:
            if not term.suggested and not (term.form == "short" and concept.kind == "person"):
                homes[term.text].append(concept)
    now = {concept.id: concept for concept in concepts}
    found: list[Decision] = []
    for name, text in _moved(edits):
        old = homes.get(text, [])
        if name not in now or len(old) != 1 or old[0].id == name:
            continue
        left = now.get(old[0].id)
        if left and any(term_key(t.text) == term_key(text) for t in left.terms):
            continue  # 聯合國 alone was moved, 联合国 was not: to the machine they are one name
        beside = _name(now[name], text)
        if beside and len(homes.get(beside, [])) == 1:
            found.append(Decision("same", text, beside, note=MOVED))
        behind = _name(left, text) if left else ""
        if behind:
            found.append(Decision("different", text, behind, note=MOVED))
    return tuple(_over(list(dict.fromkeys(found)), known))


def _over(found: Sequence[Decision], known: Iterable[Act]) -> Iterator[Decision]:
    """The decisions that no word of a person stands against; what an earlier move implied of the same pair is withdrawn."""
    before: dict[tuple[str, frozenset[str]], Decision] = {
        (d.decision, _pair(d)): d
        for d in standing(known)
        if isinstance(d, Decision) and d.decision in ("same", "different")
    }
    opposite = {"same": "different", "different": "same"}
    for decision in found:
        other = before.get((opposite[decision.decision], _pair(decision)))
        if other is not None and other.note != MOVED:
            continue
        if other is not None:
            yield Decision("withdrawn", other.form, other.other, value=other.decision, note=MOVED)
        if (decision.decision, _pair(decision)) not in before:
            yield decision


def _pair(decision: Decision) -> frozenset[str]:
    return frozenset((term_key(decision.form), term_key(decision.other)))


def _moved(edits: Iterable[Edit]) -> Iterator[tuple[str, str]]:
    """The ids of concepts and the forms that a person put in them."""
    for act in edits:
        if act.field == "term" and act.value:
            yield act.concept, act.term
        elif act.field == "concept" and act.value.startswith("{"):
            yield from ((act.concept, term.text) for term in concept_from(act.value).terms)


def _name(concept: Concept, text: str) -> str:
    """The first Chinese form of a concept other than `text`, else its first other form."""
    others = [t.text for t in concept.terms if t.text != text and not t.suggested]
    return next((other for other in others if has_han(other)), others[0] if others else "")
