"""Scores of what the tool finds against gold data: pairs, terms, kinds, grouping, Latin equivalents.

The gold formats are described in tests/gold/README.md. A form counts as the same when its clean key is the same;
forms that the gold marks optional cost nothing either way.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from glossary.normalise import chinese_form, latin_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

Row = dict[str, Any]
_MARK = re.compile("[⟦⟧⟨⟩]")
_MARKS = "《》〈〉“”\"'‘’「」『』"


class Pairs(NamedTuple):
    """How exactly term and Latin form were paired."""

    wanted: int
    found: int
    precision: float
    recall: float
    f1: float


class Cases(NamedTuple):
    """How many of the table's cases come out as marked."""

    cases: int
    right: float


class Terms(NamedTuple):
    """How well the terms of a corpus were found, named in kind, grouped, and given Latin equivalents."""

    required: int
    found: int
    recall: float
    precision: float
    kind_accuracy: float
    group_f1: float
    latin_recall: float
    latin_precision: float


def read_rows(path: Path) -> list[Row]:
    """The objects of a JSON lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def pairs_score(gold: Iterable[Row], mentions: Iterable[Row], show: bool = False) -> Pairs:
    """Exact pairs of rows with relation `latin` against gold sentences."""
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in mentions:
        if row["relation"] == "latin" and row["gloss"]:
            found[row["document"]].add((_chinese(row["term"]), _latin(row["gloss"])))
    right = wanted = total = 0
    for item in gold:
        want, same, free = _wanted(item)
        got = {pair if pair in want else same.get(pair, pair) for pair in found[item["id"]]} - (free - want)
        right, wanted, total = right + len(want & got), wanted + len(want), total + len(got)
        if show and want != got:
            print(f"{item['id']}: missed {sorted(want - got)}, wrong {sorted(got - want)}")
    precision, recall = _ratio(right, total), _ratio(right, wanted)
    return Pairs(wanted, total, precision, recall, _f1(precision, recall))


def cases_score(rows: Iterable[Row], mentions: Callable[[str], Iterable[Row]], show: bool = False) -> Cases:
    """Table-driven cases: one marked text a row, with the find that is expected or (kind `none`) that must not be.

    `mentions` gives the mention rows of a text.
    """
    right = total = 0
    for row in rows:
        found = list(mentions(_MARK.sub("", row["text"])))
        good = _as_marked(row, found)
        right, total = right + good, total + 1
        if show and not good:
            print(f"{row['id']}: {row['text']}")
    return Cases(total, _ratio(right, total))


def _as_marked(row: Row, found: Iterable[Row]) -> bool:
    if row["kind"] == "none":
        return not any(row["relation"] in ("any", m["kind"], m["relation"]) for m in found)
    marks = _places(row["text"])
    for m in found:
        named = (m["start"], m["end"], m["kind"]) == (*marks["⟦⟧"], row["kind"])
        titled = not row["title"] or (m["title"] or "").endswith(row["title"])
        paired = not row["relation"] or m["relation"] == row["relation"]
        glossed = "⟨⟩" not in marks or not row["relation"] or (m["gloss_start"], m["gloss_end"]) == marks["⟨⟩"]
        if named and titled and paired and glossed:
            return True
    return False


def _places(text: str) -> dict[str, tuple[int, int]]:
    """Where the marked spans stand in the text without its marks."""
    at = {match.group(): match.start() - n for n, match in enumerate(_MARK.finditer(text))}
    return {pair: (at[pair[0]], at[pair[1]]) for pair in ("⟦⟧", "⟨⟩") if pair[0] in at}


def terms_score(gold: Iterable[Row], concepts: Iterable[Row], documents: Collection[str] = (), show: bool = False) -> Terms:
    """Terms of a termbase (concept rows) against gold concepts; with `documents` only what stands in those."""
    wanted = _Gold(gold, documents)
    got = _Got(concepts, documents)
    hit = got.kinds.keys() & wanted.required
    seen = got.seen | hit
    good = seen & wanted.kinds.keys()
    known = [form for form in wanted.required if wanted.latin[form]]
    offered = [form for form in known if got.latin[form]]
    right = [form for form in known if got.latin[form] & wanted.latin[form]]
    if show:
        print("missed:", *sorted(wanted.required - hit))
        print("not in the gold:", *sorted(seen - good))
        print("wrong kind:", *(f for f in sorted(hit) if not got.kinds[f] <= wanted.kinds[f]))
        print("no right Latin form:", *sorted(set(known) - set(right)))
    return Terms(
        len(wanted.required),
        len(seen),
        _ratio(len(hit), len(wanted.required)),
        _ratio(len(good), len(seen)),
        _ratio(sum(got.kinds[f] <= wanted.kinds[f] for f in hit), len(hit)),
        _group_f1(wanted, got),
        _ratio(len(right), len(known)),
        _ratio(len(right), len(offered)),
    )


class _Gold:
    """Gold concepts by form."""

    def __init__(self, concepts: Iterable[Row], documents: Collection[str]) -> None:
        self.kinds: defaultdict[str, set[str]] = defaultdict(set)
        self.together: defaultdict[str, set[str]] = defaultdict(set)  # all concepts of a form
        self.groups: defaultdict[str, set[str]] = defaultdict(set)  # those in which it is required
        self.latin: defaultdict[str, set[str]] = defaultdict(set)
        self.required: set[str] = set()
        for concept in concepts:
            latin = {_folded(name) for name in (*concept["en"], *(x["form"] for x in concept["latin"]))} - {""}
            for entry in concept["zh"]:
                form = _chinese(entry["form"])
                self.kinds[form] |= {concept["kind"], *concept.get("also", [])}
                self.together[form].add(concept["id"])
                if entry["required"] and _within(entry["docs"], documents):
                    self.required.add(form)
                    self.groups[form].add(concept["id"])
                    self.latin[form] |= latin


class _Got:
    """Concepts of a termbase by form. Suggested Chinese does not count as found; offices have no precision."""

    def __init__(self, concepts: Iterable[Row], documents: Collection[str]) -> None:
        self.kinds: defaultdict[str, set[str]] = defaultdict(set)
        self.groups: defaultdict[str, set[int]] = defaultdict(set)
        self.latin: defaultdict[str, set[str]] = defaultdict(set)
        self.seen: set[str] = set()
        for number, concept in enumerate(concepts):
            foreign = list(dict.fromkeys(_folded(t["text"]) for t in concept["terms"] if not t["lang"].startswith("zh")))
            for term in concept["terms"]:
                if not term["lang"].startswith("zh") or "Latn" in term["lang"] or term.get("suggested"):
                    continue
                form = _chinese(term["text"])
                self.kinds[form].add(concept["kind"])
                self.groups[form].add(number)
                self.latin[form] |= set([name for name in foreign if name][:2])
                places = [source["document"] for source in term.get("sources") or ()]
                if concept["kind"] != "office" and (not places or _within(places, documents)):
                    self.seen.add(form)


def _group_f1(wanted: _Gold, got: _Got) -> float:
    same = found = both = 0
    for a, b in combinations(sorted(wanted.required), 2):
        want, have = bool(wanted.groups[a] & wanted.groups[b]), bool(got.groups[a] & got.groups[b])
        if not want and wanted.together[a] & wanted.together[b]:
            continue
        same, found, both = same + want, found + have, both + (want and have)
    return _f1(_ratio(both, found), _ratio(both, same))


def _wanted(item: Row) -> tuple[set[tuple[str, str]], dict[tuple[str, str], tuple[str, str]], set[tuple[str, str]]]:
    """The pairs asked for, other spellings of them, and pairs that are neither asked for nor wrong."""
    want: set[tuple[str, str]] = set()
    free: set[tuple[str, str]] = set()
    same: dict[tuple[str, str], tuple[str, str]] = {}
    for pair in item["pairs"]:
        forms = {
            (_chinese(zh), _latin(latin))
            for zh in (pair["zh"], *pair.get("zh_alt", ()))
            for latin in (pair["latin"], *pair.get("latin_alt", ()))
        }
        if pair.get("optional"):
            free |= forms
        else:
            best = (_chinese(pair["zh"]), _latin(pair["latin"]))
            want.add(best)
            same |= {form: same.get(form, best) for form in forms}
    return want, same, free


def _within(places: Iterable[str], documents: Collection[str]) -> bool:
    return not documents or any(p in documents or re.split("[_.]", p)[0] in documents for p in places)


def _chinese(text: str) -> str:
    return re.sub(r"\s+", "", chinese_form(text)).strip(_MARKS)


def _latin(text: str) -> str:
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\s\-‐‑–—]+", " ", text.replace("’", "'")).strip(_MARKS + " .,;:").casefold()


def _folded(text: str) -> str:
    return latin_key(text).replace(" ", "")


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _f1(precision: float, recall: float) -> float:
    return _ratio(2 * precision * recall, precision + recall)


def as_text(value: Mapping[str, Any] | NamedTuple) -> str:
    """Figures in one line: name=value."""
    figures = value._asdict() if isinstance(value, tuple) else value
    return "  ".join(f"{k}={v:.4f}" if isinstance(v, float) else f"{k}={v}" for k, v in figures.items())
