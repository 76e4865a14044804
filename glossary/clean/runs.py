"""Keeps clean text and its way back together while stretches are joined and edits are made."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from glossary.model.making import made
from glossary.model.text import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Edit(NamedTuple):
    """Characters `start` to `end` become the character `to`, which stands for the one at `at`, or nothing."""

    start: int
    end: int
    to: str = ""
    at: int = 0


def gathered(text: str, stretches: Iterable[tuple[int, int]]) -> tuple[str, tuple[Run, ...]]:
    """The stretches of `text` one after the other, and the runs that lead back."""
    pieces: list[str] = []
    runs: list[Run] = []
    length, expected = 0, -1
    for start, end in stretches:
        if start != expected:
            runs.append(made(Run, (length, start)))
        pieces.append(text[start:end])
        length += end - start
        expected = end
    return "".join(pieces), tuple(runs)


def edited(text: str, runs: Sequence[Run], edits: Sequence[Edit]) -> tuple[str, tuple[Run, ...]]:
    """`text` after `edits` (sorted, apart from one another), and its runs, merged where they run on."""
    if not edits:
        return text, tuple(runs)
    pieces: list[str] = []
    kept: list[tuple[int, int]] = []  # stretches of `text` that live on, one clean character for each
    place = 0
    for start, end, to, at in edits:
        if start > place:
            pieces.append(text[place:start])
            kept.append((place, start))
        if to:
            pieces.append(to)
            kept.append((at, at + 1))
        place = end
    if place < len(text):
        pieces.append(text[place:])
        kept.append((place, len(text)))
    return "".join(pieces), _composed(kept, runs, len(text))


def place(runs: Sequence[Run], original: int, length: int) -> int:
    """How many of the `length` clean characters that `runs` map stand before the code point `original`."""
    k = bisect_right(runs, original, key=lambda run: run.original) - 1
    if k < 0:
        return 0
    after = runs[k + 1].clean if k + 1 < len(runs) else length
    return min(runs[k].clean + original - runs[k].original, after)


def _composed(kept: Sequence[tuple[int, int]], runs: Sequence[Run], length: int) -> tuple[Run, ...]:
    """The runs of what is `kept` of a text of `length` characters that `runs` map."""
    found: list[Run] = []
    clean, index, step = 0, 0, None
    shift = runs[0].original - runs[0].clean
    stop = runs[1].clean if len(runs) > 1 else length
    for start, end in kept:
        while start < end:
            while stop <= start:
                index += 1
                shift = runs[index].original - runs[index].clean
                stop = runs[index + 1].clean if index + 1 < len(runs) else length
            if step != shift + start - clean:
                step = shift + start - clean
                found.append(made(Run, (clean, clean + step)))
            until = min(end, stop)
            clean += until - start
            start = until
    return tuple(found)
