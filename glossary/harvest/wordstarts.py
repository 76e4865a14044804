"""Where the words of a term begin, by the tagger's words and in spite of them: it breaks up what it does not know, and
takes the end of the word before a name for the name's beginning. Texts are in Simplified characters.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from glossary.harvest.line import JOINERS, is_stop, word_set
from glossary.harvest.sounds import usual_of
from glossary.segment import has_word

if TYPE_CHECKING:
    from glossary.harvest.line import Line

_PARTICLES = frozenset({"p", "c", "d"})
_NOUNS = frozenset({"n", "vn"})
_LONGEST_UNKNOWN = 4
_LONGEST_NAME = 9  # of a name within a term


@lru_cache(maxsize=1024)  # several walks come to one place, and one walk by several ways
def word_start(row: Line, at: int, floor: int, *, first: bool) -> int:
    """Where the word that ends at `at` (or reaches over it) begins; single characters of no use of their own
    are taken together: 象鼩目 is cut into three by the tagger."""
    start = max(row.word_at[at - 1].start, floor)
    if at - start > 1 and _is_stray(row, start, at):
        start += 1
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


def _is_stray(row: Line, start: int, at: int) -> bool:
    """Whether the tagger's guess begins with a character of the word before it: 及 罗伯, 1920年 色, 设计商 安谋."""
    if row.text[start] in "年月日" and row.text[start - 1 : start].isdigit():
        return True
    if has_word(row.text[start:at]):
        return False
    if at - start == 2:
        return row.text[start] in word_set(row.context.rules, "edge.clitic")  # 据卡 武穆, 由大 韩
    role = row.text[start] in word_set(row.context.rules, "edge.role.end") and start > 0 and row.word_at[start - 1].tag in _NOUNS
    stray = is_stop(row, start) or row.text[start] in word_set(row.context.rules, "name.function.weak")
    return stray or (role and row.text[start] not in row.context.rules["person.surname.chinese"].words[0])


def first_start(row: Line, at: int, floor: int) -> int:
    """Where the last word of the term begins. A single character is no term, not even where the tagger takes it and
    its neighbour for particles: 比 对."""
    start = word_start(row, at, floor, first=True)
    if at - start == 1 and start > floor and row.word_at[start].tag in _PARTICLES:
        before = row.word_at[start - 1]
        if before.end - before.start == 1 and before.tag in _PARTICLES:
            return max(before.start, floor)
    return start


def _fragments_start(row: Line, start: int, at: int, floor: int) -> int:
    """`start`, moved before the other pieces of a name that the tagger broke up: 卡塔 赫纳."""
    if not row.word_at[at - 1].tag.startswith("nr"):
        return start
    while start > floor:
        before = row.word_at[start - 1]
        form = row.text[before.start : before.end]
        if not before.tag.startswith("nr") or at - before.start > _LONGEST_NAME or sum(map(usual_of, form)) <= -2:
            break
        start = max(before.start, floor)
    return start


def _is_function(row: Line, at: int) -> bool:
    return row.word_at[at].tag in word_set(row.context.rules, "edge.cost.function") or is_stop(row, at)


def whole_word(row: Line, start: int, floor: int) -> int:
    """`start`, moved to the beginning of a word of the language that it would cut: 加州大学 is one."""
    if start >= len(row.text):
        return start
    word = row.word_at[start]
    if row.text[start] in word_set(row.context.rules, "edge.suffix") and word.start == start > floor:
        return max(row.word_at[start - 1].start, floor)  # 停滞 性
    whole = floor <= word.start < start and has_word(row.text[word.start : word.end])
    if whole and row.text[word.start : word.end] in word_set(row.context.rules, "edge.stop"):
        return min(word.end, start + 1)  # 一个
    return word.start if whole and row.text[word.start] not in word_set(row.context.rules, "edge.clitic") else start
