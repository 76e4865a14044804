"""What a person changed in a termbase: it differs from what was written.

Tools change things too: one drops every sentence, another renames a language or numbers the concepts anew. What is
gone or renamed throughout is a tool's doing, not a person's, and comes back.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from glossary.decide.acts import (
    CONCEPT_FIELDS,
    TERM_FIELDS,
    Edit,
    brief,
    concept_from,
    concept_json,
    plain,
    term_from,
    term_json,
    value_json,
)
from glossary.decide.concepts import free_id
from glossary.model import Concept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from glossary.model import Term

# As often as this a thing must have been there for its being gone everywhere to be a tool's doing.
_OFTEN = 5


class Edits(NamedTuple):
    """The edits of a termbase; its concepts under the ids that they were written with; what tools did to it, in lines."""

    edits: tuple[Edit, ...]
    concepts: tuple[Concept, ...]
    notices: tuple[str, ...] = ()


class _Pair(NamedTuple):
    old: Concept
    new: Concept  # under the old id, its languages under their old tags
    seen: Concept  # the same in brief


def all_edits(concepts: Iterable[Concept]) -> tuple[Edit, ...]:
    """The edits of a termbase of which no record says what the machine wrote: everything is a person's."""
    return tuple(Edit(concept.id, "concept", concept_json(concept)) for concept in concepts)


def edits(written: Sequence[Concept], found: Sequence[Concept], same: Sequence[tuple[int, int]]) -> Edits:
    """The edits that made `found` of `written` (concepts in brief), given which concepts of the two are one (places in
    both). What is gone stands before what came, so that a form that moved is not lost."""
    tags = _renamed(written, found, same)
    partners = {j: i for i, j in same}
    taken = {written[i].id for i, _ in same}
    kept: list[Concept] = []
    pairs: list[_Pair] = []
    added: list[Concept] = []
    for j, concept in enumerate(found):
        concept = _relabelled(concept, tags)
        if j in partners:
            old = written[partners[j]]
            concept = replace(concept, id=old.id)
            pairs.append(_Pair(old, concept, brief(concept)))
        else:
            concept = replace(concept, id=free_id(concept.id, taken))
            taken.add(concept.id)
            added.append(concept)
        kept.append(concept)
    lost, notices = _lost(pairs)
    gone_languages, more = _lost_languages(written, pairs)
    paired = {i for i, _ in same}
    gone = [written[i] for i in range(len(written)) if i not in paired]
    first = [Edit(c.id, "concept", _forms(c)) for c in gone]
    then: list[Edit] = []
    for pair in pairs:
        for edit in _pair_edits(pair, lost, gone_languages):
            (first if edit.field == "term" and not edit.value else then).append(edit)
    then += all_edits(added)
    then = _moved(then, written)
    renames = tuple(f"the language {tag} stands as {new} throughout: taken for the work of a tool" for new, tag in sorted(tags.items()))
    return Edits((*first, *then), tuple(kept), renames + notices + more)


def _pair_edits(pair: _Pair, lost: set[str], gone_languages: set[str]) -> Iterator[Edit]:
    old, new, seen = pair
    for field in CONCEPT_FIELDS:
        if getattr(old, field) != getattr(seen, field) and not (f"concept {field}" in lost and not getattr(seen, field)):
            yield Edit(new.id, field, _field_json(new, field))
    yield from _note_edits(Edit(new.id, ""), old.notes, seen.notes, "concept notes" in lost)
    before, after = _by_form(old.terms), _by_form(seen.terms)
    whole = _by_form(new.terms)
    for key, term in before.items():
        if key not in after and term.lang not in gone_languages:
            yield Edit(new.id, "term", "", *key)
    for key, term in after.items():
        if key not in before:
            yield Edit(new.id, "term", term_json(whole[key]), *key)
            continue
        for field, names in TERM_FIELDS.items():
            mine, theirs = [tuple(getattr(t, name) for name in names) for t in (before[key], term)]
            if mine != theirs and not (field in lost and not any(theirs)):
                yield Edit(new.id, field, value_json(whole[key], field), *key)
        yield from _note_edits(Edit(new.id, "", "", *key), before[key].notes, term.notes, "term notes" in lost)


def _moved(found: Iterable[Edit], written: Sequence[Concept]) -> list[Edit]:
    """The edits, where a term came from another concept without its count, places and sentence: those go on being the
    machine's, which counts them anew."""
    measured = {(t.lang, _text(t), t.count, t.sources, t.context) for concept in written for t in concept.terms}

    def bare(term: Term) -> Term:
        seen = brief(Concept("", (term,))).terms[0]
        if (seen.lang, seen.text, seen.count, seen.sources, seen.context) not in measured:
            return term
        return replace(term, count=None, sources=(), context="", context_source=None)

    out = []
    for edit in found:
        if edit.field == "term" and edit.value:
            edit = replace(edit, value=term_json(bare(term_from(edit.value))))
        elif edit.field == "concept":
            concept = concept_from(edit.value)
            edit = replace(edit, value=concept_json(replace(concept, terms=tuple(map(bare, concept.terms)))))
        out.append(edit)
    return out


def _note_edits(at: Edit, old: Sequence[str], new: Sequence[str], lost: bool) -> Iterator[Edit]:
    if not lost:
        yield from (replace(at, field="note removed", value=note) for note in dict.fromkeys(old) if note not in new)
    yield from (replace(at, field="note added", value=note) for note in dict.fromkeys(new) if note not in old)


def _by_form(terms: Iterable[Term]) -> dict[tuple[str, str], Term]:
    """Terms by language and text; of two that are alike the first."""
    found: dict[tuple[str, str], Term] = {}
    for term in terms:
        found.setdefault((term.lang, _text(term)), term)
    return found


def _text(term: Term) -> str:
    return plain(term.text)


def _forms(concept: Concept) -> str:
    return json.dumps([[t.lang, t.text] for t in concept.terms], ensure_ascii=False, separators=(",", ":"))


def _field_json(concept: Concept, field: str) -> str:
    """The value of one field of a concept, in the JSON of a concept that has nothing else."""
    blank = Concept("", ())
    if field == "kind":
        blank = replace(blank, kind=concept.kind)
    elif field == "definition":
        blank = replace(blank, definition=concept.definition)
    else:
        blank = replace(blank, extra=concept.extra)
    return concept_json(blank)


def _lost(pairs: Sequence[_Pair]) -> tuple[set[str], tuple[str, ...]]:
    """The fields that many concepts or terms held and hardly any holds any more (what stands in a note as well may be
    left)."""
    had: Counter[str] = Counter()
    has: Counter[str] = Counter()
    for pair in pairs:
        for concept, count in ((pair.old, had), (pair.seen, has)):
            count["concept notes"] += bool(concept.notes)
            for field in CONCEPT_FIELDS:
                count[f"concept {field}"] += bool(getattr(concept, field))
            for term in concept.terms:
                count["term notes"] += bool(term.notes)
                for field, names in TERM_FIELDS.items():
                    count[field] += any(getattr(term, name) for name in names)
    lost = {field for field, n in had.items() if n >= _OFTEN and _OFTEN * has[field] <= n // 2}
    return lost, tuple(f"of {had[field]} with {field} {has[field] or 'none'} is left: taken for the work of a tool" for field in sorted(lost))


def _lost_languages(written: Sequence[Concept], pairs: Sequence[_Pair]) -> tuple[set[str], tuple[str, ...]]:
    had = Counter(term.lang for concept in written for term in concept.terms)
    has = {term.lang for pair in pairs for term in pair.seen.terms}
    lost = {lang for lang, n in had.items() if n >= _OFTEN and lang not in has}
    return lost, tuple(f"no term in {tag} is left of {had[tag]}: taken for the work of a tool" for tag in sorted(lost))


def _renamed(written: Sequence[Concept], found: Sequence[Concept], same: Sequence[tuple[int, int]]) -> Mapping[str, str]:
    """The tags that stand for others throughout: new tag to old. A tag that was there before stands for itself."""
    before = {term.lang for concept in written for term in concept.terms}
    after = {term.lang for concept in found for term in concept.terms}
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for i, j in same:
        tags = {term.text: term.lang for term in written[i].terms}
        for term in found[j].terms:
            if term.lang not in before and tags.get(_text(term), term.lang) not in after:
                votes[term.lang][tags[_text(term)]] += 1
    told: dict[str, str] = {}
    for tag, counts in sorted(votes.items()):
        old, n = counts.most_common(1)[0]
        if n >= min(_OFTEN, sum(term.lang == tag for concept in found for term in concept.terms)):
            told[tag] = old
    return told


def _relabelled(concept: Concept, tags: Mapping[str, str]) -> Concept:
    if not tags:
        return concept
    extra = tuple(replace(e, lang=tags.get(e.lang, e.lang)) for e in concept.extra)
    return replace(concept, terms=tuple(replace(t, lang=tags.get(t.lang, t.lang)) for t in concept.terms), extra=extra)
