"""Where the index of a termbase lies, whether it is still true, and making it anew.

It is a file of its own beside the termbase, hidden; where that cannot be written, in the user's cache folder; where
neither can, it lives in memory. It is written whole and then renamed, and read as a file that nobody changes, so
that two processes may make it at once and a third read it. It is made again when the size or time of the termbase
differ from what it was made from, when it is of another version, or when it proves damaged.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from glossary import __version__
from glossary.atomic import cache_folder
from glossary.errors import UsageError, WriteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from glossary.model.concept import Concept

LAYOUT = 1  # of the tables and keys: another number, another index


@dataclass(slots=True)
class Base:
    """One termbase that is looked up. `base` is its index, `stored` whether that came from a file; both are replaced
    where the file proves damaged."""

    path: Path
    base: sqlite3.Connection
    stored: bool


@dataclass(frozen=True, slots=True)
class Index:
    """Termbases ready to be looked up."""

    bases: tuple[Base, ...]


def open_index(
    paths: Iterable[str | Path], *, reindex: bool = False, notice: Callable[[str], None] | None = None
) -> Index:
    """The index of some termbases (TBX or JSON lines), made where it is missing or no longer true.

    `reindex` makes it in any case; `notice` is told when one is being made. Raises UsageError for a termbase that is
    missing, TermbaseError for one that cannot be read.
    """
    say = notice or (lambda _line: None)
    found = tuple(_base(Path(path), reindex, say) for path in dict.fromkeys(map(str, paths)))
    if not found:
        raise UsageError("no termbase", "", "name one or more")
    return Index(found)


def renew(base: Base) -> None:
    """Makes the index of a termbase anew, because what was opened proved damaged."""
    base.base.close()
    base.base = _made(base.path, lambda _line: None)
    base.stored = False


def index_places(path: Path) -> Iterator[Path]:
    """Where the index of a termbase may lie, the first choice first."""
    yield path.with_name(f".{path.name}.lookup")
    import hashlib  # 12 ms, and only for where an index lies that does not lie beside its termbase

    name = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:24]
    yield cache_folder() / f"{name}.lookup"


def _base(path: Path, reindex: bool, say: Callable[[str], None]) -> Base:
    meta = _meta(path)
    if not reindex:
        for place in index_places(path):
            opened = _opened(place, meta)
            if opened is not None:
                return Base(path, opened, True)
    return Base(path, _made(path, say), False)


def _meta(path: Path) -> dict[str, str]:
    """What an index must agree with. Raises UsageError where there is no such termbase."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        state = None
    if state is None or not stat.S_ISREG(state.st_mode):
        raise UsageError("no such termbase", str(path), "name a TBX file, or one of JSON lines")
    return {
        "program": f"glossary {__version__}", "layout": f"{LAYOUT} {sys.byteorder}",
        "size": str(state.st_size), "time": str(state.st_mtime_ns),
    }  # fmt: skip


def _opened(place: Path, meta: dict[str, str]) -> sqlite3.Connection | None:
    """The index at `place`, if there is a whole one that agrees with `meta`."""
    base = None
    try:
        size = place.stat().st_size
        base = sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        base.execute("pragma trusted_schema = off")
        base.execute("pragma cell_size_check = on")
        pages = base.execute("pragma page_count").fetchone()[0] * base.execute("pragma page_size").fetchone()[0]
        if pages == size and dict(base.execute("select key, value from meta")) == meta:
            return base
    except (OSError, ValueError, sqlite3.Error):
        pass  # missing, damaged or no index at all: it will be made
    if base is not None:
        base.close()
    return None


def _made(path: Path, say: Callable[[str], None]) -> sqlite3.Connection:
    """A new index, in memory; left on disk for the next time where that is possible."""
    from glossary.atomic import whole_file
    from glossary.lookup.make import made

    say(f"{path}: making the look-up index")
    meta = _meta(path)
    base = made(_concepts(path), meta)
    data = base.serialize()
    for place in index_places(path):
        with suppress(WriteError, OSError):
            if place.parent != path.parent:
                place.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(place) as stream:
                stream.write(data)
            return base
    say(f"{path}: the look-up index cannot be kept, neither beside it nor in {cache_folder()}; it is made each time")
    return base


def _concepts(path: Path) -> Iterator[Concept]:
    if path.suffix.casefold() == ".jsonl":
        from glossary.formats.jsonl import read_jsonl

        yield from read_jsonl(path).concepts
    else:
        from glossary.tbx.read import read_concepts

        yield from read_concepts(path)
