#!/usr/bin/env python3
"""Kills commands with signal 9 at random moments and looks at what is left.

    kill.py [--command NAME …] [--count 200] [--seed 0] [--input FILE …]

Each command is first run to its end, for its output and its time. Then it is started again and killed, half of the
times at any moment, half when it has begun to write; on a folder where its output does not exist, or is an older one.
After each kill every output must be what it was before or what a whole run writes, byte for byte, and a file of
another name may only be a hidden temporary one; every tenth time the command is run again and must end as the first
one did, with nothing left beside its output. Exit status 1 where anything is otherwise.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hostile import SAMPLES

from glossary.cli import COMMANDS

OLD = b"what stood here before"
AGAIN = 10  # kills between two whole runs


class Row(NamedTuple):
    """A command to kill: its arguments (files in the folder it works in), its outputs, and what must be there before,
    each made by the arguments beside it. `renewed` outputs are caches: an older one is made anew, not kept."""

    name: str
    arguments: tuple[str, ...]
    outputs: tuple[str, ...]
    before: tuple[tuple[str, tuple[str, ...]], ...] = ()
    renewed: bool = False


_BASE = ("base.tbx", ("build", "in", "-o", "base.tbx", "--quiet"))
_OTHER = ("other.tbx", ("build", "in", "-o", "other.tbx", "--quiet", "--min-count", "2"))
ROWS: tuple[Row, ...] = (
    Row("build", ("build", "in", "-o", "out.tbx", "--quiet"), ("out.tbx", "out.evidence.parquet")),
    Row("convert", ("convert", "base.tbx", "out.jsonl"), ("out.jsonl",), (_BASE,)),
    Row("workbook", ("convert", "base.tbx", "out.xlsx"), ("out.xlsx",), (_BASE,)),
    Row("index", ("lookup", "委员会", "-t", "base.tbx"), (".base.tbx.lookup",), (_BASE,), renewed=True),
    Row("harvest", ("harvest", "in", "-o", "out.parquet", "--quiet"), ("out.parquet",)),
    Row("merge", ("merge", "base.tbx", "other.tbx", "-o", "out.tbx"), ("out.tbx",), (_BASE, _OTHER)),
)  # fmt: skip


class Killed(NamedTuple):
    """What the kills of one command came to."""

    kills: int
    while_writing: int
    left: int  # temporary files that kills left, all swept away by the next run
    wrong: tuple[str, ...]


def available() -> list[Row]:
    """The rows whose command the program has."""
    known = {name for name, _ in COMMANDS}
    return [row for row in ROWS if row.arguments[0] in known]


def killed(row: Row, inputs: list[Path], count: int, seed: int) -> Killed:
    """Kills one command `count` times."""
    rng = random.Random(f"{seed} {row.name}")
    wrong: list[str] = []
    writing = left = done = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        for path in inputs:
            shutil.copy(path, folder / "in")
        for made, arguments in row.before:
            _whole(arguments, folder)
            if not (folder / made).exists():
                return Killed(0, 0, 0, (f"{made} could not be made",))
        kept = _names(folder)
        began = time.monotonic()
        _whole(row.arguments, folder)
        length = time.monotonic() - began
        whole = {output: (folder / output).read_bytes() for output in row.outputs}
        for number in range(count):
            before = _before(folder, row, whole, rng)
            aimed = rng.random() < 0.5
            writing += _kill(row.arguments, folder, rng, aimed=aimed, length=length)
            done += 1
            wrong += [f"{row.name} {number}: {what}" for what in _faults(folder, row, before, whole, kept)]
            left += len(_temporary(folder))
            if number % AGAIN == AGAIN - 1 or number == count - 1:
                status = _whole(row.arguments, folder)
                if status != 0:
                    wrong.append(f"{row.name} {number}: run again it ends with {status}")
                after = {output: (folder / output).read_bytes() for output in row.outputs}
                if after != whole:
                    wrong.append(f"{row.name} {number}: run again it writes something else")
                if _temporary(folder):
                    wrong.append(f"{row.name} {number}: run again it leaves {_temporary(folder)}")
    return Killed(done, writing, left, tuple(wrong))


def _before(folder: Path, row: Row, whole: dict[str, bytes], rng: random.Random) -> dict[str, bytes | None]:
    """Puts nothing or an older output where the output will stand."""
    older = rng.random() < 0.5
    for output in row.outputs:
        (folder / output).unlink(missing_ok=True)
        if older:
            (folder / output).write_bytes(OLD)
    return dict.fromkeys(whole, OLD if older else None)


def _faults(
    folder: Path, row: Row, before: dict[str, bytes | None], whole: dict[str, bytes], kept: set[str]
) -> list[str]:
    found = []
    for output in row.outputs:
        path = folder / output
        now = path.read_bytes() if path.exists() else None
        if now not in (before[output], whole[output]):
            found.append(f"{output} is neither what it was nor whole ({len(now or b'')} bytes)")
    strange = _names(folder) - kept - set(row.outputs) - set(_temporary(folder))
    return found + [f"left {name}" for name in sorted(strange)]


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _temporary(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(".") and path.name.endswith(".part"))


def _environment(folder: Path) -> dict[str, str]:
    root = str(Path(__file__).parents[1])
    return {**os.environ, "PYTHONPATH": root, "XDG_CACHE_HOME": str(folder / "in")}


def _started(arguments: tuple[str, ...], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "glossary", *arguments], cwd=folder, env=_environment(folder),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def _whole(arguments: tuple[str, ...], folder: Path) -> int:
    return _started(arguments, folder).wait()


def _kill(arguments: tuple[str, ...], folder: Path, rng: random.Random, *, aimed: bool, length: float) -> bool:
    """Starts the command and kills it; whether it had begun to write and had not ended."""
    known = set(_temporary(folder))
    process = _started(arguments, folder)
    until = time.monotonic() + (2 * length if aimed else rng.uniform(0, length))
    while process.poll() is None and time.monotonic() < until:
        if aimed and set(_temporary(folder)) - known:
            time.sleep(rng.choice((0, 0, 0.001, 0.003, 0.01)))
            break
        time.sleep(0.0002 if aimed else 0.002)
    writing = process.poll() is None and bool(set(_temporary(folder)) - known)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return writing


def main() -> int:
    """Runs the kills."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", action="append", choices=[row.name for row in ROWS], default=[])
    parser.add_argument("--count", type=int, default=200, help="kills of all commands together")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--input", action="append", type=Path, default=[])
    options = parser.parse_args()
    inputs = options.input or [SAMPLES / "article_hant.txt", SAMPLES / "verbatim.txt"]
    rows = [row for row in available() if not options.command or row.name in options.command]
    total = wrong = 0
    for number, row in enumerate(rows):
        share = options.count // len(rows) + (number < options.count % len(rows))
        found = killed(row, inputs, share, options.seed)
        total, wrong = total + found.kills, wrong + len(found.wrong)
        print(f"{row.name:10} {found.kills:4} kills, {found.while_writing} while writing, {found.left} temporary files left until the next run")
        for line in found.wrong:
            print(f"  {line}")
    print(f"{total} kills, {wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
