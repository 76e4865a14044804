"""What a person did last to each thing of a termbase, and whether a termbase still holds all of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glossary.tbx.read import read_termbase

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.model import Concept, Termbase


@dataclass(slots=True)
class Ledger:
    """What must be in the termbase. A key is (what, where, language, form); where is the id of a concept, for an edit, or
    = and a form, for a decision: it goes where its form goes."""

    said: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    pairs: dict[frozenset[str], str] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)
    checked: int = 0

    def say(self, what: str, concept: Concept, lang: str, text: str, value: str, form: str = "") -> None:
        """What a person did last to a thing, instead of what was said of it before."""
        names = names_of(concept)
        for key in [k for k in self.said if k[0] == what and k[1] in names and k[2:] == (lang, text)]:
            del self.said[key]
        if value == "preferred":
            for key in [k for k, v in self.said.items() if k[0] == what and k[1] in names and k[2] == lang and v == value]:
                del self.said[key]
        self.said[what, f"={form}" if form else concept.id, lang, text] = value

    def forget_term(self, concept: Concept, lang: str, text: str) -> None:
        """Nothing is said of a form any more."""
        names = names_of(concept)
        for key in [k for k in self.said if (k[1] in names and k[2:] == (lang, text)) or k[1] == f"={text}"]:
            del self.said[key]
        self.forget_pairs({text})

    def forget_concept(self, concept: Concept) -> None:
        """Nothing is said of a concept any more."""
        names = names_of(concept)
        for key in [k for k in self.said if k[1] in names]:
            del self.said[key]
        self.forget_pairs({t.text for t in concept.terms})

    def forget_pairs(self, texts: set[str]) -> None:
        """Nothing is said any more of pairs that one of these forms is in."""
        for pair in [p for p in self.pairs if p & texts]:
            del self.pairs[pair]


def names_of(concept: Concept) -> set[str]:
    """What a key may call a concept: its id, those of concepts that became part of it, and its forms."""
    joined = {note.removeprefix("Joined with ").removesuffix(".") for note in concept.notes if note.startswith("Joined with ")}
    return {concept.id, *joined, *(f"={t.text}" for t in concept.terms)}


def holders(termbase: Termbase) -> dict[str, list[str]]:
    """The ids of the concepts that hold each form."""
    found: dict[str, list[str]] = {}
    for concept in termbase.concepts:
        for text in dict.fromkeys(t.text for t in concept.terms):
            found.setdefault(text, []).append(concept.id)
    return found


def check(path: Path, ledger: Ledger, where: str) -> None:
    """Compares the termbase with the ledger; a loss is told once."""
    termbase = read_termbase(path)
    by_id = {concept.id: concept for concept in termbase.concepts}
    for concept in termbase.concepts:
        for note in concept.notes:
            if note.startswith("Joined with "):
                by_id.setdefault(note.removeprefix("Joined with ").removesuffix("."), concept)
    held = holders(termbase)
    for text, ids in held.items():
        by_id.setdefault(f"={text}", by_id[ids[0]])
    ledger.checked += len(ledger.said) + len(ledger.pairs)
    there = {(id(by_id[k[1]]), *k[2:]) for k, v in ledger.said.items() if k[0] == "term" and v == "there" and k[1] in by_id}
    for key, value in list(ledger.said.items()):
        # Taken out of one concept and put into another, and the two became one: the later word stands.
        moved = value == "gone" and key[1] in by_id and (id(by_id[key[1]]), *key[2:]) in there
        if not moved and (problem := _missing(key, value, by_id)):
            ledger.losses.append(f"{where}: {key} should be {value}: {problem}")
            del ledger.said[key]
    for pair, verb in list(ledger.pairs.items()):
        a, b = sorted(pair)
        together = set(held.get(a, ())) & set(held.get(b, ()))
        if bool(together) != (verb == "same"):
            ledger.losses.append(f"{where}: {verb} {a} {b}: {held.get(a)} {held.get(b)}")
            del ledger.pairs[pair]


def _missing(key: tuple[str, str, str, str], value: str, by_id: dict[str, Concept]) -> str:
    what, name, lang, text = key
    concept = by_id.get(name)
    if what == "concept":
        return "" if concept is None or concept.id != name else "it is there"
    if value == "gone" and (concept is None or concept.id != name):
        return ""  # where it became part of another, that may have had the form of its own
    if concept is None:
        return "no such concept"
    term = next((t for t in concept.terms if t.text == text and t.lang == lang), None)
    if what == "term":
        return "" if (term is not None) == (value == "there") else f"it is {'there' if term else 'gone'}"
    if what == "note":
        return "" if text in concept.notes else "gone"
    if what in ("kind", "definition"):
        there = getattr(concept, what)
        return "" if there == value or any(value in note for note in concept.notes) else str(there)
    if term is None:
        return "the term is gone"
    there = term.notes if what == "term note" else getattr(term, what)
    return "" if (value in there if what == "term note" else there == value) else str(there)
