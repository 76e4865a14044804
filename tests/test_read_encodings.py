"""Encodings: what is read rightly, how short a text may be, and what is refused."""

from __future__ import annotations

import codecs
import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.errors import ReadError, UsageError
from glossary.read.decode import checked_encoding, decoded

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARED = Path(__file__).parents[1].parent / "shared"
SAMPLES = Path(__file__).parents[1] / "glossary" / "data" / "samples"
HAN = re.compile("[\u4e00-\u9fff]")
SIMPLIFIED = "洛瓦纳河流域国际委员会主席与特伦西亚外交部长举行了会谈。"
TRADITIONAL = "洛瓦納河流域國際委員會主席與特倫西亞外交部長舉行了會談。"

# What Windows, Hong Kong and the mainland write, and by which codec.
WRITTEN = (
    ("utf-8", SIMPLIFIED),
    ("utf-8-sig", SIMPLIFIED),
    ("utf-16", SIMPLIFIED),
    ("utf-16-le", SIMPLIFIED),
    ("utf-16-be", SIMPLIFIED),
    ("utf-32", SIMPLIFIED),
    ("gb2312", SIMPLIFIED),
    ("gbk", SIMPLIFIED),
    ("gbk", TRADITIONAL),
    ("gb18030", SIMPLIFIED + "𠀀"),
    ("big5", TRADITIONAL),
    ("cp950", TRADITIONAL + "喬治‧布希"),
    ("big5hkscs", TRADITIONAL + "啲嘢"),
)


@pytest.mark.parametrize(("encoding", "text"), WRITTEN)
@pytest.mark.parametrize("end", ["", "\n", "\r\n第二行\r\n\r", " Lovana Basin 1951\n"])
def test_text_is_read_back_whatever_it_was_written_in(encoding: str, text: str, end: str) -> None:
    whole = text + (end if encoding not in {"big5", "cp950", "big5hkscs"} else end.replace("行", "章"))
    assert decoded(whole.encode(encoding), "x.txt") == whole


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_mark_is_no_text_and_only_the_first_counts(mark: bytes) -> None:
    encoding = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}[mark]
    assert decoded(mark + "甲\ufeff乙".encode(encoding), "x.txt") == "甲\ufeff乙"


@pytest.mark.parametrize(
    ("data", "asked", "text"),
    [
        (SIMPLIFIED.encode(), "latin-1", SIMPLIFIED.encode().decode("latin-1")),  # overruled even where it is wrong
        ("聯通".encode("big5"), "big5", "聯通"),
        ("联通".encode("gb2312"), "gb2312", "联通"),
        ("啲𠝹".encode("big5hkscs"), "Big5", "啲𠝹"),  # more than Big5 itself holds
        ("\ufeff甲".encode("utf-16-le"), "utf-16-le", "甲"),
        ("甲乙".encode("shift_jis"), "shift_jis", "甲乙"),
    ],
)
def test_the_caller_overrules(data: bytes, asked: str, text: str) -> None:
    assert decoded(data, "x.txt", asked) == text


@pytest.mark.parametrize(
    ("declared", "written", "text"),
    [
        ("gb2312", "gb18030", "鎔基"),
        ("big5", "cp950", "聯通"),
        ("iso-8859-1", "gb18030", SIMPLIFIED),  # a default that nobody chose
        ("utf-16", "utf-8", SIMPLIFIED),  # cannot be: the declaration itself was read
        ("gb2312", "utf-8", SIMPLIFIED),  # saved anew by an editor
        ("no-such", "gb18030", SIMPLIFIED),
        ("shift_jis", "shift_jis", "日本の外務省"),
        ("unicode_escape", "gb18030", SIMPLIFIED),
    ],
)
def test_a_declaration_is_believed_where_it_can_be_true(declared: str, written: str, text: str) -> None:
    assert decoded(text.encode(written), "x.html", declared=[declared]) == text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (SIMPLIFIED.encode()[:-1], "is not utf-8: the text is cut off there"),
        (SIMPLIFIED.encode()[:30] + b"\xff" + SIMPLIFIED.encode()[30:], "byte 31 (line 1) is not utf-8"),
        (("一\n二\n" + SIMPLIFIED).encode() + b"\xb0" + SIMPLIFIED.encode(), "(line 3) is not utf-8"),
        (SIMPLIFIED.encode("gb18030")[:-1], "cut off"),
        (codecs.BOM_UTF16_LE + b"a\0b", "is not utf-16-le: the text is cut off there"),
        (bytes(range(128, 256)) * 3, "is not UTF-8, UTF-16, GB18030 or Big5"),
        (bytes(1000), "is binary data"),
        (bytes(range(32)) * 20, "is binary data"),
        ("Entschließung über die Größe der Straße, Übung".encode("latin-1"), "is not in UTF-8, UTF-16,"),
    ],
)
def test_what_is_no_text_or_damaged_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(ReadError) as caught:
        decoded(data, "in.txt")
    assert what in str(caught.value)
    assert str(caught.value).startswith("in.txt: ")
    assert "--encoding" in caught.value.hint


def test_what_the_asked_encoding_cannot_be_is_refused() -> None:
    for encoding, data in (("utf-8", SIMPLIFIED.encode("gb18030")), ("ascii", b"\xff"), ("utf-7", b"+2AA-")):
        with pytest.raises(ReadError):
            decoded(data, "in.txt", encoding)


def test_a_few_controls_are_text() -> None:
    text = SIMPLIFIED + "\0\x01" + SIMPLIFIED
    assert decoded(text.encode(), "x.txt") == text


@pytest.mark.parametrize("name", ["utf-8", "UTF8", "gbk", "big5", "utf-16", None])
def test_encodings_of_text_are_known(name: str | None) -> None:
    checked_encoding(name)


@pytest.mark.parametrize("name", ["", "klingon", "hex", "zlib", "a\0b", "rot13"])
def test_others_are_a_wrong_call(name: str) -> None:
    with pytest.raises(UsageError, match="unknown encoding"):
        checked_encoding(name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), min_size=1))
def test_any_text_survives_in_a_named_encoding(encoding: str, text: str) -> None:
    assert decoded(text.encode(encoding), "x.txt", encoding) == text


@given(text=st.text(st.sampled_from("洛瓦納河流域國際委員會主席特倫西亞外交部長舉行會談中文，。\n\r Aa1"), min_size=1))
def test_any_chinese_text_survives_in_big5(text: str) -> None:
    assert decoded(text.encode("cp950"), "x.txt", "big5") == text


@given(data=st.binary(min_size=1))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decoded(data, "x.txt")
    except ReadError as error:
        assert error.hint
    else:
        text.encode("utf-8")


def test_the_project_s_own_samples_are_told_apart() -> None:
    names = {"Hans": "letter.txt", "Hant": "article_hant.txt"}
    _assert_floors([(script, (SAMPLES / name).read_text("utf-8")) for script, name in names.items()])


def test_real_texts_are_told_apart() -> None:
    path = SHARED / "eval" / "dev" / "pairs.jsonl"
    if not path.exists():
        pytest.skip("the shared evaluation data is absent")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    _assert_floors([(row["script"], row["text"]) for row in rows])


def _assert_floors(texts: Sequence[tuple[str, str]]) -> None:
    """Of stretches of so many characters so many are read rightly. What is measured: `glossary.read.detect`."""
    for script, encoding in (("Hans", "gb18030"), ("Hant", "cp950"), ("Hant", "gb18030"), ("Hans", "utf-16-le")):
        for length, floor in ((10, 0.98), (20, 0.99), (50, 1.0)):
            stretches = _stretches([text for kind, text in texts if kind == script], length)
            right = tried = 0
            for stretch in stretches:
                try:
                    data = stretch.encode(encoding)
                except UnicodeEncodeError:
                    continue
                tried += 1
                right += _is_read_rightly(data, stretch)
            assert tried > 100
            assert right >= floor * tried, (script, encoding, length, right, tried)


def _stretches(texts: Sequence[str], length: int) -> list[str]:
    chosen = random.Random(length)
    found = []
    long = [text for text in texts if len(text) >= length]
    for _ in range(300):
        text = chosen.choice(long)
        start = chosen.randrange(len(text) - length + 1)
        stretch = text[start : start + length]
        if len(HAN.findall(stretch)) >= 0.4 * length:
            found.append(stretch)
    return found


def _is_read_rightly(data: bytes, text: str) -> bool:
    try:
        return decoded(data, "x.txt") == text
    except ReadError:
        return False
