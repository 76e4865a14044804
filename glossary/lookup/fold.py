"""What is left of a spelling when it is looked up: small letters without marks, Simplified characters, and single
blanks where anything else stood."""

from __future__ import annotations

import re
import unicodedata

from glossary.normalise import has_han, latin_key, simplified

# Beyond what `latin_key` keeps there are other alphabets; their letters stay, their marks go.
_OTHER = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼʻ`´")


def folded(text: str, *, converted: bool = True) -> str:
    """The folded form of a text. Words, and the parts of a Chinese name between interpuncts, are parted by single
    blanks; `converted` false leaves Traditional characters as they are (and OpenCC unloaded).

    A text without any letter, digit or Chinese character stands for itself, so that `%` can be looked up.
    """
    if text.isascii():
        key = latin_key(text)
        return key or text.strip()
    plain = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES))
    if converted and has_han(plain):
        plain = simplified(plain)
    pieces = [_letters(piece) for piece in _OTHER.findall(unicodedata.normalize("NFC", plain))]
    return " ".join(piece for piece in pieces if piece) or plain.strip()


def joined(spaced: str) -> str:
    """A folded form without its blanks: what exact look-up goes by."""
    return spaced.replace(" ", "")


def _letters(piece: str) -> str:
    """The small letters of one word, without marks."""
    if piece.isascii():
        return piece.lower()
    if has_han(piece) and not any("\u00c0" <= c <= "\u024f" or "\u1e00" <= c <= "\u1eff" for c in piece):
        return piece.casefold()
    plain = "".join(c if has_han(c) else latin_key(c) or _unmarked(c) for c in piece)
    return plain.replace(" ", "")


def _unmarked(char: str) -> str:
    found = unicodedata.normalize("NFKD", char).casefold()
    return "".join(c for c in found if not unicodedata.combining(c))
