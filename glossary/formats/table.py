"""The formats: one row each. To add one, write its module and its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from glossary.errors import UsageError
from glossary.formats.csvtable import read_csv, write_csv
from glossary.formats.deepl import write_deepl
from glossary.formats.jsonl import read_jsonl_format, write_jsonl
from glossary.formats.memoq import write_memoq
from glossary.formats.multiterm import read_multiterm, write_multiterm
from glossary.formats.omegat import read_omegat, write_omegat
from glossary.formats.phrase import write_phrase
from glossary.formats.review import write_review
from glossary.formats.skos import read_skos, write_skos
from glossary.formats.tbx import read_tbx, write_tbx, write_weblate
from glossary.formats.tmx import read_tmx, write_tmx
from glossary.formats.utx import read_utx, write_utx
from glossary.formats.xlsx import read_xlsx, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from glossary.formats.options import Options
    from glossary.model.concept import Termbase


class Format(NamedTuple):
    """One format. `suffixes` are those that name it without being asked; `one_chinese` says that it holds one Chinese
    language unless asked otherwise; `pairs` that it holds two languages, and only concepts that have forms in both;
    `version` is the TBX version that it stands for, where it does."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Path, Options], tuple[Termbase, tuple[str, ...]]] | None
    write: Callable[[Termbase, Path, Options], tuple[str, ...]] | None
    one_chinese: bool = False
    pairs: bool = False
    version: int | None = None
    about: str = ""


FORMATS: tuple[Format, ...] = (
    Format("tbx", (".tbx", ".tbxm", ".xml", ".martif"), read_tbx, write_tbx, about="TBX 3 or 2, any dialect and style"),
    Format("tbx2", (), read_tbx, write_tbx, version=2, about="TBX 2 (martif), TBX-Basic, for translation tools"),
    Format("jsonl", (".jsonl",), read_jsonl_format, write_jsonl, about="JSON lines: everything"),
    Format("csv", (".csv",), read_csv, write_csv, about="a table with a byte order mark: Excel, memoQ"),
    Format("xlsx", (".xlsx",), read_xlsx, write_xlsx, about="a workbook"),
    Format(
        "omegat", (".txt", ".utf8", ".tab", ".tsv"), read_omegat, write_omegat, one_chinese=True, pairs=True, about="OmegaT",
    ),
    Format("deepl", (), None, write_deepl, one_chinese=True, pairs=True, about="DeepL"),
    Format("tmx", (".tmx",), read_tmx, write_tmx, one_chinese=True, pairs=True, about="TMX 1.4: any translation tool"),
    Format("weblate", (), read_tbx, write_weblate, one_chinese=True, pairs=True, version=2, about="Weblate"),
    Format("skos", (".ttl",), read_skos, write_skos, about="SKOS in Turtle: vocabularies"),
    Format("utx", (".utx",), read_utx, write_utx, one_chinese=True, pairs=True, about="UTX 1.11"),
    Format("multiterm", (), read_multiterm, write_multiterm, one_chinese=True, about="MultiTerm XML: Trados"),
    Format("memoq", (), None, write_memoq, one_chinese=True, pairs=True, about="memoQ's CSV"),
    Format("phrase", (), None, write_phrase, one_chinese=True, pairs=True, about="Phrase TMS: a plain list in a workbook"),
    Format("review", (), None, write_review, about="a workbook to accept, reject and correct in"),
)


def format_for(name: str, path: Path, *, writing: bool) -> Format:
    """The format of a profile's name, or else of a file's suffix. Raises UsageError where there is none, or it is not
    one that can be written (read)."""
    able = [f for f in FORMATS if (f.write if writing else f.read)]
    known = ", ".join(f.name for f in able)
    if name:
        found = next((f for f in able if f.name == name), None)
        if found is None:
            verb = "written" if writing else "read"
            raise UsageError(f"the format {name!r} cannot be {verb}", "", f"known are {known}")
        return found
    suffix = path.suffix.casefold()
    found = next((f for f in able if suffix in f.suffixes), None)
    if found is None:
        option = "--to" if writing else "--from"
        raise UsageError(f"the suffix {suffix or 'of nothing'} names no format", str(path), f"say {option} with {known}")
    return found
