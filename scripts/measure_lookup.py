#!/usr/bin/env python3
"""How well and how fast `glossary lookup` finds: 400 queries on a termbase of 100,000 concepts, both made from a seed.

    python scripts/measure_lookup.py                      makes the termbase in a temporary folder, measures, removes it
    python scripts/measure_lookup.py --folder DIR         keeps it there, and takes it from there the next time
    python scripts/measure_lookup.py --concepts N --queries N --seed N --misses

The termbase is that of `made_names`. The queries, by turns:

- exact: a form as it stands. prefix: the shortest beginning, of two characters (three letters) at least, that five
  concepts or fewer share. traditional: the form of a Simplified one by OpenCC, where that changes it; every other
  time the other way round. pinyin: without tones or blanks; with tones and blanks; toneless with blanks.
- typing: one error in a Chinese form of three characters or more (a character left out, doubled, changed for
  another of the termbase, or two changed places), or in a Latin one of five letters or more, or in pinyin.
- part: an interpunct part or a Latin word that five concepts or fewer hold.
- sound: the Latin name of a concept that has only a Chinese one; the Chinese name of one that has only a Latin one;
  a Chinese form with one character (of four or more: two) changed for one of the same syllable. The query stands in
  no other name as a beginning or a part: whoever looks it up then wants those.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from made_names import Name, held_forms, names, termbase
from rapidfuzz import fuzz

from glossary import gazetteer
from glossary.lookup import lookups, open_index
from glossary.normalise import chinese_key, converted, has_han, latin_key
from glossary.sound import pinyin
from glossary.tbx.write import write_termbase

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = ("exact", "prefix", "traditional", "pinyin", "typing", "part", "sound")
FIRST = 5


class Query(NamedTuple):
    """A query, the kind it is of, and the number of the concept that should be found."""

    kind: str
    text: str
    concept: int


def queries(found: list[Name], count: int, chance: random.Random) -> list[Query]:
    """`count` queries, the kinds by turns, each with the concept that it was made from."""
    bearers = Counter(piece for name in found for form in (name.zh, name.latin) for piece in {*_pieces(form), *_starts(form)})
    beginnings = Counter(start for name in found for form in (name.zh, name.latin) for start in _starts(form))
    makers: dict[str, Callable[[int, Name], str]] = {
        "exact": lambda n, name: chance.choice(held_forms(n, name)),
        "prefix": lambda n, name: _prefix(chance.choice(held_forms(n, name)), beginnings),
        "traditional": lambda n, name: _other_script(n, name),
        "pinyin": lambda n, name: _pinyin(n, name, chance),
        "typing": lambda n, name: _misspelt(chance.choice([*held_forms(n, name), *_read(n, name)]), chance),
        "part": lambda n, name: _part(chance.choice(held_forms(n, name)), bearers, chance),
        "sound": lambda n, name: _sound(n, name, bearers, chance),
    }
    made: list[Query] = []
    while len(made) < count:
        number, kind = chance.randrange(len(found)), KINDS[len(made) % len(KINDS)]
        text = makers[kind](number, found[number])
        if text:
            made.append(Query(kind, text, number))
    return made


def _read(number: int, name: Name) -> list[str]:
    return ["".join(pinyin(name.zh))] if number % 10 != 1 else []


def _starts(form: str) -> list[str]:
    key = chinese_key(form) if has_han(form) else latin_key(form)
    return [key[:n] for n in range(2 if has_han(form) else 3, len(key) + 1)]


def _prefix(form: str, beginnings: Counter[str]) -> str:
    return next((start for start in _starts(form)[:-1] if beginnings[start] <= FIRST), "")


def _other_script(number: int, name: Name) -> str:
    hant = converted(name.zh, "s2t")
    if number % 10 == 1 or hant == name.zh:
        return ""
    return name.zh if number % 4 == 0 and number % 8 else hant


def _pinyin(number: int, name: Name, chance: random.Random) -> str:
    if number % 10 == 1:
        return ""
    toned = chance.random() < 0.34
    return ("" if chance.random() < 0.5 else " ").join(pinyin(name.zh, tones=toned))


def _misspelt(form: str, chance: random.Random) -> str:
    letters = list(form)
    places = [k for k, c in enumerate(letters) if c.isalpha()]
    if len(places) < (3 if has_han(form) else 5):
        return ""
    at = chance.choice(places[:-1])
    kind = chance.choice(("left out", "doubled", "changed", "swapped"))
    if kind == "left out":
        del letters[at]
    elif kind == "doubled":
        letters.insert(at, letters[at])
    elif kind == "changed":
        letters[at] = chance.choice("斯尔特克拉里利亚马巴罗德萨维森普诺达卡贝" if has_han(form) else "abcdefghijklmnopqrstuvwxyz")
    else:
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters) if letters != list(form) else ""


def _pieces(form: str) -> list[str]:
    return [chinese_key(p) for p in form.split("·")] if has_han(form) else latin_key(form).split()


def _part(form: str, bearers: Counter[str], chance: random.Random) -> str:
    rare = [piece for piece in _pieces(form) if bearers[piece] <= FIRST and len(piece) > (1 if has_han(form) else 2)]
    return chance.choice(rare) if len(_pieces(form)) > 1 and rare else ""


def _sound(number: int, name: Name, bearers: Counter[str], chance: random.Random) -> str:
    if name.kind not in ("person", "place") or not _transliterated(name):
        return ""
    if any(bearers[start] > 1 for start in (chinese_key(name.zh), latin_key(name.latin))):
        return ""
    if number % 10 == 1:
        return str(name.zh)
    if number % 10 == 2:
        return str(name.latin)
    # The third way is as frequent as each of the other two.
    return _respelt(name.zh, chance) if number % 10 == 3 else ""


def _transliterated(name: Name) -> bool:
    """Whether a Chinese name renders the sound of the Latin one, in each of its parts: half of its consonants are the
    same, as pinyin has them. (牧场山, Mountain Ranch, is a translation, and so is one half of 格伦·冬宫城, Glenn
    Hermitage.)"""
    classes = str.maketrans("bpvfwdtgklrmnszcjqx", "PPPPPTTKKLLNNSSSSSS", "aeiouyühr' ")
    parts, words = name.zh.split("·"), latin_key(name.latin).split()
    if len(parts) != len(words):
        parts, words = [name.zh], [latin_key(name.latin)]
    read = ["".join(pinyin(part)).translate(classes) for part in parts]
    return all(fuzz.ratio(said, word.translate(classes)) >= 50 for said, word in zip(read, words, strict=True))


def _respelt(zh: str, chance: random.Random) -> str:
    letters = list(zh)
    for at in chance.sample(range(len(zh)), 2 if len(zh) >= 4 else 1):
        same = sorted(c for c in _homophones().get(pinyin(zh[at])[0], ()) if c != zh[at]) if has_han(zh[at]) else []
        letters[at] = chance.choice(same) if same else letters[at]
    return "".join(letters) if letters != list(zh) else ""


@cache
def _homophones() -> dict[str, set[str]]:
    """Syllable → the characters that names of the gazetteer use for it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    used = Counter(c for zh in gazetteer.chinese_place_names() for c in zh if has_han(c))
    for char, count in used.items():
        if count >= 20:
            found[pinyin(char)[0]].add(char)
    return found


def measured(found: list[Name], path: Path, asked: list[Query], *, misses: bool) -> None:
    """Prints how often the right concept is among the first five, and how long a query takes, kind by kind."""
    index = open_index([path])
    lookups("Zorblatt", index)  # the first query by sound loads the model
    right: defaultdict[str, list[bool]] = defaultdict(list)
    times: defaultdict[str, list[float]] = defaultdict(list)
    for query in asked:
        start = time.perf_counter()
        hits = lookups(query.text, index, FIRST)
        taken = 1000 * (time.perf_counter() - start)
        ok = any(hit.concept == f"c-{query.concept}" for hit in hits)
        for kind in (query.kind, "all"):
            right[kind].append(ok)
            times[kind].append(taken)
        if misses and not ok:
            name = found[query.concept]
            print(f"  {query.kind}: {query.text} is {name.zh}, {name.latin}; found {[hit.candidate for hit in hits]}")
    print(f"{'kind':12} {'queries':>7} {'first five':>10} {'median ms':>10} {'99 % ms':>8}")
    for kind in (*KINDS, "all"):
        ordered = sorted(times[kind])
        late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        share = sum(right[kind]) / len(right[kind])
        print(f"{kind:12} {len(ordered):7} {share:10.3f} {statistics.median(ordered):10.2f} {late:8.2f}")


def process_times(path: Path, query: str, runs: int = 15) -> None:
    """Prints the time of a whole process, and of an interpreter that does nothing, the median of some runs by turns."""
    calls = {
        "exact look-up": [sys.executable, "-m", "glossary", "lookup", query, "-t", str(path)],
        "bare interpreter": [sys.executable, "-c", "pass"],
    }
    times: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(runs):
        for name, call in calls.items():
            start = time.perf_counter()
            subprocess.run(call, check=True, capture_output=True)
            times[name].append(1000 * (time.perf_counter() - start))
    for name, taken in times.items():
        print(f"whole process, {name}: median {statistics.median(taken):.0f} ms, least {min(taken):.0f} ms")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--concepts", type=int, default=100_000)
    options.add_argument("--queries", type=int, default=400)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--folder", type=Path, help="where the termbase is kept, and taken from the next time")
    options.add_argument("--misses", action="store_true", help="print the queries that were not answered")
    args = options.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does
    with tempfile.TemporaryDirectory() as temporary:
        path = (args.folder or Path(temporary)) / f"names-{args.concepts}-{args.seed}.tbx"
        found = names(args.concepts, random.Random(args.seed))
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_termbase(termbase(found, random.Random(args.seed)), path)
        start = time.perf_counter()
        open_index([path], reindex=True)
        size = sum(p.stat().st_size for p in path.parent.glob(f".{path.name}.lookup"))
        print(f"index of {args.concepts} concepts: {time.perf_counter() - start:.1f} s to make, {size / 1e6:.0f} MB")
        measured(found, path, queries(found, args.queries, random.Random(args.seed + 1)), misses=args.misses)
        process_times(path, found[0].zh)
    return 0


if __name__ == "__main__":
    sys.exit(main())
