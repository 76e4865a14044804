"""Prints F1 of term/Latin pairs on the halves of the project's own sentences, and on ../shared/eval/dev/pairs.jsonl: two
plain baselines, the harvester, and the harvest on each half of the sentences. Rules were written looking at the first half; of the second only the figure
was known until the last round, in which its misses were read too."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.clean import passages
from glossary.harvest import base_context, mentions
from glossary.model import Document
from glossary.rules import load_rules
from glossary.segment import words
from scripts.evaluate import sentence_mentions
from scripts.scoring import as_text, pairs_score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from glossary.harvest.context import Context

OWN = Path(__file__).resolve().parents[1] / "tests" / "gold" / "sentences.jsonl"
SHARED = Path(__file__).resolve().parents[1].parent / "shared"
Pair = tuple[str, str]


def half(identifier: str) -> int:
    """Which half of the sentences one belongs to: 0 (looked at) or 1 (not looked at)."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 2


@cache
def _base() -> Context:
    return base_context(load_rules())


def harvested(text: str) -> set[Pair]:
    """The pairs that `glossary harvest` reports for one sentence."""
    document = Document("p", text, "")
    base = _base()
    rows = mentions(document, passages(document, base.rules), base)
    return {(row.term, row.gloss) for row in rows if row.relation == "latin" and row.gloss}


_PLAIN = re.compile(r"([\u4e00-\u9fff·•．]+)\s*[（(]([A-Za-z][^（()）]*)[)）]")


def run_before_bracket(text: str) -> set[Pair]:
    """Baseline: the whole run of Chinese characters before a bracket that begins with a letter."""
    return {(m[1], m[2]) for m in _PLAIN.finditer(text)}


def last_word(text: str) -> set[Pair]:
    """Baseline: the last word of a segmenter before such a bracket."""
    found = set()
    for match in _PLAIN.finditer(text):
        last = words(match[1])[-1]
        found.add((match[1][last.start : last.end], match[2]))
    return found


def scorer() -> Any:
    """The functions of ../shared/eval/score.py."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(
    name: str, gold: list[dict[str, Any]], find: Callable[[str], Iterable[Pair]], show: bool
) -> None:
    """Prints the scorer's last line for one way of finding pairs."""
    rows = [
        {"document": item["id"], "relation": "latin", "term": zh, "gloss": latin}
        for item in gold
        for zh, latin in sorted(find(item["text"]))
    ]
    print(f"== {name} ({len(gold)} sentences)")
    scorer().score_pairs(gold, rows, show)


def report_own() -> None:
    """Prints the scores of each half of the project's own sentences, which needs nothing beside the project. The misses of
    the first half were read sentence by sentence; those of the second only once, when the halves were made."""
    gold = [json.loads(row) for row in OWN.read_text("utf-8").splitlines()]
    for side, name in enumerate(("first", "second")):
        print(f"== own sentences, {name} half: {as_text(pairs_score(chosen := _half(gold, side), sentence_mentions(chosen)))}")


def _half(gold: list[dict[str, Any]], side: int) -> list[dict[str, Any]]:
    return [item for item in gold if half(item["id"]) == side]


def main() -> int:
    """Prints the table; exit status 1 where the gold is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--show", action="store_true", help="list what the first half misses and gets wrong"
    )
    parser.add_argument("--show-all", action="store_true", help="list the errors of both halves")
    args = parser.parse_args()
    report_own()
    path = SHARED / "eval" / "dev" / "pairs.jsonl"
    if not path.exists():
        print(f"no gold at {path}", file=sys.stderr)
        return 1
    gold = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    halves = [_half(gold, side) for side in (0, 1)]
    report("baseline: run of Han before the bracket", gold, run_before_bracket, False)
    report("baseline: last word of a segmenter", gold, last_word, False)
    report("first half", halves[0], harvested, args.show or args.show_all)
    report("second half", halves[1], harvested, args.show_all)
    report("all", gold, harvested, False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
