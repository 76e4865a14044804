"""The termbase while a person's acts are carried out on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from glossary.compare import term_key
from glossary.decide.acts import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from glossary.decide.values import Decision
    from glossary.model import Concept, Term


key_of = lru_cache(maxsize=1 << 16)(term_key)  # a form is put in and taken out many times


@dataclass(slots=True)
class State:
    """Concepts by id in their order, the ids behind each form, and what was done so far.

    `removed` are the terms that edits took out of concepts, by language and text, since what moved is put in elsewhere;
    `moved` where the decision *different* took a form (its key) of a concept. It does not outlive one call of `applied`.
    """

    concepts: dict[str, Concept]
    before: tuple[Concept, ...]
    became: dict[str, str] = field(default_factory=dict)
    holders: dict[str, dict[str, None]] = field(default_factory=dict)
    keys: dict[str, dict[str, None]] = field(default_factory=dict)
    statuses: set[tuple[str, str, str]] = field(default_factory=set)
    bars: list[Decision] = field(default_factory=list)
    removed: dict[tuple[str, str], Term] = field(default_factory=dict)
    moved: dict[tuple[str, str], str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def put(self, concept: Concept) -> None:
        """Puts a concept in the place of the one with its id, or at the end."""
        if concept.id in self.concepts:
            self._forget(self.concepts[concept.id])
        self.concepts[concept.id] = concept
        for term in concept.terms:
            self.holders.setdefault(term.text, {})[concept.id] = None
            self.keys.setdefault(key_of(term.text), {})[concept.id] = None

    def drop(self, name: str) -> None:
        """Takes a concept out."""
        self._forget(self.concepts.pop(name))

    def _forget(self, concept: Concept) -> None:
        for term in concept.terms:
            self.holders.get(term.text, {}).pop(concept.id, None)
            self.keys.get(key_of(term.text), {}).pop(concept.id, None)

    def known(self, name: str) -> str:
        """The id of the concept that the one with this id is, or became part of."""
        while name in self.became:
            name = self.became[name]
        return name


def named(concepts: Mapping[str, Concept], form: str) -> str:
    """The name a line tells a concept by."""
    return f"{concepts[form].terms[0].text} ({form})" if form in concepts and concepts[form].terms else form


def place_of(terms: Sequence[Term], lang: str, text: str) -> int | None:
    """Where a term stands: in its language, or else in the one Chinese (the one other) tag that its text stands under
    now: the script of a short form is told by the documents that hold it."""
    exact = next((n for n, t in enumerate(terms) if t.lang == lang and plain(t.text) == text), None)
    if exact is not None:
        return exact
    near = [n for n, t in enumerate(terms) if plain(t.text) == text and t.lang.split("-")[0] == lang.split("-")[0]]
    return near[0] if len(near) == 1 else None


def store(concept: Concept, state: State) -> None:
    """Puts a concept, or takes it out where it has no term left."""
    if concept.terms:
        state.put(concept)
    else:
        state.drop(concept.id)
