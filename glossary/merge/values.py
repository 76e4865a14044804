"""What a merge is given, and what it finds to contradict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossary.decide.acts import Act
    from glossary.decide.values import Decision
    from glossary.model import Concept


class Clash(NamedTuple):
    """Something in which two termbases contradict one another: what, in which concept, what stands, what does not, and the
    file that says so."""

    what: str
    concept: str
    term: str
    lang: str
    kept: str
    other: str
    file: str


class Side(NamedTuple):
    """A termbase with all that stands beside it. `machine` and `acts` as in `glossary.decide.identify.Past`."""

    concepts: tuple[Concept, ...]
    machine: tuple[Concept, ...]
    acts: tuple[Act, ...]
    decisions: tuple[Decision, ...]
    rows: tuple[Mapping[str, Any], ...]
