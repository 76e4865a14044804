"""Chinese and Latin forms that a bracket pairs: name（Latin）, Latin（中文）, and both inside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.harvest.edges import term_edge
from glossary.harvest.glosses import stripped
from glossary.harvest.kinds import kind_of
from glossary.harvest.latin import is_acronym, is_personal
from glossary.harvest.line import titles, word_set
from glossary.harvest.noise import latin_noise
from glossary.harvest.persons import title_beside
from glossary.harvest.relations import abbreviates, is_nominal, is_noun
from glossary.harvest.sounds import sounds_like
from glossary.harvest.translations import answered
from glossary.model import Find, Span
from glossary.normalise import LATIN, has_han
from glossary.segment import has_word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from glossary.harvest.edges import Edge
    from glossary.harvest.glosses import Item
    from glossary.harvest.line import Line
    from glossary.rules import Rules

_LETTER = re.compile(f"[{LATIN}]")
_LATIN_BEFORE = re.compile(rf"[{LATIN}0-9əƏ][{LATIN}0-9əƏ.'’&+/\- ]*$")
_WORDS = re.compile(r"[a-z]{3,}(?:[ -][a-z]{3,})*")  # words of the language, no code
_ONE_OF = re.compile("[一两三几数][个名位家台部款种项座条支本间所只辆]$")
_INITIALS = re.compile(r"(?:[A-Z]\.[ -]?)+[A-Z]?")  # S.K.（身份保密）
_LONGEST_LATIN = 80
_OPENING, _CLOSING = "“「『\"'‘", "”」』\"'’"
_SURE = 0.6
_ENOUGH = 0.5
_SHORTEST_HEARD = 4
_FULL_FORM = 0.25  # by how much a full form bounds the term better than its initials do
# Nothing, unless the term answers to it.
_SOFT = frozenset({"none.citation", "none.agency", "none.format", "none.number", "none.state.code"})
_MARKED = frozenset({"none.enumerator", "none.unit"})  # nothing, unless a marker introduces it: 简称 D-H
_SAID = ("edge.cost.role", "edge.stop")
_NO_HEAD = frozenset({"d", "p", "m", "q", "t", "f", "c", "r", "u"})
_NO_NOUN = frozenset({"v", "a"})
_NAME_TAGS = ("nr", "ns", "nz", "zg", "g")


def latin_forms(
    row: Line, held: Sequence[Item], end: int, earliest: int, behind: int, taken: Collection[Span | None]
) -> Iterator[Find]:
    """name（Latin）: every Latin form of the bracket that is not `taken`, each with the term that ends at `end`,
    bounded by the form that bounds it best; `behind` is where the bracket ends."""
    rules = row.context.rules
    found: list[tuple[Item, str, Edge]] = []
    for number, item in enumerate(held):
        if item.script != "latin" or item.span in taken or item.owner is not None:
            continue
        form = row.text[item.span.start : item.span.end]
        edge = term_edge(row, end, form, earliest, person=item.marker == "gloss.person")
        if edge is None or not has_han(row.text[edge.start : edge.end]):
            continue  # O(n log n)
        if _is_gloss(row, held, number, form, edge):
            found.append((item, form, edge))
    if not found:
        return
    _, _, best = max(found, key=lambda one: one[2].strength + _FULL_FORM * (not is_acronym(one[1])))
    span = Span(best.start, best.end)
    sure = 0.85 + 0.15 * best.strength if best.rule == "edge.words" else rules[best.rule].score
    for item, form, _ in found:
        person = item.marker == "gloss.person"
        kind = "person" if person else kind_of(row, span, form, best.rule, after=behind)
        title = title_beside(row.text, span, rules) if kind == "person" else ""
        score = round(rules["bracket.latin"].score * sure, 4)
        yield Find(span, kind, "bracket.latin", score, "latin", item.span, title)


def _is_gloss(row: Line, held: Sequence[Item], number: int, form: str, edge: Edge) -> bool:
    """Whether a Latin form in a bracket names what stands before it."""
    item = held[number]
    sure = edge.strength >= _SURE or edge.rule == "edge.quote"
    if item.cited and not sure:
        return False
    noise = latin_noise(form, row.context.rules)
    if noise is not None and not (item.marker and noise.id in _MARKED):
        return noise.id in _SOFT and sure
    if item.marker:
        return True
    term = row.text[edge.start : edge.end]
    other = any(
        one.script != "latin" and not one.marker and not abbreviates(row.text[one.span.start : one.span.end], term)
        for one in held[:number]
    )
    if other and not sure:
        return False
    return edge.rule != "edge.words" or edge.strength >= _ENOUGH or _may_be_free(row, held, form, edge)


def _may_be_free(row: Line, held: Sequence[Item], form: str, edge: Edge) -> bool:
    """Whether a form that the term hardly answers to may gloss it all the same."""
    rules = row.context.rules
    term = row.text[edge.start : edge.end]
    word = row.word_at[edge.end - 1]
    if row.text[edge.start] in _OPENING:
        return True  # “挑战者”号（HMS Challenger）
    if edge.strength == 0 and not form.islower() and _ONE_OF.search(row.text, max(0, edge.start - 3), edge.start):
        return False  # 一台电脑（MacBook Pro）: an instance, no name
    if is_personal(form, rules) and edge.strength < _ENOUGH and not word.tag.startswith(_NAME_TAGS):
        # 最佳论文奖（Anna Rossi，罗马大学）: a person, but not the term's name.
        crowd = any(other.script == "han" and not other.marker for other in held)
        return not crowd and term[-1] not in word_set(rules, "edge.not.person")
    if edge.strength > 0 or form.islower():
        return True
    # Nothing answers: 记者（AP）, 选手（Faker）, 已完成（OK）, 最后一部分（React） are no glosses.
    if term in titles(rules) or any(term in word_set(rules, kind) for kind in _SAID):
        return False
    tag = word.tag if word.end - word.start > 1 or edge.end - edge.start == 1 else "n"
    if tag == "m" and any(char.isdigit() for char in form):
        return True  # 北溪二号（Nord Stream 2）
    if is_acronym(form) and len(term) > 1 and term[-1] in word_set(rules, "edge.body.end") and not has_word(term):
        return True  # 廉署（ICAC）
    return tag not in _NO_HEAD and not (is_acronym(form) and tag in _NO_NOUN)


def inside_pairs(row: Line, held: Sequence[Item], *, after_latin: bool = False) -> Iterator[Find]:
    """A Chinese and a Latin form that stand together in the bracket: 纳戈尔诺·卡拉巴赫 -Nagorno Karabakh. With
    `after_latin`, a Latin form stands before the bracket, which then names the Chinese one in two languages."""
    rules = row.context.rules
    for number, item in enumerate(held):
        if item.script != "latin":
            continue
        form = row.text[item.span.start : item.span.end]
        if latin_noise(form, rules):
            continue
        owner = _owner(row, held, number, form, after_latin=after_latin)
        if owner is not None:
            by = "edge.sound" if "·" in row.text[owner.start : owner.end] else "edge.words"
            score = rules["bracket.latin.inside"].score
            yield Find(owner, kind_of(row, owner, form, by), "bracket.latin.inside", score, "latin", item.span)


def _owner(row: Line, held: Sequence[Item], number: int, form: str, *, after_latin: bool) -> Span | None:
    """The Chinese form in the bracket that a Latin one in it belongs to."""
    item = held[number]
    if item.owner is not None:
        return item.owner if item.marker else _sounding(row, item.owner, form)
    if number == 0:
        return None
    before = held[number - 1]
    if before.script == "han" and after_latin and item.marker == "gloss.language":
        return before.span  # DNS（域名系统，英语：Domain Name System）
    if before.script == "latin" or before.marker or item.marker:
        return None
    return _sounding(row, before.span, form)


def _sounding(row: Line, span: Span, form: str) -> Span | None:
    """The end of `span` that the Latin form speaks for; None where it does not."""
    if span.start >= span.end or not has_han(row.text[span.end - 1]):
        return None
    edge = term_edge(row, span.end, form, span.start)
    return None if edge is None or edge.strength < _SURE else Span(edge.start, edge.end)


def latin_before(text: str, end: int, earliest: int) -> Span | None:
    """The Latin form that ends at `end`, in quotes or bare; None where none does."""
    if text[end - 1] in _CLOSING:
        start = max(text.rfind(char, earliest, end - 1) for char in _OPENING)
        inside = Span(start + 1, end - 1)
        piece = text[inside.start : inside.end]
        return inside if start >= 0 and _LETTER.search(piece) and not has_han(piece) else None
    match = _LATIN_BEFORE.search(text, max(earliest, end - _LONGEST_LATIN), end)
    if match is None or not _LETTER.search(match.group()):
        return None
    trim = " ./-&+0123456789" if match.group()[0].isdigit() else " "
    return stripped(text, Span(*match.span()), trim)


def latin_first(row: Line, held: Sequence[Item], end: int, earliest: int) -> Iterator[Find]:
    """Latin（中文）: a Chinese form that answers to the Latin one, sounds like it or is said to be its name."""
    rules = row.context.rules
    yield from inside_pairs(row, held, after_latin=True)
    latin = latin_before(row.text, end, earliest)
    if latin is None:
        return
    form = row.text[latin.start : latin.end]
    if latin_noise(form, rules) or len(form) < 2 or _INITIALS.fullmatch(form):
        return
    for number, item in enumerate(held):
        if item.script == "han":
            yield from _second(row, held, number, latin, rules)


def _second(row: Line, held: Sequence[Item], number: int, latin: Span, rules: Rules) -> Iterator[Find]:
    item, form = held[number], row.text[latin.start : latin.end]
    if not item.marker and any(other.script != "latin" for other in held[:number]):
        return  # Anatomy of a Rivalry（爱丁堡大学出版社，2019年）
    term = row.text[item.span.start : item.span.end]
    worded = answered(term, form)
    nominal = is_nominal(row, item.span)
    heard = sounds_like(term, form) if nominal and worded < _ENOUGH and len(form) >= _SHORTEST_HEARD else 0.0
    if not item.marker:
        alone = len(held) == 1 and _WORDS.fullmatch(form) is not None and is_noun(row, item.span)
        if not (worded >= _ENOUGH / 2 or heard >= _ENOUGH or alone):
            return  # Slack（办公软件）
    kind = kind_of(row, item.span, form, "edge.sound" if heard > _ENOUGH else "edge.words")
    rule = rules["bracket.latin.first"]
    score = rule.score * (0.85 + 0.15 * max(worded, heard))
    yield Find(item.span, kind, rule.id, round(score, 4), "latin", latin)
