"""Under which keys a name is filed, and a query looks for it: one table of short strings, each with its names.

The first character of a key says what it is:

    =  the folded form without blanks              @  the id of the concept
    ~  pinyin without tones or blanks, of the      !  initials: of the pinyin, of its parts, of Latin words
       whole name or of a part
    <  the first characters of the whole name: one or two Chinese ones, one to three letters
    h  a Chinese character, or two neighbours      l  three neighbouring letters of a name in an alphabet, `_` at
    y  the same of its pinyin                         both ends of a word; the first letter of a word
    s  three neighbouring letters of its sound, after h for a Chinese name, l for one in an alphabet
    t  two and three neighbouring consonants of its sound, likewise
    /  half of a short form and the length of the whole: of two that differ by one error, one half is the same

Names of one key stand in the order of their numbers, and names are numbered the shortest first, the most used first
among equals, so that the first of a long list are the best.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from glossary.lookup.ear import consonants
from glossary.lookup.fold import joined
from glossary.normalise import has_han

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 200  # characters of a name or query that anything but exact look-up goes by
SHORT_HAN, SHORT = 5, 8  # forms no longer than this are filed by halves
LEAST_HAN, LEAST = 3, 4  # forms shorter than this have no typing errors: too much is near to them
_TONES = str.maketrans({c: unicodedata.normalize("NFD", c)[0] for c in "āáǎàēéěèêếềīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ"})
_SMALL = frozenset(["of", "the", "and", "for", "in", "on", "to", "de", "la", "le", "du", "des", "und", "der", "die", "das"])


def filed(spaced: str, pinyin: str, heard: str) -> set[str]:
    """The keys of a name: its folded form, its pinyin (apostrophes between syllables, blanks between parts) and its
    `ear` form."""
    whole = joined(spaced)
    keys = {f"={whole}"}
    spaced, whole = spaced[:LONGEST], whole[:LONGEST]
    keys |= starts(whole)
    if has_han(whole):
        keys |= han_grams(whole)
        keys |= halves("h", whole, *spaced.split())
        keys |= {f"h{char}" for char in whole}
    else:
        keys |= letter_grams("l", words(spaced))
        keys |= halves("l", whole, *spaced.split())
        keys |= {f"l_{word[0]}" for word in spaced.split()}
        keys |= {f"!{letters}" for letters in acronyms(spaced)}
    if pinyin:
        keys |= _pinyin_keys(pinyin)
    if heard:
        keys |= set(sound_grams("h" if has_han(whole) else "l", heard))
    return keys


def _pinyin_keys(pinyin: str) -> set[str]:
    pinyin = toneless(pinyin)
    plain = pinyin.replace("'", "")
    whole = joined(plain)
    keys = {f"~{part}" for part in (whole, *plain.split())}
    keys |= letter_grams("y", words(plain))
    keys |= halves("y", whole, *plain.split())
    keys |= {f"y_{part[0]}" for part in plain.split()}
    initials = ["".join(syllable[0] for syllable in part.split("'")) for part in pinyin.split()]
    return keys | {f"!{letters}" for letters in ("".join(initials), *initials) if len(letters) > 1}


def toneless(pinyin: str) -> str:
    """Pinyin in plain letters: without tone marks, and with u for ü."""
    return pinyin if pinyin.isascii() else pinyin.translate(_TONES)


def starts(whole: str) -> set[str]:
    """The keys of how a whole name begins."""
    return {f"<{whole[:n]}" for n in range(1, (2 if has_han(whole[:2]) else 3) + 1)}


def acronyms(spaced: str) -> set[str]:
    """The first letters of a Latin name of several words, with and without its small words."""
    said = spaced.split()
    every = "".join(word[0] for word in said)
    return {letters for letters in (every, "".join(w[0] for w in said if w not in _SMALL)) if len(letters) > 1}


def words(spaced: str) -> str:
    """A folded form with `_` at both ends of each word."""
    return f"_{spaced.replace(' ', '_')}_"


def han_grams(whole: str) -> set[str]:
    """The keys of neighbouring characters."""
    return {f"h{a}{b}" for a, b in pairwise(whole)}


def letter_grams(space: str, marked: str) -> set[str]:
    """The keys of three neighbouring letters, of a form that `words` marked, or a piece of one."""
    return {f"{space}{marked[k:k + 3]}" for k in range(len(marked) - 2)}


def sound_grams(script: str, heard: str) -> Iterator[str]:
    """The keys of how a name sounds, among the Chinese names (`script` h) or those in an alphabet (l)."""
    marked = f"_{joined(heard)}_"
    yield from (f"s{script}{marked[k:k + 3]}" for k in range(len(marked) - 2))
    hard = f"_{consonants(heard)}_"
    for size in (2, 3):
        yield from (f"t{script}{hard[k:k + size]}" for k in range(len(hard) - size + 1))


def halves(space: str, *forms: str) -> set[str]:
    """The keys of the halves of short forms."""
    keys = set()
    for form in forms:
        if is_short(space, form):
            size = len(form)
            keys |= {f"/{space}{size}{form[:size // 2]}", f"/{space}{size}-{form[size // 2:]}"}
    return keys


def near_halves(space: str, form: str) -> set[str]:
    """The keys under which every form stands that differs from this one by one error (a character too many, too few,
    another one, or two neighbours changed)."""
    size = len(form)
    half = size // 2
    swapped = form[:half - 1] + form[half] + form[half - 1] + form[half + 1:] if size > 1 else form
    keys = halves(space, swapped)
    for length in (size - 1, size, size + 1):
        first, last = length // 2, length - length // 2
        keys |= {f"/{space}{length}{form[:first]}", f"/{space}{length}-{form[-last:]}"}
    return keys


def is_short(space: str, form: str) -> bool:
    """Whether a form is filed by halves."""
    return LEAST_HAN <= len(form) <= SHORT_HAN if space == "h" else LEAST <= len(form) <= SHORT
