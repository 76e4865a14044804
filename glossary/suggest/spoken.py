"""Which countries the documents of a name speak of, and where it is therefore looked for."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.rules import load_rules

if TYPE_CHECKING:
    from glossary.model import Concept
    from glossary.suggest.context import SuggestContext

# Where the Chinese name is the place's own or a reading of it, nothing was heard: the main name is the
# answer.
NATIVE = frozenset({"CN", "HK", "JP", "KP", "KR", "MO", "SG", "TW", "VN"})


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


@cache
def value(rule: str) -> float:
    """The value of a rule."""
    found = load_rules()[rule].value
    assert found is not None
    return found
