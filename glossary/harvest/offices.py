"""Offices and ranks as entries of their own, alone and with the body that they are an office of."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from glossary.harvest.modifiers import names_in
from glossary.model import Span
from glossary.occurrences import longest
from glossary.segment import has_word, inside_word, word_across, word_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.harvest.context import Context
    from glossary.model import Find, Passage
    from glossary.rules import Rules


def offices(passage: Passage, context: Context) -> Iterator[Find]:
    """Offices (助理秘书长, 常驻代表), and with their body where it stands right before (欧洲理事会主席)."""
    text, rules = passage.text, context.rules
    known = None
    for match in _offices(rules).finditer(text):
        across = word_across(text, match.end())
        if across is not None and has_word(text[across.start : across.end]):
            continue
        start = _portfolio(text, match, rules)
        yield context.find("office.head", Span(start, match.end()))
        known = names_in(text, context) if known is None else known
        body = known.get(match.start())
        if body is not None and text[body.start : body.end] not in context.states:
            yield context.find("office.of-body", Span(body.start, match.end()))


def known_offices(passage: Passage, context: Context) -> Iterator[Find]:
    """Offices that the reference table knows by their whole name: 人权事务高级专员."""
    for span, _ in longest(passage.text, context.known_offices):
        if not inside_word(passage.text, span.start) and not inside_word(passage.text, span.end):
            yield context.find("office.known", span)


def _portfolio(text: str, match: re.Match[str], rules: Rules) -> int:
    """Where the office begins with the portfolio before it: 能源部长."""
    if match.group() not in rules["office.portfolio"].words:
        return match.start()
    # The tagger may cut 能源部长 into 能源部 and 长.
    around = word_across(text, match.start())
    if around is not None and around.end <= match.end() and around.tag.startswith("n"):
        return around.start
    before = word_before(text, match.start())
    plain = before is not None and before.tag in {"n", "vn", "an"} and before.end - before.start == 2
    return before.start if before is not None and plain else match.start()


@cache
def _offices(rules: Rules) -> re.Pattern[str]:
    heads = "|".join(rules.words("office.head"))
    qualifiers = "|".join(rules.words("office.qualifier"))
    return re.compile(f"(?:(?:{qualifiers})(?=(?:{heads})))?(?:{heads})(?![团级国会处们委馆])")
