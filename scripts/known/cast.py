"""Who and what a made corpus speaks of: persons, places, bodies, treaties and reports, of which it is known which is which.

Persons are put together from a list of given names and surnames (`sound_names.tsv`: mainland, Taiwan, Hong Kong), so
that a few given names and surnames are shared; places are those of the gazetteer (GeoNames); states come from its table;
bodies, treaties and reports are called after places. Pairs that sound alike are among them by intent.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from glossary.gazetteer import State, all_states, chinese_place_names, places_named
from glossary.normalise import chinese_key, has_han, latin_key
from glossary.rules import load_rules
from glossary.sound import variant_likeness
from scripts.bench.corpus import traditional
from scripts.bench.names import OTHERS
from scripts.made_names import NAMES, NATIVE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from glossary.model import Kind

REGIONS = ("mainland", "taiwan", "hong_kong")
_OFFICES = ("总统", "总理", "外交部长", "国防部长", "财政部长", "常驻联合国代表", "议长", "内政部长")
_BODIES = (
    ("{}河流域管理委员会", "{} River Basin Management Commission", "委员会", "{}管委"),
    ("{}渔业委员会", "{} Fisheries Commission", "委员会", "{}渔委"),
    ("{}森林理事会", "{} Forestry Council", "理事会", "{}森理会"),
    ("{}贸易与投资促进中心", "{} Trade and Investment Promotion Centre", "中心", ""),
    ("{}停火监督团", "{} Ceasefire Monitoring Mission", "监督团", "{}监团"),
    ("{}难民救济基金", "{} Refugee Relief Fund", "基金", ""),
)
_PAPERS: tuple[tuple[str, str, Kind], ...] = (
    ("{}河水域利用公约", "公约", "treaty"), ("保护{}湖生物多样性公约", "公约", "treaty"), ("{}停火协定", "协定", "treaty"),
    ("{}边界条约", "条约", "treaty"), ("{}地区人权状况报告", "报告", "document"),
)  # fmt: skip
_MINISTRIES = ("卫生部", "交通部", "内务部")
_ALIKE = 0.75  # how alike two different places must sound to be put into the corpus as a pair


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, place, body, treaty or report.

    `forms` are its full names in Simplified characters as each of `REGIONS` writes it, the usual one first, then a
    misspelling or another wording; `latin` what may stand in brackets; `short` a short form that only a statement makes
    its own (委员会), `brief` one that is its own (洛管委); `state` and `office` tell a person, `where` a place. `set` names
    the entities that were put in together since they are easily taken for one.
    """

    id: str
    kind: Kind
    forms: tuple[tuple[str, ...], ...]
    latin: tuple[str, ...] = ()
    acronym: str = ""
    short: str = ""
    brief: str = ""
    state: State | None = None
    office: str = ""
    set: str = ""


def cast(random: Random, share: float = 1.0) -> tuple[Entity, ...]:
    """The entities of a corpus; `share` of some 200."""
    def some(number: int) -> int:
        return max(2, round(number * share))

    states = [s for s in all_states() if s.kind == "member" and len(s.zh[0]) >= 2]
    random.shuffle(states)
    stems = _Places(random)
    found = [
        *_persons(random, states, some(60)),
        *_sided(random, stems, some(7)),
        *_sounding(random, stems, some(10)),
        *_rivers(random, stems, some(5)),
        *_of_one_name(random, stems, some(3)),
        *(_place(random, stems.draw(), "town") for _ in range(some(26))),
        *(Entity(f"state-{s.code}", "place", _state_forms(s), (s.en,), set="state") for s in states[: some(14)]),
        *_bodies(random, stems, some(24)),
        *_ministries(states, some(6)),
        *_papers(random, stems, some(20)),
    ]
    return tuple(_without_doubles(found))


def state_form(state: State, region: str) -> str:
    """What a state is called in a region, in Simplified characters."""
    return state.regional[0] if region != "mainland" and state.regional else state.zh[0]


def is_stable(form: str) -> bool:
    """Whether a form is the same once written in Traditional characters and read again."""
    return chinese_key(traditional(form)) == chinese_key(form)


def _without_doubles(found: Sequence[Entity]) -> Iterator[Entity]:
    """The entities no full name of which is another's, but for those that are meant to have one."""
    taken: dict[str, str] = {}
    for entity in found:
        keys = {chinese_key(form) for forms in entity.forms for form in forms} | {latin_key(form) for form in entity.latin}
        if all(taken.get(key, entity.set) == entity.set and (entity.set.startswith("one name") or key not in taken) for key in keys):
            taken |= dict.fromkeys(keys, entity.set)
            yield entity


def misspelt(random: Random, name: str) -> str:
    """The name with one character that another translator writes otherwise; the name itself where there is none."""
    places = [n for n, char in enumerate(name) if char.translate(OTHERS) != char]
    if not places:
        return name
    at = random.choice(places)
    return name[:at] + name[at].translate(OTHERS) + name[at + 1 :]


def _persons(random: Random, states: Sequence[State], number: int) -> Iterator[Entity]:
    rows = [line.split("\t") for line in NAMES.read_text("utf-8").splitlines() if not line.startswith("#")][1:]
    known: dict[str, list[str]] = {}
    for row in rows:
        cells = [cell.split("|")[0] for cell in row[1:4]]
        if len(cells) == 3 and all(len(cell) >= 2 and is_stable(cell) for cell in cells) and row[0].isascii():
            known.setdefault(cells[0], [row[0], *cells])
    chosen = random.sample(sorted(known), max(6, number // 2))
    given, surnames = chosen[: len(chosen) // 3], chosen[len(chosen) // 3 :]
    pairs = random.sample([(g, s) for g in given for s in surnames], number)
    pairs += pairs[: max(1, number // 20)]  # these have a namesake
    posts = random.sample([(s, o) for s in states[:60] for o in _OFFICES], len(pairs))
    for n, ((first, last), (state, office)) in enumerate(zip(pairs, posts, strict=True)):
        one, two = known[first], known[last]
        forms: list[tuple[str, ...]] = [(f"{a}·{b}",) for a, b in zip(one[1:], two[1:], strict=True)]
        other = misspelt(random, forms[0][0])
        if random.random() < 0.5 and other != forms[0][0]:
            forms[0] = (forms[0][0], other)
        called = "one name: " if pairs.count((first, last)) > 1 else ""
        yield Entity(
            f"person-{n}", "person", tuple(forms), (f"{one[0]} {two[0]}",), state=state, office=office,
            set=f"{called}{first}·{last}",
        )  # fmt: skip


class _Stem:
    """A place of the gazetteer: its Chinese name, its Latin one, its state."""

    def __init__(self, zh: str, latin: str, state: State) -> None:
        self.zh, self.latin, self.state = zh, latin, state


class _Places:
    """Places of the gazetteer outside East Asia, drawn without repeating one, none of which is a state's or ends in the
    word for a unit."""

    def __init__(self, random: Random) -> None:
        heads = tuple(load_rules().words("place.head", "link.side"))
        self.states = {s.code: s for s in all_states() if s.kind == "member"}
        taken = {form for s in all_states() for form in (*s.zh, *s.capital_zh, *s.regional)}
        names = [
            zh for zh in chinese_place_names()
            if 3 <= len(zh) <= 5 and zh not in taken and not zh.endswith(heads) and not zh.startswith(heads) and has_han(zh) and "-" not in zh
        ]  # fmt: skip
        self.names = random.sample(names, len(names))
        self.used: set[str] = set()

    def stem(self, zh: str) -> _Stem | None:
        """The largest place of a name, if its state is known and its Latin name is plain."""
        best = places_named(zh)[0]
        plain = best.name.replace(" ", "").isalpha() and best.country not in NATIVE and best.country in self.states
        return _Stem(zh, best.name, self.states[best.country]) if plain and is_stable(zh) else None

    def draw(self) -> _Stem:
        """A place that was not drawn before."""
        while True:
            found = self.stem(self.names.pop())
            if found is not None and found.zh not in self.used:
                self.used.add(found.zh)
                return found

    def alike(self) -> tuple[_Stem, _Stem]:
        """Two places of different states whose names sound alike, and differ to the eye."""
        while True:
            first = self.draw()
            for zh in self.names:
                if zh[0] == first.zh[0] and len(zh) == len(first.zh) and variant_likeness(zh, first.zh) >= _ALIKE:
                    other = self.stem(zh)
                    if other and other.zh not in self.used and other.state != first.state and latin_key(other.latin) != latin_key(first.latin):
                        self.used.add(other.zh)
                        return first, other

    def of_one_name(self) -> tuple[_Stem, _Stem]:
        """Two places of different states with one Chinese name and different Latin ones."""
        while True:
            zh = self.names.pop()
            named = {p.country: p for p in reversed(places_named(zh)) if p.country in self.states and p.country not in NATIVE}
            if zh in self.used or len({latin_key(p.name) for p in named.values()}) < 2 or not is_stable(zh):
                continue
            for a, b in combinations(sorted(named.values(), key=lambda p: p.id), 2):
                if latin_key(a.name) != latin_key(b.name) and all(p.name.replace(" ", "").isalpha() for p in (a, b)):
                    self.used.add(zh)
                    return _Stem(zh, a.name, self.states[a.country]), _Stem(zh, b.name, self.states[b.country])


def _folded(latin: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(c))


def _place(random: Random, stem: _Stem, of: str, head: str | None = None, latin: str = "{}") -> Entity:
    """A place; a town may stand with or without the word for its unit."""
    unit = random.choice(("市", "镇", "区")) if head is None else head
    usual = (stem.zh, stem.zh + unit) if head is None else (stem.zh + unit,)
    other = misspelt(random, stem.zh) + unit if random.random() < 0.5 else ""
    forms = (*usual, other) if other and other not in usual else usual
    written = latin.format(stem.latin)
    return Entity(f"place-{stem.zh}{unit}-{stem.state.code}", "place", (forms,) * 3, tuple(dict.fromkeys((written, _folded(written)))), state=stem.state, set=of)


def _sided(random: Random, stems: _Places, number: int) -> Iterator[Entity]:
    for _ in range(number):
        stem = stems.draw()
        sides = random.choice((("北", "南", "North", "South"), ("东", "西", "East", "West"), ("上", "下", "Upper", "Lower")))
        for side, latin in zip(sides[:2], sides[2:], strict=True):
            sided = _Stem(side + stem.zh, f"{latin} {stem.latin}", stem.state)
            yield _place(random, sided, f"sides: {stem.zh}", "州")


def _sounding(random: Random, stems: _Places, number: int) -> Iterator[Entity]:
    for _ in range(number):
        pair = stems.alike()
        head = random.choice(("村", "镇", ""))
        for stem in pair:
            yield _place(random, stem, f"sound alike: {pair[0].zh}", head)


def _rivers(random: Random, stems: _Places, number: int) -> Iterator[Entity]:
    for _ in range(number):
        stem = stems.draw()
        yield _place(random, stem, f"town and river: {stem.zh}")
        yield _place(random, stem, f"town and river: {stem.zh}", "河", "{} River")


def _of_one_name(random: Random, stems: _Places, number: int) -> Iterator[Entity]:
    for _ in range(number):
        for stem in stems.of_one_name():
            yield _place(random, stem, f"one name: {stem.zh}", "")


def _state_forms(state: State) -> tuple[tuple[str, ...], ...]:
    return tuple((state_form(state, region), *state.zh_long[:1]) if region == "mainland" else (state_form(state, region),) for region in REGIONS)


def _bodies(random: Random, stems: _Places, number: int) -> Iterator[Entity]:
    """Bodies called after places; a fisheries commission and a forestry council with one acronym for each letter."""
    for n in range(number):
        stem = stems.draw()
        zh, en, short, brief = _BODIES[n % len(_BODIES)]
        other = misspelt(random, stem.zh)
        names = [zh.format(stem.zh)]
        if "与" in zh:
            names.append(names[0].replace("与", "和"))
        elif other != stem.zh and random.random() < 0.4:
            names.append(zh.format(other))
        latin = en.format(_folded(stem.latin))
        acronym = "".join(word[0].upper() for word in latin.split() if word != "and")
        yield Entity(
            f"body-{n}", "organization", (tuple(names),) * 3, (latin,), acronym, short, brief.format(stem.zh[0]), set=f"acronym: {acronym}"
        )


def _ministries(states: Sequence[State], number: int) -> Iterator[Entity]:
    for n in range(number):
        state, name = states[n // 2], _MINISTRIES[n % len(_MINISTRIES)]
        forms = tuple(tuple(form + name for form in some) for some in _state_forms(state))
        yield Entity(f"ministry-{n}", "organization", forms, short=name, set=f"ministries: {state.zh[0]}")


def _papers(random: Random, stems: _Places, number: int) -> Iterator[Entity]:
    for n in range(number):
        zh, short, kind = _PAPERS[n % len(_PAPERS)]
        stem = stems.draw()
        names: tuple[str, ...] = (zh.format(stem.zh),)
        other = misspelt(random, stem.zh)
        if other != stem.zh and random.random() < 0.4:
            names += (zh.format(other),)
        yield Entity(f"paper-{n}", kind, (names,) * 3, short=short, set=f"short form: {short}")
