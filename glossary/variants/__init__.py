"""The forms of each concept laid beside one another, character by character: what variants a termbase holds, which
documents use which, and what they are in the other script and elsewhere."""

from __future__ import annotations

from glossary.variants.sheets import chosen, sheets
from glossary.variants.uses import sources_of, uses_of
from glossary.variants.values import Difference, Place, Sheet, Spelling, Uses

__all__ = ["Difference", "Place", "Sheet", "Spelling", "Uses", "chosen", "sheets", "sources_of", "uses_of"]
