"""What the documents say that a suggestion needs: the countries spoken of, the Latin names stated, the user's
reference termbases."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from glossary.gazetteer import regional_states, states
from glossary.normalise import chinese_key
from glossary.suggest.answer import chinese_forms, is_acronym, is_chinese, latin_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from glossary.gazetteer import State
    from glossary.model import Concept, Kind, Termbase


class Entry(NamedTuple):
    """An English term of a user's reference termbase."""

    text: str
    kind: Kind | None
    origin: str


@dataclass(frozen=True, slots=True, eq=False)
class SuggestContext:
    """What suggestions for the concepts of one corpus are made from.

    `countries`: document → code of each state it names → how often; `overall`: the same of all documents
    together, the most named first. `stated`: key of a Chinese form → the Latin name that the documents give it,
    and its kind. `references`: key of a Chinese form → the English of the user's reference termbases, in their
    order. Plain dictionaries, which can go to another process.
    """

    countries: Mapping[str, Mapping[str, float]]
    overall: Mapping[str, float]
    stated: Mapping[str, tuple[str, Kind | None]]
    references: Mapping[str, tuple[Entry, ...]]


def suggest_context(concepts: Sequence[Concept], references: Iterable[Termbase] = ()) -> SuggestContext:
    """The context of a corpus, from its concepts (those of kind place tell the countries it speaks of) and
    from the reference termbases that a user gave, best first."""
    countries = _countries(concepts)
    return SuggestContext(countries, _overall(countries), _stated(concepts), _entries(references))


def state_named(form: str) -> State | None:
    """The state that a Chinese key (Simplified) names, with the names used in Taiwan and Hong Kong."""
    return states().get(form) or regional_states().get(form)


def _countries(concepts: Sequence[Concept]) -> Mapping[str, Mapping[str, float]]:
    """Mentions of a term are shared out evenly among the documents of its sources: sources are capped, counts
    are not."""
    found: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for concept in concepts:
        if concept.kind != "place":
            continue
        for term in concept.terms:
            state = state_named(chinese_key(term.text)) if is_chinese(term) and not term.suggested else None
            if state is None:
                continue
            documents = [source.document for source in term.sources] or [""]
            for document in documents:
                found[document][state.code] += (term.count or 1) / len(documents)
    return {d: dict(sorted(found[d].items())) for d in sorted(found)}


def _overall(countries: Mapping[str, Mapping[str, float]]) -> Mapping[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for document in sorted(countries):
        for code, weight in countries[document].items():
            found[code] += weight
    return {code: found[code] for code in sorted(found, key=lambda c: (-found[c], c))}


def _stated(concepts: Sequence[Concept]) -> Mapping[str, tuple[str, Kind | None]]:
    """A form that two concepts share is nobody's."""
    found: dict[str, tuple[str, Kind | None]] = {}
    twice = set()
    for concept in concepts:
        names = [name for name in latin_names(concept) if not is_acronym(name)]
        for form in chinese_forms(concept) if names else ():
            if form in found:
                twice.add(form)
            found[form] = (names[0], concept.kind)
    return {form: name for form, name in found.items() if form not in twice}


def _entries(references: Iterable[Termbase]) -> Mapping[str, tuple[Entry, ...]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for number, termbase in enumerate(references, 1):
        origin = f"reference: {termbase.title or number}"
        for concept in termbase.concepts:
            english = [t for t in concept.terms if t.lang.split("-")[0] == "en" or t.lang == "und-Latn"]
            usable = [t for t in english if t.status not in ("deprecated", "superseded")]
            best = min(usable, key=lambda t: (t.lang == "und-Latn", t.status != "preferred"), default=None)
            for form in chinese_forms(concept) if best else ():
                assert best is not None
                found[form].append(Entry(best.text, concept.kind, origin))
    return {form: tuple(entries) for form, entries in found.items()}
