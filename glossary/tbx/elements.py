"""Elements of other XML glossaries, one by one, as safely as TBX. XML is known in this folder alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.errors import TermbaseError
from glossary.tbx.parse import HINT, parsed
from glossary.tbx.security import refuse_entities
from glossary.tbx.xmltext import clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree


def elements(path: Path, tag: str, *, root: str) -> Iterator[etree._Element]:
    """Each element of this name, freed after its turn. Nothing is loaded and no entity expanded. Raises TermbaseError,
    with the line, for broken XML or another root."""
    roots: list[etree._Element] = []
    try:
        refuse_entities(path)
        with path.open("rb") as stream:
            for _, element in parsed(stream, path, ("end",), tag, roots):
                yield element
                element.clear()
    except OSError as error:
        raise TermbaseError(f"cannot be read ({error.strerror})", str(path), "check the name and the rights") from error
    found = str(roots[0].tag)
    if found != root:
        raise TermbaseError(f"its root is {found}, not {root}", str(path), HINT)


def text_in(element: etree._Element) -> str:
    """The text in an element and those in it, as one clean line."""
    return clean("".join(str(part) for part in element.itertext("*")))
