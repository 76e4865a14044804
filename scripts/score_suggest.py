#!/usr/bin/env python3
"""Measures the suggested English names.

    score_suggest.py concepts GOLD    recall and precision on concepts whose English is known
    score_suggest.py bitext BITEXT    names in Chinese sentences that have a translation: how often a
                                      suggestion stands in the English sentence. A proxy of precision:
                                      translators paraphrase, and name what the Chinese only points to
    score_suggest.py heard            Chinese names of GeoNames, looked for by sound only, among the places of
                                      their country and two others, then of three others, where all is wrong

--show lists what is not right. GOLD is a JSON-lines file, one concept a line: {"id", "kind", "en": […],
"zh": [{"form", "required"}], "latin": [{"form"}]}; BITEXT one of {"zh", "en"}.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sound_data

from glossary.gazetteer import all_states, chinese_place_names, places_named, states
from glossary.model import Concept, Term
from glossary.normalise import chinese_key, latin_key
from glossary.reference import references
from glossary.segment import words
from glossary.sound.letters import words as sound_words
from glossary.suggest import suggest_context, suggested
from glossary.suggest.heard import heard_place
from glossary.suggest.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.gazetteer import Place

SEED = 20
# Countries whose own script is not Han and of which the gazetteer has Chinese names enough.
COUNTRIES = (
    "AF AL AM AZ BA BG BR BY CD CO DZ EG ES ET GE GR HR HT HU ID IL IN IQ IR IT JO KE KG KZ LB LT LV LY MA "
    "MD MK ML MX NG PE PH PK PL RO RS RU SD SI SK SO SY TJ TM TN TR UA UG UZ VE YE ZA"
)


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def score_concepts(path: Path, show: bool) -> str:
    """Recall and precision over the required Chinese forms, whatever Latin the documents themselves state."""
    gold = [row for row in rows(path) if row["zh"]]
    concepts = [_concept(row) for row in gold]
    context = suggest_context(concepts)
    wanted = offered = right = 0
    for row, concept in zip(gold, concepts, strict=True):
        term = suggested(concept, context)
        names = {latin_key(name) for name in [*row["en"], *(entry["form"] for entry in row["latin"])]}
        forms = sum(bool(entry["required"]) for entry in row["zh"])
        good = term is not None and latin_key(term.text) in names
        wanted += forms
        offered += forms * (term is not None)
        right += forms * good
        if show and not good:
            told = f"{term.text} ({term.origin}, {term.score})" if term else "-"
            print(f"{forms} {'|'.join(t.text for t in concept.terms)}: {told}; gold {row['en'][:2]}")
    recall, precision = right / max(wanted, 1), right / max(offered, 1)
    return f"forms={wanted} offered={offered} right={right} recall={recall:.4f} precision={precision:.4f}"


def _concept(row: dict[str, Any]) -> Concept:
    every = [entry["form"] for entry in row["zh"]]
    forms = [entry["form"] for entry in row["zh"] if entry["required"]] or every
    return Concept(row["id"], tuple(Term(form, "zh-Hans") for form in forms), row["kind"])


def score_bitext(path: Path, show: bool) -> str:
    """Share of suggestions whose words stand in the English sentence (plural and case apart), by source."""
    good, every = Counter[str](), Counter[str]()
    for row in rows(path):
        english = f" {_stems(row['en'])} "
        names = sorted(set(_names(row["zh"])))
        concepts = [Concept(form, (Term(form, "zh-Hans"),), kind) for form, kind in names]
        context = suggest_context(concepts)
        for concept in concepts:
            if (term := suggested(concept, context)) is None:
                continue
            source = re.split("[ :]", term.origin)[0] + ("" if concept.kind == "place" else ", no place")
            hit = any(name in english for name in _right(concept, term))
            every[source] += 1
            good[source] += hit
            if show and not hit:
                print(f"{concept.id} → {term.text} ({term.origin}, {term.score}): {row['en'][:160]}")
    for source in sorted(every):
        print(f"  {source}: {good[source]}/{every[source]}")
    share = good.total() / max(every.total(), 1)
    return f"suggested={every.total()} in_translation={good.total()} share={share:.4f}"


def _names(zh: str) -> Iterator[tuple[str, Any]]:
    """Forms of the reference table (the longest at each place), and what the segmenter takes for a place."""
    table = {form: row.kind for row in references() for form in row.zh}
    start = 0
    while start < len(zh):
        ends = range(min(len(zh), start + 40), start + 1, -1)
        form = next((zh[start:end] for end in ends if zh[start:end] in table), "")
        if form:
            yield form, table[form]
        start += len(form) or 1
    for word in words(zh):
        text = chinese_key(zh[word.start : word.end])
        if word.tag == "ns" and len(text) > 1 and text not in table:
            yield text, "place"


def _right(concept: Concept, term: Term) -> list[str]:
    """What may stand in the translation: the suggestion, other names of the row; of a state, how its name and
    that of its people begin (Armenia, Armenian)."""
    names = [term.text, term.text.split(",")[0]]
    names += [name for row in references() if concept.id in row.zh for name in row.en]
    found = [f" {_stems(name)} " for name in names]
    if state := states().get(concept.id):
        short = {"US": [" us ", " u s ", " american"], "GB": [" uk ", " briti", " britain", " english"]}
        beginnings = [f" {latin_key(name)[:5]}" for name in (state.en, state.common)]
        found += beginnings + short.get(state.code, [])
    return found


def _stems(text: str) -> str:
    words_of = latin_key(text).split()
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words_of)


def score_heard(countries: list[str], sample: int, show: bool) -> str:
    """Right, wrong and none for the Chinese names of a sample of places, with their country spoken of and
    without."""
    chance = random.Random(SEED)
    codes = sorted(s.code for s in all_states() if s.kind == "member")
    home, off = Counter[str](), Counter[str]()
    for zh, place in _queries(countries, sample, chance):
        away = chance.sample([code for code in codes if code != place.country], 3)
        home[_verdict(zh, place, Spoken((place.country, *away[:2])), show)] += 1
        off[_verdict(zh, place, Spoken(tuple(away)), show)] += 1
    found = home["right"] + home["wrong"]
    recall, precision = home["right"] / max(home.total(), 1), home["right"] / max(found, 1)
    alarms = off["wrong"] / max(off.total(), 1)
    return f"names={home.total()} recall={recall:.4f} precision={precision:.4f} elsewhere={alarms:.4f}"


def _verdict(zh: str, place: Place, spoken: Spoken, show: bool) -> str:
    answer = heard_place((zh,), spoken)
    if answer is None:
        return "none"
    names = {latin_key(name) for name in (place.name, *place.spellings, *place.others)}
    if place.country in spoken.countries and latin_key(answer.text) in names:
        return "right"
    if show:
        heard = f"{answer.text} {answer.score:.3f} in {' '.join(spoken.countries)}"
        print(f"{zh} = {place.name} ({place.country}): {heard}")
    return "wrong"


def held_out(zh: str, place: Place) -> bool:
    """Whether the sound model has not learnt from a place's name (the held-out fifth of `sound_data`), and the
    Chinese name is not one that several places bear: a province's, put on the towns in it."""
    pair = sound_data.Pair(zh, sound_words(place.name), "geonames", 0.0)
    return pair.fold == sound_data.HELD_OUT and len({other.name for other in places_named(zh)}) < 3


def _queries(countries: list[str], sample: int, chance: random.Random) -> list[tuple[str, Place]]:
    named = ((zh, place) for zh in chinese_place_names() for place in places_named(zh))
    pairs = [(zh, place) for zh, place in named if place.country in countries and held_out(zh, place)]
    return chance.sample(pairs, min(sample, len(pairs)))


def main() -> None:
    """Prints the figures asked for, the last line all in one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["concepts", "bitext", "heard"])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--countries", default=COUNTRIES, help="ISO codes, for heard")
    parser.add_argument("--sample", type=int, default=400, help="names, for heard")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    if args.what == "heard":
        print(score_heard(args.countries.replace(",", " ").split(), args.sample, args.show))
    elif args.file is None:
        parser.error("name the file")
    else:
        print((score_concepts if args.what == "concepts" else score_bitext)(args.file, args.show))


if __name__ == "__main__":
    main()
