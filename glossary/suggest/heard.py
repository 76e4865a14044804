"""English names of places by sound, in the countries spoken of: thousands of Chinese names asked together.

To hear a name among all places of a dozen countries takes some ten milliseconds, and most names of a corpus are heard as
nothing. So first the few names of places that may be heard well enough are weighed, which tells who is `audible`;
only then is that one heard among all that sound most like it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from glossary import sound
from glossary.rules import load_rules
from glossary.suggest.answer import Answer
from glossary.suggest.sought import sought
from glossary.suggest.spoken import Spoken, searches, value
from glossary.workers import ALONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from glossary.gazetteer import Place
    from glossary.suggest.sought import Find, Hit
    from glossary.suggest.spoken import Search
    from glossary.workers import Crew

_LIMIT = 35.0  # log odds are not told apart beyond this
_FIRST = 20  # names of a country that the ranking by sound leaves to be weighed

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


def audible(names: Iterable[Asked], gain: float | None = None, crew: Crew = ALONE) -> dict[Asked, list[Heard]]:
    """Those of some names for which a place may be `probable`, with the places they are `heard` as. A place that the
    letter pairs of a name do not speak for by `gain` (nats; None: as the rules say) is taken for none. What each is
    heard as depends on nothing else, so several processes (`crew`) give what one gives."""
    gain = value("suggest.sift.gain") if gain is None else gain
    asked = [one for one in dict.fromkeys(names) if _is_long(one[0])]
    sifted = _places(asked, partial(sound.near_among, gain=gain, least=value("suggest.sift.odds")), crew)
    kept = [one for one, places in zip(asked, sifted, strict=True) if _may_be(places, one[1])]
    return dict(zip(kept, heard(kept, crew), strict=True))


def heard(asked: Sequence[Asked], crew: Crew = ALONE) -> list[list[Heard]]:
    """The places of the countries spoken of that sound most like each of some Chinese names, best first: of those spoken of
    most all places, of the others the larger ones; none for a name too short to be heard."""
    found = _places([one for one in asked if _is_long(one[0])], partial(sound.best_among, top=_FIRST), crew)
    known = dict(zip((one for one in asked if _is_long(one[0])), found, strict=True))
    return [sorted(known.get(one, ()), key=lambda h: (-h.odds, -h.place.digits, h.place.id)) for one in asked]


def _is_long(form: str) -> bool:
    return len(form) >= value("suggest.sound.least")


def _places(asked: Sequence[Asked], find: Find, crew: Crew) -> list[list[Heard]]:
    """The places that `find` finds each name among."""
    asking: defaultdict[Search, list[str]] = defaultdict(list)
    for form, spoken in asked:
        for search, _ in searches(spoken):
            asking[search].append(form)
    hits = sought(asking, find, crew)
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
    """Whether a name may be that of a town or district, by its head noun: 上多兹自治州 is not the town of Obdor, though it
    sounds like it."""
    return not form.endswith(_unsettled())


@cache
def _unsettled() -> tuple[str, ...]:
    """Head nouns of places that are no town or district."""
    rules = load_rules()
    return tuple(head for head in rules.words("place.head") if head not in rules["place.head.settled"].words)


def notes(place: Place, offered: str) -> tuple[str, ...]:
    main = f"; main name there: {place.name}" if place.name != offered else ""
    return (f"GeoNames {place.id}, {place.country}{main}",)
