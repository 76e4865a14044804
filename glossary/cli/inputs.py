"""What `build`, `harvest` and `text` have in common: inputs, encoding, workers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from glossary.cli.show import progress, warn
from glossary.corpus import Harvested, harvested
from glossary.errors import UsageError
from glossary.read import settled, sources

if TYPE_CHECKING:
    import argparse


def add_inputs(command: argparse.ArgumentParser, *, sample: bool = False) -> None:
    """The positional inputs and the options on how they are read."""
    command.add_argument(
        "inputs", nargs="*", metavar="INPUT", help="a file or folder of .txt .pdf .docx .html .jsonl; - is standard input"
    )
    if sample:
        command.add_argument("--sample", action="store_true", help="take the sample documents of the package")
    command.add_argument("--encoding", metavar="NAME", help="the encoding of plain text, in place of detecting it")
    command.add_argument("--workers", type=int, default=1, metavar="N", help="processes to read with (1)")
    command.add_argument("--quiet", action="store_true", help="no progress and no summary")


def harvested_inputs(args: argparse.Namespace) -> tuple[list[Harvested], list[str]]:
    """What the inputs gave, and a line for each that could not be read (printed already)."""
    inputs = list(args.inputs) + (_sample_paths() if getattr(args, "sample", False) else [])
    if not inputs:
        raise UsageError("no input", "", "name files or folders, or - for standard input")
    if args.workers < 1:
        raise UsageError("--workers must be 1 or more", str(args.workers))
    listing = settled(sources(inputs, encoding=args.encoding, stdin=sys.stdin.buffer))
    for note in listing.notices:
        warn(note)
    unread = [str(error) for error in listing.errors]
    found: list[Harvested] = []
    with progress(len(listing.sources), "reading", quiet=args.quiet) as step:
        for item in harvested(listing.sources, workers=args.workers):
            if isinstance(item, Harvested):
                found.append(item)
                step(item.document)
            else:
                unread.append(str(item))
    for line in unread:
        warn(line)
    return found, unread


def _sample_paths() -> list[str]:
    from importlib import resources

    return [str(resources.files("glossary") / "data" / "samples")]
