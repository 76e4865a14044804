"""DeepL's glossary: tab-separated source and target, no header.

A source that stands twice makes DeepL refuse the whole file, so each stands once, with the preferred target; variants
are sources of their own. A side holds at most 1024 bytes, the file 10 MiB.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from glossary.atomic import whole_file
from glossary.errors import WriteError
from glossary.formats.pairs import beyond_pairs, entries
from glossary.tbx.xmltext import clean

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.formats.options import Options
    from glossary.model.concept import Termbase

_LARGEST_SIDE = 1024
_LARGEST_FILE = 10 * 1024 * 1024


def write_deepl(termbase: Termbase, path: Path, options: Options) -> tuple[str, ...]:
    """Writes a line per source form; a line comes back for each thing left out. Of a form that several concepts have,
    the concept with most mentions of it wins, the first among equals. Raises WriteError beyond 10 MiB."""
    _, found, lines = entries(termbase, options)
    lost: Counter[str] = Counter()
    best: dict[str, tuple[int, str]] = {}
    for entry in found:
        target = clean(entry.targets[0].text)
        lost["further targets of a concept: DeepL takes one a source"] += len(entry.targets) - 1
        for term in entry.sources:
            source = clean(term.text)
            if not source or not target or max(len(source.encode()), len(target.encode())) > _LARGEST_SIDE:
                lost[f"pairs with a side of more than {_LARGEST_SIDE} bytes"] += 1
                continue
            count = term.count or 0
            if source in best and best[source][1] != target:
                lost["second meanings of a form: DeepL takes each source once"] += 1
            if source not in best or count > best[source][0]:
                best[source] = (count, target)
    data = "".join(f"{source}\t{target}\n" for source, (_, target) in best.items()).encode()
    if len(data) > _LARGEST_FILE:
        raise WriteError("is larger than the 10 MiB that DeepL takes", str(path), "write fewer: --only preferred")
    with whole_file(path) as stream:
        stream.write(data)
    named = tuple(f"left out: {what} ({number})" for what, number in sorted(lost.items()) if number)
    return lines + named + beyond_pairs(found)
