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

_JOINTS = frozenset("和与及、")


def offices(passage: Passage, context: Context) -> Iterator[Find]:
    """Offices (助理秘书长, 常驻代表), and with their body where it stands right before (欧洲理事会主席)."""
    text, rules = passage.text, context.rules
    known = None
    for match in _offices(rules).finditer(text):
        across = word_across(text, match.end())
        if across is not None and has_word(text[across.start : across.end]):
            continue
        start = _portfolio(text, match, context)
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


def _portfolio(text: str, match: re.Match[str], context: Context) -> int:
    """Where the office begins with the portfolio before it: 能源部长, 灌溉和水资源部长."""
    rules = context.rules
    if match.group() not in rules["office.portfolio"].words:
        return match.start()
    # The tagger may cut 能源部长 into 能源部 and 长.
    around = word_across(text, match.start())
    whole = around is not None and around.end <= match.end() and around.tag.startswith("n")
    start = around.start if around is not None and whole else _field(text, match.start(), rules, least=2)
    return start if start == match.start() else _fields_before(text, start, context)


def _fields_before(text: str, start: int, context: Context) -> int:
    """Where a list of fields begins of which the last begins at `start`; `start` itself unless a state, a mark or
    nothing stands before the list: 国际社会和外交部长 are two."""
    at = start
    while text[at - 1 : at] in _JOINTS:
        field = _field(text, at - 1, context.rules, least=1)
        if field == at - 1:
            return start
        at = field
    before = text[max(at - 12, 0) : at]
    free = not before or not before[-1].isalnum() or any(before.endswith(state) for state in context.states)
    return at if free else start


def _field(text: str, end: int, rules: Rules, least: int) -> int:
    """Where the common noun that ends at `end` and may be a portfolio begins; `end` where there is none."""
    word = word_before(text, end)
    if word is None:
        return end
    form = text[word.start : end]
    is_actor = form in rules["office.portfolio.not"].words or _offices(rules).search(form)
    return word.start if word.tag in {"n", "vn", "an", "nz"} and least <= len(form) <= 4 and not is_actor else end


@cache
def _offices(rules: Rules) -> re.Pattern[str]:
    heads, qualifiers = rules.any_of("office.head"), rules.any_of("office.qualifier")
    # A pattern that may begin with one of two lists is tried at every character, unless one look ahead forbids it.
    first = "".join(sorted({word[0] for word in rules.words("office.head", "office.qualifier")}))
    return re.compile(f"(?=[{first}])(?:{qualifiers}(?={heads}))?{heads}(?![团级国会处们委馆])")
