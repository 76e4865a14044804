"""The project's own gold keeps to its own form: what it asks for stands in its texts, exactly once named.

Each check is a function from rows to a list of faults; the good files yield none, and a spoilt row of each
sort yields one, so that no check is there for show.
"""

from __future__ import annotations

import csv
import html
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from glossary.model.text import KINDS, Relation
from glossary.normalise import chinese_form, has_han, has_latin, latin_key

GOLD = Path(__file__).parent / "gold"
SAMPLES = Path(__file__).parents[1] / "glossary" / "data" / "samples"
SHARED = Path(__file__).parents[1].parent / "shared"
RELATIONS = get_args(Relation)
SCRIPTS = ("Hans", "Hant")
REGISTERS = ("un", "news", "encyclopaedia", "tech", "business", "culture")
ORDERS = ("zh(latin)", "latin(zh)", "mixed", "latin 是指 zh")
TYPES = ("full", "short", "variant", "abbreviation", "alias")
QUOTES = "《》〈〉“”\"'‘’「」『』"
MARKED = re.compile("⟦[^⟦⟧⟨⟩]+⟧|⟨[^⟦⟧⟨⟩]+⟩")
MARKS = "⟦⟧⟨⟩"

Row = dict[str, Any]


@cache
def squeezed(text: str) -> str:
    """Chinese text as the scorer compares it: clean widths and dots, no blank or line break anywhere."""
    return re.sub(r"\s+", "", chinese_form(text)).strip(QUOTES)


@cache
def letters(text: str) -> str:
    """Latin text as the scorer compares it: letters and digits only."""
    return latin_key(text).replace(" ", "")


def json_rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (GOLD / name).read_text("utf-8").splitlines()]


def mention_rows() -> list[Row]:
    with (GOLD / "mentions.tsv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def sample_texts() -> dict[str, str]:
    texts = {path.stem: path.read_text("utf-8") for path in sorted(SAMPLES.iterdir())}
    texts["note"] = html.unescape(re.sub("<[^>]+>", "", texts["note"]))
    return texts


def repeated_ids(rows: list[Row]) -> list[str]:
    return [f"{key} stands twice" for key, n in sorted(Counter(row["id"] for row in rows).items()) if n > 1]


def pair_faults(row: Row, pair: Row) -> list[str]:
    text, key = row["text"], row["id"]
    unknown = set(pair) - {"zh", "latin", "kind", "order", "zh_alt", "latin_alt", "optional"}
    faults = [f"{key}: unknown field {name}" for name in sorted(unknown)]
    if pair["kind"] not in KINDS:
        faults.append(f"{key}: unknown kind {pair['kind']}")
    if pair["order"] not in ORDERS:
        faults.append(f"{key}: unknown order {pair['order']}")
    chinese = [pair["zh"], *pair.get("zh_alt", [])]
    latin = [pair["latin"], *pair.get("latin_alt", [])]
    if len({squeezed(form) for form in chinese}) < len(chinese):
        faults.append(f"{key}: {pair['zh']} has an alternative that is the same")
    # An alternative may leave out the quotes inside a name: “司法无边”组织, 司法无边组织.
    bare = "".join(c for c in squeezed(text) if c not in QUOTES)
    for form in chinese:
        if squeezed(form) not in squeezed(text) and (form == pair["zh"] or squeezed(form) not in bare):
            faults.append(f"{key}: {form} does not stand in the text")
        if not has_han(form):
            faults.append(f"{key}: {form} is not Chinese")
    for form in latin:
        if latin_key(form) not in latin_key(text):
            faults.append(f"{key}: {form} does not stand in the text")
        if not has_latin(form):
            faults.append(f"{key}: {form} is not Latin")
    return faults


def sentence_faults(row: Row) -> list[str]:
    faults = [
        f"{row['id']}: unknown {name} {row[name]}"
        for name, known in (("script", SCRIPTS), ("register", REGISTERS))
        if row[name] not in known
    ]
    asked = [(squeezed(pair["zh"]), letters(pair["latin"])) for pair in row["pairs"]]
    if len(set(asked)) < len(asked):
        faults.append(f"{row['id']}: a pair stands twice")
    return faults + [fault for pair in row["pairs"] for fault in pair_faults(row, pair)]


def mention_faults(row: Row) -> list[str]:
    text, key = row["text"], row["id"]
    plain = MARKED.sub(lambda found: found.group()[1:-1], text)
    faults = [f"{key}: a mark is left open"] if any(mark in plain for mark in MARKS) else []
    terms, glosses = text.count("⟦"), text.count("⟨")
    if row["kind"] == "none":
        if terms or glosses:
            faults.append(f"{key}: nothing can be marked where nothing may be found")
        if row["relation"] not in (*KINDS, *RELATIONS, "any"):
            faults.append(f"{key}: unknown {row['relation']}")
        return faults
    if row["kind"] not in KINDS:
        faults.append(f"{key}: unknown kind {row['kind']}")
    if row["relation"] and row["relation"] not in RELATIONS:
        faults.append(f"{key}: unknown relation {row['relation']}")
    if terms != 1 or glosses != bool(row["relation"]):
        faults.append(f"{key}: one term, and one other form where there is a relation")
    if row["title"] and row["title"] not in MARKED.sub("", text):
        faults.append(f"{key}: the title {row['title']} does not stand beside the name")
    return faults


def concept_faults(row: Row, texts: dict[str, str]) -> list[str]:
    key = row["id"]
    faults = [
        f"{key}: unknown kind {kind}" for kind in (row["kind"], *row.get("also", [])) if kind not in KINDS
    ]
    forms = [squeezed(entry["form"]) for entry in row["zh"]]
    if len(set(forms)) < len(forms):
        faults.append(f"{key}: a form stands twice")
    if not row["zh"] and not row["latin"]:
        faults.append(f"{key}: no form at all")
    for entry in (*row["zh"], *row["latin"], *row["roles"]):
        form = entry.get("form") or entry["zh"]
        read = letters if entry in row["latin"] else squeezed
        places = [d for d, text in sorted(texts.items()) if read(form) in read(text)]
        faults += [f"{key}: {form} does not stand in {d}" for d in entry["docs"] if d not in places]
        if not entry["docs"]:
            faults.append(f"{key}: {form} names no document")
    faults += [f"{key}: unknown type {e['type']}" for e in row["zh"] if e["type"] not in TYPES]
    return faults


def sample_pair_faults(row: Row, texts: dict[str, str]) -> list[str]:
    text, name = texts.get(row["doc"], ""), f"{row['left']} = {row['right']}"
    faults = [] if row["relation"] in RELATIONS else [f"{name}: unknown relation {row['relation']}"]
    if squeezed(row["left"]) not in squeezed(text):
        faults.append(f"{name}: {row['left']} does not stand in {row['doc']}")
    read = letters if row["relation"] == "latin" else squeezed
    if read(row["right"]) not in read(text):
        faults.append(f"{name}: {row['right']} does not stand in {row['doc']}")
    return faults


def test_sentences_hold_what_they_ask_for() -> None:
    rows = json_rows("sentences.jsonl")
    assert repeated_ids(rows) == []
    assert [fault for row in rows for fault in sentence_faults(row)] == []


def test_sentences_are_many_and_mixed() -> None:
    rows = json_rows("sentences.jsonl")
    holding = [row for row in rows if any(not pair.get("optional") for pair in row["pairs"])]
    assert len(rows) >= 220
    assert 0.6 <= len(holding) / len(rows) <= 0.75
    assert all(len([p for p in row["pairs"] if not p.get("optional")]) <= 3 for row in rows)
    assert {row["script"] for row in rows} == set(SCRIPTS)
    assert {row["register"] for row in rows if row["pairs"]} == set(REGISTERS)
    assert {row["register"] for row in rows if not row["pairs"]} == set(REGISTERS)
    assert {p["order"] for row in rows for p in row["pairs"]} == set(ORDERS)


def test_sentences_stand_once() -> None:
    texts = Counter(squeezed(row["text"]) for row in json_rows("sentences.jsonl"))
    assert [text for text, n in texts.items() if n > 1] == []


def test_mentions_are_marked_well() -> None:
    rows = mention_rows()
    assert repeated_ids(rows) == []
    assert [fault for row in rows for fault in mention_faults(row)] == []


def test_mentions_cover_every_kind_and_relation() -> None:
    rows = mention_rows()
    wanted = [row for row in rows if row["kind"] != "none"]
    assert len(wanted) >= 120
    assert {row["kind"] for row in wanted} == set(KINDS) - {"other"}
    assert {row["relation"] for row in wanted} == {*RELATIONS, ""}
    assert len(rows) - len(wanted) >= 25
    assert len({(row["text"], row["kind"]) for row in rows}) == len(rows)


def test_concepts_stand_in_the_samples() -> None:
    rows, texts = json_rows("sample-concepts.jsonl"), sample_texts()
    assert repeated_ids(rows) == []
    assert [fault for row in rows for fault in concept_faults(row, texts)] == []


def test_concepts_cover_every_sample_and_kind() -> None:
    rows = json_rows("sample-concepts.jsonl")
    asked = [(row["kind"], d) for row in rows for e in row["zh"] if e["required"] for d in e["docs"]]
    assert {d for _, d in asked} == set(sample_texts())
    assert {kind for kind, _ in asked} == set(KINDS) - {"other"}


def test_sample_pairs_stand_in_the_samples() -> None:
    rows, texts = json_rows("sample-pairs.jsonl"), sample_texts()
    assert [fault for row in rows for fault in sample_pair_faults(row, texts)] == []
    keys = Counter((row["doc"], row["relation"], row["left"], row["right"]) for row in rows)
    assert [key for key, n in keys.items() if n > 1] == []
    assert {row["relation"] for row in rows} == set(RELATIONS)


def test_paired_forms_are_concepts_of_the_gold() -> None:
    """Both sides of a stated pair are forms of one concept, unless the pair says where or what a thing is."""
    together: dict[str, set[str]] = {}
    for row in json_rows("sample-concepts.jsonl"):
        for entry in row["zh"]:
            together.setdefault(squeezed(entry["form"]), set()).add(row["id"])
        for form in (*row["en"], *(entry["form"] for entry in row["latin"])):
            together.setdefault(letters(form), set()).add(row["id"])
    apart = []
    for pair in json_rows("sample-pairs.jsonl"):
        read = letters if pair["relation"] == "latin" else squeezed
        left, right = together.get(squeezed(pair["left"]), set()), together.get(read(pair["right"]), set())
        joined = left & right if pair["relation"] not in ("country", "apposition") else left and right
        if not joined:
            apart.append(f"{pair['left']} = {pair['right']}")
    assert apart == []


SENTENCE: Row = {"id": "g0", "text": "《河口》(The Delta)", "script": "Hans", "register": "news", "pairs": []}
PAIR: Row = {"zh": "河口", "latin": "The Delta", "kind": "work", "order": "zh(latin)"}
MENTION: Row = {"id": "m0", "kind": "person", "relation": "latin", "text": "⟦林⟧先生(⟨Lin⟩)", "title": "先生"}
CONCEPT: Row = {
    "id": "L0", "kind": "place", "en": [], "latin": [{"form": "Lovana", "docs": ["x"]}], "roles": [],
    "zh": [{"form": "洛瓦纳河", "type": "full", "docs": ["x"], "required": True}],
}  # fmt: skip
STATED: Row = {"left": "洛瓦纳河", "right": "Lovana", "doc": "x", "relation": "latin", "required": True}
TEXTS = {"x": "洛瓦\n\n纳河(Lo-\nvana)", "y": "没有"}


def test_good_rows_have_no_faults() -> None:
    assert sentence_faults({**SENTENCE, "pairs": [PAIR]}) == []
    assert mention_faults(MENTION) == []
    assert concept_faults(CONCEPT, TEXTS) == []
    assert sample_pair_faults(STATED, TEXTS) == []


@pytest.mark.parametrize(
    "change",
    [{"zh": "河流"}, {"latin": "Delta Force"}, {"kind": "book"}, {"order": "?"}, {"zh_alt": ["《河口》"]},
     {"alt": "x"}, {"zh": "The Delta"}, {"latin": "河口"}],
)  # fmt: skip
def test_spoilt_pairs_are_noticed(change: Row) -> None:
    assert sentence_faults({**SENTENCE, "pairs": [{**PAIR, **change}]}) != []


@pytest.mark.parametrize("change", [{"script": "Hani"}, {"register": "law"}, {"pairs": [PAIR, PAIR]}])
def test_spoilt_sentences_are_noticed(change: Row) -> None:
    assert sentence_faults({**SENTENCE, **change}) != []


@pytest.mark.parametrize(
    "change",
    [{"kind": "river"}, {"relation": "nick"}, {"relation": ""}, {"title": "总统"}, {"text": "⟦林⟧(Lin)"},
     {"text": "⟦林(⟨Lin⟩)"}, {"text": "⟦林⟧⟦李⟧(⟨Lin⟩)"}, {"kind": "none"},
     {"kind": "none", "text": "无", "relation": "x"}],
)  # fmt: skip
def test_spoilt_mentions_are_noticed(change: Row) -> None:
    assert mention_faults({**MENTION, **change}) != []


@pytest.mark.parametrize(
    "change",
    [{"kind": "river"}, {"also": ["river"]}, {"zh": CONCEPT["zh"] * 2}, {"zh": [], "latin": []},
     {"zh": [{**CONCEPT["zh"][0], "docs": ["y"]}]}, {"zh": [{**CONCEPT["zh"][0], "docs": []}]},
     {"zh": [{**CONCEPT["zh"][0], "type": "long"}]}, {"latin": [{"form": "Orsa", "docs": ["x"]}]},
     {"roles": [{"zh": "总统", "of": "", "docs": ["x"]}]}],
)  # fmt: skip
def test_spoilt_concepts_are_noticed(change: Row) -> None:
    assert concept_faults({**CONCEPT, **change}, TEXTS) != []


@pytest.mark.parametrize("change", [{"left": "白湖"}, {"right": "Orsa"}, {"doc": "y"}, {"relation": "same"}])
def test_spoilt_sample_pairs_are_noticed(change: Row) -> None:
    assert sample_pair_faults({**STATED, **change}, TEXTS) != []


def test_repeated_ids_are_noticed() -> None:
    assert repeated_ids([{"id": "a"}, {"id": "b"}, {"id": "a"}]) == ["a stands twice"]


def test_nothing_is_copied_from_the_shared_texts() -> None:
    """No run of 24 characters of samples or gold stands in the shared texts: formulae are shorter."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("the shared texts are not there")
    theirs = [squeezed(path.read_text("utf-8")) for path in sorted((SHARED / "seeds").glob("*.txt"))]
    rows = (SHARED / "eval" / "dev" / "pairs.jsonl").read_text("utf-8").splitlines()
    theirs += [squeezed(json.loads(row)["text"]) for row in rows]
    length = 24
    runs = {text[i : i + length] for text in theirs for i in range(len(text) - length + 1)}
    ours = [*sample_texts().values(), *(row["text"] for row in json_rows("sentences.jsonl"))]
    ours += [MARKED.sub(lambda found: found.group()[1:-1], row["text"]) for row in mention_rows()]
    copied = [
        text[i : i + length]
        for text in map(squeezed, ours)
        for i in range(len(text) - length + 1)
        if text[i : i + length] in runs and has_han(text[i : i + length])
    ]
    assert copied == []
