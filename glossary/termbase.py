"""From groups of names to concepts: forms, status, preferred form, ids, contexts, notes, order of languages."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from glossary.facts import MOST_NOTES
from glossary.harvest.resolve import leading_kind
from glossary.model import KINDS, Concept, Source, Term, Termbase
from glossary.normalise import chinese_key, has_han, script

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from glossary.facts import Facts, Quote, Use
    from glossary.harvest.context import Context
    from glossary.keys import Node
    from glossary.model import Kind
    from glossary.model.concept import Form
    from glossary.tables.counts import Row


class Options(NamedTuple):
    """What `build` was asked for, as far as the termbase goes."""

    kinds: tuple[Kind, ...] = ()
    min_count: int = 1
    min_score: float = 0.0
    max_sources: int = 5


class _Draft(NamedTuple):
    """A term before its place among the others is known; `alone` is how often it stands outside longer names."""

    text: str
    form: Form
    often: int
    alone: int
    sources: tuple[Source, ...]
    quote: Quote | None


class _Others(NamedTuple):
    """The Chinese spellings of one concept, what they begin and end with, what stands behind their interpuncts, and what is
    left of them without one of the `units`: made once, since a concept may have thousands of spellings."""

    whole: frozenset[str]
    ends: frozenset[str]
    after_dots: frozenset[str]
    without_units: frozenset[str]
    units: tuple[str, ...]


_FORM_ORDER: tuple[Form, ...] = ("full", "variant", "short", "abbreviation", "acronym", "alias", "phrase")


def termbase(
    groups: Sequence[Sequence[Node]], found: Mapping[Node, Facts], context: Context, options: Options
) -> tuple[Termbase, dict[str, tuple[Node, ...]]]:
    """The termbase of the grouped names, in a fixed order: by kind, then by the preferred form; and the names
    behind each concept, by its id."""
    pairs = [
        (concept, tuple(group))
        for group in groups
        if (concept := _concept(group, found, context, options)) is not None
    ]
    pairs.sort(key=lambda pair: (_place_in_file(pair[0]), pair[1]))
    concepts = _with_own_ids([concept for concept, _ in pairs])
    return Termbase(tuple(concepts)), {c.id: group for c, (_, group) in zip(concepts, pairs, strict=True)}


def in_order(concepts: Iterable[Concept], first: Sequence[str] = ()) -> tuple[Concept, ...]:
    """Concepts as they stand in a file: those with the ids of `first` in that order, then the others by kind and name."""
    order = {name: n for n, name in enumerate(first)}
    return tuple(sorted(concepts, key=lambda c: (order.get(c.id, len(order)), _place_in_file(c))))


def _place_in_file(concept: Concept) -> tuple[int, bool, str, str]:
    name = concept.terms[0].text
    return (KINDS.index(concept.kind or "other"), not has_han(name), name, concept.id)


def _concept(
    group: Sequence[Node], found: Mapping[Node, Facts], context: Context, options: Options
) -> Concept | None:
    kind = _kind(group, found)
    score = max(found[node].score for node in group)
    if (options.kinds and kind not in options.kinds) or score < options.min_score:
        return None
    terms = _terms(group, found, context, kind, options)
    if not terms or sum(t.count or 0 for t in terms) < options.min_count:
        return None
    identity = min((t.text for t in terms if t.form == "full"), key=lambda t: (-len(t), t), default=terms[0].text)
    if all(node.full for node in group):
        identity = f"{identity}\t{group[0].full}"  # a short form apart from what it is short for: a homonym of others
    return Concept(_id(kind, identity), tuple(terms), kind, tuple(_office_notes(group, found)))


def _kind(group: Sequence[Node], found: Mapping[Node, Facts]) -> Kind:
    if len(group) == 1:
        return group[0].kind
    votes: Counter[Kind] = Counter()
    for node in group:
        votes[node.kind] += found[node].count
    return leading_kind(votes)


def _terms(
    group: Sequence[Node], found: Mapping[Node, Facts], context: Context, kind: Kind, options: Options
) -> list[Term]:
    own: defaultdict[str, list[Use]] = defaultdict(list)
    glosses: defaultdict[str, list[Use]] = defaultdict(list)
    for node in group:
        for kept, uses in ((own, found[node].uses), (glosses, found[node].glosses)):
            for text, use in uses.items():
                kept[text].append(use)
    spellings = sorted({*own, *glosses})
    forms = _forms(spellings, group, found, kind, context)
    by_lang: defaultdict[str, list[_Draft]] = defaultdict(list)
    for text in spellings:
        seen = own.get(text) or glosses[text]
        alone = 0
        for use in glosses.get(text, ()):
            alone += use.count
        for use in own.get(text, ()):
            alone += use.alone
        count = alone or sum([use.count for use in seen])
        quote = min((use.quote for use in seen if use.quote), key=lambda quote: quote.first, default=None)
        by_lang[_lang(text, kind, seen)].append(_Draft(text, forms[text], count, alone, _sources(seen, options.max_sources), quote))
    return [term for lang in sorted(by_lang, key=_lang_order(by_lang)) for term in _ranked(by_lang[lang], lang)]


def _forms(
    spellings: Sequence[str], group: Sequence[Node], found: Mapping[Node, Facts], kind: Kind, context: Context
) -> dict[str, Form]:
    """What each spelling is to its concept: a full form, a short one, an abbreviation, another name."""
    told: dict[str, Form] = {}
    for node in group:
        for (form, relation), _ in sorted(found[node].told.items(), key=lambda item: item[1]):
            told.setdefault(form, "abbreviation" if relation == "abbreviation" else "alias")
    chinese = [text for text in spellings if has_han(text)]
    others = None
    if len(chinese) > 1:  # most names are spelt one way: by itself it is no part of any other
        # A state's long form is its full form; any other place is called by its name, the unit is added.
        is_state = any(node.key in context.states for node in group)
        others = _beside(chinese, () if is_state else context.rules["place.head.unit"].words)
    return {text: told.get(text) or _form(text, others, kind) for text in spellings}


def _beside(spellings: Sequence[str], units: Collection[str]) -> _Others:
    ends = {part for text in spellings for n in range(1, len(text)) for part in (text[:n], text[n:])}
    last = {text[at + 1 :] for text in spellings for at, char in enumerate(text) if char == "·"}
    every = tuple(units)
    without = {text.removesuffix(unit) for text in spellings if text.endswith(every) for unit in every if text.endswith(unit)}
    return _Others(frozenset(spellings), frozenset(ends), frozenset(last), frozenset(without), every)


def _form(text: str, others: _Others | None, kind: Kind) -> Form:
    if kind == "document" and "/" in text and not has_han(text):
        return "full"  # A/77/150 stands for no longer name
    if not has_han(text):
        letters = text.replace("-", "").replace(".", "").replace("/", "")
        return "acronym" if 2 <= len(letters) <= 10 and letters.isupper() and " " not in letters else "full"
    if others is None or text in others.without_units:
        return "full"  # the name itself; with its unit (拉钦区) it is a variant
    if text in others.after_dots:
        return "short"
    if kind in {"organization", "treaty"} and len(text) <= 6 and any(2 * len(text) <= len(other) + 2 and _is_drawn_from(text, other) for other in others.whole):
        return "abbreviation"
    if text in others.ends:
        return "short"
    if text.endswith(others.units) and any(text.endswith(unit) and text.removesuffix(unit) in others.whole for unit in others.units):
        return "variant"
    return "full"


def _is_drawn_from(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in their order, and not side by side: 欧安组织 in
    欧洲安全与合作组织."""
    rest = iter(full)
    return short not in full and all(c in rest for c in short)


def _ranked(drafts: Sequence[_Draft], lang: str) -> list[Term]:
    """Terms of one language, best first: full forms before short ones, forms that stand alone before those that do
    not, the most used first; the first is preferred, other full forms are its variants."""
    ranked = sorted(drafts, key=lambda d: (_FORM_ORDER.index(d.form), not d.alone, -d.often, d.text))
    return [
        Term(
            d.text, lang, "variant" if n and d.form == "full" else d.form, "preferred" if n == 0 else "admitted",
            count=d.often, sources=d.sources, context=d.quote.sentence if d.quote else "", part_of_speech="noun",
            context_source=d.quote.source if d.quote else None,
        )
        for n, d in enumerate(ranked)
    ]  # fmt: skip


def _sources(seen: Sequence[Use], most: int) -> tuple[Source, ...]:
    """At most `most` places, one of each document first."""
    rows = seen[0].rows if len(seen) == 1 else tuple(sorted({row for use in seen for row in use.rows}))
    if len(rows) > most:
        firsts: dict[str, Row] = {}
        for row in rows:
            firsts.setdefault(row[0], row)
        chosen = list(firsts.values())[:most]
        taken = set(chosen)
        chosen += [row for row in rows if row not in taken][: most - len(chosen)]
        rows = tuple(sorted(chosen))
    return tuple(Source(document, passage, start, end, page) for document, start, end, passage, page in rows)


def _lang(text: str, kind: Kind, seen: Sequence[Use]) -> str:
    if not has_han(text):
        return "und" if kind == "document" and any(use.symbol for use in seen) else "und-Latn"
    own = script(text)
    if own:
        return f"zh-{own}"
    return "zh-Hant" if sum(use.hant for use in seen) > sum(use.hans for use in seen) else "zh-Hans"


def _lang_order(by_lang: Mapping[str, Sequence[_Draft]]) -> Callable[[str], tuple[int, int, str]]:
    """Chinese of the documents' script first, other Chinese, en, others by tag, und-Latn, und."""
    weight = {lang: sum(draft.often for draft in drafts) for lang, drafts in by_lang.items()}

    def key(lang: str) -> tuple[int, int, str]:
        if lang.startswith("zh"):
            return (0, -weight[lang], lang)
        rank = {"en": 1, "und-Latn": 3, "und": 4}.get(lang, 2)
        return (rank, 0, lang)

    return key


def _office_notes(group: Sequence[Node], found: Mapping[Node, Facts]) -> list[str]:
    """Who held which office, where it says so."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    for node in group:
        for title, where in found[node].notes.items():
            held[title].update(where)
    return [f"Office: {title} ({', '.join(sorted(where)[:MOST_NOTES])})" for title, where in sorted(held.items())]


def _id(kind: Kind, identity: str) -> str:
    digest = hashlib.sha256(f"{kind}\t{chinese_key(identity)}".encode()).hexdigest()
    return f"c-{digest[:12]}"


def _with_own_ids(concepts: Sequence[Concept]) -> list[Concept]:
    """Concepts whose ids are all different: homonyms of one kind get a number after the first."""
    seen: Counter[str] = Counter()
    out = []
    for concept in concepts:
        seen[concept.id] += 1
        n = seen[concept.id]
        out.append(concept if n == 1 else replace(concept, id=f"{concept.id}-{n}"))
    return out
