"""Passages in, mentions out: every harvester over every passage, then the known forms once more, then the way back
to the characters of the original.

Harvesters see the passage in Simplified characters (length for length), so that rules are written in one script;
terms are cut from the passage as it stands. Provenance is stamped here and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from operator import ne
from typing import TYPE_CHECKING

from glossary.gazetteer import regional_states, states
from glossary.harvest import addresses
from glossary.harvest.context import Context
from glossary.harvest.harvesters import finds_of
from glossary.harvest.heads import kind_by_head
from glossary.harvest.known import known_forms, known_uses
from glossary.harvest.resolve import clean_term, enclosures, form_at, settled_kinds, standing, without_parts
from glossary.harvest.signatures import signature_titles
from glossary.harvest.transliteration import strong
from glossary.model import Mention, made
from glossary.normalise import has_han, latin_form, same_length_simplified
from glossary.occurrences import forms, some_of
from glossary.reference import reference_ids, reference_kinds, reference_offices

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from glossary.model import Document, Find, Kind, Passage, Span
    from glossary.rules import Rules

_SENTENCE_END = re.compile(r"[。！？；!?;\n]")
_LONGEST_CONTEXT = 200


def base_context(rules: Rules) -> Context:
    """What is known before any document is read: states, regions, the reference termbase's forms."""
    named = {form: state.code for form, state in states().items()}
    regions = rules.words("place.region", "place.historic")
    reference, held = reference_kinds(), reference_offices()
    bodies_and_places = (form for form, kind in reference.items() if kind in {"organization", "place"})
    regional = {form: state.code for form, state in regional_states().items()}
    known = forms([*named, *regions, *reference, *held, *regional])
    return Context(
        rules,
        states=named,
        reference=reference,
        reference_ids=reference_ids(),
        regions=frozenset(regions),
        known_places=some_of(known, [*named, *regions]),
        known_terms=some_of(known, reference),
        known_offices=some_of(known, held),
        known_names=some_of(known, [*named, *regions, *bodies_and_places]),
        regional=regional,
        regional_places=some_of(known, [*named, *regions, *regional]),
    )


def mentions(document: Document, passages: Sequence[Passage], base: Context) -> tuple[Mention, ...]:
    """All mentions of a document, in the order of the original. `base` is what `base_context` returned."""
    plain = tuple(map(_simplified, passages))
    context = replace(_of_script(passages, plain, base), text="\n".join(p.text for p in plain))
    found = _each(plain, lambda p, _: finds_of(p, context))
    kinds = settled_kinds(zip(plain, found, strict=True))
    kinds |= _kinds_by_head(kinds, context)
    kinds |= {form: "place" for form in kinds if form in context.states or form in context.regions}
    also = _surnames(kinds, context) | _other_names(plain, found, kinds)
    known = known_forms(kinds | also)
    every = kinds | also
    sounding = addresses.names_of(every.items(), context)
    stand = _each(
        plain,
        lambda p, n: standing(
            p.text,
            [
                *(_with_kind(f, p, kinds) for f in (*found[n], *addresses.address_uses(p, sounding, context))),
                *known_uses(p, known, every, context),
            ],
            context,
        ),
    )
    around = [enclosures(finds) for finds in stand]
    alone = _forms_alone(plain, stand, around)
    rows: list[Mention] = []
    seen: set[str] = set()
    signed = signature_titles(plain, stand)
    for passage, shadow, finds, outer in zip(passages, plain, stand, around, strict=True):
        kept = without_parts(shadow.text, finds, outer, alone, context)
        if len(kept) < len(finds):
            outer = enclosures(kept)
        for find in kept:
            if find.rule == "person.signature" and not find.title:
                find = find._replace(title=signed.get(shadow.id, ""))
            term = _term(find, passage)
            sentence = "" if term in seen else _sentence(passage.text, find.span)
            seen.add(term)
            title = _title(find, kept, shadow.text, passage.text)
            rows.append(_mention(document, passage, find, term, title, outer.get(find.span), sentence))
    return tuple(sorted(rows, key=lambda m: (m.start, -m.end, m.gloss_start or 0, m.rule)))


def _of_script(passages: Sequence[Passage], plain: Sequence[Passage], base: Context) -> Context:
    """What is known of a document, given its passages as they are and in Simplified characters: where those are many, states
    are also called as in Taiwan and Hong Kong."""
    both = [(p.text, s.text) for p, s in zip(passages, plain, strict=True) if p is not s]
    other = sum(map(ne, *map("".join, zip(*both, strict=True)))) if both else 0
    if other <= (base.rules["place.state.regional"].value or 1.0) * sum(len(p.text) for p in plain):
        return base
    return replace(base, states={**base.states, **base.regional}, known_places=base.regional_places)


def _simplified(passage: Passage) -> Passage:
    text = same_length_simplified(passage.text)
    return passage if text == passage.text else replace(passage, text=text)


def _each(passages: Sequence[Passage], work: Callable[[Passage, int], list[Find]]) -> list[list[Find]]:
    """What `work` gives for each passage and its number, worked out once for those that say the same: a form printed
    again and again, or a text made to be slow, costs as much as what is different in it."""
    known: dict[tuple[str, str], list[Find]] = {}
    out = []
    for number, passage in enumerate(passages):
        key = passage.text, passage.role
        if (finds := known.get(key)) is None:
            finds = known[key] = work(passage, number)
        out.append(finds)
    return out


def _kinds_by_head(kinds: Mapping[str, Kind], context: Context) -> dict[str, Kind]:
    """What is no person because its head noun says so: 泽林卡水坝."""
    heads = {form: kind_by_head(form, context.rules) for form, kind in kinds.items() if kind == "person" and "·" not in form}
    return {form: kind for form, kind in heads.items() if kind in {"place", "organization", "treaty"} and len(form) >= 4}


def _other_names(
    passages: Sequence[Passage], found: Sequence[Sequence[Find]], kinds: Mapping[str, Kind]
) -> dict[str, Kind]:
    """The abbreviations and other names that the document gives its names: mentions wherever they stand."""
    out: dict[str, Kind] = {}
    for passage, finds in zip(passages, found, strict=True):
        for f in finds:
            if f.relation in {"abbreviation", "alias"} and f.gloss:
                term, other = form_at(passage, f.span), form_at(passage, f.gloss)
                if len(other) >= 2:
                    out.setdefault(other, kinds.get(term, f.kind))
    return {form: kind for form, kind in out.items() if form not in kinds}


def _surnames(kinds: Mapping[str, Kind], context: Context) -> dict[str, Kind]:
    """The last parts of the full names in a document: a bare later use is a mention too. Two characters only where
    both are sure to be a name's."""
    certain = strong(context.rules)
    parts = {form.rsplit("·", 1)[1] for form, kind in kinds.items() if kind == "person" and "·" in form}
    return {p: "person" for p in parts if p not in kinds and (len(p) >= 3 or (len(p) == 2 and set(p) <= certain))}


def _forms_alone(
    passages: Sequence[Passage], stand: Sequence[Sequence[Find]], around: Sequence[Mapping[Span, Find]]
) -> frozenset[str]:
    """The forms of places that stand in no longer name, or in a place's only, somewhere in the document; `around` are
    the `enclosures` of the finds of each passage."""
    return frozenset(
        p.text[f.span.start : f.span.end]
        for p, finds, outside in zip(passages, stand, around, strict=True)
        for f in finds
        if f.kind == "place" and ((outer := outside.get(f.span)) is None or outer.kind == "place")
    )


def _with_kind(find: Find, passage: Passage, kinds: Mapping[str, Kind]) -> Find:
    kind = kinds.get(form_at(passage, find.span), find.kind)
    return find if kind == find.kind else find._replace(kind=kind)


def _mention(
    document: Document, passage: Passage, find: Find, term: str, title: str, outer: Find | None, sentence: str
) -> Mention:
    span, kind, rule, score, relation, other, _ = find
    start, end = passage.original(span)
    gloss, gloss_start, gloss_end = None, None, None
    if other is not None:
        gloss = _clean_gloss(passage.text[other.start : other.end])
        gloss_start, gloss_end = passage.original(other)
    inside = form_at(passage, outer.span) if outer else None
    return made(Mention, (
        document.id, passage.id, document.page(start), kind, term, document.text[start:end], start, end,
        rule, _three_places(score), relation, gloss, gloss_start, gloss_end, title or None, inside, sentence,
    ))  # fmt: skip


@lru_cache(maxsize=1024)  # most finds have the score of their rule, and rounding writes the number out in digits
def _three_places(score: float) -> float:
    return round(score, 3)


def _term(find: Find, passage: Passage) -> str:
    form = form_at(passage, find.span)
    return addresses.spelt_out(form) if find.rule == addresses.RULE else form


def _clean_gloss(text: str) -> str:
    return clean_term(text) if has_han(text) else latin_form(text)


def _title(find: Find, finds: Sequence[Find], plain: str, text: str) -> str:
    """The title beside a name in the script of the text, with the state or body right before it: 阿塞拜疆共和国总统."""
    if find.kind != "person" or not find.title:
        return ""
    start, end = find.span.start - len(find.title), find.span.end + len(find.title)
    if plain[find.span.end : end] == find.title:
        return text[find.span.end : end]
    if start < 0 or plain[start : find.span.start] != find.title:
        return find.title
    owners = [f.span.start for f in finds if f.kind in {"place", "organization"} and f.span.end == start]
    return text[min(owners, default=start) : find.span.start]


def _sentence(text: str, span: Span) -> str:
    """The sentence that holds `span`, cut to a length that fits a termbase."""
    starts = [m.end() for m in _SENTENCE_END.finditer(text, 0, span.start)]
    end = _SENTENCE_END.search(text, span.end)
    start, stop = (starts[-1] if starts else 0), (end.end() if end else len(text))
    if stop - start > _LONGEST_CONTEXT:
        start = max(start, span.start - _LONGEST_CONTEXT // 2)
        stop = min(stop, max(span.end, start + _LONGEST_CONTEXT))
    return text[start:stop].strip()
