#!/usr/bin/env python3
"""Measures how the time of every stage grows with hostile texts of 64 KB, 256 KB and 1 MB.

    growth.py [--stage STAGE …] [--family PART …] [--sizes 64,256,1024] [--top N] [--budget SECONDS] [--seed 0]

Every text of `hostile.families` goes through each stage at the smallest size; the N slowest go on to the larger
ones. Growth is the exponent of the time between two sizes: 1 is linear, 2 is quadratic. A line is printed for each
text that went on; exit status 1 where one took more than 10 s or 1 GB, or grew faster than LIMIT.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from hostile import families
from limits import HANG, MEMORY, Hang, limited, peak_memory
from stages import STAGES

from glossary.errors import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 1.5  # growth: between linear and quadratic, with room for what a large text costs in caches
SMALL = 0.05  # seconds below which a growth says nothing


class Measured(NamedTuple):
    """Seconds (infinite where it was stopped) and the most memory of the process so far, in bytes."""

    seconds: float
    memory: int


def measured(stage: Callable[[str], object], text: str, *, limit: float = HANG) -> Measured:
    """What `stage` takes for `text`. Clear refusals are answers."""
    began = time.perf_counter()
    try:
        with limited(limit), suppress(GlossaryError):
            stage(text)
    except Hang:
        return Measured(math.inf, peak_memory())
    return Measured(time.perf_counter() - began, peak_memory())


def cut(text: str, size: int) -> str:
    """The first `size` bytes of a text in UTF-8, no character cut."""
    return text.encode("utf-8", "surrogatepass")[:size].decode("utf-8", "ignore")


def growth(stage: Callable[[str], object], make: Callable[[int], str], sizes: list[int]) -> list[Measured]:
    """What `stage` takes for the same text at each size, up to the first that it does not finish."""
    found: list[Measured] = []
    text = make(max(sizes))
    for size in sizes:
        found.append(measured(stage, cut(text, size)))
        if math.isinf(found[-1].seconds):
            break
    return found


def exponents(found: list[Measured], sizes: list[int]) -> list[float]:
    """The growth between each two sizes."""
    return [
        math.log(max(b.seconds, SMALL) / max(a.seconds, SMALL)) / math.log(q / p)
        for a, b, p, q in zip(found, found[1:], sizes, sizes[1:], strict=False)
    ]


def main() -> int:
    """Runs the measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", action="append", choices=list(STAGES), default=[])
    parser.add_argument("--family", action="append", default=[], help="only families with this in their name")
    parser.add_argument("--sizes", default="64,256,1024", help="kilobytes, smallest first")
    parser.add_argument("--top", type=int, default=10, help="texts that go on to the larger sizes")
    parser.add_argument("--part", default="1/1", help="K/N: only the Kth of N parts of the families")
    parser.add_argument("--budget", type=float, default=1e9, help="seconds for each stage at the smallest size")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    sizes = [int(size) << 10 for size in options.sizes.split(",")]
    part, parts = (int(number) for number in options.part.split("/"))
    wrong = 0
    for name in options.stage or STAGES:
        wrong += _stage(name, options, sizes, part, parts)
    return 1 if wrong else 0


def _stage(name: str, options: argparse.Namespace, sizes: list[int], part: int, parts: int) -> int:
    stage = STAGES[name]
    with suppress(GlossaryError):
        stage("总统阿利耶夫(Aliyev)在戈里斯市说。" * 3)  # what is loaded once is loaded
    first: list[tuple[float, str]] = []
    began = time.monotonic()
    chosen = [
        family for family in families(options.seed) if not options.family or any(part in family for part in options.family)
    ][part - 1 :: parts]
    for family in chosen:
        if time.monotonic() - began > options.budget:
            break
        text = cut(families(options.seed)[family](sizes[0]), sizes[0])
        first.append((measured(stage, text).seconds, family))
    total = sum(seconds for seconds, _ in first if not math.isinf(seconds))
    stopped = sum(math.isinf(seconds) for seconds, _ in first)
    print(f"{name}: {len(first)} of {len(chosen)} texts of {sizes[0] >> 10} KB, {total:.1f} s, {stopped} stopped", flush=True)
    wrong = 0
    for _, family in sorted(first, reverse=True)[: options.top]:
        found = growth(stage, families(options.seed)[family], sizes)
        grown = exponents(found, sizes)
        bad = math.isinf(found[-1].seconds) or found[-1].memory > MEMORY or any(g > LIMIT for g in grown)
        wrong += bad
        times = " ".join(f"{m.seconds:7.2f}" for m in found)
        powers = " ".join(f"{g:4.1f}" for g in grown)
        print(f"  {'BAD' if bad else 'ok '} {family:40} {times} s  growth {powers}  {found[-1].memory >> 20} MB", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
