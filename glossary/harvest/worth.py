"""What a word before a bracket is worth for the term that is being walked, where it answers to nothing.

The numbers stand in `glossary/data/rules/edges.toml`; more than 0 takes the word in, less leaves it out unless words
further left make up for it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.harvest.heads import is_head
from glossary.harvest.line import titles, word_set
from glossary.harvest.translations import translations
from glossary.normalise import has_han
from glossary.segment import has_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossary.harvest.line import Line
    from glossary.harvest.translations import Letters
    from glossary.model import Kind
    from glossary.rules import Rules

_NEVER = -8.0
_HYPHENS = frozenset("-‐‑–·—")
_NO_BEGINNING = frozenset({"ns", "p", "c", "r", "d"})
_POINTING = frozenset("这那该此每某")  # 这档 is a guess of the tagger
_OUTER = -0.3
_PARTICLE = -3.0  # what costs less than this is no content word
_GUESSED_TAGS = frozenset({"q", "m", "t", "f"})
_COUNTERS = frozenset("号级型式款版代位帐")  # within names no measure words: 罗斯福号航母
_TIME = re.compile("[月日天周时晨晚夜初末]$|(?<![青少中老])年|^[昨今明去前后近新当同早]")
_NUMBER = re.compile("[0-9〇零一二三四五六七八九十百千万亿两几半数]")
_OF = re.compile(r"\b(?:of|de|du|des|der|von)\b")
PLACE_TAGS = frozenset({"ns", "nr", "nrt"})
NAME_TAGS = PLACE_TAGS | {"nt", "nz"}


class Walk(NamedTuple):
    """A walk as far as it has come: where it stands, its sum, how many words or letters were answered, how many are
    left that no word has been taken for, what is left, whether the last word was 和 or the like."""

    at: int
    total: float
    matched: int
    spare: int
    left: Letters
    joined: bool = False


class Manner(NamedTuple):
    """How a walk goes: where the term ends, the kind its head names (of those that are named by long phrases),
    whether names answer by sound, whether the Latin form is taken for a free rendering."""

    end: int
    floor: int
    named: Kind | None
    hear: bool
    free: bool


def worth(row: Line, start: int, walk: Walk, manner: Manner) -> float:
    """What the word from `start` to where the walk stands is worth: by its place in the lists, else by its tag and
    by whether something of the Latin form is still to be answered."""
    if row.text[walk.at] in _HYPHENS and walk.at < manner.end and row.text[walk.at : walk.at + 2] != "——":
        return _value(row.context.rules, "edge.gain.wanted")  # nothing begins behind a hyphen: 邓宁-克鲁格效应
    listed = _listed(row, row.text[start : walk.at], walk, manner)
    if listed is not None:
        return listed
    if joins_names(row, walk, NAME_TAGS):
        return _value(row.context.rules, "edge.cost.function")
    return _by_tag(row, start, walk, manner)


def _listed(row: Line, form: str, walk: Walk, manner: Manner) -> float | None:
    rules = row.context.rules
    if form == "国家" and manner.named == "organization":
        return _value(rules, "edge.gain.wanted")  # 国家铜业公司
    held = _list_of(form, rules)
    if held is None:
        return None
    if held == "edge.stop":
        return _NEVER
    part = 1
    if held == "edge.cost.join" and manner.named:
        part = 3
    elif held == "edge.cost.of" and _OF.search(walk.left.whole):
        part = 4
    elif held == "edge.cost.role" and walk.left.acronym and walk.matched:
        part = 3  # 公司治理 is no company's name
    return _value(rules, held) / part


@lru_cache(maxsize=16384)
def _list_of(form: str, rules: Rules) -> str | None:
    """The rule that lists a word, the first one of several; None where none does."""
    if form in word_set(rules, "edge.stop") or (form[0] in _POINTING and len(form) == 2 and not has_word(form)):
        return "edge.stop"
    held = next((rule for rule in ("edge.cost.join", "edge.cost.of", "edge.cost.role") if form in word_set(rules, rule)), None)
    if held is None and len(form) > 3 and form.endswith(_role_ends(rules)):
        return "edge.cost.role"
    return "edge.cost.title" if held is None and form in titles(rules) else held


def _by_tag(row: Line, start: int, walk: Walk, manner: Manner) -> float:
    rules, form = row.context.rules, row.text[start : walk.at]
    gain, tag = _value(rules, "edge.gain.wanted"), row.word_at[walk.at - 1].tag
    if tag == "d" and len(form) == 2 and walk.spare > 0 and walk.matched:
        return gain / 5  # adverbs that are none stand in terms, the true ones in the stop list: 反向传播
    if ends_name(row, start, walk.at, manner):
        return _value(rules, "edge.cost.title")
    cost = _cost(form, tag, row.word_at[walk.at - 1].start > start, rules)
    wanted = walk.spare > 0 and (bool(walk.left.items) or manner.free)
    if tag in PLACE_TAGS and walk.matched and not walk.left.items and form not in row.context.states:
        return _OUTER  # where it is: 纽约 现代艺术博物馆; a state is part of the name more often
    noun = cost > -1.0 or (manner.named and form in word_set(rules, "body.modifier.verb"))
    single = manner.end - walk.at == 1  # a single character is no term: 法, 署, 湾 want a word before them
    if noun and (manner.named or single or (wanted and form not in translations())):
        return gain
    if not wanted or cost <= _PARTICLE:
        return cost
    if manner.named and tag == "v":
        return gain / 5 if manner.named == "treaty" else -gain / 2  # named by what they do: 推进, 扫雷
    if manner.free and tag not in PLACE_TAGS:
        return gain / 2 if noun or cost >= -1.0 else cost / 16
    # Something of the Latin form is still without an answer: the word may be a freer rendering of it.
    if not walk.matched or (cost < -1.0 and walk.left.acronym):
        return cost / 2
    if tag == "v" and len(form) > 1:
        return _OUTER  # more often takes the term for its object than begins it: 抛出空指针异常
    return gain / 2 if len(form) == 1 or form not in translations() else gain / 5


@lru_cache(maxsize=16384)
def _cost(form: str, tag: str, pieces: bool, rules: Rules) -> float:
    """The cost of a tag. The tag of what the tagger guessed, or of one of several single characters taken together
    (`pieces`), says nothing: 金帐/q."""
    guessed = tag in _GUESSED_TAGS and len(form) > 1 and not has_word(form)
    guessed = guessed or (tag == "t" and not _TIME.search(form))  # 青年, 近世: no times
    guessed = guessed or (tag == "m" and len(form) > 1 and not _NUMBER.search(form))  # 多重: no number
    guessed = guessed or (tag == "x" and has_han(form))  # characters that the tagger does not know
    return costs(rules).get("n" if pieces or guessed or form in _COUNTERS else tag, -1.0)


def may_begin(row: Line, start: int, end: int) -> bool:
    """Whether a word at the head of a sentence may begin a term: no state, no particle."""
    rules, form = row.context.rules, row.text[start:end]
    joined = form in word_set(rules, "edge.cost.join") or form in word_set(rules, "edge.cost.of")
    return not joined and row.word_at[start].tag not in _NO_BEGINNING and form not in row.context.states


def ends_name(row: Line, start: int, at: int, manner: Manner) -> bool:
    """Whether a head noun that ends the term ends another name here: 主权财富基金 公共投资基金 are two names of one."""
    form = row.text[start:at]
    repeated = at < manner.end - len(form) and row.text.endswith(form, at, manner.end)
    return repeated and is_head(form, row.context.rules)


def joins_names(row: Line, walk: Walk, tags: frozenset[str]) -> bool:
    """Whether 和 would join two names here, which it does not within a name: 以色列和联合国安理会."""
    return walk.joined and row.word_at[walk.at - 1].tag in tags


def _value(rules: Rules, rule_id: str) -> float:
    return rules[rule_id].value or 0.0


@cache
def costs(rules: Rules) -> Mapping[str, float]:
    """Tag → what a word that has it costs."""
    names = ("noun", "name", "adjective", "side", "verb", "time", "function")
    return {tag: _value(rules, f"edge.cost.{n}") for n in names for tag in rules[f"edge.cost.{n}"].words}


@cache
def _role_ends(rules: Rules) -> tuple[str, ...]:
    """What words for what something is end with: 间谍机构, 光刻机制造商."""
    return tuple(word for word in rules["edge.cost.role"].words if len(word) > 1)
