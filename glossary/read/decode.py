"""From bytes to text: which encoding they are in, and a clear refusal where they are in none.

The first that applies decides:

1. the encoding that the caller names;
2. a byte order mark (UTF-8, UTF-16, UTF-32);
3. strict UTF-8, which texts in other encodings fit only by accident;
4. what the document says of itself (HTML);
5. of UTF-16 without a mark, GB18030 and Big5 the one that fits strictly and looks right (see `detect`).

A leading byte order mark is no part of the text; line ends stay as they are.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from glossary.errors import ReadError, UsageError
from glossary.read.detect import is_chinese, is_gb18030, is_utf16

if TYPE_CHECKING:
    from collections.abc import Sequence

# Longer marks first: that of UTF-32 begins with that of UTF-16.
MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# An encoding is read by the codecs of its family, the first that fits: files that say GB2312 hold characters
# of GB18030; Windows writes Big5 as code page 950 (A145 is ‧, an interpunct of Taiwan), Hong Kong adds to
# it.
GB18030 = ("gb18030",)
BIG5 = ("cp950", "big5hkscs")
FAMILIES: dict[str, tuple[str, ...]] = {
    "gb2312": GB18030,
    "gbk": GB18030,
    "big5": BIG5,
    "cp950": BIG5,
}
# What a page may declare and be believed: encodings of several bytes a character. The single-byte ones are
# declared by default, whatever the page is in, and fit anything.
_CHINESE = {"gb2312", "gbk", "gb18030", "hz", "big5", "cp950", "big5hkscs"}
_BELIEVED = _CHINESE | {"shift_jis", "cp932", "euc_jp", "euc_kr", "cp949"}

_WIDE_UTF8 = re.compile(rb"[\xe2-\xef][\x80-\xbf]{2}")
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")  # a pattern that begins with a repeat is tried at every character
_HALF = re.compile("[\ud800-\udfff]")
_KNOWN = "UTF-8, UTF-16, GB18030 or Big5"
_HINT = "name its encoding with --encoding"
_BINARY = 0.1  # share of control characters from which data is binary; in 5 letters and 48 articles it is 0
# Share of the bytes beyond ASCII in UTF-8 triples: other encodings reach 0.5 from ten characters on, UTF-8
# that is cut off or damaged has more than 0.8.
_DAMAGED = 0.8
_SAMPLE = 1 << 16


def decoded(data: bytes, where: str, encoding: str | None = None, declared: Sequence[str] = ()) -> str:
    """The text of `data`. `declared` are encodings that the document names for itself.

    Raises ReadError where no encoding fits, where the bytes are damaged, and where they are no text at all.
    """
    if encoding:
        text = _strict(data, family(encoding), where)
    elif mark := next((name for first, name in MARKS if data.startswith(first)), None):
        text = _strict(data, (mark,), where)
    else:
        text = _detected(data, where, declared)
    text = text.removeprefix("\ufeff")
    _refuse_binary(text, where)
    if encoding and _HALF.search(text):  # utf-7 and the escape codecs can make them
        raise ReadError("holds halves of surrogate pairs", where, _HINT)
    return text


def checked_encoding(name: str | None) -> None:
    """Raises UsageError unless `name` is an encoding of text, or None."""
    try:
        if name is not None:
            b"a".decode(name)
    except UnicodeError:
        return  # "a" alone is no UTF-16
    except (LookupError, ValueError) as error:
        hint = "try utf-8, utf-16, gb18030 or big5"
        raise UsageError(f"unknown encoding {name}", "--encoding", hint) from error


def family(encoding: str) -> tuple[str, ...]:
    """The codecs that read what is said to be in `encoding`, in the order to try them."""
    name = codecs.lookup(encoding).name
    return FAMILIES.get(name, (name,))


def _detected(data: bytes, where: str, declared: Sequence[str]) -> str:
    # ASCII in UTF-16 is valid UTF-8 with a NUL at every second place.
    if data.count(b"\0") * 4 <= len(data):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            if _is_damaged_utf8(data):
                raise _damaged(data, error, where) from error
    for name in declared:
        if (text := _fitting(data, _believed(name))) is not None:
            return text
    for name in ("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ():
        if (text := _fitting(data, (name,))) is not None and is_utf16(text):
            return text
    gb, big5 = _fitting(data, GB18030), _fitting(data, BIG5)
    if gb is None and big5 is None:
        return _strict(data, (*GB18030, *BIG5), where, _KNOWN)
    is_gb = big5 is None or (gb is not None and is_gb18030(data, gb, big5))
    text = str(gb if is_gb else big5)
    _refuse_binary(text, where)
    if not is_chinese(text, "gb18030" if is_gb else "cp950"):
        raise ReadError(f"is not in {_KNOWN}", where, _HINT)
    return text


def _believed(declared: str) -> tuple[str, ...]:
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return ()
    return family(name) if name in _BELIEVED else ()


def _fitting(data: bytes, names: Sequence[str]) -> str | None:
    for name in names:
        try:
            return data.decode(name)
        except UnicodeError:
            continue
    return None


def _strict(data: bytes, names: Sequence[str], where: str, called: str = "") -> str:
    furthest: UnicodeDecodeError | None = None
    for name in names:
        try:
            return data.decode(name)
        except UnicodeDecodeError as error:
            furthest = error if furthest is None or error.start > furthest.start else furthest
        except UnicodeError as error:
            raise ReadError(f"is not in {name} ({error})", where, _HINT) from error
    assert furthest is not None
    raise _damaged(data, furthest, where, called) from furthest


def _refuse_binary(text: str, where: str) -> None:
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > _BINARY * len(sample):
        raise ReadError("is binary data, not text", where, "save it as plain text, or " + _HINT)


def _is_damaged_utf8(data: bytes) -> bool:
    beyond = sum(map(len, _NOT_ASCII.findall(data)))
    return beyond >= 12 and sum(map(len, _WIDE_UTF8.findall(data))) >= _DAMAGED * beyond


def _damaged(data: bytes, error: UnicodeDecodeError, where: str, called: str = "") -> ReadError:
    line = data.count(b"\n", 0, error.start) + 1
    reason = "is cut off there" if error.end >= len(data) - 1 else "is damaged, or in another encoding"
    what = f"byte {error.start + 1} (line {line}) is not {called or error.encoding}: the text {reason}"
    return ReadError(what, where, _HINT)
