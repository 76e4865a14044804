"""A termbase as a table: a row per concept, a column per language; and the way back. For CSV and workbooks.

Columns: `id`, `kind`, one per language with its tag for a name, one named `zh-Hans deprecated` and so on where a
language has forms that are not to be used, `suggested`, `definition`, `note`. Forms of a language stand in one cell,
best first, with `|` between them; a `|` or backslash in a form has a backslash before it. `suggested` repeats the
forms that no document states.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from glossary.errors import TermbaseError
from glossary.formats.pairs import swapped
from glossary.formats.tags import is_chinese
from glossary.model.concept import Concept, Status, Term, Termbase
from glossary.model.text import KINDS
from glossary.normalise import has_han
from glossary.tbx.ids import digest_id
from glossary.tbx.xmltext import clean, is_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from glossary.model.text import Kind

_FIXED = ("id", "kind", "suggested", "definition", "note")
_DEPRECATED = " deprecated"
_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
# First cells that are names of columns though no language tags.
_HEADINGS = frozenset(
    {"source", "target", "term", "terms", "translation", "source term", "target term", "chinese", "english", "french",
     "chinese (prc)", "chinese (simplified, china)", "english (united states)", "中文", "英文", "原文", "译文", "术语"}
)  # fmt: skip


def table(termbase: Termbase) -> tuple[list[list[str]], tuple[str, ...]]:
    """The header and the rows, and a line for each thing that such a table has no place for."""
    plain: dict[str, None] = {}
    out: dict[str, None] = {}
    for concept in termbase.concepts:
        for term in concept.terms:
            if clean(term.text):
                (out if _is_out(term) else plain)[term.lang] = None
    columns = [*plain, *(tag + _DEPRECATED for tag in out)]
    rows = [["id", "kind", *columns, "suggested", "definition", "note"]]
    for concept in termbase.concepts:
        cells = [_cell(t.text for t in concept.terms if t.lang == tag and not _is_out(t)) for tag in plain]
        cells += [_cell(t.text for t in concept.terms if t.lang == tag and _is_out(t)) for tag in out]
        suggested = _cell(t.text for t in concept.terms if t.suggested)
        note = " / ".join(clean(note) for note in concept.notes if clean(note))
        rows.append([concept.id, concept.kind or "", *cells, suggested, clean(concept.definition), note])
    return rows, _lost(termbase)


def termbase_of(rows: Iterable[Sequence[str]], where: str, langs: tuple[str, ...]) -> tuple[Termbase, tuple[str, ...]]:
    """The termbase in such a table, or in one of another tool: columns named by language tags, or, with `langs`, the
    first columns in that order. With a line for each column that has no meaning here.

    Raises TermbaseError where no column says its language, or an id stands twice.
    """
    numbered = ((number, [clean(str(cell)) for cell in row]) for number, row in enumerate(rows, 1))
    filled = ((number, row) for number, row in numbered if any(row))
    first = next(filled, None)
    if first is None:
        raise TermbaseError("is empty", where, "a header and a row at least are expected")
    columns, has_header = _columns(first[1], langs, where)
    concepts: list[Concept] = []
    lines: dict[str, int] = {}
    made: Counter[str] = Counter()
    for number, row in filled if has_header else _chained(first, filled):
        concept = _concept(row, columns, f"{where}:{number}")
        if not concept.terms:
            continue
        if not concept.id:
            concept = digest_id(concept, made)
        if concept.id in lines:
            what = f"the id {concept.id!r} stands on line {lines[concept.id]} too"
            raise TermbaseError(what, f"{where}:{number}", "give each row its own")
        lines[concept.id] = number
        concepts.append(concept)
    _refuse_swapped(concepts, where)
    named = {index for index, _ in columns}
    lost = tuple(
        f"left out: the column {name!r}: its name is no language tag"
        for index, name in enumerate(first[1] if has_header else [])
        if name and index not in named
    )
    return Termbase(tuple(concepts)), lost


def _refuse_swapped(concepts: Sequence[Concept], where: str) -> None:
    """Raises TermbaseError where a column of Chinese holds none and one of another language does: the two stand the
    other way round. One of the two alone may be right (acronyms in Chinese, names that nobody translated)."""
    texts: dict[str, list[str]] = {}
    for concept in concepts:
        for term in concept.terms:
            texts.setdefault(term.lang, []).append(term.text)
    wrong = [lang for lang in texts if swapped(texts[lang], lang)]
    chinese, other = [lang for lang in wrong if is_chinese(lang)], [lang for lang in wrong if not is_chinese(lang)]
    if chinese and other:
        named = [lang for lang in texts if lang in (chinese[0], other[0])]
        turned = ",".join(reversed(named))
        what = f"the columns are not {named[0]} and {named[1]}: they stand the other way round"
        raise TermbaseError(what, where, f"change the header, or say --langs {turned}")


def _columns(first: Sequence[str], langs: tuple[str, ...], where: str) -> tuple[list[tuple[int, str]], bool]:
    """The columns that mean something, by place, and whether the first row names them."""
    tagged = [(i, _column(name)) for i, name in enumerate(first) if _column(name)]
    if any(name not in _FIXED for _, name in tagged):
        return tagged, True
    if not langs:
        hint = "name the columns by tag (zh-Hans, en), or say --langs zh-Hans,en"
        raise TermbaseError("no column says its language", f"{where}:1", hint)
    heading = bool(tagged) or _is_heading(first, langs)
    fixed = dict(tagged)
    free = [index for index in range(max(len(first), len(langs))) if index not in fixed]
    if len(first) < len(langs):
        what = f"has {len(first)} columns for {len(langs)} languages"
        raise TermbaseError(what, f"{where}:1", "check --langs and the separator")
    return sorted([*tagged, *zip(free, langs, strict=False)]), heading


def _column(name: str) -> str:
    folded = name.strip().casefold()
    if folded in _FIXED:
        return folded
    tag = name.strip().removesuffix(_DEPRECATED)
    is_tag = is_language(tag.replace("_", "-")) and len(re.split("[-_]", tag)[0]) in (2, 3)
    return name.strip() if is_tag else ""


def _is_heading(first: Sequence[str], langs: tuple[str, ...]) -> bool:
    """Whether the first row holds names of columns: known ones, or no Chinese where Chinese should stand."""
    if all(cell.casefold() in _HEADINGS for cell in first[: len(langs)] if cell):
        return True
    return any(is_chinese(tag) and not has_han(cell) for tag, cell in zip(langs, first, strict=False))


def _concept(row: Sequence[str], columns: Sequence[tuple[int, str]], where: str) -> Concept:
    fixed = {name: row[i] for i, name in columns if name in _FIXED and i < len(row)}
    suggested = set(_forms(fixed.get("suggested", "")))
    terms = []
    for index, name in columns:
        if name in _FIXED or index >= len(row):
            continue
        status: Status | None = "deprecated" if name.endswith(_DEPRECATED) else None
        lang = name.removesuffix(_DEPRECATED)
        terms += [Term(text, lang, status=status, suggested=text in suggested) for text in _forms(row[index])]
    notes = (fixed["note"],) if fixed.get("note") else ()
    kind = _kind(fixed.get("kind", ""), where)
    return Concept(fixed.get("id", ""), tuple(terms), kind, notes, fixed.get("definition", ""))


def _kind(text: str, where: str) -> Kind | None:
    if not text:
        return None
    kind = next((kind for kind in KINDS if kind == text.casefold()), None)
    if kind is None:
        raise TermbaseError(f"unknown kind {text!r}", where, f"known are {', '.join(KINDS)}")
    return kind


def _cell(texts: Iterable[str]) -> str:
    return "|".join(clean(text).replace("\\", "\\\\").replace("|", "\\|") for text in texts)


def _forms(cell: str) -> list[str]:
    """The forms in a cell, each once."""
    marked = _BAR.sub("\\1\n", cell)
    forms = (clean(re.sub(r"\\([\\|])", r"\1", part)) for part in marked.split("\n"))
    return list(dict.fromkeys(form for form in forms if form))


def _is_out(term: Term) -> bool:
    return term.status in ("deprecated", "superseded")


def _chained(first: tuple[int, list[str]], rest: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    yield first
    yield from rest


def _lost(termbase: Termbase) -> tuple[str, ...]:
    terms = [term for concept in termbase.concepts for term in concept.terms]
    found = {
        "forms and statuses of terms": sum(bool(t.form or t.status not in (None, "deprecated")) for t in terms),
        "counts": sum(t.count is not None for t in terms),
        "sources": sum(len(t.sources) for t in terms),
        "contexts": sum(bool(t.context) for t in terms),
        "notes of terms": sum(len(t.notes) for t in terms),
        "origins and scores": sum(bool(t.origin or t.score is not None) for t in terms),
        "parts of other tools' files": sum(bool(c.extra) for c in termbase.concepts) + sum(bool(t.extra) for t in terms),
    }
    return tuple(f"left out: {what}: a table has no column for them ({n})" for what, n in found.items() if n)
