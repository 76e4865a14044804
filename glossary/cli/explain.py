"""`glossary explain`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from glossary.cli.show import add_format, json_line, print_rows, show, warn
from glossary.errors import UsageError
from glossary.explain import LINK_COLUMNS, MENTION_COLUMNS, explanations, origin_line

if TYPE_CHECKING:
    import argparse

    from glossary.explain import Explanation

EXAMPLE = """\
example:
  glossary explain 联合国宪章 -t letters.tbx

CONCEPT is an id or any term of it. The evidence stands in OUT.evidence.parquet beside the termbase.
"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.epilog = EXAMPLE
    command.add_argument("concept", metavar="CONCEPT", help="an id, or a term")
    command.add_argument("-t", "--termbase", required=True, metavar="TERMBASE", help="the TBX file")
    add_format(command)


def run(args: argparse.Namespace) -> int:
    path = Path(args.termbase)
    if not path.is_file():
        raise UsageError("no such termbase", args.termbase, "name a TBX file")
    for explanation in explanations(args.concept, path):
        if explanation.missing:
            warn(explanation.missing)
        if args.format == "table":
            _print(explanation)
        else:
            _print_rows(explanation, args.format)
    return 0


def _print(explanation: Explanation) -> None:
    concept = explanation.concept
    show(f"{concept.id}  {concept.kind or ''}")
    for term in concept.terms:
        count = f", {term.count} mentions" if term.count else ""
        why = f" — {origin_line(term)}" if term.suggested else ""
        show(f"  {term.text}  ({term.lang}, {term.form or 'no type'}, {term.status or 'no status'}{count}){why}")
    for note in concept.notes:
        show(f"  {note}")
    if explanation.mentions:
        print_rows(explanation.mentions, MENTION_COLUMNS, "table", "\nwhere it stands, and what found it")
    if explanation.links:
        print_rows(explanation.links, LINK_COLUMNS, "table", "\nwhy its names are one (or were kept apart)")


def _print_rows(explanation: Explanation, form: str) -> None:
    rows = [{"row": "mention", **row} for row in explanation.mentions] + [{"row": "link", **row} for row in explanation.links]
    for row in rows:
        row["concept"] = explanation.concept.id
    if form == "json":
        for row in rows:
            print(json_line({key: value for key, value in row.items() if value is not None}))
    else:
        print_rows(rows, ("concept", "row", *dict.fromkeys((*MENTION_COLUMNS, *LINK_COLUMNS))), form)
