"""Prints the scores of the tool on its own gold, and on the measuring data beside the project where that is there.

    python scripts/evaluate.py [--show]       every figure; --show lists what was missed and what was wrong
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from glossary.build import built
from glossary.corpus import context, document_mentions
from glossary.evidence import mention_row
from glossary.model import Document
from glossary.read import documents
from glossary.termbase import Options
from scripts.scoring import (
    Cases,
    Pairs,
    Row,
    Terms,
    as_text,
    cases_score,
    pairs_score,
    read_rows,
    terms_score,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold"
SAMPLES = ROOT / "glossary" / "data" / "samples"
SHARED = ROOT.parent / "shared"


class Measure(NamedTuple):
    """One set of gold data: what it is called, the file, and the inputs that are scored against it."""

    name: str
    kind: str
    gold: Path
    inputs: tuple[Path, ...] = ()
    documents: tuple[str, ...] = ()


def measures() -> list[Measure]:
    """The sets of gold data that are there, the project's own first."""
    seeds = SHARED / "seeds"
    chosen = ("000", "001", "003")
    inputs = tuple(path for path in sorted(seeds.glob("*.txt")) if path.name[:3] in chosen) if seeds.is_dir() else ()
    every = [
        Measure("own sentences", "pairs", GOLD / "sentences.jsonl"),
        Measure("own cases", "cases", GOLD / "mentions.tsv"),
        Measure("own samples", "terms", GOLD / "sample-concepts.jsonl", (SAMPLES,)),
        Measure("development sentences", "pairs", SHARED / "eval" / "dev" / "pairs.jsonl"),
        Measure("development letters", "terms", SHARED / "eval" / "dev" / "seed-concepts.jsonl", inputs, chosen),
    ]
    return [measure for measure in every if measure.gold.is_file()]


def scored(measure: Measure, show: bool = False) -> Cases | Pairs | Terms:
    """The score of one measure."""
    if measure.kind == "cases":
        return cases_score(read_table(measure.gold), text_mentions, show)
    gold = read_rows(measure.gold)
    if measure.kind == "pairs":
        return pairs_score(gold, sentence_mentions(gold), show)
    return terms_score(gold, concept_rows(measure.inputs), measure.documents, show)


def read_table(path: Path) -> list[Row]:
    """The rows of a tab-separated table with a header."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def text_mentions(text: str) -> list[Row]:
    """The mention rows of one text."""
    return [mention_row(m) for m in document_mentions(Document("text", text, ""))]


def sentence_mentions(gold: Sequence[Row]) -> list[Row]:
    """The mention rows of gold sentences, each a document of its own."""
    return [mention_row(m) for item in gold for m in document_mentions(Document(item["id"], item["text"], ""))]


def concept_rows(inputs: Sequence[Path]) -> list[Row]:
    """The concepts built from some inputs, as rows."""
    found = [d for d in documents([str(path) for path in inputs]) if isinstance(d, Document)]
    mentions = [m for document in found for m in document_mentions(document)]
    result = built(mentions, {d.id: d.digest for d in found}, context(), Options())
    return [asdict(concept) for concept in result.termbase.concepts]


def digest(path: Path) -> str:
    """The first twelve digits of the SHA-256 of a gold file, by which floors are tied to it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="list what was missed and what was wrong")
    args = parser.parse_args()
    for measure in measures():
        print(f"{measure.name} ({measure.gold.name} {digest(measure.gold)})")
        print(f"  {as_text(scored(measure, args.show))}")


if __name__ == "__main__":
    main()
