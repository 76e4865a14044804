"""The mentions of a corpus as one value that can be gone through again: here those in memory; `shards` has the same in
files."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, Protocol

from glossary.facts import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from glossary.model import Mention


class Mentions(Protocol):
    """The mentions of a corpus, document by document."""

    @property
    def digests(self) -> Mapping[str, str]:
        """The digest of each document that was read, by id."""

    def documents(self) -> Iterator[Sequence[Mention]]:
        """The mentions of each document that has any, the documents by id, the mentions by place."""

    def passages(self) -> Iterator[set[str]]:
        """The terms of each passage, in any order."""


class Gathered(NamedTuple):
    """Mentions in memory, sorted."""

    rows: tuple[Mention, ...]
    digests: Mapping[str, str]

    def documents(self) -> Iterator[Sequence[Mention]]:
        """The mentions of each document."""
        for _, found in groupby(self.rows, key=lambda m: m.document):
            yield tuple(found)

    def passages(self) -> Iterator[set[str]]:
        """The terms of each passage."""
        terms: dict[tuple[str, str], set[str]] = {}
        for m in self.rows:
            terms.setdefault((m.document, m.passage), set()).add(m.term)
        yield from terms.values()


def gathered(mentions: Iterable[Mention], digests: Mapping[str, str]) -> Gathered:
    """Mentions, whatever their order, and the digests of their documents."""
    return Gathered(tuple(sorted(mentions, key=place)), digests)
