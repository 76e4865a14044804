"""A termbase as pairs of a source and a target language, for formats that hold no more; and the way back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from glossary.errors import TermbaseError
from glossary.formats.tags import (
    UNKNOWN_LATIN,
    is_chinese,
    is_latin,
    is_romanised,
    main_chinese,
    main_target,
    primary,
)
from glossary.model.concept import Concept, Term, Termbase
from glossary.tbx.ids import digest_id
from glossary.tbx.xmltext import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from glossary.formats.options import Options


class Pairing(NamedTuple):
    """The two languages of a file."""

    source: str
    target: str


class Entry(NamedTuple):
    """A concept in two languages: its usable forms in each, best first, and what to say of it."""

    concept: Concept
    sources: tuple[Term, ...]
    targets: tuple[Term, ...]
    comment: str


def entries(
    termbase: Termbase, options: Options, *, usable_only: bool = True
) -> tuple[Pairing, list[Entry], tuple[str, ...]]:
    """The languages, the concepts that have forms in both, and a line for each thing left out.

    The source is the main Chinese language, the target English where there is any (`options.langs` says otherwise).
    A Latin form of unknown language counts as the target where that is written in Latin letters, unless
    `strict_language`; forms that a document states stand before those that are suggested. Forms that are out of use
    are left out if `usable_only`, or else stand last. Raises TermbaseError where no concept has forms in both: a file with
    nothing in it serves nobody.
    """
    langs = options.langs or (main_chinese(termbase),)
    source = langs[0]
    target = langs[1] if len(langs) > 1 else main_target(termbase, source)
    targets_in = {target} if options.strict_language or not is_latin(target) else {target, UNKNOWN_LATIN}
    found: list[Entry] = []
    lost: Counter[str] = Counter()
    for concept in termbase.concepts:
        usable = [t for t in concept.terms if not (usable_only and out_of_use(t))]
        lost["deprecated forms"] += len(concept.terms) - len(usable)
        sources = _distinct([term for term in usable if term.lang == source])
        targets = _distinct([term for term in usable if term.lang in targets_in and term.lang != source])
        if not sources or not targets:
            lost[f"concepts without {source if not sources else target}"] += 1
            continue
        for term in usable:
            if term.lang not in targets_in and term.lang != source:
                lost[f"terms in {term.lang}"] += 1
        found.append(Entry(concept, sources, targets, _comment(concept, targets)))
    lines = tuple(f"left out: {what} ({number})" for what, number in sorted(lost.items()) if number)
    if not found:
        tags = ", ".join(sorted({term.lang for concept in termbase.concepts for term in concept.terms}))
        what = f"no concept has forms in both {source or 'Chinese'} and {target}, so nothing would be in the file"
        raise TermbaseError(what, "", f"choose two of its languages with --langs: {tags}")
    return Pairing(source, target), found, lines


def beyond_pairs(found: Iterable[Entry], *kept: str) -> tuple[str, ...]:
    """A line for each thing that a pair of forms with a comment does not hold, but for those that are `kept`."""
    lost: Counter[str] = Counter()
    for entry in found:
        lost["ids"] += 1
        lost["comments"] += bool(entry.comment)
        lost["parts of other tools' files"] += bool(entry.concept.extra)
        for term in (*entry.sources, *entry.targets):
            lost["kinds of forms (short, acronym …)"] += bool(term.form)
            lost["statuses"] += bool(term.status)
            lost["counts"] += term.count is not None
            lost["sources"] += len(term.sources)
            lost["sentences"] += bool(term.context)
            lost["notes of terms"] += len(term.notes)
            lost["parts of speech"] += bool(term.part_of_speech)
            lost["parts of other tools' files"] += bool(term.extra)
    rows = [f"{what} ({number})" for what, number in sorted(lost.items()) if number and what not in kept]
    return (f"left out, since this format has no place for them: {', '.join(rows)}",) if rows else ()


def out_of_use(term: Term) -> bool:
    """Whether a form is not to be used."""
    return term.status in ("deprecated", "superseded")


def _distinct(terms: Sequence[Term]) -> tuple[Term, ...]:
    """The forms, each text once: usable before those out of use, stated before suggested, else in their order."""
    kept: dict[str, Term] = {}
    for term in sorted(terms, key=lambda term: (out_of_use(term), term.suggested)):
        if text := clean(term.text):
            kept.setdefault(text, term)
    return tuple(kept.values())


def termbase_of_pairs(
    pairs: Iterable[tuple[str, str, str, str]], options: Options, where: str
) -> tuple[Termbase, tuple[str, ...]]:
    """The termbase in rows of source, target, comment and place: a concept for each source form, with its targets in the
    order of the file. Raises TermbaseError where the languages are not said."""
    source, target = languages(options, where)
    concepts: dict[str, tuple[list[str], list[str]]] = {}
    for text, translation, comment, _ in pairs:
        targets, comments = concepts.setdefault(clean(text), ([], []))
        if clean(translation) and clean(translation) not in targets:
            targets.append(clean(translation))
        if clean(comment) and clean(comment) not in comments:
            comments.append(clean(comment))
    made: Counter[str] = Counter()
    found = [
        digest_id(Concept("", (Term(text, source), *(Term(t, target) for t in targets)), None, tuple(comments)), made)
        for text, (targets, comments) in concepts.items()
        if text
    ]
    return Termbase(tuple(found)), ()


def languages(options: Options, where: str) -> tuple[str, str]:
    """The two languages that the caller named. Raises TermbaseError where they are not two."""
    if len(options.langs) != 2:
        raise TermbaseError("does not say its languages", where, "name source and target: --langs zh-Hans,en")
    return options.langs[0], options.langs[1]


def swapped(texts: Sequence[str], tag: str) -> bool:
    """Whether most of the texts that should be in `tag` are plainly not: Chinese without a Chinese character, or
    Chinese characters in a language of Latin letters. Twenty texts or all are looked at."""
    from glossary.normalise import has_han

    some = [text for text in texts if text][:20]
    if not some:
        return False
    chinese = sum(has_han(text) for text in some)
    if is_chinese(tag) and not is_romanised(tag):
        return chinese * 2 < len(some)
    written_otherwise = tag == UNKNOWN_LATIN or primary(tag) in ("en", "fr", "es", "de", "pt", "it")
    return written_otherwise and chinese * 2 > len(some)


def refuse_swapped(sources: Sequence[str], targets: Sequence[str], tags: tuple[str, str], where: str) -> None:
    """Raises TermbaseError where the two columns of a file plainly stand the other way round, or one that should be Chinese
    holds not one Chinese character."""
    from glossary.normalise import has_han

    if swapped(sources, tags[0]) and swapped(targets, tags[1]):
        what = f"the columns are not {tags[0]} and {tags[1]}: they stand the other way round"
        raise TermbaseError(what, where, f"try --langs {tags[1]},{tags[0]}")
    for texts, tag in ((sources, tags[0]), (targets, tags[1])):
        if is_chinese(tag) and not is_romanised(tag) and any(texts) and not any(map(has_han, texts)):
            raise TermbaseError(f"nothing in it is {tag}", where, "check --from and --langs")


def _comment(concept: Concept, targets: Sequence[Term]) -> str:
    """Kind, notes and what is to be known of the target, in one line."""
    parts = [concept.kind or "", concept.definition, *concept.notes]
    for term in targets:
        if term.suggested:
            which = f"{term.text}: " if len(targets) > 1 else ""
            by = f" by {term.origin}" if term.origin else ""
            parts.append(f"{which}suggested{by}, stated by no document")
    return "; ".join(clean(part) for part in parts if part)
