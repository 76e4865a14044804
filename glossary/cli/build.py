"""`glossary build`."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import nullcontext
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
from glossary.decide import add_decisions, decisions_path, read_decisions
from glossary.decide.acts import unseen
from glossary.decide.documents import documents
from glossary.decide.identify import Past
from glossary.decide.news import news
from glossary.decide.record import header_row
from glossary.errors import UsageError
from glossary.evidence import write_both
from glossary.formats.table import format_for
from glossary.gathered import Joined, gathered
from glossary.model import KINDS
from glossary.previous import Previous, read_previous
from glossary.tbx.write import loss_lines, write_to
from glossary.termbase import Options
from glossary.workers import crew

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from glossary.decide.values import Decision
    from glossary.gathered import Mentions
    from glossary.model import Termbase
    from glossary.shards import Shards
    from glossary.tables import Row, Table
    from glossary.workers import Crew

EXAMPLE = """\
examples:
  glossary build letters/ -o letters.tbx
  glossary build --sample -o sample.tbx
  glossary build letters/ -o cat.tbx --tbx 2 --lang zh-Hans=zh-CN
  glossary build new/ --previous letters.tbx -o letters.tbx

Beside OUT.tbx stands OUT.evidence.parquet: every mention, rule, score and link behind the termbase. Decisions in
OUT.decisions.tsv (glossary decide) are obeyed. With --previous every id, edit and decision of that termbase is kept and
its documents need not be given again; what is new and what is to be doubted is said on standard error.
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
    command.add_argument("--previous", metavar="TBX", help="a termbase to go on from: its ids, edits, decisions and evidence are kept")
    command.add_argument("--traditional", action="store_true", help="add Traditional forms made by OpenCC, marked as such")
    command.add_argument("--pinyin", action="store_true", help="add the pinyin of each preferred Chinese term")


def run(args: argparse.Namespace) -> int:
    out = Path(args.output)
    if out.suffix != ".tbx":
        raise UsageError("build writes TBX", args.output, "name it OUT.tbx; glossary convert makes other formats")
    if args.only == "approved" and not args.previous:
        raise UsageError("nothing is approved yet in a termbase that is being built", "--only approved", "name --previous, or use convert")
    asked = shape(args)
    references = [named_termbase(name) for name in args.reference]
    before, past, decisions = _before(args.previous, out)
    reads = args.inputs or args.sample or not args.previous
    # The processes that harvested go on with the rest: each takes a second or two to start.
    with crew(args.workers) as helping, sharded_inputs(args, helping) if reads else nullcontext((None, ())) as (new, unread):
        return _built(args, out, helping, new, unread, asked, references, before, past, decisions)


def _built(
    args: argparse.Namespace, out: Path, helping: Crew, new: Shards | None, unread: Sequence[str], asked: dict[str, Any],
    references: Sequence[Termbase], before: Previous | None, past: Past, decisions: Sequence[Decision],
) -> int:  # fmt: skip
    read = new.digests if new else {}
    counted = documents(dict(past.digests), dict(read))
    parts: list[tuple[Mentions, frozenset[str]]] = [(new, frozenset(counted.new))] if new else []
    if past.mentions or past.digests:
        parts.append((gathered(past.mentions, dict(past.digests), context()), frozenset(counted.old)))
    corpus = Joined(tuple(parts))
    digests = corpus.digests
    options = Options(tuple(args.kind), args.min_count, args.min_score, args.max_sources)
    result = assembled(
        corpus, context(), options,
        suggest=not args.no_suggestions, references=references,
        traditional=args.traditional, pinyin=args.pinyin, past=past, crew=helping,
    )  # fmt: skip
    if not result.termbase.concepts:
        warn("no concept found; nothing was written")
        return 1
    termbase = replace(
        result.termbase, title=past.title or "Glossary", description=past.description or _description(len(digests)),
        extra=before.termbase.extra if before else (),
    )  # fmt: skip
    written, lost = shaped(termbase, format_for("tbx", out, writing=True), **asked, approved=result.approved)
    if not written.concepts:
        warn("no term of the kind asked for; nothing was written")
        return 1
    losses: Counter[str] = Counter()

    def rows(digest: str) -> Iterator[Row | Table]:
        yield from evidence(corpus, result)
        yield header_row(termbase.title, termbase.description, asked, digest)

    write_both(out, lambda stream: write_to(written, stream, losses, contexts=not args.no_context), rows)
    lost += loss_lines(losses)
    _keep_decisions(decisions, out)
    for line in (*lost, *(f"doubt: {line}" for line in result.told)):
        warn(line)
    if not args.quiet:
        for line in news(past, termbase.concepts) if before else ():
            warn(line)
        _print_summary(written, out, len(read), unread)
    return 1 if unread else 0


def _before(previous: str | None, out: Path) -> tuple[Previous | None, Past, tuple[Decision, ...]]:
    """The termbase to go on from, what is known of it and of the decisions beside OUT, and all decisions, which stand
    beside OUT from now on."""
    beside = read_decisions(decisions_path(out))
    if not previous:
        for line in beside.faults:
            warn(line)
        return None, Past(acts=beside.decisions), ()
    before = read_previous(Path(previous), lambda path: named_termbase(str(path)))
    more: tuple[Decision, ...] = ()
    faults = before.told
    if decisions_path(out) != decisions_path(Path(previous)):
        more = unseen(beside.decisions, before.decisions)
        faults += beside.faults
    for line in faults:
        warn(line)
    past = replace(before.past, acts=(*before.past.acts, *unseen(more, before.past.acts)))
    return before, past, unseen(before.decisions, beside.decisions)


def _keep_decisions(decisions: Sequence[Decision], out: Path) -> None:
    if decisions:
        for line in add_decisions(decisions, decisions_path(out)):
            warn(line)


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
