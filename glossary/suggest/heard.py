"""English names of places by sound, in the countries spoken of: thousands of Chinese names asked together.

To hear a name among all places of a dozen countries takes some ten milliseconds, and most names of a corpus are heard as
nothing. So first the few names of places that may be heard well enough are weighed, which tells who is `audible`;
only then is that one heard among all that sound most like it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from glossary import sound
from glossary.gazetteer import places_of
from glossary.rules import load_rules
from glossary.suggest.answer import Answer
from glossary.suggest.spoken import Spoken, searches, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from glossary.gazetteer import Place
    from glossary.suggest.spoken import Search

_LIMIT = 35.0  # log odds are not told apart beyond this
_FIRST = 20  # names of a country that the ranking by sound leaves to be weighed
_BLOCK = 1024  # names that are made ready at once: some 50 MB

# A Chinese name and what is spoken of around it.
Asked = tuple[str, Spoken]

# Finds the place that sounds like one of some forms, given what is spoken of.
Hear = Callable[[Sequence[str], Spoken], Answer | None]


class Heard(NamedTuple):
    """A place, the one of its names that was heard, and the log odds (natural) that it is the Chinese name."""

    place: Place
    name: str
    odds: float


def heard_place(
    forms: Sequence[str], spoken: Spoken, known: Mapping[Asked, Sequence[Heard]] | None = None
) -> Answer | None:
    """The place of the countries spoken of whose name sounds like one of the forms, if that is probable given
    the sound of all others there. A river, a lake or a bridge is none of them, whatever it is called after: the
    gazetteer holds towns and districts (拉普拉塔河 is not the town of La Plata). What is `known` was heard before, and
    what is not in it is no place."""
    for form in forms:
        if not is_settled(form):
            continue
        found = heard([(form, spoken)])[0] if known is None else known.get((form, spoken), ())
        if (best := probable(found, spoken)) is not None:
            place, probability = best
            return Answer(place.name, f"sound: GeoNames {place.place.id}", probability, notes(place.place, place.name))
    return None


def audible(names: Iterable[Asked], gain: float | None = None) -> dict[Asked, list[Heard]]:
    """Those of some names for which a place may be `probable`, with the places they are `heard` as. A place that the
    letter pairs of a name do not speak for by `gain` (nats; None: as the rules say) is taken for none."""
    least = value("suggest.sift.odds")
    gain = value("suggest.sift.gain") if gain is None else gain
    found: dict[Asked, list[Heard]] = {}
    for block in _blocks(list(dict.fromkeys(names))):  # one by one: its countries are still prepared
        sifted = _of_block(block, lambda said, index: sound.near_names(said, index, gain, least))
        kept = [asked for asked, places in zip(block, sifted, strict=True) if _may_be(places, asked[1])]
        found |= zip(kept, heard(kept), strict=True)
    return found


def heard(asked: Sequence[Asked]) -> list[list[Heard]]:
    """The places of the countries spoken of that sound most like each of some Chinese names, best first: of those spoken of
    most all places, of the others the larger ones."""
    found: dict[Asked, list[Heard]] = {}
    for block in _blocks(list(dict.fromkeys(asked))):
        found |= zip(block, _of_block(block, partial(sound.best_names, top=_FIRST)), strict=True)
    return [sorted(found.get(one, ()), key=lambda h: (-h.odds, -h.place.digits, h.place.id)) for one in asked]


def _blocks(asked: Sequence[Asked]) -> Iterator[list[Asked]]:
    """The names that are long enough to be heard, in blocks; those that ask the same countries stand together."""
    kept = [(form, spoken) for form, spoken in asked if len(form) >= value("suggest.sound.least")]
    kept.sort(key=lambda one: (str([search for search, _ in searches(one[1])]), one[0]))
    return (kept[at : at + _BLOCK] for at in range(0, len(kept), _BLOCK))


class Hit(NamedTuple):
    """How well a Latin name was heard (log odds), and the places of the search that have it."""

    odds: float
    places: tuple[Place, ...]


# Finds for Chinese names (numbers) Latin ones of an index (places) with their log odds.
Find = Callable[[sound.Asked, sound.Index], "Iterable[tuple[int, int, float]]"]


def _of_block(asked: Sequence[Asked], find: Find) -> list[list[Heard]]:
    """The places that `find` finds each name among."""
    number = {form: n for n, form in enumerate(dict.fromkeys(form for form, _ in asked))}
    asking: defaultdict[Search, dict[int, None]] = defaultdict(dict)
    for form, spoken in asked:
        for search, _ in searches(spoken):
            asking[search][number[form]] = None
    said = sound.asked(list(number))
    hits: defaultdict[tuple[Search, str], dict[str, Hit]] = defaultdict(dict)
    forms = list(number)
    for search in sorted(asking, key=str):
        index, owners = candidates(*search)
        for n, place, odds in find(said.some(list(asking[search])), index):
            name = index.candidates[place]
            hits[search, forms[n]][name] = Hit(odds, owners[name])
    return [
        [one for search, countries in searches(spoken) for one in _named(hits.get((search, form), {}), countries)]
        for form, spoken in asked
    ]


def _named(hits: Mapping[str, Hit], countries: frozenset[str]) -> Iterator[Heard]:
    """The places that have one of the names and lie in some countries, each by the one of its names that was heard."""
    odds = {name: hit.odds for name, hit in hits.items()}
    places = {place.id: place for hit in hits.values() for place in hit.places if place.country in countries}
    return (by_best_name(place, odds) for place in places.values())


def _may_be(found: Iterable[Heard], spoken: Spoken) -> bool:
    """Whether a place may be probable by what was heard, if nothing else were: a tenth is left for rounding."""
    most = max(_likely(found, spoken).values(), default=0.0)
    least = value("suggest.sound.probability")
    return most >= 0.9 * math.exp(value("suggest.sound.none")) * least / (1 - least)


def probable(found: Sequence[Heard], spoken: Spoken) -> tuple[Heard, float] | None:
    """The likeliest name and its probability, if that reaches the threshold. A place counts for its odds, more the
    larger it is and the more its country is spoken of; "none of them" has a weight of its own; places of one name
    count together."""
    weights = _likely(found, spoken)
    if not weights:
        return None
    name = min(weights, key=lambda n: (-weights[n], n))
    probability = weights[name] / (sum(weights.values()) + math.exp(value("suggest.sound.none")))
    if probability < value("suggest.sound.probability"):
        return None
    return min((h for h in found if h.name == name), key=_by_size), probability


def _likely(found: Iterable[Heard], spoken: Spoken) -> dict[str, float]:
    """What each name weighs beside the others, as `probable` counts it."""
    scale, size = value("suggest.sound.scale"), value("suggest.sound.population")
    weights: dict[str, float] = {}
    for h in sorted(found, key=_by_size):
        weight = spoken.share(h.place.country) * math.exp(scale * h.odds + size * h.place.digits)
        weights[h.name] = weights.get(h.name, 0.0) + weight
    return weights


def _by_size(found: Heard) -> tuple[int, int]:
    return -found.place.digits, found.place.id


def by_best_name(place: Place, odds: Mapping[str, float]) -> Heard:
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


def notes(place: Place, offered: str) -> tuple[str, ...]:
    main = f"; main name there: {place.name}" if place.name != offered else ""
    return (f"GeoNames {place.id}, {place.country}{main}",)
