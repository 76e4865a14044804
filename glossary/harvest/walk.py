"""Where a translated term begins: a walk to the left over the words before its bracket.

Each word is worth something: much where it answers to a word or a letter of the Latin form (`translations`), a
little or less than nothing by its tag where it does not; the start with the best sum wins. What the tags are worth
stands in `glossary/data/rules/edges.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.harvest.heads import kind_by_head
from glossary.harvest.sounds import sounding_end, usual_of
from glossary.harvest.translations import Letters, answered, answers_before, letters_of, translations
from glossary.normalise import HAN, INTERPUNCTS, LATIN, latin_key
from glossary.segment import Word, has_word, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from glossary.harvest.context import Context
    from glossary.model import Kind
    from glossary.rules import Rules

JOINERS = INTERPUNCTS + "．-‐‑–—/&"
_LATIN_UNIT = re.compile(rf"[{LATIN}0-9əƏ](?:[{LATIN}0-9əƏ.'’+\-]|,(?=\d))*$")
_NUMERAL = re.compile("第?(?P<number>[一二三四五六七八九十百两〇零]+|[0-9]+)(?:[大国届次号年方点级]|缔约方)?$")
_QUOTED = {"”": "“", "」": "「", "》": "《"}
_PLAIN = re.compile(f"[{HAN}{LATIN}əƏ]")
_GUESSED_TAGS = frozenset({"q", "m", "t", "f"})
_OF = re.compile(r"\b(?:of|de|du|des|der|von)\b")
_COUNTERS = frozenset("号级型式款版代位帐")  # within names no measure words: 罗斯福号航母
_WHOLE_TAGS = frozenset({"n", "a", "b", "zg", "g", "ng", "nr", "j"})
_GIVE_UP = 6.0  # how far below the best sum a walk goes on
_PLACE_TAGS = frozenset({"ns", "nr", "nrt"})
_NAME_TAGS = _PLACE_TAGS | {"nt", "nz"}
_MOST_WALKS = 12
_AT_FLOOR = 1.2
_OUT_OF_ORDER = 0.15  # for every letter of an acronym that an answer jumps over
_LONG_WORD = 10
_LONGEST_UNKNOWN = 4
_LONGEST_NAME = 9  # of a name within a term
_NAMED_KINDS = frozenset({"organization", "treaty", "event"})


class Walked(NamedTuple):
    """Where the term begins, and the share (0 to 1) of the Latin form that its words answer to."""

    start: int
    share: float


@dataclass(frozen=True, slots=True)
class Line:
    """A passage and, for each of its characters, the word it stands in."""

    text: str
    word_at: tuple[Word, ...]
    context: Context


class _Unit(NamedTuple):
    start: int
    gain: float
    matched: int
    left: Letters
    join: bool = False


class _State(NamedTuple):
    """A walk as far as it has come. `spare` counts the letters that no word has been taken for yet."""

    at: int
    total: float
    matched: int
    spare: int
    left: Letters
    joined: bool = False  # whether the last word was 和 or the like


def line(text: str, context: Context) -> Line:
    """`text` made ready for the questions of this module."""
    return Line(
        text, tuple(word for word in words(text) for _ in range(word.end - word.start)), context
    )


def walked(row: Line, end: int, latin: str, floor: int, *, hear: bool = False, free: bool = False) -> Walked:
    """Where the term that ends at `end` and has the form `latin` begins, not before `floor`.

    A word that answers may as well be passed over without answering (its letter may belong to a word further
    left), so several walks are kept at once. With `hear`, names within the term answer by their sound; with `free`, the Latin form is
    taken for a free rendering, of which only the number of words can be trusted.
    """
    left = letters_of(latin)
    asked = max(len(left.items), 1)
    kind = kind_by_head(row.text[floor:end], row.context.rules)
    named = kind if kind in _NAMED_KINDS else None
    best = _State(end, float("-inf"), 0, 0, left)
    # A long word such as hydroxychloroquine may be several in Chinese.
    long = 0 if left.acronym else sum(len(item) // (_LONG_WORD - 2 * free) for item in left.items)
    walks = [_State(end, 0.0, 0, len(left.items) + long, left)]
    while walks:
        further: dict[tuple[int, tuple[str, ...]], _State] = {}
        for walk in walks:
            for unit in _units(row, walk, floor, end, named=named, hear=hear, free=free):
                total, matched = walk.total + unit.gain, walk.matched + unit.matched
                known = not unit.matched and row.text[unit.start : walk.at] in translations()
                spare = walk.spare - (unit.matched or (not known))
                state = _State(unit.start, total, matched, spare, unit.left, unit.join)
                best = state if total > best.total + 1e-9 else best
                key = (state.at, state.left.items)
                if (
                    state.at > floor
                    and total > best.total - _GIVE_UP
                    and (key not in further or further[key].total < total)
                ):
                    further[key] = state
        walks = sorted(further.values(), key=lambda state: -state.total)[:_MOST_WALKS]
    start = _whole_word(row, best.at, floor)
    if start - 1 == floor and not _is_stop(row, floor) and row.word_at[floor].tag in _WHOLE_TAGS:
        start = floor  # a single character is left over: 大卷尾
    return Walked(start, min(best.matched / asked, 1.0))


def _units(
    row: Line, walk: _State, floor: int, end: int, *, named: Kind | None, hear: bool, free: bool
) -> Iterator[_Unit]:
    """The units that can end where the walk stands, each with what it is worth."""
    text, rules, at, left = row.text, row.context.rules, walk.at, walk.left
    if text[at - 1] in JOINERS or text[at - 1] in " .":
        yield _Unit(at - 1, -0.01, 0, left)
        return
    if text[at - 1] == "、":
        yield _Unit(at - 1, rules["edge.cost.join"].value or 0, 0, left, join=True)
        return
    if text[at - 1] in _QUOTED:
        opening = text.rfind(_QUOTED[text[at - 1]], floor, at - 1)
        share = answered(text[opening + 1 : at - 1], " ".join(left.items)) if opening >= 0 and not left.acronym else 0.0
        yield _Unit(max(opening, floor), 1.0 if share else -0.2, 0, left)
        return
    if text[at - 1].isalpha() and not text[at - 1].isascii() and not _PLAIN.match(text[at - 1]):
        yield _Unit(at - 1, rules["edge.gain.wanted"].value or 0, 0, left)  # 黎曼ζ函数
        return
    numeral = _NUMERAL.search(text, max(floor, at - 12), at)
    if numeral and _same_number(str(han_number(numeral["number"])), left.whole):
        yield _Unit(numeral.start(), rules["edge.gain.word"].value or 0, 0, left)
        return
    latin = _LATIN_UNIT.search(text, max(floor, at - 30), at)
    if latin:
        yield _latin_unit(text, latin.start(), latin.group(), left, rules)
        return
    for answer in answers_before(text, at, left, floor):
        if not _cuts(row, answer.start, at) and not _joins_names(row, walk, _PLACE_TAGS):
            gain = rules["edge.gain.letter" if left.acronym else "edge.gain.word"].value or 0
            gain = gain * answer.matched - _OUT_OF_ORDER * answer.skipped
            yield _Unit(answer.start, gain, answer.matched, answer.rest)
    heard = _heard(row, at, left, floor) if hear else None
    if heard is not None:
        yield heard
    start = _word_start(row, at, floor, first=at == end)
    gain = 0.0 if at == end else _worth(row, start, walk, end, named=named, free=free)
    if start == floor and free and at < end and -3.0 < gain <= 0.0 and _may_begin(row, start, at):
        gain += _AT_FLOOR  # nothing further to the left that it could belong to: 防弹少年团 at the head of a sentence
    yield _Unit(start, gain, 0, left, text[start:at] in word_set(rules, "edge.cost.join"))


def _latin_unit(text: str, start: int, piece: str, left: Letters, rules: Rules) -> _Unit:
    """Letters and digits in the term belong to it where the Latin form holds them too."""
    key = latin_key(piece)
    if piece[0].isdigit() and text[start + len(piece) : start + len(piece) + 1] == "-" and not key.isalpha():
        return _Unit(start, rules["edge.gain.wanted"].value or 0, 0, left)  # locants: 3,4-亚甲二氧基…
    digits = re.sub(r"\D", "", key)
    shared = key and (
        key in left.whole or any(d in digits for d in re.findall(r"\d{2,}|\d$", left.whole))
    )
    if not shared:
        return _Unit(start, rules["edge.cost.function"].value or 0, 0, left)
    items = tuple(i for i in left.items if i != key)
    matched = len(left.items) - len(items)
    return _Unit(start, rules["edge.gain.word"].value or 0, matched, left._replace(items=items))


def _heard(row: Line, at: int, left: Letters, floor: int) -> _Unit | None:
    """A name within a translated term: 埃默里 of 埃默里大学, by the sound of a word that is still unanswered."""
    rules = row.context.rules
    lowest = max(floor, at - _LONGEST_NAME)
    if at - lowest < 2 or usual_of(row.text[at - 1]) + usual_of(row.text[at - 2]) <= 0:
        return None
    best: tuple[float, int, str] | None = None
    for item in left.items:
        if len(item) < 3:
            continue
        start, strength = sounding_end(row.text[lowest:at], item)
        enough = strength >= (rules["edge.sound.within"].value or 1)
        if enough and at - lowest - start >= 2 and (best is None or strength > best[0]):
            best = (strength, lowest + start, item)
    if best is None:
        return None
    items = list(left.items)
    items.remove(best[2])
    return _Unit(best[1], rules["edge.gain.word"].value or 0, 1, left._replace(items=tuple(items)))


def _worth(row: Line, start: int, walk: _State, end: int, *, named: Kind | None, free: bool) -> float:
    """What a word that answers to nothing is worth: by its place in the lists, else by its tag, and by whether
    something of the Latin form is still to be answered."""
    rules, at = row.context.rules, walk.at
    form = row.text[start:at]
    if form in word_set(rules, "edge.stop"):
        return -8.0
    if form in word_set(rules, "edge.cost.join"):
        return (rules["edge.cost.join"].value or 0) / (3 if named else 1)
    if form in word_set(rules, "edge.cost.of"):
        return (rules["edge.cost.of"].value or 0) / (4 if _OF.search(walk.left.whole) else 1)
    if form in word_set(rules, "edge.cost.role") or (len(form) > 3 and form.endswith(_role_ends(rules))):
        within = walk.left.acronym and walk.matched  # 公司治理 is no company's name
        return (rules["edge.cost.role"].value or 0) / (3 if within else 1)
    if form in titles(rules):
        return rules["edge.cost.title"].value or 0
    tag = row.word_at[at - 1].tag
    if walk.joined and tag in {"ns", "nt", "nr", "nrt", "nz"}:
        return (
            rules["edge.cost.function"].value or 0
        )  # names are not joined within a name: 以色列和联合国安理会
    # The tag of what the tagger guessed, or of single characters taken together, says nothing: 蓝帐/q.
    pieces = row.word_at[at - 1].start > start
    guessed = tag in _GUESSED_TAGS and len(form) > 1 and not has_word(form)
    cost = _costs(rules).get("n" if pieces or guessed or form in _COUNTERS else tag, -1.0)
    gain = rules["edge.gain.wanted"].value or 0
    if tag == "d" and len(form) == 2 and walk.spare > 0 and walk.matched:
        return gain / 5  # adverbs that are none stand in terms, the true ones in the stop list: 反向传播
    noun = cost > -1.0 or (named and form in word_set(rules, "body.modifier.verb"))
    if noun and (
        named or end - at == 1 or (walk.spare > 0 and end - at > 1 and form not in translations())
    ):
        return gain
    if named == "treaty" and walk.spare > 0 and cost == _costs(rules)["v"]:
        return 0.05  # treaties are named by what they do
    if free and walk.spare > 0 and cost > -3.0:
        return gain / 2 if noun or cost >= -1.0 else cost / 16
    if walk.spare > 0 and cost > -3.0:
        # Something of the Latin form is still without an answer: the word may be a freer rendering of it.
        if not walk.matched or (cost < -1.0 and walk.left.acronym):
            return cost / 2
        return gain / 2 if len(form) == 1 or form not in translations() else 0.05
    return cost


def _may_begin(row: Line, start: int, end: int) -> bool:
    """Whether a word at the head of a sentence may begin a term: no state, no particle."""
    rules, form = row.context.rules, row.text[start:end]
    joined = form in word_set(rules, "edge.cost.join") or form in word_set(rules, "edge.cost.of")
    return not joined and row.word_at[start].tag != "ns" and form not in row.context.states


def _joins_names(row: Line, walk: _State, tags: frozenset[str]) -> bool:
    """Whether 和 would join two names here, which it does not within a name: 以色列和联合国安理会."""
    return walk.joined and row.word_at[walk.at - 1].tag in tags


def _word_start(row: Line, at: int, floor: int, *, first: bool) -> int:
    """Where the word that ends at `at` (or reaches over it) begins; single characters of no use of their own
    are taken together: 象鼩目 is cut into three by the tagger."""
    start = max(row.word_at[at - 1].start, floor)
    if at - start > 2 and _is_stop(row, start) and not has_word(row.text[start:at]):
        start += 1  # the tagger's guess begins with a function word: 及坦尚
    if at - start == 1 and row.word_at[start].tag == "k" and start > floor:
        return max(row.word_at[start - 1].start, floor)  # 者 of 匿名者
    if at - start > 1 or _is_function(row, start):
        return _fragments_start(row, start, at, floor)
    while start > floor and at - start < _LONGEST_UNKNOWN:
        before = row.word_at[start - 1]
        if before.end - before.start != 1 or _is_function(row, before.start) or row.text[before.start] in JOINERS:
            break
        start = before.start
    alone = first and at - start == 1 and start > floor
    if alone and not _is_function(row, start - 1) and row.text[start - 1] not in JOINERS:
        start = max(row.word_at[start - 1].start, floor)
    return start


def _fragments_start(row: Line, start: int, at: int, floor: int) -> int:
    """`start`, moved before the other pieces of a name that the tagger broke up: 波朋 尼克."""
    if not row.word_at[at - 1].tag.startswith("nr"):
        return start
    while start > floor:
        before = row.word_at[start - 1]
        form = row.text[before.start : before.end]
        if not before.tag.startswith("nr") or at - before.start > _LONGEST_NAME or sum(map(usual_of, form)) <= -2:
            break
        start = max(before.start, floor)
    return start


def _is_stop(row: Line, at: int) -> bool:
    rules = row.context.rules
    return any(row.text[at] in word_set(rules, rule_id) for rule_id in ("edge.stop", "name.stop")) or row.text[at] in JOINERS


def _is_function(row: Line, at: int) -> bool:
    rules = row.context.rules
    return (
        row.word_at[at].tag in word_set(rules, "edge.cost.function")
        or row.text[at] in word_set(rules, "edge.stop")
        or row.text[at] in word_set(rules, "name.stop")
    )


def _whole_word(row: Line, start: int, floor: int) -> int:
    """`start`, moved to the beginning of a word of the language that it would cut: 加州大学 is one."""
    if start >= len(row.text):
        return start
    word = row.word_at[start]
    if floor <= word.start < start and has_word(row.text[word.start : word.end]):
        return word.start
    return start


def _cuts(row: Line, start: int, end: int) -> bool:
    """Whether a single character that answers is cut out of an ordinary word."""
    word = row.word_at[end - 1]
    return end - start == 1 and word.start < start and has_word(row.text[word.start : word.end])


def _same_number(number: str, latin: str) -> bool:
    """Whether a number of the term stands in the Latin form, in full or as the last two digits of a year."""
    return any(number == d or (len(number) == 4 and number.endswith(d)) for d in re.findall(r"\d{2,}|\d$", latin))


def han_number(numeral: str) -> int:
    """The value of a numeral below 1,000 in Chinese (二十七 is 27) or in digits."""
    if numeral.isdecimal():
        return int(numeral)
    total, digit = 0, 0
    for char in numeral:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = 10 * digit + "〇一二三四五六七八九".find(char.replace("零", "〇").replace("两", "二"))
    return total + digit


@cache
def _costs(rules: Rules) -> Mapping[str, float]:
    names = ("noun", "name", "adjective", "side", "verb", "time", "function")
    return {
        tag: rules[f"edge.cost.{n}"].value or 0.0
        for n in names
        for tag in rules[f"edge.cost.{n}"].words
    }


@cache
def _role_ends(rules: Rules) -> tuple[str, ...]:
    """What words for what something is end with: 间谍机构, 光刻机制造商."""
    return tuple(word for word in rules["edge.cost.role"].words if len(word) > 1)


@cache
def word_set(rules: Rules, rule_id: str) -> frozenset[str]:
    """The words of a rule, as a set."""
    return frozenset(rules[rule_id].words)


@cache
def title_words(rules: Rules) -> tuple[str, ...]:
    """Offices, professions and honorifics, the longest first."""
    return rules.words("office.head", "office.profession", "honorific")


@cache
def titles(rules: Rules) -> frozenset[str]:
    """The same as a set."""
    return frozenset(title_words(rules))


def ends_role(row: Line, at: int) -> bool:
    """Whether a word for what somebody is ends at `at`: 队长, 分析师; also where the tagger took its last character
    for the beginning of the name."""
    if row.text[at - 1] not in word_set(row.context.rules, "edge.role.end"):
        return False
    word = row.word_at[at - 1]
    if word.end == at:
        return word.end - word.start >= 2
    return not has_word(row.text[word.start : word.end])
