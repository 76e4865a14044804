"""`glossary variants`."""

from __future__ import annotations

import os
import sys
import unicodedata
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.cli.show import add_format, json_line, print_rows, warn
from glossary.cli.termbases import named_termbase
from glossary.model import KINDS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from glossary.variants import Sheet, Spelling

EXAMPLE = """\
examples:
  glossary variants letters.tbx
  glossary variants letters.tbx 阿利耶夫 --format json
  glossary variants letters.tbx --kind person --format html > people.html

The forms of each concept that has two spellings of one name, or one in both scripts, laid under one another: the
characters, their pinyin, and the letters of the Latin form that each stands for. Below the first form only what
differs from it is read out. A NAME is an id, a form in any script or a part of one; its concepts are shown whatever
forms they have. The other script and the usage of Taiwan and Hong Kong are converted (OpenCC) or listed (CLDR) where
the termbase does not hold them, and say so.
Exit status 1 where no concept is shown.
"""

COLUMNS = (
    "concept", "kind", "name", "term", "lang", "difference", "like", "form", "status", "count", "documents", "made",
    "pinyin", "letters",
)  # fmt: skip
_MOST = 4  # documents that are named beside a form on the terminal


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.epilog = EXAMPLE
    command.add_argument("termbase", metavar="TERMBASE", help="TBX or JSON lines")
    command.add_argument("names", nargs="*", metavar="NAME", help="only these concepts")
    command.add_argument("--kind", action="append", choices=KINDS, default=[], help="only this kind (repeatable)")
    command.add_argument("--all", action="store_true", help="concepts with one form, too")
    command.add_argument("--attested", action="store_true", help="only forms that the termbase holds, none converted or listed")
    add_format(command, "html")


def run(args: argparse.Namespace) -> int:
    # Sound is judged with small matrices, which several threads only slow down; numpy reads this when it is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from glossary.variants import chosen, sheets, sources_of, uses_of

    termbase = named_termbase(args.termbase)
    uses = uses_of(Path(args.termbase))
    missing = "" if uses else "no evidence file is beside it, so documents are those of the places kept, without counts"
    concepts = chosen(termbase.concepts, args.names, args.kind)
    found = list(sheets(concepts, uses or sources_of, converted=not args.attested, every=args.all or bool(args.names)))
    if missing and found:
        warn(f"{args.termbase}: {missing}")
    for sheet in found:
        if sheet.left_out:
            warn(f"{args.termbase}: {sheet.concept} has {sheet.left_out} more forms than are compared; they are left out")
    if args.format == "html":
        from glossary.variants.page import variants_page

        sys.stdout.write(variants_page(found, Path(args.termbase).name, len(termbase.concepts), missing))
    elif args.format == "json":
        for sheet in found:
            print(json_line(_object(sheet)))
    elif args.format == "tsv":
        print_rows((row for sheet in found for row in _rows(sheet)), COLUMNS, "tsv")
    else:
        print("\n\n".join("\n".join(_lines(sheet)) for sheet in found), end="\n" if found else "")
    if not found:
        warn(_nothing(args))
    return 0 if found else 1


def _nothing(args: argparse.Namespace) -> str:
    if args.names:
        return f"{args.termbase}: no concept has the id or term {' or '.join(args.names)[:80]}"
    if args.all:
        return f"{args.termbase}: no concept of that kind"
    return f"{args.termbase}: no concept has two spellings of one name; --all shows those with one"


def _object(sheet: Sheet) -> dict[str, Any]:
    """A concept as one JSON object."""
    forms = []
    for s in sheet.spellings:
        row: dict[str, Any] = {
            "text": s.text, "lang": s.lang, "name": s.name, "difference": s.difference or None, "like": s.like or None,
            "form": s.form, "status": s.status, "count": s.count, "attested": not s.made, "made": s.made or None,
            "documents": [{"document": document, "count": count} for document, count in s.documents],
            "cells": [{"text": p.text, "pinyin": p.pinyin, "letters": p.letters} for p in s.places],
        }  # fmt: skip
        forms.append({key: value for key, value in row.items() if value is not None})
    latin = {"latin": sheet.latin, "latin_suggested": sheet.suggested} if sheet.latin else {}
    return {"concept": sheet.concept, "kind": sheet.kind, "term": sheet.title, **latin, "forms": forms}


def _rows(sheet: Sheet) -> Iterator[dict[str, Any]]:
    """A row for each form; its pinyin and letters with | between the columns of its name."""
    from glossary.variants.words import uses

    for s in sheet.spellings:
        yield {
            "concept": sheet.concept, "kind": sheet.kind, "name": s.name, "term": s.text, "lang": s.lang,
            "difference": s.difference, "like": s.like, "form": s.form, "status": s.status, "count": s.count,
            "documents": uses(s), "made": s.made, "pinyin": "|".join(p.pinyin for p in s.places),
            "letters": "|".join(p.letters for p in s.places),
        }  # fmt: skip


def _lines(sheet: Sheet) -> Iterator[str]:
    latin = f"  {sheet.latin}{' (suggested)' if sheet.suggested else ''}" if sheet.latin else ""
    yield f"{sheet.title}{latin}  {sheet.kind or ''}  {sheet.concept}"
    for _, group in groupby(sheet.spellings, key=lambda s: s.name):
        yield from _block(list(group))


def _block(spellings: Sequence[Spelling]) -> Iterator[str]:
    """The forms of one name: characters in columns, and behind them what there is to say of each form."""
    notes = _padded([_notes(s) for s in spellings])
    if not any(s.places for s in spellings):
        for s, note in zip(spellings, notes, strict=True):
            yield f"  {s.text}  {note}".rstrip()
        return
    head = spellings[0].places
    widths = [
        max(_width(text) for s in spellings for text in (s.places[n].text, s.places[n].pinyin, s.places[n].letters))
        for n in range(len(head))
    ]
    for k, (s, note) in enumerate(zip(spellings, notes, strict=True)):
        yield f"  {_row([p.text for p in s.places], widths)}  {note}".rstrip()
        # Below the first form only what is read, or stands for something, otherwise than there.
        plain = [(p.pinyin, p.letters) for p in head] if k else [("", "")] * len(head)
        for part in (0, 1):
            cells = [(p.pinyin, p.letters)[part] for p in s.places]
            said = [cell if cell != before[part] else "" for cell, before in zip(cells, plain, strict=True)]
            if any(said):
                yield f"  {_row(said, widths)}".rstrip()


def _notes(spelling: Spelling) -> list[str]:
    from glossary.variants.words import DIFFERENCES, language, origin, uses

    count = f"{spelling.count}×" if spelling.count else ""
    differs = "" if spelling.made and spelling.difference == "script" else DIFFERENCES[spelling.difference]
    how = "; ".join(part for part in (differs, origin(spelling)) if part)
    return [count, language(spelling.lang), how, uses(spelling, _MOST)]


def _padded(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [_row(row, widths) for row in rows]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Cells padded to their widths; a column that is empty throughout takes no room."""
    padded = (cell + " " * max(0, width - _width(cell)) for cell, width in zip(cells, widths, strict=True) if width)
    return "  ".join(padded)


def _width(text: str) -> int:
    """The places that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)
