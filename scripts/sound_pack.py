"""Packs what was trained into small arrays: probabilities as steps of a logarithm, tables as bytes with a scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sound_em import Emissions
    from sound_net import Net

LEAST = 1e-4  # probabilities below it are left out; the model puts its floor there
PART, VARIANT_PART = 3.0, 3.0  # prices of taking the last part of a Chinese name for the whole
# Until they are calibrated.
OPEN = {"turned": 2.0, "slope": 1.0, "offset": -4.0, "usual": 0.5, "unusual": -4.0, "variant slope": 1.0, "variant offset": 0.0}


def packed(
    found: Emissions, net: Net | None, table: NDArray[Any], shares: NDArray[Any], letters: float = 0.75,
    across: float = -0.2, compared: NDArray[Any] | None = None,
) -> dict[str, NDArray[Any]]:  # fmt: skip
    """The arrays of `glossary.sound.model.unpacked`."""
    arrays = {"chunks": _text(list(found.chunks)), **_rows(found)}
    arrays["trigrams"] = _steps(-table, 12)
    arrays["grams"] = _steps(-np.log(np.maximum(shares, 1e-7)), 16)
    syllables = net.syllables if net else ("^", "")
    arrays["keys_char"] = _text(["?", "·", *found.chars])
    arrays["keys_mandarin"], arrays["keys_cantonese"] = _text(syllables), _text(net.jyutping if net else ("",))
    used = np.concatenate([[1e-3, 1e-3], found.counts.sum(1)])
    usual = np.clip(np.log(np.maximum(used, 1e-3) / used.sum() * 2500), -4, 4)
    common = (found.counts.sum(0) + 0.5) / (found.counts.sum() + 0.5 * found.counts.shape[1])
    tables: dict[str, NDArray[Any]] = {"usual": usual[:, None], "common": common[:, None]}
    scalars = {"letters": letters, "across": across, "part": PART, "variant part": VARIANT_PART, **OPEN}
    if net:
        tables |= {name: value for name, value in net.tables.items() if name != "scalars"}
        before, behind, pairs = (float(x) for x in net.tables["scalars"])
        scalars |= {"before": min(before, 0.0), "behind": min(behind, 0.0), "pairs": pairs}
    if compared is not None:
        from glossary.sound.characters import FEATURES

        tables["variant pairs"], tables["variant gaps"] = compared[:FEATURES, None], compared[FEATURES:, None]
    for name, value in tables.items():
        arrays |= _bytes(name, value)
    return with_scalars(arrays, scalars)


def with_scalars(arrays: dict[str, NDArray[Any]], scalars: dict[str, float]) -> dict[str, NDArray[Any]]:
    """The arrays with some scalars set, the others kept."""
    known: dict[str, float] = {}
    if "scalar_names" in arrays:
        names = bytes(arrays["scalar_names"]).decode().split("\n")
        known = dict(zip(names, (float(x) for x in arrays["scalars"]), strict=True))
    known |= scalars
    order = sorted(known)
    values = np.array([round(known[name], 4) for name in order], np.float32)
    return {**arrays, "scalar_names": _text(order), "scalars": values}


def _rows(found: Emissions) -> dict[str, NDArray[Any]]:
    rows = {"?": found.own[0]}
    rows |= {char: found.own[k] for k, char in enumerate(found.chars, 2)}
    rows |= {f"m:{s}": row for s, row in found.mandarin.items() if s}
    rows |= {f"c:{s}": row for s, row in found.cantonese.items() if s}
    numbers = [np.nonzero(row >= LEAST)[0] for row in rows.values()]
    return {
        "rows": _text(list(rows)),
        "row_sizes": np.array([len(x) for x in numbers], np.uint16),
        "row_chunks": np.concatenate(numbers).astype(np.uint16),
        "row_weights": np.concatenate([_steps(-np.log(row[x]), 12) for row, x in zip(rows.values(), numbers, strict=True)]),
    }


def _bytes(name: str, value: NDArray[Any]) -> dict[str, NDArray[Any]]:
    if value.shape[1] == 1:  # single columns are small and matter: they stay as they are
        return {f"table_{name}": value.astype(np.float32), f"scale_{name}": np.float32(1)}  # type: ignore[dict-item]
    scale = float(np.abs(value).max()) / 127 or 1.0
    return {f"table_{name}": np.round(value / scale).astype(np.int8), f"scale_{name}": np.float32(scale)}  # type: ignore[dict-item]


def _steps(value: NDArray[Any], most: float) -> NDArray[Any]:
    return np.clip(np.round(value * 255 / most), 0, 255).astype(np.uint8)


def _text(lines: Sequence[str]) -> NDArray[Any]:
    return np.frombuffer("\n".join(lines).encode("utf-8"), np.uint8)
