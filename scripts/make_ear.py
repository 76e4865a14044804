#!/usr/bin/env python3
"""Writes `glossary/data/lookup/ear.tsv`: what each Chinese character most often stands for in a foreign name, in the
ten letters of `glossary.lookup.ear`.

    python scripts/make_ear.py            writes the table
    python scripts/make_ear.py --check    says whether the committed table is what this script makes

Taken from the weights of the sound model (`scripts/train_sound.py`): the chunks that a character emits are written in
the ten letters, the shares of those that become the same are added, and the largest wins. A line per outcome: the
characters of the training data; the Mandarin syllables, for characters that it does not have.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from made_table import written_or_checked

from glossary.lookup.ear import letters
from glossary.normalise import has_han
from glossary.sound import load_model

TABLE = Path(__file__).parents[1] / "glossary" / "data" / "lookup" / "ear.tsv"


def table() -> str:
    """The text of the table, sorted by kind, outcome and character."""
    model = load_model()
    chunks = {number: chunk for chunk, number in model.chunks.items()}
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, (numbers, shares) in model.rows.items():
        kind, holder = ("char", key) if has_han(key) else ("syllable", key.removeprefix("m:"))
        if not has_han(key) and not key.startswith("m:"):
            continue
        summed: dict[str, float] = defaultdict(float)
        for number, share in zip(numbers.tolist(), shares.tolist(), strict=True):
            summed[letters(chunks[number])] += share
        groups[kind, max(sorted(summed), key=lambda outcome: summed[outcome])].append(holder)
    lines = []
    for (kind, outcome), holders in sorted(groups.items()):
        lines.append(f"{kind}\t{outcome}\t{('' if kind == 'char' else ' ').join(sorted(holders))}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(written_or_checked(TABLE, table(), "lines", sys.argv[1:]))
