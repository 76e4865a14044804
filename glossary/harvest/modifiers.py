"""Where a name that a head word ends begins: the walk left over the modifiers that belong to it.

The grammar is that of Chinese compound names: modifiers of nouns, names and verbal nouns stand before the head
without 的; two common nouns may be joined by 和 or 与 inside a name (安全与合作组织), two names may not
(亚美尼亚和阿塞拜疆外交部 are two ministries).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from glossary.harvest.transliteration import known_spans, run_before, strong
from glossary.segment import Word, has_word, word_across, word_before

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossary.harvest.context import Context
    from glossary.model import Span
    from glossary.rules import Rules

_NOUNS = ("n", "vn", "an", "j", "nz", "nt", "ns", "nr", "b", "eng", "l", "s", "nrt")
LONGEST = 60  # characters before a head word that are walked over: no name has more, and a text may be one line
_ONE = frozenset("南北东西中总新")  # single characters that stand in names: 南高加索


@lru_cache(maxsize=64)  # several harvesters ask for the names of one passage, one after the other
def names_in(text: str, context: Context) -> Mapping[int, Span]:
    """Known names of places and bodies in `text`, by the offset at which they end."""
    return {span.end: span for span, _ in known_spans(text, context.known_names, context.rules)}


@lru_cache(maxsize=64)
def places_in(text: str, context: Context) -> tuple[Span, ...]:
    """Known places in `text`, from left to right; they do not overlap."""
    return tuple(span for span, _ in known_spans(text, context.known_places, context.rules))


def modifiers_start(text: str, head: int, context: Context, known: Mapping[int, Span], *, joins: bool = True) -> int:
    """Where the modifiers before the head at `head` begin; `head` itself where there are none. `known` is what
    `names_in` returned for `text`."""
    rules = context.rules
    # The dictionary may hold a modifier and the head as one word: 友好条约.
    within = word_across(text, head)
    at = within.start if within is not None else head
    earliest = max(0, head - LONGEST)
    proper = False  # whether the part walked so far begins with a name
    while at > earliest:
        name = known.get(at)
        run = run_before(text, at, rules) if name is None else None
        if name is not None and name.start < at:
            if proper and _is_coordinate(text, at):
                break
            at, proper = name.start, True
        elif run is not None and _is_name_run(text, run, rules):
            at, proper = run.start, True
        elif text[at - 1] == "-" and at - 1 > 0 and proper:
            at -= 1
        elif (word := word_before(text, at)) is not None and _is_modifier(text, word, rules):
            at, proper = word.start, word.tag in {"ns", "nr", "nrt", "eng"}
        elif joins and not proper and (join := _join(text, at, head, known, rules)):
            at = join
        else:
            break
    return at


def _is_modifier(text: str, word: Word, rules: Rules) -> bool:
    return _modifies(text[word.start : word.end], word.tag, rules)


@lru_cache(maxsize=10_000)  # a run of heads (部部部) asks for the words before each of them
def _modifies(form: str, tag: str, rules: Rules) -> bool:
    if form in _verbs(rules):
        return True
    if len(form) == 1:
        return form in _ONE or (tag == "eng" and form.isupper())
    if form in rules["body.modifier.office"].words:
        return True
    if form in _offices(rules) or form in rules["body.not"].words:
        return False
    return tag in _NOUNS and (tag != "l" or len(form) == 4)


def _join(text: str, at: int, head: int, known: Mapping[int, Span], rules: Rules) -> int | None:
    """The start of the common noun before a 和 that joins two nouns of one name; None where it does not."""
    if at == head:
        return None
    for join in rules.words("body.modifier.join"):
        if not text.endswith(join, 0, at):
            continue
        before = word_before(text, at - len(join))
        if before is None or before.end in known or not _is_modifier(text, before, rules):
            return None
        form = text[before.start : before.end]
        if before.tag in {"nt", "ns", "nr", "nrt"} or form.endswith(_heads(rules)) or len(form) != 2:
            return None
        further = word_before(text, before.start)
        if further is None or further.tag.startswith(("x", "ns", "nt", "p", "uj", "v", "d")):
            return before.start
        return None
    return None


def _is_coordinate(text: str, at: int) -> bool:
    return text[at - 1] in "和与及、"


def _is_name_run(text: str, run: Span, rules: Rules) -> bool:
    name = text[run.start : run.end]
    if len(name) < 2 or has_word(name):
        return False
    return 3 * sum(c in strong(rules) for c in name) >= 2 * len(name)


@cache
def _verbs(rules: Rules) -> frozenset[str]:
    return frozenset(rules["body.modifier.verb"].words)


@cache
def _offices(rules: Rules) -> frozenset[str]:
    return frozenset(rules.words("office.head", "office.profession", "honorific"))


@cache
def _heads(rules: Rules) -> tuple[str, ...]:
    return rules.words("body.head")
