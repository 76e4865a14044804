"""Where the Chinese term beside a bracket begins.

Four kinds of evidence, the plainest first: quotes that close before the bracket; the sound of a transliterated
name against its Latin; a Chinese surname before a foreigner's name; and, for what is translated, the walk over the
words before the bracket. Texts are in Simplified characters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.harvest.floors import CLOSING, behind_gloss, far_floor, floor_of
from glossary.harvest.heard import chain_edge, name_edge
from glossary.harvest.latin import is_acronym, is_personal, unincorporated, untitled
from glossary.harvest.line import ending, ends_of, honorifics, titles, word_set
from glossary.harvest.surnames import chinese_start, japanese_start
from glossary.harvest.translations import answered
from glossary.harvest.transliteration import run_before, strong
from glossary.harvest.walk import walked
from glossary.segment import has_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossary.harvest.line import Ends, Line
    from glossary.occurrences import Forms
    from glossary.rules import Rules

_ANSWERED, _ANSWERED_NAME = 0.25, 0.5  # the share of a Latin form that settles that it is translated
_SURE, _SHORTEST_NAME = 0.5, 4
_SHORTEST_RUN, _STRONG = 3, 0.6  # of a name that a body is called after
_EVIDENCE = 100_000  # characters of a document that repetition is counted in
_HEADS_OF_BODIES = frozenset("长席任裁")
_QUOTES, _LONGEST_CLASS, _LONGEST_NAMED, _NAMED = frozenset("”」』》"), 5, 13, 0.5
_LONGEST_QUOTE = 36
_LONGEST_KNOWN, _SHORTEST_TAIL = 24, 4
_LOCANTS = re.compile(r"""(?:["“]?(?:[NOSC]|[0-9]+)["”]?[,，]?)+-$""")  # N,N-二甲基乙酰胺
_JUNIOR = re.compile(r" (?:Jr\.?|II|III)$")
_BINOMIAL = re.compile(r"[A-Z][a-z]+ [a-z-]{3,}(?: [a-z-]{3,})?")  # of a species
_LIKE_INITIALS, _SPELT = re.compile("[A-Z][a-z]{3,7}"), 0.75
_SENTENCE = re.compile(r"[。，！？；：,;:!?]")


class Edge(NamedTuple):
    """A term `start` to `end`, how strongly it and the other form speak for one another (0 to 1), and the rule."""

    start: int
    end: int
    strength: float
    rule: str


def term_edge(row: Line, end: int, latin: str, earliest: int = 0, *, person: bool = False) -> Edge | None:
    """What `_bounded_edge` says, with the quotes that close within the term: “黑鹰”直升机（UH-60）, and without 一词
    behind quotes: “技术债”一词（technical debt）."""
    nouns = row.context.rules["edge.quote.noun"].words
    if row.text.endswith(nouns, earliest, end):
        for word in nouns:
            if row.text.endswith(word, earliest, end) and row.text[end - len(word) - 1 : end - len(word)] in CLOSING:
                end -= len(word)
                break
    edge = _bounded_edge(row, end, latin, earliest, person=person)
    if edge is None or edge.end - edge.start > _LONGEST_CLASS or row.text[edge.start - 1 : edge.start] not in _QUOTES:
        return edge
    quoted = _quoted(row, edge.start, earliest) if edge.start > earliest else None
    if quoted is None or edge.start - quoted.start > _LONGEST_NAMED or row.text[edge.start] in word_set(row.context.rules, "edge.stop"):
        return edge
    return Edge(quoted.start - 1, edge.end, max(edge.strength, _NAMED), edge.rule)


def _bounded_edge(row: Line, end: int, latin: str, earliest: int, *, person: bool) -> Edge | None:
    """The Chinese term that ends at `end` (or at the quote that closes there) and has the form `latin`; None where
    no term can end there. `person` says that the text gives the form as a person's."""
    quoted = _quoted(row, end, earliest)
    if quoted is not None:
        return quoted
    rules = row.context.rules
    closed = _inner_end(row, end, earliest)
    latin = unincorporated(latin, row.text[earliest:closed], rules)
    personal = person or is_personal(latin, rules)
    latin = untitled(latin, rules) if personal else latin
    end = _before_title(row, closed, latin, earliest, personal=personal)
    word = row.word_at[end - 1] if end > earliest else None
    if word is not None and personal and row.text[word.start : end] in word_set(rules, "edge.stop"):
        return None  # 贝尼特斯已经（Ramón Benítez）: the bracket stands in the wrong place
    floor = behind_gloss(row, end, floor_of(row.text, end, earliest), earliest)
    if floor >= end:
        return None
    far = far_floor(row, floor, earliest)
    japanese = japanese_start(row, end, latin, floor) if personal else None
    if japanese is not None:
        return Edge(japanese, end, 0.9, "edge.surname")
    chain = chain_edge(row, end, latin, floor)
    if chain is not None:
        return Edge(chain.start, end, chain.strength, "edge.sound")
    start, share = (end, 0.0) if person else walked(row, end, latin, far)
    if 0 < share < 1 and not is_acronym(latin):
        start, share = walked(row, end, latin, far, hear=True)
    # Capitals may be a name's own spelling: 英伟达（NVIDIA）.
    acronym = is_acronym(latin)
    form = latin.capitalize() if acronym else latin
    needed = _ANSWERED_NAME if personal or acronym else _ANSWERED
    known = _is_affiliation(row, end, closed, personal=personal)
    name = None
    # The end of a term answers to the end of its acronym; where it does not, it may be a name: 光刻机制造商阿斯麦（ASML）.
    stray = acronym and share < 1 and not answered(row.text[max(end - 2, floor) : end], latin)
    if (share < needed or stray) and len(form) >= _SHORTEST_NAME:
        name = name_edge(row, end, form, floor, personal=personal, hear=known)
    if name is not None and name.strength >= (_SURE if acronym and share else rules["edge.sound"].value or 1):
        junior = name.start > floor and row.text[name.start - 1] == "小" and _JUNIOR.search(latin)  # 小马可仕
        return Edge(name.start - bool(junior), end, name.strength, "edge.sound")
    if known:
        return None
    if acronym and 0 < share < 1:
        start = _with_name(row, start, floor)
    if share >= needed or (acronym and share):
        return Edge(_past_locants(row.text, min(start, known_start(row, end, earliest)), earliest), end, share, "edge.words")
    native = chinese_start(row, end, floor) if personal else None
    if native is not None:
        return Edge(native, end, 0.5, "edge.surname")
    return _free_edge(row, Edge(start, end, share, "edge.words"), latin, (floor, far), earliest, sure=share >= needed)


def _with_name(row: Line, start: int, floor: int) -> int:
    """`start`, moved before the name that a body is called after, where not all letters of its acronym are answered:
    贝费尔斯特渔业委员会（BFC）."""
    run = run_before(row.text, start, row.context.rules, floor)
    name = row.text[run.start : start]
    sure = sum(map(strong(row.context.rules).__contains__, name))
    return run.start if len(name) >= _SHORTEST_RUN and sure >= _STRONG * len(name) else start


def _free_edge(row: Line, edge: Edge, latin: str, floors: tuple[int, int], earliest: int, *, sure: bool) -> Edge:
    """The edge of a term that hardly answers to its Latin form and does not sound like it: by its letters where they
    are initials written as a word, else by its own words. `floors`: how far it reaches, and with a list before it."""
    (start, end, share, _), (floor, far) = edge, floors
    if not sure and _LIKE_INITIALS.fullmatch(latin):
        spelt = walked(row, end, latin.upper(), far)
        if spelt.share >= _SPELT and end - spelt.start > 3:
            return Edge(spelt.start, end, spelt.share, "edge.words")  # 上海银行间同业拆放利率（Shibor）
    if share == 0 and not is_acronym(latin) and not latin.islower():
        start, share = walked(row, end, latin, far, hear=True)  # 罗斯福号航母（USS Theodore Roosevelt）
    if share == 0:
        start = walked(row, end, latin, far, free=True).start
        start = _repeated(row, start, end, floor)
    start = min(start, known_start(row, end, earliest))
    if _BINOMIAL.fullmatch(latin) and start > floor and row.word_at[start - 1].tag == "ns":
        start = max(row.word_at[start - 1].start, floor)  # 台湾 黑熊: where it lives is part of its name
    return Edge(_past_locants(row.text, start, earliest), end, share, "edge.words")


def _past_locants(text: str, start: int, earliest: int) -> int:
    """`start`, moved before the locants of a chemical name."""
    locants = _LOCANTS.search(text, max(earliest, start - 12), start)
    return locants.start() if locants else start


def _repeated(row: Line, start: int, end: int, floor: int) -> int:
    """`start`, moved over the words that stand before the term wherever the document has it."""
    document = row.context.text[:_EVIDENCE]
    count = document.count(row.text[start:end])
    while count > 1 and start > floor:
        word = row.word_at[start - 1]
        begin = max(word.start, floor)
        form = row.text[begin:start]
        common = len(form) < 2 or form in word_set(row.context.rules, "edge.stop") or form in titles(row.context.rules)
        if common or not word.tag.startswith("n") or document.count(row.text[begin:end]) != count:
            break
        start = begin
    return start


def _is_affiliation(row: Line, end: int, closed: int, *, personal: bool) -> bool:
    """Whether an honorific ends the term, so that the bracket says where somebody works: 沈教授（MIT）."""
    return end < closed and not personal and row.text.startswith(honorifics(row.context.rules), end)


def _quoted(row: Line, end: int, earliest: int) -> Edge | None:
    """The inside of quotes that close at `end`, unless it is a sentence."""
    opening = CLOSING.get(row.text[end - 1 : end])
    if opening is None:
        return None
    start = row.text.rfind(opening, max(earliest, end - 1 - _LONGEST_QUOTE), end - 1)
    if start < 0 or start + 1 >= end - 1:
        return None
    inside = row.text[start + 1 : end - 1]
    title = opening in "《〈"
    if not title and (_SENTENCE.search(inside) or "\n" in inside):
        return None
    return Edge(start + 1, end - 1, 0.9 if title else 0.8, "edge.quote")


def _inner_end(row: Line, end: int, earliest: int) -> int:
    while end > earliest and row.text[end - 1] in CLOSING:
        end -= 1
    return end


def _before_title(row: Line, end: int, latin: str, earliest: int, *, personal: bool) -> int:
    """`end`, moved before an office or honorific behind the name: 甘迺迪总统（John F. Kennedy）; and before the office
    of a body whose initials follow: 统计局局长（NSO）."""
    rules = row.context.rules
    after = _titles_behind(rules, "person" if personal else "body" if is_acronym(latin) else "")
    title = ending(row.text, after, earliest, end)
    return end - len(title) if end - len(title) - 1 > earliest else end


@cache
def _titles_behind(rules: Rules, of: str) -> Ends:
    """What may stand between a name and its bracket: honorifics; of a person any office, of a body its head's."""
    offices = rules.words("office.head") if of else ()
    return ends_of((*honorifics(rules), *(word for word in offices if of == "person" or word[-1] in _HEADS_OF_BODIES)))


def chinese_edge(row: Line, end: int, form: str, earliest: int = 0) -> Edge | None:
    """The Chinese term that ends at `end` and has the other Chinese form `form`: what `form` abbreviates, else a
    run of name characters, else the noun phrase about as long as `form`."""
    quoted = _quoted(row, end, earliest)
    if quoted is not None:
        return quoted
    end = _before_title(row, _inner_end(row, end, earliest), "", earliest, personal=False)
    floor = floor_of(row.text, end, earliest)
    if floor >= end:
        return None
    known = known_start(row, end, earliest)
    if known < end - len(form):
        return Edge(_owner_start(row, known, floor), end, 0.9, "edge.spelt")
    tail = row.text.endswith(form, floor, end)
    if tail and len(form) >= _SHORTEST_TAIL:  # 蓝湖地区合作理事会（合作理事会）: whose it is
        whose = _owner_start(row, end - len(form), floor)
        if whose < end - len(form):
            return Edge(whose, end, 0.9, "edge.spelt")
    spelt = _spelt_start(row.text, end, form, floor)
    if spelt is not None:
        return Edge(min(_owner_start(row, spelt, floor), walked(row, end, "", floor).start), end, 0.9, "edge.spelt")
    run = run_before(row.text, end, row.context.rules, floor)
    if run.end - run.start >= 2:
        return Edge(run.start, end, 0.6, "edge.run")
    # 区域合作理事会（下称理事会）: such a form says nothing about the length of the term.
    lowest = floor if tail else max(floor, end - len(form) - 2)
    return Edge(walked(row, end, "", lowest).start, end, 0.4, "edge.words")


def known_start(row: Line, end: int, earliest: int) -> int:
    """Where the longest form of the reference termbase that ends at `end` begins; `end` where none does."""
    text, known = row.text, row.context.reference
    for length in _lengths(row.context.known_terms).get(text[end - 1 : end], ()):
        at = end - length
        if at >= earliest and text[at:end] in known:
            return at
    return end


@cache
def _lengths(known: Forms) -> Mapping[str, tuple[int, ...]]:
    """How long the forms are that end with a character, the longest first."""
    found: dict[str, set[int]] = {}
    for form in known.forms:
        if _SHORTEST_TAIL <= len(form) <= _LONGEST_KNOWN:
            found.setdefault(form[-1], set()).add(len(form))
    return {last: tuple(sorted(sizes, reverse=True)) for last, sizes in found.items()}


def _spelt_start(text: str, end: int, form: str, floor: int) -> int | None:
    """Where the nearest stretch before `end` begins that holds the characters of `form` in order; None without."""
    at = end
    for char in reversed(form):
        at = text.rfind(char, floor, at)
        if at < 0:
            return None
    return at if end - at >= len(form) + 2 else None


def _owner_start(row: Line, start: int, floor: int) -> int:
    """`start`, moved to the beginning of its word, and before a body or state that owns the term: 联合国儿童基金会."""
    word = row.word_at[start]
    if word.start < start and has_word(row.text[word.start : word.end]):
        start = max(word.start, floor)
    if start > floor:
        owner = row.word_at[start - 1]
        if owner.start >= floor and owner.tag in {"nt", "ns"}:
            return owner.start
    return start
