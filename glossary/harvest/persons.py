"""Names of persons: with an interpunct, beside an office or honorific, as speakers, in signatures."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from glossary.harvest.latin import is_personal
from glossary.harvest.modifiers import places_in
from glossary.harvest.transliteration import dotted, is_carried, run_after, run_before, strong
from glossary.model import Span
from glossary.normalise import HAN, LATIN
from glossary.segment import is_ordinary_word, word_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.harvest.context import Context
    from glossary.model import Find, Kind, Passage
    from glossary.rules import Rules

_OFFICES = ("office.head", "office.profession")
_TITLES = (*_OFFICES, "honorific")
_LATIN_NAME = rf"[A-Z\u00c0-\u00de][{LATIN}.'’]*+(?:[ -][A-Z\u00c0-\u00de][{LATIN}.'’]*+)++"
# A name is found whole and only then asked for the office after it, so that a long one without is walked over once.
_LATIN_PERSON = re.compile(_LATIN_NAME)
_DOT = re.compile("·")
_OFFICE_QUOTES = frozenset("“”\"")
_LATIN_PART = re.compile(r"(?<![A-Za-z])[A-Z]\.?$|[A-Z][a-z]+$")
_INITIAL = re.compile(r"[A-Z]\.?(?![A-Za-z])")
_SPEAKER = re.compile(rf"(?:(?:代理)?主席[：:]\s*)?([{HAN}{LATIN}·\- ]{{2,20}}?)(先生|女士|夫人|小姐|阁下|大使|部长)[（(]([{HAN}]{{2,16}})[）)]")
_SIGNED = re.compile(rf"^\s*([{HAN}{LATIN}·\-. ]{{2,30}}?)\s*[（(]签[名字][）)]")


def interpunct_names(passage: Passage, context: Context) -> Iterator[Find]:
    """Names written with an interpunct: find the dot, walk outwards over name characters."""
    text, rules = passage.text, context.rules
    end = 0
    for dot in _DOT.finditer(text):
        if dot.start() < end:
            continue
        span = _around_dot(text, dot.start(), end, rules)
        if span is None:
            continue
        end = span.end
        yield context.find("person.interpunct", span, kind=_dotted_kind(text, span, rules), title=title_beside(text, span, rules))


def titled_names(passage: Passage, context: Context) -> Iterator[Find]:
    """A name without an interpunct, right before or right after an office or honorific."""
    text, rules = passage.text, context.rules
    owned, honorific = rules["office.owner-only"].words, rules["honorific"].words
    places: set[int] | None = None
    for match in _titles(rules).finditer(text):
        before = None
        places = {span.end for span in places_in(text, context)} if places is None else places
        # 俄罗斯总统, 智利常驻代表: the state, no name.
        if match.start() not in places and match.group() not in owned:
            before = _short_name(text, run_before(text, match.start(), rules), rules)
        if before is not None and not _begins_title(text, before, rules) and not _name_follows(text, match.end(), rules):
            yield context.find("person.before-title", before, title=title_beside(text, before, rules))
            continue
        if match.group() in honorific:
            continue
        after = _name_after(text, match.end(), rules)
        if after is not None:
            yield context.find("person.after-title", after, title=title_beside(text, after, rules))


def latin_persons(passage: Passage, context: Context) -> Iterator[Find]:
    """A bare Latin name of two words or more beside an office or honorific: Yoram Dinstein 教授."""
    text, rules = passage.text, context.rules
    for match in _LATIN_PERSON.finditer(text):
        title = _title(rules).match(text, match.end())
        if title is not None:
            yield context.find("person.latin", Span(*match.span()), title=title.group())
    for match in _latin_after(rules).finditer(text):
        yield context.find("person.latin", Span(*match.span(2)), title=match.group(1))


def latin_lists(passage: Passage, context: Context) -> Iterator[Find]:
    """Bare Latin names in a list of people: 代表团成员包括Aino Kettunen、Pedro Lima和三名专家."""
    rules = context.rules
    for listed in _latin_list(rules).finditer(passage.text):
        names = [Span(*match.span()) for match in _LATIN_PERSON.finditer(passage.text, *listed.span("names"))]
        if all(is_personal(passage.text[name.start : name.end], rules) for name in names):
            for name in names:
                yield context.find("person.latin.list", name)


def speakers(passage: Passage, context: Context) -> Iterator[Find]:
    """The speaker of a verbatim record and the state in the bracket: 耿爽先生（中国）."""
    match = _SPEAKER.match(passage.text)
    if match is None or not _is_country(match.group(3), context):
        return
    name, state = Span(*match.span(1)), Span(*match.span(3))
    yield context.find("person.speaker", name, gloss=state, title=match.group(2))
    yield context.find("place.speaker", state)


def signatures(passage: Passage, context: Context) -> Iterator[Find]:
    """A signed name: 米海尔·马尔加良(签名)."""
    match = _SIGNED.match(passage.text)
    if match and (passage.role == "signature" or len(passage.text) < 40):
        span = Span(match.start(1), match.end(1))
        offset = len(match.group(1)) - len(match.group(1).lstrip())
        yield context.find("person.signature", Span(span.start + offset, span.end))


def title_beside(text: str, span: Span, rules: Rules) -> str:
    """The office that stands beside a name, else the honorific, else empty."""
    last = text[span.start - 1 : span.start]
    last = text[span.start - 2 : span.start - 1] if last in _OFFICE_QUOTES else last
    # Most names stand behind something else, and the pattern is tried at all of these characters.
    before = _title_before(rules).search(text[max(0, span.start - 24) : span.start]) if last in _office_ends(rules) else None
    after = _titles(rules).match(text, span.end)
    office = before.group(1) if before else ""
    if after and after.group() not in rules["honorific"].words:
        office = office or after.group()
    return office or (after.group() if after else "")


def _around_dot(text: str, dot: int, earliest: int, rules: Rules) -> Span | None:
    left = _left_part(text, dot, earliest, rules)
    if left is None:
        return None
    end = dot
    while end < len(text) and text[end] in "·-":
        part = _right_part(text, end + 1, rules)
        if part == end + 1:
            break
        end = part
    return None if end == dot else Span(left, end)


def _left_part(text: str, dot: int, earliest: int, rules: Rules) -> int | None:
    """Where the part before a dot begins; None where no name part stands there."""
    initial = _LATIN_PART.search(text[max(earliest, dot - 15) : dot])
    if initial:
        return dot - len(initial.group())
    start = run_before(text, dot, rules, earliest, dot=True).start
    head = text[start:dot]
    for length in range(len(head) - 1, 0, -1):  # 副总理拉希德·…: an office inside the run is not the name
        if head[:length].endswith(_title_words(rules)):
            start += length
            break
    if earliest < start < dot and text[start - 1] in rules["name.prefix"].words and _may_begin(text, start - 1, rules):
        start -= 1
    return start if start < dot else None


def _may_begin(text: str, start: int, rules: Rules) -> bool:
    """Whether a name may begin at `start`: at the beginning, after punctuation, a function word or an office."""
    before = text[start - 1 : start]
    return not before.isalnum() or before in _stops(rules) or text.endswith(_title_words(rules), 0, start)


def _right_part(text: str, start: int, rules: Rules) -> int:
    """Where the part after a dot ends (`start` itself where none stands there)."""
    initial = _INITIAL.match(text, start)
    if initial:
        return initial.end()
    latin = re.compile(r"[A-Z][a-z]+").match(text, start)
    if latin:
        return latin.end()
    allowed = dotted(rules)
    # 内 is a function word but for the beginning of a part: 斯特凡·内代利科维奇.
    prefixed = text[start : start + 1] in rules["name.prefix"].words and text[start + 1 : start + 2] in strong(rules)
    end = start + prefixed
    while end < len(text):
        if _titles(rules).match(text, end) and end > start:
            break
        following = text[end + 1 : end + 2]
        # One character outside the tables is still a name's where the name must end after it: 萨尔基相的.
        if text[end] not in allowed and not is_carried(text, end, rules) and not (
            end > start
            and "\u4e00" <= text[end] <= "\u9fff"
            and text[end] not in _stops(rules)
            and not _begins_word(text, end)
            and (not following or following in _stops(rules) or not following.isalnum())
        ):
            break
        end += 1
    return _without_ordinary_tail(text, start + prefixed, end, rules)


def _begins_word(text: str, place: int) -> bool:
    """Whether a word that is no noun begins at the character: 写, 没有."""
    word = word_at(text, place)
    return word is not None and word.start == place and word.tag[:1] in "vdpcumqr"


def _without_ordinary_tail(text: str, start: int, end: int, rules: Rules) -> int:
    span = run_after(text, start, rules, end, dot=True)
    if all(char in strong(rules) for char in text[span.end : end]):  # 博格 of 尼科·霍肯博格 is in the dictionary too
        return end
    if span.end == start:
        return end if span.end == end or end - start <= 4 else span.end
    # run_after stops at the unusual character as well; keep that one, drop only whole ordinary words.
    return end if end - span.end == 1 and text[span.end] not in dotted(rules) else span.end


def _short_name(text: str, span: Span, rules: Rules) -> Span | None:
    """`span` if it can be a surname of two characters or more, transliterated (mostly strong characters)."""
    name = text[span.start : span.end]
    if not 2 <= len(name) <= 8 or "·" in name or "·" in text[max(0, span.start - 1) : span.start]:
        return None
    sure = sum(c in strong(rules) for c in name)
    if 3 * sure < len(name) or is_ordinary_word(text, span) or name in rules["person.not"].words:
        return None
    return span


def _name_after(text: str, start: int, rules: Rules) -> Span | None:
    if _titles(rules).match(text, start) or text[start : start + 1] in _stops(rules):
        return None
    span = run_after(text, start, rules)
    chinese = _chinese_name(text, start, rules)
    if chinese is not None and chinese.end >= span.end:
        return chinese
    if "·" in text[span.start : span.end + 1]:
        return None
    return _short_name(text, span, rules)


def _chinese_name(text: str, start: int, rules: Rules) -> Span | None:
    """A Chinese name (surname and one or two characters) that the tagger sees as one, right at `start`."""
    surnames = rules["person.surname.chinese"].words
    word = word_at(text, start)
    if word is None or word.start != start or word.tag != "nr" or not 2 <= word.end - start <= 3:
        return None
    name = text[start : word.end]
    return Span(start, word.end) if name[0] in surnames[0] or name[:2] in surnames[1:] else None


def _name_follows(text: str, start: int, rules: Rules) -> bool:
    """Whether a full name stands right after the office: what stands before it is then its state or body."""
    return "·" in text[start : run_after(text, start, rules).end]


def _begins_title(text: str, span: Span, rules: Rules) -> bool:
    return _titles(rules).match(text, span.start) is not None


def _dotted_kind(text: str, span: Span, rules: Rules) -> Kind:
    after = text[span.end : span.end + 4]
    return "place" if after.startswith(_place_tails(rules)) else "person"


def _is_country(name: str, context: Context) -> bool:
    return name in context.states or name.endswith(("国", "共和国", "联邦", "教廷", "联盟", "巴勒斯坦"))


@cache
def _stops(rules: Rules) -> frozenset[str]:
    return frozenset(rules["name.stop"].words)


@cache
def _title_words(rules: Rules) -> tuple[str, ...]:
    return rules.words(*_TITLES)


@cache
def _place_tails(rules: Rules) -> tuple[str, ...]:
    return rules.words("place.head")


@cache
def _titles(rules: Rules) -> re.Pattern[str]:
    # 代表团, 部长级, 主席国, 顾问委员会 are no persons' titles.
    return re.compile(f"{rules.any_of(*_TITLES)}(?![团级国会处们委馆])")


@cache
def _office_ends(rules: Rules) -> frozenset[str]:
    """What `_title_before` may end with, but for quotes; a line feed may stand behind anything."""
    return frozenset({"\n", *(word[-1] for word in rules.words(*_OFFICES))})


@cache
def _title_before(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"({rules.any_of('office.qualifier')}*{rules.any_of(*_OFFICES)})[“”\"]?$")


@cache
def _title(rules: Rules) -> re.Pattern[str]:
    return re.compile(rules.any_of(*_TITLES))


@cache
def _latin_list(rules: Rules) -> re.Pattern[str]:
    before = "|".join(map(re.escape, rules["person.latin.list"].words))
    return re.compile(rf"(?:{before})[：:]?\s?(?P<names>{_LATIN_NAME}(?:\s?[、和及与]\s?{_LATIN_NAME})+)")


@cache
def _latin_after(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"({rules.any_of(*_OFFICES)})({_LATIN_NAME})")
