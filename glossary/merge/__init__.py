"""Termbases into one: both sides' terms, notes, edits, decisions and evidence; what contradicts is listed."""

from __future__ import annotations

from glossary.merge.join import Merged, merged, side_of
from glossary.merge.values import Clash, Side

__all__ = ["Clash", "Merged", "Side", "merged", "side_of"]
