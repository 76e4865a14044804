"""The package listing is the pipeline: imports point down only, and each outside package lives behind one module."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "glossary"

# The layers, lowest first. A module imports only from its own layer or from lower ones.
LAYERS = (
    ("errors", "agglomerate", "atomic", "cycles", "room", "workers"),
    ("model",),
    ("tables", "stores"),
    ("normalise", "rules", "occurrences", "segment"),
    ("reference", "gazetteer", "sound"),
    ("match", "sides", "apart"),
    ("read",),
    ("clean",),
    ("harvest",),
    ("shorten",),
    ("senses", "keys"),
    ("facts",),
    ("gathered",),
    ("corpus",),
    ("shards",),
    ("cluster",),
    ("compare",),
    ("bars",),
    ("respelt", "shorts", "surnames"),
    ("hear",),
    ("link",),
    ("termbase",),
    ("suggest",),
    ("enrich", "located"),
    ("decide",),
    ("evidence",),
    ("build",),
    ("doubts",),
    ("tbx",),
    ("formats",),
    ("convert",),
    ("alignment", "pages"),
    ("explain", "lookup", "diff", "variants", "check"),
    ("previous",),
    ("merge",),
    ("cli",),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}

# Outside packages and the modules that may import them.
HOMES = {
    "ahocorasick_rs": {"occurrences"},
    "charset_normalizer": {"read"},
    "distributed": {"cluster"},
    "docx": {"read"},
    "fsspec": {"stores"},
    "lxml": {"read", "tbx"},  # HTML on the way in, TBX on the way out
    "numpy": {"sound"},
    "opencc": {"normalise"},
    "openpyxl": {"formats"},
    "polars": {"tables"},
    "pypdfium2": {"read"},
    "pypinyin": {"sound"},
    "rapidfuzz": {"sound", "lookup"},
    "rdflib": {"formats"},
    "rich": {"cli"},
    "rjieba": {"segment"},
}


def modules() -> list[tuple[str, Path]]:
    return [(path.relative_to(PACKAGE).with_suffix("").parts[0], path) for path in sorted(PACKAGE.rglob("*.py"))]


def imported(path: Path) -> list[str]:
    """The full names of what a module imports, wherever in it the import stands."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
            if node.module == "glossary":
                names = [f"glossary.{alias.name}" for alias in node.names]
            found += names
    return found


def test_every_module_has_its_layer():
    known = set(LEVEL) | {"__init__", "__main__"}
    assert sorted({name for name, _ in modules()} - known) == []


def test_imports_point_down():
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for layer, path in modules()
        for name in imported(path)
        if name.startswith("glossary.")
        and layer in LEVEL
        and (target := name.split(".")[1]) in LEVEL
        and LEVEL[target] > LEVEL[layer]
    ]
    assert wrong == []


def test_outside_packages_live_behind_one_module():
    seen: dict[str, set[str]] = defaultdict(set)
    for layer, path in modules():
        for name in imported(path):
            top = name.split(".")[0]
            if top not in sys.stdlib_module_names and top not in {"glossary", "__future__", ""}:
                seen[top].add(layer)
    assert {name: homes for name, homes in seen.items() if not homes <= HOMES.get(name, set())} == {}


def test_files_are_read_in_one_sitting():
    long = {str(p.relative_to(PACKAGE)): n for _, p in modules() if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert long == {}


def test_lines_are_short():
    long = [
        f"{path.relative_to(PACKAGE)}:{n}"
        for _, path in modules()
        for n, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > 160
    ]
    assert long == []
