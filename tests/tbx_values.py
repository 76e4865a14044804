"""Termbases for the tests: a small one that uses every field, and a strategy for any."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from glossary.model.concept import Concept, Source, Term, Termbase
from glossary.model.text import KINDS
from glossary.tbx.shape import NAMES
from glossary.tbx.words import ALIAS
from glossary.tbx.write import loss_lines, write_to
from glossary.tbx.xmltext import clean, is_name, name_from

if TYPE_CHECKING:
    from pathlib import Path

SHAPES = [
    (3, "TBX-Basic", "dca"),
    (3, "TBX-Basic", "dct"),
    (3, "TBX-Min", "dca"),
    (3, "TBX-Min", "dct"),
    (2, "TBX-Basic", "dca"),
]

SMALL = Termbase(
    (
        Concept(
            "c-0001",
            (
                Term(
                    "安娜·科瓦奇", "zh-Hans", "full", "preferred", 7,
                    (Source("信件/001", "p3", 10, 16), Source("a#b%", page=2), Source("会议记录")),
                    "总统<安娜·科瓦奇>说：“A & B”。", Source("信件/001", "p3", 8, 30), "noun", ("见附件。",),
                ),
                Term("科瓦奇", "zh-Hans", "short", "admitted", 2),
                Term("安娜", "zh-Hans", "alias", "deprecated"),
                Term("安娜·柯瓦奇", "zh-Hant", "variant", "preferred", 1),
                Term("Anna Kovač", "en", None, "preferred", suggested=True, origin="GeoNames", score=0.93),
                Term("ANNA Kovac", "und-Latn", None, None, origin="sound", score=0.5),
            ),
            "person",
            ("President of “X”", "since 2019"),
        ),
        Concept("c-0002", (Term("联合国", "zh-Hans"), Term("UN", "en", "acronym")), "organization", (), "一个组织"),
        Concept("c-0003", (Term("秘书长", "zh-Hans", part_of_speech="noun"),), "office"),
        Concept("c-0004", (Term("等等", "zh-Hans", "phrase", "superseded", part_of_speech="properNoun"),)),
    ),
    "A title & more",
    "Where it comes from",
)  # fmt: skip

_TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from("\"'&<> \t\n\r\x01\x7f\x85|#%\\;\ud800\ufffe🙂é中·"), max_size=12)
_SOME = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
_LANGS = st.sampled_from(["zh-Hans", "zh-Hant", "en", "fr", "und-Latn", "zh-Latn-pinyin", "az-Latn"])


def _places() -> st.SearchStrategy[Source]:
    spans = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)) | st.just((None, None))
    return st.builds(
        lambda document, passage, span, page: Source(document, passage, span[0], span[1], page),
        _SOME, st.just("") | _SOME, spans, st.none() | st.integers(1, 99),
    )  # fmt: skip


def _terms() -> st.SearchStrategy[Term]:
    return st.builds(
        Term,
        _TEXT,
        _LANGS,
        st.none() | st.sampled_from(["full", "short", "abbreviation", "acronym", "variant", "alias", "phrase"]),
        st.none() | st.sampled_from(["preferred", "admitted", "deprecated", "superseded"]),
        st.none() | st.integers(0, 10**6),
        st.lists(_places(), max_size=2).map(tuple),
        _TEXT,
        st.none() | _places(),
        st.sampled_from(["", "noun", "properNoun", "commonNoun", "verb", "x & y"]),
        st.lists(_TEXT, max_size=2).map(tuple),
        st.booleans(),
        _TEXT,
        st.none() | st.floats(0, 1),
    )


def termbases() -> st.SearchStrategy[Termbase]:
    """Any termbase of ours; its first concept always has a term."""
    concept = st.builds(
        Concept,
        _SOME,
        st.lists(_terms(), max_size=4).map(tuple),
        st.none() | st.sampled_from(KINDS),
        st.lists(_TEXT, max_size=2).map(tuple),
        _TEXT,
    )
    first = Concept("first", (Term("甲", "zh-Hans"),))
    return st.builds(
        lambda concepts, title, description: Termbase((first, *concepts), title, description),
        st.lists(concept, max_size=3), _TEXT, _TEXT,
    )  # fmt: skip


def written(termbase: Termbase, out: Path, *, contexts: bool = True) -> tuple[str, ...]:
    """Writes without the flush to the disk that makes thousands of files slow; the lines of what was left out."""
    losses: Counter[str] = Counter()
    buffer = BytesIO()
    write_to(termbase, buffer, losses, contexts=contexts)
    out.write_bytes(buffer.getvalue())
    return loss_lines(losses)


def normal(termbase: Termbase, version: int) -> Termbase:
    """What comes back of a termbase when it is written in a TBX that holds every field, and read again: one clean line a
    field, nothing empty, the terms of a language together, ids that XML takes."""
    concepts = []
    taken: set[str] = set()
    for concept in termbase.concepts:
        name = _named(concept.id, taken)
        terms = [_term(term, concept, version) for term in concept.terms if clean(term.text)]
        order = list(dict.fromkeys(term.lang for term in terms))
        terms.sort(key=lambda term: order.index(term.lang))
        if terms:
            taken.add(name)
            concepts.append(
                replace(
                    concept, id=name, terms=tuple(terms), notes=_lines(concept.notes),
                    definition=clean(concept.definition),
                )
            )  # fmt: skip
    return replace(
        termbase, concepts=tuple(concepts), title=clean(termbase.title), description=clean(termbase.description), version=version
    )


def _named(name: str, taken: set[str]) -> str:
    base = name if is_name(name) else name_from(name)
    number, unique = 1, base
    while unique in taken:
        number += 1
        unique = f"{base}-{number}"
    return unique


def _term(term: Term, concept: Concept, version: int) -> Term:
    context = clean(term.context)
    pos = term.part_of_speech
    name = concept.kind in NAMES
    if (pos == "properNoun" and name) or (pos == "commonNoun" and not name):
        pos = "noun"
    origin = clean(term.origin)
    if not term.suggested and origin == "unknown":
        origin = ""
    return replace(
        term,
        text=clean(term.text),
        context=context,
        context_source=_source(term.context_source) if context else None,
        sources=tuple(source for place in term.sources if (source := _source(place))),
        part_of_speech=pos,
        notes=_lines(term.notes),
        origin=origin,
    )


def _source(source: Source | None) -> Source | None:
    if source is None:
        return None
    document = "".join(c for c in source.document if c not in "\ufffe\uffff")
    passage = "".join(c for c in source.passage if c not in "\ufffe\uffff")
    plain = Source(document, passage, source.start, source.end, source.page)
    return plain if plain != Source("") else None


def _lines(notes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(note for text in notes if (note := clean(text)) and note != ALIAS)
