#!/usr/bin/env python3
"""Feeds files that are large, deep or packed beyond measure to the commands, and says what became of each.

    bombs.py [--bomb PART …] [--scale 1.0]

Every bomb is a file, or two, and a command; the command is run in a process of its own. It must end within 10 s and
1 GB with an answer or one clear line, never with a traceback. A row is printed for each: seconds, memory, exit status
and the line. `--scale` makes the files smaller, for the tests. Exit status 1 where anything is otherwise.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from limits import HANG, MEMORY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).parents[1]
MEGA = 1 << 20
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TBX = '<tbx xmlns="urn:iso:std:iso:30042:ed-2" style="dca" type="TBX-Basic" xml:lang="en">'


class Bomb(NamedTuple):
    """A file to make, of a size, and the command that is given it (`{}` is its path)."""

    name: str
    suffix: str
    command: str
    size: int
    make: Callable[[Path, int], None]


class Result(NamedTuple):
    """What became of a bomb. `memory` in bytes; `wrong` is empty where nothing was."""

    seconds: float
    memory: int
    status: int
    said: str
    wrong: str


# -- Archives -----------------------------------------------------------------------------------------------


def _package(path: Path, parts: Mapping[str, Iterator[bytes]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, pieces in parts.items():
            with package.open(name, "w", force_zip64=True) as stream:
                for piece in pieces:
                    stream.write(piece)


def _repeated(head: str, piece: str, count: int, tail: str) -> Iterator[bytes]:
    """`piece` so many times between head and tail, some 100 KB at a time."""
    yield head.encode()
    many = max(1, 100_000 // len(piece))
    for at in range(0, count, many):
        yield (piece * min(many, count - at)).encode()
    yield tail.encode()


def _types(part: str, kind: str) -> Iterator[bytes]:
    yield (
        f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
        f'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/{part}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
    ).encode()


def _relation(kind: str, target: str) -> Iterator[bytes]:
    yield f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'.encode()


def _workbook(row: str, path: Path, count: int, *, strings: str = "") -> None:
    sheet = f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>'
    parts = {
        "[Content_Types].xml": _types("xl/workbook.xml", "spreadsheetml.sheet"), "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": iter([sheet.encode()]), "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": _repeated(f'<worksheet xmlns="{_SHEET}"><sheetData>', row, 1 if strings else count, "</sheetData></worksheet>"),
    }  # fmt: skip
    if strings:
        parts["xl/sharedStrings.xml"] = _repeated(f'<sst xmlns="{_SHEET}">', strings, count, "</sst>")
        parts["[Content_Types].xml"] = iter([next(_types("xl/workbook.xml", "spreadsheetml.sheet")).replace(
            b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
        )])  # fmt: skip
    _package(path, parts)


def _docx(head: str, piece: str, tail: str, path: Path, count: int) -> None:
    around = f'<w:document xmlns:w="{_WORD}"><w:body>{head}'
    _package(path, {
        "[Content_Types].xml": _types("word/document.xml", "wordprocessingml.document"), "_rels/.rels": _relation("officeDocument", "word/document.xml"),
        "word/document.xml": _repeated(around, piece, count, f"{tail}</w:body></w:document>"),
    })  # fmt: skip


def _docx_deep(path: Path, count: int) -> None:
    _docx("", "<w:p><w:r>", "<w:t>中</w:t>" + "</w:r></w:p>" * count, path, count)


def _zip_members(prefix: str, path: Path, count: int) -> None:
    _package(path, {f"{prefix}{number}.xml": iter([b"<a/>"]) for number in range(count)})


def _zip_zeros(path: Path, count: int) -> None:
    _package(path, {"word/document.xml": _repeated("<a>", "0" * 1000, count // 1000, "</a>")})


def _zip_in_zip(path: Path, count: int) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * min(count, 50 * MEGA))
    _package(path, {f"{number}.docx": iter([inner.getvalue()]) for number in range(500)})


def _gzip(path: Path, count: int) -> None:
    with gzip.open(path, "wb", compresslevel=1) as stream:
        for _ in range(0, count, MEGA):
            stream.write(b"\0" * MEGA)


# -- Plain files --------------------------------------------------------------------------------------------


def _text(head: str, piece: str, tail: str, path: Path, count: int) -> None:
    with path.open("wb") as stream:
        stream.writelines(_repeated(head, piece, count, tail))


def _nested(head: str, opening: str, inside: str, closing: str, tail: str, path: Path, count: int) -> None:
    _text(head, opening, inside + closing * count + tail, path, count)


def _numbered(head: str, piece: str, tail: str, path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(head)
        stream.writelines(piece.replace("#", str(number)) for number in range(count))
        stream.write(tail)


def _concepts(piece: str) -> Callable[[Path, int], None]:
    header = "<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>"
    return partial(_numbered, f'<?xml version="1.0" encoding="UTF-8"?>{_TBX}{header}<text><body>', piece, "</body></text></tbx>")


def _sentences(path: Path, count: int) -> None:
    """What an article would be, again and again, in one line."""
    _text("", "总统阿利耶夫在戈里斯市会见了联合国秘书长。", "", path, count)


_ENTRY = '<conceptEntry id="c#"><langSec xml:lang="zh"><termSec><term>阿{}</term></termSec></langSec></conceptEntry>'
_READ, _CONVERT, _CHECK = "harvest {} --quiet", "convert {} out.jsonl --langs zh-Hans,en", "validate {}"
BOMBS: tuple[Bomb, ...] = (
    Bomb("xlsx-rows", ".xlsx", _CONVERT, 1_500_000, partial(_workbook, '<row><c t="inlineStr"><is><t>x</t></is></c></row>')),
    Bomb("xlsx-empty-rows", ".xlsx", _CONVERT, 20_000_000, partial(_workbook, "<row/>")),
    Bomb("xlsx-columns", ".xlsx", _CONVERT, 200_000, partial(_workbook, "<row>" + "<c/>" * 256 + "</row>")),
    Bomb("xlsx-strings", ".xlsx", _CONVERT, 8_000_000, partial(_workbook, '<row><c t="s"><v>0</v></c></row>', strings="<si><t>x</t></si>")),
    Bomb("xlsx-nested", ".xlsx", _CONVERT, 1_000_000, partial(_workbook, "<row><c>")),
    Bomb("xlsx-one-cell", ".xlsx", _CONVERT, 150 * MEGA, partial(_workbook, "x")),
    Bomb("xlsx-members", ".xlsx", _CONVERT, 60_000, partial(_zip_members, "xl/")),
    Bomb("xlsx-paths", ".xlsx", _CONVERT, 100, partial(_zip_members, "../../../../tmp/")),
    Bomb("xlsx-zeros", ".xlsx", _CONVERT, 1 << 30, _zip_zeros),
    Bomb("docx-paragraphs", ".docx", _READ, 4_000_000, partial(_docx, "", "<w:p/>", "")),
    Bomb("docx-runs", ".docx", _READ, 240_000, partial(_docx, "<w:p>", "<w:r><w:t>中</w:t></w:r>", "</w:p>")),
    Bomb("docx-text", ".docx", _READ, MEGA, partial(_docx, "<w:p><w:r><w:t>", "中", "</w:t></w:r></w:p>")),
    Bomb("docx-deep", ".docx", _READ, 100_000, _docx_deep),
    Bomb("docx-members", ".docx", _READ, 60_000, partial(_zip_members, "word/")),
    Bomb("docx-paths", ".docx", _READ, 100, partial(_zip_members, "../../../../tmp/")),
    Bomb("docx-zeros", ".docx", _READ, 1 << 30, _zip_zeros),
    Bomb("docx-in-docx", ".docx", _READ, 50 * MEGA, _zip_in_zip),
    Bomb("gzip-as-text", ".txt", _READ, 1 << 30, _gzip),
    Bomb("gzip-as-html", ".html", _READ, 1 << 30, _gzip),
    Bomb("gzip-as-tbx", ".tbx", _CONVERT, 1 << 30, _gzip),
    Bomb("txt-line", ".txt", _READ, 8_000, _sentences),
    Bomb("txt-zeros", ".txt", _READ, 100 * MEGA, partial(_text, "", "\0", "")),
    Bomb("txt-spaces", ".txt", _READ, 30 * MEGA, partial(_text, "", " ", "")),
    Bomb("jsonl-line", ".jsonl", _READ, 100 * MEGA, partial(_text, "", "x", "")),
    Bomb("jsonl-string", ".jsonl", _READ, 100 * MEGA, partial(_text, '{"id": "a", "text": "', " ", '中"}')),
    Bomb("jsonl-field", ".jsonl", _READ, 100 * MEGA, partial(_text, '{"id": "a", "text": "中国", "x": "', " ", '"}')),
    Bomb("jsonl-nested", ".jsonl", _READ, 10_000_000, partial(_text, "", "[", "")),
    Bomb("jsonl-nested-objects", ".jsonl", _READ, 1_000_000, partial(_nested, "", '{"a":', "1", "}", "")),
    Bomb("jsonl-number", ".jsonl", _READ, 10_000_000, partial(_text, '{"id": 1', "0", ', "text": "中"}')),
    Bomb("jsonl-wrong-lines", ".jsonl", _READ, 100_000, partial(_text, "", "x\n", "")),
    Bomb("jsonl-documents", ".jsonl", _READ, 30_000, partial(_numbered, "", '{"id": "../../#", "text": "中"}\n', "")),
    Bomb("html-nested", ".html", _READ, 1_000_000, partial(_text, "", "<div>", "中")),
    Bomb("html-closed", ".html", _READ, 1_000_000, partial(_nested, "", "<b>", "中", "</b>", "")),
    Bomb("html-flat", ".html", _READ, 1_000_000, partial(_text, "", "<p>", "中")),
    Bomb("html-tables", ".html", _READ, 300_000, partial(_text, "", "<table><tr><td>", "中")),
    Bomb("html-attributes", ".html", _READ, 1_000_000, partial(_numbered, "<p", " a#=1", ">中")),
    Bomb("html-attribute", ".html", _READ, 50 * MEGA, partial(_text, '<p title="', "x", '">中')),
    Bomb("html-entities", ".html", _READ, 5_000_000, partial(_text, "", "&amp;", "中")),
    Bomb("html-comments", ".html", _READ, 3_000_000, partial(_text, "", "<!--", "中")),
    Bomb("html-script", ".html", _READ, 50 * MEGA, partial(_text, "<script>", "x", "</script>中")),
    Bomb("tbx-attributes", ".tbx", _CONVERT, 1_000_000, partial(_numbered, "<tbx", ' a#="1"', "/>")),
    Bomb("tbx-attributes-checked", ".tbx", _CHECK, 1_000_000, partial(_numbered, "<tbx", ' a#="1"', "/>")),
    Bomb("tbx-attributes-same", ".tbx", _CHECK, 1_000_000, partial(_text, "<tbx", ' a="1"', "/>")),
    Bomb("tbx-namespaces", ".tbx", _CHECK, 300_000, partial(_numbered, "<tbx", ' xmlns:a#="u#"', "/>")),
    Bomb("tbx-deep", ".tbx", _CONVERT, 100_000, partial(_nested, _TBX, "<text>", "", "</text>", "</tbx>")),
    Bomb("tbx-deep-checked", ".tbx", _CHECK, 100_000, partial(_nested, _TBX, "<text>", "", "</text>", "</tbx>")),
    Bomb("tbx-elements", ".tbx", _CHECK, 1_000_000, partial(_text, _TBX, "<a/>", "</tbx>")),
    Bomb("tbx-text", ".tbx", _CHECK, 50 * MEGA, partial(_text, _TBX, "x", "</tbx>")),
    Bomb("tbx-comments", ".tbx", _CONVERT, 1_000_000, partial(_text, _TBX, "<!--a-->", "</tbx>")),
    Bomb("tbx-instructions", ".tbx", _CHECK, 1_000_000, partial(_text, _TBX, "<?a b?>", "</tbx>")),
    Bomb("tbx-doctype", ".tbx", _CONVERT, 1_000_000, partial(_text, "<!DOCTYPE tbx [", '<!ENTITY a "b">', "]><tbx/>")),
    Bomb("tbx-one-concept", ".tbx", _CONVERT, 100_000, partial(
        _numbered, f'{_TBX}<text><body><conceptEntry id="c"><langSec xml:lang="zh">', "<termSec><term>阿#</term></termSec>", "</langSec></conceptEntry></body></text></tbx>"
    )),
    Bomb("tbx-same-ids", ".tbx", _CHECK, 30_000, _concepts(_ENTRY.replace("c#", "c").format("#"))),
    Bomb("tbx-same-terms", ".tbx", _CONVERT, 30_000, _concepts(_ENTRY.format(""))),
    Bomb("tbx-same-terms-diff", ".tbx", "diff {} {} --quiet", 20_000, _concepts(_ENTRY.format(""))),
    Bomb("tbx-same-terms-merge", ".tbx", "merge {} {} -o out.tbx --quiet", 10_000, _concepts(_ENTRY.format(""))),
    Bomb("tbx-same-terms-lookup", ".tbx", "lookup 阿 -t {}", 30_000, _concepts(_ENTRY.format(""))),
    Bomb("tbx-same-terms-variants", ".tbx", "variants {} --format json", 20_000, _concepts(_ENTRY.format(""))),
    Bomb("termbase-line", ".jsonl", "convert {} out.tbx", 100 * MEGA, partial(_text, '{"id": "c", "terms": [{"lang": "en", "text": "', "x", '"}]}')),
    Bomb("termbase-nested", ".jsonl", "convert {} out.tbx", 1_000_000, partial(_nested, '{"id": "c", "terms": [], "extra": ', "[", "", "]", "}")),
    Bomb("termbase-terms", ".jsonl", "convert {} out.tbx", 200_000, partial(_numbered, '{"id": "c", "terms": [', '{"lang": "en", "text": "x#"},', '{"lang": "en", "text": "x"}]}')),
    Bomb("csv-cell", ".csv", _CONVERT, 100 * MEGA, partial(_text, 'zh-Hans,en\n"', "x", '",y\n')),
    Bomb("csv-open-quote", ".csv", _CONVERT, 30 * MEGA, partial(_text, 'zh-Hans,en\n"', "x\n", "")),
    Bomb("csv-columns", ".csv", _CONVERT, 1_000_000, partial(_numbered, "zh-Hans,en", ",x#", "\n中,a\n")),
    Bomb("csv-rows", ".csv", _CONVERT, 200_000, partial(_numbered, "zh-Hans,en\n", "中#,a#\n", "")),
    Bomb("tmx-deep", ".tmx", _CONVERT, 100_000, partial(_nested, '<tmx version="1.4"><header/><body>', "<tu>", "", "</tu>", "</body></tmx>")),
    Bomb("tmx-units", ".tmx", _CONVERT, 100_000, partial(
        _numbered, '<tmx version="1.4"><header/><body>', '<tu><tuv xml:lang="zh"><seg>中#</seg></tuv><tuv xml:lang="en"><seg>a</seg></tuv></tu>', "</body></tmx>"
    )),
    Bomb("match-line", ".txt", "match {} {}", MEGA, partial(_text, "", "阿", "")),
    Bomb("match-latin-line", ".txt", "match {} {}", MEGA, partial(_text, "", "a", "")),
    Bomb("match-lines", ".txt", "match {} {} --top 1", 500, partial(_numbered, "", "阿利耶夫#\n", "")),
)  # fmt: skip


def run(bomb: Bomb, scale: float) -> Result:
    """Makes a bomb, runs its command on it, and tells what became of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / f"bomb{bomb.suffix}"
        bomb.make(path, max(1, round(bomb.size * scale)))
        known = {entry.name for entry in folder.iterdir()}
        arguments = [part.replace("{}", path.name) for part in bomb.command.split()]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")}
        began = time.monotonic()
        with (folder / "said").open("wb") as said, (folder / "printed").open("wb") as printed:
            process = subprocess.Popen([sys.executable, "-m", "glossary", *arguments], cwd=folder, env=environment, stdout=printed, stderr=said)
            seconds, memory, status = _waited(process, began)
        text = (folder / "said").read_text("utf-8", "replace")
        left = {entry.name for entry in folder.iterdir()} - known - {"said", "printed", "cache", "out.jsonl", "out.tbx", "out.evidence.parquet", ".bomb.tbx.lookup"}
        return Result(seconds, memory, status, text.strip(), _wrong(seconds, memory, status, text, sorted(left)))


def _waited(process: subprocess.Popen[bytes], began: float) -> tuple[float, int, int]:
    """Seconds, most memory in bytes, exit status; ended after three times what it may take."""
    while True:
        done, status, used = os.wait4(process.pid, os.WNOHANG)
        seconds = time.monotonic() - began
        if done:
            process.returncode = os.waitstatus_to_exitcode(status)
            return seconds, used.ru_maxrss << 10, process.returncode
        if seconds > 3 * HANG:
            process.kill()
        time.sleep(0.01)


def _wrong(seconds: float, memory: int, status: int, said: str, left: list[str]) -> str:
    if seconds > HANG:
        return f"took {seconds:.0f} s"
    if memory > MEMORY:
        return f"took {memory >> 20} MB"
    if "Traceback" in said or status not in (0, 1, 2):
        return f"ended with {status}: {said.splitlines()[-1] if said else ''}"
    if longest := max((len(line) for line in said.splitlines() if len(line) > 1000), default=0):
        return f"said a line of {longest} characters"
    return f"left {left[0]}" if left else ""


def main() -> int:
    """Runs the bombs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bomb", action="append", default=[], help="only bombs with this in their name")
    parser.add_argument("--scale", type=float, default=1.0)
    options = parser.parse_args()
    chosen = [bomb for bomb in BOMBS if not options.bomb or any(part in bomb.name for part in options.bomb)]
    wrong = 0
    for bomb in chosen:
        found = run(bomb, options.scale)
        wrong += bool(found.wrong)
        line = (found.said.splitlines() or [""])[0][:110]
        print(f"{'BAD' if found.wrong else 'ok '} {bomb.name:24} {found.seconds:6.1f} s {found.memory >> 20:5} MB  {found.status}  {found.wrong or line}", flush=True)
    print(f"{len(chosen)} bombs, {wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
