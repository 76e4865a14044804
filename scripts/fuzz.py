#!/usr/bin/env python3
"""Feeds damaged and hostile inputs to every reader, harvester, format, look-up and check, and says what broke.

    fuzz.py [--target TARGET …] [--count N] [--seconds S] [--seed 0] [--keep DIR]

An input is answered, or refused with one clear line; anything else is a fault: a traceback, an answer that is wrong
in itself (a span that is not the text it names, a file that cannot be read again), more than 10 s, more than 1 GB.
Each target gets N inputs (or as many as S seconds allow); the same seed gives the same inputs. What broke is printed
with its number and kept in DIR, the figures of each target at the end; exit status 1 if anything broke.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import tempfile
import time
import traceback
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from growth import HANG, MEMORY, Hang, _checker, _concepts, _context, limited, peak_memory
from hostile import PATTERNS, SAMPLES, TOKENS, repeated

from glossary.errors import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PIECES = [
    b"<", b">", b"&", b"&#0;", b"&#x110000;", b"&a;", b"]]>", b"<!--", b"-->", b"<![CDATA[", b"<?x", b"<!DOCTYPE tbx [", b"\0", b"\xff",
    b"\xed\xa0\x80", b'"', b"'", b"\r", b"\x0c", b"\x1b[2J", b"\xe2\x80\xa8", b"{", b"}", b"[", b"]", b"null", b"1e999", b"-1", b"|",
    b"\\", b"\\ud800", b"\t", b",", b";", b"\n", b' xmlns="x"', b' xmlns:a="y"', b' id="c-0001"', b"<term/>", b"</term>", b"zh", b"#",
    b"%", b"\xef\xbb\xbf", b"\xff\xfe", b"<w:p>", b"endobj", b"stream", b"%%EOF", b"99999999999999999999", b"/Length -1", b"\xe4\xb8",
    "（".encode(), "《".encode(), "·".encode(), "阿利耶夫".encode(),
]  # fmt: skip


class WrongError(Exception):
    """An answer that contradicts itself."""


def damaged(data: bytes, rng: random.Random) -> bytes:
    """A file with one to six accidents: bytes lost, doubled, moved or changed, something put in, the end cut off."""
    for _ in range(rng.randint(1, 6)):
        at, length = rng.randrange(len(data) + 1), rng.choice([1, 1, 2, 5, 30, 300])
        kind = rng.randrange(7)
        if kind == 0:
            data = data[:at] + data[at + length :]
        elif kind == 1:
            data = data[:at] + data[at : at + length] * rng.choice((2, 2, 50)) + data[at:]
        elif kind == 2:
            data = data[:at] + rng.choice(PIECES) + data[at:]
        elif kind in (3, 4):
            data = data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
        elif kind == 5:
            to = rng.randrange(len(data) + 1)
            data = data[:to] + data[at : at + length] + data[to:]
        elif rng.random() < 0.3:
            data = data[:at]
        data = data or b"x"
    return data


def spoilt(rng: random.Random) -> str:
    """A short text that no author wrote: tokens in any order, a pattern repeated, or a sample with both put in."""
    kind = rng.randrange(4)
    if kind == 0:
        return "".join(rng.choices(TOKENS, k=rng.randint(1, 60)))
    if kind == 1:
        return str(repeated(rng.choice(list(PATTERNS.values())), rng.randint(1, 300)))
    if kind == 2:
        return "".join(chr(rng.choice((rng.randrange(0xD800), rng.randrange(0xE000, 0x11000), rng.randrange(0x4E00, 0x9FFF)))) for _ in range(rng.randint(1, 80)))
    text = rng.choice(_texts())
    at = rng.randrange(len(text))
    text = text[at : at + rng.randint(20, 600)]
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(TOKENS) * rng.choice((1, 1, 1, 3, 20)) + text[at + rng.choice((0, 0, 1, 5)) :]
    return text


# -- Targets ------------------------------------------------------------------------------------------------


def _reads(suffix: str) -> Callable[[random.Random, Path], None]:
    def run(rng: random.Random, folder: Path) -> None:
        from glossary.read import documents

        under = suffix if rng.random() < 0.9 else rng.choice((".txt", ".pdf", ".docx", ".html", ".jsonl"))
        path = folder / f"x{under}"
        path.write_bytes(damaged(rng.choice(_files(suffix)), rng))
        for item in documents([str(path)]):
            if isinstance(item, GlossaryError):
                _is_one_line(item)
            elif not item.text.strip():
                raise WrongError("a document without text")
            else:
                item.text.encode()

    return run


def _docx_parts(rng: random.Random, folder: Path) -> None:
    """A package whose parts are whole but for one."""
    from glossary.read import documents

    with zipfile.ZipFile(io.BytesIO(_files(".docx")[0])) as package:
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
            _is_one_line(item)


def _clean(rng: random.Random, folder: Path) -> None:
    from glossary.clean import passages, removed
    from glossary.model import Span

    text = spoilt(rng)
    document = _document(text)
    found = passages(document, _context().rules)
    for passage in found:
        for at in range(len(passage.text)):
            start, end = passage.original(Span(at, at + 1))
            if not 0 <= start < end <= len(text):
                raise WrongError(f"{passage.id}: character {at} comes from {start}–{end} of {len(text)}")
    removed(document, found)


def _harvest(rng: random.Random, folder: Path) -> None:
    from glossary.corpus import document_mentions

    text = spoilt(rng)
    for mention in document_mentions(_document(text)):
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
    path.write_bytes(damaged(rng.choice(_tbx_files()), rng))
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
        path.write_bytes(damaged(_format_file(name), rng))
        if rng.random() < 0.3 and suffix == ".xlsx":
            _spoil_part(path, rng)
        assert form.read is not None
        termbase, _ = form.read(path, Options(langs=rng.choice((("zh-Hans", "en"), ()))))
        write_termbase(termbase, folder / "out.tbx")

    return run


def _spoil_part(path: Path, rng: random.Random) -> None:
    with zipfile.ZipFile(io.BytesIO(_format_file("xlsx"))) as package:
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
    for hit in lookups(text, _index(), top=rng.choice((1, 10, 0))):
        if not 0 <= hit.score <= 1 or not hit.candidate:
            raise WrongError(f"{hit}")
    for place in places(text, _index()):
        if text[place.start : place.end] != place.surface:
            raise WrongError(f"{place}")


def _index_file(rng: random.Random, folder: Path) -> None:
    """A damaged index beside a whole termbase: answers as without it."""
    from glossary.lookup import lookups, open_index
    from glossary.lookup.store import index_places

    path = folder / "x.tbx"
    if not path.exists():
        _write_concepts(path)
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
    found = findings(_document(text), _checker())
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
    path.write_bytes(damaged(rng.choice((*_tbx_files(), _format_file("jsonl"), _format_file("csv"))), rng))
    main(["convert", str(path), str(folder / f"out{suffix}"), "--to", name, "--langs", "zh-Hans,en"])


TARGETS: Mapping[str, Callable[[random.Random, Path], None]] = {
    "txt": _reads(".txt"), "html": _reads(".html"), "jsonl": _reads(".jsonl"), "docx": _reads(".docx"), "docx-part": _docx_parts,
    "pdf": _reads(".pdf"), "clean": _clean, "harvest": _harvest, "build": _build, "tbx": _tbx, "termbase-jsonl": _format("jsonl"),
    "csv": _format("csv"), "xlsx": _format("xlsx"), "tmx": _format("tmx"), "omegat": _format("omegat"), "query": _query,
    "index-file": _index_file, "check": _check, "match": _match, "convert": _convert,
}  # fmt: skip


# -- What is damaged ----------------------------------------------------------------------------------------


@cache
def _texts() -> tuple[str, ...]:
    return tuple(path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt")))


@cache
def _files(suffix: str) -> tuple[bytes, ...]:
    """Whole files of a kind."""
    short = [text[:1500] for text in _texts()]
    if suffix == ".txt":
        return tuple(text.encode(name, "replace") for text in short for name in ("utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"))
    if suffix == ".html":
        page = "<!DOCTYPE html><meta charset=utf-8><body><p>第一<br>段<table><tr><td>a<td>b</table><pre>x\n</pre><!-- c -->&#20013;"
        return (page.encode(), *(path.read_bytes() for path in sorted(SAMPLES.glob("*.html"))))
    if suffix == ".jsonl":
        rows = [json.dumps({"id": f"d{n}", "text": text[:200]}, ensure_ascii=n % 2 == 0) for n, text in enumerate(short)]
        return ("\n".join(rows).encode(), "\n".join(rows).encode("utf-16"))
    stream = io.BytesIO()
    if suffix == ".docx":
        import docx

        document = docx.Document()
        document.add_paragraph(short[0][:300])
        document.add_table(1, 2).cell(0, 0).text = "流域"
        document.save(stream)
        return (stream.getvalue(),)
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(stream, invariant=1, pageCompression=0)
    for number in range(3):
        canvas.drawString(72, 720, f"Lovana Basin {number}")
        canvas.showPage()
    canvas.save()
    return (stream.getvalue(),)


@cache
def _tbx_files() -> tuple[bytes, ...]:
    from glossary.tbx.write import write_termbase

    found = []
    termbase = _termbase()
    with tempfile.TemporaryDirectory() as folder:
        from dataclasses import replace

        for version, dialect, style in ((3, "TBX-Basic", "dca"), (3, "TBX-Basic", "dct"), (3, "TBX-Min", "dca"), (2, "TBX-Basic", "dca")):
            path = Path(folder) / "x.tbx"
            write_termbase(replace(termbase, version=version, dialect=dialect, style=style), path)
            found.append(path.read_bytes())
    found.append(found[0].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"))
    return tuple(found)


@cache
def _format_file(name: str) -> bytes:
    from glossary.formats.options import Options
    from glossary.formats.table import FORMATS

    form = next(form for form in FORMATS if form.name == name)
    assert form.write is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x{(form.suffixes or ('.x',))[0]}"
        form.write(_termbase(), path, Options(langs=("zh-Hans", "en")))
        return path.read_bytes()


def _termbase() -> Any:
    from glossary.model import Termbase

    return Termbase(tuple(_concepts()), title="x", description="y")


def _write_concepts(path: Path) -> None:
    from glossary.tbx.write import write_termbase

    write_termbase(_termbase(), path)


@cache
def _index() -> Any:
    from glossary.lookup import open_index

    path = Path(tempfile.mkdtemp()) / "x.tbx"
    _write_concepts(path)
    return open_index([path])


def _document(text: str) -> Any:
    from glossary.model import Document

    return Document("d", text.encode("utf-8", "replace").decode(), "")


# -- The run ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Figures:
    """What a target did: inputs tried, refused with a clear line, broken; the slowest in seconds, the most memory in MB."""

    tried: int = 0
    refused: int = 0
    broken: int = 0
    slowest: float = 0.0
    memory: int = 0


def tried(name: str, number: int, seed: int, folder: Path) -> str:
    """One input of a target: `answered`, `refused`, or what broke. The same name, number and seed give the same."""
    rng = random.Random(f"{seed} {name} {number}")
    try:
        with limited(HANG):
            TARGETS[name](rng, folder)
    except GlossaryError as error:
        return _faulty_line(str(error)) or "refused"
    except Hang:
        return f"takes more than {HANG:.0f} s"
    except (Exception, SystemExit):
        return traceback.format_exc()
    return "answered"


def _is_one_line(error: GlossaryError) -> None:
    if said := _faulty_line(str(error)):
        raise WrongError(said)


def _faulty_line(line: str) -> str:
    if not line.strip() or any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in line):
        return f"an error that is no clear line: {line!r}"
    return ""


def run(name: str, count: int, seconds: float, seed: int, keep: Path | None) -> Figures:
    """Tries inputs on one target."""
    figures = Figures()
    began = time.monotonic()
    for number in range(count):
        if time.monotonic() - began > seconds:
            break
        with tempfile.TemporaryDirectory(dir=_FOLDER) as name_of_folder:
            folder = Path(name_of_folder)
            start = time.perf_counter()
            with _silence():
                said = tried(name, number, seed, folder)
            figures.slowest = max(figures.slowest, time.perf_counter() - start)
            figures.tried += 1
            peak = peak_memory()
            if peak - _BASE > MEMORY:
                said = f"took {peak >> 20} MB"
            figures.memory = max(figures.memory, peak >> 20)
            figures.refused += said == "refused"
            if said not in ("answered", "refused"):
                figures.broken += 1
                print(f"{name} {number} (seed {seed}): {said}", flush=True)
                if keep:
                    keep.mkdir(parents=True, exist_ok=True)
                    for path in folder.iterdir():
                        if path.is_file():
                            (keep / f"{name}-{seed}-{number}-{path.name}").write_bytes(path.read_bytes())
    return figures


class _silence:  # noqa: N801 (used as a function)
    """What commands print meanwhile goes nowhere."""

    def __enter__(self) -> None:
        self.kept = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")

    def __exit__(self, *_: object) -> None:
        sys.stdout, sys.stderr = self.kept


_FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None
_BASE = 300 << 20  # what the program takes with all that it loads


def main() -> int:
    """Runs the targets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", action="append", choices=list(TARGETS), default=[])
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=1e9, help="for each target")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    done = {}
    for name in options.target or TARGETS:
        done[name] = run(name, options.count, options.seconds, options.seed, options.keep)
        figures = done[name]
        print(
            f"{name:15} {figures.tried:7} tried {figures.refused:7} refused {figures.broken:4} broken "
            f"{figures.slowest:6.2f} s {figures.memory:5} MB", flush=True,
        )  # fmt: skip
    print(f"{sum(f.tried for f in done.values())} inputs, {sum(f.broken for f in done.values())} broken")
    return 1 if any(figures.broken for figures in done.values()) else 0


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
