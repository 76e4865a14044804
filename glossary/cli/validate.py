"""`glossary validate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from glossary.cli.show import add_format, print_rows, show, warn
from glossary.errors import GlossaryError
from glossary.tbx.validate import faults

if TYPE_CHECKING:
    import argparse

EXAMPLE = """\
example:
  glossary validate terms.tbx --strict

An error is what the official schemas refuse, a warning a hole that they leave.
Exit status 1 where there is an error (with --strict: or a warning).
"""

COLUMNS = ("file", "line", "severity", "rule", "message")


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.epilog = EXAMPLE
    command.add_argument("files", nargs="+", metavar="FILE", help="TBX files, version 3 or 2")
    command.add_argument("--strict", action="store_true", help="warnings count as errors")
    add_format(command)


def run(args: argparse.Namespace) -> int:
    rows = []
    wrong = False
    for name in args.files:
        try:
            found = list(faults(Path(name)))
        except GlossaryError as error:
            warn(error)
            wrong = True
            continue
        wrong |= any(fault.severity == "error" or args.strict for fault in found)
        rows += [{"file": name, **fault._asdict()} for fault in found]
    if args.format == "table":
        for row in rows:
            show(f"{row['file']}:{row['line']}: {row['severity']}: {row['rule']}: {row['message']}")
    else:
        print_rows(rows, COLUMNS, args.format)
    return int(wrong)
