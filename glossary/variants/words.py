"""What a person reads of a form: its language, how it differs, where it comes from, who uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glossary.variants.values import Difference, Spelling

_LANGUAGES = {
    "zh-hans": "Simplified", "zh-hant": "Traditional", "zh-hans-cn": "Simplified", "zh-cn": "Mainland", "zh-tw": "Taiwan",
    "zh-hant-tw": "Taiwan", "zh-hk": "Hong Kong", "zh-hant-hk": "Hong Kong", "zh-sg": "Singapore", "zh": "Chinese",
    "en": "English", "fr": "French", "ru": "Russian", "es": "Spanish", "ar": "Arabic", "und-latn": "Latin letters",
}  # fmt: skip
DIFFERENCES: dict[Difference, str] = {
    "": "", "script": "other script", "spelling": "spelt otherwise", "part": "a part", "addition": "with more",
    "abbreviation": "abbreviation",
}  # fmt: skip


def language(tag: str) -> str:
    """A language tag in words; the tag itself where none are known for it."""
    return _LANGUAGES.get(tag.lower(), tag)


def origin(spelling: Spelling) -> str:
    """Where a form comes from that no document states; empty for one that the termbase holds as found."""
    if not spelling.made:
        return ""
    if spelling.made.startswith("OpenCC"):
        return f"converted, {spelling.made}"
    return f"listed, {spelling.made}" if spelling.made == "CLDR" else f"suggested, {spelling.made}"


def uses(spelling: Spelling, most: int = 0) -> str:
    """The documents that use a form, each with its count where known; at most `most` of them (0: all, and the count
    also where it is that of the form)."""
    if most and len(spelling.documents) == 1 and spelling.documents[0][1] in {None, spelling.count}:
        return spelling.documents[0][0]
    shown = spelling.documents[:most] if most else spelling.documents
    parts = [document if count is None else f"{document} {count}" for document, count in shown]
    left = len(spelling.documents) - len(shown)
    return ", ".join(parts) + (f" and {left} more" if left else "")
