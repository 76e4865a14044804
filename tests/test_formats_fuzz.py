"""Damaged files: an answer or one clear line, never a traceback; and what was read can be written."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from glossary.convert import convert
from glossary.errors import GlossaryError
from glossary.formats.jsonl import write_jsonl
from glossary.formats.options import Options
from glossary.formats.table import FORMATS
from glossary.tbx.read import read_termbase
from glossary.tbx.validate import faults
from tests.tbx_values import SMALL, written
from tests.test_tbx_roundtrip import DEMANDING

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from damage import damaged

GOLDEN = Path(__file__).parent / "data" / "tbx"


def _tbx_files() -> list[bytes]:
    files = [path.read_bytes() for path in sorted(GOLDEN.glob("*.tbx"))]
    return files + [text.encode() for text in DEMANDING.values()] + [DEMANDING["v2"].encode("utf-16")]


def test_damaged_tbx(tmp_path: Path) -> None:
    rng, files, path, out = random.Random(1), _tbx_files(), tmp_path / "in.tbx", tmp_path / "out.tbx"
    read = refused = 0
    for _ in range(500):
        path.write_bytes(damaged(rng.choice(files), rng))
        try:
            termbase = read_termbase(path)
        except GlossaryError as error:
            assert "\n" not in str(error)
            refused += 1
        else:
            read += 1
            if termbase.concepts:
                written(termbase, out)
                assert read_termbase(out).concepts or not any(c.terms for c in termbase.concepts)
        assert all(fault.line > 0 and fault.message for fault in faults(path))
    assert min(read, refused) > 20


@pytest.mark.parametrize("form", [f for f in FORMATS if f.read and f.name not in ("tbx", "tbx2", "weblate")], ids=lambda f: f.name)
def test_damaged_files_of_other_formats(tmp_path: Path, form: object) -> None:
    kind = next(f for f in FORMATS if f is form)
    assert kind.read and kind.write
    rng, options = random.Random(2), Options(langs=("zh-Hans", "en"))
    if kind.name == "skos":
        pytest.importorskip("rdflib")
    whole, path = tmp_path / "whole", tmp_path / "in"
    kind.write(SMALL, whole, options)
    data = whole.read_bytes()
    for _ in range(60):
        path.write_bytes(damaged(data, rng))
        try:
            termbase, _ = kind.read(path, options)
        except GlossaryError as error:
            assert "\n" not in str(error)
        else:
            written(termbase, tmp_path / "out.tbx")


def test_damaged_extras_in_json_lines(tmp_path: Path) -> None:
    """Extras are opaque, so a hand may have spoilt them: they are refused or written as they are, never a traceback."""
    (tmp_path / "in.tbx").write_text(DEMANDING["v3"], encoding="utf-8")
    lines, path, out = tmp_path / "in.jsonl", tmp_path / "bad.jsonl", tmp_path / "out.tbx"
    write_jsonl(read_termbase(tmp_path / "in.tbx"), lines)
    rng, data = random.Random(3), lines.read_bytes()
    shapes: list[dict[str, str | int]] = [{}, {"style": "dct"}, {"version": 2}, {"dialect": "min"}]
    for number in range(60):
        path.write_bytes(damaged(data, rng))
        try:
            convert(path, out, **shapes[number % 4])  # type: ignore[arg-type]
        except GlossaryError as error:
            assert "\n" not in str(error)
        else:
            assert not any(fault.rule == "xml" for fault in faults(out))
