"""Shards: batches of mentions that a later run finds again, however they were cut, and whatever became of them."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import shards as module
from glossary.build import assembled, built, counted, evidence
from glossary.cli import main
from glossary.corpus import context, document_mentions
from glossary.errors import GlossaryError
from glossary.facts import names
from glossary.gathered import gathered
from glossary.model import Document, Mention
from glossary.read import Source, settled, sources
from glossary.shards import Shards, gathered_shards, jobs, processes, shard
from glossary.termbase import Options
from scripts.bench.corpus import corpus

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """A folder of twelve short documents, and their text."""
    folder = tmp_path_factory.mktemp("texts")
    text = "".join(text for _, text in corpus(60_000, seed=7))
    for n in range(12):
        (folder / f"d{n:02}.txt").write_text(text[1200 * n : 1200 * (n + 1)], "utf-8")
    return folder


def listed(*inputs: Path) -> tuple[Source, ...]:
    return settled(sources([str(path) for path in inputs])).sources


def made(inputs: Path, folder: Path, workers: int = 1) -> tuple[Shards, int]:
    folder.mkdir(exist_ok=True)
    batches = list(jobs(listed(inputs), str(folder)))
    return gathered_shards(str(folder), processes(workers)(shard, batches)), len(batches)


def in_memory(inputs: Path) -> list[Mention]:
    found = [Document(p.stem, p.read_text("utf-8"), "") for p in sorted(inputs.glob("*.txt"))]
    return [m for document in found for m in document_mentions(document)]


@pytest.mark.parametrize("batch", [1, 8000, 1 << 20])
def test_shards_give_what_memory_gives(texts, tmp_path, monkeypatch, batch):
    monkeypatch.setattr(module, "BATCH", batch)
    found, count = made(texts, tmp_path)
    assert count == {1: 12, 8000: 12, 1 << 20: 1}[batch]
    mine = assembled(found, context(), Options(), suggest=False)
    theirs = built(in_memory(texts), found.digests, context(), Options(), suggest=False)
    assert mine.termbase == theirs.termbase
    assert tuple(evidence(found, mine, context())) == theirs.evidence


def test_documents_come_sorted_in_small_chunks(texts, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 1)
    monkeypatch.setattr(module, "_CHUNK", 30)
    found, _ = made(texts, tmp_path)
    turned = gathered_shards(str(tmp_path), reversed(found.names))
    mentions = gathered(in_memory(texts), {})
    assert list(map(tuple, found.documents())) == list(map(tuple, turned.documents())) == list(mentions.documents())
    as_rows = [sorted((document, sorted(terms)) for document, terms in m.passages()) for m in (found, mentions)]
    assert as_rows[0] == as_rows[1]


def test_a_second_run_makes_nothing(texts, tmp_path, monkeypatch):
    found, _ = made(texts, tmp_path)
    monkeypatch.setattr(module, "harvested", lambda _sources: pytest.fail("a shard was made again"))
    assert made(texts, tmp_path)[0] == found


@pytest.mark.parametrize("damage", ["cut", "changed", "unsigned", "empty", "gone"])
def test_a_damaged_shard_is_made_again(texts, tmp_path, damage):
    found, _ = made(texts, tmp_path)
    path = tmp_path / found.names[0]
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "unsigned":
        path.with_name(path.name + ".sha256").unlink()
    else:
        path.write_bytes({"cut": data[:-9], "changed": data[:100] + b"x" + data[101:], "empty": b""}[damage])
    with pytest.raises(GlossaryError, match="gone or damaged"):
        list(found.documents())
    assert made(texts, tmp_path)[0] == found
    assert path.read_bytes() == data


def test_a_shard_is_named_by_content_id_and_maker(texts, tmp_path, monkeypatch):
    def name(path: Path) -> str:
        return shard(next(jobs(listed(path), str(tmp_path))))

    one, other = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("总统马林·科斯坦斯基抵达。", "utf-8")
    other.write_text("总统马林·科斯坦斯基抵达。", "utf-8")
    first = name(one)
    assert name(one) == first
    assert name(other) != first
    one.write_text("总统马林·科斯坦斯基离开。", "utf-8")
    assert name(one) != first
    one.write_text("总统马林·科斯坦斯基抵达。", "utf-8")
    monkeypatch.setattr(module, "made_by", lambda: "another version")
    assert name(one) != first


def test_a_corpus_is_cut_at_line_ends(tmp_path, monkeypatch):
    rows = [{"id": f"r{n:03}", "text": f"{n}年，总统马林·科斯坦斯基抵达第{n}市。"} for n in range(100)]
    random.Random(5).shuffle(rows)
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    whole, count = made(path, tmp_path / "whole")
    assert count == 1
    monkeypatch.setattr(module, "BATCH", 1000)
    cut, count = made(path, tmp_path / "cut")
    assert count > 5
    assert list(map(tuple, cut.documents())) == list(map(tuple, whole.documents()))
    assert cut.digests == whole.digests


def test_two_processes_write_what_one_writes(texts, tmp_path):
    for workers in ("1", "2"):
        call = ["build", str(texts), "-o", str(tmp_path / f"{workers}.tbx"), "--workers", workers, "--quiet", "--no-suggestions"]
        assert main([*call, "--shards", str(tmp_path / workers)]) == 0
    assert (tmp_path / "1.tbx").read_bytes() == (tmp_path / "2.tbx").read_bytes()
    assert (tmp_path / "1.evidence.parquet").read_bytes() == (tmp_path / "2.evidence.parquet").read_bytes()


def test_what_cannot_be_read_is_told_once_more(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text("总统马林·科斯坦斯基抵达。", "utf-8")
    (tmp_path / "in" / "bad.txt").write_bytes(b"\x00\x01\x02" * 99)
    call = ["build", str(tmp_path / "in"), "-o", str(tmp_path / "a.tbx"), "--quiet", "--shards", str(tmp_path / "s")]
    assert main(call) == 1
    first = capsys.readouterr().err
    assert "bad.txt" in first
    assert main(call) == 1
    assert capsys.readouterr().err == first


def test_a_cache_that_is_a_file_is_no_hindrance(tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "a.txt").write_text("总统马林·科斯坦斯基抵达。", "utf-8")
    assert main(["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.tbx"), "--quiet"]) == 0


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_harvest_writes_the_same_in_one_piece_and_in_many(texts, tmp_path, monkeypatch, suffix):
    one, many, shared = (tmp_path / f"{name}{suffix}" for name in ("one", "many", "shared"))
    assert main(["harvest", str(texts), "-o", str(one), "--quiet"]) == 0
    assert main(["harvest", str(texts), "-o", str(shared), "--quiet", "--shards", str(tmp_path / "s")]) == 0
    assert one.read_bytes() == shared.read_bytes()
    monkeypatch.setattr("glossary.tables.GROUP", 50)
    monkeypatch.setattr("glossary.cli.harvest.GROUP", 50)
    assert main(["harvest", str(texts), "-o", str(many), "--quiet"]) == 0
    if suffix == ".parquet":
        from glossary.tables import read_rows

        assert read_rows(one) == read_rows(many)
    else:
        assert one.read_bytes() == many.read_bytes()


PLACES = st.sampled_from(
    ["总统马林·科斯坦斯基抵达塔什科市。", "科斯坦斯基总统发表讲话。", "科斯坦斯基先生（智利）（以西班牙语发言）：我感谢主席。",
     "欧洲安全与合作组织（欧安组织）的特派团。", "首都塔什科（又称纳伦）的居民离开了纳伦。", "總統馬林·科斯坦斯基抵達。",
     "美利坚合众国代表。第822(1993)号决议。A/77/150。", "部长维克托·特雷夏克(Viktor Tresjak)发言。"]
)  # fmt: skip


@given(st.lists(st.lists(PLACES, min_size=1, max_size=4), min_size=1, max_size=6), st.randoms(use_true_random=False), st.integers(1, 3))
def test_counts_do_not_depend_on_the_order_of_documents(rows, rng, most):
    found = [document_mentions(Document(f"d{n}", "\n\n".join(lines), str(n))) for n, lines in enumerate(rows)]
    turned = rng.sample(found, len(found))
    options = Options(max_sources=most)
    first, second = (names(counted(order, context(), options)) for order in (found, turned))
    assert list(first) == list(second)
    assert first == second


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), max_size=40), st.integers(0, 4))
def test_the_places_kept_are_those_chosen_among_all(rows, most):
    from glossary.facts import Use
    from glossary.termbase import _sources

    every = [(f"d{document}", start, start + 1, "p", None) for document, start in rows]
    halves = [Use(), Use()]
    for n, row in enumerate(every):
        halves[n % 2].keep(row, most)
    # The plain way: one of each document first, then the first of the others.
    firsts = {row[0]: row for row in sorted(every, reverse=True)}
    chosen = [firsts[document] for document in sorted(firsts)][:most]
    chosen += [row for row in sorted(set(every)) if row not in chosen][: most - len(chosen)]
    assert [(s.document, s.start) for s in _sources(halves, most)] == [row[:2] for row in sorted(chosen)]
