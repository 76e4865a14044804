"""Runs of the program in a folder: whole, killed, two at once, or with every file full at some size."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

PATIENCE = 60.0  # seconds in which workers must end when their main process is gone


def temporary(folder: Path) -> list[str]:
    """The names of the hidden files that a run writes to before it is done."""
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(".") and path.name.endswith((".part", ".parts", ".next")))


def environment(folder: Path) -> dict[str, str]:
    """The environment of a run: this checkout, and a cache of the folder's own."""
    root = str(Path(__file__).parents[1])
    return {**os.environ, "PYTHONPATH": root, "XDG_CACHE_HOME": str(folder / "cache")}


def _started(arguments: tuple[str, ...], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "glossary", *arguments], cwd=folder, env=environment(folder),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def whole_run(arguments: tuple[str, ...], folder: Path) -> int:
    """The exit status of a run that nothing disturbs."""
    return _started(arguments, folder).wait()


def was_killed_writing(arguments: tuple[str, ...], folder: Path, rng: random.Random, *, aimed: bool, length: float, main: bool = False) -> bool:
    """Starts the command and kills it with its workers, or its main process alone; whether it had begun to write and
    had not ended."""
    known = set(temporary(folder))
    process = _started(arguments, folder)
    until = time.monotonic() + (2 * length if aimed else rng.uniform(0, length))
    while process.poll() is None and time.monotonic() < until:
        if aimed and set(temporary(folder)) - known:
            time.sleep(rng.choice((0, 0, 0.001, 0.003, 0.01)))
            break
        time.sleep(0.0002 if aimed else 0.002)
    writing = process.poll() is None and bool(set(temporary(folder)) - known)
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL) if main else os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return writing


def left_running(folder: Path) -> list[str]:
    """What is wrong where the workers do not end of themselves, so that nothing runs in the folder any more."""
    until = time.monotonic() + PATIENCE
    while running := _running(folder):
        if time.monotonic() > until:
            for number in running:
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            return [f"{len(running)} workers still run after {PATIENCE:.0f} s"]
        time.sleep(0.05)
    return []


def _running(folder: Path) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (entry / "cwd").resolve() == folder.resolve() and "State:\tZ" not in (entry / "status").read_text():
                found.append(int(entry.name))
    return found


def two_at_once(arguments: tuple[str, ...], folder: Path, rng: random.Random, length: float) -> list[str]:
    """Two runs at about the same time, one of them killed half of the times: the other ends well."""
    runs = [_started(arguments, folder)]
    time.sleep(rng.uniform(0, length / 3))
    runs.append(_started(arguments, folder))
    victim = rng.choice((None, 0, 1, None))
    if victim is not None:
        time.sleep(rng.uniform(length / 2, 1.5 * length))
        with suppress(ProcessLookupError):
            os.killpg(runs[victim].pid, signal.SIGKILL)
    statuses = [run.wait() for run in runs]
    return [f"one of two runs ends with {status}" for number, status in enumerate(statuses) if status and number != victim]


def on_a_full_disk(arguments: tuple[str, ...], folder: Path, rng: random.Random, size: int) -> list[str]:
    """A run for which every file is full at a random size: it ends with 0 or 1, and says it in one line."""
    limit = rng.randrange(size + 1)

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    run = subprocess.Popen(
        [sys.executable, "-m", "glossary", *arguments], cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, start_new_session=True, preexec_fn=small,
    )  # fmt: skip
    said = run.communicate()[1].decode("utf-8", "replace").strip()
    wrong = [f"with files full at {limit} bytes it ends with {run.returncode}: {said[-300:]}"] if run.returncode not in (0, 1) else []
    if run.returncode == 1 and (len(said.splitlines()) != 1 or "Traceback" in said):
        wrong.append(f"with files full at {limit} bytes it says {said[-500:]!r}")
    return wrong
