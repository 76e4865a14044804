"""memoQ's CSV: a header, then a row per entry; a form of a language takes three columns, and each further one three more.

Confirmed by memoQ's documentation of the file that its service exports and imports (docs.memoq.com, "Term base in CSV
format"): the columns of the entry by these names and in this order, then for each language its own and those of each
form; UTF-8, and semicolons between cells. Names of languages are confirmed for `Chinese_PRC` and `English_United_States`
alone (exports of users, public); any other is written by its tag, and chosen by hand in memoQ's import window, which
shows the columns and lets each be assigned. Columns that are not named here are not written.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from glossary.atomic import whole_file
from glossary.formats.cells import guarded
from glossary.formats.pairs import beyond_pairs, entries
from glossary.tbx.xmltext import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from glossary.formats.options import Options
    from glossary.model.concept import Term, Termbase

_NAMES = {"zh-hans": "Chinese_PRC", "zh-cn": "Chinese_PRC", "zh-hans-cn": "Chinese_PRC", "en-us": "English_United_States"}


def write_memoq(termbase: Termbase, path: Path, options: Options) -> tuple[str, ...]:
    """Writes a row per concept in two languages; a line comes back for each thing left out, and for a language whose name
    memoQ must be told."""
    pairing, found, lost = entries(termbase, options)
    widths = [max(len(side) for side in sides) for sides in zip(*((e.sources, e.targets) for e in found), strict=True)]
    header = ["Entry_ID", "Entry_Subject", "Entry_Note"]
    for tag, width in zip(pairing, widths, strict=True):
        header += [f"{language_name(tag)}_Def", *[language_name(tag), "Term_Info", "Term_Example"] * width]
    rows = [header]
    for number, entry in enumerate(found):
        note = "; ".join(clean(part) for part in (entry.concept.definition, *entry.concept.notes) if clean(part))
        row = [str(number), entry.concept.kind or "", note]
        for terms, width in zip((entry.sources, entry.targets), widths, strict=True):
            row += ["", *_forms(terms, width, options)]
        rows.append([guarded(cell) for cell in row])
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(rows)
    with whole_file(path) as stream:
        stream.write(buffer.getvalue().encode("utf-8-sig", "replace"))
    unsure = [tag for tag in pairing if tag.casefold() not in _NAMES]
    told = tuple(f"note: choose memoQ's language for the column {language_name(tag)} by hand" for tag in unsure)
    kept = ("comments", "sentences") if options.contexts else ("comments",)
    return (*lost, *beyond_pairs(found, *kept), *told)


def language_name(tag: str) -> str:
    """What memoQ calls a language, or else its tag with underscores."""
    return _NAMES.get(tag.casefold(), tag.replace("-", "_"))


def _forms(terms: Sequence[Term], width: int, options: Options) -> list[str]:
    cells: list[str] = []
    for term in terms:
        cells += [clean(term.text), "", clean(term.context) if options.contexts else ""]
    return cells + [""] * (3 * (width - len(terms)))
