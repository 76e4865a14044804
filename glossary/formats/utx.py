"""UTX 1.11, the tab-separated glossary of the Asia-Pacific Association for Machine Translation.

Confirmed by the converter of the TBX working group (Convert::TBX::UTX 0.032, LTAC Global) and its description at
tbxinfo.net: UTF-8 without a byte order mark; a first line `#UTX 1.11; source/target; …; copyright: …; license: …;`, both of
which are required; the last line of the head names the columns, `src`, `tgt`, `src:pos` first; then a line per pair. Statuses
are approved, provisional, non-standard and forbidden. Version 1.20 was not found documented and is not written; a file
of it is read as far as its columns have these names.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from glossary.atomic import whole_file
from glossary.errors import TermbaseError
from glossary.formats.files import lines_of
from glossary.formats.pairs import beyond_pairs, entries, out_of_use, refuse_swapped
from glossary.formats.tags import primary
from glossary.model.concept import Concept, Status, Term, Termbase
from glossary.tbx.ids import digest_id
from glossary.tbx.xmltext import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from glossary.formats.options import Options

_COLUMNS = ("src", "tgt", "src:pos", "tgt:pos", "term status", "tgt:comment", "concept ID")
_POS = ("noun", "properNoun", "verb", "adjective", "adverb", "sentence")
_STATUS: dict[Status | None, str] = {
    "preferred": "approved", "admitted": "provisional", "deprecated": "forbidden", "superseded": "non-standard", None: "",
}  # fmt: skip
_READ: dict[str, Status] = {
    "approved": "preferred", "provisional": "admitted", "forbidden": "deprecated", "rejected": "deprecated",
    "non-standard": "superseded",
}  # fmt: skip
_LANGUAGES = re.compile(r"\s*([A-Za-z][A-Za-z0-9_-]*)\s*/\s*([A-Za-z][A-Za-z0-9_-]*)\s*")


def write_utx(termbase: Termbase, path: Path, options: Options) -> tuple[str, ...]:
    """Writes a line per pair of forms, those out of use marked; a line comes back for each thing left out."""
    pairing, found, lost = entries(termbase, options, usable_only=False)
    about = f"#description: {_field(termbase.title)};\r\n" if clean(termbase.title) else ""
    lines = [
        f"#UTX 1.11; {pairing.source}/{pairing.target}; copyright: not stated; license: not stated;\r\n{about}#"
        + "\t".join(_COLUMNS) + "\r\n"
    ]  # fmt: skip
    for entry in found:
        for source in entry.sources:
            for target in entry.targets:
                cells = (
                    source.text, target.text, _pos(source), _pos(target), _status(source, target), entry.comment,
                    entry.concept.id,
                )  # fmt: skip
                line = "\t".join(clean(cell) for cell in cells)
                lines.append((f" {line}" if line.startswith("#") else line) + "\r\n")
    with whole_file(path) as stream:
        stream.write("".join(lines).encode("utf-8", "replace"))
    return lost + beyond_pairs(found, "comments", "ids", "statuses", "parts of speech")


def read_utx(path: Path, options: Options) -> tuple[Termbase, tuple[str, ...]]:
    """The termbase in a UTX file; a line comes back for each column that has no meaning here. Raises TermbaseError where
    the head is none, or names other languages than `langs` does."""
    lines = lines_of(path)
    if not lines or not lines[0].startswith("#UTX"):
        raise TermbaseError("does not begin with #UTX", f"{path}:1", "check --from")
    source, target = _languages(lines[0], path, options)
    head = next((n for n, line in enumerate(lines) if line.split("\t")[0].lower() == "#src"), None)
    if head is None:
        raise TermbaseError("has no line of columns", str(path), "#src, tgt and src:pos are expected in one line")
    columns = [name.strip().lower() for name in lines[head][1:].split("\t")]
    if "tgt" not in columns:
        raise TermbaseError("has no column tgt", f"{path}:{head + 1}", "name it in the line that begins with #src")
    groups: dict[str, list[dict[str, str]]] = {}
    for line in lines[head + 1 :]:
        row = dict(zip(columns, (clean(cell) for cell in line.split("\t")), strict=False))
        if not line.startswith("#") and row.get("src"):
            name = row.get("concept id", "").removeprefix("-")
            groups.setdefault(f"id {name}" if name else f"src {row['src']}", []).append(row)
    rows = [row for group in groups.values() for row in group]
    refuse_swapped([row["src"] for row in rows], [row.get("tgt", "") for row in rows], (source, target), str(path))
    made: Counter[str] = Counter()
    concepts = tuple(_with_id(_concept(rows, source, target), made) for rows in groups.values())
    known = {name.lower() for name in _COLUMNS} | {"src:comment"}
    lost = tuple(f"left out: the column {name!r}" for name in columns if name and name not in known)
    return Termbase(concepts), lost


def _concept(rows: Sequence[dict[str, str]], source: str, target: str) -> Concept:
    terms: dict[tuple[str, str], Term] = {}
    for side, lang in (("src", source), ("tgt", target)):
        for row in rows:
            text = row.get(side, "")
            if text:
                pos = row.get(f"{side}:pos", "").removeprefix("-")
                terms.setdefault((lang, text), Term(text, lang, status=_read_status(text, side, rows), part_of_speech=pos))
    comments = [row.get(f"{side}:comment", "").removeprefix("-") for row in rows for side in ("src", "tgt")]
    notes = tuple(dict.fromkeys(comment for comment in comments if comment))
    return Concept(rows[0].get("concept id", "").removeprefix("-"), tuple(terms.values()), None, notes)


def _with_id(concept: Concept, made: Counter[str]) -> Concept:
    return concept if concept.id else digest_id(concept, made)


def _read_status(text: str, side: str, rows: Sequence[dict[str, str]]) -> Status | None:
    """The status of a form: the best of the lines it stands on, since a line has one status for both its sides."""
    found = [_READ.get(row.get("term status", "").lower()) for row in rows if row.get(side) == text]
    order: tuple[Status, ...] = ("preferred", "admitted", "superseded", "deprecated")
    return min((status for status in found if status), key=order.index, default=None)


def _languages(line: str, path: Path, options: Options) -> tuple[str, str]:
    found = next((m for part in line.split(";")[1:2] if (m := _LANGUAGES.fullmatch(part))), None)
    if found is None:
        if len(options.langs) == 2:
            return options.langs[0], options.langs[1]
        raise TermbaseError("does not name its languages", f"{path}:1", "#UTX 1.11; zh-CN/en; … is expected, or --langs")
    told = (found[1], found[2])
    if options.langs and tuple(primary(tag) for tag in options.langs) != tuple(primary(tag) for tag in told):
        what = f"is from {told[0]} to {told[1]}, not {' to '.join(options.langs)}"
        raise TermbaseError(what, f"{path}:1", "leave out --langs, or turn it round")
    return (options.langs[0], options.langs[1]) if len(options.langs) == 2 else told


def _status(source: Term, target: Term) -> str:
    """The status of a pair: out of use where either side is, provisional where no document states it."""
    if out_of_use(source) or out_of_use(target):
        return _STATUS[(source if out_of_use(source) else target).status]
    return "provisional" if target.suggested else _STATUS[target.status or source.status]


def _pos(term: Term) -> str:
    return term.part_of_speech if term.part_of_speech in _POS else ""


def _field(text: str) -> str:
    return clean(text).replace(";", ",")

