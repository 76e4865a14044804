"""Names in running text that sound like a known one and are spelled otherwise.

Known names are looked for by the classes of their syllables, those of four characters and more by either half, so
that one character may be anything; what is found is heard as a whole. Nothing has to see a name there first.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.check.shadow import joined
from glossary.check.spelled import crosses_word
from glossary.model import Span
from glossary.normalise import has_han
from glossary.occurrences import everywhere, forms
from glossary.rules import load_rules
from glossary.segment import has_word
from glossary.sound import pinyin, variant_likeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from glossary.check.known import Entry
    from glossary.check.shadow import Joined
    from glossary.occurrences import Forms

HEARD_KINDS = ("person", "place")
_SHORT = 3  # names up to this length have to agree in the classes of all their syllables
_FIRST = 0xF0000  # classes of syllables are written as characters for private use


class Name(NamedTuple):
    """A known name: its key, the characters that are heard of it, and their classes."""

    key: str
    heard: str
    classes: str


class Names(NamedTuple):
    """Known names, and the pieces by which they are looked for."""

    pieces: Forms
    owners: Mapping[str, tuple[tuple[Name, bool], ...]]  # each with whether the piece is its beginning


class Heard(NamedTuple):
    """A stretch of a passage that sounds like a known name, and how likely it is that name, 0 to 1. Of the `size`
    characters that are heard, `others` are not the name's; `alike` says that all its syllables are of the same class.
    """

    span: Span
    key: str
    score: float
    others: int
    size: int
    alike: bool


def names(known: Mapping[str, tuple[Entry, ...]], parts: Sequence[str]) -> Names:
    """The names of persons and places among the keys of `known`, and the `parts` they are called by."""
    owners: defaultdict[str, set[tuple[Name, bool]]] = defaultdict(set)
    keys = {key for key, entries in known.items() if any(entry.kind in HEARD_KINDS for entry in entries)}
    for key in sorted(keys | set(parts)):
        heard = joined(key).text
        if len(heard) < 2 or not all(has_han(char) for char in heard):
            continue
        name = Name(key, heard, classes(heard))
        half = (len(heard) + 1) // 2
        if len(heard) <= _SHORT:
            owners[name.classes].add((name, True))
        else:
            owners[name.classes[:half]].add((name, True))
            owners[name.classes[half:]].add((name, False))
    return Names(forms(owners), {piece: tuple(sorted(owners[piece])) for piece in sorted(owners)})


def heard(plain: str, named: Names, taken: Sequence[Span]) -> list[Heard]:
    """The stretches of a shadow that sound like a name, the best of those that overlap, left to right.

    `taken` are the known forms there: nothing inside one, or across its edge, is looked at.
    """
    line = joined(plain)
    found = {hit for hit in _candidates(plain, line, named) if not any(_clashes(hit, span) for span in taken)}
    kept: list[Heard] = []
    for hit in sorted(found, key=lambda h: (2 * h.others - h.span.end + h.span.start, -h.score, h.span, h.key)):
        if all(hit.span.end <= other.span.start or other.span.end <= hit.span.start for other in kept):
            kept.append(hit)
    return sorted(kept)


def _candidates(plain: str, line: Joined, named: Names) -> Iterator[Heard]:
    text = classes(line.text)
    for piece, owned in everywhere(text, named.pieces):
        for name, begins in named.owners[owned]:
            size = len(name.heard)
            for length in (size,) if size <= _SHORT else (size, size - 1, size + 1):
                start = piece.start if begins else piece.end - length
                if start < 0 or start + length > len(text):
                    continue
                if not _is_near(text[start : start + length], name.classes):
                    continue
                span = Span(line.places[start], line.places[start + length - 1] + 1)
                hit = _hit(plain, span, line.text[start : start + length], name)
                if hit is not None:
                    yield hit


def _hit(plain: str, span: Span, window: str, name: Name) -> Heard | None:
    """What a stretch whose classes are near to those of a name says: all Chinese, not spelt as the name is, no part of
    an ordinary word, few characters other than the name's."""
    if plain[span.start : span.end] == name.key or not all(has_han(char) for char in window):
        return None
    short = len(window) <= _SHORT
    if short and (has_word(window) or crosses_word(plain, span)):
        return None
    if window == name.heard:
        return Heard(span, name.key, 1.0, 0, len(window), True)
    others = max(len(window), len(name.heard)) - _agreeing(window, name.heard)
    alike = classes(window) == name.classes
    if others > len(name.heard) // (2 if alike else 3):
        return None
    score = variant_likeness(window, name.heard)
    if not short and score < (load_rules()["check.heard"].value or 1.0):
        return None
    return Heard(span, name.key, round(score, 3), others, len(window), alike)


def _agreeing(window: str, wanted: str) -> int:
    """How many characters stand in both, in their order, when at most one is missing or there besides."""
    if len(window) == len(wanted):
        return sum(a == b for a, b in zip(window, wanted, strict=True))
    short, long = sorted((window, wanted), key=len)
    return max(sum(a == b for a, b in zip(short, long[:k] + long[k + 1 :], strict=True)) for k in range(len(long)))


def _is_near(window: str, wanted: str) -> bool:
    """Whether all classes but one agree: one is another, is missing or is there besides."""
    if len(window) == len(wanted):
        return sum(a != b for a, b in zip(window, wanted, strict=True)) <= (len(wanted) > _SHORT)
    short, long = sorted((window, wanted), key=len)
    at = next((k for k, char in enumerate(short) if char != long[k]), len(short))
    # At its ends a name is only cut short, or beside another word.
    return 0 < at < len(short) and short[at:] == long[at + 1 :]


def _clashes(hit: Heard, known: Span) -> bool:
    """Whether a stretch lies in a known form, crosses its edge, or is little more than it: beside a known form at
    least two characters have to agree with the longer name, or all to sound like it (拉钦曲 for 拉钦区)."""
    span = hit.span
    if span.end <= known.start or known.end <= span.start:
        return False
    if not (span.start <= known.start and known.end <= span.end):
        return True
    beside = hit.size - (known.end - known.start)
    return hit.score < 1.0 and beside - hit.others < 2 and not hit.alike


def classes(text: str) -> str:
    """For each Chinese character of `text` a character that stands for the class of its syllable; others as they
    are."""
    return "".join(map(_class, text))


@cache
def _class(char: str) -> str:
    syllable = pinyin(char)
    if not syllable or not has_han(char):
        return char
    return chr(_FIRST + _numbers()[_folded(syllable[0])]) if _folded(syllable[0]) in _numbers() else char


@cache
def _folded(syllable: str) -> str:
    """A syllable with what is often taken for another written as one: zhang, zang → tsan."""
    for rule in ("check.alike.initial", "check.alike.final"):
        for pair in load_rules()[rule].words:
            old, _, new = pair.partition(" ")
            if rule.endswith("initial") and syllable.startswith(old):
                syllable = new + syllable.removeprefix(old)
                break
            if rule.endswith("final") and syllable.endswith(old):
                syllable = syllable.removesuffix(old) + new
                break
    return syllable


@cache
def _numbers() -> Mapping[str, int]:
    from glossary.sound.readings import mandarin, toneless

    folded = sorted({_folded(toneless(syllable)) for syllable in mandarin().values()})
    return {syllable: number for number, syllable in enumerate(folded)}
