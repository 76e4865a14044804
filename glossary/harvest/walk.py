"""Where a translated term begins: a walk to the left over the words before its bracket.

Each word is worth something: much where it answers to a word or a letter of the Latin form (`translations`), a
little or less than nothing where it does not (`worth`); the start with the best sum wins.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.harvest.heads import is_head, kind_by_head
from glossary.harvest.heard import bounded
from glossary.harvest.line import JOINERS, is_stop, word_set
from glossary.harvest.sounds import may_sound, sounding_end, usual_of
from glossary.harvest.translations import Letters, answered, answers_before, letters_of, translations
from glossary.harvest.wordstarts import first_start, whole_word, word_start
from glossary.harvest.worth import PLACE_TAGS, Manner, Walk, ends_name, joins_names, may_begin, worth
from glossary.model import made
from glossary.normalise import HAN, LATIN, latin_key
from glossary.segment import has_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.harvest.line import Line
    from glossary.harvest.translations import Answer
    from glossary.rules import Rules

_LATIN_UNIT = re.compile(rf"[{LATIN}0-9əƏ](?:[{LATIN}0-9əƏ.'’+\-]|,(?=\d))*$")
_NUMERAL = re.compile("第?(?P<number>[一二三四五六七八九十百两〇零]+|[0-9]+)(?:[大国届次号年方点级]|缔约方)?$")
_NUMERAL_END = frozenset("一二三四五六七八九十百两〇零大国届次号年方点级")  # what `_NUMERAL` may end with
_QUOTED = {"”": "“", "」": "「", "》": "《"}
_PLAIN = re.compile(f"[{HAN}{LATIN}əƏ]")
_WHOLE_TAGS = frozenset({"n", "a", "b", "zg", "g", "ng", "nr", "j"})
_NAMED_KINDS = frozenset({"organization", "treaty", "event"})
_GIVE_UP = 6.0  # how far below the best sum a walk goes on
_MOST_WALKS = 12
_FORCED = 3.0  # the most that a word before a bare head noun may cost
_AT_FLOOR = 1.2  # for a word at the head of a sentence: nothing further left that it could belong to
_OUT_OF_ORDER = 0.15  # for every letter of an acronym that an answer jumps over
_VERB = 1.5  # off the gain of a verb that takes the term for its object more often
_LONG_WORD = 10  # letters; such a Latin word may be several in Chinese: hydroxychloroquine
_LONGEST_NAME = 9  # of a name within a term


class Walked(NamedTuple):
    """Where the term begins, and the share (0 to 1) of the Latin form that its words answer to."""

    start: int
    share: float


class _Unit(NamedTuple):
    start: int
    gain: float
    matched: int
    left: Letters
    join: bool = False


def walked(row: Line, end: int, latin: str, floor: int, *, hear: bool = False, free: bool = False) -> Walked:
    """Where the term that ends at `end` and has the form `latin` begins, not before `floor`.

    A word that answers may as well be passed over without answering (its letter may belong to a word further
    left), so several walks are kept at once. With `hear`, names within the term answer by their sound; with `free`,
    the Latin form is taken for a free rendering, of which only the number of words can be trusted.
    """
    left = letters_of(latin)
    kind = kind_by_head(row.text[floor:end], row.context.rules)
    named = kind if kind in _NAMED_KINDS and not latin.islower() else None
    manner = Manner(end, floor, named, hear, free)
    long = 0 if left.acronym else sum(len(item) // (_LONG_WORD - 2 * free) for item in left.items)
    proper, bare = latin[:1].isupper(), None
    best = Walk(end, float("-inf"), 0, 0, left)
    walks = [Walk(end, 0.0, 0, len(left.items) + long, left)]
    while walks:
        further: dict[tuple[int, tuple[str, ...]], Walk] = {}
        for state in [_after(row, walk, unit) for walk in walks for unit in _units(row, walk, manner)]:
            if proper and _bare(row, state, manner):
                bare = state if bare is None or state.total > bare.total else bare
            elif state.total > best.total + 1e-9:
                best = state
            key = (state.at, state.left.items)
            known = further.get(key)
            going = state.at > floor and state.total > best.total - _GIVE_UP
            if going and (known is None or known.total < state.total):
                further[key] = state
        walks = sorted(further.values(), key=lambda walk: -walk.total)[:_MOST_WALKS]
    if bare is not None and bare.total > best.total + _FORCED:
        best = bare  # nothing but a stop word before it: 某平台
    start = whole_word(row, best.at, floor)
    if start - 1 == floor or (start - 2 >= floor and _bounds(row, start - 2)):
        tags = _WHOLE_TAGS | PLACE_TAGS
        if start - 1 > floor and not has_word(row.text[start:end]):
            tags |= {"v"}  # 其中 达 必妥
        whole = not is_stop(row, start - 1) and row.word_at[start - 1].tag in tags and row.word_at[start - 1].start == start - 1
        start -= whole and row.text[start - 1] not in word_set(row.context.rules, "edge.new")  # a single character is left over: 大卷尾
    return Walked(start, min(best.matched / max(len(left.items), 1), 1.0))


def _bounds(row: Line, at: int) -> bool:
    """Whether the word that ends behind `at` is 的, 与 or the like, or a longer word that is never part of a term."""
    word = row.word_at[at]
    form = row.text[word.start : word.end]
    return form in "的与及或" or (len(form) > 1 and form in word_set(row.context.rules, "edge.stop"))


def _bare(row: Line, walk: Walk, manner: Manner) -> bool:
    """Whether a head noun would stand alone where the Latin form says more than it does: 影展（Sundance Film Festival）."""
    if walk.at == manner.floor or not walk.left.items:
        return False
    form, rules = row.text[walk.at : manner.end], row.context.rules
    return is_head(form, rules) or form in _bare_words(rules)


@cache
def _bare_words(rules: Rules) -> frozenset[str]:
    return word_set(rules, "edge.cost.role") | word_set(rules, "edge.bare")


def _after(row: Line, walk: Walk, unit: _Unit) -> Walk:
    known = not unit.matched and row.text[unit.start : walk.at] in translations()
    spare = walk.spare - (unit.matched or (not known))
    return made(Walk, (unit.start, walk.total + unit.gain, walk.matched + unit.matched, spare, unit.left, unit.join))


def _units(row: Line, walk: Walk, manner: Manner) -> Iterator[_Unit]:
    """The units that can end where the walk stands, each with what it is worth."""
    at, left, floor, rules = walk.at, walk.left, manner.floor, row.context.rules
    char = row.text[at - 1]
    word = "\u4e00" <= char <= "\u9fff" and char not in _NUMERAL_END
    plain = None if word else _mark_unit(row, walk, floor) or _number_unit(row.text, at, left, floor, rules)
    if plain is not None:
        yield plain
        return
    for answer in answers_before(row.text, at, left, floor):
        if not _cuts(row, answer, at) and not joins_names(row, walk, PLACE_TAGS) and not ends_name(row, answer.start, at, manner):
            gain = rules["edge.gain.letter" if left.acronym else "edge.gain.word"].value or 0
            gain = gain * answer.matched - _OUT_OF_ORDER * answer.skipped
            if left.acronym and row.word_at[at - 1].tag == "v" and row.text[answer.start : at] in word_set(rules, "edge.stop"):
                gain -= _VERB  # within a term, but not its beginning: 支持 is not the S of SQM
            yield made(_Unit, (answer.start, gain, answer.matched, answer.rest, False))
    heard = _heard(row, at, left, floor) if manner.hear else None
    if heard is not None:
        yield heard
    start = first_start(row, at, floor) if at == manner.end else word_start(row, at, floor, first=False)
    gain = 0.0 if at == manner.end else worth(row, start, walk, manner)
    if start == floor and manner.free and at < manner.end and -3.0 < gain <= 0.0 and may_begin(row, start, at):
        gain += _AT_FLOOR  # 防弹少年团 at the head of a sentence
    yield made(_Unit, (start, gain, 0, left, row.text[start:at] in word_set(rules, "edge.cost.join")))


def _mark_unit(row: Line, walk: Walk, floor: int) -> _Unit | None:
    """Joiners, the comma of lists, a quoted stretch, a letter of another script: 黎曼ζ函数."""
    text, at, left, rules = row.text, walk.at, walk.left, row.context.rules
    char = text[at - 1]
    if char in JOINERS or char in " .":
        return _Unit(at - 1, -0.01, 0, left)
    if char == "、":
        return _Unit(at - 1, rules["edge.cost.join"].value or 0, 0, left, join=True)
    if char in _QUOTED:
        opening = max(text.rfind(_QUOTED[char], floor, at - 1), floor)
        quoted = "" if left.acronym else text[opening + 1 : at - 1]
        return _Unit(opening, 1.0 if answered(quoted, " ".join(left.items)) else -0.2, 0, left)
    if char.isalpha() and not char.isascii() and not _PLAIN.match(char):
        return _Unit(at - 1, rules["edge.gain.wanted"].value or 0, 0, left)
    return None


def _number_unit(text: str, at: int, left: Letters, floor: int, rules: Rules) -> _Unit | None:
    """Numerals, letters and digits: they belong to the term where the Latin form holds them too."""
    word = rules["edge.gain.word"].value or 0
    numeral = _NUMERAL.search(text, max(floor, at - 12), at)
    if numeral and _same_number(str(han_number(numeral["number"])), left.whole):
        return _Unit(numeral.start(), word, 0, left)
    match = _LATIN_UNIT.search(text, max(floor, at - 30), at)
    if match is None:
        return None
    piece, start = match.group(), match.start()
    key = latin_key(piece)
    if piece[0].isdigit() and text[at : at + 1] == "-" and not key.isalpha():
        return _Unit(start, rules["edge.gain.wanted"].value or 0, 0, left)  # locants: 3,4-亚甲二氧基…
    digits = re.sub(r"\D", "", key)
    shared = any(d in digits for d in re.findall(r"\d{2,}|\d$", left.whole))
    if not key or not (shared or key in left.whole):
        return _Unit(start, rules["edge.cost.function"].value or 0, 0, left)
    items = tuple(item for item in left.items if item != key)
    return _Unit(start, word, len(left.items) - len(items), left._replace(items=items))


def _heard(row: Line, at: int, left: Letters, floor: int) -> _Unit | None:
    """A name within a translated term: 斯坦福 of 斯坦福大学, by the sound of a word that is still unanswered."""
    rules = row.context.rules
    if left.acronym or not left.items or at - floor < 2 or usual_of(row.text[at - 1]) + usual_of(row.text[at - 2]) <= 0:
        return None
    lowest = max(floor, bounded(row, at, max(floor, at - _LONGEST_NAME)))
    if at - lowest < 2:
        return None
    least = rules["edge.sound.evidence"].value or 0.0
    best: tuple[float, int, str] | None = None
    for item in left.items:
        if len(item) < 3 or not may_sound(row.text[lowest:at], item, least):
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


def _cuts(row: Line, answer: Answer, end: int) -> bool:
    """Whether a single character that answers is cut out of an ordinary word, the rest of which answers to nothing."""
    word = row.word_at[end - 1]
    if end - answer.start > 1 or word.start == answer.start or not has_word(row.text[word.start : word.end]):
        return False
    if row.text[word.start : word.end] in word_set(row.context.rules, "edge.stop"):
        return True  # 个 of 一个
    return not answers_before(row.text, answer.start, answer.rest, word.start)


def _same_number(number: str, latin: str) -> bool:
    """Whether a number of the term stands in the Latin form, in full or as the last two digits of a year."""
    return any(number == d or (len(number) == 4 and number.endswith(d)) for d in re.findall(r"\d{2,}|\d$", latin))


def han_number(numeral: str) -> int:
    """The value of a numeral below 1,000 in Chinese (二十七 is 27) or of any in digits."""
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
