"""No input is run, no entity expanded, nothing fetched, nothing written outside the output, no order given to a terminal."""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from glossary.cli import main
from glossary.errors import GlossaryError, ReadError, TermbaseError, visible
from glossary.formats.jsonl import write_jsonl
from glossary.formats.options import Options
from glossary.formats.tmx import read_tmx
from glossary.formats.xlsx import read_xlsx
from glossary.model import Concept, Source, Term, Termbase
from glossary.read import documents
from glossary.tbx.read import read_termbase
from glossary.tbx.validate import faults

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import specimens

ROOT = Path(__file__).parents[1]

# -- What the package may not call --------------------------------------------------------------------------

CALLS = {"eval", "exec", "compile", "__import__"}
MODULES = {
    "pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "ctypes", "subprocess", "socket", "ssl", "http", "urllib", "ftplib",
    "smtplib", "requests", "httpx", "webbrowser", "code", "codeop", "runpy", "xmlrpc", "pty", "telnetlib", "yaml",
}  # fmt: skip
METHODS = {("os", "system"), ("os", "popen"), ("os", "execv"), ("os", "spawnv"), ("tempfile", "mktemp"), ("yaml", "load"), ("zipfile", "extractall")}
# Where one of them is needed, and why.
ALLOWED = {
    ("check/sarif.py", "urllib"): "quotes a path as a URI, opens nothing",
    ("formats/skos.py", "urllib"): "quotes an id as a URI, opens nothing",
    ("room.py", "ctypes"): "asks the C library to give free memory back; hands nothing of an input to it",
}


def offences(source: str) -> list[str]:
    """What of the lists above a module uses."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name.split(".")[0] for alias in node.names if alias.name.split(".")[0] in MODULES]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in MODULES:
            found.append((node.module or "").split(".")[0])
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in CALLS:
                found.append(node.func.id)
            if isinstance(node.func, ast.Attribute):
                owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
                found += [node.func.attr] if node.func.attr in {"extractall"} or (owner, node.func.attr) in METHODS else []
            found += ["shell=True" for k in node.keywords if k.arg == "shell"]
            found += ["resolve_entities" for k in node.keywords if k.arg == "resolve_entities" and getattr(k.value, "value", 1) is not False]
            found += ["load_dtd" for k in node.keywords if k.arg == "load_dtd" and getattr(k.value, "value", 1) is not False]
            found += ["no_network" for k in node.keywords if k.arg == "no_network" and getattr(k.value, "value", 0) is not True]
    return found


def test_the_package_runs_no_input_and_opens_no_connection() -> None:
    found = [
        (str(path.relative_to(ROOT / "glossary")), name)
        for path in sorted((ROOT / "glossary").rglob("*.py"))
        for name in offences(path.read_text("utf-8"))
    ]
    assert [offence for offence in found if offence not in ALLOWED] == []


@pytest.mark.parametrize(
    "code",
    [
        "eval(x)", "exec(x)", "import pickle", "from urllib.request import urlopen", "import os\nos.system(x)", "run(x, shell=True)",
        "XMLParser(resolve_entities=True)", "XMLParser(no_network=False)", "archive.extractall(x)", "def f():\n    import socket",
    ],
)  # fmt: skip
def test_the_lists_see_what_they_forbid(code: str) -> None:
    assert offences(code)


# -- XML ----------------------------------------------------------------------------------------------------

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{(f"&a{n - 1};" if n else "&a;") * 10}">' for n in range(10))
    + "]>"
)
OUTSIDE = f'<!DOCTYPE x [<!ENTITY a9 SYSTEM "{(ROOT / "LICENSE").as_uri()}">]>'
NETWORK = '<!DOCTYPE x [<!ENTITY a9 SYSTEM "http://127.0.0.1:9/x">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>'
DECLARED = {"laughs": LAUGHS, "outside": OUTSIDE, "network": NETWORK, "parameter": PARAMETER}


def with_entity(xml: str, declared: str, end: str) -> str:
    head, sign, rest = xml.partition("?>")
    if not sign:
        head, rest = "", xml
    reference = "" if declared == PARAMETER else "&a9;"
    assert end in rest
    return head + sign + declared + rest.replace(end, reference + end, 1)


@pytest.mark.parametrize("declared", DECLARED)
def test_entities_in_tbx_and_tmx_are_refused(declared: str, tmp_path: Path) -> None:
    for data in specimens.whole_tbx_files()[:4]:
        path = tmp_path / "x.tbx"
        path.write_text(with_entity(data.decode(), DECLARED[declared], "</term>"), encoding="utf-8")
        if declared == "parameter":  # declared and never asked for: kept as it stands
            assert read_termbase(path).concepts
            continue
        with pytest.raises(TermbaseError) as error:
            read_termbase(path)
        assert "entity" in str(error.value)
        assert any(fault.severity == "error" for fault in faults(path))
    path = tmp_path / "x.tmx"
    path.write_text(with_entity(specimens.whole_format_file("tmx").decode(), DECLARED[declared], "</seg>"), encoding="utf-8")
    if declared == "parameter":
        assert read_tmx(path, Options())[0].concepts
        return
    with pytest.raises(TermbaseError) as error:
        read_tmx(path, Options())
    assert "entity" in str(error.value)


def _changed(data: bytes, part: str, declared: str, end: str) -> bytes:
    """A package with a DOCTYPE, and an entity before the first `end`, in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, with_entity(content.decode(), declared, end).encode() if name == part else content)
    return out.getvalue()


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize(
    ("part", "end"), [("word/document.xml", "</w:t>"), ("word/styles.xml", "</w:styles>"), ("[Content_Types].xml", "</Types>")]
)
def test_entities_in_docx_are_never_expanded(declared: str, part: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(_changed(specimens.whole_files(".docx")[0], part, DECLARED[declared], end))
    for item in documents([str(path)]):
        said = str(item) if isinstance(item, ReadError) else item.text
        assert "haha" not in said
        assert "Apache" not in said
        assert len(said) < 10_000


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # openpyxl leaves the file to be closed
@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize(("part", "end"), [("xl/worksheets/sheet1.xml", "</t>"), ("xl/workbook.xml", "</workbook>")])
def test_entities_in_xlsx_are_never_expanded(declared: str, part: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(_changed(specimens.whole_format_file("xlsx"), part, DECLARED[declared], end))
    try:
        said = str(read_xlsx(path, Options(langs=("zh-Hans", "en"))))
    except GlossaryError as error:
        said = str(error)
    assert "haha" not in said
    assert "Apache" not in said


# -- Paths --------------------------------------------------------------------------------------------------


def test_ids_that_are_paths_write_nowhere_else(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    ids = ("../../x", "/etc/x", "..", "C:\\x", "a/../../b", "~/x", "CON")
    rows = [f'{{"id": "{name.replace(chr(92), chr(92) * 2)}", "text": "{number}总统阿利耶夫(Aliyev)说。"}}' for number, name in enumerate(ids)]
    (inside / "in.jsonl").write_text("\n".join(rows), encoding="utf-8")
    before = set(tmp_path.rglob("*"))
    assert main(["build", str(inside / "in.jsonl"), "-o", str(inside / "out.tbx"), "--quiet"]) == 0
    assert main(["harvest", str(inside / "in.jsonl"), "-o", str(inside / "out.csv"), "--quiet"]) == 0
    after = set(tmp_path.rglob("*"))
    assert {path.name for path in after - before} == {"out.tbx", "out.evidence.parquet", "out.csv"}
    sources = {s.document for c in read_termbase(inside / "out.tbx").concepts for t in c.terms for s in t.sources}
    assert sources & {"../../x", "/etc/x"}  # kept as names, never taken for paths


# -- The terminal -------------------------------------------------------------------------------------------

ESC = "\x1b]0;x\x07\x1b[31m\x9b2J\x7f\u202e"
UNSEEN = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x2066) if chr(code) not in "\n\t"]


@pytest.mark.parametrize("text", ["中文 abc\n\t", "", "é·—“”", "\u200f\u200d"])
def test_what_is_harmless_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_control_characters_are_shown() -> None:
    assert visible("a\x1b[31m\x7f\x9b\u202e") == "a␛[31m␡<U+009B><U+202E>"
    assert str(ReadError("x\x1b", "y\x9b\nz")) == "y<U+009B> z: x␛"


def _run(arguments: list[str], folder: Path) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "glossary", *arguments], cwd=folder, capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")},
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_no_control_character_of_a_file_reaches_the_terminal(tmp_path: Path) -> None:
    name = "n\x1b[31m\x07"
    (tmp_path / f"{name}.txt").write_text(f"总统阿利耶夫(Ali{ESC}yev)在戈{ESC}里斯市说。总统{ESC}", encoding="utf-8")
    (tmp_path / f"{name}.pdf").write_bytes(b"\x1b")
    term = Term(f"阿利耶夫{ESC}", "zh-Hans", status="preferred", context=f"句{ESC}", context_source=Source(f"d{ESC}"))
    write_jsonl(Termbase((Concept(f"c{ESC}", (term, Term("阿力耶夫", "zh-Hans", status="deprecated")), "person", (f"n{ESC}",)),)), tmp_path / "t.jsonl")
    (tmp_path / "t.tbx").write_text(f"<tbx{ESC}>", encoding="utf-8")
    runs = [
        ["build", f"{name}.txt", f"{name}.pdf", "-o", "out.tbx"],
        ["lookup", "阿利耶夫", "-t", "t.jsonl", "--context"],
        ["lookup", "阿利耶夫", "-t", "t.jsonl", "--context", "--format", "json"],
        ["lookup", f"q{ESC}", "-t", f"{name}.tbx"],
        ["check", f"{name}.txt", "-t", "t.jsonl"],
        ["check", f"{name}.txt", "-t", "t.jsonl", "--format", "json"],
        ["check", f"{name}.txt", "-t", "t.jsonl", "--format", "sarif"],
        ["validate", "t.tbx", f"{name}.txt"],
        ["harvest", f"{name}.txt"],
        ["convert", "t.jsonl", f"{name}.xyz"],
    ]  # fmt: skip
    for arguments in runs:
        said = _run(arguments, tmp_path).decode()
        assert [char for char in UNSEEN if char in said] == [], arguments
