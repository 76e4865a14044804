"""Which terms a person confirmed or edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.compare import term_key
from glossary.decide.acts import Edit, plain, standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from glossary.decide.acts import Act
    from glossary.model import Concept, Term

_SAY_NOTHING_FOR = frozenset({"rejected", "different", "withdrawn"})


def approved(acts: Iterable[Act], became: Mapping[str, str]) -> Callable[[Concept, Term], bool]:
    """Tells of a term whether a person had a hand in it: added or edited it, edited its concept (then all of its terms but
    the suggested ones), or decided about it. `became`: ids that are part of others now."""
    concepts: set[str] = set()
    terms: set[tuple[str, str]] = set()
    forms: set[str] = set()
    for act in standing(acts):
        if isinstance(act, Edit):
            name = act.concept
            while name in became:
                name = became[name]
            if act.term:
                terms.add((name, act.term))
            elif not act.value.startswith("["):
                concepts.add(name)
        elif act.decision not in _SAY_NOTHING_FOR:
            forms.add(term_key(act.form))
            if act.decision == "same":
                forms.add(term_key(act.other))
            elif act.decision in ("latin", "confirmed"):
                forms.add(term_key(act.value))

    def told(concept: Concept, term: Term) -> bool:
        if (concept.id, plain(term.text)) in terms:
            return True
        return not term.suggested and (concept.id in concepts or term_key(term.text) in forms)

    return told
