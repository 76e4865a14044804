"""From sources to shards: files of mentions, one for each batch of documents, that a later run finds again.

A shard is a Parquet file and beside it the digest of its bytes. It is named by what it was made from (ids and bytes of
the documents, the options of reading) and by what made it (the rules, data and code of the package), so that what is
there need not be made again, and what is cut off or damaged is made again. The map that makes shards is a
parameter: it takes a function and jobs and gives names, in any process, on any machine that sees the same files;
documents and mentions never travel.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from glossary import tables
from glossary.corpus import Harvested, context, harvested
from glossary.cycles import cycles_seldom_sought
from glossary.errors import GlossaryError, UsageError
from glossary.read import slices
from glossary.read.source import CORPUS
from glossary.senses import table_of
from glossary.stores import read_file, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from glossary.errors import ReadError
    from glossary.read import Source
    from glossary.tables import Table
    from glossary.workers import Crew

BATCH = 1 << 20  # bytes of input in a batch: what a crash can cost a worker
_SMALL = 4096  # bytes that opening a file is worth: ten thousand tiny files are many batches


class Job(NamedTuple):
    """A batch: what to read, the folder of the shards, the folder that relative paths start from, and who asks."""

    sources: tuple[Source, ...]
    folder: str
    root: str
    maker: str


# Makes shards of jobs, in their order, and gives their names.
Map = "Callable[[Callable[[Job], str], Sequence[Job]], Iterable[str]]"


class Shards(NamedTuple):
    """The shards of a corpus. `held` tells of each document which shard (a place among `names`) holds how many of its
    mentions; `errors` are the inputs that could not be read."""

    folder: str
    names: tuple[str, ...]
    digests: Mapping[str, str]
    held: Mapping[str, tuple[int, int]]
    errors: tuple[str, ...]

    @property
    def sizes(self) -> Mapping[str, int]:
        """How many mentions each document has."""
        return {document: size for document, (_, size) in self.held.items() if size}

    def tables(self, columns: Sequence[str] = ()) -> Iterator[Table]:
        """All mentions, shard by shard."""
        for name in self.names:
            yield _mentions(self.folder, name, columns)

    def chosen(self, documents: Sequence[str]) -> Table:
        """The mentions of some documents. Where ids and shards do not go the same way, shards are read again and again."""
        shards = sorted({self.held[document][0] for document in documents})
        found = [tables.of_documents(_mentions(self.folder, self.names[n]), documents) for n in shards]
        return tables.by_document([tables.frame((), tables.KEYED), *found])


def jobs(sources: Iterable[Source], folder: str) -> Iterator[Job]:
    """The sources in batches, in their order; a corpus is cut at line ends."""
    root, maker = str(Path.cwd()), made_by()
    batch: list[Source] = []
    room = BATCH
    for source in sources:
        pieces = _pieces(source)
        for piece in pieces:
            size = _size(piece)
            if batch and size > room:
                yield Job(tuple(batch), folder, root, maker)
                batch, room = [], BATCH
            batch.append(piece)
            room -= size
    if batch:
        yield Job(tuple(batch), folder, root, maker)


def shard(job: Job) -> str:
    """The name of the shard of a batch, which is there afterwards. Raises UsageError where the caller is of another
    version, WriteError where the folder cannot be written to."""
    if job.maker != made_by():
        raise UsageError("a worker has another version of the package", "--cluster", "install the same one everywhere")
    placed = [_placed(source, job.root) for source in job.sources]
    name = _name(job, placed)
    if _bytes(job.folder, name) is None:
        with cycles_seldom_sought():  # also in a process of its own
            found = [item for source in placed for item in harvested([source])]
            mentions = table_of((item.mentions for item in found if isinstance(item, Harvested)), context())
            data = tables.shard([_mark(item, job.root) for item in found], mentions)
        write_file(job.folder, name, data)
        write_file(job.folder, f"{name}.sha256", hashlib.sha256(data).hexdigest().encode())
    return name


def gathered_shards(folder: str, names: Iterable[str], step: Callable[[int], None] = lambda _n: None) -> Shards:
    """The shards of those names, which come as they are made; `step` is told of each."""
    kept: list[str] = []
    digests: dict[str, str] = {}
    held: dict[str, tuple[int, int]] = {}
    errors: list[str] = []
    for name in names:
        for row in tables.marks(_table(folder, name, tables.MARKS)):
            if row["row"] == "error":
                errors.append(row["error"])
            else:
                digests[row["document"]] = row["digest"]
                held[row["document"]] = (len(kept), row["start"])
        kept.append(name)
        step(len(kept))
    return Shards(folder, tuple(kept), digests, held, tuple(errors))


def processes(crew: Crew) -> Callable[[Callable[[Job], str], Sequence[Job]], Iterator[str]]:
    """The map of one machine: by a crew, or by this process alone."""

    def mapped(make: Callable[[Job], str], batches: Sequence[Job]) -> Iterator[str]:
        if crew.size <= 1 or len(batches) < 2:
            yield from map(make, batches)
            return
        # Standard input cannot be read twice: its bytes stay here.
        here = [any(source.data is not None for source in batch.sources) for batch in batches]
        away = iter(crew.map(make, [batch for batch, own in zip(batches, here, strict=True) if not own]))
        for batch, own in zip(batches, here, strict=True):
            yield make(batch) if own else next(away)

    return mapped


@cache
def made_by() -> str:
    """The digest of everything that decides what is found: rules, data and code of the package."""
    total = hashlib.sha256()
    for path, data in sorted(_package_files()):
        total.update(f"{path}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return total.hexdigest()[:16]


def _package_files() -> Iterator[tuple[str, bytes]]:
    folders: list[tuple[str, Traversable]] = [("", resources.files("glossary"))]
    while folders:
        path, folder = folders.pop()
        for entry in folder.iterdir():
            name = f"{path}/{entry.name}"
            if entry.is_dir() and entry.name not in {"__pycache__", "samples"}:
                folders.append((name, entry))
            elif entry.name.endswith((".py", ".toml", ".tsv", ".gz", ".zip", ".npz")):
                yield name, entry.read_bytes()


def _pieces(source: Source) -> Iterator[Source]:
    if source.suffix != CORPUS or source.data is not None:
        yield source
        return
    try:
        yield from slices(source, BATCH)
    except OSError:
        yield source  # its reader says what is wrong


def _size(source: Source) -> int:
    if source.stop is not None:
        return source.stop - source.start + _SMALL
    try:
        return (len(source.data) if source.data is not None else os.stat(source.path).st_size) + _SMALL  # noqa: PTH116
    except OSError:
        return _SMALL


def _placed(source: Source, root: str) -> Source:
    """The source as this process finds it, wherever it runs."""
    if source.data is not None or Path.cwd() == Path(root):
        return source
    from dataclasses import replace

    return replace(source, path=os.path.join(root, source.path))  # noqa: PTH118 (Path would drop "./")


def _name(job: Job, placed: Sequence[Source]) -> str:
    total = hashlib.sha256(job.maker.encode())
    for source in placed:
        skip = ",".join(map(str, sorted(source.skip)))
        line = (source.id, source.suffix, source.encoding or "", str(source.line), skip, _content(source))
        total.update("\0".join(line).encode("utf-8", "surrogatepass") + b"\n")
    return f"{total.hexdigest()[:32]}.parquet"


def _content(source: Source) -> str:
    """The digest of the bytes that are read; of what cannot be read, why."""
    if source.data is not None:
        return hashlib.sha256(source.data).hexdigest()
    try:
        with Path(source.path).open("rb") as stream:
            if source.stop is None:
                return hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(source.start)
            return hashlib.sha256(stream.read(source.stop - source.start)).hexdigest()
    except (OSError, ValueError) as error:
        return f"unread: {error}"


def _mark(item: Harvested | ReadError, root: str) -> dict[str, object]:
    """What is noted of a document."""
    if isinstance(item, Harvested):
        return {"row": "document", "document": item.document, "digest": item.digest, "start": len(item.mentions)}
    return {"row": "error", "error": str(item).removeprefix(root + "/")}


def _mentions(folder: str, name: str, columns: Sequence[str] = ()) -> Table:
    return tables.shard_mentions(_table(folder, name, ("row", *columns) if columns else ()))


def _table(folder: str, name: str, columns: Sequence[str]) -> Table:
    data = _bytes(folder, name)
    if data is None:
        raise GlossaryError("a shard is gone or damaged", f"{folder}/{name}", "run it again: it will be made again")
    return tables.read_frame(data, columns)


def _bytes(folder: str, name: str) -> bytes | None:
    """A shard, if it is there whole."""
    data = read_file(folder, name)
    said = read_file(folder, f"{name}.sha256") if data is not None else None
    return data if data is not None and said is not None and hashlib.sha256(data).hexdigest().encode() == said else None
