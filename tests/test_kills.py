"""Runs that are killed, that meet, that find a full disk, another clock, or a damaged file: nothing is lost."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from textwrap import indent

import pytest

from glossary.atomic import swept, whole_file
from glossary.cli import main
from glossary.errors import GlossaryError, WriteError
from glossary.lookup import lookups, open_index
from glossary.model import Concept, Term, Termbase
from glossary.tbx.read import read_termbase
from glossary.tbx.write import write_termbase
from glossary.workers import pool

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import kill
import specimens

ROOT = Path(__file__).parents[1]
TEXT = "卡尔多维亚总理安德烈·维尔坎(Andrej Verkan)致函流域委员会。"


@pytest.mark.parametrize(("name", "count"), [("rebuild", 2), ("shards", 1), ("index", 2), ("full-merge", 1)])
def test_a_killed_run_leaves_what_was_or_what_is_whole(name: str, count: int, tmp_path: Path) -> None:
    source = tmp_path / "in.txt"
    source.write_text(TEXT * 2, encoding="utf-8")
    row = next(row for row in kill.ROWS if row.name == name)
    found = kill.killed(row, [source], count, 3)
    assert found.kills == count
    assert found.wrong == ()


def test_what_a_killed_run_left_is_swept_away_and_what_is_in_use_is_not(tmp_path: Path) -> None:
    target = tmp_path / "out.tbx"
    left, other = tmp_path / ".out.tbx.0123456789ab.part", tmp_path / ".other.tbx.0123456789ab.part"
    kept = tmp_path / ".out.tbx.mine.part"
    for path in (left, other, kept):
        path.write_bytes(b"half")
    with whole_file(target) as stream:
        stream.write(b"new")
        [mine] = [path for path in tmp_path.glob(".out.tbx.*.part") if path not in (left, kept)]
        swept(target)  # as another run would
        assert mine.exists()
    assert target.read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([other.name, kept.name, "out.tbx"])


def test_sweeping_can_be_left_out(tmp_path: Path) -> None:
    left = tmp_path / ".x.0123456789ab.part"
    left.write_bytes(b"half")
    with whole_file(tmp_path / "x", sweep=False) as stream:
        stream.write(b"new")
    assert left.exists()
    swept(tmp_path / "nowhere" / "x")
    swept(tmp_path / "x")
    assert not left.exists()


def _started(arguments: list[str], folder: Path, limit: int | None = None) -> subprocess.Popen[bytes]:
    def small() -> None:
        assert limit is not None
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-m", "glossary", *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")}, preexec_fn=small if limit is not None else None,
    )  # fmt: skip


WORKERS = """
import os, time
from glossary.workers import pool
with pool(2) as made:
    print(*set(made.map(eval, ["__import__('os').getpid()"] * 8)), flush=True)
    list(made.map(time.sleep, [60] * 8))
"""


def _left(workers: list[Path]) -> list[Path]:
    """Which of some processes still run after ten seconds."""
    left = workers
    for _ in range(200):
        left = [status for status in left if status.exists() and "State:\tZ" not in status.read_text()]
        time.sleep(0.05 if left else 0)
    for status in left:
        os.kill(int(status.parent.name), signal.SIGKILL)
    return left


def test_workers_end_with_their_main_process() -> None:
    run = subprocess.Popen([sys.executable, "-c", WORKERS], env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)
    assert run.stdout is not None
    workers = [Path(f"/proc/{number}/status") for number in run.stdout.readline().decode().split()]
    assert workers and all(status.exists() for status in workers)
    run.kill()
    run.wait()
    run.stdout.close()
    assert _left(workers) == []


@pytest.mark.parametrize("group", [True, False])
def test_what_is_stopped_from_the_keyboard_says_so_once_and_leaves_no_worker(group: bool) -> None:
    """A terminal sends the signal to the workers, too; what they have not begun is not waited for."""
    code = f"from contextlib import suppress\nwith suppress(KeyboardInterrupt):\n{indent(WORKERS, '    ')}"
    run = subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert run.stdout is not None and run.stderr is not None
    workers = [Path(f"/proc/{number}/status") for number in run.stdout.readline().decode().split()]
    for status in workers:  # deaf from their first moment on, before any of our code runs in them
        blocked = next(line for line in status.read_text().splitlines() if line.startswith("SigBlk"))
        assert int(blocked.split()[1], 16) & 1 << (signal.SIGINT - 1)
    (os.killpg if group else os.kill)(run.pid, signal.SIGINT)
    said = run.communicate(timeout=30)[1]
    assert workers and _left(workers) == []
    assert said == b"" and run.returncode == 0


def test_what_is_stopped_while_it_loads_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(_name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("glossary.cli.import_module", stopped)
    assert main(["build", "in", "-o", "out.tbx"]) == 130
    assert capsys.readouterr().err == "glossary: stopped; nothing was written\n"


def test_a_worker_that_comes_to_its_end_is_a_clear_line() -> None:
    with pytest.raises(GlossaryError, match="a worker process came to its end"), pool(1) as made:
        list(made.map(os._exit, [3]))


def test_two_runs_on_one_output(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text(TEXT, encoding="utf-8")
    arguments = ["build", "in.txt", "-o", "out.tbx", "--quiet"]
    runs = [_started(arguments, tmp_path) for _ in range(2)]
    assert [run.communicate()[1] for run in runs] == [b"", b""]
    assert [run.returncode for run in runs] == [0, 0]
    first = (tmp_path / "out.tbx").read_bytes()
    assert main(["build", str(tmp_path / "in.txt"), "-o", str(tmp_path / "again.tbx"), "--quiet"]) == 0
    assert (tmp_path / "again.tbx").read_bytes() == first
    assert not list(tmp_path.glob(".*.part"))


def test_a_full_disk_leaves_what_was(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "out.tbx").write_bytes(b"before")
    run = _started(["build", "in.txt", "-o", "out.tbx", "--quiet"], tmp_path, limit=100)
    said = run.communicate()[1].decode()
    assert run.returncode == 1
    assert said.count("\n") == 1
    assert ": cannot be written (" in said
    assert (tmp_path / "out.tbx").read_bytes() == b"before"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["in.txt", "out.tbx"]


def test_a_device_that_is_full(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to("/dev/full")
    with pytest.raises(WriteError, match="cannot be written"), whole_file(tmp_path / "out") as stream:
        stream.write(b"x" * 100_000)
    assert (tmp_path / "out").is_symlink()


def _write(path: Path, *names: str) -> None:
    write_termbase(Termbase(tuple(Concept(f"c-{n}", (Term(name, "zh-Hans"),)) for n, name in enumerate(names))), path)


def test_a_clock_that_jumps_back_renews_the_index(tmp_path: Path) -> None:
    """A termbase whose time is older than that of its index may still be another one."""
    path = tmp_path / "x.tbx"
    _write(path, "戈里斯")
    assert [hit.candidate for hit in lookups("戈里斯", open_index([path]))] == ["戈里斯"]
    for seconds in (1_000, 4_000_000_000, 0):
        _write(path, "卡潘市" if seconds % 3 else "索特克")
        os.utime(path, (seconds, seconds))
        wanted = "卡潘市" if seconds % 3 else "索特克"
        assert [hit.candidate for hit in lookups(wanted, open_index([path]))] == [wanted]
        assert lookups("戈里斯", open_index([path])) == []


def test_a_corpus_of_which_one_percent_is_damaged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ten damaged files among a thousand documents, a line each; the rest is done, by `harvest` as by `build`."""
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [json.dumps({"id": f"d{number:03}", "text": f"第{number}号：{TEXT}"}, ensure_ascii=False) for number in range(900)]
    (folder / "corpus.jsonl").write_text("\n".join(rows), encoding="utf-8")
    for number in range(90):
        (folder / f"t{number:03}.txt").write_text(f"第{number}封：{TEXT}", encoding="utf-8")
    pdf, docx, text = specimens.whole_files(".pdf")[0], specimens.whole_files(".docx")[0], TEXT.encode() * 20
    damaged = {
        "cut.pdf": pdf[:300], "headless.pdf": pdf[200:], "half.docx": docx[: len(docx) // 2], "no.docx": docx[:2000] + b"x" * 2000 + docx[4000:],
        "invalid.txt": text + b"\xff\xfe\xff", "zeros.txt": bytes(2000), "empty.txt": b"", "pdf.docx": pdf, "docx.txt": docx, "text.pdf": text,
    }  # fmt: skip
    for name, data in damaged.items():
        (folder / name).write_bytes(data)
    assert main(["build", str(folder), "-o", str(tmp_path / "out.tbx"), "--quiet"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert sorted(next(name for name in damaged if f"/{name}:" in line) for line in said) == sorted(damaged)
    [verkan] = [c for c in read_termbase(tmp_path / "out.tbx").concepts if any(t.text == "安德烈·维尔坎" for t in c.terms)]
    assert next(t.count for t in verkan.terms if t.text == "安德烈·维尔坎") == 990
    assert main(["harvest", str(folder), "-o", str(tmp_path / "out.jsonl"), "--quiet"]) == 1
    assert capsys.readouterr().err.splitlines() == said
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert len({row["document"] for row in found}) == 990
