"""`glossary text`."""

from __future__ import annotations

import sys
from itertools import chain
from typing import TYPE_CHECKING

from glossary.cli.show import warn
from glossary.errors import ReadError, visible
from glossary.read import read, settled, sources

if TYPE_CHECKING:
    import argparse

EXAMPLE = """\
example:
  glossary text letter.pdf | less

Prints the text exactly as it was read, so that character N of it is offset N of every span.
"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.epilog = EXAMPLE
    command.add_argument("file", metavar="FILE", help="a document; - is standard input")
    command.add_argument("--encoding", metavar="NAME", help="the encoding of plain text, in place of detecting it")
    command.add_argument("--document", metavar="ID", help="of a corpus or folder, the document with this id")


def run(args: argparse.Namespace) -> int:
    status = 0
    shown = False
    listing = settled(sources([args.file], encoding=args.encoding, stdin=sys.stdin.buffer))
    for notice in () if args.quiet else listing.notices:
        warn(notice)
    for document in chain(listing.errors, *map(read, listing.sources)):
        if isinstance(document, ReadError):
            warn(document)
            status = 1
        elif args.document in (None, document.id):
            # As bytes: a text stream would translate line ends on some systems. A terminal would obey control
            # characters; whoever wants the text as it is has it in a pipe or a file.
            shown_text = visible(document.text) if sys.stdout.isatty() else document.text
            sys.stdout.flush()
            sys.stdout.buffer.write(shown_text.encode("utf-8", "surrogatepass"))
            sys.stdout.buffer.flush()
            shown = True
    return status if shown else 1
