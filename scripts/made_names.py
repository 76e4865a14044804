"""A termbase of any size with made names: places, persons, and bodies, treaties and events named after places.

Places of the gazetteer that have a Chinese name; the reference table; persons of a given name (`sound_names.tsv`) and a
surname (the same list, and short names of foreign places). No two concepts share a name. Of 100 concepts 10 have no
Latin form and 10 no Chinese one; 25 have a Traditional one.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from glossary import gazetteer, reference
from glossary.model.concept import Concept, Term, Termbase
from glossary.normalise import chinese_key, converted, has_han, latin_key

if TYPE_CHECKING:
    import random
    from collections.abc import Collection, Iterator

    from glossary.model import Kind

NAMES = Path(__file__).with_name("sound_names.tsv")
BODIES = (
    ("市议会", "{} City Council"), ("大学", "University of {}"), ("国际机场", "{} International Airport"),
    ("港务局", "Port Authority of {}"), ("河流域管理委员会", "{} River Basin Commission"), ("地区法院", "{} District Court"),
    ("人权事务中心", "{} Centre for Human Rights"), ("商会", "{} Chamber of Commerce"), ("观察团", "Observer Mission in {}"),
)  # fmt: skip
PAPERS = (
    ("公约", "{} Convention", "treaty"), ("议定书", "{} Protocol", "treaty"), ("宣言", "{} Declaration", "treaty"),
    ("停火协定", "{} Ceasefire Agreement", "treaty"), ("首脑会议", "{} Summit", "event"), ("战役", "Battle of {}", "event"),
    ("进程", "{} Process", "event"),
)  # fmt: skip
NATIVE = frozenset({"CN", "HK", "MO", "TW", "JP", "KR", "KP", "VN", "SG"})


class Name(NamedTuple):
    """A concept to be: its kind and its two forms."""

    kind: Kind
    zh: str
    latin: str
    more: tuple[str, ...] = ()


def names(count: int, chance: random.Random) -> list[Name]:
    """`count` names, no two with the same Chinese or the same Latin form, in a chance order."""
    found: list[Name] = []
    taken: set[str] = set()
    places = list(_places(NATIVE))
    foreign = list(_places())
    share = {"place": 35, "person": 40, "body": 15, "paper": 10}
    sources = {
        "place": iter([*_references(), *chance.sample(places, len(places))]),
        "person": _persons(foreign, chance), "body": _bodies(places, chance), "paper": _papers(places, chance),
    }  # fmt: skip
    for source, part in share.items():
        wanted = len(found) + count * part // 100 if source != "paper" else count
        for name in sources[source]:
            keys = {chinese_key(form) if has_han(form) else latin_key(form) for form in (name.zh, name.latin, *name.more)}
            if len(found) >= wanted:
                break
            if not keys & taken and "" not in keys:
                taken |= keys
                found.append(name)
    chance.shuffle(found)
    return found


def _references() -> Iterator[Name]:
    for row in reference.references():
        if row.kind not in ("office", "term"):
            yield Name(row.kind, row.zh[0], row.en[0], (*row.zh[1:], *row.en[1:]))


def _places(also: Collection[str] = ()) -> Iterator[Name]:
    """Places of the gazetteer whose names were brought into Chinese; of those of the countries in `also`, which write
    their names in Chinese characters and are two thirds of the table, every tenth."""
    for zh in gazetteer.chinese_place_names():
        best = gazetteer.places_named(zh)[0]
        plain = 2 <= len(zh) <= 12 and latin_key(best.name) and all(c in "·-" or has_han(c) for c in zh)
        native = best.country in NATIVE
        if plain and (not native or (best.country in also and sum(map(ord, zh)) % 10 == 0)):
            yield Name("place", zh, best.name)


def _persons(places: list[Name], chance: random.Random) -> Iterator[Name]:
    rows = [line.split("\t") for line in NAMES.read_text("utf-8").splitlines() if not line.startswith("#")][1:]
    given = [(zh, row[0]) for row in rows if len(row) > 1 for zh in row[1].split("|") if zh]
    surnames = given + [(p.zh, p.latin) for p in places if 2 <= len(p.zh) <= 5 and p.latin.isalpha() and "·" not in p.zh]
    while True:
        (zh, latin), (last_zh, last) = chance.choice(given), chance.choice(surnames)
        if chance.random() < 0.05:
            middle_zh, middle = chance.choice(given)
            zh, latin = f"{zh}·{middle_zh}", f"{latin} {middle}"
        yield Name("person", f"{zh}·{last_zh}", f"{latin} {last}")


def _bodies(places: list[Name], chance: random.Random) -> Iterator[Name]:
    while True:
        place, (zh, en) = chance.choice(places), chance.choice(BODIES)
        yield Name("organization", place.zh + zh, en.format(place.latin))


def _papers(places: list[Name], chance: random.Random) -> Iterator[Name]:
    kinds: dict[str, Kind] = {"treaty": "treaty", "event": "event"}
    while True:
        place, (zh, en, kind) = chance.choice(places), chance.choice(PAPERS)
        yield Name(kinds[kind], place.zh + zh, en.format(place.latin))


def termbase(found: list[Name], chance: random.Random) -> Termbase:
    """A termbase of names; by turns, a tenth has no Latin form and a tenth no Chinese one."""
    concepts = []
    for number, name in enumerate(found):
        count = int(chance.paretovariate(1.1))
        terms = [Term(name.zh, "zh-Hans", "full", "preferred", count)] if number % 10 != 1 else []
        hant = converted(name.zh, "s2t")
        if terms and number % 4 == 0 and hant != name.zh:
            terms.append(Term(hant, "zh-Hant", "full", "preferred", max(1, count // 5)))
        terms += [Term(more, "zh-Hans", "short", "admitted", 1) for more in name.more if has_han(more) and terms]
        if number % 10 != 2:
            terms.append(Term(name.latin, "en", "full", "preferred", max(1, count // 3)))
            terms += [Term(more, "en", "short", "admitted", 1) for more in name.more if not has_han(more)]
        if terms and number % 5 == 0:
            terms[0] = replace(terms[0], context=f"会议提到{terms[0].text}的情况。")
        concepts.append(Concept(f"c-{number}", tuple(terms), name.kind))
    return Termbase(tuple(concepts), title="made for measuring")


def held_forms(number: int, name: Name) -> list[str]:
    """The forms that the termbase has of a name: see `termbase`."""
    return [*([name.zh] if number % 10 != 1 else []), *([name.latin] if number % 10 != 2 else [])]
