"""What look-up hands over: hits, and the places of terms in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from glossary.model.concept import Form, Status
    from glossary.model.text import Kind

# Why a term was found, the surest reason first: as it stands; by its concept's id; but for case, marks and
# punctuation; in the other Chinese script; by its pinyin; it begins with the query; the query is a part of it (a
# word, a name between interpuncts), or the beginning of a part, or stands inside it; by initials; it differs by
# typing errors; it sounds alike.
Reason = Literal[
    "exact", "id", "folded", "script", "pinyin", "prefix", "part", "inside", "initials", "typing", "sound"
]  # fmt: skip


class Spelling(NamedTuple):
    """One form of a concept. `suggested`: no document states it."""

    text: str
    lang: str
    form: Form | None = None
    status: Status | None = None
    suggested: bool = False


class Sentence(NamedTuple):
    """A sentence that holds a form of the concept, and the document (and passage) it stands in, where known."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept that answers a query. `candidate` is its form that does, `lang` that form's language, `reason` why,
    `score` 0 to 1; `forms` are the others. `termbase` is the file, `rank` counts from 1."""

    query: str
    rank: int
    candidate: str
    score: float
    reason: Reason
    concept: str
    kind: Kind | None
    lang: str
    forms: tuple[Spelling, ...]
    sentences: tuple[Sentence, ...] = ()
    termbase: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A term in a text: code points `start` to `end`, as it stands there (`surface`), the concept's form that it is
    (`candidate`), with the concept's other forms (a hundred at most)."""

    start: int
    end: int
    surface: str
    candidate: str
    concept: str
    kind: Kind | None
    lang: str
    forms: tuple[Spelling, ...]
    termbase: str = ""
