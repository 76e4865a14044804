"""`glossary harvest`."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from glossary.atomic import parts_of, whole_file
from glossary.cli.inputs import add_inputs, sharded_inputs
from glossary.cli.show import add_format, json_line, print_rows
from glossary.errors import UsageError
from glossary.gathered import documents
from glossary.tables import GROUP, MENTION, MENTION_COLUMNS, csv, mention_row, write_parquet

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from glossary.model import Mention

EXAMPLE = """\
example:
  glossary harvest letters/ -o mentions.csv

One row per mention: .jsonl, .csv or .parquet by the suffix of OUT, JSON lines on standard output without it.
"""


# A terminal is too narrow for all of them.
TABLE_COLUMNS = ("document", "start", "term", "kind", "title", "relation", "gloss", "inside", "rule", "score")
_SCHEMA = {name: MENTION[name] for name in MENTION_COLUMNS}


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
    with sharded_inputs(args) as (found, errors):
        return _written(documents(found), bool(errors), out, args.format, read=bool(found.digests))


def _written(found: Iterable[Sequence[Mention]], failed: bool, out: Path | None, form: str, *, read: bool) -> int:
    """Writes the mentions as they come. Nothing is written where no document could be `read`."""
    count = _Counted(mention_row(m) for mentions in found for m in mentions)
    if out is None:
        print_rows(count, TABLE_COLUMNS if form == "table" else MENTION_COLUMNS, form)
    elif read:
        _write(count, out)
    return 1 if failed or not count.size else 0


class _Counted:
    """Rows that are counted as they go by."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self._rows = rows
        self.size = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self._rows:
            self.size += 1
            yield row


def _write(rows: Iterable[dict[str, Any]], out: Path) -> None:
    with whole_file(out) as stream:
        if out.suffix == ".jsonl":
            stream.writelines((json_line(row) + "\n").encode() for row in rows)
        elif out.suffix == ".csv":
            _write_csv(rows, stream)
        else:
            with parts_of(stream, out) as parts:
                write_parquet(rows, _SCHEMA, stream, parts)


def _write_csv(rows: Iterable[dict[str, Any]], stream: IO[bytes]) -> None:
    batch: list[dict[str, Any]] = []
    header = True
    for row in rows:
        if len(batch) >= GROUP:
            stream.write(csv(batch, _SCHEMA, header=header))
            batch, header = [], False
        batch.append(row)
    stream.write(csv(batch, _SCHEMA, header=header))
