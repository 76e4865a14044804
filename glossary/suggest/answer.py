"""What a suggestion is made of, and which concepts may have one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from glossary.normalise import chinese_key, has_latin

if TYPE_CHECKING:
    from glossary.model import Concept, Kind, Term


class Answer(NamedTuple):
    """An English name, where it comes from, how far it is trusted (0 to 1), and what else is worth
    knowing."""

    text: str
    origin: str
    score: float
    notes: tuple[str, ...] = ()


_LONGEST = 200
# Which kinds of a table's entry a concept of a kind may be. A harvester takes a conference for a body and a
# declaration for a treaty, and a common noun of the table (line of contact) may have been taken for a name.
_FITTING: dict[Kind, frozenset[str]] = {
    "person": frozenset({"person"}),
    "place": frozenset({"place", "term"}),
    "organization": frozenset({"organization", "event", "term"}),
    "treaty": frozenset({"treaty", "document", "term"}),
    "document": frozenset({"document", "treaty", "event", "term"}),
    "event": frozenset({"event", "organization", "document", "term"}),
    "work": frozenset({"work", "document", "term"}),
    "office": frozenset({"office", "term"}),
}


def fits(concept: Kind | None, entry: Kind | None) -> bool:
    """Whether an entry of a table may name a concept, by their kinds; an unknown kind fits everything."""
    if concept is None or entry is None or concept in ("term", "other"):
        return True
    return entry in _FITTING[concept]


def chinese_forms(concept: Concept) -> tuple[str, ...]:
    """The Chinese forms of a concept that documents hold, as keys (Simplified), in their order; none longer than
    any name is."""
    given = (t.text for t in concept.terms if is_chinese(t) and not t.suggested and len(t.text) <= _LONGEST)
    return tuple(dict.fromkeys(form for text in given if (form := chinese_key(text))))


def is_chinese(term: Term) -> bool:
    """Whether a term is written in Chinese characters (a romanisation is not)."""
    return term.lang.split("-")[0] == "zh" and "latn" not in term.lang.lower()


def latin_names(concept: Concept) -> tuple[str, ...]:
    """The Latin-script forms of a concept that are more than suggested."""
    return tuple(t.text for t in concept.terms if not is_chinese(t) and not t.suggested and has_latin(t.text))


def is_acronym(text: str) -> bool:
    """Whether a Latin form is an acronym: one word, most of its letters capitals (UNICEF, UN-Habitat,
    BRICS)."""
    letters = [c for c in text if c.isalpha()]
    return " " not in text and len(letters) <= 10 and sum(c.isupper() for c in letters) * 2 > len(letters)
