"""Known forms as they stand in a passage, and what the termbase says of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from glossary.check.known import Verdict, fits, settled
from glossary.check.shadow import lowered
from glossary.normalise import has_han
from glossary.occurrences import everywhere, forms
from glossary.segment import has_word, words_over

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from glossary.check.known import Entry
    from glossary.model import Span
    from glossary.occurrences import Forms


class Hit(NamedTuple):
    """A known form in a passage. `span` is a stretch of its clean text."""

    span: Span
    verdict: Verdict
    preferred: tuple[str, ...]
    entry: Entry


class Spellings(NamedTuple):
    """The forms of a termbase, ready to be looked for: Chinese ones in a shadow, others in small letters."""

    known: Mapping[str, tuple[Entry, ...]]
    chinese: Forms
    others: Forms

    def kinds(self, key: str) -> frozenset[str]:
        """What kinds of thing a name may be; one that only stands in the names of persons is a person's."""
        return frozenset(entry.kind for entry in self.known[key]) if key in self.known else frozenset({"person"})


def spellings(known: Mapping[str, tuple[Entry, ...]]) -> Spellings:
    """The forms of `known`, ready to be looked for."""
    chinese = [key for key in known if has_han(key)]
    return Spellings(known, forms(chinese), forms(key for key in known if not has_han(key)))


def hits(text: str, plain: str, spelt: Spellings) -> list[Hit]:
    """The known forms in the clean `text` of a passage with the shadow `plain`, left to right; of overlapping ones
    the longest that begins first, none that is cut out of another word."""
    found = [(span, key) for span, key in everywhere(plain, spelt.chinese) if not is_cut(plain, span)]
    found += [(span, key) for span, key in everywhere(lowered(text), spelt.others) if not _is_cut_off(text, span)]
    found.sort(key=lambda hit: (hit[0].start, -hit[0].end))
    return list(_standing(text, found, spelt.known))


def is_cut(text: str, span: Span) -> bool:
    """Whether a Chinese form is cut out of a longer word: a dictionary word reaches over its edge. Forms of four
    characters and more are taken as they are, since the segmenter cuts foreign names anyhow."""
    if text[span.start].isdigit() and text[span.start - 1 : span.start].isdigit():
        return True
    if span.end - span.start > 3:
        return False
    return crosses_word(text, span)


def crosses_word(text: str, span: Span) -> bool:
    """Whether a dictionary word stands across an edge of `span`."""
    return any(
        (w.start < span.start < w.end or w.start < span.end < w.end)
        and not (span.start <= w.start and w.end <= span.end)
        and has_word(text[w.start : w.end])
        for w in words_over(text, *span)
    )


def _is_cut_off(text: str, span: Span) -> bool:
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    return (before.isalnum() and not has_han(before)) or (after.isalnum() and not has_han(after))


def _standing(
    text: str, found: list[tuple[Span, str]], known: Mapping[str, tuple[Entry, ...]]
) -> Iterator[Hit]:
    end = 0
    for span, key in found:
        if span.start < end:
            continue
        surface = text[span.start : span.end]
        entries = [entry for entry in known[key] if fits(surface, entry)]
        if entries:
            verdict, preferred, entry = settled(surface, entries)
            yield Hit(span, verdict, preferred, entry)
            end = span.end
