"""Chinese in Chinese brackets: full form（abbreviation）, name（other name）, place（the state it lies in）."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.harvest.edges import Edge, chinese_edge
from glossary.harvest.heads import head_noun, kind_by_head
from glossary.harvest.kinds import kind_of
from glossary.harvest.line import JOINERS, ending, honorifics, title_ends
from glossary.harvest.transliteration import strong, usable
from glossary.model import Find, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.harvest.glosses import Item
    from glossary.harvest.line import Line
    from glossary.model import Relation
    from glossary.rules import Rules

_OTHER_NAME = frozenset({"gloss.alias", "gloss.person"})
_LONG_ENOUGH = 4
_LONGEST_NOMINAL = 16
_NOMINAL = (
    "n",
    "vn",
    "an",
    "j",
    "l",
    "i",
    "nz",
    "nr",
    "ns",
    "nt",
    "b",
    "zg",
    "g",
    "ng",
    "a",
    "v",
    "k",
    "s",
    "q",
    "m",
)
_NO_NOUN = ("uj", "ul", "uz", "p", "r", "c", "d", "y", "x", "t")


def han_forms(
    row: Line, held: tuple[Item, ...], end: int, earliest: int, known: Edge | None = None
) -> Iterator[Find]:
    """Every Chinese form of the bracket that abbreviates, renames or locates the term before it; `known` is where a
    Latin form of the same bracket bounds that term."""
    for number, item in enumerate(held):
        if item.script != "han":
            continue
        found = _related(row, item, end, earliest, known, alone=number == 0 and len(held) == 1)
        if found is None:
            continue
        edge, relation = found
        rule = row.context.rules[f"bracket.{relation}"]
        term = row.text[edge.start : edge.end]
        form = row.text[item.span.start : item.span.end]
        kinds = row.context.reference
        kind = kinds.get(term) or kinds.get(form) or kind_by_head(term, row.context.rules)
        kind = kind or kind_by_head(form, row.context.rules)
        kind = kind or ("place" if relation in {"apposition", "alias"} and not item.marker else None)
        kind = kind or kind_of(row, Span(edge.start, edge.end), "", edge.rule)
        yield Find(Span(edge.start, edge.end), kind, rule.id, rule.score, relation, item.span)


def _related(
    row: Line, item: Item, end: int, earliest: int, known: Edge | None, *, alone: bool
) -> tuple[Edge, Relation] | None:
    text, rules = row.text, row.context.rules
    form = text[item.span.start : item.span.end]
    edge = known or chinese_edge(row, end, form, earliest)
    if edge is None:
        return None
    term = text[edge.start : edge.end]
    if item.marker:
        relation: Relation = "alias" if item.marker in _OTHER_NAME else "abbreviation"
        if abbreviates(form, term) or abbreviates(term, form):
            relation = "abbreviation"
        if (
            item.bare
            and relation != "abbreviation"
            and not is_name(form, rules)
            and kind_by_head(form, rules) is None
        ):
            return None
        return edge, relation
    if not alone:
        return None
    marked = text[edge.end : edge.end + 1] == "》" and text[item.span.end : item.span.end + 1] == "》"
    if marked and form in term and len(form) + 2 <= len(term):
        return edge, "abbreviation"  # 《关于…的原则宣言协定》(《原则宣言》)
    if abbreviates(form, term) or abbreviates(term, form):
        return edge, "abbreviation"
    if _same_head(term, form, rules):
        return edge, "alias"
    if not is_name(term, rules):
        return None
    if form in row.context.states:
        person = "·" in term or text[edge.end : end].startswith(
            honorifics(rules)
        )  # a speaker's state is another rule's
        return None if person else (edge, "apposition")
    return (edge, "alias") if is_name(form, rules) and re.search("[·-]", form + term) else None


def _same_head(term: str, form: str, rules: Rules) -> bool:
    """Whether both are names of places with one head noun: 卢马岛(圣彼得岛)."""
    head = head_noun(term, rules)
    return (
        bool(head)
        and head == head_noun(form, rules)
        and kind_by_head(term, rules) == "place"
        and is_name(term[: -len(head)], rules)
        and is_name(form[: -len(head)], rules)
    )


def abbreviates(short: str, full: str) -> bool:
    """Whether every character of `short` stands in `full`, in that order, and `full` is longer by two or more.

    Characters in one piece are no abbreviation, unless they are its end (教科文组织), and long enough to be a name.
    """
    if len(short) < 2 or len(full) < len(short) + 2:
        return False
    if short in full:
        return full.endswith(short) and len(short) >= _LONG_ENOUGH
    at = -1
    for char in short:
        at = full.find(char, at + 1)
        if at < 0:
            return False
    return True


def is_name(text: str, rules: Rules) -> bool:
    """Whether a form is written with the characters of transliterated names, most of them used in little else."""
    plain = text.replace("·", "").replace("-", "")
    return (
        len(plain) >= 2
        and all(c in usable(rules) for c in plain)
        and 2 * sum(c in strong(rules) for c in plain) >= len(plain)
    )


def is_nominal(row: Line, span: Span) -> bool:
    """Whether a Chinese form can be a name or a term: a short run of nouns and the like that is neither a state
    nor an office."""
    form = row.text[span.start : span.end]
    if len(form) > _LONGEST_NOMINAL or form in row.context.states or ending(form, title_ends(row.context.rules), 0, len(form)):
        return False
    tags = [row.word_at[at].tag for at in range(*span) if row.text[at] not in JOINERS]
    return all(tag.startswith(_NOMINAL) and not tag.startswith(_NO_NOUN) for tag in tags)


def is_noun(row: Line, span: Span) -> bool:
    """Whether it is nominal and holds no verb, adjective or number: 单子, but not 需要权限, 默认100."""
    return is_nominal(row, span) and not any(word.tag[0] in "vamq" and word.tag != "vn" for word in row.word_at[span.start : span.end])
