"""What the sound model says, remembered: names come back, and the model is the dearest of all tests."""

from __future__ import annotations

from functools import lru_cache

from glossary.sound import likeness, name_start
from glossary.sound.hear import pair_evidence, pair_rows, scores, usualness
from glossary.sound.model import load_model


@lru_cache(maxsize=4096)
def sound_scores(hans: tuple[str, ...], latin: str) -> tuple[float, ...]:
    """The score of each Chinese form with one Latin form: natural logarithm of one name against two."""
    return tuple(scores(hans, latin))


@lru_cache(maxsize=8192)
def may_sound(han: str, latin: str, least: float) -> bool:
    """Whether the letter pairs of a Latin form speak by more than `least` nats for an end of `han` that sounds like it;
    cheap."""
    return pair_evidence(pair_rows([han]), latin)[0] > least


@lru_cache(maxsize=4096)
def sounding_end(han: str, latin: str) -> tuple[int, float]:
    """Where in `han` the stretch up to its end begins that sounds most like `latin`, and the likeness, 0 to 1."""
    return name_start(han, len(han), latin)


@lru_cache(maxsize=4096)
def sounds_like(han: str, latin: str) -> float:
    """How probable it is (0 to 1) that a Chinese form is the Latin one, or its last one to three words, by sound."""
    parts = latin.split()
    return max(likeness(han, form) for form in {latin, *(" ".join(parts[-n:]) for n in (1, 2, 3))})


@lru_cache(maxsize=8192)
def usual_of(char: str) -> float:
    """Log of how much more often a character stands in transliterated names than the mean character of text."""
    return usualness(load_model(), char)
