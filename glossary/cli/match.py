"""`glossary match`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.cli.show import json_line
from glossary.errors import UsageError
from glossary.match import matches

if TYPE_CHECKING:
    import argparse

EXAMPLE = """\
example:
  glossary match queries.txt candidates.txt --top 5

Two files with a name a line, in any script. Prints one JSON object a line: query, rank, candidate, score.
"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.epilog = EXAMPLE
    command.add_argument("queries", help="file of names, one a line; - is standard input")
    command.add_argument("candidates", help="file of names, one a line")
    command.add_argument("--top", type=int, default=50, metavar="N", help="candidates for each query (50)")


def run(args: argparse.Namespace) -> int:
    if args.top < 1:
        raise UsageError("--top must be 1 or more", str(args.top))
    found = False
    for match in matches(_lines(args.queries), _lines(args.candidates), args.top):
        print(json_line(asdict(match)))
        found = True
    return 0 if found else 1


def _lines(name: str) -> list[str]:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(f"cannot be read ({error.strerror})", name, "give a text file with a name a line") from error
    except UnicodeDecodeError as error:
        raise UsageError("is not UTF-8", name, "save it as UTF-8") from error
    return text.splitlines()
