"""The one way in which XML files are parsed: event by event, nothing loaded, nothing expanded."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from glossary.errors import TermbaseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree

HINT = "check that it is the file it should be, and whole"


def parsed(
    stream: IO[bytes], path: Path, events: tuple[str, ...], tag: tuple[str, ...] | str | None, roots: list[etree._Element]
) -> Iterator[tuple[str, etree._Element]]:
    """The events of a file, of elements with these names; when it is through, its root is put in `roots`.

    Raises TermbaseError, with the line, for XML that is broken or cut off.
    """
    from lxml import etree

    parser = etree.iterparse(
        stream, events=events, tag=tag, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        yield from parser
    except etree.XMLSyntaxError as error:
        # With entities left alone, the error that is raised can be a later one than the one that matters.
        fatal = [entry for entry in parser.error_log if entry.level_name == "FATAL"]
        line, message = (fatal[0].line, fatal[0].message) if fatal else (error.lineno, error.msg)
        what = f"the XML is broken: {message.partition(', line ')[0]}"
        raise TermbaseError(what, f"{path}:{line or 1}", HINT) from error
    except (LookupError, ValueError) as error:
        raise TermbaseError(f"cannot be read ({error})", str(path), HINT) from error
    roots.append(parser.root)
