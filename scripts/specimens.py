"""What is whole, to be damaged or asked: files of every kind, a small termbase, its index, and a checker of it."""

from __future__ import annotations

import io
import json
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hostile import SAMPLES, sample_texts

if TYPE_CHECKING:
    from glossary.model import Kind


@cache
def whole_files(suffix: str) -> tuple[bytes, ...]:
    """Whole documents of a kind, by the end of their names."""
    short = [text[:1500] for text in sample_texts()]
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
def whole_tbx_files() -> tuple[bytes, ...]:
    """The small termbase as TBX: both styles and versions, a small dialect, and UTF-16."""
    from glossary.tbx.write import write_termbase

    found = []
    termbase = small_termbase()
    with tempfile.TemporaryDirectory() as folder:
        for version, dialect, style in ((3, "TBX-Basic", "dca"), (3, "TBX-Basic", "dct"), (3, "TBX-Min", "dca"), (2, "TBX-Basic", "dca")):
            path = Path(folder) / "x.tbx"
            write_termbase(replace(termbase, version=version, dialect=dialect, style=style), path)
            found.append(path.read_bytes())
    found.append(found[0].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"))
    return tuple(found)


@cache
def whole_format_file(name: str) -> bytes:
    """The small termbase as a file of a format."""
    from glossary.formats.options import Options
    from glossary.formats.table import FORMATS

    form = next(form for form in FORMATS if form.name == name)
    assert form.write is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x{(form.suffixes or ('.x',))[0]}"
        form.write(small_termbase(), path, Options(langs=("zh-Hans", "en")))
        return path.read_bytes()


def small_concepts() -> Any:
    """Six concepts, each with a Chinese form and two in English, one of them not to be used."""
    from glossary.model import Concept, Term

    names: tuple[tuple[Kind, str, str], ...] = (
        ("person", "伊尔哈姆·阿利耶夫", "Ilham Aliyev"), ("place", "戈里斯", "Goris"), ("organization", "联合国", "UN"),
        ("place", "亚美尼亚", "Armenia"), ("organization", "欧安组织", "OSCE"), ("office", "总统", "President"),
    )  # fmt: skip
    return [
        Concept(f"c-{number}", (Term(han, "zh-Hans", status="preferred"), Term(latin, "en", status="deprecated"), Term(f"{latin} I", "en")), kind)
        for number, (kind, han, latin) in enumerate(names)
    ]


def small_termbase() -> Any:
    """A termbase of the small concepts."""
    from glossary.model import Termbase

    return Termbase(tuple(small_concepts()), title="x", description="y")


def write_small_termbase(path: Path) -> None:
    """Writes the small termbase as TBX."""
    from glossary.tbx.write import write_termbase

    write_termbase(small_termbase(), path)


def as_document(text: str) -> Any:
    """A text as a document; half characters, which no file holds, become question marks."""
    from glossary.model import Document

    return Document("d", text.encode("utf-8", "replace").decode(), "")


@cache
def small_index() -> Any:
    """The look-up index of the small termbase."""
    from glossary.lookup import open_index

    path = Path(tempfile.mkdtemp()) / "x.tbx"
    write_small_termbase(path)
    return open_index([path])


@cache
def small_checker() -> Any:
    """A checker against the small concepts."""
    from glossary.check import checker

    return checker(small_concepts())
