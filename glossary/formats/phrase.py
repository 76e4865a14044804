"""Phrase TMS: a plain list in a workbook, a column per language under the code that Phrase uses (zh_cn, en).

Confirmed by Phrase's help ("Modify or Import to Term Bases (TMS)", article 5709733407772): XLSX, a plain list of terms,
columns named by the language codes of Phrase, lower case with an underscore. How alternatives of one concept are laid
out in the workbook is not documented where it could be read, so each concept gives its first form a language; the
profile `tbx2`, which Phrase imports too, holds them all. A term holds at most 1,000 characters (help.memsource.com, "Term
Base").
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from glossary.atomic import whole_file
from glossary.formats.pairs import beyond_pairs, entries
from glossary.formats.spreadsheet import Sheet, workbook_bytes
from glossary.tbx.xmltext import clean

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.formats.options import Options
    from glossary.model.concept import Termbase

_LONGEST_TERM = 1000
_SCRIPTS = {"zh-hans": "zh_cn", "zh-hant": "zh_tw"}


def write_phrase(termbase: Termbase, path: Path, options: Options) -> tuple[str, ...]:
    """Writes a row per concept, its first form in each of two languages; a line comes back for each thing left out."""
    pairing, found, lines = entries(termbase, options)
    lost: Counter[str] = Counter()
    rows = [[language_code(tag) for tag in pairing]]
    for entry in found:
        pair = [clean(entry.sources[0].text), clean(entry.targets[0].text)]
        if max(map(len, pair)) > _LONGEST_TERM:
            lost[f"pairs with a form of more than {_LONGEST_TERM} characters"] += 1
            continue
        rows.append(pair)
        lost["further forms of a concept: --to tbx2 holds them"] += len(entry.sources) + len(entry.targets) - 2
    data, cut = workbook_bytes([Sheet("glossary", rows)])
    with whole_file(path) as stream:
        stream.write(data)
    named = tuple(f"left out: {what} ({number})" for what, number in sorted(lost.items()) if number)
    return lines + cut + named + beyond_pairs(found)


def language_code(tag: str) -> str:
    """The code of Phrase for a language tag: scripts of Chinese by their usual region, others by their own parts."""
    return _SCRIPTS.get(tag.replace("_", "-").casefold(), tag.replace("-", "_").casefold())
