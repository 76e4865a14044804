"""What is left of a spelling when it is looked up: small letters without marks, Simplified characters, and single
blanks where anything else stood."""

from __future__ import annotations

import re
import unicodedata

from glossary.normalise import HAN, LATIN, has_han, latin_key, simplified

# A run of one script: Chinese, Latin with digits, any other.
_PIECE = re.compile(rf"[{HAN}]+|[{LATIN}0-9]+|[^\W_{HAN}{LATIN}0-9]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼʻ`´")


def folded(text: str, *, converted: bool = True) -> str:
    """The folded form of a text. Words, the parts of a Chinese name between interpuncts, and runs of different
    scripts are parted by single blanks. `converted` false leaves Traditional characters as they are (and OpenCC
    unloaded).

    A text without a letter, digit or Chinese character stands for itself, runs of blanks made one, so that `%` can be looked up.

    >>> folded("Côte d’Ivoire"), folded("伊利哈姆•阿利耶夫", converted=False), folded("Kechut水库", converted=False)
    ('cote divoire', '伊利哈姆 阿利耶夫', 'kechut 水库')
    """
    if text.isascii():
        return latin_key(text) or " ".join(text.split())
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    if converted and has_han(plain):
        plain = simplified(plain)
    return " ".join(latin_key(piece) or piece.casefold() for piece in _PIECE.findall(plain)) or " ".join(text.split())


def joined(spaced: str) -> str:
    """A folded form without its blanks: what exact look-up goes by."""
    return spaced.replace(" ", "")
