#!/usr/bin/env python3
"""Kills commands with signal 9 at random moments, and does worse to them, and looks at what is left.

    kill.py [--command NAME …] [--count 200] [--seed 0] [--input FILE …]

Each command is first run to its end, for its output and its time. Then it is started again and killed, half of the
times at any moment, half when it has begun to write; on a folder where its output does not exist, or is an older one.
Some rows kill the main process alone, and its workers must end; some start two runs on one output and kill one; some
give the command a disk that is full at a random byte; before look-ups the clock jumps.

After each fault every output must be what it was before or what a whole run writes, byte for byte, a termbase must
hold no edit that nobody made (its evidence is its own), and a file of another name may only be a hidden temporary one;
every tenth time the command is run again and must end as the first one did, with nothing left beside its output.
A line is printed for each row; exit status 1 where anything is otherwise.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Literal, NamedTuple

from hostile import SAMPLES
from runs import (
    environment,
    left_running,
    on_a_full_disk,
    temporary,
    two_at_once,
    was_killed_writing,
    whole_run,
)

from glossary.cli import COMMANDS
from glossary.previous import read_previous
from glossary.tbx.read import read_termbase

OLD = b"what stood here before"
AGAIN = 10  # kills between two whole runs
MANY = 300  # small documents: enough for two workers


class Row(NamedTuple):
    """A command to kill: its arguments (files in the folder it works in), its outputs, and what must be there before,
    each made by the arguments beside it. `renewed` outputs are caches: an older one is made
    anew, and the next run answers as the first did. `older` is the
    termbase that stands where the output will stand, with its evidence; without it, half of the times nothing does. `folders`
    are where it keeps what a later run finds again."""

    name: str
    arguments: tuple[str, ...]
    outputs: tuple[str, ...]
    before: tuple[tuple[str, tuple[str, ...]], ...] = ()
    renewed: bool = False
    manner: Literal["kill", "main", "twice", "full"] = "kill"
    older: str = ""
    folders: tuple[str, ...] = ()


_BASE = ("base.tbx", ("build", "in", "-o", "base.tbx", "--quiet"))
_OTHER = ("other.tbx", ("build", "in", "-o", "other.tbx", "--quiet", "--min-count", "2"))
_OUT = ("out.tbx", "out.evidence.parquet")
_SHARDS = ("build", "many", "-o", "out.tbx", "--quiet", "--shards", "shards", "--workers", "2")
ROWS: tuple[Row, ...] = (
    Row("build", ("build", "in", "-o", "out.tbx", "--quiet"), _OUT),
    Row("rebuild", ("build", "in", "--previous", "out.tbx", "-o", "out.tbx", "--quiet"), _OUT, (_OTHER,), older="other"),
    Row("shards", _SHARDS, _OUT, folders=("shards",)),
    Row("workers", _SHARDS, _OUT, manner="main", folders=("shards",)),
    Row("convert", ("convert", "base.tbx", "out.jsonl"), ("out.jsonl",), (_BASE,)),
    Row("workbook", ("convert", "base.tbx", "out.xlsx"), ("out.xlsx",), (_BASE,)),
    Row("index", ("lookup", "委员会", "-t", "base.tbx"), (".base.tbx.lookup",), (_BASE,), renewed=True),
    Row("harvest", ("harvest", "in", "-o", "out.parquet", "--quiet"), ("out.parquet",)),
    Row("merge", ("merge", "base.tbx", "other.tbx", "-o", "out.tbx", "--quiet"), _OUT, (_BASE, _OTHER)),
    Row("merge-into", ("merge", "out.tbx", "base.tbx", "-o", "out.tbx", "--quiet"), _OUT, (_BASE, _OTHER), older="other"),
    Row("two-builds", ("build", "in", "-o", "out.tbx", "--quiet"), _OUT, manner="twice"),
    Row("two-merges", ("merge", "base.tbx", "other.tbx", "-o", "out.tbx", "--quiet"), _OUT, (_BASE, _OTHER), manner="twice"),
    Row("full-build", ("build", "in", "-o", "out.tbx", "--quiet"), _OUT, manner="full"),
    Row("full-rebuild", ("build", "in", "--previous", "out.tbx", "-o", "out.tbx", "--quiet"), _OUT, (_OTHER,), older="other", manner="full"),
    Row("full-merge", ("merge", "out.tbx", "base.tbx", "-o", "out.tbx", "--quiet"), _OUT, (_BASE, _OTHER), older="other", manner="full"),
    Row("full-shards", _SHARDS, _OUT, manner="full", folders=("shards",)),
)  # fmt: skip


KINDS = {"kill": "kills", "main": "kills of the main process", "twice": "pairs of runs", "full": "runs on a full disk"}


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
    """Kills one command `count` times, or does to it what its row says."""
    rng = random.Random(f"{seed} {row.name}")
    wrong: list[str] = []
    writing = left = done = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _inputs(folder, inputs, row)
        for made, arguments in row.before:
            whole_run(arguments, folder)
            if not (folder / made).exists():
                return Killed(0, 0, 0, (f"{made} could not be made",))
        kept = _names(folder) | {"cache", *row.folders}
        _before(folder, row, rng)
        began = time.monotonic()
        status = whole_run(row.arguments, folder)
        length = time.monotonic() - began
        missing = [output for output in row.outputs if not (folder / output).exists()]
        if missing:
            return Killed(0, 0, 0, (f"{row.name}: ends with {status} and without {missing[0]}, though nobody killed it",))
        whole = {output: (folder / output).read_bytes() for output in row.outputs}
        answer = _answer(row, folder)
        for number in range(count):
            before = _before(folder, row, rng)
            said: list[str] = []
            if row.manner == "full":
                said = on_a_full_disk(row.arguments, folder, rng, max(map(len, whole.values())))
            elif row.manner == "twice":
                said = two_at_once(row.arguments, folder, rng, length)
            else:
                aimed = rng.random() < 0.5
                writing += was_killed_writing(row.arguments, folder, rng, aimed=aimed, length=length, main=row.manner == "main")
                said = left_running(folder) if row.manner == "main" else []
            done += 1
            left += len(temporary(folder))
            if row.renewed:
                said += [] if _answer(row, folder) == answer else ["run again it answers otherwise"]
            wrong += [f"{row.name} {number}: {what}" for what in (*said, *_faults(folder, row, before, whole, kept))]
            if number % AGAIN == AGAIN - 1 or number == count - 1:
                wrong += [f"{row.name} {number}: run again it {what}" for what in _again(row, folder, whole)]
    return Killed(done, writing, left, tuple(wrong))


def _inputs(folder: Path, inputs: list[Path], row: Row) -> None:
    (folder / "in").mkdir()
    for path in inputs:
        shutil.copy(path, folder / "in")
    if "many" in row.arguments:
        (folder / "many").mkdir()
        text = "".join(path.read_text("utf-8") for path in inputs)
        lines = [line for line in text.splitlines() if line.strip()]
        for number in range(MANY):
            (folder / "many" / f"d{number:03}.txt").write_text(f"{number}。{lines[number % len(lines)]}", encoding="utf-8")


def _again(row: Row, folder: Path, whole: dict[str, bytes]) -> list[str]:
    """What is wrong with a whole run on what faults left."""
    status = whole_run(row.arguments, folder)
    found = [f"ends with {status}"] if status != 0 else []
    made = {output: (folder / output).read_bytes() for output in row.outputs if (folder / output).exists()}
    if made != whole and not row.renewed:
        found.append("writes something else")
    return [*found, *(f"leaves {name}" for name in temporary(folder))]


def _before(folder: Path, row: Row, rng: random.Random) -> dict[str, bytes | None]:
    """Puts nothing or an older output where the output will stand; the clock jumps, and half of the times what earlier runs
    kept is gone."""
    older = rng.random() < 0.5
    for name in (*row.outputs, *(pending for output in row.outputs for pending in _waiting(output))):
        (folder / name).unlink(missing_ok=True)
    for output in row.outputs:
        if row.older:
            shutil.copy(folder / output.replace("out.", f"{row.older}."), folder / output)
        elif older:
            (folder / output).write_bytes(OLD)
    for path in sorted(folder.glob("base.tbx")) + [folder / output for output in row.outputs if row.renewed and older]:
        moment = rng.choice((0, 1, time.time() - 1e6, time.time() + 1e9))
        os.utime(path, (moment, moment))
    if rng.random() < 0.5:
        for name in row.folders:
            shutil.rmtree(folder / name, ignore_errors=True)
    return {output: (folder / output).read_bytes() if (folder / output).exists() else None for output in row.outputs}


def _waiting(output: str) -> tuple[str, ...]:
    return (f".{output}.next",) if output.endswith(".parquet") else ()


def _faults(
    folder: Path, row: Row, before: dict[str, bytes | None], whole: dict[str, bytes], kept: set[str]
) -> list[str]:
    found = []
    for output in row.outputs if not row.renewed else ():
        path = folder / output
        now = path.read_bytes() if path.exists() else None
        if now not in (before[output], whole[output]):
            found.append(f"{output} is neither what it was nor whole ({len(now or b'')} bytes)")
    found += _edits(folder, row)
    strange = _names(folder) - kept - set(row.outputs) - set(temporary(folder))
    return found + [f"left {name}" for name in sorted(strange)]


def _edits(folder: Path, row: Row) -> list[str]:
    """Edits in the termbase that nobody made: its evidence is not its own."""
    path = folder / "out.tbx"
    if row.outputs != _OUT or not path.exists() or path.read_bytes() == OLD:
        return []
    acts = read_previous(path, read_termbase).past.acts
    return [f"{len(acts)} edits that nobody made, the first {acts[0]}"] if acts else []


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _answer(row: Row, folder: Path) -> bytes:
    """What a look-up prints; nothing for other commands."""
    if not row.renewed:
        return b""
    command = [sys.executable, "-m", "glossary", *row.arguments]
    return subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, check=False).stdout


def main() -> int:
    """Runs the kills."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", action="append", choices=[row.name for row in ROWS], default=[])
    parser.add_argument("--count", type=int, default=200, help="runs of all rows together")
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
        told = f"{found.while_writing} while writing, " if row.manner in ("kill", "main") else ""
        print(f"{row.name:12} {found.kills:4} {KINDS[row.manner]}, {told}{found.left} temporary files left until the next run", flush=True)
        for line in found.wrong:
            print(f"  {line}")
    print(f"{total} runs killed or hindered, {wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
