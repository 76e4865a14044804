"""Where in a running text a known name may stand, spelled otherwise: stretches whose syllables are nearly those of it.

Names are looked for by the classes of their syllables, those of four characters and more by either half, so that one
character may be anything.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from glossary.check.shadow import joined
from glossary.check.syllables import classes
from glossary.model import Span
from glossary.normalise import has_han
from glossary.occurrences import everywhere, forms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from glossary.check.known import Entry
    from glossary.check.shadow import Joined
    from glossary.occurrences import Forms

HEARD_KINDS = ("person", "place")
SHORT = 3  # names up to this length must be no part of a word, and no character may be missing


class Name(NamedTuple):
    """A known name: its key, the characters that are heard of it, and their classes."""

    key: str
    heard: str
    classes: str


class Names(NamedTuple):
    """Known names, and the pieces by which they are looked for: each with its owners, and where in the name the piece
    begins. `frames` are the outer two of three syllables, `couples` one of two characters, a dash for the other."""

    pieces: Forms
    owners: Mapping[str, tuple[tuple[Name, int], ...]]
    frames: Mapping[str, tuple[Name, ...]]
    couples: Mapping[str, tuple[Name, ...]]


def names(known: Mapping[str, tuple[Entry, ...]], parts: Sequence[str]) -> Names:
    """The names of persons and places among the keys of `known`, and the `parts` they are called by."""
    owners: defaultdict[str, set[tuple[Name, int]]] = defaultdict(set)
    frames: defaultdict[str, set[Name]] = defaultdict(set)
    couples: defaultdict[str, set[Name]] = defaultdict(set)
    keys = {key for key, entries in known.items() if any(entry.kind in HEARD_KINDS for entry in entries)}
    for key in sorted(keys | set(parts)):
        text = joined(key).text
        if len(text) < 2 or not all(has_han(char) for char in text):
            continue
        name = Name(key, text, classes(text))
        half = (len(text) + 1) // 2
        if len(text) == 2:
            owners[name.classes].add((name, 0))
            # A form that is not to be used is no name to take one for by half of its characters.
            if any(entry.verdict != "deprecated" for entry in known.get(key, ())) or key not in known:
                couples[text[0] + "-"].add(name)
                couples["-" + text[1]].add(name)
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
        {couple: tuple(sorted(couples[couple])) for couple in sorted(couples)},
    )


def windows(line: Joined, named: Names) -> Iterator[tuple[Span, str, Name]]:
    """The stretches of a joined text (`Span` of it) whose syllables are those of a name, but for one that is another,
    or in a longer name is missing or there besides."""
    text = classes(line.text)
    for piece, owned in everywhere(text, named.pieces):
        for name, begin in named.owners[owned]:
            size = len(name.heard)
            for length in (size,) if size <= SHORT else (size, size - 1, size + 1):
                start = piece.start if begin == 0 else piece.end - length
                window = text[max(start, 0) : start + length]
                if len(window) == length and _is_near(window, name.classes):
                    yield Span(start, start + length), line.text[start : start + length], name
    for start, (first, last) in enumerate(zip(text, text[2:], strict=False)):
        for name in named.frames.get(first + last, ()):
            yield Span(start, start + 3), line.text[start : start + 3], name
    for start, (first, last) in enumerate(zip(line.text, line.text[1:], strict=False)):
        for couple in (first + "-", "-" + last):
            for name in named.couples.get(couple, ()):
                yield Span(start, start + 2), first + last, name


def _is_near(window: str, wanted: str) -> bool:
    """Whether all classes but one agree: one is another, is missing or is there besides. Of two, both agree."""
    if len(window) == len(wanted):
        return sum(a != b for a, b in zip(window, wanted, strict=True)) <= (len(wanted) > 2)
    short, long = sorted((window, wanted), key=len)
    at = next((k for k, char in enumerate(short) if char != long[k]), len(short))
    # At its ends a name is only cut short, or beside another word.
    return 0 < at < len(short) and short[at:] == long[at + 1 :]
