"""The evidence file beside a termbase: mentions, links with their reasons, and what the machine wrote for each term."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from glossary.atomic import alone, moved, parts_of, whole_file
from glossary.errors import TermbaseError
from glossary.model import Mention
from glossary.normalise import has_latin
from glossary.tables import FIELDS, MENTION_COLUMNS, lines, mention_row, read_frame, write_parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from glossary.compare import Link
    from glossary.keys import Node
    from glossary.model import Concept, Termbase
    from glossary.tables import Row, Table

__all__ = ["COLUMNS", "MENTION_COLUMNS", "digest_of", "evidence_of", "evidence_path", "mention_lines", "mention_of", "mention_row",
    "pending_path", "read_evidence", "rows", "term_rows", "write_both", "write_evidence", "written_for",
]

# One flat table; `row` says what a line is. Columns that do not belong to a kind of line are null.
COLUMNS: Mapping[str, str] = {
    "row": "String", "concept": "String", "document": "String", "digest": "String", "passage": "String", "page": "Int64",
    "kind": "String", "term": "String", "surface": "String", "start": "Int64", "end": "Int64", "rule": "String",
    "score": "Float64", "relation": "String", "gloss": "String", "gloss_start": "Int64", "gloss_end": "Int64",
    "title": "String", "inside": "String", "sentence": "String", "other": "String", "reason": "String", "where": "String",
    "made": "Boolean", "lang": "String", "form": "String", "status": "String", "data": "String",
}  # fmt: skip


def evidence_path(termbase: Path) -> Path:
    """Where the evidence of a termbase stands: OUT.tbx has OUT.evidence.parquet."""
    return termbase.with_name(termbase.name.removesuffix(".tbx") + ".evidence.parquet")


def pending_path(termbase: Path) -> Path:
    """Where the evidence of a termbase waits until the termbase has taken its place (see `write_both`)."""
    place = evidence_path(termbase).resolve()
    return place.with_name(f".{place.name}.next")


def evidence_of(termbase: Path) -> Path | None:
    """The evidence file that belongs to a termbase: that which stands beside it, or that which waits where a run was ended
    between the two. None where there is none."""
    waiting, beside = pending_path(termbase), evidence_path(termbase)
    if waiting.is_file() and written_for(waiting) == digest_of(termbase):
        return waiting
    return beside if beside.exists() else None


def written_for(evidence: Path) -> str:
    """The digest of the termbase that an evidence file was written with; empty where it does not say."""
    try:
        rows = read_frame(evidence, ("row", "digest")).to_dicts()
    except TermbaseError:
        return ""
    return next((row["digest"] or "" for row in reversed(rows) if row["row"] == "header"), "")


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; empty for what is no file (/dev/stdout)."""
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_both(
    out: Path, write: Callable[[IO[bytes]], None], rows: Callable[[str], Iterable[Row | Table]]
) -> None:
    """Writes a termbase with `write`, and beside it as its evidence the rows that `rows` gives for the digest of the
    termbase. Raises WriteError; then both are what they were.

    Evidence of another termbase would pass what the machine wrote for a person's edits. So neither takes its place before
    both are whole: the evidence takes a name of its own to wait under, the termbase its place, then the evidence its
    own. `evidence_of` tells where a run was ended between them. Two runs do not mix: one takes its places after
    the other.
    """
    beside = evidence_path(out)
    waits = beside.is_file() or not beside.exists()
    with ExitStack() as held:
        with whole_file(out) as stream:
            write(stream)
            stream.flush()
            found = rows(digest_of(Path(str(stream.name))))
            place = pending_path(out) if waits else beside
            with whole_file(place) as evidence, parts_of(evidence, place) as parts:
                write_parquet(found, COLUMNS, evidence, parts)
                held.enter_context(alone(place.parent))
        if waits:
            moved(place, beside.resolve())


def write_evidence(rows: Iterable[Row | Table], path: Path) -> None:
    """Writes lines, by themselves or as tables, whole or not at all, holding some ten thousand at once. Raises
    WriteError."""
    with whole_file(path) as stream, parts_of(stream, path) as parts:
        write_parquet(rows, COLUMNS, stream, parts)


def read_evidence(path: Path) -> list[dict[str, Any]]:
    """The rows of an evidence file. Raises TermbaseError where the file is none."""
    table = read_frame(path)
    if missing := sorted(set(COLUMNS) - set(table.columns)):
        raise TermbaseError(f"lacks the column {missing[0]}", str(path), "build the termbase again")
    return table.to_dicts()


def mention_lines(mentions: Table, digests: Mapping[str, str]) -> Table:
    """The lines of mentions that come with their concepts."""
    return lines(mentions, COLUMNS, {"row": "mention"}, {"digest": ("document", digests)})


def rows(
    made: Iterable[tuple[Link, str]], refused: Iterable[Link], termbase: Termbase
) -> Iterator[dict[str, Any]]:
    """The lines of the evidence behind the mentions: every link made or refused, every term as the machine wrote it."""
    for link, concept in made:
        yield _link_row(link, concept, made=True)
    for link in refused:
        yield _link_row(link, "", made=False)
    yield from term_rows(termbase.concepts)


def term_rows(concepts: Iterable[Concept]) -> Iterator[dict[str, Any]]:
    """The lines of evidence about terms as the machine wrote them."""
    for entry in concepts:
        for term in entry.terms:
            yield {
                "row": "term", "concept": entry.id, "kind": entry.kind, "term": term.text, "lang": term.lang,
                "form": term.form, "status": term.status, "score": term.score, "reason": term.origin or None,
            }  # fmt: skip


def mention_of(row: Mapping[str, Any]) -> Mention:
    """The mention that a line of the evidence holds."""
    return Mention(**{name: row[name] for name in FIELDS})


def _link_row(link: Link, concept: str, *, made: bool) -> dict[str, Any]:
    return {
        "row": "link", "concept": concept, "kind": link.left.kind, "term": _shown(link.left), "other": _shown(link.right),
        "reason": link.reason, "score": link.score, "where": " ".join(link.where) or None, "made": made,
    }  # fmt: skip


def _shown(node: Node) -> str:
    """A name with what tells it from others called so; the name behind an acronym stands on the other side of its link."""
    return f"{node.key} [{node.sense}]" if node.sense and not (node.full and has_latin(node.key)) else node.key
