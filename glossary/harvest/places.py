"""Places: by head noun, in lists that share a head noun, after words that a place follows, known states and regions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from glossary.gazetteer import capitals, countries_named, size_named
from glossary.harvest.modifiers import places_in
from glossary.harvest.transliteration import known_spans, run_after, run_before, runs, strong
from glossary.model import Span, made
from glossary.normalise import HAN, LATIN
from glossary.rules import compiled
from glossary.segment import cuts_word, has_word, inside_word, is_ordinary_word, names, word_at, word_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.harvest.context import Context
    from glossary.model import Find, Passage
    from glossary.rules import Rules

_LATIN_WORD = rf"[A-Z\u00c0-\u00de\u0130\u018f\u015e\u00c7][{LATIN}'’\-]++(?: [A-Z][{LATIN}'’\-]++)*+"
_LATIN_PLACE = re.compile(_LATIN_WORD)
# A list is found whole and only then asked for its head noun, so that a long one without is walked over once.
_LATIN_LIST = re.compile(rf"{_LATIN_WORD}(?:(?:、|和|及|以及|与){_LATIN_WORD})*+")
_LIST_JOIN = re.compile(r"、|以及|和|及|与")
_DATELINE = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日，([^，。；、（(]{2,8})$")


def states(passage: Passage, context: Context) -> Iterator[Find]:
    """States by any of their names (Unicode CLDR and United Nations usage), regions by theirs."""
    text = passage.text
    for span, form in known_spans(text, context.known_places, context.rules):
        if text[span.end : span.end + 1] == "语":  # 以西班牙语发言: the language
            continue
        if form in context.regional and _goes_on(text, span.end, context.rules):
            continue  # 东加 of 东加勒比
        if form in context.states or not _part_of_word(text, span):
            yield context.find("place.state" if form in context.states else "place.region", span)


def compass_regions(passage: Passage, context: Context) -> Iterator[Find]:
    """A region named from a place by a side of the compass: 南高加索."""
    text, rules = passage.text, context.rules
    for match in _compass(rules).finditer(text):
        span = Span(*match.span())
        if not cuts_word(text, span.start):
            yield context.find("place.compass", span)
            if text.startswith("地区", span.end):
                yield context.find("place.compass", Span(span.start, span.end + 2))


def headed_places(passage: Passage, context: Context) -> Iterator[Find]:
    """A name right before a head noun, and the name inside: 明盖切维尔市, 明盖切维尔; Kechut水库."""
    text, rules = passage.text, context.rules
    for head in _heads_in(text, rules):
        if inside_word(text, head.end):
            continue
        start = _name_start(text, head.start, context)
        if start is None or text[start : head.end].endswith(rules["place.not"].words):
            continue
        stem, noun = text[start : head.start], text[head.start : head.end]
        if (stem in context.states or stem in rules["place.historic"].words) and (
            noun not in rules["place.head.of-state"].words
        ):
            continue
        yield context.find("place.head", Span(start, head.end))
        # 叙利亚阿拉伯共和国 is called 叙利亚: 叙利亚阿拉伯 is nobody's name.
        called = stem not in context.states and text[start : head.end] not in context.states
        if called and noun in rules["place.head.unit"].words:
            yield context.find("place.stem", Span(start, head.start))


def listed_places(passage: Passage, context: Context) -> Iterator[Find]:
    """Every member of a list whose head noun stands after it (or before it, with a bracket or 包括)."""
    text, rules = passage.text, context.rules
    for match in _list_heads(rules).finditer(text):
        yield from _items_before(text, match.start(), context)
    for head in _heads_in(text, rules):
        yield from _items_before(text, head.start, context, least=2)
    for match in _lists_opened(rules).finditer(text):
        yield from _items_after(text, match.end(), context)


def bare_lists(passage: Passage, context: Context) -> Iterator[Find]:
    """Three or more transliterated names in a row, joined by 、 and 和: places, unless persons' titles are near."""
    text, rules = passage.text, context.rules
    found = [*runs(text, rules, least=2, share=0.5)]
    chain: list[Span] = []
    for span in [*found, None]:
        if chain and (span is None or not _LIST_JOIN.fullmatch(text[chain[-1].end : span.start])):
            if len(chain) >= 3:
                yield from (context.find("place.bare-list", s) for s in chain)
            chain = []
        if span is not None:
            chain.append(span)


def anchored_places(passage: Passage, context: Context) -> Iterator[Find]:
    """A transliterated name after 首都, 访问 and the like, in 在…举行, and in a dateline."""
    text, rules = passage.text, context.rules
    for match in _anchors(rules).finditer(text):
        span = run_after(text, match.end(), rules)
        if _is_run(text, span, rules) and text[span.end : span.end + 1] != "·":
            yield context.find("place.anchor", span)
    for match in compiled(rules["place.held-at"].pattern).finditer(text):
        span = Span(*match.span(1))
        if run_after(text, span.start, rules, span.end) == span and _is_run(text, span, rules):
            yield context.find("place.held-at", span)
    dateline = _DATELINE.match(text)
    if dateline and _is_item(text, Span(*dateline.span(1)), context):
        yield context.find("place.dateline", Span(*dateline.span(1)))


def tagged_places(passage: Passage, context: Context) -> Iterator[Find]:
    """Places that the gazetteer knows: dictionary words that the tagger takes for places (莫斯科), and runs of name
    characters that are no part of a longer name: of some size, or of any right behind the name of their state."""
    text, rules = passage.text, context.rules
    for word in names(text):
        form = text[word.start : word.end]
        if len(form) >= 2 and _in_gazetteer(form, word.tag, rules) and not _goes_on(text, word.end, rules):
            yield context.find("place.tagged", Span(word.start, word.end))
    for span in runs(text, rules, least=3):
        form = text[span.start : span.end]
        beside = text[span.start - 1 : span.start] + text[span.end : span.end + 1]
        if "·" in form + beside or "-" in form + beside:
            continue
        if _in_gazetteer(form, "", rules):
            yield context.find("place.gazetteer", span)
        elif _state_before(text, span.start, context) in countries_named(form):
            yield context.find("place.in-state", span)


def _state_before(text: str, place: int, context: Context) -> str:
    """The code of the state whose name ends at `place`, with 的 or without; empty if none does."""
    end = place - text.startswith("的", place - 1) if place else 0
    spans = places_in(text, context)
    at = bisect_left(spans, end, key=lambda span: span.end)
    span = spans[at] if at < len(spans) else None
    return context.states.get(text[span.start : span.end], "") if span is not None and span.end == end else ""


def _goes_on(text: str, end: int, rules: Rules) -> bool:
    """Whether a name that ends at `end` is only the beginning of a longer one that no dictionary holds: 泰勒 in
    泰勒里法特."""
    rest = run_after(text, end, rules)
    word = word_at(text, end)
    whole = word is not None and word.start == end and word.end - end >= 2 and has_word(text[end : word.end])
    return _is_run(text, rest, rules) and not whole


@lru_cache(maxsize=1 << 14)
def _in_gazetteer(form: str, tag: str, rules: Rules) -> bool:
    """Whether a place of some size has this name; one of size where the tagger saw a person or a short word."""
    if form in rules["place.not"].words or form in capitals():
        return form not in rules["place.not"].words
    least = rules["place.tagged"].value or 0
    return size_named(form) >= (least + 1 if tag.startswith("nr") or len(form) < 3 else least)


def latin_places(passage: Passage, context: Context) -> Iterator[Find]:
    """Bare Latin before a head noun and in a list that one ends: Dashkasan、Kalbajar和Lachin地区."""
    text, rules = passage.text, context.rules
    for match in _LATIN_LIST.finditer(text):
        head = _latin_head(rules).match(text, match.end())
        if head is None:
            continue
        places = list(_LATIN_PLACE.finditer(match.group()))
        for name in places:
            span = Span(match.start() + name.start(), match.start() + name.end())
            yield context.find("place.latin", span)
        if len(places) == 1:
            yield context.find("place.latin-head", Span(match.start(), head.end()))


def _name_start(text: str, end: int, context: Context) -> int | None:
    """Where the name that ends at `end`, before a head noun, begins: a known place, a run, or a tagged name."""
    rules = context.rules
    if inside_word(text, end):
        return None  # the head is a part of an ordinary word: 超市, 公路
    span = run_before(text, end, rules)
    places = places_in(text, context)
    for place in places[max(0, bisect_right(places, span) - 1) :]:
        if place.end == end:
            return _with_compass(text, place.start, rules)
        if place.start >= end:
            break
        if place.start <= span.start < place.end < span.end or span.start <= place.start < place.end < span.end:
            span = Span(place.end, span.end)  # 阿塞拜疆克尔巴贾尔区: the state is not the name
    word = word_at(text, span.start)
    known = word is not None and (word.start, word.end) == span and word.tag == "ns"
    if known and not _in_gazetteer(text[span.start : end], "ns", rules):
        return None  # 加盟共和国: the tagger takes 加盟 for a place
    if _is_run(text, span, rules) and not is_ordinary_word(text, span):
        return _with_compass(text, span.start, rules)
    tagged = word_before(text, end)
    if tagged is None or tagged.tag not in {"ns", "nrt"} or tagged.end - tagged.start < 2:
        return None
    return tagged.start if _in_gazetteer(text[tagged.start : end], "ns", rules) else None


def _with_compass(text: str, start: int, rules: Rules) -> int:
    """`start`, or one less where a side of the compass stands before the name: 北特伦西亚省, 上洛瓦纳自治州."""
    side = text[start - 1 : start]
    free = start == 1 or not text[start - 2].isalnum() or text[start - 2] in rules["name.stop"].words
    if side in rules["place.compass.one"].words and not inside_word(text, start) and (free or side not in "上下"):
        return start - 1
    return start - 1 if side == "内" and free else start  # 运到了内瓦兰市; but 境内瓦兰市


def _items_before(text: str, end: int, context: Context, least: int = 1) -> Iterator[Find]:
    found: list[Span] = []
    while True:
        span = run_before(text, end, context.rules)
        if not _is_item(text, span, context):
            break
        found.append(span)
        join = next((j for j in ("以及", "、", "和", "及", "与") if text[: span.start].endswith(j)), None)
        if join is None:
            break
        end = span.start - len(join)
    if len(found) >= least:
        yield from (context.find("place.list", span) for span in reversed(found))


def _items_after(text: str, start: int, context: Context) -> Iterator[Find]:
    found: list[Span] = []
    while True:
        span = run_after(text, start, context.rules)
        if not _is_item(text, span, context):
            break
        found.append(span)
        join = _LIST_JOIN.match(text, span.end)
        if join is None:
            break
        start = join.end()
    if len(found) >= 2:
        yield from (context.find("place.list", span) for span in found)


def _is_item(text: str, span: Span, context: Context) -> bool:
    name = text[span.start : span.end]
    return 2 <= len(name) <= 9 and "·" not in name and (_is_run(text, span, context.rules) or name in context.states)


def _is_run(text: str, span: Span, rules: Rules) -> bool:
    name = text[span.start : span.end]
    return 2 <= len(name) <= 12 and 2 * sum(c in strong(rules) for c in name) >= len(name)


def _part_of_word(text: str, span: Span) -> bool:
    """Whether the known form only happens to stand across or inside an ordinary dictionary word."""
    word = word_at(text, span.start)
    return (
        word is not None
        and span.end <= word.end
        and word.end - word.start > span.end - span.start
        and has_word(text[word.start : word.end])
        and not word.tag.startswith("n")
    )


@cache
def _compass(rules: Rules) -> re.Pattern[str]:
    regions = "|".join(w for w in rules.words("place.region") if len(w) >= 3)
    return re.compile(f"{rules.any_of('place.compass')}(?:{regions})")


@lru_cache(maxsize=64)  # two harvesters ask for the heads of one passage
def _heads_in(text: str, rules: Rules) -> list[Span]:
    return [made(Span, match.span()) for match in _heads(rules).finditer(text)]


@cache
def _heads(rules: Rules) -> re.Pattern[str]:
    return re.compile(rules.any_of("place.head"))


@cache
def _list_heads(rules: Rules) -> re.Pattern[str]:
    heads = rules.words("place.head.list")
    first = "".join(sorted({head[0] for head in heads} | {"在"}))
    return re.compile(f"(?=[{first}])(?:{'|'.join(heads)}|(?=在内))")


@cache
def _lists_opened(rules: Rules) -> re.Pattern[str]:
    return re.compile(f"{rules.any_of('place.before.list')}(?:[（(]|，?(?:包括|即|如))")


@cache
def _anchors(rules: Rules) -> re.Pattern[str]:
    return re.compile(rules.any_of("place.anchor"))


@cache
def _latin_head(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"{rules.any_of('place.head')}(?![{HAN}]*的信)")
