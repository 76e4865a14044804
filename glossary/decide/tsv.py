"""OUT.decisions.tsv: a line per decision, only ever added to.

UTF-8, tab-separated, a header first. A spreadsheet's byte order mark and line ends are read; a file without a header
has the columns in the order of the header; lines that begin with # are remarks.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import astuple
from typing import TYPE_CHECKING, NamedTuple

from glossary.decide.values import VERBS, Decision, fault, verb_of
from glossary.errors import TermbaseError, WriteError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

COLUMNS = ("decision", "form", "other form", "language", "kind", "value", "who", "when", "note")
_OTHER_NAMES = {"other": "other form", "lang": "language"}
_BOM = "\ufeff".encode()
_CUT = "# cut off: "


class DecisionFile(NamedTuple):
    """The decisions of a file, the earliest first, and a line for each line that is none: where, what, what to try."""

    decisions: tuple[Decision, ...] = ()
    faults: tuple[str, ...] = ()


def decisions_path(termbase: Path) -> Path:
    """Where the decisions of a termbase stand: OUT.tbx has OUT.decisions.tsv."""
    return termbase.with_name(termbase.name.removesuffix(".tbx") + ".decisions.tsv")


def read_decisions(path: Path) -> DecisionFile:
    """The decisions of a file; none where there is no file. Raises TermbaseError for a file that cannot be read or is
    no text in UTF-8; a line that makes no sense is a fault, and the others are read."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return DecisionFile()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise TermbaseError(f"cannot be read ({reason})", str(path), "check the name and the rights") from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TermbaseError("is UTF-16", str(path), "save it as UTF-8")
    decisions: list[Decision] = []
    faults: list[str] = []
    columns: tuple[str, ...] = ()
    *lines, last = data.removeprefix(_BOM).split(b"\n")
    for number, line in enumerate([*lines, last], 1):
        whole = number <= len(lines)
        where = f"{path}:{number}"
        try:
            # Before it is decoded: the cut may go through a character.
            if not whole and columns and line.strip() and line.count(b"\t") < len(columns) - 1:
                raise _fault("the last line is cut off", "write it again")
            cells = _cells(line)
            if not any(cells) or cells[0].startswith("#"):
                continue
            if not columns and cells[0].casefold() == "decision":
                columns = _header(cells)
                continue
            decisions.append(_decision(cells, columns or COLUMNS))
        except TermbaseError as error:
            faults.append(str(TermbaseError(error.what, where, error.hint)))
    return DecisionFile(tuple(decisions), tuple(faults))


def add_decisions(decisions: Sequence[Decision], path: Path) -> tuple[str, ...]:
    """Adds lines to the file, which is made with its header where there is none, all of them or none.

    A last line that a crash cut off is made a remark; a line for it comes back. Two processes may add at once: the file
    is locked, and every call is one write at its end. Raises WriteError for what the file system refuses, and ValueError
    for a decision that `fault` finds wrong.
    """
    for decision in decisions:
        if wrong := fault(decision):
            raise ValueError("; ".join(wrong))
    try:
        return _added(decisions_text(decisions), path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise WriteError(f"cannot be written ({reason})", str(path), "nothing was recorded; try another place") from error


def decisions_text(decisions: Iterable[Decision], *, header: bool = False) -> str:
    """The lines of decisions, as the file holds them."""
    rows = [COLUMNS] if header else []
    rows += [astuple(decision) for decision in decisions]
    return "".join("\t".join(_clean(cell) for cell in row) + "\n" for row in rows)


def _added(text: str, path: Path) -> tuple[str, ...]:
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with _locked(file):
            size = os.fstat(file).st_size
            tail, start = _tail(file, size)
            notice: tuple[str, ...] = ()
            if not size:
                text = decisions_text((), header=True) + text
            elif tail and _is_cut(tail, path):
                os.ftruncate(file, start)
                text = f"{_CUT}{_clean(tail.decode('utf-8', 'replace'))}\n{text}"
                notice = (f"{path}: its last line was cut off and is a remark now: {_clean(tail.decode('utf-8', 'replace'))}",)
            elif tail:
                text = f"\n{text}"
            try:
                _write(file, text.encode("utf-8", "replace"))
            except OSError:
                # A full disk takes a part of a line: what stood there before is put back.
                with suppress(OSError):
                    os.ftruncate(file, start if notice else size)
                    if notice:
                        _write(file, tail)
                raise
            return notice
    finally:
        os.close(file)


def _write(file: int, data: bytes) -> None:
    """Everything in one write, so that no other process comes between; the rest of a short one fails the call."""
    written = os.write(file, data)
    if written < len(data):
        os.write(file, data[written:])  # raises what the file system has against it
        raise OSError(None, "the file took a part of it")
    os.fsync(file)


def _tail(file: int, size: int) -> tuple[bytes, int]:
    """What stands after the last line end, and where it begins."""
    data = b""
    while len(data) < size and b"\n" not in data:
        step = min(4096, size - len(data))
        os.lseek(file, size - len(data) - step, os.SEEK_SET)
        data = os.read(file, step) + data
    tail = data.rpartition(b"\n")[2]
    return tail, size - len(tail)


def _is_cut(tail: bytes, path: Path) -> bool:
    """Whether a last line without its end is the beginning of one: the reader would refuse it."""
    return any("cut off" in line for line in read_decisions(path).faults[-1:]) and bool(tail.strip())


@contextmanager
def _locked(file: int) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # Windows: one write at the end of a file opened for appending is all that is needed
        yield
        return
    fcntl.flock(file, fcntl.LOCK_EX)
    yield  # closing the file gives the lock back


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    names = [" ".join(cell.casefold().replace("_", " ").split()) for cell in cells]
    columns = tuple(_OTHER_NAMES.get(name, name) for name in names)
    if "form" not in columns:
        raise _fault("a header without the column form", f"the columns are {', '.join(COLUMNS)}")
    return columns


def _decision(cells: Sequence[str], columns: Sequence[str]) -> Decision:
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        raise _fault(f"{len(cells)} columns where {len(columns)} are expected", "take the tabs out of its cells")
    row = dict(zip(columns, cells, strict=False))
    verb = verb_of(row.get("decision", ""))
    if verb is None:
        raise _fault(f"unknown decision {cells[0][:40]!r}", f"known are {', '.join(VERBS)}")
    rest = [row.get(column, "") for column in COLUMNS[1:]]
    if verb == "kind":
        rest[4] = rest[4].casefold()
    elif verb == "withdrawn":
        rest[4] = verb_of(rest[4]) or rest[4]
    rest[3] = rest[3].casefold()
    decision = Decision(verb, *rest)
    if wrong := fault(decision):
        raise _fault(*wrong)
    return decision


def _cells(line: bytes) -> list[str]:
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise _fault("is not UTF-8", "save the file as UTF-8") from error
    return [_unquoted(" ".join(cell.split())) for cell in text.rstrip("\r").split("\t")]


def _unquoted(cell: str) -> str:
    """A cell that a spreadsheet put in quotes because it holds quotes or commas."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and ('""' in cell[1:-1] or "," in cell[1:-1]):
        return cell[1:-1].replace('""', '"')
    return cell


def _clean(cell: str) -> str:
    return " ".join(cell.split())


def _fault(what: str, hint: str) -> TermbaseError:
    return TermbaseError(what, "", hint)
