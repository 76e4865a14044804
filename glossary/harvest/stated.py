"""Pairs that running text states outside brackets: X，英文名为 Y; X（…），简称 Y; Y，即 X; Y 是指 X.

Less sure than a bracket, so each asks for more: a marker of its own, quotes, or words and sound that answer.
Texts are in Simplified characters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from glossary.harvest.brackets import term_end
from glossary.harvest.edges import chinese_edge, term_edge
from glossary.harvest.kinds import kind_of
from glossary.harvest.line import Line, line
from glossary.harvest.noise import latin_noise
from glossary.harvest.relations import abbreviates, is_name
from glossary.harvest.sounds import sounds_like
from glossary.harvest.translations import answered
from glossary.model import Find, Span
from glossary.normalise import HAN, LATIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.harvest.context import Context
    from glossary.model import Passage
    from glossary.rules import Rules

_LATIN_FORM = (
    rf"(?P<latin>[{LATIN}][{LATIN}0-9əƏ.'’&+\-]*(?: [{LATIN}0-9(&][{LATIN}0-9əƏ.'’&+\-)]*){{0,9}})"
)
_HAN_FORM = f"(?P<han>[{HAN}·]{{2,16}})"
_OPEN, _CLOSE = '[“"「『《]?', '[”"」』》]?'
_AFTER = r"(?=\s*(?:$|[，。；、：）！？”」』》（(\n,.;]|是|的|为|等))"
_ENOUGH = 0.5  # of the Latin form, answered by words or by sound
_LONGEST_BRACKET = 400


def stated_finds(passage: Passage, context: Context) -> Iterator[Find]:
    """The pairs that a passage states by a marker word outside brackets, by the place of the marker."""
    text, rules = passage.text, context.rules
    if not _any_marker(rules).search(text):
        return
    row = line(text, context)
    found = [
        find
        for find in (*_latin_after(row), *_chinese_after(row), *_chinese_names(row))
        if not (
            _bracketed(text, find.span.start) or (find.gloss and _bracketed(text, find.gloss.start))
        )
    ]
    yield from sorted(found, key=lambda f: (f.span, f.gloss or f.span))


def _bracketed(text: str, at: int) -> bool:
    """Whether `at` stands inside a bracket, which `brackets` reads."""
    depth = 0
    for char in reversed(text[max(0, at - _LONGEST_BRACKET) : at]):
        if char in "（(":
            depth += 1
        elif char in "）)":
            depth -= 1
        if depth > 0:
            return True
    return False


def _latin_after(row: Line) -> Iterator[Find]:
    """X，英文名为 Y; X（…），简称 Y: the Chinese term stands before the marker."""
    rules = row.context.rules
    for match in _latin_pattern(rules).finditer(row.text):
        span = Span(*match.span("latin"))
        form = row.text[span.start : span.end]
        end = _term_end(row.text, match.start())
        if end == match.start() and match["marker"] not in rules["stated.name"].words:
            continue
        if latin_noise(form, rules) or len(form) < 2:
            continue
        edge = term_edge(row, end, form)
        if edge is None or (match["marker"] == "即" and edge.strength < _ENOUGH):
            continue
        kind = kind_of(row, Span(edge.start, edge.end), form, edge.rule)
        yield Find(
            Span(edge.start, edge.end), kind, "stated.latin", rules["stated.latin"].score, "latin", span
        )


def _chinese_after(row: Line) -> Iterator[Find]:
    """Y，即 X; Y 是指 X: the Latin form stands before the marker, words or sound must answer to it."""
    rules = row.context.rules
    for match in _chinese_pattern(rules).finditer(row.text):
        latin, han = match["latin"], match["han"]
        evidence = max(answered(han, latin), sounds_like(han, latin) if len(han) <= 12 else 0.0)
        if evidence < _ENOUGH or latin_noise(latin, rules):
            continue
        span = Span(*match.span("han"))
        kind = kind_of(row, span, latin, "edge.words")
        yield Find(
            span, kind, "stated.latin", rules["stated.latin"].score, "latin", Span(*match.span("latin"))
        )


def _chinese_names(row: Line) -> Iterator[Find]:
    """X，又称“Y”; X，简称 Y: both Chinese."""
    rules = row.context.rules
    for match in _names_pattern(rules).finditer(row.text):
        span = Span(*match.span("han"))
        form = row.text[span.start : span.end]
        quoted = row.text[span.start - 1] in '“"「『《'
        edge = chinese_edge(row, _term_end(row.text, match.start()), form)
        if edge is None or edge.end == match.start():
            continue
        term = row.text[edge.start : edge.end]
        short = abbreviates(form, term)
        if not (quoted or short or is_name(form, rules)) or term == form:
            continue
        relation = (
            "stated.abbreviation"
            if short or match["marker"] in rules["gloss.short"].words
            else "stated.alias"
        )
        rule = rules[relation]
        kind = kind_of(row, Span(edge.start, edge.end), "", edge.rule)
        yield Find(Span(edge.start, edge.end), kind, rule.id, rule.score, rule.relation, span)


def _term_end(text: str, marker: int) -> int:
    """Where the term before a marker ends: before the comma, and before a bracket that closes there; `marker`
    itself where no comma or bracket stands between."""
    end = marker
    while end > 0 and text[end - 1] in " ，,、\u3000":
        end -= 1
    if end > 0 and text[end - 1] in "）)":
        opening = max(text.rfind(c, max(0, end - 120), end) for c in "（(")
        return term_end(text, opening) if opening > 0 else marker
    return end


@cache
def _words(rules: Rules, *rule_ids: str) -> str:
    return "|".join(map(re.escape, rules.words(*rule_ids)))


@cache
def _any_marker(rules: Rules) -> re.Pattern[str]:
    return re.compile(_words(rules, "stated.name", "stated.short", "stated.means"))


@cache
def _latin_pattern(rules: Rules) -> re.Pattern[str]:
    markers = _words(rules, "stated.name", "stated.short")
    return re.compile(
        rf"(?P<marker>{markers})(?:为|是|叫做?|作)?[:：]?\s*{_OPEN}{_LATIN_FORM}{_CLOSE}{_AFTER}"
    )


@cache
def _chinese_pattern(rules: Rules) -> re.Pattern[str]:
    markers = _words(rules, "stated.means")
    return re.compile(
        rf"(?<![{LATIN}]){_LATIN_FORM}{_CLOSE}[，,]?\s?(?P<marker>{markers})[:：]?\s?{_OPEN}{_HAN_FORM}{_CLOSE}{_AFTER}"
    )


@cache
def _names_pattern(rules: Rules) -> re.Pattern[str]:
    markers = _words(rules, "stated.short")
    return re.compile(
        rf"(?P<marker>{markers})(?:为|是|叫做?|作)?[:：]?\s?{_OPEN}{_HAN_FORM}{_CLOSE}(?=[，。；、：）！？\n]|$)"
    )
