"""Corpora: a document a line, bad lines told one by one, and nothing counted twice."""

from __future__ import annotations

import hashlib
import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.errors import ReadError
from glossary.model.text import Document
from glossary.read import Source, documents, read, settled, slices, sources

if TYPE_CHECKING:
    from collections.abc import Sequence


def row(name: object, text: object) -> str:
    return json.dumps({"id": name, "text": text}, ensure_ascii=False)


def corpus(path: Path, lines: Sequence[str], encoding: str = "utf-8", end: str = "\n") -> str:
    path.write_bytes(end.join([*lines, ""]).encode(encoding))
    return str(path)


def found(*inputs: str, encoding: str | None = None) -> list[tuple[str, str]]:
    items = documents(inputs, encoding=encoding)
    return [(item.id, item.text) for item in items if isinstance(item, Document)]


def told(*inputs: str) -> list[str]:
    return [str(item) for item in documents(inputs) if isinstance(item, ReadError)]


def test_each_line_is_a_document(tmp_path: Path) -> None:
    path = corpus(tmp_path / "c.jsonl", [row("甲", "一\n二\u2028三"), "", row("b/../c", "二"), row(7, "三")])
    items = list(documents([path]))
    assert [item for item in items if isinstance(item, ReadError)] == []
    assert items == [
        Document("甲", "一\n二\u2028三", hashlib.sha256("一\n二\u2028三".encode()).hexdigest(), f"{path}:1"),
        Document("b/../c", "二", hashlib.sha256("二".encode()).hexdigest(), f"{path}:3"),
        Document("7", "三", hashlib.sha256("三".encode()).hexdigest(), f"{path}:4"),
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{bad", "is no JSON (Expecting property name enclosed in double quotes, column 2)"),
        ("[1, 2]", "is no JSON object"),
        ('"text"', "is no JSON object"),
        ("null", "is no JSON object"),
        ("[" * 100_000, "is no JSON that can be read"),
        ('{"id": ' + "9" * 5000 + ', "text": "x"}', "is no JSON that can be read"),
        ('{"text": "一"}', "has no usable id"),
        ('{"id": "", "text": "一"}', "has no usable id"),
        ('{"id": true, "text": "一"}', "has no usable id"),
        ('{"id": 1.5, "text": "一"}', "has no usable id"),
        ('{"id": "a\\nb", "text": "一"}', "has no usable id"),
        ('{"id": "\\ud800", "text": "一"}', "has no usable id"),
        ('{"id": "x"}', "has no text"),
        ('{"id": "x", "text": 5}', "has no text"),
        ('{"id": "x", "text": " \\n"}', "is empty"),
        ('{"id": "x", "text": "\\ud800"}', "holds half of a surrogate pair"),
        ('{"id": "x", "text": "\udcff"}', "is not UTF-8"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_others_are_read(tmp_path: Path, line: str, what: str) -> None:
    path = tmp_path / "c.jsonl"
    good = row("a", "一").encode()
    path.write_bytes(good + b"\n\n" + line.encode("utf-8", "surrogateescape") + b"\r\n" + good.replace(b"a", b"z", 1))
    (error,) = told(str(path))
    assert error.startswith(f"{path}:3: {what}")
    path.write_bytes(path.read_bytes() + "\n".join(["", row("y", "二")]).encode())
    assert ("y", "二") in found(str(path))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "holds no line"),
        (b"\n \n", "holds no line"),
        (b"%PDF-1.4\n{}", "is a PDF file, not .jsonl"),
        (b"\0" * 5000, "is binary data"),
    ],
)
def test_what_is_no_corpus_is_told_once(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(content)
    (error,) = told(str(path))
    assert what in error


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_corpus_may_be_in_another_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    rows = [("a", "卡尔多維亞"), ("b", "特倫西亞")] if encoding != "big5" else [("a", "聯合國"), ("b", "特倫西亞")]
    path = corpus(tmp_path / "c.jsonl", [row(*pair) for pair in rows], encoding, end)
    assert found(path, encoding=encoding) == rows
    if encoding in {"utf-8", "utf-8-sig", "utf-16"}:
        assert found(path) == rows


def test_a_text_counts_once_under_the_id_that_sorts_first(tmp_path: Path) -> None:
    one = corpus(tmp_path / "1.jsonl", [row("m", "同"), row("k", "甲"), row("b", "同"), row("b", "同")])
    two = corpus(tmp_path / "2.jsonl", [row("a", "同"), row("z", "文")])
    (tmp_path / "n.txt").write_text("文", "utf-8")
    (tmp_path / "z0.txt").write_text("甲", "utf-8")
    for order in ([one, two, str(tmp_path / "n.txt"), str(tmp_path / "z0.txt")], [str(tmp_path)]):
        for inputs in (order, order[::-1]):
            assert sorted(found(*inputs)) == [("a", "同"), ("k", "甲"), ("n", "文")]
            assert told(*inputs) == []
    notices = settled(sources([str(tmp_path)])).notices
    assert [notice.removeprefix(str(tmp_path)) for notice in notices] == [
        "/1.jsonl: 3 lines repeat the text of another document; counted once",
        "/2.jsonl: 1 lines repeat the text of another document; counted once",
        "/z0.txt: the same text as a line of a corpus; counted once",
    ]


def test_one_id_for_two_texts_is_told(tmp_path: Path) -> None:
    path = corpus(tmp_path / "c.jsonl", [row("z", "一"), row("y", "二"), row("y", "三")])
    (tmp_path / "z.txt").write_text("四", "utf-8")
    assert sorted(found(str(tmp_path))) == [("y", "二"), ("z", "四")]
    assert told(str(tmp_path)) == [
        f"{path}:1: the id z is that of {tmp_path / 'z.txt'}, with another text; give every line an id of its own",
        f"{path}:3: the id y is that of {path}:2, with another text; give every line an id of its own",
    ]


def test_what_is_settled_travels_with_the_source(tmp_path: Path) -> None:
    path = corpus(tmp_path / "c.jsonl", [row("b", "一"), row("a", "一"), row("c", "二")])
    (source,) = settled(sources([path])).sources
    assert source.skip == {1}
    assert [item.id for item in read(pickle.loads(pickle.dumps(source))) if isinstance(item, Document)] == ["a", "c"]


def test_without_corpora_nothing_is_read_to_settle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.txt").write_text("一", "utf-8")
    listing = sources([str(tmp_path)])
    monkeypatch.setattr(Path, "read_bytes", None)
    assert settled(listing) is listing


ROWS = st.integers(0, 9).map(lambda k: row(f"d{k}", f"文{k}" * 9))
LINES = st.lists(st.one_of(st.just(""), st.just("{bad"), ROWS), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(lines=LINES, size=st.integers(1, 400), last=st.sampled_from(["", "\n"]), mark=st.booleans())
def test_slices_of_a_corpus_are_the_corpus(tmp_path: Path, lines: list[str], size: int, last: str, mark: bool) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(("\n".join(lines) + last).encode("utf-8-sig" if mark else "utf-8"))
    (source,) = settled(sources([str(path)])).sources
    parts = list(slices(source, size))
    whole = [str(item) for item in read(source)]
    if any(lines):
        assert [str(item) for part in parts for item in read(part)] == whole
    else:
        assert len(whole) == 1
    assert len(parts) <= len(path.read_bytes()) // size + 1


def test_slices_of_utf_16_are_one(tmp_path: Path) -> None:
    path = corpus(tmp_path / "c.jsonl", [row("a", "一"), row("b", "二")], "utf-16")
    assert list(slices(Source("c", path, ".jsonl"), 10)) == [Source("c", path, ".jsonl")]
