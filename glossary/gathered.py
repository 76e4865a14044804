"""The mentions of a corpus as one value that can be gone through again: here those in memory; `shards` has the same in
files."""

from __future__ import annotations

import heapq
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

    def passages(self) -> Iterator[tuple[str, set[str]]]:
        """The terms of each passage with the document it is in, in any order."""


class Gathered(NamedTuple):
    """Mentions in memory, sorted."""

    rows: tuple[Mention, ...]
    digests: Mapping[str, str]

    def documents(self) -> Iterator[Sequence[Mention]]:
        """The mentions of each document."""
        for _, found in groupby(self.rows, key=lambda m: m.document):
            yield tuple(found)

    def passages(self) -> Iterator[tuple[str, set[str]]]:
        """The terms of each passage."""
        terms: dict[tuple[str, str], set[str]] = {}
        for m in self.rows:
            terms.setdefault((m.document, m.passage), set()).add(m.term)
        yield from ((document, found) for (document, _), found in terms.items())


class Joined(NamedTuple):
    """Some documents of several sets of mentions, no document from two of them."""

    parts: tuple[tuple[Mentions, frozenset[str]], ...]

    @property
    def digests(self) -> Mapping[str, str]:
        """The digest of each document."""
        return {name: digest for part, chosen in self.parts for name, digest in part.digests.items() if name in chosen}

    def documents(self) -> Iterator[Sequence[Mention]]:
        """The mentions of each document."""
        yield from heapq.merge(*(_of(*part) for part in self.parts), key=lambda mentions: mentions[0].document)

    def passages(self) -> Iterator[tuple[str, set[str]]]:
        """The terms of each passage."""
        for part, chosen in self.parts:
            yield from (passage for passage in part.passages() if passage[0] in chosen)


def _of(part: Mentions, chosen: frozenset[str]) -> Iterator[Sequence[Mention]]:
    return (mentions for mentions in part.documents() if mentions[0].document in chosen)


def gathered(mentions: Iterable[Mention], digests: Mapping[str, str]) -> Gathered:
    """Mentions, whatever their order, and the digests of their documents."""
    return Gathered(tuple(sorted(mentions, key=place)), digests)
