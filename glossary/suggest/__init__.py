"""English equivalents for concepts that no document gives one: from reference termbases, tables, rules, the
gazetteer, and by sound.

All are marked as suggested, with origin and score (0 to 1), at most one a concept; where two answers are as
good as each other there is none. In the order of trust: the user's own reference termbases, the reference
table of the package, states, capitals and languages, places by their Chinese name, what is counted or put
together from known parts, places by sound. Persons come from the user's reference termbases only.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from glossary.model import Term
from glossary.suggest.answer import chinese_forms, is_acronym, latin_names
from glossary.suggest.context import SuggestContext, suggest_context
from glossary.suggest.heard import audible, heard_place, is_settled
from glossary.suggest.listed import listed_place
from glossary.suggest.names import by_acronym, by_reference, by_rule, by_table
from glossary.suggest.sought import let_go
from glossary.suggest.spoken import spoken_of
from glossary.workers import ALONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from glossary.model import Concept, Termbase
    from glossary.suggest.answer import Answer
    from glossary.suggest.heard import Hear
    from glossary.suggest.spoken import Spoken
    from glossary.workers import Crew

# A suggested term, and the forms that might be heard with what is spoken of around them.
Unheard = tuple[Term | None, tuple[tuple[str, "Spoken"], ...]]

__all__ = ["SuggestContext", "suggest_context", "suggested", "suggestions"]


def suggestions(
    concepts: Sequence[Concept], references: Iterable[Termbase] = (), crew: Crew = ALONE
) -> tuple[Term | None, ...]:
    """For each concept its suggested English term; None where there is none. Each depends on its concept and on the
    context of all only, so several processes (`crew`) give what one gives."""
    context = suggest_context(concepts, references)
    # What is asked by its sound is asked of all concepts first: that most are heard as nothing is told for many together.
    # Only the hearing is shared out: to hand the concepts themselves to other processes takes longer than the rest.
    asking = _unheard(concepts, context)
    known = audible((question for _, questions in asking for question in questions), crew=crew)
    let_go()
    hear = partial(heard_place, known=known)
    return tuple(
        suggested(concept, context, hear) if any(question in known for question in questions) else term
        for concept, (term, questions) in zip(concepts, asking, strict=True)
    )


def _unheard(concepts: Sequence[Concept], context: SuggestContext) -> list[Unheard]:
    """For each concept the term to suggest where nothing is known by its sound, and what would be asked by sound."""
    found = []
    for concept in concepts:
        questions: dict[tuple[str, Spoken], None] = {}
        term = suggested(concept, context, partial(_noted, questions))
        found.append((term, tuple(questions)))
    return found


def _noted(asked: dict[tuple[str, Spoken], None], forms: Sequence[str], spoken: Spoken) -> None:
    """Hears nothing, and notes what it was asked."""
    asked |= dict.fromkeys((form, spoken) for form in forms if is_settled(form))


def suggested(concept: Concept, context: SuggestContext, hear: Hear = heard_place) -> Term | None:
    """The English term to suggest for a concept that has no Latin-script form; None where none is good
    enough.

    A concept whose Latin forms are all acronyms (联合国儿童基金会（UNICEF）) gets its full name, if the
    reference table knows that acronym. Places are looked for by sound by `hear`. The term has
    `suggested`, its origin, a score from 0 to 1 and notes.
    """
    forms = chinese_forms(concept)
    latin = latin_names(concept)
    if not forms or not all(map(is_acronym, latin)):
        return None
    answer = by_acronym(forms, concept.kind, latin) if latin else _answer(forms, concept, context, hear)
    if answer is None:
        return None
    score = round(answer.score, 3)
    return Term(answer.text, "en", suggested=True, origin=answer.origin, score=score, notes=answer.notes)


def _answer(forms: tuple[str, ...], concept: Concept, context: SuggestContext, hear: Hear) -> Answer | None:
    kind = concept.kind
    if found := by_reference(forms, kind, context) or by_table(forms, kind):
        return found
    if kind == "person":
        return None
    spoken = spoken_of(concept, context)
    if kind != "place":
        return by_rule(forms, kind, context, spoken, hear)
    if found := listed_place(forms, spoken):
        return found
    for form in sorted(forms, key=lambda form: (len(form), form)):  # 赞格兰 before 赞格兰区
        if found := by_rule((form,), kind, context, spoken, hear) or hear((form,), spoken):
            return found
    return None
