"""Named events: sessions and numbered meetings, wars and conflicts, conferences."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from glossary.harvest.modifiers import names_in
from glossary.harvest.transliteration import run_before, strong
from glossary.model import Span
from glossary.rules import compiled
from glossary.segment import inside_word, is_ordinary_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from glossary.harvest.context import Context
    from glossary.model import Find, Passage
    from glossary.rules import Rules


def patterned_events(passage: Passage, context: Context) -> Iterator[Find]:
    """Sessions, numbered meetings, wars named by their days."""
    text = passage.text
    for rule, must, pattern in _patterns(context.rules):
        if must not in text:
            continue
        for match in pattern.finditer(text):
            yield context.find(rule, Span(*match.span()))
            body = names_in(text, context).get(match.start())
            if body is not None and text[body.start : body.end] in context.reference:
                yield context.find(rule, Span(body.start, match.end()))


def known_events(passage: Passage, context: Context) -> Iterator[Find]:
    """The few events that all the world names alike."""
    for match in _known(context.rules).finditer(passage.text):
        yield context.find("event.known", Span(*match.span()))


def named_events(passage: Passage, context: Context) -> Iterator[Find]:
    """An event with a name in it: 纳戈尔诺-卡拉巴赫冲突, 布达佩斯首脑会议."""
    text, rules = passage.text, context.rules
    known = None
    for match in _heads(rules).finditer(text):
        if inside_word(text, match.end()):
            continue
        known = names_in(text, context) if known is None else known
        start = _name_before(text, match.start(), match.group(), context, known)
        if start is not None:
            yield context.find("event.named", Span(start, match.end()))


def _name_before(text: str, head: int, form: str, context: Context, known: Mapping[int, Span]) -> int | None:
    """Where the name before an event's head begins, with no more than a word of the rules between them."""
    rules = context.rules
    end = head
    gap = next((g for g in rules.words("event.gap") if text[:head].endswith(g)), "")
    start = None
    for end in (head, head - len(gap)):
        name = known.get(end) or _run(text, end, rules)
        if name is not None:
            start = name.start
            break
    if start is None:
        return None
    if form in rules["event.own-name"].words and text[start:end] in context.reference:
        return None
    while start > 1 and text[start - 1] == "-":  # 亚美尼亚-阿塞拜疆战争
        name = known.get(start - 1) or _run(text, start - 1, rules)
        if name is None:
            break
        start = name.start
    return start


def _run(text: str, end: int, rules: Rules) -> Span | None:
    span = run_before(text, end, rules)
    name = text[span.start : span.end]
    sure = sum(c in strong(rules) for c in name)
    return span if len(name) >= 2 and 3 * sure >= 2 * len(name) and not is_ordinary_word(text, span) else None


@cache
def _patterns(rules: Rules) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((rule.id, rule.must, compiled(rule.pattern)) for rule in rules.family("events") if rule.pattern)


@cache
def _heads(rules: Rules) -> re.Pattern[str]:
    return re.compile(rules.any_of("event.named"))


@cache
def _known(rules: Rules) -> re.Pattern[str]:
    return re.compile(rules.any_of("event.known"))
