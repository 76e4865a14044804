"""The map on a cluster gives what one process gives, also when a worker is lost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from glossary.cli import main
from glossary.errors import UsageError
from glossary.shards import BATCH, Job, jobs, made_by, shard
from scripts.bench.corpus import corpus

pytest.importorskip("distributed")

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def scheduler(tmp_path):
    """The address of a scheduler with two workers, each a process of its own, and the workers."""
    address = f"tcp://127.0.0.1:{free_port()}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "0"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": tmp_path}
    cli = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    port = address.rsplit(":", 1)[1]
    head = subprocess.Popen([*cli, "--host", "127.0.0.1", "--port", port, "--no-dashboard", "--no-show"], **quiet)
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    workers = [subprocess.Popen(worker, **quiet) for _ in range(2)]
    try:
        yield address, workers
    finally:
        for process in (*workers, head):
            process.kill()
            process.wait()


def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(scheduler, tmp_path, monkeypatch):
    address, workers = scheduler
    monkeypatch.setattr("glossary.shards.BATCH", 6000)  # a batch for each file
    texts = tmp_path / "texts"
    texts.mkdir()
    text = "".join(text for _, text in corpus(80_000, seed=3))
    for n in range(16):
        (texts / f"{n:02}.txt").write_text(text[1500 * n : 1500 * (n + 1)], "utf-8")
    shards = tmp_path / "shards"
    alone, far = tmp_path / "alone.tbx", tmp_path / "far.tbx"

    def lose() -> None:
        while len(list(shards.glob("*.sha256"))) < 1:
            time.sleep(0.02)
        workers[0].send_signal(signal.SIGKILL)

    killer = threading.Thread(target=lose, daemon=True)
    killer.start()
    call = ["build", str(texts), "--quiet", "--no-suggestions"]
    assert main([*call, "-o", str(far), "--cluster", address, "--shards", str(shards)]) == 0
    killer.join(30)
    assert workers[0].wait(30) == -signal.SIGKILL
    assert len(list(shards.glob("*.parquet"))) == 16
    assert main([*call, "-o", str(alone), "--shards", str(tmp_path / "own")]) == 0
    assert far.read_bytes() == alone.read_bytes()
    assert far.with_suffix(".evidence.parquet").read_bytes() == alone.with_suffix(".evidence.parquet").read_bytes()


def test_a_cluster_needs_shards_that_all_can_see(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("总统马林·科斯坦斯基抵达。", "utf-8")
    assert main(["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.tbx"), "--cluster", "tcp://127.0.0.1:9"]) == 2
    assert "--shards" in capsys.readouterr().err


def test_no_scheduler_is_one_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("glossary.cluster._WAIT", "300ms")
    (tmp_path / "a.txt").write_text("总统马林·科斯坦斯基抵达。", "utf-8")
    call = ["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.tbx"), "--shards", str(tmp_path / "s")]
    assert main([*call, "--cluster", f"tcp://127.0.0.1:{free_port()}"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_worker_of_another_version_is_told(tmp_path):
    (tmp_path / "a.txt").write_text("总统马林·科斯坦斯基抵达。", "utf-8")
    job = Job((), str(tmp_path), str(tmp_path), "another")
    with pytest.raises(UsageError, match="another version"):
        shard(job)
    assert made_by() != "another"
    assert BATCH > 0
    assert list(jobs([], str(tmp_path))) == []
