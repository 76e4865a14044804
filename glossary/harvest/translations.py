"""Which Chinese words answer to which words or letters of a translated Latin form: 欧洲 航空 安全 署 to European
Aviation Safety Agency, or to EASA.

The table is `glossary/data/lexicon/translations.tsv`. It is evidence of where a translated term begins, never a
translation to offer.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from glossary.model import made
from glossary.normalise import latin_key

if TYPE_CHECKING:
    from collections.abc import Mapping

_STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "and",
        "for",
        "in",
        "on",
        "at",
        "to",
        "by",
        "with",
        "from",
        "de",
        "la",
        "le",
        "les",
        "du",
        "des",
        "da",
        "do",
        "el",
        "der",
        "die",
        "das",
        "und",
        "et",
        "en",
        "y",
    ]
)
_ELISION = re.compile(r"\b[dlDL][’'](?=\w)")  # l'accord
_HUMP = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2})")  # NullPointerException
_LONGEST_WORD = 10
_SUFFIXES = frozenset("性化式型度者")  # leave the meaning of the word before them: 依赖性
_PREFIX = 4  # a counterpart of this many letters also matches the words that it begins


class Letters(NamedTuple):
    """What of a Latin form is still to be answered: its content words, or the letters of an acronym."""

    items: tuple[str, ...]
    acronym: bool
    whole: str


class Answer(NamedTuple):
    """A Chinese word that answers: where it begins, how many words or letters it answers to, what is left, and how
    many letters of an acronym it jumps over (the order of initials is mostly that of the Chinese words)."""

    start: int
    matched: int
    rest: Letters
    skipped: int = 0


@cache
def translations() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Chinese word → its counterparts, each the beginnings of one or more Latin words."""
    text = (resources.files("glossary") / "data" / "lexicon" / "translations.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {han: tuple(tuple(part.split("+")) for part in latin.split()) for han, latin in rows}


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """How long the words are that end with a character, the longest first."""
    found: dict[str, set[int]] = {}
    for han in translations():
        found.setdefault(han[-1], set()).add(len(han))
    return {last: tuple(sorted((n for n in sizes if n <= _LONGEST_WORD), reverse=True)) for last, sizes in found.items()}


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(part for ways in translations().values() for way in ways for part in way)


def is_vocabulary(word: str) -> bool:
    """Whether a Latin word is (or begins like) a counterpart in the table: a word of the language, not a name."""
    known = _beginnings()
    return word in known or any(word[:n] in known for n in range(5, len(word)))


@lru_cache(maxsize=8192)
def is_acronym(latin: str) -> bool:
    """Whether a Latin form is made of initials: EASA, CI/CD, COVID-19, RC 47, mRNA."""
    letters = [c for c in latin if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    if (
        not letters
        or len(letters) > 12
        or any(len(word) > 2 and word[1:].islower() for word in latin.split())
    ):
        return False
    return upper >= 2 and 2 * upper >= len(letters)


@lru_cache(maxsize=8192)
def letters_of(latin: str) -> Letters:
    """What is to be answered in `latin`."""
    key = latin_key(_HUMP.sub(" ", _ELISION.sub("", latin)))
    if is_acronym(latin):
        initials = "".join(c for c in latin if c.isupper() or (c.isalpha() and latin.islower()))
        return Letters(tuple(latin_key(initials).replace(" ", "")), True, key.replace(" ", ""))
    return Letters(tuple(w for w in key.split() if w not in _STOP_WORDS), False, key)


@lru_cache(maxsize=2048)  # several walks come to one place, and one walk by several ways
def answers_before(simple: str, end: int, left: Letters, floor: int) -> tuple[Answer, ...]:
    """The ways in which the longest word that ends at `end` (in Simplified characters) answers to something in
    `left`, the one that answers to most first; empty where no word does."""
    if not left.items and not left.acronym:
        return ()
    table = translations()
    last = simple[end - 1 : end]
    suffixed = last in _SUFFIXES
    lowest = max(floor, 0)
    match = _match_letters if left.acronym else _match_words
    for length in range(_LONGEST_WORD, 0, -1) if suffixed else _lengths().get(last, ()):
        start = end - length
        if start < lowest:
            continue
        form = simple[start:end]
        ways = table.get(form) or (table.get(form[:-1]) if suffixed and length > 2 else None)
        if not ways:
            continue
        found: dict[object, Answer] = {}
        for parts in ways:
            one = match(parts, left)
            if one is not None:
                matched, rest, skipped = one
                found.setdefault(rest.items, made(Answer, (start, matched, rest, skipped)))
        if found:
            return tuple(sorted(found.values(), key=_most_first)) if len(found) > 1 else tuple(found.values())
    return ()


def _most_first(answer: Answer) -> tuple[int, int]:
    return -answer.matched, answer.skipped


def _match_words(parts: tuple[str, ...], left: Letters) -> tuple[int, Letters, int] | None:
    items = list(left.items)
    initials = "".join([part[0] for part in parts]) if len(parts) > 1 else None
    if initials in items:  # 加州大学 in UC Berkeley
        items.remove(initials)
        return 1, made(Letters, (tuple(items), left.acronym, left.whole)), 0
    for part in parts:
        for place, item in enumerate(items):
            if _same(part, item):
                del items[place]
                break
        else:
            return None
    return len(parts), made(Letters, (tuple(items), left.acronym, left.whole)), 0


def _same(part: str, item: str) -> bool:
    return part == item or (len(part) >= _PREFIX and item.startswith(part)) or item == part + "s"


def _match_letters(parts: tuple[str, ...], left: Letters) -> tuple[int, Letters, int] | None:
    if len(parts) == 1 and len(parts[0]) >= 2 and parts[0] in (left.whole, left.whole.rstrip("0123456789")):
        return len(left.items), left._replace(items=()), 0
    initials = "".join([part[0] for part in parts]) if len(parts) > 1 else parts[0][:1]
    rest = "".join(left.items)
    place = rest.rfind(initials)
    if place < 0:
        return None
    behind = rest[place + len(initials) :]
    return len(initials), made(Letters, (tuple(rest[:place] + behind), left.acronym, left.whole)), len(behind)


def answered(simple: str, latin: str) -> float:
    """The share (0 to 1) of the words or letters of `latin` that words of a Chinese form answer to."""
    left = letters_of(latin)
    asked, at = len(left.items), len(simple)
    while at > 0 and left.items:
        answers = answers_before(simple, at, left, 0)
        at, left = (answers[0].start, answers[0].rest) if answers else (at - 1, left)
    return 1 - len(left.items) / asked if asked else 0.0
