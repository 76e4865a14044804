"""The gazetteer that the package carries: states, capitals, languages, and places of 500 people and more.

The states are one small table, read at start-up by whoever harvests; the places (GeoNames) are a large one,
read country by country and only when a suggestion asks for it. `glossary/data/gazetteer/SOURCES.md` says
where the data comes from; `scripts/make_gazetteer.py` makes it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from glossary.errors import RulesError

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator, Mapping

StateKind = Literal["member", "observer", "territory", "former"]
_STATE_KINDS: dict[str, StateKind] = {
    "member": "member", "observer": "observer", "territory": "territory", "former": "former",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory and its names.

    `code` is ISO 3166-1 alpha-2 (a code of this table for states that are no more). `en` is the short form
    in English running text as the United Nations writes it, `en_long` the formal name, `common` the
    everyday name (CLDR). `article` is "the" where `en` takes one. `zh` are the Simplified short forms, the
    United Nations' first; `zh_long` the formal names; `hant` all Traditional forms, `regional` the names
    used in Taiwan and Hong Kong in Simplified characters, where they differ. `english` are Chinese forms
    with an English name of their own (东德: East Germany).
    """

    code: str
    kind: StateKind
    en: str
    en_long: str
    common: str
    article: str
    zh: tuple[str, ...]
    zh_long: tuple[str, ...]
    hant: tuple[str, ...]
    regional: tuple[str, ...]
    capital_en: str
    capital_zh: tuple[str, ...]
    english: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its code (CLDR), its English name, its Chinese names, Simplified first."""

    code: str
    en: str
    zh: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of GeoNames.

    `digits` is the number of digits of its population (6: a hundred thousand and more; 0: not known).
    `spellings` are other spellings of `name`, `others` names that are different ones: former, in another
    language.
    """

    id: int
    name: str
    country: str
    digits: int
    spellings: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@cache
def states() -> Mapping[str, State]:
    """Every Chinese form, Simplified and Traditional, short and long, of states and territories, past ones
    included. Names used only in Taiwan and Hong Kong stand in Traditional characters only (see
    `regional_states`): some would be ordinary words in Simplified ones."""
    found: dict[str, State] = {}
    for state in all_states():
        for form in (*state.zh, *state.zh_long, *state.hant):
            found.setdefault(form, state)
    return MappingProxyType(found)


@cache
def regional_states() -> Mapping[str, State]:
    """Names of states used in Taiwan and Hong Kong, in Simplified characters: 尼日, 狮子山, 波札那."""
    known = states()
    return MappingProxyType({form: s for s in all_states() for form in s.regional if form not in known})


@cache
def all_states() -> tuple[State, ...]:
    """The states and territories in the order of the table: members, observers, others."""
    return tuple(_state(row) for row in _rows("states.tsv"))


@cache
def capitals() -> Mapping[str, tuple[str, str]]:
    """Chinese name (Simplified) of a capital → (its English name, code of the state). Names that two capitals
    share, or a capital and a state, are left out."""
    found: dict[str, tuple[str, str]] = {}
    twice = set(states())
    for state in all_states():
        for form in state.capital_zh:
            if form in found:
                twice.add(form)
            found[form] = (state.capital_en, state.code)
    return MappingProxyType({form: value for form, value in found.items() if form not in twice})


@cache
def languages() -> Mapping[str, Language]:
    """Chinese form of a language's name, in both scripts → Language."""
    found: dict[str, Language] = {}
    for row in _rows("languages.tsv"):
        language = Language(row["code"], row["en"], (row["zh"], *_list(row["hant"])))
        for form in language.zh:
            found.setdefault(form, language)
    return MappingProxyType(found)


def places_named(zh: str) -> tuple[Place, ...]:
    """The places that GeoNames knows by this Chinese name (Simplified), the most populous first."""
    found = [place_at(code, _by_id(code)[int(number)]) for code, number, _ in _places(zh)]
    return tuple(sorted(found, key=lambda place: (-place.digits, place.country, place.id)))


def size_named(zh: str) -> int:
    """How many digits the population of the largest place has that GeoNames knows by this Chinese name (Simplified);
    0 where there is none, or none whose population is known."""
    return max((int(digits) for _, _, digits in _places(zh)), default=0)


def countries_named(zh: str) -> frozenset[str]:
    """The countries (ISO 3166-1 alpha-2) in which GeoNames knows a place by this Chinese name (Simplified)."""
    return frozenset(code for code, _, _ in _places(zh))


def chinese_place_names() -> tuple[str, ...]:
    """All Chinese names that `places_named` knows, sorted."""
    return tuple(sorted(_chinese()))


def places_called(country: str, name: str) -> tuple[Place, ...]:
    """The places of a country (ISO 3166-1 alpha-2) that have this Latin name, or have it besides another, by id."""
    return tuple(place_at(country, row) for row in _called(country).get(name, ()))


def places_of(codes: Iterable[str]) -> Iterator[Place]:
    """The places of some countries (ISO 3166-1 alpha-2), country by country, by id."""
    for code in sorted(set(codes)):
        yield from (place_at(code, row) for row in range(len(_country(code).ids)))


def names_of(code: str, most: int | None = None) -> Iterator[tuple[str, int]]:
    """Every name of every place of a country (of the `most` largest of them; None: of all), with the row of the place,
    of which `place_at` makes one: a country has thousands, and a few are wanted."""
    rows: Iterable[int] = range(len(_country(code).ids))
    if most is not None:
        rows = sorted(rows, key=lambda row: (-_digits(code, row), row))[:most]
    lines = _country(code).lines
    for row in rows:
        name, _, *more = lines[row].split("\t")
        yield name, row
        if others := "|".join(filter(None, more)):
            yield from ((other, row) for other in dict.fromkeys(others.split("|")) if other != name)


@lru_cache(maxsize=1 << 13)
def place_at(code: str, row: int) -> Place:
    """A place of a country by its row."""
    country = _country(code)
    name, digits, spellings, others = (country.lines[row] + "\t\t").split("\t")[:4]
    return Place(country.ids[row], name, code, int(digits), _list(spellings), _list(others))


def extent(code: str) -> int:
    """How many bytes the places of a country take, told without reading them; 0 where there are none."""
    known = _archive().NameToInfo.get(f"{code}.tsv")
    return known.file_size if known else 0


def _places(zh: str) -> list[list[str]]:
    """Country, id and digits of the population of each place that has a Chinese name."""
    return [line.split("\t") for line in _chinese().get(zh, "").splitlines()]


@cache
def _chinese() -> Mapping[str, str]:
    """Chinese name → a line for each place that has it, taken apart by `_places` where it is asked for: most names never
    are."""
    import gzip  # here and in `_archive`: who only wants the states should not wait for it

    found: dict[str, str] = {}
    for line in gzip.decompress(_bytes("chinese.tsv.gz")).decode().splitlines():
        place, _, names = line.rpartition("\t")
        for name in names.split("|"):
            found[name] = f"{found[name]}\n{place}" if name in found else place
    return found


class _Country(NamedTuple):
    """The places of a country, by id: their numbers, and what else is known of each, a line."""

    ids: tuple[int, ...]
    lines: tuple[str, ...]


@cache
def _country(code: str) -> _Country:
    """The places of a country; none where GeoNames has none."""
    archive = _archive()
    if f"{code}.tsv" not in archive.NameToInfo:
        return _Country((), ())
    rows = [line.partition("\t") for line in archive.read(f"{code}.tsv").decode().splitlines()]
    return _Country(tuple(accumulate(int(step) for step, _, _ in rows)), tuple(rest for _, _, rest in rows))


def _digits(code: str, row: int) -> int:
    return int(_country(code).lines[row].split("\t", 2)[1])


@cache
def _by_id(code: str) -> Mapping[int, int]:
    """The row of each place."""
    return {number: row for row, number in enumerate(_country(code).ids)}


@cache
def _called(code: str) -> Mapping[str, tuple[int, ...]]:
    """The rows of the places that have a name, spelt so."""
    found: dict[str, tuple[int, ...]] = {}
    for row in range(len(_country(code).ids)):
        place = place_at(code, row)
        for name in dict.fromkeys((place.name, *place.others)):
            found[name] = (*found.get(name, ()), row)
    return found


@cache
def _archive() -> zipfile.ZipFile:
    import zipfile

    return zipfile.ZipFile(io.BytesIO(_bytes("places.zip")))


def _state(row: Mapping[str, str]) -> State:
    pairs = [form.partition("=") for form in _list(row["zh"])]
    return State(
        code=row["code"], kind=_STATE_KINDS[row["kind"]], en=row["en"], en_long=row["en_long"],
        common=row["common"], article=row["article"], zh=tuple(form for form, _, _ in pairs),
        zh_long=_list(row["zh_long"]), hant=_list(row["hant"]), regional=_list(row["regional"]),
        capital_en=row["capital_en"], capital_zh=_list(row["capital_zh"]),
        english=tuple((form, en) for form, _, en in pairs if en),
    )  # fmt: skip


def _rows(name: str) -> Iterator[dict[str, str]]:
    lines = _bytes(name).decode().splitlines()
    header = lines[0].split("\t")
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(header):
            raise RulesError(f"line {number} has {len(cells)} columns", name, f"it needs {len(header)}")
        yield dict(zip(header, cells, strict=True))


def _bytes(name: str) -> bytes:
    return (resources.files("glossary") / "data" / "gazetteer" / name).read_bytes()


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
