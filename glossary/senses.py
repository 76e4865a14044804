"""By what mentions are counted: the key of each form, what tells the bearer of a surname alone, the script of the document.
All of it is told from the mentions of one document."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from glossary.gazetteer import regional_states
from glossary.normalise import chinese_key, has_han, latin_key, script, simplified
from glossary.shorten import full_names
from glossary.tables import keyed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from glossary.harvest.context import Context
    from glossary.model import Mention
    from glossary.tables import Table


def table_of(documents: Iterable[Sequence[Mention]], context: Context) -> Table:
    """The mentions of some documents as one table that can be counted; those of a document must come together. One
    table for many: to make one takes longer than to harvest a short article."""
    rows: list[Mention] = []
    keys: list[tuple[str, str]] = []
    full: list[str | None] = []
    hant: list[bool] = []
    for mentions in documents:
        told = senses(mentions, context)
        short = full_names((key, term_key(m.gloss), m.relation) for m, (key, _) in zip(mentions, told, strict=True) if m.gloss)
        rows += mentions
        keys += told
        full += [short.get(key, "") for key, _ in told] if short else [""] * len(told)
        hant += [_is_traditional(mentions, told)] * len(mentions)
    return keyed(rows, keys, full, hant)


def senses(rows: Sequence[Mention], context: Context) -> list[tuple[str, str]]:
    """The key of each mention of one document, and what tells the bearer where it is a surname alone: the office and
    whose it is, else the full name in the document that holds the office, else the office; else the state of a speaker,
    else the document. Two states have foreign ministers of one surname. A bare use of a surname that stands in the document
    with one office or state only is the same person's."""
    keys = [term_key(m.term) for m in rows]
    held = _offices(rows, keys, context)
    found = [(key, _sense(key, m, held, context)) for key, m in zip(keys, rows, strict=True)]
    told: defaultdict[str, set[str]] = defaultdict(set)
    for m, (key, sense) in zip(rows, found, strict=True):
        if m.kind == "person" and sense and sense != m.document:
            told[key].add(sense)
    bearers = _bearers(keys, held)
    one = {key: next(iter(known)) for key in (*told, *bearers) if len(known := told.get(key) or bearers[key]) == 1}
    return [
        (key, one.get(key, sense) if sense == m.document else sense) for m, (key, sense) in zip(rows, found, strict=True)
    ]


def _bearers(keys: Sequence[str], held: Mapping[tuple[str, str], set[tuple[str, str]]]) -> Mapping[str, set[str]]:
    """By surname, the office and whose it is, where one full name of a document has that surname, and one such office."""
    full: defaultdict[str, set[str]] = defaultdict(set)
    for key in keys:
        surname = key.rpartition("·")[2]
        if surname != key:
            full[surname].add(key)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for (surname, office), some in held.items():
        if len(full.get(surname, ())) == 1:
            found[surname] |= {f"{office} {owner}" if owner else name for name, owner in some}
    return found


def _offices(rows: Sequence[Mention], keys: Sequence[str], context: Context) -> Mapping[tuple[str, str], set[tuple[str, str]]]:
    """By surname and office, the full names in a document that hold it (empty for a surname alone) and whose office it is
    (empty where that is not said)."""
    held: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for m, key in zip(rows, keys, strict=True):
        if m.kind == "person" and m.title and has_han(m.term):
            office, owner = split_title(m.title, context)
            if office:
                full = "" if _is_partial(m.term) else key
                held[key.rpartition("·")[2], office].add((full, owner))
    return held


@lru_cache(maxsize=1 << 16)
def term_key(term: str) -> str:
    """The key of a form in either script."""
    return chinese_key(term) if has_han(term) else latin_key(term) or term


@lru_cache(maxsize=1 << 14)
def split_title(title: str, context: Context) -> tuple[str, str]:
    """The office in a title without its owner, and the ISO code (or else the name) of the state or body that owns
    it; empty where the title names none."""
    title = simplified(title).split("、")[0]
    if title in context.rules["honorific"].words:
        return "", ""
    office = next((o for o in context.rules.words("office.head", "office.profession") if title.endswith(o)), title)
    owner = chinese_key(title.removesuffix(office))
    for length in range(len(owner), 1, -1):
        if owner[:length] in context.states:
            return office, context.states[owner[:length]]
    if owner in regional_states():
        return office, regional_states()[owner].code
    return office, owner.removesuffix("共和国")  # a state that no table holds is told by its name


def _sense(key: str, mention: Mention, held: Mapping[tuple[str, str], set[tuple[str, str]]], context: Context) -> str:
    """What tells the bearer of a surname alone: the office and whose it is, else the full name that holds it in the document,
    else the office; else the state of a speaker, else the document."""
    if not _is_partial(mention.term):
        return ""
    office, owner = split_title(mention.title, context) if mention.title else ("", "")
    if office:
        known = held.get((key, office), set())
        owners = {owner} if owner else {owner for _, owner in known if owner}
        if len(owners) == 1:
            return f"{office} {next(iter(owners))}"
        full = {full for full, _ in known if full}
        return next(iter(full)) if len(full) == 1 else office
    if mention.relation == "country" and mention.gloss:
        return context.states.get(chinese_key(mention.gloss), mention.gloss)
    return mention.document


@lru_cache(maxsize=1 << 14)
def owner_of(sense: str) -> frozenset[str]:
    """Whose office it is that tells the bearer of a surname, if that is known."""
    owner = sense.partition(" ")[2]
    return frozenset({owner} if owner else ())


@lru_cache(maxsize=1 << 16)
def _is_partial(term: str) -> bool:
    """Whether a form may be a surname alone, if it is a person's."""
    return "·" not in term and has_han(term)


def _is_traditional(rows: Sequence[Mention], told: Sequence[tuple[str, str]]) -> bool:
    """Whether a document is in Traditional characters, by the forms in it that only one script writes so. That Simplified
    characters write one otherwise takes long to tell, and is asked only where there are such of the other script."""
    forms = [term for term, _ in {(m.term, node) for m, node in zip(rows, told, strict=True)}]
    traditional = sum(map(_is_of_hant, forms))
    return traditional > 0 and traditional > sum(map(_is_of_hans, forms))


@lru_cache(maxsize=1 << 16)
def _is_of_hant(term: str) -> bool:
    return simplified(term) != term


@lru_cache(maxsize=1 << 16)
def _is_of_hans(term: str) -> bool:
    return has_han(term) and script(term) == "Hans"
