"""Flat tables of rows, in memory and as Parquet; the only module that imports polars."""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

from glossary.errors import TermbaseError
from glossary.model import Mention

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import IO

    import polars as pl

    Table = pl.DataFrame
    Row = Mapping[str, Any]

# The columns of a mention, with their types by the names that polars gives them.
MENTION: Mapping[str, str] = {
    "document": "String", "passage": "String", "page": "Int64", "kind": "String", "term": "String", "surface": "String",
    "start": "Int64", "end": "Int64", "rule": "String", "score": "Float64", "relation": "String", "gloss": "String",
    "gloss_start": "Int64", "gloss_end": "Int64", "title": "String", "inside": "String", "sentence": "String",
}  # fmt: skip
FIELDS = Mention._fields
MENTION_COLUMNS = tuple(name for name in FIELDS if name != "sentence")
# What is counted: mentions with the key of each, what tells the bearer of a surname, the key that this one is short for in
# the document (empty for none, null for several), and the script of the document.
KEYED: Mapping[str, str] = {**MENTION, "key": "String", "sense": "String", "full": "String", "hant": "Boolean"}
SHARD: Mapping[str, str] = {"row": "String", "digest": "String", "error": "String", **KEYED}
MARKS = ("row", "document", "digest", "start", "error")
# A group of rows is what a reader of a Parquet file holds at once.
GROUP = 50_000
_LOOSE = 10_000  # rows that are held as dictionaries


def mention_row(mention: Mention) -> dict[str, Any]:
    """The row that `glossary harvest` writes."""
    return dict(zip(MENTION_COLUMNS, mention, strict=False))  # the sentence, the last of them, is left out


def frame(rows: Sequence[Row], schema: Mapping[str, str]) -> Table:
    """Rows as a table of `schema`, typed even where it is empty; what a row lacks is null."""
    import polars as pl

    made = types(schema)
    return pl.from_dicts(rows, schema=made) if rows else pl.DataFrame(schema=made)


def types(schema: Mapping[str, str]) -> dict[str, Any]:
    """A schema as polars takes it."""
    import polars as pl

    return {name: getattr(pl, kind) for name, kind in schema.items()}


def parquet(table: Table) -> bytes:
    """A table as a Parquet file."""
    buffer = io.BytesIO()
    table.write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


def write_parquet(
    rows: Iterable[Row | Table], schema: Mapping[str, str], stream: IO[bytes], parts: Path
) -> None:
    """Rows, however many, by themselves or as tables, to `stream` as one Parquet file. What does not fit into a group of
    rows waits in `parts`, an empty folder beside the output."""
    import polars as pl

    names: list[Path] = []
    groups = _groups(rows, schema)
    group = next(groups)
    for following in chain(groups, (None,)):
        if following is None and not names:
            stream.write(parquet(group))
            return
        names.append(parts / f"{len(names):06}.parquet")
        group.write_parquet(names[-1], compression="uncompressed", statistics=False)
        group = group if following is None else following
    joined_file = parts / "joined.parquet"
    scan = pl.scan_parquet(names, glob=False)
    scan.sink_parquet(joined_file, compression="zstd", statistics=False, row_group_size=GROUP, maintain_order=True)
    with joined_file.open("rb") as whole:
        while data := whole.read(1 << 20):
            stream.write(data)


def _groups(rows: Iterable[Row | Table], schema: Mapping[str, str]) -> Iterator[Table]:
    """The rows in tables of `GROUP` rows, the last of fewer; at least one table."""
    whole = frame((), schema)
    for table in _as_tables(rows, schema):
        whole = joined((whole, table))
        while len(whole) > GROUP:
            yield whole[:GROUP].rechunk()
            whole = whole[GROUP:]
    yield whole.rechunk()


def _as_tables(rows: Iterable[Row | Table], schema: Mapping[str, str]) -> Iterator[Table]:
    loose: list[Row] = []
    for item in rows:
        if isinstance(item, Mapping):
            loose.append(item)
        if loose and (len(loose) >= _LOOSE or not isinstance(item, Mapping)):
            yield frame(loose, schema)
            loose = []
        if not isinstance(item, Mapping):
            yield item
    if loose:
        yield frame(loose, schema)


def rows_of(item: Row | Table) -> list[dict[str, Any]]:
    """The rows of a table, or the one row."""
    return [dict(item)] if isinstance(item, Mapping) else item.to_dicts()


def lines(
    table: Table, schema: Mapping[str, str], constant: Row, looked_up: Mapping[str, tuple[str, Mapping[str, str]]]
) -> Table:
    """A table with the columns of `schema`: its own, those that are the same everywhere, those that a mapping gives for the
    values of another one (empty where it has none), else null."""
    import polars as pl

    kinds = types(schema)
    columns: dict[str, pl.Expr] = {name: pl.lit(None, dtype=kind).alias(name) for name, kind in kinds.items()}
    columns |= {name: pl.col(name) for name in table.columns if name in kinds}
    columns |= {name: pl.lit(value, dtype=kinds[name]).alias(name) for name, value in constant.items()}
    for name, (of, values) in looked_up.items():
        known = {value: values.get(value, "") for value in table[of].unique()}
        columns[name] = pl.col(of).replace_strict(known, return_dtype=kinds[name]).alias(name)
    return table.select(columns.values())


def joined(tables: Iterable[Table]) -> Table:
    """Tables of one schema, one below the other."""
    import polars as pl

    return pl.concat(tables)


def csv(table: Table, *, header: bool) -> bytes:
    """A table as comma-separated values; with the header comes a byte order mark, by which spreadsheets know UTF-8."""
    buffer = io.BytesIO()
    table.write_csv(buffer, include_bom=header, include_header=header)
    return buffer.getvalue()


def read_rows(source: Path | bytes, columns: Collection[str] | None = None) -> list[dict[str, Any]]:
    """The rows of a Parquet file. Raises TermbaseError where it is none."""
    return read_frame(source, columns).to_dicts()


def read_frame(source: Path | bytes, columns: Collection[str] | None = None) -> Table:
    """A Parquet file as a table. Raises TermbaseError where it is none."""
    import polars as pl

    try:
        held = io.BytesIO(source) if isinstance(source, bytes) else source
        return pl.read_parquet(held, columns=list(columns) if columns else None)
    except (OSError, pl.exceptions.PolarsError) as error:
        where = "" if isinstance(source, bytes) else str(source)
        raise TermbaseError("is no evidence file", where, "build the termbase again") from error


def keyed(
    mentions: Sequence[Mention], keys: Sequence[tuple[str, str]], full: Sequence[str | None], hant: Sequence[bool]
) -> Table:
    """Mentions as a table, with the key and sense of each, what it is short for, and the script of its document."""
    import polars as pl

    columns: dict[str, Any] = dict(zip(FIELDS, zip(*mentions, strict=True), strict=True)) if mentions else dict.fromkeys(FIELDS, ())
    columns |= {"key": [key for key, _ in keys], "sense": [sense for _, sense in keys], "full": full, "hant": hant}
    return pl.DataFrame(columns, schema=types(KEYED))


def of_documents(table: Table, documents: Collection[str]) -> Table:
    """The rows of some documents."""
    import polars as pl

    return table.filter(pl.col("document").is_in(sorted(documents)))


def by_document(tables: Sequence[Table]) -> Table:
    """Tables in one, the documents by id, the rows of each in their order."""
    return joined(tables).sort("document", maintain_order=True)


def shard(marks: Sequence[Row], mentions: Table) -> bytes:
    """A Parquet file of the mentions of some documents and, as further rows, what is noted of the documents."""
    import polars as pl

    return parquet(pl.concat([frame(marks, SHARD), mentions.with_columns(pl.lit("mention").alias("row"))], how="diagonal"))


def marks(table: Table) -> list[dict[str, Any]]:
    """The rows of a shard that are no mentions: its documents and what could not be read."""
    import polars as pl

    return table.filter(pl.col("row") != "mention").select(MARKS).to_dicts()


def shard_mentions(table: Table) -> Table:
    """The mentions of a shard."""
    import polars as pl

    return table.filter(pl.col("row") == "mention").select(name for name in table.columns if name in KEYED)
