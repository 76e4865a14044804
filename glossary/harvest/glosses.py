"""Reads the inside of a bracket: which other forms it holds, by what they are introduced, and what is no form.

Texts are in Simplified characters. A form is reported with its span, without quotes, markers and comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from glossary.harvest.markers import marker_at_end, marker_pattern, markers
from glossary.harvest.translations import is_acronym
from glossary.model import Span, made
from glossary.normalise import HAN, LATIN, has_han
from glossary.rules import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossary.harvest.line import Line
    from glossary.rules import Rules

Script = Literal["latin", "han", "none"]

_LONGEST_FORM = 120
_LONGEST_HAN_FORM = 40
_LONGEST_INSIDE = 400
_PART = re.compile(rf"[，；;。\n、]|(?<=[{LATIN})])\s?或者?\s?(?=[{LATIN}])")  # Lampante或Refined
_COMMA = re.compile(r"[,，]\s*")
_OPTION = re.compile(r"\s*--?[A-Za-z]")  # of a command: --help
_LATIN_LETTER = f"[{LATIN}əƏʻʼ]"
_A_LATIN_LETTER = re.compile(_LATIN_LETTER)
_FIRST_LETTER = re.compile(rf"(?:[0-9][0-9A-Za-z.+]*[ \-–]?)?{_LATIN_LETTER}")
_MAY_CITE = re.compile("[12]|et al")  # what names author and year holds: a first look at what is mostly none
_YEAR = re.compile(r"[,，]\s*[12]\d{3}[a-z]?$")
_HALF_COMMA = re.compile(r",\s*")
_LATIN_FORM = re.compile(
    rf"(?:[0-9][0-9A-Za-z.+]*[ \-–])?{_LATIN_LETTER}(?:.*[{LATIN}əƏ0-9.!?)\]+’'])?", re.DOTALL
)
_PHONETIC = re.compile(r"\s*(?:\[[^\]]*\]|/[^/]*[\u0250-\u02cc][^/]*/?|发音).*$", re.DOTALL)  # Tokaj [ˈtokɒj]
_HAN_CHAR = re.compile(f"[{HAN}]")
_OTHER_SCRIPT = re.compile(rf"[^\W\d_{HAN}{LATIN}əƏ]")  # a letter that is neither Chinese nor Latin
_QUOTES = "“”\"'‘’「」『』《》〈〉_*` \t\n\u3000\xa0"
_TRIM = _QUOTES + ",，;；:：、。-–—−·/=~…"
_DATE = re.compile(
    r"^[\s\d年月日\-–—－.~至?？约生卒()（）,，]+$|^(?:born|b\.|d\.|died|c\.)\s*[\d\s]+$|^\d{1,4}\s*[年–—-].*$"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a bracket holds. `script` is "none" for what is no form (a date, a comment, a remark).

    `marker` is the rule whose word introduces the form (`gloss.alias` for 又称…), empty where nothing does;
    `owner` the Chinese form that stands before a Latin one within the same item (纳戈尔诺·卡拉巴赫 -Nagorno Karabakh);
    `cited` that author and year seem to be meant; `bare` says that the marker is a word that stands in
    sentences too (今, 即, 后为) and no quotes follow it.
    """

    script: Script
    span: Span
    marker: str = ""
    owner: Span | None = None
    bare: bool = False
    cited: bool = False


def items(row: Line, inside: Span, nested: Sequence[Span]) -> tuple[Item, ...]:
    """What stands in the bracket whose inside is `inside`, in order; `nested` are the brackets within it."""
    text, rules = row.text, row.context.rules
    whole = text[inside.start : inside.end].strip()
    if len(whole) > _LONGEST_INSIDE:
        return ()
    if _MAY_CITE.search(whole) and compiled(rules["none.citation"].pattern).search(whole):
        year = _YEAR.search(whole)  # 《寄生虫》（Parasite，2019）
        form = Span(inside.start, inside.start + text[inside.start : inside.end].find(whole) + year.start()) if year else inside
        return (Item("latin", stripped(text, form, _TRIM), cited=True),)
    found: list[Item] = []
    listed = False  # whether the part stands in a list joined by 、
    for part, joined in _parts(text, inside, nested):
        item = _item(row, part)
        if joined and found and found[-1].marker and item.script != "none" and not item.marker:
            item = Item(item.script, item.span, found[-1].marker)  # 又称“非典”、“沙士”
        elif (joined or listed) and not item.marker:
            if found and not found[-1].marker:
                found[-1] = Item("none", found[-1].span)
            item = Item("none", item.span)
        listed = joined
        found.append(item)
    return tuple(found)


def _parts(text: str, inside: Span, nested: Sequence[Span]) -> Iterator[tuple[Span, bool]]:
    """The stretches between separators, outside nested brackets, each with whether 、 stands before it."""
    pieces: list[tuple[Span, str]] = []
    start, mark = inside.start, ""
    for match in _PART.finditer(text, inside.start, inside.end):
        if any(n.start <= match.start() < n.end for n in nested):
            continue
        pieces.append((made(Span, (start, match.start())), mark))
        start, mark = match.end(), match.group()
    pieces.append((made(Span, (start, inside.end)), mark))
    for span, mark in pieces:
        begin, cut = span
        if nested:
            cut = min((n.start for n in nested if begin <= n.start < cut), default=cut)
        for number, piece in enumerate(_comma_parts(text, begin, cut)):
            if text[piece.start : piece.end].strip():
                yield piece, mark == "、" and not number


def _comma_parts(text: str, begin: int, end: int) -> Iterator[Span]:
    """Splits text[begin:end] at half-width commas, but not inside one Latin name: University of California, San Diego."""
    start = begin
    for match in _HALF_COMMA.finditer(text, begin, end):
        at, after = match.span()
        rest = text[after:end].strip()
        following = _COMMA.split(rest, maxsplit=1)[0].strip()
        before = text[start:at].strip()
        if (
            has_han(before + following)
            or _DATE.match(following)
            or is_acronym(following)
            or is_acronym(before)
        ):
            yield made(Span, (start, at))
            start = after
    yield made(Span, (start, end))


def _item(row: Line, part: Span) -> Item:
    text = row.text
    if _OPTION.match(text, part.start, part.end):
        return Item("none", part)
    part = stripped(text, part, _TRIM)
    piece = text[part.start : part.end]
    if not piece or _DATE.match(piece):
        return Item("none", part)
    if _A_LATIN_LETTER.search(piece) is None:
        return _han_item(row, part) if has_han(piece) else Item("none", part)
    return _latin_item(row, part)


def _latin_item(row: Line, part: Span) -> Item:
    text, rules = row.text, row.context.rules
    piece = text[part.start : part.end]
    # The Latin form ends before the first Chinese character behind it, begins after the last one before it.
    letter = _FIRST_LETTER.search(piece)
    assert letter is not None
    behind = _HAN_CHAR.search(piece, letter.end())
    body = piece[letter.start() : behind.start() if behind else len(piece)]
    form = stripped(
        text, Span(part.start + letter.start(), part.start + letter.start() + len(body)), _TRIM
    )
    sound = _PHONETIC.search(text, form.start, form.end)
    form = stripped(text, Span(form.start, sound.start()), _TRIM) if sound else form
    after = "" if sound else piece[form.end - part.start :].strip(_TRIM)
    before = piece[: letter.start()].rstrip(_TRIM)
    role = after in _set(rules, "gloss.role")
    if has_han(after) and not role and after not in _set(rules, "gloss.comment"):
        return Item("none", part)
    if form.end - form.start > _LONGEST_FORM:
        return Item("none", part)
    if _OTHER_SCRIPT.search(before):
        before = before.rstrip()[: _last_han(before) + 1]  # 哈萨克语"Ақ Ту/Aq Tu
    if not has_han(before):
        return Item("none", part) if role else Item("latin", form)
    marker = marker_at_end(before, rules)
    if marker and not role:
        return Item("latin", form, marker)
    owner = _han_item(row, stripped(text, Span(part.start, part.start + len(before)), _TRIM))
    glued = piece[len(before) : letter.start()]
    if owner.script == "han" and glued:
        return Item("latin", form, owner.marker, owner.span)
    return Item("none", part)


def _last_han(text: str) -> int:
    return max((m.start() for m in _HAN_CHAR.finditer(text)), default=-1)


def _han_item(row: Line, part: Span) -> Item:
    text, rules = row.text, row.context.rules
    piece = text[part.start : part.end]
    match = marker_pattern(rules).match(piece)
    if match:
        marker = markers(rules)[match["marker"]] if match["marker"] else "gloss.language"
        form = stripped(text, Span(part.start + match.end(), part.end), _TRIM)
        bare = match.end() == match.end("marker")
        if (
            marker == "gloss.language"
            or form.end - form.start > _LONGEST_HAN_FORM
            or form.start >= form.end
        ):
            return Item("none", part)
        if bare and match["marker"] in _set(rules, "gloss.name.only") and not _quoted(text, form):
            plain = text[form.start : form.end]
            if len(plain) > 12 or _opens(row, form):
                return Item("none", part)
            return Item("han", form, marker, bare=True)
        return Item("han", form, marker)
    if _opens(row, part) or piece in _set(rules, "gloss.comment"):
        return Item("none", part)
    if piece in _set(rules, "none.position") or part.end - part.start > _LONGEST_HAN_FORM:
        return Item("none", part)
    return Item("han", part)


def _opens(row: Line, span: Span) -> bool:
    """Whether a remark begins here: 如…, 见…; a single character only where it is a word (约 is none in 约翰)."""
    rules = row.context.rules
    single = row.word_at[span.start].end == span.start + 1
    openers = _long_openers(rules) if not single else rules["none.opener"].words
    return row.text.startswith(openers, span.start, span.end)


def _quoted(text: str, span: Span) -> bool:
    return (
        span.start > 0
        and text[span.start - 1] in '“"‘「『《'
        and text[span.end : span.end + 1] in tuple('”"’」』》')
    )


def stripped(text: str, span: Span, what: str) -> Span:
    """`span` without the characters of `what` at its ends; a closing bracket stays with its opening one."""
    start, end = span
    while start < end and text[start] in what:
        start += 1
    while end > start and text[end - 1] in what:
        end -= 1
    return made(Span, (start, end))


@cache
def _long_openers(rules: Rules) -> tuple[str, ...]:
    return tuple(word for word in rules["none.opener"].words if len(word) > 1)


@cache
def _set(rules: Rules, rule_id: str) -> frozenset[str]:
    return frozenset(rules[rule_id].words)
