#!/usr/bin/env python3
"""Compares the project's validator with the official schemas on broken TBX files, thousands of them.

    fuzz_validate.py FOLDER [--oracle ORACLE.py] [--rounds 5000] [--seed 0] [--keep DIR]

FOLDER holds valid TBX files. Each round takes one, does one to three things to it (an element deleted, doubled,
renamed, moved, wrapped or put in; an attribute dropped, added or changed; a text changed) and asks both whether
the result has an error. Every disagreement is printed, and its file kept in DIR; exit status 1 if there is one.
The same seed gives the same files.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from glossary.tbx.validate import faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

CORE = "urn:iso:std:iso:30042:ed-2"
MIN, BASIC = "http://www.tbxinfo.net/ns/min", "http://www.tbxinfo.net/ns/basic"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LARGEST = 60_000
CONCEPTS = 6

NAMES = [
    "admin", "adminGrp", "adminNote", "back", "body", "change", "conceptEntry", "date", "descrip",
    "descripGrp", "descripNote", "ec", "encodingDesc", "fileDesc", "foreign", "hi", "item", "itemGrp",
    "itemSet", "langSec", "note", "p", "ph", "publicationStmt", "ref", "refObject", "refObjectSec",
    "revisionDesc", "sc", "sourceDesc", "tbx", "tbxHeader", "term", "termNote", "termNoteGrp", "termSec",
    "text", "title", "titleStmt", "transac", "transacGrp", "transacNote", "xref", "nothing",
]  # fmt: skip
NAMES2 = [
    "admin", "back", "bpt", "body", "change", "date", "descrip", "descripGrp", "encodingDesc", "ept",
    "fileDesc", "foreign", "hi", "item", "langSet", "martifHeader", "note", "ntig", "p", "ph",
    "publicationStmt", "ref", "refObject", "refObjectList", "revisionDesc", "sourceDesc", "term",
    "termEntry", "termNote", "termGrp", "text", "tig", "title", "titleStmt", "transac", "transacGrp",
    "transacNote", "xref", "adminGrp", "nothing",
]  # fmt: skip
TYPES = [
    "subjectField", "customerSubset", "externalCrossReference", "partOfSpeech", "administrativeStatus",
    "definition", "context", "source", "crossReference", "projectSubset", "grammaticalGender",
    "geographicalUsage", "termLocation", "termType", "transactionType", "responsibility", "xGraphic",
    "reading", "register", "nothing", "bold", "math", "fmt", "XCSURI",
]  # fmt: skip
VALUES = [
    "", " ", "noun", " noun ", "Noun", "properNoun", "fullForm", "variant", "preferredTerm-admn-sts", "masculine", "checkBox",
    "origination", "import", "2020-02-29", "2019-02-29", "2020-1-1", "2020-01-01T10:00:00", "2020-01-01T25:00:00Z", "x < y & z",
    "http://example.org", "https://example.org/a b", "ftp://example.org", "nowhere", "c1", "1c", "a b", "中文", "en", "zh-Hans",
    "zh_CN", "en-", "a-verylongsubtag", "TBX-Basic", "TBX-Min", "TBX-Core", "TBX-Linguist", "TBX-Foo", "dca", "dct", "DCA",
    "yes", "no", "\n noun\n", "http://", "a:b", "%zz", "[x", "-", "_x",
    "http://[::1", "http://a:b:c/", "#a#b", "中:文", "http://a@b@c", "x-klingon", " c1 ", "𠀀", "Ⅰ", "é", "2020-01-01T24:00:00",
    "2020-01-01T10:00", "0000-01-01", "2020-01-01+15:00", "-0004-02-29", " zh ", " dca ", " yes ", "http://example.org/%",
]  # fmt: skip
MODULE_NAMES = [
    f"{{{space}}}{name}" for space in (MIN, BASIC, "http://example.org/other") for name in TYPES[:17]
]  # fmt: skip


def loaded_oracle(path: Path) -> ModuleType:
    """The oracle's module, from its file."""
    spec = importlib.util.spec_from_file_location("oracle", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def starting_points(folder: Path) -> list[bytes]:
    """The files of a folder, cut to a few concepts each so that a round is short."""
    found = []
    for path in sorted(folder.glob("*.tbx")):
        tree = etree.parse(str(path), _parser())
        for body in tree.getroot().iterfind("./{*}text/{*}body"):
            for entry in list(body)[CONCEPTS:]:
                body.remove(entry)
        data = etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
        if len(data) <= LARGEST:
            found.append(data)
    return found


def mutants(points: list[bytes], seed: int, rounds: int) -> Iterator[bytes]:
    """Broken files, one a round; the same for the same seed."""
    rng = random.Random(seed)
    for _ in range(rounds):
        root = etree.fromstring(rng.choice(points), _parser())
        for _ in range(rng.choice([1, 1, 1, 2, 3])):
            _change(root, rng)
        yield etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")


def disagreement(path: Path, oracle: ModuleType) -> tuple[list[Any], list[Any]] | None:
    """What the two say of a file, when one sees an error where the other sees none."""
    theirs = oracle.faults(path)
    ours = [fault for fault in faults(path) if fault.severity == "error"]
    return (theirs, ours) if bool(theirs) != bool(ours) else None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _change(root: Any, rng: random.Random) -> None:
    elements = [e for e in root.iter("*") if e is not root]
    if not elements:
        return
    target = rng.choice(elements)
    rng.choice(
        [_delete, _double, _rename, _move, _swap, _wrap, _insert, _insert_module, _drop, _add, _alter, _alter, _alter, _write,
         _write, _tail, _comment, _root]
    )(root, target, rng)  # fmt: skip


def _namespace(root: Any) -> str:
    return f"{{{CORE}}}" if root.tag != "martif" else ""


def _name(root: Any, rng: random.Random) -> str:
    return _namespace(root) + rng.choice(NAMES if root.tag != "martif" else NAMES2)


def _delete(root: Any, target: Any, rng: random.Random) -> None:
    target.getparent().remove(target)


def _double(root: Any, target: Any, rng: random.Random) -> None:
    target.addnext(etree.fromstring(etree.tostring(target, with_tail=False)))


def _rename(root: Any, target: Any, rng: random.Random) -> None:
    target.tag = _name(root, rng) if rng.random() < 0.8 else rng.choice(MODULE_NAMES)


def _move(root: Any, target: Any, rng: random.Random) -> None:
    places = [e for e in root.iter("*") if e is not target and target not in e.iterancestors()]
    place = rng.choice(places)
    place.insert(rng.randint(0, len(place)), target)


def _swap(root: Any, target: Any, rng: random.Random) -> None:
    other = target.getnext()
    if other is not None:
        target.addprevious(other)


def _wrap(root: Any, target: Any, rng: random.Random) -> None:
    wrapper = etree.Element(_name(root, rng))
    target.addprevious(wrapper)
    wrapper.append(target)


def _insert(root: Any, target: Any, rng: random.Random) -> None:
    new = etree.Element(_name(root, rng))
    for name in rng.sample(["type", "target", "id", "isolated", "startRef", XML_LANG], rng.choice([0, 0, 1, 2])):
        _set(new, name, rng)
    if rng.random() < 0.5:
        new.text = rng.choice(VALUES)
    target.insert(rng.randint(0, len(target)), new)


def _insert_module(root: Any, target: Any, rng: random.Random) -> None:
    new = etree.Element(rng.choice(MODULE_NAMES))
    new.text = rng.choice(VALUES)
    if rng.random() < 0.3:
        _set(new, rng.choice(["target", "id", "type"]), rng)
    target.insert(rng.randint(0, len(target)), new)


def _drop(root: Any, target: Any, rng: random.Random) -> None:
    owners = [e for e in root.iter("*") if e.attrib]
    owner = rng.choice(owners)
    del owner.attrib[rng.choice(sorted(owner.attrib))]


def _add(root: Any, target: Any, rng: random.Random) -> None:
    names = ["type", "target", "id", "datatype", "isolated", "style", "nothing", "{http://example.org}x", XML_LANG]
    _set(target, rng.choice(names), rng)


def _alter(root: Any, target: Any, rng: random.Random) -> None:
    owners = [e for e in root.iter("*") if e.attrib]
    owner = rng.choice(owners)
    _set(owner, rng.choice(sorted(owner.attrib)), rng)


def _set(element: Any, name: str, rng: random.Random) -> None:
    pool = TYPES if name == "type" and rng.random() < 0.7 else VALUES
    ids = [e.get("id") for e in element.getroottree().getroot().iter("*") if e.get("id")]
    if name in ("target", "id", "startRef") and ids and rng.random() < 0.4:
        pool = ids
    element.set(name, rng.choice(pool))


def _write(root: Any, target: Any, rng: random.Random) -> None:
    target.text = rng.choice(VALUES)


def _tail(root: Any, target: Any, rng: random.Random) -> None:
    target.tail = rng.choice(VALUES)


def _comment(root: Any, target: Any, rng: random.Random) -> None:
    new = etree.Comment(" x ") if rng.random() < 0.5 else etree.ProcessingInstruction("x", "y")
    target.insert(rng.randint(0, len(target)), new)


def _root(root: Any, target: Any, rng: random.Random) -> None:
    if rng.random() < 0.3:
        root.attrib.pop(rng.choice(["type", "style", XML_LANG]), None)
    else:
        root.set(rng.choice(["type", "style", XML_LANG, "id"]), rng.choice(VALUES))


def main() -> int:
    """Runs the comparison; 1 where the two disagree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--oracle", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    oracle = loaded_oracle(options.oracle)
    apart = refused = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mutant.tbx"
        for number, data in enumerate(mutants(starting_points(options.folder), options.seed, options.rounds)):
            path.write_bytes(data)
            refused += bool(oracle.faults(path))
            if found := disagreement(path, oracle):
                apart += 1
                kept = options.keep / f"mutant-{options.seed}-{number}.tbx"
                kept.write_bytes(data)
                print(kept, "oracle:", found[0][:2], "ours:", found[1][:2], sep="\n  ")
    print(f"{options.rounds} files, {refused} with an error by the oracle, {apart} disagreements")
    return 1 if apart else 0


if __name__ == "__main__":
    sys.exit(main())
