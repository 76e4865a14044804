"""The mentions of a corpus as one value that can be gone through again: here those in memory; `shards` has the same in
files."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, Protocol

from glossary import tables
from glossary.facts import place
from glossary.senses import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from glossary.harvest.context import Context
    from glossary.model import Mention
    from glossary.tables import Table

_CHUNK = 20_000  # mentions that are held at once when documents are gone through by their ids


class Mentions(Protocol):
    """The mentions of a corpus, in tables (`tables.KEYED`) of whole documents."""

    @property
    def digests(self) -> Mapping[str, str]:
        """The digest of each document that was read, by id."""

    @property
    def sizes(self) -> Mapping[str, int]:
        """How many mentions each document has."""

    def tables(self, columns: Sequence[str] = ()) -> Iterator[Table]:
        """All mentions, the documents in any order; of some columns only."""

    def chosen(self, documents: Sequence[str]) -> Table:
        """The mentions of some documents, the documents by id, the mentions by place."""


class Gathered(NamedTuple):
    """Mentions in memory, sorted."""

    table: Table
    digests: Mapping[str, str]
    sizes: Mapping[str, int]

    def tables(self, columns: Sequence[str] = ()) -> Iterator[Table]:
        """All mentions."""
        if self.sizes:
            yield self.table.select(columns or tuple(tables.KEYED))

    def chosen(self, documents: Sequence[str]) -> Table:
        """The mentions of some documents."""
        return tables.of_documents(self.table, documents)


class Joined(NamedTuple):
    """Some documents of several sets of mentions, no document from two of them."""

    parts: tuple[tuple[Mentions, frozenset[str]], ...]

    @property
    def digests(self) -> Mapping[str, str]:
        """The digest of each document."""
        return {name: digest for part, chosen in self.parts for name, digest in part.digests.items() if name in chosen}

    @property
    def sizes(self) -> Mapping[str, int]:
        """How many mentions each document has."""
        return {name: size for part, chosen in self.parts for name, size in part.sizes.items() if name in chosen}

    def tables(self, columns: Sequence[str] = ()) -> Iterator[Table]:
        """All mentions."""
        for part, chosen in self.parts:
            if part.sizes.keys() <= chosen:
                yield from part.tables(columns)
            else:
                for table in part.tables(tuple(dict.fromkeys((*columns, "document"))) if columns else ()):
                    yield tables.of_documents(table, chosen)

    def chosen(self, documents: Sequence[str]) -> Table:
        """The mentions of some documents."""
        wanted = [(part, [d for d in documents if d in chosen]) for part, chosen in self.parts]
        return tables.by_document([part.chosen(some) for part, some in wanted])


def by_id(corpus: Mentions) -> Iterator[Table]:
    """The mentions of a corpus, the documents by id. Some ten thousand are held at once."""
    sizes = corpus.sizes
    chunk: list[str] = []
    size = 0
    for document in sorted(sizes):
        chunk.append(document)
        size += sizes[document]
        if size >= _CHUNK:
            yield corpus.chosen(chunk)
            chunk, size = [], 0
    if size:
        yield corpus.chosen(chunk)


def gathered(mentions: Iterable[Mention], digests: Mapping[str, str], context: Context) -> Gathered:
    """Mentions, whatever their order, and the digests of their documents."""
    rows = sorted(mentions, key=place)
    found = {document: list(some) for document, some in groupby(rows, key=lambda m: m.document)}
    return Gathered(table_of(found.values(), context), digests, {document: len(some) for document, some in found.items()})
