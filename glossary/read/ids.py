"""Gives each file an id: its path below the input without the suffix, longer where two would be alike."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a file stands: the parts of its absolute path, the last `own` of them below the input.

    `suffix` is the end of the last part that the id leaves out.
    """

    parts: tuple[str, ...]
    own: int
    suffix: str

    @property
    def levels(self) -> int:
        """How often its id can be made longer: once by the suffix, then by each parent folder."""
        return 1 + len(self.parts) - self.own

    def id(self, level: int) -> str:
        """The id at a level: 0 without suffix, 1 with it, then with one parent folder more each."""
        name = "/".join(escaped(part) for part in self.parts[-self.own - max(0, level - 1) :])
        return name if level else name[: len(name) - len(self.suffix)]


def unique_ids(places: Sequence[Place], level: int = 0) -> list[str]:
    """An id for each of `places` (all different), no two alike, whatever their order.

    Those that are alike keep their suffix, then take on parent folders until they differ.
    """
    levels = [min(level, place.levels) for place in places]
    while True:
        ids = [place.id(at) for place, at in zip(places, levels, strict=True)]
        alike: dict[str, list[int]] = defaultdict(list)
        for k, name in enumerate(ids):
            alike[name].append(k)
        clashes = [k for group in alike.values() if len(group) > 1 for k in group]
        longer = [k for k in clashes if levels[k] < places[k].levels]
        if not longer:
            return ids
        for k in longer:
            levels[k] += 1


def escaped(name: str) -> str:
    r"""`name` fit for a line of text: controls and undecodable bytes as \uXXXX, a backslash doubled."""
    if name.isprintable() and "\\" not in name:
        return name
    return "".join(f"\\u{ord(c):04x}" if unfit(c) else "\\\\" if c == "\\" else c for c in name)


def unfit(text: str) -> bool:
    """Whether `text` holds what no id may hold: controls, line ends, halves of surrogate pairs."""
    return any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in text)
