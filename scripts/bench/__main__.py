"""Measures the tool on corpora of 1, 10 and 100 MB and prints ratios, since seconds are those of one machine.

    python -m scripts.bench [--sizes 1 10 100] [--workers 2] [--folder DIR] [--jieba] [--documents DIR]

Every figure is the wall time of a whole process (peak memory: the largest resident set of it and its children), on
files that were read once before. The floor only reads and decodes; rjieba.tag segments and tags the same text and
does nothing else, jieba.posseg (with --jieba, where it is installed) likewise, on the first megabyte. How much faster several
workers can be at best is told by harvests that run side by side and have nothing to do with each other.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from scripts.bench.corpus import ROOT, write_corpus

_PEERS = {
    "floor": "n = sum(len(p.read_bytes().decode()) for p in paths)",
    "rjieba.tag": "import rjieba; n = sum(len(rjieba.tag(p.read_text('utf-8'))) for p in paths)",
    "jieba.posseg": "import jieba.posseg; n = sum(len(jieba.posseg.lcut(p.read_text('utf-8'))) for p in paths)",
}
_EVERY = 0.05  # seconds between two looks at the memory


class Run(NamedTuple):
    """Seconds of wall time, and the peak of memory in MB."""

    seconds: float
    memory: float


def peer(name: str, folder: Path) -> Run:
    """A peer over the files of a folder."""
    lines = ["import sys", "from pathlib import Path", "paths = sorted(Path(sys.argv[1]).iterdir())", _PEERS[name]]
    return measured([sys.executable, "-c", "\n".join(lines), str(folder)])


def glossary(*arguments: str) -> Run:
    """A command of the tool."""
    return measured([sys.executable, "-m", "glossary", *arguments, "--quiet"])


def harvest(texts: Path, folder: Path, number: int) -> list[str]:
    """What harvests a folder of texts, with no shards there."""
    shards = folder / f"shards{number}"
    shutil.rmtree(shards, ignore_errors=True)
    return ["harvest", str(texts), "-o", str(folder / f"out{number}.jsonl"), "--shards", str(shards)]


def at_once(commands: list[list[str]]) -> float:
    """The seconds that commands of the tool take side by side, which have nothing to do with each other: how far the
    machine itself lets processes run beside each other."""
    with ThreadPoolExecutor(len(commands)) as threads:
        start = time.perf_counter()
        list(threads.map(lambda command: glossary(*command), commands))
        return time.perf_counter() - start


def measured(command: list[str]) -> Run:
    """A process from its start to its end. Raises CalledProcessError where it fails."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    peak = [0]
    watch = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watch.start()
    status = process.wait()
    seconds = time.perf_counter() - start
    watch.join()
    if status:
        raise subprocess.CalledProcessError(status, command)
    return Run(seconds, peak[0] / 1024)


def _watch(process: subprocess.Popen[bytes], peak: list[int]) -> None:
    """Keeps the largest sum of the memory (kB) that a process and its children hold at once."""
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_resident, (process.pid, *_children(process.pid)))))
        time.sleep(_EVERY)


def _children(pid: int) -> list[int]:
    try:
        found = [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*found, *(grandchild for child in found for grandchild in _children(child))]


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def _row(name: str, size: int, run: Run, note: str = "") -> None:
    print(f"{size:>4} MB  {name:<22} {run.seconds:>8.1f} s  {run.memory:>6.0f} MB   {note}", flush=True)


def bench(folder: Path, sizes: list[int], workers: int, *, jieba: bool) -> None:
    """Prints a line for each measurement."""
    builds: dict[int, Run] = {}
    for size in sizes:
        texts = folder / f"{size}MB"
        if not texts.is_dir():
            write_corpus(texts, size * 1_000_000)
        shards = folder / "shards"
        floor = peer("floor", texts)
        _row("read and decode", size, floor)
        tagger = peer("rjieba.tag", texts)
        _row("rjieba.tag", size, tagger, f"{tagger.seconds / floor.seconds:.1f} × reading")
        if jieba and size == min(sizes):
            slow = peer("jieba.posseg", texts)
            _row("jieba.posseg", size, slow, f"{slow.seconds / tagger.seconds:.1f} × rjieba.tag")
        found = glossary(*harvest(texts, folder, 0))
        _row("harvest", size, found, f"{found.seconds / tagger.seconds:.1f} × rjieba.tag, {found.seconds / floor.seconds:.0f} × reading")
        if workers > 1 and size == min(sizes):
            beside = workers * found.seconds / at_once([harvest(texts, folder, n) for n in range(workers)])
            print(f"{size:>4} MB  {workers} harvests at once: {beside:.2f} × what one after the other does; more workers cannot give", flush=True)
        for count in dict.fromkeys((1, workers)):
            shutil.rmtree(shards, ignore_errors=True)
            run = glossary("build", str(texts), "-o", str(folder / "out.tbx"), "--workers", str(count), "--shards", str(shards))
            if count == 1:
                builds[size] = run
                note = f"{run.seconds / found.seconds:.2f} × harvest"
            else:
                note = f"{builds[size].seconds / run.seconds:.2f} × as fast as one worker"
            _row(f"build, {count} worker{'s' * (count != 1)}", size, run, note)
        again = glossary("build", str(texts), "-o", str(folder / "out.tbx"), "--shards", str(shards))
        _row("build, shards there", size, again, f"{again.seconds / builds[size].seconds:.2f} × the first")
    for small, large in pairwise(sizes):
        time_ratio = builds[large].seconds / builds[small].seconds
        memory_ratio = builds[large].memory / builds[small].memory
        print(f"build, {large} MB against {small} MB: {time_ratio:.1f} × the time, {memory_ratio:.1f} × the memory")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100], help="in MB (1 10 100)")
    parser.add_argument("--workers", type=int, default=2, help="processes of the second build (2)")
    parser.add_argument("--folder", type=Path, help="where corpora are kept; without it they go when the run ends")
    parser.add_argument("--documents", type=Path, help="build these, with no shards there, and nothing else")
    parser.add_argument("--jieba", action="store_true", help="measure jieba.posseg, too")
    args = parser.parse_args()
    if args.documents:
        with tempfile.TemporaryDirectory() as folder:
            run = glossary("build", str(args.documents), "-o", f"{folder}/out.tbx", "--shards", f"{folder}/shards")
        print(f"build of {args.documents}: {run.seconds:.1f} s, {run.memory:.0f} MB")
        return
    if args.folder:
        args.folder.mkdir(parents=True, exist_ok=True)
        bench(args.folder, args.sizes, args.workers, jieba=args.jieba)
        return
    with tempfile.TemporaryDirectory() as folder:
        bench(Path(folder), args.sizes, args.workers, jieba=args.jieba)


if __name__ == "__main__":
    main()
