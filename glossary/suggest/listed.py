"""English names of places by their Chinese name in the gazetteer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from glossary import sound
from glossary.gazetteer import capitals, places_named
from glossary.suggest.answer import Answer
from glossary.suggest.heard import by_best_name, notes
from glossary.suggest.spoken import NATIVE, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glossary.gazetteer import Place
    from glossary.suggest.spoken import Spoken

# Generic nouns that a Chinese name may or may not carry in the gazetteer.
_HEADS = ("市", "县", "镇")
_CITY = ("市", "城")


def listed_place(forms: Sequence[str], spoken: Spoken, *, inside: bool = False) -> Answer | None:
    """The place that the tables know by one of the Chinese names (keys): among those of one name the largest
    counts, those in the countries spoken of as if they were larger; elsewhere (not at all, where it must lie
    `inside`) only capitals and large places count. None where it stays open."""
    for form in forms:
        for name in _readings(form):
            if found := _foremost(name, spoken, inside=inside):
                return found
    return None


def _readings(form: str) -> Iterator[str]:
    """The form itself, then without or with a generic noun: 甘贾市 for 甘贾, and the other way round."""
    yield form
    if len(form) > 2 and form.endswith(_HEADS):
        yield form[:-1]
    else:
        yield from (form + head for head in _HEADS)


def _foremost(form: str, spoken: Spoken, *, inside: bool) -> Answer | None:
    """The capital or place of that very name that stands out among all."""
    ranked: list[tuple[float, Answer]] = []
    if (capital := capitals().get(form)) and not (inside and capital[1] not in spoken.countries):
        near = value("suggest.listed.near") if capital[1] in spoken.countries else 0.0
        answer = Answer(capital[0], f"capital: {capital[1]}", value("suggest.capital"))
        ranked.append((value("suggest.capital.digits") + near, answer))
    for place in places_named(form):
        if capital == (place.name, place.country):
            continue
        home = place.country in spoken.countries
        large = place.digits >= value("suggest.listed.digits")
        if not _credible(form, place) or not (home or (large and not inside)):
            continue
        score = value("suggest.listed.inside" if home else "suggest.listed.outside")
        size = place.digits + (value("suggest.listed.near") if home else 0.0)
        ranked.append((size, _listed(form, place, score)))
    ranked.sort(key=lambda pair: -pair[0])  # stable: a capital before its equals, then as the gazetteer orders
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0] and ranked[0][1].text != ranked[1][1].text:
        return None
    return ranked[0][1] if ranked else None


def _credible(form: str, place: Place) -> bool:
    """Whether a place may be meant by its Chinese name: one of two characters is often a word (联合, which
    the gazetteer gives to a town called Union), so it must be large, or sound like the place."""
    if len(form) > 2 or place.digits >= value("suggest.listed.digits"):
        return True
    if place.country in NATIVE:
        return place.digits >= value("suggest.listed.digits") - 1
    return max(sound.likeness(form, name) for name in (place.name, *place.others)) >= 0.5


def _listed(form: str, place: Place, score: float) -> Answer:
    """The name that was heard: the main name, unless one that is no spelling of it sounds clearly more like
    the Chinese (斯捷潘纳克特: Stepanakert, whatever the gazetteer's main name)."""
    odds = {name: _log_odds(sound.likeness(form, name)) for name in (place.name, *place.others)}
    name = place.name if place.country in NATIVE else by_best_name(place, odds).name
    if name.endswith(" City") and not form.endswith(_CITY):
        name = name.removesuffix(" City")  # 纽约
    return Answer(name, f"GeoNames {place.id}", score, notes(place, name))


def _log_odds(chance: float) -> float:
    """The natural logarithm of the odds of a probability, within what floats tell from 0 and 1."""
    chance = min(max(chance, 1e-15), 1 - 1e-15)
    return math.log(chance / (1 - chance))
