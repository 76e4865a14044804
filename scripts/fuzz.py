#!/usr/bin/env python3
"""Feeds damaged and hostile inputs to every reader, harvester, format, look-up and check, and says what broke.

    fuzz.py [--target TARGET …] [--count N] [--seconds S] [--seed 0] [--keep DIR]

An input is answered, or refused with one clear line; anything else is a fault: a traceback, an answer that is wrong
in itself (a span that is not the text it names, a file that cannot be read again), more than 10 s, more than 1 GB.
Each target gets N inputs (or as many as S seconds allow); the same seed gives the same inputs. What broke is printed
with its number and kept in DIR, the figures of each target at the end; exit status 1 if anything broke.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from limits import HANG, MEMORY, Hang, limited, peak_memory
from targets import TARGETS, faulty_line

from glossary.errors import GlossaryError

_FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None
_BASE = 300 << 20  # what the program takes with all that it loads


@dataclass(slots=True)
class Figures:
    """What a target did: inputs tried, refused with a clear line, broken; the slowest in seconds, the most memory in MB."""

    tried: int = 0
    refused: int = 0
    broken: int = 0
    slowest: float = 0.0
    memory: int = 0


def tried(name: str, number: int, seed: int, folder: Path) -> str:
    """One input of a target: `answered`, `refused`, or what broke. The same name, number and seed give the same."""
    rng = random.Random(f"{seed} {name} {number}")
    try:
        with limited(HANG):
            TARGETS[name](rng, folder)
    except GlossaryError as error:
        return faulty_line(str(error)) or "refused"
    except Hang:
        return f"takes more than {HANG:.0f} s"
    except (Exception, SystemExit):
        return traceback.format_exc()
    return "answered"


def run(name: str, count: int, seconds: float, seed: int, keep: Path | None) -> Figures:
    """Tries inputs on one target."""
    figures = Figures()
    began = time.monotonic()
    for number in range(count):
        if time.monotonic() - began > seconds:
            break
        with tempfile.TemporaryDirectory(dir=_FOLDER) as name_of_folder:
            folder = Path(name_of_folder)
            start = time.perf_counter()
            with _silence():
                said = tried(name, number, seed, folder)
            figures.slowest = max(figures.slowest, time.perf_counter() - start)
            figures.tried += 1
            peak = peak_memory()
            if peak - _BASE > MEMORY:
                said = f"took {peak >> 20} MB"
            figures.memory = max(figures.memory, peak >> 20)
            figures.refused += said == "refused"
            if said not in ("answered", "refused"):
                figures.broken += 1
                print(f"{name} {number} (seed {seed}): {said}", flush=True)
                if keep:
                    keep.mkdir(parents=True, exist_ok=True)
                    for path in folder.iterdir():
                        if path.is_file():
                            (keep / f"{name}-{seed}-{number}-{path.name}").write_bytes(path.read_bytes())
    return figures


class _silence:  # noqa: N801 (used as a function)
    """What commands print meanwhile goes nowhere."""

    def __enter__(self) -> None:
        self.kept = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")

    def __exit__(self, *_: object) -> None:
        sys.stdout, sys.stderr = self.kept


def main() -> int:
    """Runs the targets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", action="append", choices=list(TARGETS), default=[])
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=1e9, help="for each target")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    done = {}
    for name in options.target or TARGETS:
        done[name] = run(name, options.count, options.seconds, options.seed, options.keep)
        figures = done[name]
        print(
            f"{name:15} {figures.tried:7} tried {figures.refused:7} refused {figures.broken:4} broken "
            f"{figures.slowest:6.2f} s {figures.memory:5} MB", flush=True,
        )  # fmt: skip
    print(f"{sum(f.tried for f in done.values())} inputs, {sum(f.broken for f in done.values())} broken")
    return 1 if any(figures.broken for figures in done.values()) else 0


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
