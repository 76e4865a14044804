"""`glossary convert`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from glossary.cli.output import add_output_options, shape
from glossary.cli.show import warn
from glossary.cli.termbases import named_termbase
from glossary.convert import convert
from glossary.decide import add_decisions
from glossary.errors import TermbaseError, UsageError
from glossary.formats.review import read_review
from glossary.formats.table import FORMATS
from glossary.previous import approved_terms

if TYPE_CHECKING:
    import argparse

EXAMPLE = """\
examples:
  glossary convert letters.tbx letters.csv
  glossary convert letters.tbx cat.tbx --tbx 2 --lang zh-Hans=zh-CN
  glossary convert list.csv list.tbx --langs zh-Hans,en
  glossary convert letters.tbx review.xlsx --to review
  glossary convert review.xlsx letters.decisions.tsv --from review

The format of a file is told by its suffix, or by --from and --to. What a format cannot hold is said on standard error.
"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.epilog = EXAMPLE
    command.add_argument("source", metavar="IN", help="the file to read")
    command.add_argument("target", metavar="OUT", help="the file to write")
    readable = ", ".join([*(form.name for form in FORMATS if form.read), "review"])
    writable = "; ".join(f"{form.name} ({form.about})" for form in FORMATS if form.write)
    command.add_argument("--from", dest="read_as", default="", metavar="PROFILE", help=f"how IN is read: {readable}")
    command.add_argument("--to", dest="write_as", default="", metavar="PROFILE", help=f"how OUT is written: {writable}")
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
    if args.read_as == "review":
        return _decided(source, target, quiet=args.quiet)
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


def _decided(source: Path, target: Path, *, quiet: bool) -> int:
    """Adds the decisions of a review list to a file of decisions. 1 where a row makes no sense, or none is filled in."""
    answers = read_review(source)
    for line in (*answers.faults, *(add_decisions(answers.decisions, target) if answers.decisions else ())):
        warn(line)
    if not answers.decisions:
        what = "holds no decision that makes sense"
        raise TermbaseError(what, str(source), "fill in the column decision; nothing was written")
    if not quiet:
        warn(f"{len(answers.decisions)} decisions added to {target}, {answers.open} questions still open")
    return 1 if answers.faults else 0
