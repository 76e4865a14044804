"""Two spellings of a name beside one another: character by character, with their sounds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from glossary.alignment import char_likeness, pairs
from glossary.errors import UsageError
from glossary.normalise import chinese_form, chinese_key, has_han, latin_form, latin_key
from glossary.sound import align, likeness, pinyin, rank, variant_likeness
from glossary.sound.letters import words

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Step:
    """What stands at one place of both spellings; either side may be empty. `likeness` is that of the two, 0 to 1,
    None where one is in Chinese and the other in Latin letters. The letters are those of a Latin form that each
    character stands for, where one was given."""

    old: str
    new: str
    old_pinyin: str = ""
    new_pinyin: str = ""
    likeness: float | None = None
    old_letters: str = ""
    new_letters: str = ""


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

    @property
    def verdict(self) -> str:
        """In a few words, whether they differ."""
        if self.same:
            return "The same"
        return "Differ in script, width, case or marks only" if self.only_script else "Differ"


def spelling_difference(old: str, new: str, latin: str = "") -> SpellingDifference:
    """How two spellings differ. Both may be in Chinese, both in Latin letters, or one in either. Of two in Chinese,
    `latin` is the name that both render: each character then says which of its letters it stands for.

    Raises UsageError for an empty spelling, for one of more than 400 characters, and for bytes that are no text.

    >>> [(s.old, s.new, s.old_pinyin, s.new_pinyin) for s in spelling_difference("阿里", "阿利").steps]
    [('阿', '阿', 'ā', 'ā'), ('里', '利', 'lǐ', 'lì')]
    >>> [(s.old, s.new) for s in spelling_difference("阿利耶夫", "Aliyev").steps]
    [('阿', 'a'), ('利', 'li'), ('耶', 'ye'), ('夫', 'v')]
    """
    for text in (old, new):
        if not text.strip():
            raise UsageError("an empty spelling", "diff", "give two names, or two termbases")
    for text in (old, new, latin):
        if len(text) > LONGEST:
            raise UsageError(f"a spelling of {len(text)} characters", text[:12] + "…", f"at most {LONGEST} are compared")
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise UsageError("a spelling that is not valid text", ascii(text[:12]), "it must be UTF-8")
    left, right = _clean(old), _clean(new)
    value = 1.0 if left == right else _likeness(left, right)
    only_script = old != new and bool(_key(left)) and _key(left) == _key(right)
    return SpellingDifference(old, new, round(value, 3), old == new, only_script, _steps(left, right, latin))


def _clean(text: str) -> str:
    """The form that is laid beside another; a spelling of nothing but marks stands as it is."""
    return (chinese_form(text) if has_han(text) else latin_form(text)) or text.strip()


def _key(text: str) -> str:
    return chinese_key(text) if has_han(text) else latin_key(text)


def _likeness(left: str, right: str) -> float:
    if has_han(left) and has_han(right):
        return variant_likeness(left, right)
    if has_han(left):
        return likeness(left, right)
    if has_han(right):
        return likeness(right, left)
    ranked = rank(left, [right], 1)
    return ranked[0][1] if ranked else 0.0


def _steps(left: str, right: str, latin: str) -> tuple[Step, ...]:
    if has_han(left) and has_han(right):
        return _lettered(_beside(left, right), left, right, latin)
    if has_han(left):
        return tuple(Step(char, letters, _pinyin(char)) for char, letters in _heard(left, right))
    if has_han(right):
        return tuple(Step(letters, char, "", _pinyin(char)) for char, letters in _heard(right, left))
    return _beside(left, right)


def _beside(left: str, right: str) -> tuple[Step, ...]:
    return tuple(
        Step(a, b, _pinyin(a), _pinyin(b), round(char_likeness(a, b), 3) if a and b else 0.0) for a, b in pairs(left, right)
    )


def _lettered(steps: tuple[Step, ...], left: str, right: str, latin: str) -> tuple[Step, ...]:
    """The steps with the letters of `latin` that the characters of each side stand for."""
    if not latin.strip():
        return steps
    mine, theirs = iter(align(left, latin)), iter(align(right, latin))
    return tuple(
        replace(step, old_letters=next(mine)[1] if step.old else "", new_letters=next(theirs)[1] if step.new else "")
        for step in steps
    )


def _heard(han: str, latin: str) -> list[tuple[str, str]]:
    """Each character with the letters that it stands for; behind them the words that none of them does."""
    heard = list(align(han, latin))
    said = "".join(letters for _, letters in heard)
    return heard + [("", word) for word in (words(latin) or latin).split() if word not in said]


def _pinyin(char: str) -> str:
    return "".join(pinyin(char, tones=True)) if has_han(char) else ""
