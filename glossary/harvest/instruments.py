"""Treaties and what bodies issue: titles in 《》, numbered resolutions, statements, letters, symbols, court cases."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from glossary.harvest.heads import kind_by_head
from glossary.harvest.modifiers import modifiers_start, names_in
from glossary.harvest.transliteration import run_before
from glossary.model import Span
from glossary.normalise import LATIN, has_han
from glossary.rules import compiled
from glossary.segment import has_word, word_across, word_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.harvest.context import Context
    from glossary.model import Find, Kind, Passage
    from glossary.rules import Rules

_LATIN_PARTY = re.compile(rf"[A-Z][{LATIN}.'’ \-]*$")
_BOUNDED = re.compile(r"(?<=[在对就的与和于及、，：:《“「（(])[\u4e00-\u9fff]{2,4}$")  # a name between a function word and its head
_AND_OTHERS = re.compile(r"(?:和|及)其他[人申诉请]*$|等人?$")


def titles(passage: Passage, context: Context) -> Iterator[Find]:
    """What stands in 《》, the marks not included."""
    rule = context.rules["title.marks"]
    for match in compiled(rule.pattern).finditer(passage.text):
        title = match.group(1)
        if has_han(title):
            yield context.find(rule.id, Span(*match.span(1)), kind=_title_kind(title, context))


def patterned_instruments(passage: Passage, context: Context) -> Iterator[Find]:
    """Resolutions, joint statements, dated statements and letters, symbols: each by the pattern of its rule."""
    text = passage.text
    for rule, must, pattern in _patterns(context.rules):
        if must not in text:
            continue
        for match in pattern.finditer(text):
            span = _unended(text, Span(*match.span()), rule)
            yield context.find(rule, span)
            body = names_in(text, context).get(span.start) if rule == "resolution.numbered" else None
            if body is not None and text[body.start : body.end] in context.reference:
                yield context.find(rule, Span(body.start, span.end))


def headed_treaties(passage: Passage, context: Context) -> Iterator[Find]:
    """A treaty named without book marks, with a name in it: 欧洲常规武装力量条约."""
    text, rules = passage.text, context.rules
    known = None
    for match in _treaty_heads(rules).finditer(text):
        across = word_across(text, match.end())
        if across is not None and has_word(text[across.start : across.end]):
            continue
        known = names_in(text, context) if known is None else known
        start = modifiers_start(text, match.start(), context, known)
        if text.endswith(rules["treaty.generic"].words, 0, match.end()):
            continue
        ends = range(start + 1, match.start() + 1)
        if any((name := known.get(end)) is not None and start <= name.start for end in ends):
            yield context.find("treaty.head", Span(start, match.end()))


def court_cases(passage: Passage, context: Context) -> Iterator[Find]:
    """X诉Y案, with all of X: Chiragov 和其他人诉亚美尼亚案."""
    text, rule = passage.text, context.rules["case.versus"]
    for match in compiled(rule.pattern).finditer(text):
        start = _party_start(text, match.start(), context.rules)
        if start < match.start():
            yield context.find(rule.id, Span(start, match.end()))


def named_cases(passage: Passage, context: Context) -> Iterator[Find]:
    """A case called by where it happened: 科孚海峡案."""
    text, rules = passage.text, context.rules
    rule = rules["case.named"]
    for match in compiled(rule.pattern).finditer(text):
        bounded = _BOUNDED.search(text, max(0, match.start() - 6), match.start())
        start = bounded.start() if bounded else run_before(text, match.start(), rules).start
        if match.start() - start >= 2:
            yield context.find(rule.id, Span(start, match.end()))


def _party_start(text: str, end: int, rules: Rules) -> int:
    others = _AND_OTHERS.search(text[max(0, end - 8) : end])
    stop = end - len(others.group()) if others else end
    latin = _LATIN_PARTY.search(text[max(0, stop - 60) : stop])
    if latin:
        return stop - len(latin.group())
    run = run_before(text, stop, rules)
    if run.end - run.start >= 2:
        return run.start
    noun = word_before(text, stop)
    return noun.start if noun is not None and noun.tag.startswith("n") else end


def _title_kind(title: str, context: Context) -> Kind:
    if title in context.reference:
        return context.reference[title]
    kind = kind_by_head("某" + title, context.rules)  # 联合声明 is all head
    if kind in {"treaty", "document", "work"}:
        return "treaty" if title.endswith("宣言") else kind
    return "work"


def _unended(text: str, span: Span, rule: str) -> Span:
    """A symbol does not take the full stop or bracket that ends a sentence."""
    end = span.end
    while rule == "document.symbol" and text[end - 1] in ".-":
        end -= 1
    return Span(span.start, end)


@cache
def _patterns(rules: Rules) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """The rules that name by their pattern alone, with it and what must stand in a text."""
    named = (rule for rule in rules.family("instruments") if rule.pattern and rule.kind and rule.id != "case.versus")
    return tuple((rule.id, rule.must, compiled(rule.pattern)) for rule in named)


@cache
def _treaty_heads(rules: Rules) -> re.Pattern[str]:
    return re.compile(rules.any_of("treaty.head"))
