"""Makes the index of a termbase: an SQLite database in memory."""

from __future__ import annotations

import json
import sqlite3
from array import array
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from glossary.lookup.ear import ear
from glossary.lookup.fold import folded, joined
from glossary.lookup.keys import LONGEST, filed
from glossary.normalise import has_han
from glossary.sound import pinyin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from glossary.model.concept import Concept, Term

SCHEMA = """
create table meta (key text primary key, value text);
create table concept (number integer primary key, id text, kind text, forms text, sentences text);
create table name (number integer primary key, concept integer, texts text, spaced text, pinyin text, ear text);
create table key (key text primary key, size integer, names blob) without rowid;
"""
HEARD_HAN, HEARD = 20, 50  # characters and letters of a name that may still be a sound: longer ones are phrases
# Characters that ordinary words read otherwise than names do; a name that holds one is filed under both readings.
POLYPHONES = frozenset("行重长乐都藏会和种调朝参单传降量率强数应载转间系假角解结禁卷省盛石番莞埠亳")


class Name(NamedTuple):
    """One folded form of a concept: the texts that fold to it, and how often they were counted."""

    concept: int
    spaced: str
    texts: tuple[str, ...]
    count: int  # type: ignore[assignment]  # NamedTuple has a method of that name


def made(concepts: Iterable[Concept], meta: Mapping[str, str]) -> sqlite3.Connection:
    """The index of some concepts, in memory. `meta` is kept in it, for whoever opens it later."""
    base = sqlite3.connect(":memory:", check_same_thread=False)
    base.executescript(SCHEMA)
    base.executemany("insert into meta values (?, ?)", sorted(meta.items()))
    names: list[Name] = []
    base.executemany("insert into concept values (?, ?, ?, ?, ?)", _concept_rows(concepts, names))
    # Short names first: see `keys`. What is left of a tie is decided by the order of the termbase.
    names.sort(key=lambda name: (len(joined(name.spaced)), -name.count, joined(name.spaced), name.concept))
    ids = dict(base.execute("select number, id from concept"))
    keys: dict[str, array[int]] = {}
    base.executemany("insert into name values (?, ?, ?, ?, ?, ?)", _name_rows(names, ids, keys))
    base.executemany(
        "insert into key values (?, ?, ?)",
        ((key, len(numbers), numbers.tobytes()) for key, numbers in sorted(keys.items(), key=itemgetter(0))),
    )
    base.commit()
    return base


def _concept_rows(
    concepts: Iterable[Concept], names: list[Name]
) -> Iterator[tuple[int, str, str | None, str, str]]:
    """The rows of the concepts; their names are added to `names`."""
    for number, concept in enumerate(concepts):
        names.extend(_names(number, concept.terms))
        forms = [[t.text, t.lang, t.form, t.status, t.suggested] for t in concept.terms]
        seen = dict.fromkeys((t.context, t.context_source.document if t.context_source else "") for t in concept.terms)
        sentences = [list(sentence) for sentence in seen if sentence[0]]
        yield number, concept.id, concept.kind, _json(forms), _json(sentences) if sentences else ""


def _names(number: int, terms: Iterable[Term]) -> Iterator[Name]:
    found: dict[str, tuple[str, list[str], int]] = {}
    for term in terms:
        spaced = folded(term.text)
        if not spaced:
            continue
        first, texts, count = found.get(joined(spaced), (spaced, [], 0))
        more = [] if term.text in texts else [term.text]
        found[joined(spaced)] = (first, [*texts, *more], count + (term.count or 0))
    for spaced, texts, count in found.values():
        yield Name(number, spaced, tuple(texts), count)


def _name_rows(
    names: Iterable[Name], ids: Mapping[int, str], keys: dict[str, array[int]]
) -> Iterator[tuple[int, int, str, str, str, str]]:
    """The rows of the names; their numbers are filed under their `keys`."""
    known: set[int] = set()
    for number, (concept, spaced, texts, _) in enumerate(names):
        read, heard = readings(spaced), sound(spaced)
        mine = filed(spaced, read[0] if read else "", heard)
        for other in read[1:]:
            mine |= filed(spaced, other, "")
        if concept not in known:
            known.add(concept)
            mine.add(f"@{ids[concept]}")
        for key in mine:
            held = keys.get(key)
            if held is None:
                keys[key] = array("I", (number,))
            else:
                held.append(number)
        yield number, concept, "\n".join(texts), spaced, read[0] if read else "", heard


def readings(spaced: str) -> tuple[str, ...]:
    """The pinyin of a folded Chinese form, with tones: syllables parted by apostrophes, parts by blanks. The reading
    of names first, then that of ordinary words where it may differ. None for a form without Chinese characters."""
    if not has_han(spaced) or len(spaced) > LONGEST:
        return ()
    parts = spaced.split()
    found = [_reading(parts, words=False)]
    if not POLYPHONES.isdisjoint(spaced):
        found.append(_reading(parts, words=True))
    return tuple(dict.fromkeys(reading for reading in found if reading))


def sound(spaced: str) -> str:
    """The `ear` form of a folded form; empty where it is too long to be a sound."""
    return ear(spaced) if len(spaced) <= (HEARD_HAN if has_han(spaced) else HEARD) else ""


def _reading(parts: Iterable[str], *, words: bool) -> str:
    said = (pinyin(part, tones=True, words=words) if has_han(part) else (part,) for part in parts)
    return " ".join("'".join(syllables) for syllables in said if syllables)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
