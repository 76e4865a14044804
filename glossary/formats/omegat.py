"""OmegaT's glossary: tab-separated source, target and comment, UTF-8, no header.

As OmegaT 6 reads it: lines that begin with # are skipped, the first may name the encoding; cells are trimmed, and
nothing is quoted. Every usable source form stands with every target form, so that no alternative is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.atomic import whole_file
from glossary.formats.files import lines_of
from glossary.formats.pairs import beyond_pairs, entries, languages, refuse_swapped, termbase_of_pairs
from glossary.tbx.xmltext import clean

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.formats.options import Options
    from glossary.model.concept import Termbase

_MAGIC = "# -*- coding: utf-8 -*-"


def write_omegat(termbase: Termbase, path: Path, options: Options) -> tuple[str, ...]:
    """Writes a line per pair of forms; a line comes back for each thing left out."""
    _, found, lost = entries(termbase, options)
    lines = [_MAGIC]
    for entry in found:
        for source in entry.sources:
            lines += [f"{_cell(source.text)}\t{clean(target.text)}\t{entry.comment}" for target in entry.targets]
    with whole_file(path) as stream:
        stream.write(("\n".join(lines) + "\n").encode("utf-8", "replace"))
    return lost + beyond_pairs(found, "comments")


def read_omegat(path: Path, options: Options) -> tuple[Termbase, tuple[str, ...]]:
    """The termbase in a glossary of OmegaT. Raises TermbaseError where `langs` is missing or the two languages are
    plainly the other way round."""
    source, target = languages(options, str(path))
    pairs: list[tuple[str, str, str, str]] = []
    for number, line in enumerate(lines_of(path), 1):
        cells = [clean(cell) for cell in line.split("\t")]
        if not line.startswith("#") and len(cells) > 1 and cells[0]:
            pairs.append((cells[0], cells[1], cells[2] if len(cells) > 2 else "", f"{path}:{number}"))
    refuse_swapped([p[0] for p in pairs], [p[1] for p in pairs], (source, target), str(path))
    return termbase_of_pairs(pairs, options, str(path))


def _cell(text: str) -> str:
    """A source form; one that begins with # would be taken for a comment, so a blank goes before it."""
    text = clean(text)
    return f" {text}" if text.startswith("#") else text
