"""`glossary lookup`."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.cli.show import add_format, json_line, print_rows, show, warn
from glossary.errors import GlossaryError, UsageError
from glossary.lookup import lookups, open_index, places

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from glossary.lookup import Hit, Index, Place, Spelling

EXAMPLE = """\
example:
  glossary lookup 阿利耶夫 Aliyev aliyefu -t letters.tbx -t reference.tbx
  glossary lookup --in-text letter.docx -t letters.tbx

A query is Chinese in either script, Latin with or without its marks, pinyin with or without tones and blanks,
initials, a part of a name, a misspelling, or something that sounds like it. Why each concept was found is said:
  exact     as it stands               id        the concept's id
  folded    but for case and marks     script    in the other Chinese script
  pinyin    by its reading             initials  by the first letters of its syllables or words
  prefix    it begins so               part      a word or name in it        inside    in the middle
  typing    with typing errors         sound     it sounds alike
The index is made at the first look-up, beside the termbase or in the user's cache folder.
Exit status 1 where nothing is found.
"""

COLUMNS = ("query", "rank", "candidate", "score", "reason", "concept", "kind", "lang", "forms", "termbase")
PLACE_COLUMNS = ("document", "start", "end", "query", "candidate", "concept", "kind", "lang", "forms", "termbase")


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.epilog = EXAMPLE
    command.add_argument("queries", nargs="*", metavar="QUERY", help="a name in any form, or a part of it")
    command.add_argument(
        "-t", "--termbase", action="append", required=True, metavar="TERMBASE", help="TBX or JSON lines (repeatable)"
    )
    command.add_argument("--top", type=int, default=10, metavar="N", help="concepts for each query (10)")
    command.add_argument("--context", action="store_true", help="show the sentences that the terms stood in")
    command.add_argument("--in-text", metavar="TEXT", help="find all terms in a text, a file, or - for standard input")
    command.add_argument("--reindex", action="store_true", help="make the index anew")
    command.add_argument("--quiet", action="store_true", help="say nothing of the index, or of queries without a hit")
    add_format(command)


def run(args: argparse.Namespace) -> int:
    if not args.queries and args.in_text is None:
        raise UsageError("no query", "", "give a name, or --in-text with a sentence or file")
    if args.top < 1:
        raise UsageError("--top must be 1 or more", str(args.top))
    # Sound is judged with small matrices, which several threads only slow down; numpy reads this when it is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    index = open_index(args.termbase, reindex=args.reindex, notice=None if args.quiet else warn)
    found = [(query, lookups(query, index, args.top)) for query in args.queries]
    status = 0 if any(hits for _, hits in found) else 1
    for query, hits in found:
        if not hits and not args.quiet:
            warn(f"no term answers {query[:60]!r}")
    _print_hits(found, args)
    if args.in_text is not None:
        missing = _print_places(args, index)
        if missing and not args.quiet:
            warn("no term of the termbase stands in the text")
        status = missing and status
    return status


def _print_hits(found: Sequence[tuple[str, list[Hit]]], args: argparse.Namespace) -> None:
    hits = [hit for _, answers in found for hit in answers]
    if args.format == "table":
        _print_table(found, args.context, several=len(args.termbase) > 1)
    elif args.format == "json":
        for hit in hits:
            print(json_line(_row(hit, args.context)))
    elif hits or args.queries:
        rows = [{**_row(hit, args.context), "forms": _joined(hit.forms)} for hit in hits]
        for row in rows:
            row["context"] = " | ".join(sentence["text"] for sentence in row.get("context", ()))
        print_rows(rows, (*COLUMNS, "context") if args.context else COLUMNS, "tsv")


def _row(hit: Hit, context: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "query": hit.query, "rank": hit.rank, "candidate": hit.candidate, "score": hit.score, "reason": hit.reason,
        "concept": hit.concept, "kind": hit.kind, "lang": hit.lang, "forms": [_form(form) for form in hit.forms],
        "termbase": hit.termbase,
    }  # fmt: skip
    if context:
        row["context"] = [sentence._asdict() for sentence in hit.sentences]
    return row


def _form(form: Spelling) -> dict[str, Any]:
    return {name: value for name, value in form._asdict().items() if value}


def _joined(forms: Sequence[Spelling]) -> str:
    return " | ".join(form.text for form in forms)


def _print_table(found: Sequence[tuple[str, list[Hit]]], context: bool, *, several: bool) -> None:
    """Hits in columns that line up, without loading more than this needs: look-up is quick."""
    for number, (query, hits) in enumerate(found):
        if len(found) > 1 and hits:
            show(f"{chr(10) if number else ''}{query}")
        cells = [
            [str(h.rank), h.candidate, _joined(h.forms), h.kind or "", h.reason, f"{h.score:.2f}", h.concept]
            + ([Path(h.termbase).name] if several else [])
            for h in hits
        ]
        widths = [min(max(map(_width, column)), 60) for column in zip(*cells, strict=True)]
        for row, hit in zip(cells, hits, strict=True):
            show("  ".join(cell + " " * max(0, w - _width(cell)) for cell, w in zip(row, widths, strict=True)).rstrip())
            for sentence in hit.sentences if context else ():
                show(f"     {sentence.text}" + (f"  ({sentence.source})" if sentence.source else ""))


def _width(text: str) -> int:
    """The places that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)


def _print_places(args: argparse.Namespace, index: Index) -> int:
    """Prints the terms in the text; 1 where there is none."""
    status = 1
    header = True
    for document, text in _texts(args.in_text):
        found = places(text, index)
        status = 0 if found else status
        rows = list(_place_rows(document, found))
        if args.format == "json":
            for row in rows:
                print(json_line(row))
        elif args.format == "tsv":
            cells = [{**row, "forms": " | ".join(form["text"] for form in row["forms"])} for row in rows]
            if header:
                print_rows(cells, PLACE_COLUMNS, "tsv")
            header = False
        else:
            for place in found:
                where = f"{document}:{_line(text, place.start)}"
                show(f"{where}  {place.surface}  {place.candidate}  {_joined(place.forms)}  {place.concept}")
    return status


def _line(text: str, offset: int) -> str:
    """Line and column of an offset, from 1."""
    return f"{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"


def _place_rows(document: str, found: Sequence[Place]) -> Iterator[dict[str, Any]]:
    last, rank = (-1, -1), 0
    for place in found:
        rank = rank + 1 if (place.start, place.end) == last else 1
        last = (place.start, place.end)
        yield {
            "query": place.surface, "rank": rank, "candidate": place.candidate, "score": 1.0, "reason": "text",
            "concept": place.concept, "kind": place.kind, "lang": place.lang,
            "forms": [_form(form) for form in place.forms], "termbase": place.termbase, "document": document,
            "start": place.start, "end": place.end,
        }  # fmt: skip


def _texts(given: str) -> Iterator[tuple[str, str]]:
    """The documents that `--in-text` names, or the text that it gives."""
    if given != "-" and not _is_file(given):
        yield "text", given
        return
    from glossary.read import documents

    for document in documents([given], stdin=sys.stdin.buffer):
        if isinstance(document, GlossaryError):
            raise document
        yield document.id, document.text


def _is_file(given: str) -> bool:
    try:
        return os.path.lexists(given)
    except ValueError:
        return False
