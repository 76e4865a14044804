"""`glossary build`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.build import assembled, evidence
from glossary.cli.inputs import add_inputs, sharded_inputs
from glossary.cli.output import add_output_options, shape
from glossary.cli.show import print_table, warn
from glossary.cli.termbases import named_termbase
from glossary.convert import shaped
from glossary.corpus import context
from glossary.errors import UsageError
from glossary.evidence import evidence_path, write_evidence
from glossary.formats.table import format_for
from glossary.model import KINDS
from glossary.tbx.write import write_termbase
from glossary.termbase import Options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from glossary.model import Termbase
    from glossary.shards import Shards

EXAMPLE = """\
examples:
  glossary build letters/ -o letters.tbx
  glossary build --sample -o sample.tbx
  glossary build letters/ -o cat.tbx --tbx 2 --lang zh-Hans=zh-CN

Beside OUT.tbx stands OUT.evidence.parquet: every mention, rule, score and link behind the termbase.
"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.epilog = EXAMPLE
    add_inputs(command, sample=True)
    command.add_argument("-o", "--output", metavar="OUT.tbx", required=True, help="the termbase to write")
    add_output_options(command)
    command.add_argument("--kind", action="append", choices=KINDS, default=[], help="only this kind (repeatable)")
    command.add_argument("--min-count", type=int, default=1, metavar="N", help="leave out concepts with fewer mentions")
    command.add_argument("--min-score", type=float, default=0.0, metavar="X", help="leave out concepts scored lower (0 to 1)")
    command.add_argument("--max-sources", type=int, default=5, metavar="N", help="places kept for each term (5)")
    command.add_argument("--no-suggestions", action="store_true", help="no suggested equivalents")
    command.add_argument("--reference", action="append", default=[], metavar="TBX", help="a termbase to suggest from (repeatable)")
    command.add_argument("--traditional", action="store_true", help="add Traditional forms made by OpenCC, marked as such")
    command.add_argument("--pinyin", action="store_true", help="add the pinyin of each preferred Chinese term")


def run(args: argparse.Namespace) -> int:
    out = Path(args.output)
    if out.suffix != ".tbx":
        raise UsageError("build writes TBX", args.output, "name it OUT.tbx; glossary convert makes other formats")
    if args.only == "approved":
        raise UsageError("nothing is approved yet in a termbase that is being built", "--only approved", "use convert")
    asked = shape(args)
    references = [named_termbase(name) for name in args.reference]
    with sharded_inputs(args) as (corpus, unread):
        return _built(args, out, corpus, unread, asked, references)


def _built(
    args: argparse.Namespace, out: Path, corpus: Shards, unread: Sequence[str], asked: dict[str, Any],
    references: Sequence[Termbase],
) -> int:  # fmt: skip
    options = Options(tuple(args.kind), args.min_count, args.min_score, args.max_sources)
    made = assembled(
        corpus, context(), options,
        suggest=not args.no_suggestions, references=references,
        traditional=args.traditional, pinyin=args.pinyin, workers=args.workers,
    )  # fmt: skip
    if not made.termbase.concepts:
        warn("no concept found; nothing was written")
        return 1
    documents = len(corpus.digests)
    termbase = replace(made.termbase, title="Glossary", description=_description(documents))
    termbase, lost = shaped(termbase, format_for("tbx", out, writing=True), **asked)
    lost += write_termbase(termbase, out, contexts=not args.no_context)
    write_evidence(evidence(corpus, made, context()), evidence_path(out))
    for line in lost:
        warn(line)
    if not args.quiet:
        _print_summary(termbase, out, documents, unread)
    return 1 if unread else 0


def _description(documents: int) -> str:
    return f"Names and terms harvested from {documents} document{'s' * (documents != 1)}."


def _print_summary(termbase: Termbase, out: Path, documents: int, unread: Sequence[str]) -> None:
    rows = []
    for kind in KINDS:
        concepts = [c for c in termbase.concepts if c.kind == kind]
        if concepts:
            rows.append(_counts(kind, concepts))
    rows.append(_counts("all", termbase.concepts))
    columns = ("kind", "concepts", "Chinese terms", "Latin form in the text", "suggested")
    print_table(rows, columns, f"{out}: {documents} documents read, {len(unread)} not read", stream=sys.stderr)


def _counts(name: str, concepts: Sequence[object]) -> list[str]:
    from glossary.model import Concept

    listed = [c for c in concepts if isinstance(c, Concept)]
    chinese = sum(t.lang.startswith("zh") for c in listed for t in c.terms)
    latin = sum(any(not t.lang.startswith(("zh", "und")) or t.lang == "und-Latn" for t in c.terms if not t.suggested) for c in listed)
    suggested = sum(any(t.suggested for t in c.terms) for c in listed)
    return [name, str(len(listed)), str(chinese), str(latin), str(suggested)]
