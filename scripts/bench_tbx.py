#!/usr/bin/env python3
"""Measures writing and reading TBX against the plain ways of doing it with lxml.

    bench_tbx.py [CONCEPTS]        (100,000)

Printed are CPU seconds and their ratios, and the peak memory of reading in processes of their own:
write      the writer, against building the same file as an lxml tree and writing that
read       the whole termbase, and concept by concept, against lxml.parse
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from lxml import etree

from glossary.model.concept import Concept, Source, Term, Termbase
from glossary.tbx.read import read_concepts, read_termbase
from glossary.tbx.validate import faults
from glossary.tbx.words import source_text
from glossary.tbx.write import write_termbase

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


WAYS = {
    "lxml.parse": lambda path: etree.parse(str(path)),
    "read_termbase": read_termbase,
    "read_concepts": lambda path: sum(1 for _ in read_concepts(path)),
    "faults": lambda path: list(faults(path)),
}


def child(way: str, path: Path) -> tuple[float, float]:
    """CPU seconds and peak megabytes of one way of reading, in a process of its own."""
    done = subprocess.run([sys.executable, __file__, way, str(path)], capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def main() -> int:
    """Prints the figures."""
    if len(sys.argv) == 3:
        start = time.process_time()
        WAYS[sys.argv[1]](Path(sys.argv[2]))
        print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return 0
    concepts = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    termbase = made(concepts)
    with tempfile.TemporaryDirectory() as folder:
        ours, tree = Path(folder) / "ours.tbx", Path(folder) / "tree.tbx"
        start = time.process_time()
        write_termbase(termbase, ours)
        middle = time.process_time()
        write_tree(termbase, tree)
        end = time.process_time()
        print(f"write  {middle - start:.2f} s, lxml tree {end - middle:.2f} s: {(middle - start) / (end - middle):.2f} ×")
        del termbase
        plain = child("lxml.parse", ours)
        print(f"lxml.parse     {plain[0]:6.2f} s  {plain[1]:6.0f} MB")
        for way in ("read_termbase", "read_concepts", "faults"):
            seconds, memory = child(way, ours)
            print(f"{way:14} {seconds:6.2f} s  {memory:6.0f} MB: {memory / plain[1]:.2f} × the memory")
    return 0


if __name__ == "__main__":
    sys.exit(main())
