"""What a reader or writer of a format may be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """`contexts`: whether sentences are written. `langs`: the languages of a bilingual file, source first.
    `strict_language`: whether a Latin form of unknown language (und-Latn) must not stand for the target. `source`: the file
    that the termbase was read from, beside which its evidence and decisions stand."""

    contexts: bool = True
    langs: tuple[str, ...] = ()
    strict_language: bool = False
    source: Path | None = None
