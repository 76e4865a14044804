"""Tells which of the Chinese encodings bytes are in that are not UTF-8.

The only module that imports charset-normalizer.

GB2312 and Big5 both set the common characters apart (level 1) from the rare ones, so that the right decoding
of a text is full of common ones and a wrong one is not. Where the shares of the two leave a doubt,
charset-normalizer decides between them. Texts read rightly, of stretches cut at random from articles,
records and sentences (4,000 of each length and script), by length in characters; charset-normalizer 3.5
alone between the same two encodings below:

    =====================================  ======  ======  ======  ======  ======
    text and encoding                           5      10      20      50     100
    =====================================  ======  ======  ======  ======  ======
    Simplified, GB18030                    0.9988  1.0000  1.0000  1.0000  1.0000
    Traditional, Big5                      0.9980  1.0000  1.0000  1.0000  1.0000
    Traditional, GB18030                   0.9808  0.9972  0.9978  1.0000  1.0000
    either, UTF-16 without a mark          0.9620  0.9952  0.9998  1.0000  1.0000
    Simplified, GB18030, library alone     0.7973  0.9375  0.9890  0.9982  0.9870
    Traditional, Big5, library alone       0.9389  0.9643  0.9911  0.9916  0.9995
    Traditional, GB18030, library alone    0.8370  0.9485  0.9872  0.9920  0.9995
    =====================================  ======  ======  ======  ======  ======
"""

from __future__ import annotations

import re
from functools import cache

# Rows of a double-byte code that hold its symbols and its common characters (level 1).
_COMMON_ROWS = {
    "gb18030": ((0xA1, 0xA3), (0xB0, 0xD7)),
    "cp950": ((0xA1, 0xA3), (0xA4, 0xC6)),
}
# Shares of common characters, chosen on the figures above: Simplified text in GB18030 has 0.8 and more from
# ten characters on, Big5 0.75, Traditional text in GB18030 only 0.3 to 0.7; UTF-16 0.8, other text read as
# UTF-16 0.57 at most.
_GB_LEAST = 0.5
_BIG5_LEAST = 0.9
_UTF16_LEAST = 0.85
# Latin, Greek or Cyrillic letters of a single-byte encoding and Japanese in Shift_JIS have shares of 0.0 to
# 0.1; but a few characters show nothing: five of Traditional text in GB18030 may all be rare.
_LEAST = 0.1
_FEWEST = 4

_SAMPLE = 1 << 16  # characters
_ASCII = re.compile("[\t-\r -~]")


def is_gb18030(data: bytes, gb: str, big5: str) -> bool:
    """Whether the first of two decodings of the same bytes is the right one."""
    gb_share, big5_share = _share(gb, "gb18030"), _share(big5, "cp950")
    if gb_share >= big5_share and gb_share >= _GB_LEAST:
        return True
    if big5_share >= _BIG5_LEAST and big5_share > gb_share:
        return False
    import charset_normalizer  # 33 ms that few texts need pay for

    best = charset_normalizer.from_bytes(data, cp_isolation=["gb18030", "big5hkscs"]).best()
    return best is None or best.encoding == "gb18030"


def is_chinese(text: str, code: str) -> bool:
    """Whether a decoding as GB18030 or Big5 (`code`: gb18030 or cp950) is more than an accident."""
    return len(_rare((code,)).findall(text[:_SAMPLE])) < _FEWEST or _share(text, code) >= _LEAST


def is_utf16(text: str) -> bool:
    """Whether the decoding of some bytes as UTF-16 (of one byte order) is the right one."""
    return _share(text, "gb18030", "cp950", ascii_too=True) >= _UTF16_LEAST


def _share(text: str, *codes: str, ascii_too: bool = False) -> float:
    """The share of common characters in the first part of `text`, ASCII left out or counted as common."""
    text = text[:_SAMPLE]
    printed = len(_ASCII.findall(text))
    rare = len(_rare(codes).findall(text))
    whole = len(text) if ascii_too else len(text) - printed
    return (whole - rare) / whole if whole else 1.0


@cache
def _rare(codes: tuple[str, ...]) -> re.Pattern[str]:
    """One character that is neither printed ASCII nor common in any of `codes`."""
    common = {
        character
        for code in codes
        for first, last in _COMMON_ROWS[code]
        for row in range(first, last + 1)
        for cell in range(0xA1 if code == "gb18030" else 0x40, 0xFF)
        for character in bytes((row, cell)).decode(code, "ignore")
    }
    return re.compile("[^" + re.escape("".join(sorted(common))) + "\t-\r -~]")
