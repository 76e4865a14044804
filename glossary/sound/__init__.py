"""Hears names: how Chinese characters render the letters of a foreign name.

One model, used everywhere the tool decides by sound: `score` and `likeness` of a pair, `align` it, find where a
name begins (`name_start`), `rank` it among thousands, compare two Chinese forms (`variant_likeness`),
or the parts of full names (`least_heard_part`, `least_variant_part`). Inputs may
be in Simplified or Traditional characters, with any interpunct, in any case, with or without accents.
"""

from __future__ import annotations

from glossary.sound.hear import align, likeness, name_start, score
from glossary.sound.lattice import LONGEST_HAN
from glossary.sound.many import Asked, asked
from glossary.sound.model import Model, load_model
from glossary.sound.near import near_pairs
from glossary.sound.parted import least_heard_part, least_variant_part
from glossary.sound.rank import Index, index, rank
from glossary.sound.readings import pinyin, sound_ends
from glossary.sound.sift import best_among, best_names, near_among, near_names
from glossary.sound.variants import variant_likeness, weigh_together

__all__ = [
    "LONGEST_HAN",
    "Asked",
    "Index",
    "Model",
    "align",
    "asked",
    "best_among",
    "best_names",
    "index",
    "least_heard_part",
    "least_variant_part",
    "likeness",
    "load_model",
    "name_start",
    "near_among",
    "near_names",
    "near_pairs",
    "pinyin",
    "rank",
    "score",
    "sound_ends",
    "variant_likeness",
    "weigh_together",
]
