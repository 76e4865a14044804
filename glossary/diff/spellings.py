"""Two spellings of a name beside one another: character by character, with their sounds."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.alignment import char_likeness, pairs
from glossary.errors import UsageError
from glossary.normalise import chinese_form, chinese_key, has_han, latin_form, latin_key
from glossary.sound import align, likeness, pinyin, rank, variant_likeness

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Step:
    """What stands at one place of both spellings; either side may be empty. `likeness` is that of the two, 0 to 1,
    None where one is in Chinese and the other in Latin letters."""

    old: str
    new: str
    old_pinyin: str = ""
    new_pinyin: str = ""
    likeness: float | None = None


@dataclass(frozen=True, slots=True)
class SpellingDifference:
    """Two spellings, laid beside one another. `likeness` (0 to 1) says how probably they are one name; `same` that
    they differ in nothing; `only_script` that they differ in the script or in widths, accents and marks only."""

    old: str
    new: str
    likeness: float
    same: bool
    only_script: bool
    steps: tuple[Step, ...]


def spelling_difference(old: str, new: str) -> SpellingDifference:
    """How two spellings differ. Both may be in Chinese, both in Latin letters, or one in either.

    Raises UsageError for an empty spelling and for one of more than 400 characters.

    >>> [(s.old, s.new, s.old_pinyin, s.new_pinyin) for s in spelling_difference("阿里", "阿利").steps]
    [('阿', '阿', 'ā', 'ā'), ('里', '利', 'lǐ', 'lì')]
    """
    for text in (old, new):
        if not text.strip():
            raise UsageError("an empty spelling", "diff", "give two names, or two termbases")
        if len(text) > LONGEST:
            raise UsageError(f"a spelling of {len(text)} characters", text[:12] + "…", f"at most {LONGEST} are compared")
    left, right = _clean(old), _clean(new)
    value = 1.0 if left == right else _likeness(left, right)
    only_script = left != right and _key(left) == _key(right)
    return SpellingDifference(old, new, round(value, 3), old == new, only_script, _steps(left, right))


def _clean(text: str) -> str:
    return chinese_form(text) if has_han(text) else latin_form(text)


def _key(text: str) -> str:
    return chinese_key(text) if has_han(text) else latin_key(text)


def _likeness(left: str, right: str) -> float:
    if has_han(left) and has_han(right):
        return variant_likeness(left, right)
    if has_han(left):
        return likeness(left, right)
    if has_han(right):
        return likeness(right, left)
    return rank(left, [right], 1)[0][1] if rank(left, [right], 1) else 0.0


def _steps(left: str, right: str) -> tuple[Step, ...]:
    if has_han(left) == has_han(right):
        return tuple(
            Step(a, b, _pinyin(a), _pinyin(b), round(char_likeness(a, b), 3) if a and b else 0.0) for a, b in pairs(left, right)
        )
    if has_han(left):
        return tuple(Step(char, letters, _pinyin(char)) for char, letters in align(left, right))
    return tuple(Step(letters, char, "", _pinyin(char)) for char, letters in align(right, left))


def _pinyin(char: str) -> str:
    return "".join(pinyin(char, tones=True)) if has_han(char) else ""
