"""The Latin side: a name in any alphabet → the words of plain letters that the model reads.

Spelling differences that carry no sound are folded away; those that do are spelt out (š → sh). What a name may
be besides its own order of words, a village on a river or a surname put first, is a view of it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from glossary.normalise import latin_key

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 40  # letters of a name that are read; the rest of a longer string is ignored
_LONG = 400  # characters of a name, in any alphabet, that are looked at
LAST_WORD = 0.5  # price, in nats, of a last word for the whole name: 406 surnames 0.66 first (0.60 at 2.5, 0.47 without)
GRAMS = 27 * 27  # pairs of letters, the edge of a name being the 27th letter
_PLAIN = re.compile("[a-z]+(?: [a-z]+)*")
_FIRST = 97 * 27 + 97  # the pair aa, by the numbers of its letters; the edge stands behind z, a brace

# Letters whose mark changes the sound in most languages that use them.
_SPELT = str.maketrans(
    {"š": "sh", "č": "ch", "ć": "ch", "ž": "zh", "ź": "zh", "ż": "zh", "ş": "sh", "ș": "sh", "ţ": "ts", "ț": "ts",
     "å": "o"}
)  # fmt: skip
# A romanisation of Cyrillic and Greek that reads as the trained names are spelt; not a standard.
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўјљњћђџ",
        [
            "a", "b", "v", "g", "d", "e", "yo", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s",
            "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "-", "y", "-", "e", "yu", "ya", "i", "yi", "ye",
            "g", "u", "j", "lj", "nj", "ch", "dj", "dzh",
        ],
        strict=True,
    )
)
_GREEK = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", [
        "a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s", "t",
        "y", "f", "ch", "ps", "o",
    ], strict=True)
)
_OTHER = str.maketrans({key: value.strip("-") for key, value in {**_CYRILLIC, **_GREEK}.items()})
_BRACKETS = re.compile(r"[(（\[].*?[)）\]]")
# Words that tie two parts of a place name together: the parts change places in Chinese (安德尔河畔维莱迪厄).
TIES = frozenset(
    [
        "sur", "am", "an", "der", "die", "das", "dem", "den", "en", "de", "do", "da", "del", "im", "in",
        "bei", "ob", "on", "upon", "by", "under", "le", "la", "les", "los", "las", "of", "the", "dei", "di",
        "du", "des", "zum", "zur", "vor", "y", "el", "al", "a", "na", "nad", "pod", "aan", "op", "ved", "pa",
        "dos",
    ]
)


@lru_cache(maxsize=65536)
def words(text: str) -> str:
    """The lower-case a-z words of a name, single blanks between; `Surname, Given` is put in reading order.

    Brackets are dropped. Empty where the name holds no letter that can be read.
    """
    if text.isascii():  # most names: nothing but letters, blanks, apostrophes and hyphens
        plain = text[:_LONG].lower().replace("'", "").replace("-", " ").split()
        if "".join(plain).isalpha():
            return " ".join(plain)
    text = _BRACKETS.sub(" ", text[:_LONG])
    before, comma, after = text.partition(",")
    if comma and after.strip():
        text = f"{after} {before}"
    text = unicodedata.normalize("NFC", text).lower().translate(_SPELT)
    # Decomposed, accented Greek and й keep their base letter; composed again, й is itself.
    text = text.translate(_OTHER) if text.isascii() else _other_alphabets(text)
    return " ".join(re.sub(r"[0-9]+", " ", latin_key(text)).split())


def all_words(texts: Sequence[str]) -> list[str]:
    """The `words` of thousands of names; those of letters, apostrophes and hyphens alone, the most, all together."""
    plain = "\n".join(texts).lower().replace("'", "").replace("-", " ").split("\n")
    if len(plain) != len(texts):  # one of them has lines of its own
        return [words(text) for text in texts]
    return [
        known if len(text) <= _LONG and text.isascii() and _PLAIN.fullmatch(known) else words(text)
        for text, known in zip(texts, plain, strict=True)
    ]


def letters(name: str) -> tuple[str, tuple[int, ...]]:
    """The letters of a name given as `words`, without blanks, and where its words begin; at most LONGEST."""
    if " " not in name:
        return name[:LONGEST], (0,) if name else ()
    starts: list[int] = []
    run = ""
    for word in name.split():
        if len(run) >= LONGEST:
            break
        starts.append(len(run))
        run += word
    return run[:LONGEST], tuple(starts)


def turned(name: str) -> tuple[str, ...]:
    """The other orders that a name given as `words` may be rendered in.

    villedieu sur indre → indre villedieu; otherwise the last word goes first: cappelle la grande → grande
    cappelle, orban viktor → viktor orban. Names of one word or more than six have no other order.
    """
    parts = name.split()
    if not 2 <= len(parts) <= 6:
        return ()
    for at in range(len(parts) - 2, 0, -1):
        if parts[at] in TIES:
            first = at
            while first > 1 and parts[first - 1] in TIES:
                first -= 1
            return (" ".join(parts[at + 1:] + parts[:first]),)
    return (" ".join(parts[-1:] + parts[:-1]),)


def views(name: str, turned_price: float) -> tuple[tuple[str, float], ...]:
    """What of a name, given as `words`, a Chinese form may render, and at what price in nats: the name as it is, its
    other order, and its last word alone, a surname."""
    last = name.rpartition(" ")[2]
    alone = ((last, LAST_WORD),) if " " in name and len(last) > 2 else ()
    return ((name, 0.0), *((order, turned_price) for order in turned(name)), *alone)


def grams(run: str) -> tuple[int, ...]:
    """The pairs of neighbouring letters in a run of letters, edges included, each once, as numbers below GRAMS."""
    return tuple(sorted({a * 27 + b - _FIRST for a, b in pairwise(f"{{{run}{{".encode())}))


def _other_alphabets(text: str) -> str:
    plain = "".join(c if c in "йїў" else unicodedata.normalize("NFD", c)[:1] if "\u0370" <= c <= "\u052f" else c for c in text)
    return plain.translate(_OTHER)
