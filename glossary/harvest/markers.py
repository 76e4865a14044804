"""The words in a bracket that introduce a form: 简称, 又称, 英语：. Texts are in Simplified characters."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from glossary.harvest.line import word_set
from glossary.normalise import HAN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossary.rules import Rules

_LANGUAGE = re.compile(f"[{HAN}]{{1,6}}[语文]")


def marker_at_end(before: str, rules: Rules) -> str:
    """The rule of the marker that `before` ends with, or is."""
    match = _marker_tail(rules).search(before)
    if match is None:
        return "gloss.language" if _LANGUAGE.fullmatch(before) else ""
    word = match["marker"]
    if word in word_set(rules, "gloss.name.only") and match.start("marker") > 0:
        return ""
    return markers(rules)[word]


@cache
def markers(rules: Rules) -> Mapping[str, str]:
    """Marker word → the rule it stands in, the first one where it stands in several."""
    table: dict[str, str] = {}
    for rule_id in ("gloss.below", "gloss.short", "gloss.person", "gloss.alias", "gloss.language"):
        for word in rules[rule_id].words:
            table.setdefault(word, rule_id)
    return table


@cache
def _alternation(rules: Rules) -> str:
    words = sorted(markers(rules), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, words))


_TAIL = r"(?:名称|全称|全名|原名|简称|缩写|名|称)?(?:为|是|作|做|成|叫)?\s*[:：]?\s*"


@cache
def marker_pattern(rules: Rules) -> re.Pattern[str]:
    languages = "|".join(map(re.escape, rules.words("gloss.language")))
    names = "|".join(map(re.escape, rules.words("gloss.below", "gloss.short", "gloss.person", "gloss.alias")))
    # A language says what follows only with a colon: 英语：…, but not 法国….
    return re.compile(
        rf"(?:(?:中国|台湾|香港|大陆|通常|一般|常|或|又|也|亦|旧)?(?P<marker>{names}){_TAIL}"
        rf"|(?P<language>{languages})(?:名称|全称|全名|原名|简称|缩写|名|文)?\s*[:：]\s*)"
    )


@cache
def _marker_tail(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"(?P<marker>{_alternation(rules)}){_TAIL}$")
