"""Accidents to files and to texts: the same random numbers make the same damage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile import PATTERNS, TOKENS, repeated, sample_texts

if TYPE_CHECKING:
    import random

PIECES = [
    b"<", b">", b"&", b"&#0;", b"&#x110000;", b"&a;", b"]]>", b"<!--", b"-->", b"<![CDATA[", b"<?x", b"<!DOCTYPE tbx [", b"\0", b"\xff",
    b"\xed\xa0\x80", b'"', b"'", b"\r", b"\x0c", b"\x1b[2J", b"\xe2\x80\xa8", b"{", b"}", b"[", b"]", b"null", b"1e999", b"-1", b"|",
    b"\\", b"\\ud800", b"\t", b",", b";", b"\n", b' xmlns="x"', b' xmlns:a="y"', b' id="c-0001"', b"<term/>", b"</term>", b"zh", b"#",
    b"%", b"\xef\xbb\xbf", b"\xff\xfe", b"<w:p>", b"endobj", b"stream", b"%%EOF", b"99999999999999999999", b"/Length -1", b"\xe4\xb8",
    "（".encode(), "《".encode(), "·".encode(), "阿利耶夫".encode(),
]  # fmt: skip


def damaged(data: bytes, rng: random.Random) -> bytes:
    """A file with one to six accidents: bytes lost, doubled, moved or changed, something put in, the end cut off."""
    for _ in range(rng.randint(1, 6)):
        at, length = rng.randrange(len(data) + 1), rng.choice([1, 1, 2, 5, 30, 300])
        kind = rng.randrange(7)
        if kind == 0:
            data = data[:at] + data[at + length :]
        elif kind == 1:
            data = data[:at] + data[at : at + length] * rng.choice((2, 2, 50)) + data[at:]
        elif kind == 2:
            data = data[:at] + rng.choice(PIECES) + data[at:]
        elif kind in (3, 4):
            data = data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
        elif kind == 5:
            to = rng.randrange(len(data) + 1)
            data = data[:to] + data[at : at + length] + data[to:]
        elif rng.random() < 0.3:
            data = data[:at]
        data = data or b"x"
    return data


def spoilt(rng: random.Random) -> str:
    """A short text that no author wrote: tokens in any order, a pattern repeated, or a sample with both put in."""
    kind = rng.randrange(4)
    if kind == 0:
        return "".join(rng.choices(TOKENS, k=rng.randint(1, 60)))
    if kind == 1:
        return str(repeated(rng.choice(list(PATTERNS.values())), rng.randint(1, 300)))
    if kind == 2:
        return "".join(chr(rng.choice((rng.randrange(0xD800), rng.randrange(0xE000, 0x11000), rng.randrange(0x4E00, 0x9FFF)))) for _ in range(rng.randint(1, 80)))
    text: str = rng.choice(sample_texts())
    at = rng.randrange(len(text))
    text = text[at : at + rng.randint(20, 600)]
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(TOKENS) * rng.choice((1, 1, 1, 3, 20)) + text[at + rng.choice((0, 0, 1, 5)) :]
    return text
