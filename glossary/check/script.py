"""Names in Traditional characters in a Simplified text, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from glossary.check.shadow import han_key
from glossary.normalise import converted, has_han, script, simplified

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glossary.check.known import Entry

Script = Literal["Hans", "Hant"] | None
_LEAST = 10  # characters that only one script writes so, to tell the script of a text by
_SURE = 3  # times as many of the one script as of the other


def text_script(text: str) -> Script:
    """The script that a text is written in; None for a text that mixes both, or is too short to tell.

    >>> text_script("国际会议于当时当地举行" * 5), text_script("国际会议")
    ('Hans', None)
    """
    traditional = sum(a != b for a, b in zip(text, simplified(text), strict=False))
    plain = sum(a != b for a, b in zip(text, converted(text, "s2t"), strict=False))
    if plain >= max(_LEAST, _SURE * traditional):
        return "Hans"
    return "Hant" if traditional >= max(_LEAST, _SURE * plain) else None


def is_of_other_script(text: str, written: Script) -> bool:
    """Whether a Chinese form is written in the script that the text around it is not written in."""
    return written is not None and has_han(text) and script(text) not in (None, written)


def other_script(text: str, entries: Iterable[Entry], written: Script) -> tuple[str, ...]:
    """The forms among `entries` that are `text` in the script of the text. A form of Simplified characters follows
    from the Traditional one; the other way round only the termbase can say."""
    key = han_key(text)
    found = [entry.text for entry in entries if entry.key == key and not is_of_other_script(entry.text, written)]
    return tuple(dict.fromkeys(found)) or ((key,) if written == "Hans" else ())
