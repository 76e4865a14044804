"""Which names of places sound like none of the gazetteer's, told for many of them together.

To hear a name among all places of a dozen countries takes some ten milliseconds, and most names of a corpus are heard
as nothing. Here the few names of places that may be heard well enough are weighed for hundreds of names at once;
who passes is heard by `places.heard` as anybody else.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from glossary.sound import asked, near_names
from glossary.suggest.places import candidates, likely, named, searches, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from glossary.gazetteer import Place
    from glossary.suggest.places import Heard, Search, Spoken

_BLOCK = 1024  # names that are made ready at once: some 50 MB


class Hit(NamedTuple):
    """A name that was heard, with its log odds and the places of the search that have it."""

    name: str
    odds: float
    places: tuple[Place, ...]


def inaudible(names: Iterable[tuple[str, Spoken]], gain: float | None = None) -> frozenset[tuple[str, Spoken]]:
    """Those of some Chinese names, each with what is spoken of, for which no place can be `probable`; as far as that
    can be told from the names of places whose letter pairs speak for them by `gain` (nats; of the rules if None)."""
    gain = value("suggest.sift.gain") if gain is None else gain
    wanted: defaultdict[str, list[Spoken]] = defaultdict(list)
    for form, spoken in dict.fromkeys(names):
        wanted[form].append(spoken)
    # Those that ask the same countries stand together.
    ordered = sorted(wanted, key=lambda form: (sorted(map(_searched, wanted[form])), form))
    silent = set()
    for at in range(0, len(ordered), _BLOCK):
        block = ordered[at : at + _BLOCK]
        for form, found in zip(block, _heard(block, wanted, gain), strict=True):
            silent |= {(form, spoken) for spoken in wanted[form] if not _passes(found, spoken)}
    return frozenset(silent)


def _heard(
    block: Sequence[str], wanted: Mapping[str, Sequence[Spoken]], gain: float
) -> list[Mapping[Search, Sequence[Hit]]]:
    """What each name of a block may be heard as, in each of its searches."""
    asking: defaultdict[Search, dict[int, None]] = defaultdict(dict)
    for n, form in enumerate(block):
        for spoken in wanted[form]:
            for search, _ in searches(spoken):
                asking[search][n] = None
    said = asked(block)
    found: list[defaultdict[Search, list[Hit]]] = [defaultdict(list) for _ in block]
    least = value("suggest.sift.odds")
    for search in sorted(asking, key=str):
        index, owners = candidates(*search)
        for n, place, odds in near_names(said.some(list(asking[search])), index, gain, least):
            name = index.candidates[place]
            found[n][search].append(Hit(name, odds, owners[name]))
    return list(found)


def _passes(found: Mapping[Search, Sequence[Hit]], spoken: Spoken) -> bool:
    """Whether a place may be probable by what was heard, if nothing else were: a tenth is left for rounding."""
    heard: list[Heard] = []
    for search, countries in searches(spoken):
        hits = found.get(search, ())
        heard += named({hit.name: hit.odds for hit in hits}, [place for hit in hits for place in hit.places], countries)
    most = max(likely(heard, spoken).values(), default=0.0)
    least = value("suggest.sound.probability")
    return most >= 0.9 * math.exp(value("suggest.sound.none")) * least / (1 - least)


def _searched(spoken: Spoken) -> str:
    return str([search for search, _ in searches(spoken)])
