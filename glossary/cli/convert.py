"""`glossary convert`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from glossary.cli.output import add_output_options, shape
from glossary.cli.show import warn
from glossary.cli.termbases import named_termbase
from glossary.convert import convert
from glossary.errors import UsageError
from glossary.formats.table import FORMATS
from glossary.previous import approved_terms

if TYPE_CHECKING:
    import argparse

EXAMPLE = """\
examples:
  glossary convert letters.tbx letters.csv
  glossary convert letters.tbx cat.tbx --tbx 2 --lang zh-Hans=zh-CN
  glossary convert list.csv list.tbx --langs zh-Hans,en

The format of a file is told by its suffix, or by --from and --to. What a format cannot hold is said on standard error.
"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.epilog = EXAMPLE
    command.add_argument("source", metavar="IN", help="the file to read")
    command.add_argument("target", metavar="OUT", help="the file to write")
    names = ", ".join(sorted(form.name for form in FORMATS))
    command.add_argument("--from", dest="read_as", default="", metavar="PROFILE", help=f"how IN is read: {names}")
    command.add_argument("--to", dest="write_as", default="", metavar="PROFILE", help="how OUT is written")
    add_output_options(command)
    command.add_argument("--langs", default="", metavar="TAG,TAG", help="the languages of a bilingual file, source first")
    command.add_argument(
        "--strict-language", action="store_true", help="a Latin form of unknown language is no target term"
    )
    command.add_argument("--quiet", action="store_true", help="no summary")


def run(args: argparse.Namespace) -> int:
    source, target = Path(args.source), Path(args.target)
    if not source.exists():
        raise UsageError("there is no such file", args.source, "check its name")
    done = convert(
        source, target, read_as=args.read_as, write_as=args.write_as, contexts=not args.no_context,
        approved=approved_terms(source, lambda path: named_termbase(str(path))) if args.only == "approved" else None,
        langs=tuple(tag.strip() for tag in args.langs.split(",") if tag.strip()),
        strict_language=args.strict_language, **shape(args),
    )  # fmt: skip
    for line in done.lost:
        warn(line)
    if not args.quiet:
        warn(f"{done.concepts} concepts, {done.terms} terms written to {target}")
    return 0
