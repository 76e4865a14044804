"""The forms of a concept laid beside one another, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from glossary.model.concept import Concept, Form, Status, Term
    from glossary.model.text import Kind

# How a form goes with the one it is compared to: it leads its name; it is that form in the other script; it is spelt
# otherwise; it is a part of it (布勒东 of a full name); it adds to it (甘贾市); it is drawn from it (欧安组织).
Difference = Literal["", "script", "spelling", "part", "addition", "abbreviation"]
Tone = Literal["", "near", "far", "gap"]
# Which documents use a term of a concept, each with its count, None where that is not known.
Uses: TypeAlias = "Callable[[Concept, Term], tuple[tuple[str, int | None], ...]]"


class Place(NamedTuple):
    """One column of a name: the character that a form has there (empty where it has none), its pinyin, the letters
    of the Latin form that it stands for, and how it goes with the character of the first form."""

    text: str
    pinyin: str = ""
    letters: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One form of a concept. `name` numbers the names of the concept from 1: forms of one number are spellings of one
    name and have the same number of `places`. `like` is the form that `difference` compares it to.

    `made` is empty for a form that the termbase holds as found; else it says where the form comes from: a conversion
    by OpenCC, a table, a suggestion. `count` is that of the termbase; `documents` are those that use the form, each
    with its count, which is None where it is not known.
    """

    text: str
    lang: str
    name: int
    difference: Difference = ""
    like: str = ""
    form: Form | None = None
    status: Status | None = None
    count: int | None = None
    documents: tuple[tuple[str, int | None], ...] = ()
    made: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A concept and its forms, those of one name together, names in Chinese characters first. `title` is what the
    termbase calls it by: its first term.

    `latin` is the Latin form that letters are taken from, empty where none is heard in a Chinese one; `suggested`
    says that no document states it. `left_out` counts the forms beyond those that were compared.
    """

    concept: str
    kind: Kind | None
    title: str
    spellings: tuple[Spelling, ...]
    latin: str = ""
    suggested: bool = False
    left_out: int = 0
