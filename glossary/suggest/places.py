"""English names of places: by their Chinese name in the gazetteer, else by sound in the countries spoken
of."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from glossary import sound
from glossary.gazetteer import capitals, places_named, places_of
from glossary.rules import load_rules
from glossary.suggest.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from glossary.gazetteer import Place
    from glossary.model import Concept
    from glossary.suggest.context import SuggestContext

# Generic nouns that a Chinese name may or may not carry in the gazetteer.
_HEADS = ("市", "县", "镇")
_CITY = ("市", "城")
# Where the Chinese name is the place's own or a reading of it, nothing was heard: the main name is the
# answer.
_NATIVE = frozenset({"CN", "HK", "JP", "KP", "KR", "MO", "SG", "TW", "VN"})
_LIMIT = 35.0  # log odds are not told apart beyond this
_FIRST = 20  # names of a country that the ranking by sound leaves to be weighed


class Spoken(NamedTuple):
    """The countries (codes) that the documents of a concept speak of, the most spoken of first."""

    countries: tuple[str, ...] = ()


class Heard(NamedTuple):
    """A place, the one of its names that was heard, and the log odds (natural) that it is the Chinese name."""

    place: Place
    name: str
    odds: float


def spoken_of(concept: Concept, context: SuggestContext) -> Spoken:
    """The countries that the documents where a concept stands speak of; of all documents, where it has no
    sources. Those named in passing, and all beyond the first few, are left out."""
    sources = {source.document for term in concept.terms for source in term.sources}
    weights: dict[str, float] = {}
    for document in sorted(sources & set(context.countries) or context.countries):
        for code, weight in context.countries[document].items():
            weights[code] = weights.get(code, 0.0) + weight
    least = _value("suggest.country.share") * max(weights.values(), default=0.0)
    most = int(_value("suggest.country.most"))
    ordered = sorted(weights, key=lambda code: (-weights[code], code))
    return Spoken(tuple(code for code in ordered if weights[code] >= least)[:most])


def listed_place(forms: Sequence[str], spoken: Spoken, *, inside: bool = False) -> Answer | None:
    """The place that the tables know by one of the Chinese names (keys): one in the countries spoken of;
    else, unless it must lie `inside` them, a capital, or a large place that no other of that name comes
    near. None where it stays open."""
    for form in forms:
        capital = capitals().get(form)
        if capital and capital[1] in spoken.countries:
            return _capital(form)
        for name in _readings(form):
            if place := _only(places_named(name), spoken):
                return _listed(form, place, _value("suggest.listed.inside"))
        if inside:
            continue
        if capital:
            return _capital(form)
        for name in _readings(form):
            if place := _largest(places_named(name)):
                return _listed(form, place, _value("suggest.listed.outside"))
    return None


def _readings(form: str) -> Iterator[str]:
    """The form itself, then without or with a generic noun: 甘贾市 for 甘贾, and the other way round."""
    yield form
    if len(form) > 2 and form.endswith(_HEADS):
        yield form[:-1]
    else:
        yield from (form + head for head in _HEADS)


def _only(found: Sequence[Place], spoken: Spoken) -> Place | None:
    """The one place in the countries spoken of, or the one that is larger than all others there."""
    near = [place for place in found if place.country in spoken.countries]
    if not near or (len(near) > 1 and near[0].digits == near[1].digits and near[0].name != near[1].name):
        return None
    return near[0]


def _largest(found: Sequence[Place]) -> Place | None:
    """The first (they stand by size), if it is large and all others are smaller by an order of magnitude."""
    if not found or found[0].digits < _value("suggest.listed.digits"):
        return None
    return found[0] if len(found) == 1 or found[0].digits > found[1].digits else None


def _capital(form: str) -> Answer:
    name, code = capitals()[form]
    return Answer(name, f"capital: {code}", _value("suggest.capital"))


def _listed(form: str, place: Place, score: float) -> Answer:
    """The name that was heard: the main name, unless one that is no spelling of it sounds clearly more like
    the Chinese (斯捷潘纳克特: Stepanakert, whatever the gazetteer's main name)."""
    odds = {name: _log_odds(sound.likeness(form, name)) for name in (place.name, *place.others)}
    name = place.name if place.country in _NATIVE else _best_name(place, odds).name
    if name.endswith(" City") and not form.endswith(_CITY):
        name = name.removesuffix(" City")  # 纽约
    return Answer(name, f"GeoNames {place.id}", score, _notes(place, name))


def heard_place(forms: Sequence[str], spoken: Spoken) -> Answer | None:
    """The place of the countries spoken of whose name sounds like one of the forms, if that is probable given
    the sound of all others there."""
    for form in forms:
        if (found := probable(heard(form, spoken))) is not None:
            best, probability = found
            notes = _notes(best.place, best.name)
            return Answer(best.name, f"sound: GeoNames {best.place.id}", probability, notes)
    return None


def heard(form: str, spoken: Spoken) -> list[Heard]:
    """The places of the countries spoken of that sound most like a Chinese name, best first."""
    if not spoken.countries or len(form) < 2:
        return []
    found: list[Heard] = []
    for country in spoken.countries:
        index, owners = _candidates(country)
        odds = {name: _log_odds(chance) for name, chance in sound.rank(form, index, _FIRST)}
        places = {place.id: place for name in odds for place in owners[name]}
        found += (_best_name(place, odds) for place in places.values())
    return sorted(found, key=lambda h: (-h.odds, -h.place.digits, h.place.id))


def probable(found: Sequence[Heard]) -> tuple[Heard, float] | None:
    """The likeliest name and its probability, if that reaches the threshold. A place counts for its odds, more
    the larger it is; "none of them" has a weight of its own; places of one name count together."""
    scale, size = _value("suggest.sound.scale"), _value("suggest.sound.population")
    weights: dict[str, float] = {}
    first: dict[str, Heard] = {}
    for h in sorted(found, key=lambda h: (-h.place.digits, h.place.id)):
        weights[h.name] = weights.get(h.name, 0.0) + math.exp(scale * h.odds + size * h.place.digits)
        first.setdefault(h.name, h)
    if not weights:
        return None
    name = min(weights, key=lambda n: (-weights[n], n))
    probability = weights[name] / (sum(weights.values()) + math.exp(_value("suggest.sound.none")))
    return (first[name], probability) if probability >= _value("suggest.sound.probability") else None


def _best_name(place: Place, odds: Mapping[str, float]) -> Heard:
    """The place by its main name, or by one of the names with `odds` that is heard clearly better."""
    main = Heard(place, place.name, odds.get(place.name, -_LIMIT))
    rest = [Heard(place, name, odds[name]) for name in (*place.spellings, *place.others) if name in odds]
    best = max(rest, key=lambda h: h.odds, default=main)
    if best.odds > main.odds + _value("suggest.sound.other"):
        return best
    return main._replace(odds=max(main.odds, best.odds))


def _log_odds(chance: float) -> float:
    """The natural logarithm of the odds of a probability, within what floats tell from 0 and 1."""
    chance = min(max(chance, 1e-15), 1 - 1e-15)
    return math.log(chance / (1 - chance))


@lru_cache(maxsize=64)
def _candidates(country: str) -> tuple[sound.Index, Mapping[str, tuple[Place, ...]]]:
    """All names of the places of a country, prepared for ranking, and whose they are."""
    owners: dict[str, list[Place]] = {}
    for place in places_of((country,)):
        for name in dict.fromkeys((place.name, *place.spellings, *place.others)):
            owners.setdefault(name, []).append(place)
    return sound.index(tuple(owners)), {name: tuple(places) for name, places in owners.items()}


def _notes(place: Place, offered: str) -> tuple[str, ...]:
    main = f"; main name there: {place.name}" if place.name != offered else ""
    return (f"GeoNames {place.id}, {place.country}{main}",)


def _value(rule: str) -> float:
    value = load_rules()[rule].value
    assert value is not None
    return value
