#!/usr/bin/env python3
"""Measures writing and reading TBX against the plain ways of doing it with lxml.

    bench_tbx.py [CONCEPTS]        (100,000)

Printed are CPU seconds, and the peak memory of reading: the writer against building the same file as an lxml tree
and writing that; reading the whole termbase, concept by concept, and validating, against lxml.parse.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from glossary.model.concept import Concept, Source, Term, Termbase
from glossary.tbx.read import read_concepts, read_termbase
from glossary.tbx.validate import faults
from glossary.tbx.words import source_text
from glossary.tbx.write import write_termbase

if TYPE_CHECKING:
    from collections.abc import Callable

NS = "urn:iso:std:iso:30042:ed-2"
HAN = "阿拉伊克鲁图尼扬戈里斯卡潘穆赫明盖切维尔耶杰姆巴达拜代菲祖利"


def made(concepts: int, seed: int = 0) -> Termbase:
    """A termbase of this many persons, with a variant, an English suggestion, a context and sources each."""
    rng = random.Random(seed)

    def word(length: int) -> str:
        return "".join(rng.choice(HAN) for _ in range(length))

    def place(number: int) -> Source:
        return Source(f"{rng.randrange(1000):03}_fcd1fd8149cd9b3f", f"p{rng.randrange(99)}", number, number + 9)

    found = []
    for number in range(concepts):
        places = tuple(place(number) for _ in range(3))
        terms = (
            Term(word(7), "zh-Hans", "full", "preferred", rng.randrange(1, 99), places, word(40), place(number), "noun"),
            Term(word(6), "zh-Hans", "variant", "admitted", rng.randrange(1, 9), (place(number),)),
            Term(f"Name {number}", "en", None, "preferred", suggested=True, origin="GeoNames", score=0.93),
        )
        found.append(Concept(f"c-{number:016x}", terms, "person", (f"President of {word(5)}",)))
    return Termbase(tuple(found), "Bench", "Made up")


def write_tree(termbase: Termbase, path: Path) -> None:
    """The same file by way of an lxml tree."""
    lang = "{http://www.w3.org/XML/1998/namespace}lang"

    def sub(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
        element = etree.SubElement(parent, f"{{{NS}}}{name}", attributes)
        element.text = text or None
        return element

    root = etree.Element(f"{{{NS}}}tbx", {"type": "TBX-Basic", "style": "dca", lang: "en"}, nsmap={None: NS})
    description = sub(sub(root, "tbxHeader"), "fileDesc")
    sub(sub(description, "titleStmt"), "title", termbase.title)
    sub(sub(description, "sourceDesc"), "p", termbase.description)
    body = sub(sub(root, "text"), "body")
    for concept in termbase.concepts:
        entry = sub(body, "conceptEntry", id=concept.id)
        sub(entry, "descrip", concept.kind or "", type="subjectField")
        for note in concept.notes:
            sub(entry, "note", note)
        section = None
        for term in concept.terms:
            if section is None or section.get(lang) != term.lang:
                section = sub(entry, "langSec")
                section.set(lang, term.lang)
            _tree_term(sub, section, term)
    etree.ElementTree(root).write(str(path), xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _tree_term(sub: Any, section: Any, term: Term) -> None:
    element = sub(section, "termSec")
    sub(element, "term", term.text)
    if term.part_of_speech:
        sub(element, "termNote", "noun", type="partOfSpeech")
    if term.form:
        sub(element, "termNote", {"full": "fullForm"}.get(term.form, term.form), type="termType")
    if term.status:
        sub(element, "termNote", f"{term.status}Term-admn-sts", type="administrativeStatus")
    if term.context_source:
        group = sub(element, "descripGrp")
        sub(group, "descrip", term.context, type="context")
        sub(group, "admin", source_text(term.context_source), type="source")
    for source in term.sources:
        sub(element, "admin", source_text(source), type="source")
    if term.count is not None:
        sub(element, "note", f"Mentions: {term.count}.")
    if term.suggested:
        sub(element, "note", f"Suggested by {term.origin}, score {term.score}; not stated by any document.")


WAYS: dict[str, Callable[[Path], object]] = {
    "lxml.parse": lambda path: etree.parse(str(path)),
    "read_termbase": read_termbase,
    "read_concepts": lambda path: sum(1 for _ in read_concepts(path)),
    "faults": lambda path: list(faults(path)),
}


def written(path: Path, concepts: int) -> None:
    """Writes the file both ways and prints how long each took."""
    termbase = made(concepts)
    start = time.process_time()
    write_termbase(termbase, path)
    middle = time.process_time()
    write_tree(termbase, path.with_suffix(".tree"))
    tree, ours = time.process_time() - middle, middle - start
    print(f"write          {ours:6.2f} s; an lxml tree {tree:.2f} s: {ours / tree:.2f} × the time")


def measured(way: str, path: Path) -> None:
    """Prints CPU seconds and peak megabytes of one way of reading."""
    start = time.process_time()
    WAYS[way](path)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{way:14} {time.process_time() - start:6.2f} s  {memory:6.0f} MB")


def main() -> int:
    """Runs each measurement in a process of its own: the memory of one would count for the next."""
    if len(sys.argv) == 4:
        path = Path(sys.argv[3])
        if sys.argv[1] == "write":
            written(path, int(sys.argv[2]))
        else:
            measured(sys.argv[1], path)
        return 0
    concepts = sys.argv[1] if len(sys.argv) > 1 else "100000"
    with tempfile.TemporaryDirectory() as folder:
        for way in ("write", *WAYS):
            subprocess.run([sys.executable, __file__, way, concepts, f"{folder}/bench.tbx"], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
