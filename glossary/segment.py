"""Words and their tags, by rjieba; the only module that imports it.

The tagger is weak on foreign names (facts: 0 of 26 interpunct names whole) and good at telling where ordinary
words begin, which is what boundaries are taken from here.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, chain, compress, repeat
from operator import mul
from typing import NamedTuple

from glossary.model.making import made


class Word(NamedTuple):
    """One word: code points `start` to `end` of the text, and its tag (ICTCLAS names: n, ns, v, p, uj, x …)."""

    start: int
    end: int
    tag: str


class Segmented(NamedTuple):
    """The words of a text, for each of its characters the word it stands in, and those of the words that the tagger takes
    for names of places or persons."""

    words: tuple[Word, ...]
    at: tuple[Word, ...]
    names: tuple[Word, ...]


_NAMES = frozenset({"ns", "nsf", "nr", "nrt", "nrfg", "nrj", "nrf"})


# Several harvesters ask for the words of one passage, one after the other, and once more when the names of the
# document are known. A passage has no more than 2,000 characters: some 40 MB at most.
@lru_cache(maxsize=256)
def segmented(text: str) -> Segmented:
    """`text` cut into words."""
    import rjieba

    pairs = rjieba.tag(text)
    sizes = [len(token) for token, _ in pairs]
    tags = [tag for _, tag in pairs]
    ends = list(accumulate(sizes))
    found = tuple(map(made, repeat(Word), zip([0, *ends], ends, tags, strict=False)))
    named = compress(found, map(_NAMES.__contains__, tags))
    return Segmented(found, tuple(chain.from_iterable(map(mul, zip(found, strict=True), sizes))), tuple(named))


def words(text: str) -> tuple[Word, ...]:
    """The words of `text` in order, without gaps."""
    return segmented(text).words


def names(text: str) -> tuple[Word, ...]:
    """Those of the words that the tagger takes for names of places or persons."""
    return segmented(text).names


@lru_cache(maxsize=65536)
def has_word(word: str) -> bool:
    """Whether the segmenter's dictionary holds `word`."""
    import rjieba

    return bool(rjieba.has_word(word))


def word_at(text: str, place: int) -> Word | None:
    """The word that the character at `place` belongs to; None beyond the ends of the text."""
    return segmented(text).at[place] if 0 <= place < len(text) else None


def words_over(text: str, start: int, end: int) -> tuple[Word, ...]:
    """The words that text[start:end] is a part of, in order, those that reach out of it included."""
    if start >= end:
        return ()
    at, end = segmented(text).at, min(end, len(text))
    found = [at[start]]
    while found[-1].end < end:
        found.append(at[found[-1].end])
    return tuple(found)


def word_across(text: str, place: int) -> Word | None:
    """The word that begins before `place` and ends behind it; None where a word begins or ends there."""
    if not 0 <= place < len(text):
        return None
    word = segmented(text).at[place]
    return word if word[0] < place else None


def cuts_word(text: str, place: int) -> bool:
    """Whether `place` stands inside a dictionary word, a name or not."""
    if not 0 <= place < len(text):
        return False
    start, end, _ = segmented(text).at[place]
    return start < place and has_word(text[start:end])


def word_before(text: str, place: int) -> Word | None:
    """The word that ends at `place`."""
    word = word_at(text, place - 1)
    return word if word is not None and word.end == place else None


def inside_word(text: str, place: int) -> bool:
    """Whether `place` stands inside a dictionary word that is no name, so that nothing begins or ends there."""
    if not 0 <= place < len(text):
        return False
    word = segmented(text).at[place]
    return word[0] < place and _is_ordinary(text, word)


def is_ordinary_word(text: str, span: tuple[int, int]) -> bool:
    """Whether exactly `span` is a dictionary word that is no name (维和, 自治, 苏维埃)."""
    word = word_at(text, span[0])
    return word is not None and (word.start, word.end) == tuple(span) and _is_ordinary(text, word)


def _is_ordinary(text: str, word: Word) -> bool:
    return not word.tag.startswith(("ns", "nr", "nz")) and has_word(text[word.start : word.end])
