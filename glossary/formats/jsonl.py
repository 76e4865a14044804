"""Concepts as JSON lines: a concept a line, after an optional line with the header.

    {"header": {"title": …, "description": …, "lang": …, "version": 3, "dialect": …, "style": …, "extra": […]}}
    {"id": …, "kind": …, "note": …, "definition": …, "terms": [{"text": …, "lang": …, "form": …, "status": …,
     "count": …, "sources": [{"document": …, "passage": …, "start": …, "end": …, "page": …}], "context": …,
     "context_source": {…}, "part_of_speech": …, "note": …, "suggested": true, "origin": …, "score": …,
     "extra": […]}], "extra": […]}

Fields that hold nothing are not written. Several notes stand in `note` with a line feed between them. `extra` is
what the model has no field for; it is opaque, and lets a TBX file come back whole.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from glossary.atomic import whole_file
from glossary.errors import TermbaseError
from glossary.formats.options import Options
from glossary.model.concept import Concept, Extra, Form, Source, Status, Term, Termbase
from glossary.model.text import KINDS
from glossary.tbx.fragment import is_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_FORMS, _STATUSES = get_args(Form), get_args(Status)
_SURROGATE = re.compile("[\ud800-\udfff]")
_EMPTY = Termbase(())
_NOTHING: tuple[object, ...] = ("", [])
_OPTIONS = Options()
_T = TypeVar("_T")


def write_jsonl(termbase: Termbase, path: Path, options: Options = _OPTIONS) -> tuple[str, ...]:
    """Writes the header and a line per concept; the file appears whole or not at all. Nothing is left out."""
    with whole_file(path) as stream:
        for line in jsonl_lines(termbase, contexts=options.contexts):
            stream.write(line.encode())
    return ()


def jsonl_lines(termbase: Termbase, *, contexts: bool = True) -> Iterator[str]:
    """The lines of the file, each with its line feed."""
    header = {
        "title": termbase.title, "description": termbase.description, "lang": termbase.lang,
        "version": termbase.version, "dialect": termbase.dialect, "style": termbase.style,
        "extra": _extras(termbase.extra),
    }  # fmt: skip
    yield _line({"header": _filled(header)})
    for concept in termbase.concepts:
        yield _line(_concept_row(concept, contexts))


def read_jsonl(path: Path) -> Termbase:
    """The termbase in a file of JSON lines. Raises TermbaseError, with the line, for what is none."""
    termbase = _EMPTY
    concepts: list[Concept] = []
    ids: set[str] = set()
    for where, row in _rows(path):
        if "header" in row and "terms" not in row:
            if concepts:
                raise TermbaseError("a header after the first concept", where, "put it on the first line")
            termbase = _header(_object(row["header"], "header", where), where)
            continue
        concept = _concept(row, where)
        if concept.id in ids:
            raise TermbaseError(f"the id {concept.id!r} stands twice", where, "give one of the two another id")
        ids.add(concept.id)
        concepts.append(concept)
    return replace(termbase, concepts=tuple(concepts))


def read_jsonl_format(path: Path, options: Options) -> tuple[Termbase, tuple[str, ...]]:
    """`read_jsonl` as a row of the table of formats."""
    return read_jsonl(path), ()


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield f"{path}:{number}", _parsed(line, f"{path}:{number}")
    except OSError as error:
        raise TermbaseError(f"cannot be read ({error.strerror})", str(path), "check the name and the rights") from error
    except UnicodeDecodeError as error:
        raise TermbaseError("is not UTF-8", str(path), "save it as UTF-8, or check that it is a glossary") from error


def _parsed(line: str, where: str) -> dict[str, Any]:
    try:
        row = _object(json.loads(line), "line", where)
        if "\\u" in line:
            json.dumps(row, ensure_ascii=False).encode()  # half a surrogate pair, "\ud800", is no text
        return row
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it cannot be taken apart"
        raise TermbaseError(f"no JSON: {reason}", where, "one JSON object a line is expected") from error


def _header(row: dict[str, Any], where: str) -> Termbase:
    version, style = row.get("version") or 3, row.get("style") or "dca"
    if version not in (2, 3) or style not in ("dca", "dct"):
        raise TermbaseError("the header names no known kind of TBX", where, "version is 3 or 2, style dca or dct")
    return Termbase(
        (),
        title=_text(row, "title", where),
        description=_text(row, "description", where),
        lang=_text(row, "lang", where) or "en",
        version=version,
        dialect=_text(row, "dialect", where) or "TBX-Basic",
        style=style,
        extra=_list(row, "extra", where, _extra),
    )


def _concept(row: dict[str, Any], where: str) -> Concept:
    return Concept(
        _text(row, "id", where, required=True),
        _list(row, "terms", where, _term, required=True),
        kind=_choice(row, "kind", KINDS, where),
        notes=_notes(row, where),
        definition=_text(row, "definition", where),
        extra=_list(row, "extra", where, _extra),
    )


def _term(row: dict[str, Any], where: str) -> Term:
    score = row.get("score")
    if score is not None and (isinstance(score, bool) or not isinstance(score, int | float) or not math.isfinite(score)):
        raise TermbaseError("score is no number", where, "score is a number from 0 to 1, or absent")
    place = row.get("context_source")
    return Term(
        _text(row, "text", where, required=True),
        _text(row, "lang", where, required=True),
        form=cast("Form | None", _choice(row, "form", _FORMS, where)),
        status=cast("Status | None", _choice(row, "status", _STATUSES, where)),
        count=_number(row, "count", where),
        sources=_list(row, "sources", where, _source),
        context=_text(row, "context", where),
        context_source=_source(_object(place, "context_source", where), where) if place else None,
        part_of_speech=_text(row, "part_of_speech", where),
        notes=_notes(row, where),
        suggested=row.get("suggested") is True,
        origin=_text(row, "origin", where),
        score=None if score is None else float(score),
        extra=_list(row, "extra", where, _extra),
    )


def _source(row: dict[str, Any], where: str) -> Source:
    return Source(
        _text(row, "document", where, required=True),
        _text(row, "passage", where),
        _number(row, "start", where),
        _number(row, "end", where),
        _number(row, "page", where),
    )


def _extra(row: dict[str, Any], where: str) -> Extra:
    extra = Extra(*(_text(row, name, where) for name in ("xml", "place", "lang", "value", "shape")))
    if not is_whole(extra.xml):
        raise TermbaseError("an extra that is no whole piece of XML", where, "leave extras as they are, or take it out")
    return extra


def _notes(row: dict[str, Any], where: str) -> tuple[str, ...]:
    return tuple(note for note in _text(row, "note", where).split("\n") if note)


def _text(row: dict[str, Any], name: str, where: str, *, required: bool = False) -> str:
    value = row.get(name)
    if isinstance(value, str) and (value or not required):
        return value
    if value is None and not required:
        return ""
    what = f"{name} is missing" if value in (None, "") else f"{name} is not text"
    raise TermbaseError(what, where, "id, terms, text and lang are required")


def _number(row: dict[str, Any], name: str, where: str) -> int | None:
    value = row.get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**15):
        return value
    raise TermbaseError(f"{name} is no whole number", where, f"{name} is 0 or more, or absent")


def _choice(row: dict[str, Any], name: str, choices: tuple[Any, ...], where: str) -> Any:
    value = row.get(name)
    if value is None or value in choices:
        return value
    raise TermbaseError(f"unknown {name} {value!r}", where, f"known are {', '.join(choices)}")


def _list(
    row: dict[str, Any], name: str, where: str, read: Callable[[dict[str, Any], str], _T], *, required: bool = False
) -> tuple[_T, ...]:
    value = row.get(name)
    if value is None and not required:
        return ()
    if not isinstance(value, list):
        raise TermbaseError(f"{name} is {'missing' if value is None else 'no list'}", where, f"{name} is a list")
    return tuple(read(_object(item, name, where), where) for item in value)


def _object(value: object, name: str, where: str) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise TermbaseError(f"{name} holds something that is no JSON object", where, 'write it as {"name": value}')


def _concept_row(concept: Concept, contexts: bool) -> dict[str, Any]:
    terms = [_filled(_term_row(term, contexts)) for term in concept.terms]
    row = {
        "id": concept.id, "kind": concept.kind, "note": "\n".join(concept.notes), "definition": concept.definition,
        "terms": terms, "extra": _extras(concept.extra),
    }  # fmt: skip
    return {name: value for name, value in row.items() if value or name == "terms"}


def _term_row(term: Term, contexts: bool) -> dict[str, Any]:
    place = term.context_source
    return {
        "text": term.text, "lang": term.lang, "form": term.form, "status": term.status, "count": term.count,
        "sources": [_source_row(source) for source in term.sources],
        "context": term.context if contexts else "",
        "context_source": _source_row(place) if place and contexts else None,
        "part_of_speech": term.part_of_speech, "note": "\n".join(term.notes), "suggested": term.suggested,
        "origin": term.origin, "score": term.score, "extra": _extras(term.extra),
    }  # fmt: skip


def _source_row(source: Source) -> dict[str, Any]:
    row = {"document": source.document, "passage": source.passage, "start": source.start, "end": source.end}
    return _filled({**row, "page": source.page})


def _extras(extras: tuple[Extra, ...]) -> list[dict[str, str]]:
    return [
        _filled({"xml": e.xml, "place": e.place, "lang": e.lang, "value": e.value, "shape": e.shape}) for e in extras
    ]


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and value is not False and value not in _NOTHING}


def _line(row: dict[str, Any]) -> str:
    line = json.dumps(row, ensure_ascii=False) + "\n"
    # Half a surrogate pair is no UTF-8; JSON can still hold it, as an escape.
    return line if line.isascii() or not _SURROGATE.search(line) else json.dumps(row) + "\n"
