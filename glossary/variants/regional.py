"""The other script and the usage of Taiwan and Hong Kong: what a table lists, and what OpenCC makes of a form.

Neither is found in a document, and each is said to be what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from glossary.gazetteer import states
from glossary.normalise import chinese_key, converted, script, simplified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.normalise import Direction

_TO_TRADITIONAL: tuple[tuple[Direction, str], ...] = (("s2t", "zh-Hant"), ("s2twp", "zh-Hant-TW"), ("s2hk", "zh-Hant-HK"))
_TO_SIMPLIFIED: tuple[tuple[Direction, str], ...] = (("tw2sp", "zh-Hans"), ("hk2s", "zh-Hans"))


class Made(NamedTuple):
    """A form that no document states, the language it is in, and where it comes from."""

    text: str
    lang: str
    made: str


def regional_forms(form: str) -> tuple[Made, ...]:
    """`form` as it is written elsewhere, each form once, `form` itself left out: Traditional, with the words of
    Taiwan and of Hong Kong, for a form in Simplified characters, Simplified for one in Traditional characters; the
    name of a state as it is called in Taiwan and Hong Kong.

    >>> [tuple(made) for made in regional_forms("东帝汶")]
    [('東帝汶', 'zh-Hant', 'OpenCC s2t, s2twp, s2hk')]
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for text, lang, source in (*_conversions(form), *_listed(form)):
        if text != form:
            found.setdefault(text, []).append((lang, source))
    return tuple(Made(text, sources[0][0], _joined([source for _, source in sources])) for text, sources in found.items())


def _conversions(form: str) -> Iterator[tuple[str, str, str]]:
    ways = _TO_SIMPLIFIED if script(form) == "Hant" else _TO_TRADITIONAL
    for direction, lang in ways:
        yield converted(form, direction), lang, f"OpenCC {direction}"


def _listed(form: str) -> Iterator[tuple[str, str, str]]:
    """The names of a state in Taiwan and Hong Kong (Unicode CLDR)."""
    state = states().get(chinese_key(form))
    if state is None or form in state.zh_long or simplified(form) in state.regional:
        return
    for text in state.hant:
        if simplified(text) in state.regional:
            yield text, "zh-Hant", "CLDR"


def _joined(sources: list[str]) -> str:
    """OpenCC s2t, OpenCC s2hk → OpenCC s2t, s2hk."""
    ways = [source.removeprefix("OpenCC ") for source in sources if source.startswith("OpenCC ")]
    rest = [source for source in sources if not source.startswith("OpenCC ")]
    return "; ".join([f"OpenCC {', '.join(ways)}"] * bool(ways) + rest)
