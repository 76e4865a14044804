"""The command `glossary`: arguments in, rows and files out. Nothing is decided here."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from glossary import __version__
from glossary.cycles import cycles_seldom_sought
from glossary.errors import GlossaryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

# Every command, in the order of the help: its name, which is that of its module here, and what it does. A module is
# imported when its command is chosen, so that look-up does not wait for what building a termbase needs.
COMMANDS: tuple[tuple[str, str], ...] = (
    ("build", "documents in, a TBX termbase out"),
    ("harvest", "the evidence: one row per mention"),
    ("text", "the text of a document exactly as it was read"),
    ("match", "two lists of names: the best candidates for each"),
    ("lookup", "terms by any form of their name, and why each was found"),
    ("validate", "TBX files: a line per fault"),
    ("convert", "between TBX, JSON lines, CSV and other glossary formats"),
    ("diff", "two termbases, or two spellings: what differs"),
    ("check", "documents against a termbase: what is written otherwise"),
    ("merge", "termbases into one, with what a person decided"),
    ("decide", "records a person's decision beside a termbase"),
    ("variants", "the forms of each concept, aligned character by character"),
    ("explain", "why an entry is there"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns the exit status: 0 done, 1 something was found or nothing was, 2 a wrong call."""
    # The arrays are small: threads of the linear algebra would only wait for each other, in every worker.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What polars has done with goes back to the system soon: by default it keeps some 100 MB in each process.
    os.environ.setdefault("_RJEM_MALLOC_CONF", "narenas:1,dirty_decay_ms:100,muzzy_decay_ms:0")
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        args = parser(given).parse_args(given)
        with cycles_seldom_sought():
            return int(args.run(args))
    except UsageError as error:
        return _failed(error, 2)
    except GlossaryError as error:
        return _failed(error, 1)
    except BrokenPipeError:
        # The reader of our output went away (| head): no fault of the run. Python flushes stdout once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return _failed(GlossaryError("stopped", "", "nothing was written"), 130)


def parser(arguments: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The parser of all commands; the one that `arguments` call has its options, of the others only the names."""
    top = argparse.ArgumentParser(prog="glossary", description="Terms and names from Chinese documents, as a TBX termbase.")
    top.add_argument("--version", action="version", version=f"glossary {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    chosen = next((argument for argument in arguments if not argument.startswith("-")), "")
    for name, about in COMMANDS:
        command = commands.add_parser(
            name, help=about, description=about[0].upper() + about[1:] + ".",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        if name == chosen:
            module = import_module(f"glossary.cli.{name}")
            module.add_arguments(command)
            if "--quiet" not in command.format_usage():
                command.add_argument("--quiet", action="store_true", help="accepted by every command; nothing to leave out here")
            command.set_defaults(run=module.run)
    return top


def _failed(error: GlossaryError, status: int) -> int:
    print(f"glossary: {error}", file=sys.stderr)  # an error shows no control character
    return status
