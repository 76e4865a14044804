"""Shards: batches of mentions that a later run finds again, however they were cut, and whatever became of them."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import shards as module
from glossary.build import assembled, built, counted, evidence
from glossary.cli import main
from glossary.corpus import context, document_mentions
from glossary.errors import GlossaryError
from glossary.facts import Facts, Quote, Use, names, place
from glossary.facts import _add_facts as said_of
from glossary.facts import _add_said as said_with
from glossary.gathered import Joined, by_id, gathered
from glossary.keys import Keys, Node, keys_of
from glossary.model import Document, Mention
from glossary.normalise import latin_key
from glossary.read import Source, settled, sources
from glossary.senses import senses, table_of, term_key
from glossary.shards import Shards, gathered_shards, jobs, processes, shard
from glossary.shorten import full_names
from glossary.tables import FIELDS, rows_of
from glossary.tables.counts import TOGETHER
from glossary.termbase import Options, _sources
from glossary.workers import crew
from scripts.bench.corpus import corpus

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any

    from glossary.gathered import Mentions
    from glossary.tables.counts import Row


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
    with crew(workers) as helping:
        return gathered_shards(str(folder), processes(helping)(shard, batches)), len(batches)


def in_memory(inputs: Path) -> list[Mention]:
    found = [Document(p.stem, p.read_text("utf-8"), "") for p in sorted(inputs.glob("*.txt"))]
    return [m for document in found for m in document_mentions(document)]


def documents(corpus: Mentions) -> list[list[tuple[Any, ...]]]:
    """The rows of each document that has any."""
    rows = (row for table in by_id(corpus) for row in table.select(FIELDS).iter_rows())
    return [list(found) for _, found in groupby(rows, key=itemgetter(0))]


@pytest.mark.parametrize("batch", [1, 8000, 1 << 20])
def test_shards_give_what_memory_gives(texts, tmp_path, monkeypatch, batch):
    monkeypatch.setattr(module, "BATCH", batch)
    found, count = made(texts, tmp_path)
    assert count == {1: 12, 8000: 12, 1 << 20: 1}[batch]
    mine = assembled(found, context(), Options(), suggest=False)
    theirs = built(in_memory(texts), found.digests, context(), Options(), suggest=False)
    assert mine.termbase == theirs.termbase
    assert tuple(row for item in evidence(found, mine) for row in rows_of(item)) == theirs.evidence


def test_documents_come_sorted_in_small_chunks(texts, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 1)
    monkeypatch.setattr("glossary.gathered._CHUNK", 30)
    found, _ = made(texts, tmp_path)
    turned = gathered_shards(str(tmp_path), reversed(found.names))
    mentions = gathered(in_memory(texts), {}, context())
    assert list(documents(found)) == list(documents(turned)) == list(documents(mentions))
    assert len(list(by_id(found))) > 5


def test_some_columns_are_those_of_all(texts, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 8000)
    found, _ = made(texts, tmp_path)
    mentions = gathered(in_memory(texts), {}, context())
    joined = Joined(((found, frozenset(["d01", "d03"])), (mentions, frozenset(["d02", "d05"]))))
    for some in (found, mentions, joined):
        whole = [row for table in some.tables() for row in table.select(TOGETHER).iter_rows()]
        assert whole == [row for table in some.tables(TOGETHER) for row in table.select(TOGETHER).iter_rows()]
    assert [rows[0][0] for rows in documents(joined)] == ["d01", "d02", "d03", "d05"]


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
        list(documents(found))
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
    assert list(documents(cut)) == list(documents(whole))
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
    monkeypatch.setattr("glossary.cli.harvest._SLICE", 50)
    assert main(["harvest", str(texts), "-o", str(many), "--quiet"]) == 0
    if suffix == ".parquet":
        from glossary.tables import read_rows

        assert read_rows(one) == read_rows(many)
    else:
        assert one.read_bytes() == many.read_bytes()


PLACES = st.sampled_from(
    ["总统马林·科斯坦斯基抵达塔什科市。", "科斯坦斯基总统发表讲话。", "科斯坦斯基先生（智利）（以西班牙语发言）：我感谢主席。",
     "欧洲安全与合作组织（欧安组织）的特派团。", "欧洲安全和合作会议（欧安组织）开幕。", "欧安组织（欧洲安全与合作组织）的代表。", "欧安组织的代表。", "首都塔什科（又称纳伦）的居民离开了纳伦。", "總統馬林·科斯坦斯基抵達。",
     "美利坚合众国代表。第822(1993)号决议。A/77/150。", "部长维克托·特雷夏克(Viktor Tresjak)发言。"]
)  # fmt: skip


@given(st.lists(st.lists(PLACES, min_size=1, max_size=4), min_size=1, max_size=6), st.randoms(use_true_random=False), st.integers(0, 3))
def test_counts_depend_on_no_order_and_on_no_cut(rows, rng, most):
    found = [document_mentions(Document(f"d{n}", "\n\n".join(lines), str(n))) for n, lines in enumerate(rows)]
    turned = [table_of([mentions], context()) for mentions in rng.sample(found, len(found))]
    options = Options(max_sources=most)
    keys, first = counted(gathered([m for mentions in found for m in mentions], {}, context()), context(), options)
    second = names(turned, keys_of(turned), context(), most)
    assert keys == keys_of(turned)
    assert list(first) == list(second)
    assert first == second
    assert first == one_by_one([m for mentions in found for m in mentions], keys, most)


def one_by_one(mentions: Iterable[Mention], known: Keys, most: int) -> dict[Node, Facts]:
    """The slow way: a mention at a time, all places kept until the end."""
    found: defaultdict[Node, Facts] = defaultdict(Facts)
    rows: defaultdict[tuple[int, str, Node], set[Row]] = defaultdict(set)
    every = sorted(mentions, key=place)
    kinds = known.kinds
    for _, some in groupby(every, key=lambda m: m.document):
        here = list(some)
        keys = senses(here, context())
        full_of = full_names((term_key(m.term), term_key(m.gloss or ""), m.relation) for m in here)
        hant = bool(table_of([here], context())["hant"][0])
        for m, (key, sense) in zip(here, keys, strict=True):
            full = (full_of.get(key) or "") if key in known.shared else ""
            told = m.kind == "person" or sense != m.document if key in known.both else kinds[key] == "person"
            node = known.node(key, sense if told else full)
            facts = found[node]
            facts.shared = key in known.shared
            use = facts.uses.setdefault(m.term, Use())
            use.add(1, int(m.inside is None), int(hant), symbol=m.rule == "document.symbol")
            row = (m.document, m.start, m.end, m.passage, m.page)
            rows[0, m.term, node].add(row)
            quote = Quote(m.sentence, row, m.gloss_start or 0, m.rule)
            if m.sentence and (use.quote is None or quote.first < use.quote.first):
                use.quote = quote
            if node.sense and node.kind == "person":
                facts.near |= {other for other, _ in keys if other.endswith("·" + key)}
            said_of(facts, m, context())
            if m.relation == "latin" and m.gloss:
                other = Node(node.kind, latin_key(m.gloss))
                found[other].glosses = dict(found[other].glosses)
                found[other].glosses.setdefault(m.gloss, Use()).add(1, 0, int(hant), symbol=m.rule == "document.symbol")
                rows[1, m.gloss, other].add((m.document, m.gloss_start or 0, m.gloss_end or 0, m.passage, m.page))
                said_with(found[other], m, context())
    for (gloss, text, node), places in rows.items():
        uses = found[node].glosses if gloss else found[node].uses
        firsts = {row[0]: row for row in sorted(places, reverse=True)}
        uses[text].rows = tuple(sorted({*sorted(places)[:most], *(firsts[d] for d in sorted(firsts)[:most])}))
    return found


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), max_size=40), st.integers(0, 4))
def test_the_places_kept_are_those_chosen_among_all(rows, most):
    every = [(f"d{document}", start, start + 1, "p", None) for document, start in rows]
    halves = [Use(), Use()]
    for n, row in enumerate(every):
        halves[n % 2].keep((row,), most)
    # The plain way: one of each document first, then the first of the others.
    firsts = {row[0]: row for row in sorted(every, reverse=True)}
    chosen = [firsts[document] for document in sorted(firsts)][:most]
    chosen += [row for row in sorted(set(every)) if row not in chosen][: most - len(chosen)]
    assert [(s.document, s.start) for s in _sources(halves, most)] == [row[:2] for row in sorted(chosen)]
