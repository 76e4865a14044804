"""Names in running text that sound like a known one and are spelled otherwise.

What `glossary.check.windows` finds near to a known name is heard as a whole. Nothing has to see a name there first.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.alignment import char_likeness, pairs
from glossary.check.alike import is_alike_throughout
from glossary.check.shadow import joined
from glossary.check.spelled import crosses_word
from glossary.check.stretches import is_taken
from glossary.check.syllables import classes
from glossary.check.windows import SHORT, Name, Names, windows
from glossary.gazetteer import chinese_place_names
from glossary.model import Span
from glossary.normalise import has_han
from glossary.rules import load_rules
from glossary.segment import has_word, word_at
from glossary.sound import variant_likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.check.shadow import Joined

_COUPLE = 2
_LONG = 6  # from this length on the sound of the whole tells more than that of one syllable
_MUCH_MORE = 4  # a long name that holds a known one by chance has so many more characters (美利坚合中国 for 美利坚合众国)
_SAME_SYLLABLE = 0.9
_PARTICLES = frozenset("cdfmpqruvy")
_JOINING = frozenset("cpu")
_PLACES = frozenset({"ns", "nz"})  # how the segmenter tags names of places and the like


class Heard(NamedTuple):
    """A stretch of a passage that sounds like a known name, and how likely it is that name, 0 to 1. Of the `size`
    characters that are heard, `others` are not the name's, at these places; `alike` says that all its syllables are
    those of the name, `whole` that none is missing or there besides."""

    span: Span
    key: str
    score: float
    others: tuple[int, ...]
    size: int
    alike: bool
    whole: bool


def heard(plain: str, named: Names, taken: Sequence[Span], others: Sequence[Span]) -> list[Heard]:
    """The stretches of a shadow that sound like a name, the best of those that overlap, left to right.

    `taken` are the known forms there, `others` the names that the package knows: nothing inside one, or across its
    edge, is looked at.
    """
    line = joined(plain)
    found = {
        hit
        for span, window, name in windows(line, named)
        if (hit := _hit(plain, span, window, line, name)) and not any(_clashes(hit, known) for known in taken)
        and not any(_is_cut_from(hit.span, other) for other in others)
    }
    kept: list[Span] = []
    ordered = sorted(found, key=lambda h: (2 * len(h.others) - h.size, -h.score, h.span, h.key))
    return sorted(hit for hit in ordered if not is_taken(hit.span, kept))


def _hit(plain: str, stretch: Span, window: str, line: Joined, name: Name) -> Heard | None:
    """What a stretch of the joined text that is near to a name says: all Chinese, not spelt as the name is, no part
    of an ordinary word, few characters other than the name's."""
    places = line.places[stretch.start : stretch.end]
    span = Span(places[0], places[-1] + 1)
    if plain[span.start : span.end] == name.key or not all(has_han(char) for char in window):
        return None
    if window == name.heard:
        # Only the joints differ. In a short name a joint is some other mark: 里·克 is no 里克.
        return Heard(span, name.key, 1.0, (), len(window), True, True) if len(window) > SHORT else None
    if (len(window) <= SHORT or len(window) != len(name.heard)) and crosses_word(plain, span):
        return None
    beside = pairs(window, name.heard)
    wrong = [(a, b) for a, b in beside if a != b]
    same_class = len(window) == len(name.heard) and classes(window) == name.classes
    if is_other_place(window, name.heard):
        return None
    if len(window) <= SHORT and _is_other_word(plain, span, window, couple=not same_class and len(window) == _COUPLE):
        return None
    if len(wrong) > len(name.heard) // (2 if same_class or len(window) == _COUPLE else 3):
        return None
    if not same_class and not is_alike_throughout(window, name.heard):
        return None
    score = variant_likeness(window, name.heard)
    if not same_class and not _is_likely(wrong, score, len(name.heard)):
        return None
    at = [k for k, (a, b) in enumerate((a, b) for a, b in beside if a) if a != b]
    if not same_class and _is_common(window):
        return None
    if len(window) <= SHORT and any(_is_particle(plain, places[k], same_class) for k in at):
        return None
    if len(window) == _COUPLE and not same_class and not all(a in name_characters() for a, _ in wrong):
        return None
    alike = all(char_likeness(a, b) >= _SAME_SYLLABLE for a, b in wrong)
    return Heard(span, name.key, round(score, 3), tuple(places[k] for k in at), len(window), alike, len(window) == len(name.heard))


def _is_other_word(plain: str, span: Span, window: str, *, couple: bool) -> bool:
    """Whether a short stretch is a word or a name of its own. Dictionaries hold misspelt names of places, too (土尔其,
    诺威), which count where only one character of two agrees (外国 is no 法国); there the segmenter
    must not have joined the two with what stands beside them (亚塞拜然)."""
    word = word_at(plain, span.start)
    is_whole = word is not None and (word.start, word.end) == span
    if couple and word is not None and word.end >= span.end and not is_whole:
        return True
    return has_word(window) and (couple or not (is_whole and word is not None and word.tag in _PLACES))


def _is_common(window: str) -> bool:
    """Whether a stretch is a word of two characters and a head noun: 加盟共和国 is no 加蓬共和国."""
    return has_word(window[:_COUPLE]) and window[_COUPLE:] in load_rules().words("place.head")


def _is_particle(plain: str, place: int, same_class: bool) -> bool:
    """Whether the character that is not the name's is a word of the sentence: 中也 is no 中亚."""
    tags = _JOINING if same_class else _PARTICLES
    word = word_at(plain, place)
    return word is not None and (word.start, word.end) == (place, place + 1) and word.tag[:1] in tags


def is_other_place(window: str, wanted: str) -> bool:
    """Whether the gazetteer knows a short name as that of a place of its own, so that it is not `wanted` misspelt; of
    three characters that all sound the same it may be (格里斯, 戈里斯)."""
    if window not in place_names():
        return False
    return len(window) == _COUPLE or any(char_likeness(a, b) < _SAME_SYLLABLE for a, b in pairs(window, wanted))


@cache
def name_characters() -> frozenset[str]:
    """The characters that names of places are usually written with."""
    counts = Counter(char for name in chinese_place_names() for char in name)
    least = load_rules()["check.usual"].value or 1.0
    return frozenset(char for char, count in counts.items() if count >= least)


@cache
def place_names() -> frozenset[str]:
    """The short names of places that the gazetteer knows."""
    return frozenset(name for name in chinese_place_names() if len(name) <= SHORT)


def _is_likely(wrong: Sequence[tuple[str, str]], score: float, size: int) -> bool:
    """Whether a syllable of another class may still be a misspelt one: in a long name by the sound of the whole, in a
    short one by that of the syllable, since a few characters alone say little (阿卡耶夫 is no 阿利耶夫)."""
    rules = load_rules()
    if size == _COUPLE:
        return all(char_likeness(a, b) >= (rules["check.couple"].value or 1.0) for a, b in wrong)
    if size < _LONG:
        return all(char_likeness(a, b) >= (rules["check.syllable"].value or 1.0) for a, b in wrong if a and b)
    return score >= (rules["check.heard"].value or 1.0)


def _is_cut_from(span: Span, other: Span) -> bool:
    """Whether a stretch overlaps a name and does not hold all of it: 亚塞 in 亚塞拜然."""
    return span.start < other.end and other.start < span.end and not (span.start <= other.start and other.end <= span.end)


def _clashes(hit: Heard, known: Span) -> bool:
    """Whether a stretch lies in a known form, crosses its edge, or is little more than it. A longer name may hold a
    known one whole, when two more characters agree, or one does and one is another, or the only one is another of the
    same sound (拉钦曲 for 拉钦区)."""
    span = hit.span
    if span.end <= known.start or known.end <= span.start:
        return False
    if not (span.start <= known.start and known.end <= span.end):
        return True
    more = hit.size - (known.end - known.start)
    if any(known.start <= place < known.end for place in hit.others):
        return more < _MUCH_MORE or len(hit.others) > 1
    if hit.alike or hit.whole:
        return more - len(hit.others) < 2 and not (len(hit.others) <= 1 <= more - (not hit.alike))
    return more - len(hit.others) < 2
