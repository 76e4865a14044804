"""Files that are too much for a reader, or no files at all: refused in a line (scripts/bombs.py)."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

from glossary.cli import main
from glossary.errors import ReadError
from glossary.read import documents

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import bombs
import limits


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


# Those that take more than a second or much room at the size that brings out what they are for are made smaller.
SIZES = {"html-attributes": 100_000, "xlsx-rows": 1_000_000, "xlsx-members": 2_001, "docx-members": 10_001}


@pytest.mark.parametrize("name", ["html-attributes", "xlsx-rows", "xlsx-members", "xlsx-paths", "docx-members", "docx-paths", "docx-deep", "tbx-deep", "jsonl-nested"])
def test_files_that_are_too_much_are_refused_in_a_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    bomb = next(bomb for bomb in bombs.BOMBS if bomb.name == name)
    path = tmp_path / f"bomb{bomb.suffix}"
    bomb.make(path, SIZES.get(name, bomb.size))
    with limits.limited(limits.HANG):
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
