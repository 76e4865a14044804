"""Whatever bytes a file holds, what comes back is documents and clear errors, never an exception or a warning."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from glossary.errors import ReadError
from glossary.model.text import Document
from glossary.read import SUFFIXES, documents

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RELAXED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=120, deadline=None
)
HTML = '<!DOCTYPE html><meta charset=utf-8><body><p>第一<br>段<table><tr><td>a<td>b</table><pre>x\n</pre><!-- c -->&#20013;'
JSONL = '{"id": "a", "text": "文本"}\n\n{"id": "b", "text": "\\u4e2d"}\n'


@cache
def good(suffix: str) -> bytes:
    stream = io.BytesIO()
    match suffix:
        case ".pdf":
            canvas = Canvas(stream, invariant=1)
            canvas.drawString(72, 720, "Lovana Basin")
            canvas.save()
            return stream.getvalue()
        case ".docx":
            document = docx.Document()
            document.add_paragraph("洛瓦纳河")
            document.add_table(1, 1).cell(0, 0).text = "流域"
            document.save(stream)
            return stream.getvalue()
        case ".html" | ".htm":
            return HTML.encode()
        case ".jsonl":
            return JSONL.encode()
    return "洛瓦纳河流域国际委员会\r\n第二行\n".encode("gb18030")


MARKS = [b"<", b">", b'"', b"&a;", b"<w:p>", b"\0", b"\n", b"{", b"\xff\xfe", b"\xef\xbb\xbf"]
PIECES = st.sampled_from([*MARKS, b"99999999999", b"-1", b"endobj", b"stream", b"%%EOF"])
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.one_of(st.binary(max_size=6), PIECES)), max_size=6)


def edited(data: bytes, edits: Iterable[tuple[float, int, bytes]]) -> bytes:
    for place, gone, new in edits:
        at = int(place * len(data))
        data = data[:at] + new + data[at + gone :]
    return data


def check(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    for item in documents([str(path)]):
        if isinstance(item, ReadError):
            assert item.where.startswith(str(path))
            assert item.hint
            assert "\n" not in str(item)
        else:
            assert isinstance(item, Document)
            assert item.text.strip()
            item.text.encode("utf-8")
            assert list(item.pages) == sorted(item.pages)
            assert all(page <= len(item.text) for page in item.pages)


@RELAXED
@given(data=st.binary(max_size=200), suffix=st.sampled_from(SUFFIXES))
def test_any_bytes_under_any_suffix(tmp_path: Path, data: bytes, suffix: str) -> None:
    check(tmp_path / f"x{suffix}", data)


@RELAXED
@given(edits=EDITS, kind=st.sampled_from(SUFFIXES), other=st.sampled_from([None, *SUFFIXES]))
def test_damaged_files_under_their_own_suffix_or_another(
    tmp_path: Path, edits: list[tuple[float, int, bytes]], kind: str, other: str | None
) -> None:
    check(tmp_path / f"x{other or kind}", edited(good(kind), edits))


@RELAXED
@given(edits=EDITS, part=st.integers(0, 30), gone=st.booleans())
def test_packages_with_a_damaged_part(
    tmp_path: Path, edits: list[tuple[float, int, bytes]], part: int, gone: bool
) -> None:
    with zipfile.ZipFile(io.BytesIO(good(".docx"))) as package:
        files = {name: package.read(name) for name in package.namelist()}
    likely = ["word/document.xml", "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"]
    name = [*likely, *files][part % (len(files) + 4)]
    files[name] = edited(files[name], edits)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for kept, content in files.items():
            if not (gone and kept == name):
                package.writestr(kept, content)
    check(tmp_path / "x.docx", stream.getvalue())
