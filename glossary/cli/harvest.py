"""`glossary harvest`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from glossary.atomic import parts_of, whole_file
from glossary.cli.inputs import add_inputs, sharded_inputs
from glossary.cli.show import add_format, json_lines, print_rows
from glossary.errors import UsageError
from glossary.gathered import by_id
from glossary.tables import MENTION, MENTION_COLUMNS, csv, frame, write_parquet
from glossary.workers import crew

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from glossary.gathered import Mentions
    from glossary.tables import Table

EXAMPLE = """\
example:
  glossary harvest letters/ -o mentions.csv

One row per mention: .jsonl, .csv or .parquet by the suffix of OUT, JSON lines on standard output without it.
"""


# A terminal is too narrow for all of them.
TABLE_COLUMNS = ("document", "start", "term", "kind", "title", "relation", "gloss", "inside", "rule", "score")
_SCHEMA = {name: MENTION[name] for name in MENTION_COLUMNS}
_SLICE = 20_000  # rows that are held as Python's values at once


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.epilog = EXAMPLE
    add_inputs(command)
    command.add_argument("-o", "--output", metavar="OUT", help=".jsonl, .csv or .parquet")
    add_format(command)
    command.set_defaults(format="json")


def run(args: argparse.Namespace) -> int:
    out = Path(args.output) if args.output else None
    if out is not None and out.suffix not in {".jsonl", ".csv", ".parquet"}:
        raise UsageError("is no format of harvest", str(out), "name it .jsonl, .csv or .parquet")
    with crew(args.workers) as helping, sharded_inputs(args, helping) as (found, errors):
        written = _written(_tables(found), out, args.format) if out is None or found.digests else 0
        return 1 if errors or not written else 0


def _tables(found: Mentions) -> Iterator[Table]:
    """The mentions in tables of some rows, the documents by id."""
    for table in by_id(found):
        yield from table.select(MENTION_COLUMNS).iter_slices(_SLICE)


def _written(found: Iterable[Table], out: Path | None, form: str) -> int:
    """How many mentions there are, which are written as they come."""
    counted = _Counted(found)
    if out is None:
        rows = (row for table in counted for row in table.iter_rows(named=True))
        print_rows(rows, TABLE_COLUMNS if form == "table" else MENTION_COLUMNS, form)
    else:
        _write(counted, out)
    return counted.size


class _Counted:
    """Tables whose rows are counted as they go by."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._tables = tables
        self.size = 0

    def __iter__(self) -> Iterator[Table]:
        for table in self._tables:
            self.size += len(table)
            yield table


def _write(found: Iterable[Table], out: Path) -> None:
    with whole_file(out) as stream:
        if out.suffix == ".jsonl":
            for table in found:
                stream.write(json_lines(table.to_dict(as_series=False)).encode())
        elif out.suffix == ".csv":
            stream.write(csv(frame((), _SCHEMA), header=True))
            for table in found:
                stream.write(csv(table, header=False))
        else:
            with parts_of(stream, out) as parts:
                write_parquet(found, _SCHEMA, stream, parts)
