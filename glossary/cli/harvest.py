"""`glossary harvest`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.atomic import whole_file
from glossary.cli.inputs import add_inputs, harvested_inputs
from glossary.cli.show import add_format, json_line, print_rows
from glossary.errors import UsageError
from glossary.evidence import MENTION_COLUMNS, mention_row, mention_table

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

EXAMPLE = """\
example:
  glossary harvest letters/ -o mentions.csv

One row per mention: .jsonl, .csv or .parquet by the suffix of OUT, JSON lines on standard output without it.
"""


# A terminal is too narrow for all of them.
TABLE_COLUMNS = ("document", "start", "term", "kind", "title", "relation", "gloss", "inside", "rule", "score")


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
    found, unread = harvested_inputs(args)
    rows = [mention_row(m) for item in sorted(found, key=lambda h: h.document) for m in item.mentions]
    if out is None:
        print_rows(rows, TABLE_COLUMNS if args.format == "table" else MENTION_COLUMNS, args.format)
    elif rows or found:
        with whole_file(out) as stream:
            stream.write(_bytes(rows, out.suffix))
    return 1 if unread or not rows else 0


def _bytes(rows: Sequence[dict[str, Any]], suffix: str) -> bytes:
    if suffix == ".jsonl":
        return "".join(json_line(row) + "\n" for row in rows).encode()
    buffer = io.BytesIO()
    table = mention_table(rows)
    if suffix == ".csv":
        table.write_csv(buffer, include_bom=True)
    else:
        table.write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()
