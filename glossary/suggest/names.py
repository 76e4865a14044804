"""English of names that a table holds, that are counted, or that are put together from known parts."""

from __future__ import annotations

import re
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from glossary.gazetteer import capitals, languages
from glossary.normalise import latin_key
from glossary.reference import references
from glossary.suggest import numbers
from glossary.suggest.answer import Answer, fits, is_acronym
from glossary.suggest.compose import composed
from glossary.suggest.context import state_named
from glossary.suggest.heard import heard_place
from glossary.suggest.listed import listed_place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from glossary.gazetteer import State
    from glossary.model import Kind
    from glossary.reference import Reference
    from glossary.suggest.context import SuggestContext
    from glossary.suggest.heard import Hear
    from glossary.suggest.spoken import Spoken

# Trust in an answer by its source, 0 to 1. That of places is measured: `glossary/data/rules/suggest.toml`.
_USER, _STATE, _TABLE, _COUNTED, _SHORT, _COMPOSED = 1.0, 0.99, 0.97, 0.95, 0.9, 0.85
_SHORT_LENGTH = 3  # an abbreviation of so few characters may be another thing's as well
# Whom letters are addressed to.
_OFFICERS = frozenset({
    "office.secretary-general", "office.president-general-assembly", "office.president-security-council",
    "office.president-economic-social-council", "office.president-human-rights-council",
})  # fmt: skip
# English nouns whose bodies and treaties take the article in running text.
_ARTICLE = frozenset({
    "agency", "agreement", "alliance", "army", "assembly", "association", "authority", "bank", "board",
    "centre", "charter", "chambers", "committee", "commission", "community", "conference", "congress",
    "convention", "council", "court", "covenant", "department", "directorate", "empire", "facility",
    "federation", "force", "forces", "foundation", "fund", "government", "group", "institute",
    "institution", "league", "mechanism", "ministry", "mission", "movement", "nations", "network",
    "office", "operation", "organization", "organisation", "panel", "parliament", "platform",
    "protocol", "programme", "republic", "secretariat", "society", "staff", "statute", "system", "team",
    "treaty", "tribunal", "tribunals", "union", "university",
})  # fmt: skip


def by_reference(forms: Sequence[str], kind: Kind | None, context: SuggestContext) -> Answer | None:
    """What the user's reference termbases, then the reference table of the package, call one of the forms
    (keys of Chinese forms). The longest form decides: it is the most definite."""
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    for form in ordered:
        for entry in context.references.get(form, ()):
            if fits(kind, entry.kind):
                return Answer(entry.text, entry.origin, _USER)
    for form in ordered:
        if (row := _table().get(form)) and fits(kind, row.kind):
            return _row_answer(row, form)
    return None


def by_acronym(forms: Sequence[str], kind: Kind | None, acronyms: Sequence[str]) -> Answer | None:
    """The full English of a concept that the documents give an acronym only, if the reference table knows
    both under one entry: 联合国儿童基金会（UNICEF）."""
    wanted = {latin_key(acronym) for acronym in acronyms}
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        row = _table().get(form)
        if row and fits(kind, row.kind) and wanted & {latin_key(name) for name in row.en[1:]}:
            return _row_answer(row, form)
    return None


def by_table(forms: Sequence[str], kind: Kind | None) -> Answer | None:
    """What the tables of states and languages call one of the forms."""
    if fits(kind, "place") and (found := _state(forms)):
        state, english = found
        notes = (f"formal name: {state.en_long}",) if state.en_long not in (english, state.en) else ()
        return Answer(english, f"state: {state.code}", _STATE, notes)
    for form in forms:
        if fits(kind, "term") and kind != "place" and (language := languages().get(form)):
            return Answer(language.en, f"language: {language.code}", _TABLE)
    return None


def by_rule(
    forms: Sequence[str], kind: Kind | None, context: SuggestContext, spoken: Spoken, hear: Hear = heard_place
) -> Answer | None:
    """The English of something counted (a session, a resolution), by the longest form that yields any, or put
    together from known parts, by the shortest: English goes on with the short names of states."""
    ordered = sorted(forms, key=lambda form: (len(form), form))
    known = partial(part, context, spoken, hear=hear)
    readings: tuple[tuple[Kind, Callable[[str], str | None]], ...] = (
        ("event", lambda form: numbers.organ_session(form, partial(known, "O"))),
        ("event", numbers.war_of_days),
        ("document", lambda form: numbers.resolution(form, partial(known, "O"))),
    )
    for form in reversed(ordered):
        for entry, reading in readings:
            if fits(kind, entry) and (text := reading(form)):
                return Answer(text, "rule: counted", _COUNTED)
    for form in ordered:
        if found := composed(form, lambda entry: fits(kind, entry), known):
            return Answer(found.text, f"rule: {found.rule}", _COMPOSED)
    return None


def part(context: SuggestContext, spoken: Spoken, slot: str, zh: str, hear: Hear = heard_place) -> str | None:
    """The English of what stands in a slot of a composition (see `glossary.suggest.compose`); None if
    unknown."""
    if slot in "ST":
        return _place(zh, context, spoken, hear, article=True)
    if slot in "PQ":
        return _place(zh, context, spoken, hear)
    if slot == "R":
        return None if state_named(zh) else _place(zh, context, spoken, hear)
    if slot == "H":
        found = _place(zh, context, spoken, hear, inside=True)
        heard = hear((zh,), spoken) if found is None else None
        return heard.text if heard else found
    if slot == "F":
        row = _table().get(zh)
        return row.en[0] if row and row.kind == "office" and " to " not in row.en[0] else None
    if slot in "AB":
        return _officers(zh)
    kinds: tuple[Kind, ...] = ("organization",) if slot == "O" else ("treaty",)
    return _body(zh, kinds, context, spoken, hear)


def _place(
    zh: str, context: SuggestContext, spoken: Spoken, hear: Hear, *, article: bool = False, inside: bool = False
) -> str | None:
    """A place that is known by itself; `inside`: if by the gazetteer alone, then in the countries spoken
    of."""
    if state := state_named(zh):
        return _with_article(state, zh) if article else state.common
    row = _table().get(zh)
    if row and row.kind == "place":
        return row.en[0]
    name, kind = context.stated.get(zh, ("", None))
    if name and kind == "place":
        return name
    listed = listed_place((zh,), spoken, inside=inside)
    if listed and (len(zh) > 2 or zh in capitals()):  # 联合参谋长 is nobody's of 联合, though there is a town
        return listed.text
    made = composed(zh, lambda entry: entry == "place", partial(part, context, spoken, hear=hear))
    if made is None:
        return None
    takes = article and (" of " in made.text or made.text.endswith(" region"))
    return f"the {made.text}" if takes else made.text


def _body(
    zh: str, kinds: tuple[Kind, ...], context: SuggestContext, spoken: Spoken, hear: Hear
) -> str | None:
    row = _table().get(zh)
    if row and row.kind in kinds:
        return _the(row.en[0])
    name, kind = context.stated.get(zh, ("", None))
    if name and kind in kinds:
        return _the(name)
    made = composed(zh, lambda entry: entry in kinds, partial(part, context, spoken, hear=hear))
    return _the(made.text) if made else None


def _officers(zh: str) -> str | None:
    """秘书长、大会主席和安全理事会主席 → the Secretary-General, the President of the General Assembly and …"""
    rows = [_table().get(name) for name in re.split("、|和", zh)]
    names = [f"the {row.en[0]}" for row in rows if row and row.kind == "office" and row.id in _OFFICERS]
    if len(names) < len(rows):
        return None
    return " and ".join([", ".join(names[:-1]), names[-1]]) if names[1:] else names[0]


def _the(name: str) -> str:
    """A name of a body or treaty with the article it takes: the Security Council, but Amnesty
    International."""
    return f"the {name}" if _ARTICLE & set(latin_key(name).split()) and not is_acronym(name) else name


def _state(forms: Sequence[str]) -> tuple[State, str] | None:
    """The one state that the forms name and its English: the United Nations' short form if the Chinese has
    that, the everyday name for other short forms (叙利亚: Syria), the formal name if there is no short form
    at all."""
    found = {state.code: state for form in forms if (state := state_named(form))}
    if len(found) != 1:
        return None
    state = next(iter(found.values()))
    given = [form for form in forms if form in found or state_named(form)]
    if state.zh[0] in given:
        return state, state.en
    own = dict(state.english)
    short = [form for form in given if form not in state.zh_long]
    return state, own.get(short[0], state.common) if short else state.en_long


def _with_article(state: State, zh: str) -> str:
    """The name of a state after a preposition: the Republic of Armenia, the Russian Federation, Armenia."""
    own = dict(state.english).get(zh)
    if own:
        return _the(own)
    if zh in state.zh_long and state.en_long != state.en:
        return f"the {state.en_long}"
    return f"{state.article} {state.en}".strip()


def _row_answer(row: Reference, form: str) -> Answer:
    score = _SHORT if len(form) <= _SHORT_LENGTH and form != row.zh[0] else _TABLE
    short = [name for name in row.en[1:] if is_acronym(name)]
    notes = (f"short: {short[0]}",) if short else ()
    return Answer(row.en[0], f"reference: {row.id}", score, notes)


@cache
def _table() -> Mapping[str, Reference]:
    return MappingProxyType({form: row for row in reversed(references()) for form in row.zh})
