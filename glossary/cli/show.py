"""Rows on the terminal: as a table, as JSON lines, as tab-separated values; the only module that imports rich."""

from __future__ import annotations

import json
import re
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from glossary.errors import visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

# Characters that JSON takes and a terminal obeys; those below U+0020 are escaped by any writer of JSON.
_JSON = json.JSONEncoder(ensure_ascii=False)
_ON_LINES = json.JSONEncoder(ensure_ascii=False, separators=("\n", ": "))  # the values of a list, each on a line
_UNSEEN = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def add_format(command: argparse.ArgumentParser, *more: str) -> None:
    """The option `--format`, for every command that prints rows."""
    command.add_argument("--format", choices=("table", "json", "tsv", *more), default="table", help="how rows are printed")


def print_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], form: str, title: str = "") -> None:
    """Prints rows to standard output in one of the common formats."""
    if form == "json":
        for row in rows:
            print(json_line(row))
    elif form == "tsv":
        print("\t".join(columns))
        for row in rows:
            print("\t".join(_cell(row.get(column)) for column in columns))
    else:
        print_table([[_cell(row.get(column)) for column in columns] for row in rows], columns, title)


def print_table(
    cells: Sequence[Sequence[str]], columns: Sequence[str], title: str = "", *, stream: IO[str] | None = None
) -> None:
    """A table whose columns line up, Chinese characters counted as two places."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(visible(title)) if title else None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for n, column in enumerate(columns):
        numeric = bool(cells) and all(row[n].replace(".", "").replace("%", "").isdigit() or row[n] in {"", "–"} for row in cells)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in cells:
        table.add_row(*(Text(visible(cell)) for cell in row))
    out = stream or sys.stdout
    # Piped into a file or another command, a table must not be folded to eighty places.
    Console(file=out, highlight=False, width=None if out.isatty() else 160).print(table)


def json_line(row: Mapping[str, Any]) -> str:
    """One JSON object on one line, Chinese written as it is."""
    return _json(row)


def json_lines(columns: Mapping[str, Sequence[Any]]) -> str:
    """The rows of a table, given by its columns, each as `json_line` writes it, on lines. A value that stands in many rows
    is written once, and all values of a column at one go."""
    members = [map(_members(name, set(column)).__getitem__, column) for name, column in columns.items()]
    lines = "}\n{".join(map(", ".join, zip(*members, strict=True)))
    return f"{{{lines}}}\n" if lines else ""


def _members(name: str, values: Collection[Any]) -> dict[Any, str]:
    """The member of an object that each of some values is under a name. No text in JSON holds a line feed."""
    texts = _seen(_ON_LINES.encode([*values])[1:-1]).split("\n")
    head = f"{_json(name)}: "
    return {value: head + text for value, text in zip(values, texts, strict=False)}  # of no values there is one empty text


def _json(value: Any) -> str:
    return _seen(_JSON.encode(value))


def _seen(text: str) -> str:
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def warn(message: object) -> None:
    """One line on standard error."""
    print(visible(f"glossary: {message}".rstrip("\n")), file=sys.stderr)


def show(line: str = "") -> None:
    """One line on standard output, with no control character that a terminal would obey."""
    print(visible(line))


@contextmanager
def progress(total: int, label: str, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A bar on standard error while documents are read; nothing at all when that is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _name: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[name]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total, name="")
        yield lambda name: bar.update(task, advance=1, name=escape(visible(name)))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return visible(" ".join(text.split()))
