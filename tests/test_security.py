"""No input is run, no entity expanded, nothing fetched, nothing written outside the output, no order given to a terminal."""

from __future__ import annotations

import ast
import io
import json
import os
import subprocess
import sys
import tomllib
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
import audit
import bombs
import fuzz
import growth

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
    for data in fuzz._tbx_files()[:4]:
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
    path.write_text(with_entity(fuzz._format_file("tmx").decode(), DECLARED[declared], "</seg>"), encoding="utf-8")
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
    path.write_bytes(_changed(fuzz._files(".docx")[0], part, DECLARED[declared], end))
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
    path.write_bytes(_changed(fuzz._format_file("xlsx"), part, DECLARED[declared], end))
    try:
        said = str(read_xlsx(path, Options(langs=("zh-Hans", "en"))))
    except GlossaryError as error:
        said = str(error)
    assert "haha" not in said
    assert "Apache" not in said


# -- Bombs and odd files ------------------------------------------------------------------------------------


def test_archives_that_unpack_to_too_much(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        for number in range(5):
            package.writestr(f"word/part{number}.xml", b"<" + b"0" * (8 << 20))
    [error] = documents([str(path)])
    assert isinstance(error, ReadError)
    assert "unpacks to more than is safe" in str(error)
    with zipfile.ZipFile(path, "w") as package:
        for number in range(10_001):
            package.writestr(f"{number}", b"")
    [error] = documents([str(path)])
    assert "unpacks to more than is safe" in str(error)


@pytest.mark.parametrize("page", ["<div>" * 200_000, "<b>" * 100_000, "<p>" * 300_000, "<table><tr><td>" * 9_000, "<p title='" * 90_000, "<!--" * 200_000])
def test_pages_nested_without_end(page: str, tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_text(page + "中文", encoding="utf-8")
    [item] = documents([str(path)])
    assert isinstance(item, ReadError) or item.text == "中文"


PDF = (
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[{kids}]/Count {count}>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 6>>stream\n/X Do\n\nendstream endobj\n"
    "5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 6>>stream\n/X Do\n\nendstream endobj\n"
    "trailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF\n"
)


@pytest.mark.parametrize(("kids", "count"), [("2 0 R 3 0 R", 2), ("2 0 R", 1), ("3 0 R", 99_999_999), ("3 0 R 3 0 R", -1), ("3 0 R", 1)])
def test_pdf_files_that_go_round_in_circles(kids: str, count: int, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_text(PDF.format(kids=kids, count=count))
    [item] = documents([str(path)])
    assert isinstance(item, ReadError)


def test_pipes_devices_and_links_that_lead_back(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "back").symlink_to("..")
    (tmp_path / "good.txt").write_text("洛瓦纳河", encoding="utf-8")
    found = list(documents([str(tmp_path)]))
    assert [item.id for item in found if not isinstance(item, ReadError)] == ["good"]
    assert sorted(Path(item.where).name for item in found if isinstance(item, ReadError)) == ["pipe.txt", "self.txt", "zero.txt"]
    for arguments in (["lookup", "x", "-t"], ["validate"], ["convert"]):
        for name in ("pipe.tbx", "zero.tbx"):
            path = tmp_path / name
            if not path.is_symlink() and not path.exists():
                os.mkfifo(path) if name.startswith("pipe") else path.symlink_to("/dev/zero")
            if arguments != ["validate"]:
                more = [str(tmp_path / "out.csv")] if arguments == ["convert"] else []
                assert main([*arguments, str(path), *more]) in (1, 2)


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


# -- What the project depends on ----------------------------------------------------------------------------


def test_every_dependency_is_pinned_and_of_a_known_licence() -> None:
    found = audit.packages(ROOT / "tests" / "requirements.lock")
    wrong = [line for line in audit.faults(found) if "is installed" not in line and "not installed" not in line]
    assert wrong == []
    assert {package.name for package in found if package.runtime} >= {"lxml", "polars", "opencc", "pypinyin"}


@pytest.mark.parametrize(
    ("licence", "bound"),
    [
        ("MIT", "free"), ("Apache-2.0 OR GPL-3.0-or-later", "free"), ("GNU Lesser General Public License v3 (LGPLv3)", "weak"), ("MPL-2.0", "weak"),
        ("GPL-3.0-or-later", "strong"), ("AGPL-3.0", "strong"), ("LGPL-2.1 AND GPL-2.0", "strong"), ("none stated", "unknown"), ("Proprietary", "strong"),
    ],
)  # fmt: skip
def test_how_far_a_licence_binds(licence: str, bound: str) -> None:
    assert audit.bound(licence) == bound


def test_a_lock_file_that_pins_nothing() -> None:
    assert audit.pinned("a_B==1.0  # x\n# c\n--hash\nd==2 ; python_version > '3'\n") == {"a-b": "1.0", "d": "2"}
    for line in ("a>=1", "a", "a==1.*"):
        with pytest.raises(ValueError, match="pins nothing"):
            audit.pinned(line)


@pytest.mark.parametrize(
    ("printed", "clean", "said"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], True, "0 in 1 of 1"),
        ([{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}, {"name": "b", "skip_reason": "not found"}], False, "X-1, mended in 2"),
        ([{"name": "a", "skip_reason": "not found"}], None, "0 in 0 of 1"),
        ([{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"}], None, "0 in 1 of 2"),
        ([], None, "0 in 0 of 0"),
        (None, None, "no route"),
    ],
)
def test_a_package_that_could_not_be_looked_up_is_not_without_faults(printed: list[object] | None, clean: bool | None, said: str) -> None:
    out = "" if printed is None else json.dumps({"dependencies": printed, "fixes": []})
    line, found = audit.judged(out, "Traceback\nno route", "pypi")
    assert found is clean
    assert said in line


def test_packages_of_the_scripts_alone_are_pinned_where_they_are_listed() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for extra in audit.SCRIPTS_ONLY:
        assert all("==" in name for name in extras[extra])
        assert not {audit._first(name) for name in extras[extra]} & set(audit.wanted())


# -- Files that are too much for a reader (scripts/bombs.py) -------------------------------------------------

# Those that take more than a second or much room at the size that brings out what they are for are made smaller.
SIZES = {"html-attributes": 100_000, "xlsx-rows": 1_000_000, "xlsx-members": 2_001, "docx-members": 10_001}


@pytest.mark.parametrize("name", ["html-attributes", "xlsx-rows", "xlsx-members", "xlsx-paths", "docx-members", "docx-paths", "docx-deep", "tbx-deep", "jsonl-nested"])
def test_files_that_are_too_much_are_refused_in_a_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    bomb = next(bomb for bomb in bombs.BOMBS if bomb.name == name)
    path = tmp_path / f"bomb{bomb.suffix}"
    bomb.make(path, SIZES.get(name, bomb.size))
    with growth.limited(growth.HANG):
        status = main([part.replace("{}", str(path)).replace("out.", f"{tmp_path}/out.") for part in bomb.command.split()])
    said = capsys.readouterr().err.splitlines()
    assert status == 1
    assert len(said) == 1
    assert len(said[0]) < 400
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != "cache"] == [path.name]


def test_attributes_that_a_page_may_have(tmp_path: Path) -> None:
    long = " ".join(f"{n}='{n}'" for n in range(20_000))
    for page in (f'<p title="{long}">中</p>', "<p " + "a=1 " * 20_000 + ">中", f"<p>{long}</p>中", f'<!-- " --><p title="{long}\'>">中</p>' * 20):
        path = tmp_path / "x.html"
        path.write_text(page, encoding="utf-8")
        [item] = documents([str(path)])
        assert not isinstance(item, ReadError)
        assert "中" in item.text


def test_every_bomb_can_be_made(tmp_path: Path) -> None:
    for bomb in bombs.BOMBS:
        path = tmp_path / f"x{bomb.suffix}"
        bomb.make(path, 10)
        assert path.stat().st_size > 0
    assert len({bomb.name for bomb in bombs.BOMBS}) == len(bombs.BOMBS)
