"""A termbase that is built, edited as a person would, and built again: what the tests of that share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from glossary.cli import main
from glossary.cli.termbases import named_termbase
from glossary.tbx.read import read_termbase
from glossary.tbx.write import write_termbase

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.model import Concept, Term, Termbase

FIRST = "外交部长路易吉·迪马约(Luigi Di Maio)在日内瓦会见了欧洲安全与合作组织(欧安组织)的代表。他去了洛瓦纳市。"
SECOND = "路易吉·迪马约说，欧安组织和梅尔卡市签署了《梅尔卡公约》。外交部长索菲亚·科瓦奇(Sofia Kovač)在洛瓦纳市。"


def read(path: Path) -> Termbase:
    """A termbase as the commands read it."""
    return named_termbase(str(path))


def built(folder: Path) -> Path:
    """A folder with a termbase `a.tbx` built from a.txt, and b.txt to go on with."""
    (folder / "a.txt").write_text(FIRST, "utf-8")
    (folder / "b.txt").write_text(SECOND, "utf-8")
    build(folder, "a.txt", "-o", "a.tbx")
    return folder


def build(folder: Path, *arguments: str, status: int = 0) -> None:
    """Runs `build` on files of a folder; it ends with `status`."""
    named = [str(folder / a) if "." in a and not a.startswith("-") and "=" not in a else a for a in arguments]
    assert main(["build", "--quiet", *named]) == status


def edited(path: Path, /, spelled: str, **changes: object) -> str:
    """Changes the term with this spelling; the id of its concept. An empty `text` takes it out."""
    termbase = read_termbase(path)
    concept = next(c for c in termbase.concepts if any(t.text == spelled for t in c.terms))
    terms = [replace(t, **changes) if t.text == spelled else t for t in concept.terms]  # type: ignore[arg-type]
    put(path, replace(concept, terms=tuple(t for t in terms if t.text)))
    return concept.id


def put(path: Path, concept: Concept) -> None:
    """Puts a concept in the place of the one with its id."""
    termbase = read_termbase(path)
    found = tuple(concept if c.id == concept.id else c for c in termbase.concepts)
    write_termbase(replace(termbase, concepts=found), path)


def holding(path: Path, text: str) -> list[Concept]:
    """The concepts that hold a form."""
    return [c for c in read_termbase(path).concepts if any(t.text == text for t in c.terms)]


def term(path: Path, text: str) -> Term:
    """The one term of this spelling."""
    (concept,) = holding(path, text)
    return next(t for t in concept.terms if t.text == text)
