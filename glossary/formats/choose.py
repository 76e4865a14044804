"""What of a termbase is written, and under which language tags. Pure functions, termbase to termbase."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from glossary.errors import UsageError
from glossary.formats.tags import is_chinese, is_romanised, main_chinese

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from glossary.model.concept import Concept, Extra, Term, Termbase

Only = Literal["all", "preferred", "approved"]


def language_map(options: list[str]) -> dict[str, str]:
    """The mapping of `--lang zh-Hans=zh-CN` options. Raises UsageError for one without both tags, or for a tag
    mapped twice to different tags."""
    mapping: dict[str, str] = {}
    for option in options:
        old, sign, new = (part.strip() for part in option.partition("="))
        if not (old and sign and new):
            raise UsageError(f"{option!r} is no mapping", "--lang", "write it as zh-Hans=zh-CN")
        if mapping.setdefault(old, new) != new:
            raise UsageError(f"{old} is mapped to {mapping[old]} and to {new}", "--lang", "name each tag once")
    return mapping


def relabelled(termbase: Termbase, mapping: Mapping[str, str]) -> Termbase:
    """The termbase with its language tags mapped. Two tags mapped to one are joined: equal terms become one, and of
    two preferred forms the first stays preferred."""
    if not any(term.lang in mapping for concept in termbase.concepts for term in concept.terms):
        return termbase
    return replace(termbase, concepts=tuple(_relabelled(concept, mapping) for concept in termbase.concepts))


def only(termbase: Termbase, which: Only, approved: Callable[[Concept, Term], bool] | None = None) -> Termbase:
    """The termbase with the terms that `which` asks for, without the concepts that have none left.

    `preferred`: of each language the preferred form, or the first where none is marked. `approved`: what a person
    confirmed or edited, as `approved` tells; without it, everything in a termbase is a person's.
    """
    if which == "all" or (which == "approved" and approved is None):
        return termbase
    kept = []
    for concept in termbase.concepts:
        if which == "preferred":
            terms = _preferred(concept.terms)
        else:
            terms = tuple(term for term in concept.terms if approved is None or approved(concept, term))
        if terms:
            kept.append(replace(concept, terms=terms))
    return replace(termbase, concepts=tuple(kept))


def one_chinese(termbase: Termbase, asked: Mapping[str, str]) -> tuple[Termbase, tuple[str, ...]]:
    """The termbase with one Chinese language, that of most concepts, and those that the caller asked for by name
    (the tags that `asked` maps to); with a line for each language left out."""
    main = main_chinese(termbase)
    wanted = {main, *asked.values()}
    lost: dict[str, int] = {}
    concepts = []
    for concept in termbase.concepts:
        terms = tuple(t for t in concept.terms if not is_chinese(t.lang) or t.lang in wanted)
        for term in concept.terms:
            if is_chinese(term.lang) and term.lang not in wanted:
                lost[term.lang] = lost.get(term.lang, 0) + 1
        if terms:
            concepts.append(concept if len(terms) == len(concept.terms) else replace(concept, terms=terms))
    lines = tuple(
        f"left out: terms in {tag}: one Chinese language is written, {main}{_advice(tag, main)} ({n})"
        for tag, n in sorted(lost.items())
    )
    return replace(termbase, concepts=tuple(concepts)), lines


def _advice(tag: str, main: str) -> str:
    return "" if is_romanised(tag) else f"; --lang {tag}={main} joins the two, --lang {tag}={tag} keeps both"


def _relabelled(concept: Concept, mapping: Mapping[str, str]) -> Concept:
    by_language: dict[str, list[Term]] = {}
    for term in concept.terms:
        tag = mapping.get(term.lang, term.lang)
        terms = by_language.setdefault(tag, [])
        same = next((i for i, other in enumerate(terms) if other.text == term.text and term.lang != tag), None)
        if same is not None:
            terms[same] = _joined(terms[same], term)
            continue
        if term.lang != tag and term.status == "preferred" and any(t.status == "preferred" for t in terms):
            term = replace(term, status="admitted")
        terms.append(replace(term, lang=tag))
    extras = tuple(_moved(extra, mapping) for extra in concept.extra)
    return replace(concept, terms=tuple(t for terms in by_language.values() for t in terms), extra=extras)


def _joined(first: Term, second: Term) -> Term:
    """One term of two with the same text in two languages that have become one."""
    counts = [term.count for term in (first, second) if term.count is not None]
    return replace(
        first,
        count=sum(counts) if counts else None,
        sources=tuple(dict.fromkeys(first.sources + second.sources)),
        context=first.context or second.context,
        context_source=first.context_source if first.context else second.context_source,
        notes=tuple(dict.fromkeys(first.notes + second.notes)),
        suggested=first.suggested and second.suggested,
    )


def _moved(extra: Extra, mapping: Mapping[str, str]) -> Extra:
    tag, blank, again = extra.lang.partition(" ")
    return replace(extra, lang=f"{mapping[tag]}{blank}{again}") if tag in mapping else extra


def _preferred(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    kept = []
    for lang in dict.fromkeys(term.lang for term in terms):
        here = [term for term in terms if term.lang == lang]
        kept += [term for term in here if term.status == "preferred"] or here[:1]
    return tuple(kept)
