"""What brackets mean: a Latin form of the name before them, an abbreviation, another name, where a place lies;
most often nothing.

Brackets are found first, by one pass with a stack (both widths, nested, unbalanced ones skipped); the inside is
read by `glosses`, the term before it is bounded by `edges`. Texts are in Simplified characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from glossary.harvest import relations
from glossary.harvest.edges import Edge, is_personal, sounds_like, term_edge
from glossary.harvest.glosses import Item, items, latin_noise, stripped
from glossary.harvest.kinds import kind_of
from glossary.harvest.translations import answered, is_acronym
from glossary.harvest.walk import Line, line, titles, word_set
from glossary.model import Find, Span
from glossary.normalise import HAN, LATIN, has_han

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.harvest.context import Context
    from glossary.model import Passage

_BRACKET = re.compile(r"[（(）)]")
_LETTER = re.compile(rf"[{HAN}{LATIN}]")
_BEFORE = " \t\u3000\xa0_*`"
_CALL = re.compile(r"(?:\[\d+\])+$")  # a footnote call between the term and its bracket
_LATIN_BEFORE = re.compile(rf"(?:[{LATIN}0-9əƏ][{LATIN}0-9əƏ.'’&+/\-]*[ ]?)+$")
_LONGEST_LATIN = 80
_LONGEST_INSIDE = 400
_ENOUGH = 0.5
_SOFT = frozenset({"none.citation", "none.agency", "none.format", "none.number", "none.state.code"})  # unless the term answers
_SAID = ("edge.cost.role", "edge.stop")
_NO_HEAD = frozenset({"d", "p", "m", "q", "t", "f", "c", "r", "u"})
_NO_NOUN = frozenset({"v", "a"})
_MOST_IN_A_ROW = 2
_SHORTEST_HEARD = 4
_FULL_FORM = 0.25
_NO_TERM_BEFORE = "。，、：；！？,;:!?…—（("


class Bracket(NamedTuple):
    """A pair of brackets: offsets of both, and the brackets right within it."""

    start: int
    end: int
    nested: tuple[Span, ...]

    @property
    def inside(self) -> Span:
        return Span(self.start + 1, self.end - 1)


def bracket_finds(passage: Passage, context: Context) -> Iterator[Find]:
    """What the brackets of a passage say about the forms before and inside them, by the bracket's place."""
    text = passage.text
    row: Line | None = None
    for bracket in brackets(text):
        if bracket.end - bracket.start > _LONGEST_INSIDE or not _LETTER.search(
            text, bracket.start, bracket.end
        ):
            continue
        row = row or line(text, context)
        yield from sorted(_finds(row, bracket), key=lambda f: (f.span, f.gloss or f.span))


def brackets(text: str) -> list[Bracket]:
    """All balanced pairs, by where they open. A closing bracket without an opening one, and the reverse, are
    passed over; widths may be mixed. Linear in the length of `text`."""
    stack: list[tuple[int, list[Span]]] = []
    found: list[Bracket] = []
    for match in _BRACKET.finditer(text):
        at = match.start()
        if match.group() in "（(":
            stack.append((at, []))
        elif stack:
            start, nested = stack.pop()
            found.append(Bracket(start, at + 1, tuple(nested)))
            if stack:
                stack[-1][1].append(Span(start, at + 1))
    return sorted(found)


def _finds(row: Line, bracket: Bracket) -> Iterator[Find]:
    text = row.text
    held = items(row, bracket.inside, bracket.nested)
    if not any(item.script != "none" for item in held):
        return
    end = term_end(text, bracket.start)
    for _ in range(_MOST_IN_A_ROW):  # 粮食及农业组织（粮农组织）(FAO)
        if text[end - 1 : end] not in tuple("）)"):
            break
        end = term_end(text, max(text.rfind(c, max(0, end - _LONGEST_INSIDE), end) for c in "（("))
    earliest = _earliest(text, end)
    char = text[end - 1 : end]
    if not char or end <= earliest or char in _NO_TERM_BEFORE:
        yield from _inside_pairs(row, held)
    elif _latin_before(text, end, earliest) and not _is_mixed(text, end):
        yield from _latin_first(row, held, end, earliest)
    else:
        inside = list(_inside_pairs(row, held))
        outside = list(_latin_forms(row, held, end, earliest, {f.gloss for f in inside}))
        known = next((Edge(*f.span, f.score, f.rule) for f in outside), None)
        yield from inside
        yield from outside
        yield from relations.han_forms(row, held, end, earliest, known)


def term_end(text: str, start: int) -> int:
    """Where the term before a bracket that opens at `start` ends: blanks, emphasis marks, footnote calls skipped."""
    end = start
    while end > 0 and text[end - 1] in _BEFORE:
        end -= 1
    call = _CALL.search(text, max(0, end - 12), end)
    return call.start() if call else end


def _earliest(text: str, start: int) -> int:
    """The last bracket or line break before `start`: no term reaches over it."""
    lowest = max(0, start - 80)
    places = [text.rfind(c, lowest, start) for c in "（(）)\n"]
    return max(*places, lowest - 1) + 1


def _latin_forms(
    row: Line, held: tuple[Item, ...], end: int, earliest: int, taken: set[Span | None]
) -> Iterator[Find]:
    """name（Latin）: every Latin form of the bracket, each with the term before it."""
    rules = row.context.rules
    edges: dict[str, Edge | None] = {}
    first, best = None, float("-inf")
    for number, item in enumerate(held):
        if item.script != "latin" or item.span in taken or item.owner is not None:
            continue
        form = row.text[item.span.start : item.span.end]
        person = item.marker == "gloss.person"
        edge = edges.setdefault(form, term_edge(row, end, form, earliest, person=person))
        if edge is None or not _is_gloss(row, held, number, form, edge):
            continue
        # A full form bounds the term better than its initials do.
        weight = edge.strength + _FULL_FORM * (not is_acronym(form))
        if weight > best:
            first, best = edge, weight
    if first is None:
        return
    for number, item in enumerate(held):
        form = row.text[item.span.start : item.span.end]
        edge = edges.get(form)
        if item.script != "latin" or edge is None or item.span in taken or item.owner is not None:
            continue
        if _is_gloss(row, held, number, form, edge):
            rule = rules["bracket.latin"]
            score = rule.score * (
                rules[first.rule].score if first.rule != "edge.words" else 0.85 + 0.15 * first.strength
            )
            term = row.text[first.start : first.end]
            kind = kind_of(row, Span(first.start, first.end), form, term, first.rule)
            yield Find(Span(first.start, first.end), kind, rule.id, round(score, 4), "latin", item.span)


def _is_gloss(row: Line, held: tuple[Item, ...], number: int, form: str, edge: Edge) -> bool:
    """Whether a Latin form in a bracket names what stands before it."""
    item = held[number]
    rules = row.context.rules
    sure = edge.strength >= 0.6 or edge.rule == "edge.quote"
    if item.cited and not sure:
        return False
    noise = latin_noise(form, rules)
    if noise is not None and not (item.marker and noise.id in {"none.enumerator", "none.unit"}):
        return noise.id in _SOFT and sure
    if item.marker:
        return True
    before = [other for other in held[:number] if not (other.script == "latin" or other.marker)]
    if before and not sure:
        return False
    if edge.rule != "edge.words" or edge.strength >= _ENOUGH:
        return True
    term = row.text[edge.start : edge.end]
    if is_personal(form, rules) and edge.strength < 0.4 and _is_ordinary(row, edge):
        # 最佳辩手奖（Federico Bergamasco，莱顿大学）: a person, but not the term's name.
        crowd = any(other.script == "han" and not other.marker for other in held)
        return not crowd and term[-1] not in word_set(rules, "edge.not.person")
    if edge.strength == 0 and not form.islower():
        # Nothing answers: 记者（AP）, 选手（Faker）, 已完成（OK）, 最后一部分（React） are no glosses.
        word = row.word_at[edge.end - 1]
        tag = word.tag if word.end - word.start > 1 or edge.end - edge.start == 1 else "n"
        said = term in titles(rules) or any(term in word_set(rules, kind) for kind in _SAID)
        return not (said or tag in _NO_HEAD or (is_acronym(form) and tag in _NO_NOUN))
    return True


def _is_ordinary(row: Line, edge: Edge) -> bool:
    """Whether the term ends with an ordinary word: 最佳辩手奖 is not the name of a person."""
    return not row.word_at[edge.end - 1].tag.startswith(("nr", "ns", "nz", "zg", "g"))


def _inside_pairs(
    row: Line, held: tuple[Item, ...], *, latin_first: bool = False
) -> Iterator[Find]:
    """A Chinese and a Latin form that stand together in the bracket: 纳戈尔诺·卡拉巴赫 -Nagorno Karabakh."""
    rules = row.context.rules
    for number, item in enumerate(held):
        if item.script != "latin":
            continue
        form = row.text[item.span.start : item.span.end]
        if latin_noise(form, rules):
            continue
        owner = item.owner
        if owner is not None and not item.marker:
            owner = _sounding(row, owner, form)
        elif owner is None and number and held[number - 1].script == "han":
            before = held[number - 1]
            if latin_first and item.marker == "gloss.language":
                owner = before.span  # CGI（通用网关接口，英语：Common Gateway Interface）
            elif before.marker or item.marker:
                continue
            else:
                owner = _sounding(row, before.span, form)
        elif owner is None and number and held[number - 1].script == "none" and not item.marker:
            owner = _sounding(row, held[number - 1].span, form)
        if owner is not None:
            term = row.text[owner.start : owner.end]
            kind = kind_of(row, owner, form, term, "edge.words")
            yield Find(
                owner,
                kind,
                "bracket.latin.inside",
                rules["bracket.latin.inside"].score,
                "latin",
                item.span,
            )


def _sounding(row: Line, span: Span, form: str) -> Span | None:
    """The end of `span` that the Latin form speaks for; None where it does not."""
    if not has_han(row.text[span.end - 1 : span.end]):
        return None
    edge = term_edge(row, span.end, form, span.start)
    if edge is None or edge.strength < 0.6:
        return None
    return Span(edge.start, edge.end)


def _latin_before(text: str, end: int, earliest: int) -> Span | None:
    """The Latin form that ends at `end`, in quotes or bare."""
    if text[end - 1] in "”」』\"'’":
        start = max(text.rfind(c, earliest, end - 1) for c in "“「『\"'‘")
        inside = Span(start + 1, end - 1)
        piece = text[inside.start : inside.end]
        return inside if start >= 0 and re.search(f"[{LATIN}]", piece) and not has_han(piece) else None
    match = _LATIN_BEFORE.search(text, max(earliest, end - _LONGEST_LATIN), end)
    if match is None or not re.search(f"[{LATIN}]", match.group()):
        return None
    return (
        stripped(text, Span(match.start(), match.end()), " ./-&+0123456789")
        if match.group()[0].isdigit()
        else Span(match.start(), match.end())
    )


def _is_mixed(text: str, end: int) -> bool:
    """Whether a single letter or number ends a Chinese term: 维生素C, 方案A."""
    return bool(re.search(rf"[{HAN}][A-Za-z0-9]$", text[max(0, end - 2) : end]))


def _latin_first(row: Line, held: tuple[Item, ...], end: int, earliest: int) -> Iterator[Find]:
    """Latin（中文）: a Chinese form that answers to the Latin one, sounds like it or is said to be its name."""
    rule = row.context.rules["bracket.latin.first"]
    yield from _inside_pairs(row, held, latin_first=True)
    latin = _latin_before(row.text, end, earliest)
    if latin is None:
        return
    form = row.text[latin.start : latin.end]
    if latin_noise(form, row.context.rules) or len(form) < 2:
        return
    for number, item in enumerate(held):
        if item.script != "han":
            continue
        term = row.text[item.span.start : item.span.end]
        worded = answered(term, form)
        nominal = relations.is_nominal(row, item.span)
        heard = sounds_like(term, form) if nominal and worded < _ENOUGH and len(form) >= _SHORTEST_HEARD else 0.0
        if not item.marker:
            after_latin = all(other.script == "latin" for other in held[:number])
            alone = nominal and len(held) == 1 and form.islower()
            if not after_latin or (max(worded, heard) < _ENOUGH / 2 and not alone):
                continue  # Slack（办公软件）, Anatomy of a Rivalry（爱丁堡大学出版社，2019年）
        kind = kind_of(row, item.span, form, term, "edge.sound" if heard > _ENOUGH else "edge.words")
        score = rule.score * (0.85 + 0.15 * max(worded, heard))
        yield Find(item.span, kind, rule.id, round(score, 4), "latin", latin)
