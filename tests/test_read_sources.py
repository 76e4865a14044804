"""What is listed, under which ids, in which order; what is refused; what counts once."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.errors import ReadError, UsageError
from glossary.model.text import Document
from glossary.read import READERS, SUFFIXES, documents, read, sources
from glossary.read.ids import Place, escaped, unique_ids
from glossary.read.source import CORPUS

if TYPE_CHECKING:
    from collections.abc import Mapping


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def ids(*inputs: Path | str) -> list[str]:
    return [source.id for source in sources([str(name) for name in inputs]).sources]


def errors(*inputs: Path | str, encoding: str | None = None) -> list[str]:
    found = documents([str(name) for name in inputs], encoding=encoding)
    return [str(item) for item in found if isinstance(item, ReadError)]


def texts(*inputs: Path | str) -> dict[str, str]:
    found = documents([str(name) for name in inputs])
    return {item.id: item.text for item in found if isinstance(item, Document)}


def test_every_suffix_has_a_reader() -> None:
    assert {*READERS, CORPUS} == set(SUFFIXES)


def test_folders_are_walked_in_sorted_order_and_ids_are_paths_below_them(tmp_path: Path) -> None:
    files = ("b.txt", "a.TXT", "sub/c.html", "sub/x.txt/d.txt", "a b/文.txt", "two.dots.txt")
    write(tmp_path, {**{name: f"字{name}" for name in files}, "note.md": "x", ".hidden.txt": "x", "~$w.docx": "x"})
    assert ids(tmp_path) == ["a", "a b/文", "b", "sub/c", "sub/x.txt/d", "two.dots"]
    assert ids(tmp_path / "sub") == ["c", "x.txt/d"]
    assert ids(tmp_path / "sub" / "c.html") == ["c"]
    assert not errors(tmp_path)


def test_the_order_of_inputs_does_not_matter(tmp_path: Path) -> None:
    write(tmp_path, {"one/x.txt": "一", "two/x.txt": "二", "y.txt": "三", "z.txt": "一"})
    inputs = [str(tmp_path / name) for name in ("one", "two/x.txt", "y.txt", "z.txt", "missing.txt")]
    listed = sources(inputs)
    assert sources(inputs[::-1]).sources == listed.sources
    assert sources(inputs[::-1]).notices == listed.notices
    assert [str(item) for item in documents(inputs)] == [str(item) for item in documents(inputs[::-1])]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (["a/x.txt", "b/y.txt"], ["x", "y"]),
        (["a/x.txt", "a/x.html"], ["x.html", "x.txt"]),
        (["a/x.txt", "b/x.txt"], ["a/x.txt", "b/x.txt"]),
        (["p/a/x.txt", "q/a/x.txt"], ["p/a/x.txt", "q/a/x.txt"]),
        (["a/x.txt", "b/x.txt", "a/x.html"], ["a/x.txt", "b/x.txt", "x.html"]),
        (["p", "q"], ["p/a/x.txt", "q/a/x.txt"]),
        (["a/x.txt", "a/x.html", "a/x.txt.txt"], ["a/x.txt", "x.html", "x.txt.txt"]),
        (["a", "b"], ["a/x.txt", "b/x.txt", "x.html", "x.txt.txt", "y"]),
    ],
)
def test_ids_that_clash_grow_until_they_differ(tmp_path: Path, inputs: list[str], expected: list[str]) -> None:
    files = ["a/x.txt", "a/x.html", "a/x.txt.txt", "b/x.txt", "b/y.txt", "p/a/x.txt", "q/a/x.txt"]
    write(tmp_path, {name: name for name in files})
    listing = sources([str(tmp_path / name) for name in inputs])
    assert [source.id for source in listing.sources] == expected
    grown = [source for source in listing.sources if source.id.endswith((".txt", ".html"))]
    told = [notice for notice in listing.notices if "too; this one has" in notice]
    assert len(told) == sum(Path(source.path).stem != source.id for source in grown)


def test_identical_files_count_once_under_the_id_that_sorts_first(tmp_path: Path) -> None:
    write(tmp_path, {"m/b.txt": "同文", "m/a.txt": "同文", "c.txt": "异文", "d.txt": "另文"})
    listing = sources([str(tmp_path)])
    assert [source.id for source in listing.sources] == ["c", "d", "m/a"]
    assert any("m/b.txt: the same bytes as" in notice and "m/a.txt" in notice for notice in listing.notices)


def test_one_file_named_twice_counts_once(tmp_path: Path) -> None:
    write(tmp_path, {"sub/x.txt": "一"})
    listing = sources([str(tmp_path / "sub" / "x.txt"), str(tmp_path), str(tmp_path / "sub" / ".." / "sub")])
    assert [source.id for source in listing.sources] == ["sub/x"]
    assert not listing.notices


def test_a_misnamed_copy_does_not_hide_the_file_that_can_be_read(tmp_path: Path) -> None:
    write(tmp_path, {"a.pdf": "一", "b.txt": "一"})
    assert texts(tmp_path) == {"b": "一"}
    assert len(errors(tmp_path)) == 1


def test_standard_input_is_one_document(tmp_path: Path) -> None:
    write(tmp_path, {"stdin.txt": "文件"})
    data = "标准输入\r\n".encode("gb18030")
    found = list(documents(["-", str(tmp_path), "-"], stdin=io.BytesIO(data)))
    assert [item.id for item in found if isinstance(item, Document)] == ["stdin", "stdin.txt"]
    assert isinstance(found[0], Document)
    assert found[0].text == "标准输入\r\n"
    assert isinstance(next(documents(["-"], stdin=io.BytesIO(b""))), ReadError)
    assert isinstance(next(documents(["-"])), ReadError)
    page = next(documents(["-"], stdin=io.BytesIO(b"\n<!DOCTYPE html><p>a<p>b")))
    assert isinstance(page, Document)
    assert page.text == "a\nb"


def test_sources_are_small_values_that_travel(tmp_path: Path) -> None:
    write(tmp_path, {"x.txt": "一" * 100_000})
    (source,) = sources([str(tmp_path)]).sources
    assert len(pickle.dumps(source)) < 1000
    assert list(read(pickle.loads(pickle.dumps(source)))) == list(read(source))
    error = next(read(sources([str(tmp_path / "x.txt")], encoding="ascii").sources[0]))
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_a_document_says_where_it_came_from_and_what_it_was(tmp_path: Path) -> None:
    write(tmp_path, {"x.txt": b"\xef\xbb\xbf\xe4\xb8\x80\r\n"})
    (found,) = documents([str(tmp_path)])
    assert isinstance(found, Document)
    assert (found.id, found.text, found.pages, found.origin) == ("x", "一\r\n", (), str(tmp_path / "x.txt"))
    assert found.digest == hashlib.sha256(b"\xef\xbb\xbf\xe4\xb8\x80\r\n").hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("x.txt", b"", "is empty"),
        ("x.txt", b"\xef\xbb\xbf", "holds no text"),
        ("x.txt", b" \n\t\r\n", "holds no text"),
        ("x.txt", b"%PDF-1.7\n...", "is a PDF file, not .txt; name it .pdf"),
        ("x.html", b"PK\x03\x04....", "is a ZIP package (DOCX and others), not .html; name it .docx"),
        ("x.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "an old Office file, or one with a password"),
        ("x.txt", b"{\\rtf1 hello}", "is an RTF file"),
        ("x.txt", b"\x89PNG\r\n\x1a\n", "is a PNG image"),
        ("x.txt", bytes(100), "is binary data"),
        ("x.pdf", b"hello", "is not a PDF file"),
        ("x.docx", b"hello", "is no DOCX file"),
        ("x.md", b"hello", "is of no kind that is read; give it one of these suffixes: .txt"),
        ("noname", b"hello", "is of no kind that is read"),
        ("x.html", b"<!-- nothing -->", "holds no text"),
    ],
)
def test_bad_files_are_one_clear_line_each(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    write(tmp_path, {name: content, "good.txt": "好"})
    inputs = [str(tmp_path / name), str(tmp_path / "good.txt")]
    found = list(documents(inputs))
    (error,) = (item for item in found if isinstance(item, ReadError))
    assert what in str(error)
    assert "\n" not in str(error)
    assert str(error).startswith(str(tmp_path / name) + ": ")
    assert error.hint
    assert [item.text for item in found if isinstance(item, Document)] == ["好"]


@pytest.mark.parametrize("name", ["missing.txt", "", "a\0b.txt", "x" * 300 + ".txt", "good.txt/x.txt"])
def test_what_is_not_there_is_one_clear_line(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"good.txt": "好"})
    (error,) = errors(str(tmp_path / name) if name else "", tmp_path / "good.txt")
    assert "cannot be opened" in error


def test_an_unknown_encoding_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        sources([str(tmp_path)], encoding="klingon")


def test_a_folder_with_nothing_to_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    write(tmp_path, {"note.md": "x"})
    assert "holds no document" in errors(tmp_path)[0]
    assert "holds no document" in errors(tmp_path / "x.txt")[0]
    assert errors() == []


def test_links_are_followed_to_files_and_never_round_in_a_circle(tmp_path: Path) -> None:
    write(tmp_path, {"in/x.txt": "一", "other/y.txt": "二"})
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    (tmp_path / "in" / "self.txt").symlink_to("self.txt")
    (tmp_path / "in" / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "in" / "linked.txt").symlink_to(tmp_path / "other" / "y.txt")
    listing = sources([str(tmp_path / "in")])
    assert [source.id for source in listing.sources] == ["linked", "x"]
    assert sorted(Path(error.where).name for error in listing.errors) == ["gone.txt", "self.txt"]
    assert len(listing.notices) == 1
    assert "up: a link to a folder is not followed" in listing.notices[0]


def test_pipes_and_devices_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "is no regular file" in errors(tmp_path)[0]
    assert "is no regular file" in errors(tmp_path / "pipe.txt")[0]


def test_a_folder_or_file_that_may_not_be_read_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"in/shut/x.txt": "一", "in/y.txt": "二", "in/z.txt": "三"})
    scandir, read_bytes = os.scandir, Path.read_bytes

    def shut(path: str) -> object:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    def locked(path: Path) -> bytes:
        if path.name == "z.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(os, "scandir", shut)
    monkeypatch.setattr(Path, "read_bytes", locked)
    assert texts(tmp_path / "in") == {"y": "二"}
    assert [error.split(": ")[1] for error in errors(tmp_path / "in")] == [
        "cannot be opened (Permission denied); check the name and who may read it"
    ] * 2


def test_a_line_of_a_million_characters_is_a_line(tmp_path: Path) -> None:
    write(tmp_path, {"x.txt": "字" * 1_000_000})
    assert len(texts(tmp_path)["x"]) == 1_000_000


def test_names_that_are_no_text_are_written_out(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\n.txt"
    with open(name, "wb") as stream:  # noqa: PTH123 (a name that is no text)
        stream.write(b"a")
    assert ids(tmp_path) == ["\\udcff\\u000a"]


def test_escaped_names_differ_where_names_do() -> None:
    assert escaped("a\u3000甲.txt") == "a\u3000甲.txt"
    assert escaped("\n") != escaped("\\u000a")


NAMES = st.sampled_from(["a", "b", "x", "x.txt", "甲", "stdin"])


def _name(path: tuple[list[str], str, str]) -> tuple[str, ...]:
    return (*path[0], path[1] + path[2])


PATHS = st.tuples(st.lists(NAMES, min_size=0, max_size=3), NAMES, st.sampled_from([".txt", ".html", ".TXT"]))


@given(
    paths=st.lists(PATHS, min_size=1, max_size=12, unique_by=_name),
    below=st.data(),
)
def test_ids_are_unique_and_do_not_depend_on_the_order(
    paths: list[tuple[list[str], str, str]], below: st.DataObject
) -> None:
    places = [
        Place((*folders, name + suffix), below.draw(st.integers(1, len(folders) + 1)), suffix)
        for folders, name, suffix in paths
    ]
    places.append(Place(("stdin",), 1, ""))
    found = dict(zip(places, unique_ids(places), strict=True))
    assert len(set(found.values())) == len(places)
    shuffled = below.draw(st.permutations(places))
    assert dict(zip(shuffled, unique_ids(shuffled), strict=True)) == found
    assert all(name in "/".join(place.parts) for place, name in found.items())
