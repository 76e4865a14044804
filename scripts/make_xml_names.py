#!/usr/bin/env python3
"""Makes glossary/data/xml-names.tsv: the characters that XML schemas take in a name.

The data type NCName of XML Schema 1.0 keeps to the letters of XML 1.0 before its fifth edition; that list is asked of
libxml2, character by character, and written as ranges of code points: `start` for characters that a name may begin
with, `part` for those that may only follow. ASCII is left out, so is everything beyond the basic plane: none is in it.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

TARGET = Path(__file__).parents[1] / "glossary" / "data" / "xml-names.tsv"
SCHEMA = b"""<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><attribute name="i"><data type="NCName"/></attribute></element>"""


def rows() -> list[str]:
    """The lines of the file."""
    judge = etree.RelaxNG(etree.fromstring(SCHEMA))

    def fits(name: str) -> bool:
        element = etree.Element("a")
        try:
            element.set("i", name)
        except ValueError:
            return False
        return bool(judge.validate(element))

    points = range(0x80, 0x10000)
    start = [point for point in points if fits(chr(point))]
    begins = set(start)
    part = [point for point in points if point not in begins and fits(f"a{chr(point)}")]
    return [f"{role}\t{a:04X}\t{b:04X}" for role, found in (("start", start), ("part", part)) for a, b in ranges(found)]


def ranges(points: list[int]) -> list[tuple[int, int]]:
    """Code points in order as first and last of each run."""
    runs: list[tuple[int, int]] = []
    for point in points:
        if runs and runs[-1][1] == point - 1:
            runs[-1] = (runs[-1][0], point)
        else:
            runs.append((point, point))
    return runs


if __name__ == "__main__":
    TARGET.write_text("\n".join(rows()) + "\n", encoding="utf-8")
