"""What damaged and hostile inputs are fed to: every reader, harvester, format, the look-up and the check.

A target makes one input of its random numbers, in a folder of its own. It raises a GlossaryError where the input is
refused, and WrongError where the answer contradicts itself.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from damage import damaged, spoilt
from specimens import (
    as_document,
    small_checker,
    small_index,
    whole_files,
    whole_format_file,
    whole_tbx_files,
    write_small_termbase,
)

from glossary.errors import GlossaryError

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping
    from pathlib import Path


class WrongError(Exception):
    """An answer that contradicts itself."""


def _is_one_line(error: GlossaryError) -> None:
    if said := faulty_line(str(error)):
        raise WrongError(said)


def faulty_line(line: str) -> str:
    """What is wrong with the line that an error says; empty for a clear one."""
    if not line.strip() or any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in line):
        return f"an error that is no clear line: {line!r}"
    return ""


def _reads(suffix: str) -> Callable[[random.Random, Path], None]:
    def run(rng: random.Random, folder: Path) -> None:
        from glossary.read import documents

        under = suffix if rng.random() < 0.9 else rng.choice((".txt", ".pdf", ".docx", ".html", ".jsonl"))
        path = folder / f"x{under}"
        path.write_bytes(damaged(rng.choice(whole_files(suffix)), rng))
        refused = None
        for item in documents([str(path)]):
            if isinstance(item, GlossaryError):
                _is_one_line(item)
                refused = item
            elif not item.text.strip():
                raise WrongError("a document without text")
            else:
                item.text.encode()
        if refused is not None:
            raise refused

    return run


def _docx_parts(rng: random.Random, folder: Path) -> None:
    """A package whose parts are whole but for one."""
    from glossary.read import documents

    with zipfile.ZipFile(io.BytesIO(whole_files(".docx")[0])) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = rng.choice([*parts, "word/document.xml", "word/document.xml", "[Content_Types].xml"])
    parts[name] = damaged(parts[name], rng)
    if rng.random() < 0.1:
        del parts[name]
    path = folder / "x.docx"
    with zipfile.ZipFile(path, "w") as package:
        for part, data in parts.items():
            package.writestr(part, data)
    for item in documents([str(path)]):
        if isinstance(item, GlossaryError):
            raise item


def _clean(rng: random.Random, folder: Path) -> None:
    from glossary.clean import passages, removed
    from glossary.corpus import context
    from glossary.model import Span

    text = spoilt(rng)
    document = as_document(text)
    found = passages(document, context().rules)
    for passage in found:
        for at in range(len(passage.text)):
            start, end = passage.original(Span(at, at + 1))
            if not 0 <= start < end <= len(text):
                raise WrongError(f"{passage.id}: character {at} comes from {start}–{end} of {len(text)}")
    removed(document, found)


def _harvest(rng: random.Random, folder: Path) -> None:
    from glossary.corpus import document_mentions

    text = spoilt(rng)
    for mention in document_mentions(as_document(text)):
        if text[mention.start : mention.end] != mention.surface or not mention.term or not 0 <= mention.score <= 1:
            raise WrongError(f"{mention}")


def _build(rng: random.Random, folder: Path) -> None:
    from glossary.cli import main
    from glossary.tbx.read import read_termbase
    from glossary.tbx.validate import faults

    for number in range(rng.randint(1, 3)):
        (folder / f"in{number}.txt").write_text(spoilt(rng), encoding="utf-8", errors="replace")
    out = folder / "out.tbx"
    shape = rng.choice(([], ["--style", "dct"], ["--dialect", "min"], ["--tbx", "2"], ["--pinyin", "--traditional"]))
    main(["build", str(folder), "-o", str(out), "--quiet", *shape])
    if out.exists():
        if found := list(faults(out)):
            raise WrongError(f"{found[0]}")
        read_termbase(out)


def _tbx(rng: random.Random, folder: Path) -> None:
    from glossary.tbx.read import read_termbase
    from glossary.tbx.validate import faults
    from glossary.tbx.write import write_termbase

    path, out = folder / "in.tbx", folder / "out.tbx"
    path.write_bytes(damaged(rng.choice(whole_tbx_files()), rng))
    for fault in faults(path):
        if fault.line < 1 or not fault.message:
            raise WrongError(f"{fault}")
    termbase = read_termbase(path)
    if termbase.concepts:
        write_termbase(termbase, out)
        read_termbase(out)


def _format(name: str) -> Callable[[random.Random, Path], None]:
    def run(rng: random.Random, folder: Path) -> None:
        from glossary.formats.options import Options
        from glossary.formats.table import FORMATS
        from glossary.tbx.write import write_termbase

        form = next(form for form in FORMATS if form.name == name)
        suffix = (form.suffixes or (f".{name}",))[0]
        path = folder / f"in{suffix}"
        path.write_bytes(damaged(whole_format_file(name), rng))
        if rng.random() < 0.3 and suffix == ".xlsx":
            _spoil_part(path, rng)
        assert form.read is not None
        termbase, _ = form.read(path, Options(langs=rng.choice((("zh-Hans", "en"), ()))))
        write_termbase(termbase, folder / "out.tbx")

    return run


def _spoil_part(path: Path, rng: random.Random) -> None:
    with zipfile.ZipFile(io.BytesIO(whole_format_file("xlsx"))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = rng.choice(sorted(parts))
    parts[name] = damaged(parts[name], rng)
    with zipfile.ZipFile(path, "w") as package:
        for part, data in parts.items():
            package.writestr(part, data)


def _query(rng: random.Random, folder: Path) -> None:
    from glossary.lookup import lookups, places

    text = spoilt(rng)[: rng.choice((1, 2, 5, 20, 2000))]
    if rng.random() < 0.3:
        text = rng.choice(("'", '"', "%", "_", "*", "' or 1=1 --", ");drop table name;--", "\0", "?", ":a")) + text
    for hit in lookups(text, small_index(), top=rng.choice((1, 10, 0))):
        if not 0 <= hit.score <= 1 or not hit.candidate:
            raise WrongError(f"{hit}")
    for place in places(text, small_index()):
        if text[place.start : place.end] != place.surface:
            raise WrongError(f"{place}")


def _index_file(rng: random.Random, folder: Path) -> None:
    """A damaged index beside a whole termbase: answers as without it."""
    from glossary.lookup import lookups, open_index
    from glossary.lookup.store import index_places

    path = folder / "x.tbx"
    if not path.exists():
        write_small_termbase(path)
        lookups("阿利耶夫", open_index([path]))
    place = next(index_places(path))
    whole = place.read_bytes()
    place.write_bytes(damaged(whole, rng))
    try:
        for query in ("伊尔哈姆·阿利耶夫", "Goris", "geli", "联合"):
            if not lookups(query, open_index([path])):
                raise WrongError(f"{query} is not found with a damaged index")
    finally:
        place.write_bytes(whole)


def _check(rng: random.Random, folder: Path) -> None:
    from glossary.check import findings, fixed, sarif_text

    text = spoilt(rng)
    found = findings(as_document(text), small_checker())
    for finding in found:
        if not 0 <= finding.start < finding.end <= len(text) or finding.line < 1 or finding.column < 1:
            raise WrongError(f"{finding}")
    json.loads(sarif_text(found))
    fixed(text, found)


def _match(rng: random.Random, folder: Path) -> None:
    from glossary.match import matches

    names = [spoilt(rng)[: rng.choice((1, 3, 10, 400))] for _ in range(4)]
    for row in matches([name for name in names if name.strip()][:2], names):
        if row.score != row.score or row.rank < 1:
            raise WrongError(f"{row}")


def _convert(rng: random.Random, folder: Path) -> None:
    """Through the command: any file as any format."""
    from glossary.cli import main
    from glossary.formats.table import FORMATS

    name, suffix = rng.choice([(form.name, suffix) for form in FORMATS for suffix in form.suffixes])
    path = folder / f"in{rng.choice((suffix, suffix, '.tbx', '.csv'))}"
    path.write_bytes(damaged(rng.choice((*whole_tbx_files(), whole_format_file("jsonl"), whole_format_file("csv"))), rng))
    main(["convert", str(path), str(folder / f"out{suffix}"), "--to", name, "--langs", "zh-Hans,en"])


TARGETS: Mapping[str, Callable[[random.Random, Path], None]] = {
    "txt": _reads(".txt"), "html": _reads(".html"), "jsonl": _reads(".jsonl"), "docx": _reads(".docx"), "docx-part": _docx_parts,
    "pdf": _reads(".pdf"), "clean": _clean, "harvest": _harvest, "build": _build, "tbx": _tbx, "termbase-jsonl": _format("jsonl"),
    "csv": _format("csv"), "xlsx": _format("xlsx"), "tmx": _format("tmx"), "omegat": _format("omegat"), "query": _query,
    "index-file": _index_file, "check": _check, "match": _match, "convert": _convert,
}  # fmt: skip
