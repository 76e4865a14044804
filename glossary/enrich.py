"""What is added to harvested concepts, and marked as added: suggested equivalents, Traditional forms, pinyin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from glossary.model import Term
from glossary.normalise import converted, has_han
from glossary.sound import pinyin
from glossary.suggest import suggestions
from glossary.workers import ALONE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from glossary.model import Concept, Termbase
    from glossary.workers import Crew

_LANGUAGES = {"en": 1, "und-Latn": 3, "und": 4}


def with_suggestions(termbase: Termbase, references: Sequence[Termbase] = (), crew: Crew = ALONE) -> Termbase:
    """The termbase with at most one suggested English term for each concept that has no Latin form; looked for in
    several processes."""
    found = suggestions(termbase.concepts, references, crew)
    return replace(
        termbase,
        concepts=tuple(
            concept if term is None else _with_term(concept, replace(term, status="admitted", part_of_speech="noun"))
            for concept, term in zip(termbase.concepts, found, strict=True)
        ),
    )


def with_traditional(termbase: Termbase) -> Termbase:
    """The termbase with a Traditional form of each preferred Simplified term that has none, made by OpenCC and
    said to be so."""
    return _each_preferred(termbase, "zh-Hans", "zh-Hant", lambda text: converted(text, "s2t"), "OpenCC s2t")


def with_pinyin(termbase: Termbase) -> Termbase:
    """The termbase with the pinyin of each preferred Chinese term."""
    return _each_preferred(
        termbase, "zh-Hans", "zh-Latn-pinyin", lambda text: " ".join(pinyin(text, tones=True)), "pinyin"
    )


def _each_preferred(termbase: Termbase, source: str, lang: str, made: Callable[[str], str], origin: str) -> Termbase:
    concepts = []
    for concept in termbase.concepts:
        first = next((t for t in concept.terms if t.lang == source and has_han(t.text)), None)
        text = made(first.text) if first else ""
        if text and all(t.lang != lang for t in concept.terms):
            term = Term(text, lang, form="full", status="admitted", suggested=True, origin=origin)
            concept = _with_term(concept, term)
        concepts.append(concept)
    return replace(termbase, concepts=tuple(concepts))


def _with_term(concept: Concept, term: Term) -> Concept:
    """The concept with one term more, in the order of languages that a termbase keeps."""
    return replace(concept, terms=tuple(sorted((*concept.terms, term), key=lambda t: _rank(t.lang))))


def _rank(lang: str) -> tuple[int, str]:
    if lang.startswith("zh") and "Latn" not in lang:
        return (0, "")
    return (_LANGUAGES.get(lang, 2), "" if lang in _LANGUAGES else lang)
