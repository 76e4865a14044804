"""English of names that are put together from known parts: 亚美尼亚外交部 → Ministry of Foreign Affairs of
Armenia.

The rules are the rows of `glossary/data/reference/compose.tsv`: a Chinese pattern with slots, (a|b) for
either, and the English with the same slots, and an example of both. What stands in a slot must be known by
itself; a rule with an unknown part yields nothing. The slots:

    {S} {T}  a state or another known place, with its article
    {P} {Q}  the same without article; {R}: one that is no state
    {H}      a place of the countries spoken of that may also be known by its sound
    {O}      an organisation, with its article; {I}: a treaty, with its article; {F}: an office
    {A} {B}  officers of the United Nations, one or several, with their articles
    {of}     in the English only: "of 28 September 2020"; the Chinese must have the date
    {dated}  the same as "dated 28 September 2020 ", empty where there is no date
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple, cast

from glossary.errors import RulesError
from glossary.reference import references
from glossary.suggest.numbers import split_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from glossary.model import Kind

TABLE = "compose.tsv"
_SLOT = re.compile(r"\{(\w+)\}")
_EITHER = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Composition:
    """One rule: a name of `kind` that matches `zh` is called `en`, with the English of its parts put in."""

    id: str
    kind: Kind
    zh: re.Pattern[str]
    en: str


class Composed(NamedTuple):
    """An English name and the rule that made it."""

    text: str
    rule: str


def composed(
    zh: str, fits: Callable[[Kind], bool], part: Callable[[str, str], str | None]
) -> Composed | None:
    """The English of `zh` by the first rule of a kind that `fits` and whose parts are all known.

    `part(slot, zh)` is the English of a part, None where it is not known.
    """
    for rule in compositions().get(zh[-1:], ()):
        if fits(rule.kind) and (text := _filled(rule, zh, part)):
            return Composed(text, rule.id)
    return None


def _filled(rule: Composition, zh: str, part: Callable[[str, str], str | None]) -> str | None:
    dated, rest = split_date(zh) if rule.kind == "document" else ("", zh)
    match = rule.zh.fullmatch(rest)
    if match is None:
        return None
    names: dict[str, str] = {}
    for slot, piece in match.groupdict().items():
        if (english := part(slot, piece)) is None:
            return None
        names[slot] = english
    if not dated and (not names or "{of}" in rule.en):
        return None  # a bare 声明 or 信 is nobody's name
    if dated and "{of}" not in rule.en and "{dated}" not in rule.en:
        return None
    return rule.en.format(**names, of=f"of {dated}", dated=f"dated {dated} " if dated else "").strip()


@cache
def compositions() -> Mapping[str, tuple[Composition, ...]]:
    """The rules by the last character of what they match, in the order of their table. Raises RulesError
    where a row is not as it should be."""
    found = {form for row in references() if row.kind == "office" for form in row.zh}
    offices = sorted(found, key=lambda form: (-len(form), form))
    by_end: defaultdict[str, list[Composition]] = defaultdict(list)
    for name, kind, zh, en, _, _ in rows():
        if not set(_SLOT.findall(en)) - {"dated", "of"} <= set(_SLOT.findall(zh)):
            raise RulesError(f"{name}: the English has a slot that the Chinese has not", TABLE)
        for form in _spelled_out(zh):
            form_with_offices = form.replace("{F}", f"(?P<F>{'|'.join(offices)})")
            # the shortest first part: 秘鲁 + 外交部长, not 秘鲁外交 + 部长
            pattern = re.compile(_SLOT.sub(r"(?P<\1>.+?)", form_with_offices))
            rule = Composition(name, cast("Kind", kind), pattern, en)
            for end in sorted({office[-1] for office in offices} if form.endswith("{F}") else {form[-1]}):
                by_end[end].append(rule)
    return {end: tuple(rules) for end, rules in by_end.items()}


def rows() -> Iterator[list[str]]:
    """The table row by row: id, kind, Chinese, English, and an example of both."""
    text = (resources.files("glossary") / "data" / "reference" / TABLE).read_text("utf-8")
    for number, line in enumerate(text.splitlines()[1:], 2):
        cells = line.split("\t")
        if len(cells) != 6:
            hint = "id, kind, zh, en, example, reads"
            raise RulesError(f"line {number} has {len(cells)} columns", TABLE, hint)
        yield cells


def _spelled_out(zh: str) -> Iterator[str]:
    """The patterns that a pattern with (a|b) stands for, in its order."""
    match = _EITHER.search(zh)
    if match is None:
        yield zh
        return
    for choice in match[1].split("|"):
        yield from _spelled_out(zh[: match.start()] + choice + zh[match.end() :])
