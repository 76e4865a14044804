"""Values of a termbase: concepts, their terms, and whatever else a foreign file holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from glossary.model.text import Kind

Form = Literal["full", "short", "abbreviation", "acronym", "variant", "alias", "phrase"]
Status = Literal["preferred", "admitted", "deprecated", "superseded"]


@dataclass(frozen=True, slots=True)
class Extra:
    """A piece of a foreign file that the model has no field for, kept as it stood, at its level.

    Opaque but to `glossary.tbx`, which says what the parts mean: `xml` is the element, comment or processing
    instruction in the vocabulary of TBX v3, DCA style; `place` what it is for (empty: one more child of its
    level); `lang` the language section it stands in, for those that a concept carries; `value` what the
    field held that `xml` is the original wording of; `shape` the kind of file it came from.
    """

    xml: str
    place: str = ""
    lang: str = ""
    value: str = ""
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A place a term was seen at: code points `start` to `end` of the document as read."""

    document: str
    passage: str = ""
    start: int | None = None
    end: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One form of a concept in one language. `lang` is a BCP 47 tag.

    `count` counts the mentions that do not stand inside a longer term (of a term that only ever stands
    inside, all). `suggested` marks an equivalent that no document states; `origin` and `score` (0 to 1) say
    where it comes from. `context` is a sentence that holds the term, `context_source` where it stands.
    """

    text: str
    lang: str
    form: Form | None = None
    status: Status | None = None
    count: int | None = None
    sources: tuple[Source, ...] = ()
    context: str = ""
    context_source: Source | None = None
    part_of_speech: str = ""
    notes: tuple[str, ...] = ()
    suggested: bool = False
    origin: str = ""
    score: float | None = None
    extra: tuple[Extra, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing and its names. Terms stand in the order of the contract: by language, best first."""

    id: str
    terms: tuple[Term, ...]
    kind: Kind | None = None
    notes: tuple[str, ...] = ()
    definition: str = ""
    extra: tuple[Extra, ...] = ()


@dataclass(frozen=True, slots=True)
class Termbase:
    """Concepts and the header they travel with.

    `lang` is the language of the file's own text; `version` 3 or 2; `dialect` such as TBX-Basic; `style`
    `dca` or `dct`.
    """

    concepts: tuple[Concept, ...]
    title: str = ""
    description: str = ""
    lang: str = "en"
    version: int = 3
    dialect: str = "TBX-Basic"
    style: str = "dca"
    extra: tuple[Extra, ...] = ()
