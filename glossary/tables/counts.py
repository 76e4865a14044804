"""What tables of mentions hold, counted: a table at a time, in columns, and given as plain values.

A table holds whole documents (`tables.KEYED`). A name is a key and what tells it from others called so; only persons and
short forms of several names have the latter: `named` adds it to a table by their keys, the `homonyms`, and `numbered` the
number of each spelling. What counts names takes such tables: the columns are made once for all of them.
"""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from glossary.model import Mention
from glossary.tables import FIELDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import polars as pl

    from glossary.tables import Table

# The columns that are needed to count, and for the two smaller questions.
VOTES = ("key", "kind", "score", "full")
TOGETHER = ("document", "passage", "key")

Name = tuple[str, str]
# Document, start, end, passage, page.
Row = tuple[str, int, int, str, "int | None"]


class Total(NamedTuple):
    """How a spelling of a name is used in a table: mentions, those outside longer names, those in documents in Traditional
    characters; whether as the symbol of a document, whether as a body's own name; the best score; the first places."""

    name: Name
    term: str
    number: int
    alone: int
    hant: int
    symbol: bool
    own: bool
    score: float
    rows: tuple[Row, ...]


class Said(NamedTuple):
    """A mention that has a title or another form beside it, its name, and whether its document is in Traditional
    characters."""

    name: Name
    hant: bool
    mention: Mention


def homonyms(persons: Iterable[str], shared: Iterable[str], both: Iterable[str]) -> Table:
    """The keys of persons, those of short forms that stand for several names, and those of places that are surnames too, as
    the functions here take them."""
    import polars as pl

    by = {**dict.fromkeys(shared, "full"), **dict.fromkeys(persons, "sense"), **dict.fromkeys(both, "bearer")}
    return pl.DataFrame({"key": list(by), "by": list(by.values())}, schema={"key": pl.String, "by": pl.String})


def votes(table: Table) -> Iterator[tuple[str, str, float, str | None, int]]:
    """How many mentions there are of each key, kind and score that are short for one name (None: for several)."""
    import polars as pl

    return iter(table.group_by(VOTES).agg(pl.len()).iter_rows())


def named(table: Table, homonyms: Table) -> Table:
    """The table with `who`: of those keys that are persons' the sense, of those that are places', too, where it tells the
    bearer, of those that are short for several names the one that the document states them for; and with `by`, which of
    these it is."""
    import polars as pl

    full = pl.when(pl.col("by") == "full").then(pl.col("full").fill_null(""))
    # What is a place, too, is a person where it was read as one, or where the document tells the bearer.
    person = (pl.col("kind") == "person") | (pl.col("sense") != pl.col("document"))
    told = (pl.col("by") == "sense") | ((pl.col("by") == "bearer") & person)
    who = pl.when(told).then("sense").otherwise(full.otherwise(pl.lit("")))
    return table.join(homonyms, on="key", how="left", maintain_order="left").with_columns(who.alias("who"))


def numbered(named: Table) -> Table:
    """The table with `at`, the number of the spelling among those of the table, by the name and the spelling."""
    import polars as pl

    return named.with_columns(pl.struct("key", "who", "term").rank("dense").cast(pl.Int64).alias("at") - 1)


def totals(numbered: Table, most: int) -> Iterator[Total]:
    """How each spelling of each name is used, with its places: the first `most`, and the first in each of the first `most`
    documents."""
    import polars as pl

    rows = _rows(numbered, most)
    summed = numbered.group_by("at").agg(
        pl.first("key", "who", "term"), pl.len().alias("number"), pl.col("inside").is_null().sum().alias("alone"), pl.sum("hant"),
        (pl.col("rule") == "document.symbol").any().alias("symbol"), (pl.col("rule") == "body.inner").any().alias("own"), pl.max("score"),
    ).sort("at")  # fmt: skip
    for at, key, who, term, number, alone, hant, symbol, own, score in summed.iter_rows():
        yield Total((key, who), term, number, alone, hant, symbol, own, score, rows[at])


def quotes(numbered: Table) -> Iterator[tuple[Name, str, Row, int, str, str]]:
    """For each spelling of each name the first place that has a sentence: name, term, where, the place of the other form,
    rule, sentence."""
    import polars as pl

    found = (
        numbered.filter(pl.col("sentence") != "")
        .with_columns(pl.col("gloss_start").fill_null(0), (-pl.col("end")).alias("longest"))
        .sort("at", "document", "start", "longest", "gloss_start", "rule", maintain_order=True)
        .unique("at", keep="first", maintain_order=True)
        .select("key", "who", "term", "document", "start", "end", "passage", "page", "gloss_start", "rule", "sentence")
    )
    for key, who, term, document, start, end, passage, page, gloss, rule, sentence in found.iter_rows():
        yield (key, who), term, (intern(document), start, end, intern(passage), page), gloss, intern(rule), sentence


def said(named: Table) -> Iterator[Said]:
    """The mentions that have a title or another form beside them."""
    import polars as pl

    some = (pl.col("gloss").fill_null("") != "") | (pl.col("title").fill_null("") != "")
    found = named.filter(some).select("key", "who", "hant", *FIELDS)
    for key, who, hant, document, passage, *rest in found.iter_rows():
        yield Said((key, who), hant, Mention(intern(document), intern(passage), *rest))


def bearers(named: Table) -> Iterator[tuple[Name, str]]:
    """The names in a document that end with a surname which stands in it alone, too."""
    import polars as pl

    names = named.select("document", "key", "who", "by").unique()
    full = names.filter(pl.col("key").str.contains("·", literal=True)).select(
        "document", pl.col("key").alias("full"), pl.col("key").str.split("·").list.last().alias("key")
    )
    short = names.filter((pl.col("who") != "") & pl.col("by").is_in(["sense", "bearer"]))
    for key, who, name in short.join(full.unique(), on=("document", "key")).select("key", "who", "full").iter_rows():
        yield (key, who), name


def together(table: Table, keys: Collection[str]) -> Iterator[Sequence[str]]:
    """For each passage that holds two or more of some keys, which."""
    import polars as pl

    wanted = pl.DataFrame({"key": sorted(keys)}, schema={"key": pl.String})
    some = table.select(TOGETHER).join(wanted, on="key", how="semi").unique(maintain_order=True)
    found = some.group_by("document", "passage", maintain_order=True).agg("key").filter(pl.col("key").list.len() > 1)
    return (keys for (keys,) in found.select("key").iter_rows())


def owners(names: Mapping[Name, int]) -> Table:
    """A number for each name, as `owned` takes it."""
    import polars as pl

    columns = {"key": [key for key, _ in names], "who": [who for _, who in names], "owner": list(names.values())}
    return pl.DataFrame(columns, schema={"key": pl.String, "who": pl.String, "owner": pl.Int64})


def owned(table: Table, homonyms: Table, owners: Table, titles: Sequence[str]) -> Table:
    """The mentions with `concept`: of the numbers of the names that stand in one place the greatest, as the title of that
    number; empty where none of them has one."""
    import polars as pl

    number = pl.max("owner").over("document", "start", "end")
    told = pl.DataFrame({"owner": range(len(titles)), "concept": list(titles)}, schema={"owner": pl.Int64, "concept": pl.String})
    return (
        named(table, homonyms)
        .join(owners, on=("key", "who"), how="left", maintain_order="left")
        .with_columns(number)
        .join(told, on="owner", how="left", maintain_order="left")
        .with_columns(pl.col("concept").fill_null(""))
    )


def _rows(table: pl.DataFrame, most: int) -> list[tuple[Row, ...]]:
    """The places that are kept of each spelling, by its number."""
    import polars as pl

    at, document = pl.col("at"), pl.col("document")
    first = ((at != at.shift(1)) | (document != document.shift(1))).fill_null(value=True)
    placed = (
        table.select("at", "document", "start", "end", "passage", "page")
        .unique()
        .sort("at", "document", "start", "end", "passage")
        .with_columns(first.alias("first"))
        .with_columns(pl.int_range(pl.len()).over("at").alias("n"), pl.col("first").cum_sum().over("at").alias("nth"))
        .filter((pl.col("n") < most) | (pl.col("first") & (pl.col("nth") <= most)))
    )
    found: list[list[Row]] = [[] for _ in range(table["at"].n_unique())]
    for number, document_, start, end, passage, page in placed.select("at", "document", "start", "end", "passage", "page").iter_rows():
        found[number].append((intern(document_), start, end, intern(passage), page))
    return list(map(tuple, found))
