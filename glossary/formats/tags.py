"""Language tags: which are Chinese, which Latin script may stand for a language."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glossary.model.concept import Termbase

UNKNOWN_LATIN = "und-Latn"
# Languages whose own script is another, for tags that name none.
_OTHER_SCRIPTS = frozenset(
    {"am", "ar", "be", "bg", "bn", "el", "fa", "he", "hi", "hy", "ja", "ka", "kk", "km", "ko", "ky", "lo", "mk", "mn", "my",
     "ne", "ps", "ru", "sr", "ta", "te", "tg", "th", "uk", "ur", "yi"}
)  # fmt: skip
_CHINESE = frozenset({"zh", "cmn", "yue", "wuu", "nan", "hak", "lzh"})


def primary(tag: str) -> str:
    """The language of a tag without script and region: `zh` of zh-Hans, zh_CN and ZH."""
    return tag.replace("_", "-").partition("-")[0].casefold()


def is_chinese(tag: str) -> bool:
    """Whether a tag is of Chinese, in any script (pinyin included)."""
    return primary(tag) in _CHINESE


def is_latin(tag: str) -> bool:
    """Whether a language is written in Latin letters: the script that the tag names, or else that of the language."""
    subtags = tag.replace("_", "-").casefold().split("-")
    named = next((part for part in subtags[1:] if len(part) == 4 and part.isalpha()), "")
    return named == "latn" if named else subtags[0] not in _OTHER_SCRIPTS | _CHINESE


def is_romanised(tag: str) -> bool:
    """Whether a tag is of Chinese in Latin letters, such as zh-Latn-pinyin."""
    return is_chinese(tag) and "latn" in tag.replace("_", "-").casefold().split("-")


def main_chinese(termbase: Termbase) -> str:
    """The Chinese tag that most concepts begin with; the first in the alphabet among equals; empty without any."""
    counts: Counter[str] = Counter()
    for concept in termbase.concepts:
        chinese = [t.lang for t in concept.terms if is_chinese(t.lang) and not is_romanised(t.lang)]
        counts.update(chinese[:1])
    return min(counts, key=lambda tag: (-counts[tag], tag), default="")


def main_target(termbase: Termbase, source: str) -> str:
    """The language to translate into: English where there is any, else the most frequent that is not Chinese;
    `und-Latn` where there is no other."""
    counts: Counter[str] = Counter()
    for concept in termbase.concepts:
        counts.update({t.lang for t in concept.terms if not is_chinese(t.lang) and t.lang not in (source, "und")})
    english = [tag for tag in counts if primary(tag) == "en"]
    named = english or [tag for tag in counts if tag != UNKNOWN_LATIN] or list(counts)
    return min(named, key=lambda tag: (-counts[tag], tag), default="en")
