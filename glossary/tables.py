"""Flat tables of rows, in memory and as Parquet; the only module that imports polars."""

from __future__ import annotations

import io
from sys import intern
from typing import TYPE_CHECKING, Any

from glossary.errors import TermbaseError
from glossary.model import Mention

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import IO

    import polars as pl

    Table = pl.DataFrame

# The columns of a mention, with their types by the names that polars gives them.
MENTION: Mapping[str, str] = {
    "document": "String", "passage": "String", "page": "Int64", "kind": "String", "term": "String", "surface": "String",
    "start": "Int64", "end": "Int64", "rule": "String", "score": "Float64", "relation": "String", "gloss": "String",
    "gloss_start": "Int64", "gloss_end": "Int64", "title": "String", "inside": "String", "sentence": "String",
}  # fmt: skip
FIELDS = Mention._fields
MENTION_COLUMNS = tuple(name for name in FIELDS if name != "sentence")
# A group of rows is what a reader of a Parquet file holds at once.
GROUP = 50_000


def mention_row(mention: Mention) -> dict[str, Any]:
    """The row that `glossary harvest` writes."""
    return dict(zip(MENTION_COLUMNS, mention, strict=False))  # the sentence, the last of them, is left out


def frame(rows: Sequence[Mapping[str, Any]], schema: Mapping[str, str]) -> pl.DataFrame:
    """Rows as a table of `schema`, typed even where it is empty; what a row lacks is null."""
    import polars as pl

    made = types(schema)
    return pl.from_dicts(rows, schema=made) if rows else pl.DataFrame(schema=made)


def types(schema: Mapping[str, str]) -> dict[str, Any]:
    """A schema as polars takes it."""
    import polars as pl

    return {name: getattr(pl, kind) for name, kind in schema.items()}


def parquet(rows: Sequence[Mapping[str, Any]], schema: Mapping[str, str]) -> bytes:
    """Rows as a Parquet file."""
    buffer = io.BytesIO()
    frame(rows, schema).write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


def write_parquet(rows: Iterable[Mapping[str, Any]], schema: Mapping[str, str], stream: IO[bytes], parts: Path) -> None:
    """Rows, however many, to `stream` as one Parquet file. What does not fit into a group of rows waits in `parts`, an
    empty folder beside the output."""
    import polars as pl

    names: list[Path] = []
    batch: list[Mapping[str, Any]] = []

    def put() -> None:
        names.append(parts / f"{len(names):06}.parquet")
        frame(batch, schema).write_parquet(names[-1], compression="uncompressed", statistics=False)
        batch.clear()

    for row in rows:
        if len(batch) >= GROUP:
            put()
        batch.append(row)
    if not names:
        stream.write(parquet(batch, schema))
        return
    put()
    joined = parts / "joined.parquet"
    scan = pl.scan_parquet(names, glob=False)
    scan.sink_parquet(joined, compression="zstd", statistics=False, row_group_size=GROUP, maintain_order=True)
    with joined.open("rb") as whole:
        while data := whole.read(1 << 20):
            stream.write(data)


def csv(rows: Sequence[Mapping[str, Any]], schema: Mapping[str, str], *, header: bool) -> bytes:
    """Rows as comma-separated values; with the header comes a byte order mark, by which spreadsheets know UTF-8."""
    buffer = io.BytesIO()
    frame(rows, schema).write_csv(buffer, include_bom=header, include_header=header)
    return buffer.getvalue()


def read_rows(source: Path | bytes, columns: Collection[str] | None = None) -> list[dict[str, Any]]:
    """The rows of a Parquet file. Raises TermbaseError where it is none."""
    return read_frame(source, columns).to_dicts()


def read_frame(source: Path | bytes, columns: Collection[str] | None = None) -> pl.DataFrame:
    """A Parquet file as a table. Raises TermbaseError where it is none."""
    import polars as pl

    try:
        held = io.BytesIO(source) if isinstance(source, bytes) else source
        return pl.read_parquet(held, columns=list(columns) if columns else None)
    except (OSError, pl.exceptions.PolarsError) as error:
        where = "" if isinstance(source, bytes) else str(source)
        raise TermbaseError("is no evidence file", where, "build the termbase again") from error


def mentions(table: pl.DataFrame, documents: Collection[str] | None = None) -> Iterator[Mention]:
    """The mentions that a table holds, in its order; of some documents only."""
    import polars as pl

    if "row" in table.columns:
        table = table.filter(pl.col("row") == "mention")
    if documents is not None:
        table = table.filter(pl.col("document").is_in(sorted(documents)))
    for document, passage, *rest in table.select(FIELDS).iter_rows():
        # Ids and passages come back in every row; what is kept of them need not be kept a thousand times.
        yield Mention(intern(document), intern(passage), *rest)


def marks(table: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows of a shard that are no mentions: its documents and what could not be read."""
    import polars as pl

    return table.filter(pl.col("row") != "mention").select("row", "document", "digest", "start", "error").to_dicts()


def passages(table: pl.DataFrame) -> Iterator[tuple[str, set[str]]]:
    """The terms of each passage in a shard, with its document."""
    import polars as pl

    held = table.filter(pl.col("row") == "mention")
    grouped = held.group_by("document", "passage", maintain_order=True).agg(pl.col("term"))
    yield from ((document, set(terms)) for document, terms in grouped.select("document", "term").iter_rows())
