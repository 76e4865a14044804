"""TBX among the formats: the canonical file, the version for translation tools, and Weblate's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from glossary.formats.pairs import entries
from glossary.tbx.read import read_termbase
from glossary.tbx.write import write_termbase

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.formats.options import Options
    from glossary.model.concept import Termbase


def read_tbx(path: Path, options: Options) -> tuple[Termbase, tuple[str, ...]]:
    """The termbase in a TBX file of any kind. Raises TermbaseError for what is none."""
    return read_termbase(path), ()


def write_tbx(termbase: Termbase, path: Path, options: Options) -> tuple[str, ...]:
    """Writes the kind of TBX that the termbase names."""
    return write_termbase(termbase, path, contexts=options.contexts)


def write_weblate(termbase: Termbase, path: Path, options: Options) -> tuple[str, ...]:
    """Writes TBX v2 with two languages an entry, the source first, as Weblate and translate-toolkit read it."""
    pairing, found, lost = entries(termbase, options)
    concepts = tuple(
        replace(
            entry.concept,
            terms=(*entry.sources, *(replace(term, lang=pairing.target) for term in entry.targets)),
        )
        for entry in found
    )
    small = replace(termbase, concepts=concepts, version=2, dialect="TBX-Basic", style="dca")
    return lost + write_termbase(small, path, contexts=options.contexts)
