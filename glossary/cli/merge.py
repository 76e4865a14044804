"""`glossary merge`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from glossary.atomic import whole_file
from glossary.cli.show import add_format, print_rows, warn
from glossary.cli.termbases import named_termbase
from glossary.decide import decisions_path, read_decisions
from glossary.decide.acts import unseen
from glossary.decide.record import header_row
from glossary.decide.tsv import decisions_text
from glossary.errors import UsageError
from glossary.evidence import evidence_path, pending_path, write_both
from glossary.formats.jsonl import jsonl_lines
from glossary.formats.options import Options
from glossary.formats.table import format_for
from glossary.merge import Clash, merged
from glossary.previous import read_previous
from glossary.tbx.write import loss_lines, write_to

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from glossary.formats.table import Format
    from glossary.merge import Merged

EXAMPLE = """\
example:
  glossary merge letters.tbx records.tbx -o all.tbx
  glossary merge letters.tbx records.tbx -o all.tbx --format tsv > conflicts.tsv

The same concept in both is found by its id, or by a term of the same text, language and kind; where two candidates
remain none is joined. Both sides' terms, notes, edits, decisions and evidence are kept. Where the two contradict one
another BASE's word stands, and the contradiction is listed; a person's edit beats what the machine wrote. The header is
BASE's.
"""
COLUMNS = ("what", "concept", "term", "lang", "kept", "other", "file")


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.epilog = EXAMPLE
    command.add_argument("base", metavar="BASE", help="the termbase whose ids and word stand")
    command.add_argument("others", nargs="+", metavar="NEW", help="termbases to join to it, in this order")
    command.add_argument("-o", "--output", metavar="OUT", required=True, help="the termbase to write, TBX or JSON lines")
    command.add_argument("--quiet", action="store_true", help="no summary, and no list of what contradicts")
    add_format(command)


def run(args: argparse.Namespace) -> int:
    out = Path(args.output)
    writer = format_for("", out, writing=True)
    if writer.name not in ("tbx", "jsonl") or writer.write is None:
        raise UsageError("merge writes TBX or JSON lines", args.output, "name it OUT.tbx; glossary convert makes other formats")
    sides = [read_previous(Path(name), lambda path: named_termbase(str(path))) for name in (args.base, *args.others)]
    for side in sides:
        for line in side.told:
            warn(line)
    result = merged(sides[0], list(zip(args.others, sides[1:], strict=True)))
    lost = _write(result, out, writer)
    _write_decisions(result, out)
    for line in (*lost, *result.told):
        warn(line)
    if not args.quiet:
        _print(args, result, out)
    return 0


def _write(result: Merged, out: Path, writer: Format) -> tuple[str, ...]:
    """The termbase and its evidence; what was left out of it, in lines."""
    assert writer.write is not None
    if writer.name == "tbx" and not result.termbase.concepts:
        return writer.write(result.termbase, out, Options())  # which refuses it, before anything is changed
    if not result.evidence:
        # Evidence of another termbase under this name would pass a person's entries for the machine's: it goes first.
        for path in (evidence_path(out), pending_path(out)):
            path.unlink(missing_ok=True)
        return writer.write(result.termbase, out, Options())
    losses: Counter[str] = Counter()

    def write(stream: IO[bytes]) -> None:
        if writer.name == "tbx":
            write_to(result.termbase, stream, losses)
        else:
            stream.writelines(line.encode() for line in jsonl_lines(result.termbase))

    def rows(digest: str) -> Iterator[Mapping[str, Any]]:
        yield from result.evidence
        yield header_row(result.termbase.title, result.termbase.description, {}, digest)

    write_both(out, write, rows)
    return loss_lines(losses)


def _write_decisions(result: Merged, out: Path) -> None:
    """The decisions; what stood in a file of decisions before stays in it."""
    before = read_decisions(decisions_path(out)).decisions
    whole = (*result.decisions, *unseen(before, result.decisions))
    if whole != before:
        with whole_file(decisions_path(out)) as stream:
            stream.write(decisions_text(whole, header=True).encode("utf-8", "replace"))


def _print(args: argparse.Namespace, result: Merged, out: Path) -> None:
    rows = [dict(zip(COLUMNS, clash, strict=True)) for clash in result.clashes]
    if args.format != "table":
        print_rows(rows, COLUMNS, args.format)
    else:
        for clash in result.clashes:
            warn(_line(clash))
    terms = sum(len(concept.terms) for concept in result.termbase.concepts)
    warn(f"{len(result.termbase.concepts)} concepts, {terms} terms written to {out}; {len(rows)} contradictions")


def _line(clash: Clash) -> str:
    lang = f" ({clash.lang})" if clash.lang else ""
    return f"conflict: {clash.what}: {clash.term}{lang} in {clash.concept}: {clash.kept} stands, {clash.file} has {clash.other}"
