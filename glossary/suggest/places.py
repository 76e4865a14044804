"""English names of places: by their Chinese name in the gazetteer, else by sound in the countries spoken
of."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from glossary import sound
from glossary.gazetteer import capitals, places_named, places_of
from glossary.rules import load_rules
from glossary.suggest.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from glossary.gazetteer import Place
    from glossary.model import Concept
    from glossary.suggest.context import SuggestContext

# Generic nouns that a Chinese name may or may not carry in the gazetteer.
_HEADS = ("市", "县", "镇")
_CITY = ("市", "城")
# Where the Chinese name is the place's own or a reading of it, nothing was heard: the main name is the
# answer.
NATIVE = frozenset({"CN", "HK", "JP", "KP", "KR", "MO", "SG", "TW", "VN"})
_LIMIT = 35.0  # log odds are not told apart beyond this
_FIRST = 20  # names of a country that the ranking by sound leaves to be weighed


class Spoken(NamedTuple):
    """The countries (codes) that the documents of a concept speak of, the most spoken of first, and how much as
    a share of the first (1.0; all alike where none are given). `pool` are those that the corpus speaks of most:
    the countries spoken of less are searched together, if they are among them."""

    countries: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    pool: tuple[str, ...] = ()

    def share(self, code: str) -> float:
        """How much a country is spoken of, 0 to 1."""
        known = dict(zip(self.countries, self.shares or (1.0,) * len(self.countries), strict=True))
        return known.get(code, 0.0)


# The countries that are searched together, and how many of the largest places of each (None: all).
Search = tuple[tuple[str, ...], int | None]


# Finds the place that sounds like one of some forms, given what is spoken of.
Hear = Callable[[Sequence[str], Spoken], Answer | None]


class Heard(NamedTuple):
    """A place, the one of its names that was heard, and the log odds (natural) that it is the Chinese name."""

    place: Place
    name: str
    odds: float


def spoken_of(concept: Concept, context: SuggestContext) -> Spoken:
    """The countries that the documents where a concept stands speak of, and, for less, those that all documents
    do: the places of a state are capped, so a document may speak of more than is known. Those named in passing,
    and all beyond the first few, are left out."""
    documents = {source.document for term in concept.terms for source in term.sources}
    return _spoken_in(frozenset(documents & context.countries.keys()), context)


@lru_cache(maxsize=1 << 12)
def _spoken_in(sources: frozenset[str], context: SuggestContext) -> Spoken:
    weights: dict[str, float] = {}
    for document in sorted(sources):
        for code, weight in context.countries[document].items():
            weights[code] = weights.get(code, 0.0) + weight
    near, far = max(weights.values(), default=0.0), max(context.overall.values(), default=0.0)
    weights = {code: weight / near for code, weight in weights.items()}
    for code, weight in context.overall.items():
        weights[code] = weights.get(code, 0.0) + (value("suggest.country.corpus") if sources else 1.0) * weight / far
    ordered = sorted(weights, key=lambda code: (-weights[code], code))
    shares = {code: weights[code] / weights[ordered[0]] for code in ordered}
    kept = [code for code in ordered if shares[code] >= value("suggest.country.share")]
    most = int(value("suggest.country.most"))
    pool = [code for code in context.overall if code not in NATIVE][:most]
    return Spoken(tuple(kept[:most]), tuple(shares[code] for code in kept[:most]), tuple(pool))


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
    name = place.name if place.country in NATIVE else _best_name(place, odds).name
    if name.endswith(" City") and not form.endswith(_CITY):
        name = name.removesuffix(" City")  # 纽约
    return Answer(name, f"GeoNames {place.id}", score, _notes(place, name))


def heard_place(
    forms: Sequence[str], spoken: Spoken, unheard: Collection[tuple[str, Spoken]] = frozenset()
) -> Answer | None:
    """The place of the countries spoken of whose name sounds like one of the forms, if that is probable given
    the sound of all others there. A river, a lake or a bridge is none of them, whatever it is called after: the
    gazetteer holds towns and districts (拉普拉塔河 is not the town of La Plata). Those `unheard` are known to be none."""
    for form in forms:
        if (form, spoken) in unheard or not is_settled(form):
            continue
        if (found := probable(heard(form, spoken), spoken)) is not None:
            best, probability = found
            notes = _notes(best.place, best.name)
            return Answer(best.name, f"sound: GeoNames {best.place.id}", probability, notes)
    return None


def heard(form: str, spoken: Spoken) -> list[Heard]:
    """The places of the countries spoken of that sound most like a Chinese name, best first: of those spoken of
    most all places, of the others the larger ones."""
    if len(form) < value("suggest.sound.least"):
        return []
    found: list[Heard] = []
    for search, wanted in searches(spoken):
        odds = dict(_ranked(form, *search))
        owners = candidates(*search)[1]
        found += named(odds, [place for name in odds for place in owners[name]], wanted)
    return sorted(found, key=lambda h: (-h.odds, -h.place.digits, h.place.id))


def named(odds: Mapping[str, float], places: Iterable[Place], countries: Collection[str]) -> Iterator[Heard]:
    """Those of some places that lie in some countries, each by one of its names, which are heard with these `odds`."""
    once = {place.id: place for place in places if place.country in countries}
    return (_best_name(place, odds) for place in once.values())


@lru_cache(maxsize=1 << 12)
def searches(spoken: Spoken) -> tuple[tuple[Search, frozenset[str]], ...]:
    """What is searched for what is spoken of, and the countries whose places count: all places of those spoken of most,
    one by one, and the larger ones of the others together."""
    main = main_countries(spoken)
    found: list[tuple[Search, frozenset[str]]] = [(((code,), None), frozenset((code,))) for code in main]
    others = frozenset(spoken.countries) & frozenset(spoken.pool) - frozenset(main)
    if others:
        found.append(((spoken.pool, int(value("suggest.country.places"))), others))
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def main_countries(spoken: Spoken) -> tuple[str, ...]:
    """Those spoken of most, of which all places are searched."""
    least = value("suggest.country.main")
    return tuple(code for code in spoken.countries if code not in NATIVE and spoken.share(code) >= least)


def probable(found: Sequence[Heard], spoken: Spoken) -> tuple[Heard, float] | None:
    """The likeliest name and its probability, if that reaches the threshold. A place counts for its odds, more the
    larger it is and the more its country is spoken of; "none of them" has a weight of its own; places of one name
    count together."""
    weights = likely(found, spoken)
    if not weights:
        return None
    name = min(weights, key=lambda n: (-weights[n], n))
    probability = weights[name] / (sum(weights.values()) + math.exp(value("suggest.sound.none")))
    if probability < value("suggest.sound.probability"):
        return None
    return min((h for h in found if h.name == name), key=_by_size), probability


def likely(found: Iterable[Heard], spoken: Spoken) -> dict[str, float]:
    """What each name weighs beside the others, as `probable` counts it."""
    scale, size = value("suggest.sound.scale"), value("suggest.sound.population")
    weights: dict[str, float] = {}
    for h in sorted(found, key=_by_size):
        weight = spoken.share(h.place.country) * math.exp(scale * h.odds + size * h.place.digits)
        weights[h.name] = weights.get(h.name, 0.0) + weight
    return weights


def _by_size(found: Heard) -> tuple[int, int]:
    return -found.place.digits, found.place.id


def _best_name(place: Place, odds: Mapping[str, float]) -> Heard:
    """The place by its main name, whichever spelling of that was heard, or by another one of the names with `odds`
    that is heard clearly better."""
    main = max(odds.get(name, -_LIMIT) for name in (place.name, *place.spellings))
    rest = [Heard(place, name, odds[name]) for name in place.others if name in odds]
    best = max(rest, key=lambda h: h.odds, default=Heard(place, place.name, main))
    if best.odds > main + value("suggest.sound.other"):
        return best
    return Heard(place, place.name, max(main, best.odds))


def is_settled(form: str) -> bool:
    """Whether a name may be that of a town or district, by its head noun."""
    return not form.endswith(_unsettled())


@cache
def _unsettled() -> tuple[str, ...]:
    """Head nouns of places that nobody lives in as a town or district."""
    rules = load_rules()
    return tuple(head for head in rules.words("place.head") if head not in rules["place.head.unit"].words)


def _log_odds(chance: float) -> float:
    """The natural logarithm of the odds of a probability, within what floats tell from 0 and 1."""
    chance = min(max(chance, 1e-15), 1 - 1e-15)
    return math.log(chance / (1 - chance))


@lru_cache(maxsize=1 << 13)  # some 2 kB each
def _ranked(form: str, countries: tuple[str, ...], most: int | None) -> tuple[tuple[str, float], ...]:
    """The names that sound most like a Chinese one, best first, with their log odds. What a name sounds like is asked
    for links, for its own answer and for the parts of others, of the same few countries."""
    ranked = sound.rank(form, candidates(countries, most)[0], _FIRST)
    return tuple((name, _log_odds(chance)) for name, chance in ranked)


@lru_cache(maxsize=32)
def candidates(
    countries: tuple[str, ...], most: int | None
) -> tuple[sound.Index, Mapping[str, tuple[Place, ...]]]:
    """All names of the places of some countries, of each the largest `most` places (None: all), prepared for
    ranking, and whose they are."""
    owners: dict[str, list[Place]] = {}
    for country in countries:
        for place in sorted(places_of((country,)), key=lambda place: (-place.digits, place.id))[:most]:
            for name in dict.fromkeys((place.name, *place.spellings, *place.others)):
                owners.setdefault(name, []).append(place)
    return sound.index(tuple(owners)), {name: tuple(places) for name, places in owners.items()}


def _notes(place: Place, offered: str) -> tuple[str, ...]:
    main = f"; main name there: {place.name}" if place.name != offered else ""
    return (f"GeoNames {place.id}, {place.country}{main}",)


@cache
def value(rule: str) -> float:
    """The value of a rule."""
    found = load_rules()[rule].value
    assert found is not None
    return found
