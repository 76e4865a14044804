"""Runs of characters that can be a transliterated name, and where a name that stands beside something ends.

The characters come from `glossary/data/rules/names.toml`; a run is evidence, not yet a name: the harvesters ask
for it beside a head noun, an office, an interpunct or in a list.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from glossary.model import Span, made
from glossary.occurrences import Forms, everywhere
from glossary.segment import has_word, inside_word, segmented, word_at, word_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.rules import Rules
    from glossary.segment import Word

JOINERS = "·-"
# Characters of the longest run that is walked over: no name has more, and a text may be one run.
LONGEST_RUN = 60
# Tags of words that are no part of a name when they stand in the tagger's dictionary and are two characters or
# longer: verbs, adverbs, prepositions, conjunctions, pronouns, numerals, times, adjectives, common nouns.
_ORDINARY = ("v", "d", "p", "c", "r", "m", "t", "a", "f", "u", "l", "i", "b", "q", "y", "n", "s")
_NAMELIKE = ("nr", "ns", "nt", "nz", "nrt", "nrfg")


@cache
def strong(rules: Rules) -> frozenset[str]:
    """Characters that hardly stand in ordinary words beside a name."""
    return frozenset("".join(rules["name.character.strong"].words))


@cache
def usable(rules: Rules) -> frozenset[str]:
    """All characters that transliterated names are written with, function words excepted."""
    weak = frozenset("".join(rules["name.character.weak"].words))
    return (strong(rules) | weak) - frozenset(rules["name.stop"].words)


@cache
def dotted(rules: Rules) -> frozenset[str]:
    """The characters of names that are written with an interpunct: more than are taken for a name's without one."""
    return usable(rules) | frozenset("".join(rules["name.character.dotted"].words))


def runs(text: str, rules: Rules, *, least: int = 3, share: float = 0.6) -> Iterator[Span]:
    """Maximal runs of name characters of at least `least`, of which a `share` are strong, ordinary words cut off
    both ends."""
    for span, sure in _runs(text, rules):
        length = span.end - span.start
        if length >= least and sure >= share * length:
            yield span


@lru_cache(maxsize=64)  # several harvesters ask for the runs of one passage
def _runs(text: str, rules: Rules) -> tuple[tuple[Span, int], ...]:
    """The runs of name characters in `text` with a strong one among them, ordinary words cut off, each with the number
    of its strong characters."""
    sure = strong(rules)
    found = (trimmed(text, made(Span, m.span()), rules) for m in _pattern(rules).finditer(text) if not sure.isdisjoint(m.group()))
    return tuple([(span, sum(map(sure.__contains__, text[span.start : span.end]))) for span in found])


@lru_cache(maxsize=4096)  # several harvesters ask for the run at one place, and every head of a chain of heads
def run_before(text: str, end: int, rules: Rules, earliest: int = 0, *, dot: bool = False) -> Span:
    """The run of name characters that ends at `end` (empty where there is none), ordinary words cut off its
    left end. `dot` is whether an interpunct follows."""
    allowed = dotted(rules) if dot else usable(rules)
    earliest = max(earliest, end - LONGEST_RUN)
    start = end
    while start > earliest and (
        text[start - 1] in allowed
        or ((start < end or dot) and is_carried(text, start - 1, rules))
        or (text[start - 1] in JOINERS and start < end and start - 1 > earliest and text[start - 2] in allowed)
    ):
        start -= 1
    span = trimmed(text, made(Span, (start, end)), rules, right=False)
    if dot and span.start == span.end and span.start > start:
        # What touches the interpunct is the name, be it in the dictionary: 比利·比雷尔.
        word = word_before(text, end)
        return Span(word.start if word is not None and word.start >= start else end, end)
    return span


@lru_cache(maxsize=4096)
def run_after(text: str, start: int, rules: Rules, latest: int | None = None, *, dot: bool = False) -> Span:
    """The run of name characters that begins at `start`, ordinary words cut off its right end. `dot` is whether an
    interpunct stands before it."""
    allowed = dotted(rules) if dot else usable(rules)
    latest = min(len(text) if latest is None else latest, start + LONGEST_RUN)
    end = start
    while end < latest and (
        text[end] in allowed
        or (end > start and is_carried(text, end, rules))
        or (text[end] in JOINERS and end > start and end + 1 < latest and text[end + 1] in allowed)
    ):
        end += 1
    return trimmed(text, made(Span, (start, end)), rules, left=False)


def is_carried(text: str, place: int, rules: Rules) -> bool:
    """Whether a function character stands inside a name: between two strong ones (埃内斯特, 伊沃娜-于恩), or between
    one and an interpunct (谢尔日·萨尔基相)."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (
        text[place] in rules["name.character.carried"].words
        and (before in strong(rules) or before == "·")
        and (after in strong(rules) or after == "·")
    )


def _is_function(text: str, place: int, rules: Rules) -> bool:
    """Whether a weak character is a word of its own before a name (因圣马尔塔桥被炸断) and not its beginning
    (因斯布鲁克 is in the dictionary)."""
    if text[place] not in rules["name.function.weak"].words or text[place + 1] in JOINERS:
        return False
    word = word_at(text, place)
    return word is None or word.start != place or word.end - place < 3 or not has_word(text[place : word.end])


def trimmed(text: str, span: Span, rules: Rules, *, left: bool = True, right: bool = True) -> Span:
    """`span` without the ordinary words at its ends: dictionary words of two or more characters that are not
    names, and words that reach out of the span on that side."""
    start, end = span
    if start >= end:
        return span
    at = segmented(text).at
    if left:
        word = at[start]
        if end - start > 2 and _is_function(text, start, rules):
            start += 1
        while _ordinary(text, word) and not (word.start < start and _is_title_and_name(text, word.start, start)):
            start = min(word.end, end)
            if start == end:
                break
            word = at[start]
    if right:
        while start < end and (word := at[end - 1]).start >= start and _ordinary(text, word):
            end = word.start
    return made(Span, (start, end))


def _is_title_and_name(text: str, start: int, name: int) -> bool:
    """Whether the segmenter put the first character of a name to the word before it: 检察官法 in 检察官法图·本苏达."""
    return name - start >= 2 and has_word(text[start:name])


def _ordinary(text: str, word: Word) -> bool:
    start, end, tag = word
    return end - start > 1 and _is_ordinary_tag(tag) and has_word(text[start:end])


@cache
def _is_ordinary_tag(tag: str) -> bool:
    return tag.startswith(_ORDINARY) and not tag.startswith(_NAMELIKE)


@cache
def _pattern(rules: Rules) -> re.Pattern[str]:
    body = re.escape("".join(sorted(usable(rules))))
    return re.compile(f"[{body}](?:[·-]?[{body}]++)++")


def known_spans(text: str, known: Forms, rules: Rules) -> list[tuple[Span, str]]:
    """Where known names stand in `text`, the longest first where several begin at one place.

    A name that is cut out of another is none: 西亚 in 特伦西亚 (a run of name characters goes on to its left), 日本国
    in 日本国际协力机构 (its end stands inside a word).
    """
    hits = sorted(everywhere(text, known), key=lambda hit: (hit[0].start, -hit[0].end))
    found: list[tuple[Span, str]] = []
    end = 0
    for span, form in hits:
        if span.start < end or inside_word(text, span.end) or (len(form) <= 3 and _is_cut(text, span, end, rules)):
            continue
        found.append((span, form))
        end = span.end
    return found


def _is_cut(text: str, span: Span, end: int, rules: Rules) -> bool:
    """Whether a short name made of name characters is the end or the beginning of a longer one: name characters
    that belong to no known name stand right before it, or a single one right after it (马里 in 马里卡)."""
    before = span.start - 1
    word = word_before(text, span.start)
    after = run_after(text, span.end, rules)
    if after.end - after.start == 1 and text[span.end] in strong(rules) and all(c in usable(rules) for c in text[span.start : span.end]):
        return True
    return (
        before >= end
        and text[before] in strong(rules)
        and all(c in usable(rules) for c in text[span.start : span.end])
        and not (word is not None and word.end - word.start >= 2 and has_word(text[word.start : word.end]))
    )
