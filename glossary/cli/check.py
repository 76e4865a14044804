"""`glossary check`."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.atomic import whole_file
from glossary.check import (
    FINDING_KINDS,
    MEANINGS,
    SEVERITIES,
    Checked,
    checked,
    encoded_like,
    fixed,
    known_forms,
    sarif_text,
)
from glossary.cli.inputs import add_inputs
from glossary.cli.show import add_format, json_line, print_rows, progress, show, warn
from glossary.cli.termbases import named_termbase
from glossary.errors import UsageError
from glossary.read import settled, sources

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from glossary.check import Finding
    from glossary.read import Source

KINDS = "\n".join(f"  {kind:<11} {MEANINGS[kind]}" for kind in FINDING_KINDS)
EXAMPLE = f"""\
examples:
  glossary check letter.docx -t letters.tbx
  glossary check texts/ -t letters.tbx --severity warning --format sarif > check.sarif
  glossary check draft.txt -t letters.tbx --fix corrected.txt

Prints FILE:LINE:COLUMN: severity kind: what was found. Of a file that is no plain text, lines and columns are those of
the text as it was read (glossary text FILE). Kinds:
{KINDS}
--severity leaves out what matters less; error matters most. --fix writes in what the termbase would write, for the
findings that --kind and --severity leave and of which that is sure. Exit status 1 where something was found.
"""
COLUMNS = ("file", "line", "column", "severity", "kind", "text", "preferred", "concept", "score", "message")
_ROW = re.compile(r"(?s)(.*\.jsonl):\d+")


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.epilog = EXAMPLE
    add_inputs(command, shards=False)
    command.add_argument(
        "-t", "--termbase", action="append", required=True, metavar="TERMBASE", help="TBX or JSON lines (repeatable)"
    )
    command.add_argument(
        "--kind", action="append", choices=FINDING_KINDS, default=[], help="only findings of this kind (repeatable)"
    )
    command.add_argument(
        "--severity", choices=SEVERITIES, default="info", help="leave out findings that matter less than this (info)"
    )
    command.add_argument("--fix", metavar="OUT", help="write a corrected copy of one plain text")
    add_format(command, "sarif")


def run(args: argparse.Namespace) -> int:
    # Sound is judged with small matrices, which several threads only slow down; numpy reads this when it is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if not args.inputs:
        raise UsageError("no document", "", "name files or folders, or - for standard input")
    if args.workers < 1:
        raise UsageError("--workers must be 1 or more", str(args.workers))
    known = known_forms(concept for name in args.termbase for concept in named_termbase(name).concepts)
    listing = settled(sources(args.inputs, encoding=args.encoding, stdin=sys.stdin.buffer))
    for notice in listing.notices:
        warn(notice)
    out = _checked_output(args, listing.sources) if args.fix else None
    unread = [str(error) for error in listing.errors]
    done: list[Checked] = []
    with progress(len(listing.sources), "checking", quiet=args.quiet) as step:
        for item in checked(listing.sources, known, workers=args.workers):
            if isinstance(item, Checked):
                done.append(item)
                step(item.document)
            else:
                unread.append(str(item))
    for line in [*unread, *_strangers(done)]:
        warn(line)
    found = [finding for item in done for finding in item.findings if _is_wanted(finding, args)]
    _print(found, args.format)
    if out is not None and done:
        _write_fixed(out, listing.sources[0], done[0], found, args)
    if not args.quiet:
        warn(_summary(found, len(done)))
    return 1 if found or unread else 0


def _is_wanted(finding: Finding, args: argparse.Namespace) -> bool:
    most = SEVERITIES.index(args.severity)
    return SEVERITIES.index(finding.severity) <= most and (not args.kind or finding.kind in args.kind)


def _strangers(done: Sequence[Checked]) -> list[str]:
    return [
        f"{item.origin}: holds no Chinese character; only forms in other letters were looked for"
        for item in done
        if not item.chinese
    ]


def _print(found: Sequence[Finding], form: str) -> None:
    if form == "sarif":
        show(sarif_text(found))
    elif form == "json":
        for finding in found:
            print(json_line(_row(finding)))
    elif form == "tsv":
        print_rows([_flat(finding) for finding in found], COLUMNS, "tsv")
    else:
        for finding in found:
            show(f"{_file(finding)}:{finding.line}:{finding.column}: {finding.severity} {finding.kind}: {finding.message}")


def _row(finding: Finding) -> dict[str, Any]:
    fields = asdict(finding)
    del fields["origin"]
    fields["preferred"] = list(finding.preferred)
    row = {"file": _file(finding), **fields, "replacement": finding.replacement}
    return {name: value for name, value in row.items() if value not in ("", None, [])}


def _flat(finding: Finding) -> dict[str, Any]:
    return {**asdict(finding), "file": _file(finding), "preferred": " | ".join(finding.preferred)}


def _file(finding: Finding) -> str:
    """What a place is counted in: the file, or of a corpus the row with this id."""
    row = _ROW.fullmatch(finding.origin)
    return f"{row[1]}#{finding.document}" if row else finding.origin or finding.document


def _checked_output(args: argparse.Namespace, found: Sequence[Source]) -> Path:
    """Where the corrected copy goes. Raises UsageError for what would overwrite an input, and for several inputs."""
    out = Path(args.fix)
    if len(found) != 1 or found[0].suffix != ".txt":
        raise UsageError("--fix takes one plain text", args.fix, "name one .txt file, or - for standard input")
    taken = [Path(source.path) for source in found if source.path != "-"] + [Path(name) for name in args.termbase]
    for path in taken:
        if _is_same(path, out):
            raise UsageError("--fix never writes over an input", args.fix, "name another file")
    return out


def _is_same(path: Path, out: Path) -> bool:
    try:
        return path.resolve() == out.resolve() or (out.exists() and path.samefile(out))
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(f"cannot be written ({error})", str(out), "name another file") from error


def _write_fixed(out: Path, source: Source, item: Checked, found: Sequence[Finding], args: argparse.Namespace) -> None:
    result = fixed(item.text, found)
    original = source.data if source.data is not None else Path(source.path).read_bytes()
    data, name = encoded_like(result.text, original, item.text, args.encoding)
    with whole_file(out) as stream:
        stream.write(data)
    for finding in result.left:
        warn(f"{_file(finding)}:{finding.line}:{finding.column}: left as it is: {finding.text}")
    if not args.quiet:
        warn(f"{result.corrected} places corrected in {out} ({name})")


def _summary(found: Sequence[Finding], documents: int) -> str:
    counts = Counter(finding.severity for finding in found)
    told = ", ".join(f"{counts[s]} {s}{'s' * (counts[s] != 1 and s != 'info')}" for s in SEVERITIES if counts[s])
    return f"{documents} document{'s' * (documents != 1)} checked: {told or 'nothing found'}"
