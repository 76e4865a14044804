"""Names in running text that sound like a known one and are spelled otherwise.

Known names are looked for by the classes of their syllables, those of four characters and more by either half, so
that one character may be anything; what is found is heard as a whole. Nothing has to see a name there first.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.alignment import char_likeness, pairs
from glossary.check.shadow import joined
from glossary.check.spelled import crosses_word
from glossary.check.stretches import is_taken
from glossary.model import Span
from glossary.normalise import has_han
from glossary.occurrences import everywhere, forms
from glossary.rules import load_rules
from glossary.segment import has_word, word_at
from glossary.sound import pinyin, variant_likeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from glossary.check.known import Entry
    from glossary.check.shadow import Joined
    from glossary.occurrences import Forms

HEARD_KINDS = ("person", "place")
_SHORT = 3  # names up to this length must be no part of a word, and no character may be missing
_LONG = 6  # from this length on the sound of the whole tells more than that of one syllable
_SAME_SYLLABLE = 0.9
_PLACES = frozenset({"ns", "nz"})  # how the segmenter tags names of places and the like
_FIRST = 0xF0000  # classes of syllables are written as characters for private use


class Name(NamedTuple):
    """A known name: its key, the characters that are heard of it, and their classes."""

    key: str
    heard: str
    classes: str


class Names(NamedTuple):
    """Known names, and the pieces by which they are looked for: each with its owners, and where in the name the piece
    begins. `frames` are the outer two of three syllables."""

    pieces: Forms
    owners: Mapping[str, tuple[tuple[Name, int], ...]]
    frames: Mapping[str, tuple[Name, ...]]


class Heard(NamedTuple):
    """A stretch of a passage that sounds like a known name, and how likely it is that name, 0 to 1. Of the `size`
    characters that are heard, `others` are not the name's, at these places; `alike` says that all its syllables are
    those of the name."""

    span: Span
    key: str
    score: float
    others: tuple[int, ...]
    size: int
    alike: bool


def names(known: Mapping[str, tuple[Entry, ...]], parts: Sequence[str]) -> Names:
    """The names of persons and places among the keys of `known`, and the `parts` they are called by."""
    owners: defaultdict[str, set[tuple[Name, int]]] = defaultdict(set)
    frames: defaultdict[str, set[Name]] = defaultdict(set)
    keys = {key for key, entries in known.items() if any(entry.kind in HEARD_KINDS for entry in entries)}
    for key in sorted(keys | set(parts)):
        text = joined(key).text
        if len(text) < 2 or not all(has_han(char) for char in text):
            continue
        name = Name(key, text, classes(text))
        half = (len(text) + 1) // 2
        if len(text) == 2:
            owners[name.classes].add((name, 0))
        elif len(text) == 3:
            owners[name.classes[:2]].add((name, 0))
            owners[name.classes[1:]].add((name, 1))
            frames[name.classes[::2]].add(name)
        else:
            owners[name.classes[:half]].add((name, 0))
            owners[name.classes[half:]].add((name, half))
    return Names(
        forms(owners),
        {piece: tuple(sorted(owners[piece])) for piece in sorted(owners)},
        {frame: tuple(sorted(frames[frame])) for frame in sorted(frames)},
    )


def heard(plain: str, named: Names, taken: Sequence[Span]) -> list[Heard]:
    """The stretches of a shadow that sound like a name, the best of those that overlap, left to right.

    `taken` are the known forms there: nothing inside one, or across its edge, is looked at.
    """
    line = joined(plain)
    found = {
        hit
        for span, window, name in _windows(line, named)
        if (hit := _hit(plain, span, window, line, name)) and not any(_clashes(hit, known) for known in taken)
    }
    kept: list[Span] = []
    ordered = sorted(found, key=lambda h: (2 * len(h.others) - h.size, -h.score, h.span, h.key))
    return sorted(hit for hit in ordered if not is_taken(hit.span, kept))


def _windows(line: Joined, named: Names) -> Iterator[tuple[Span, str, Name]]:
    """The stretches of a joined text (`Span` of it) whose syllables are those of a name, but for one that is another,
    or in a longer name is missing or there besides."""
    text = classes(line.text)
    for piece, owned in everywhere(text, named.pieces):
        for name, begin in named.owners[owned]:
            size = len(name.heard)
            for length in (size,) if size <= _SHORT else (size, size - 1, size + 1):
                start = piece.start if begin == 0 else piece.end - length
                window = text[max(start, 0) : start + length]
                if len(window) == length and _is_near(window, name.classes):
                    yield Span(start, start + length), line.text[start : start + length], name
    for start, (first, last) in enumerate(zip(text, text[2:], strict=False)):
        for name in named.frames.get(first + last, ()):
            yield Span(start, start + 3), line.text[start : start + 3], name


def _hit(plain: str, stretch: Span, window: str, line: Joined, name: Name) -> Heard | None:
    """What a stretch of the joined text that is near to a name says: all Chinese, not spelt as the name is, no part
    of an ordinary word, few characters other than the name's."""
    places = line.places[stretch.start : stretch.end]
    span = Span(places[0], places[-1] + 1)
    if plain[span.start : span.end] == name.key or not all(has_han(char) for char in window):
        return None
    if window == name.heard:
        # Only the joints differ. In a short name a joint is some other mark: 里·克 is no 里克.
        return Heard(span, name.key, 1.0, (), len(window), True) if len(window) > _SHORT else None
    if len(window) <= _SHORT and (_is_word(plain, span, window) or crosses_word(plain, span)):
        return None
    beside = pairs(window, name.heard)
    wrong = [(a, b) for a, b in beside if a != b]
    same_class = len(window) == len(name.heard) and classes(window) == name.classes
    if len(wrong) > len(name.heard) // (2 if same_class else 3):
        return None
    score = variant_likeness(window, name.heard)
    if not same_class and not _is_likely(wrong, score, len(name.heard)):
        return None
    left = [char for char, _ in beside if char]
    at = [k for k, (a, b) in enumerate((a, b) for a, b in beside if a) if a != b]
    assert len(left) == len(window)
    alike = all(char_likeness(a, b) >= _SAME_SYLLABLE for a, b in wrong)
    return Heard(span, name.key, round(score, 3), tuple(places[k] for k in at), len(window), alike)


def _is_word(plain: str, span: Span, window: str) -> bool:
    """Whether a short stretch is a word of its own. Dictionaries hold misspelt names of places, too (土尔其, 诺威)."""
    word = word_at(plain, span.start)
    is_place = word is not None and (word.start, word.end) == span and word.tag in _PLACES
    return has_word(window) and not is_place


def _is_likely(wrong: Sequence[tuple[str, str]], score: float, size: int) -> bool:
    """Whether a syllable of another class may still be a misspelt one: in a long name by the sound of the whole, in a
    short one by that of the syllable, since a few characters alone say little (阿卡耶夫 is no 阿利耶夫)."""
    rules = load_rules()
    if size < _LONG:
        return all(char_likeness(a, b) >= (rules["check.syllable"].value or 1.0) for a, b in wrong if a and b)
    return score >= (rules["check.heard"].value or 1.0)


def _is_near(window: str, wanted: str) -> bool:
    """Whether all classes but one agree: one is another, is missing or is there besides. Of two, both agree."""
    if len(window) == len(wanted):
        return sum(a != b for a, b in zip(window, wanted, strict=True)) <= (len(wanted) > 2)
    short, long = sorted((window, wanted), key=len)
    at = next((k for k, char in enumerate(short) if char != long[k]), len(short))
    # At its ends a name is only cut short, or beside another word.
    return 0 < at < len(short) and short[at:] == long[at + 1 :]


def _clashes(hit: Heard, known: Span) -> bool:
    """Whether a stretch lies in a known form, crosses its edge, or is little more than it. A longer name may hold a
    known one whole, when two more characters agree, or one is another of the same sound (拉钦曲 for 拉钦区)."""
    span = hit.span
    if span.end <= known.start or known.end <= span.start:
        return False
    if not (span.start <= known.start and known.end <= span.end):
        return True
    if any(known.start <= place < known.end for place in hit.others):
        return True
    more = hit.size - (known.end - known.start)
    return more - len(hit.others) < 2 and not (hit.alike and len(hit.others) <= 1 <= more)


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
