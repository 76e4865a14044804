"""Every stage as a function of a text: what it makes of the text itself, or of termbases made of it."""

from __future__ import annotations

import io
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from specimens import as_document, small_checker, small_index

from glossary.errors import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


def _decode(text: str) -> object:
    from glossary.read.decode import decoded

    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        with suppress(GlossaryError):
            decoded(text.encode(encoding, "replace"), "x.txt")
    return None


def _html(text: str) -> object:
    from glossary.read import html

    return html.text(text.encode(), "x.html", None)


def _docx(text: str) -> object:
    import docx

    from glossary.read import docx as reader

    stream = io.BytesIO()
    document = docx.Document()
    with suppress(ValueError):  # control characters, which no DOCX holds
        document.add_paragraph(text)
    document.save(stream)
    return reader.text(stream.getvalue(), "x.docx", None)


def _clean(text: str) -> object:
    from glossary.clean import passages
    from glossary.corpus import context

    return passages(as_document(text), context().rules)


def _harvest(text: str) -> object:
    from glossary.corpus import document_mentions

    return document_mentions(as_document(text))


def _in_text(text: str) -> object:
    from glossary.lookup import places

    return places(text, small_index())


def _check(text: str) -> object:
    from glossary.check import findings

    return findings(as_document(text), small_checker())


def _query(text: str) -> object:
    from glossary.lookup import lookups

    return lookups(text, small_index())


def _keys(text: str) -> object:
    from glossary.harvest.resolve import clean_term
    from glossary.lookup.ear import ear
    from glossary.lookup.fold import folded
    from glossary.normalise import chinese_key, latin_form, latin_key, same_length_simplified

    return [f(text) for f in (chinese_key, latin_key, latin_form, clean_term, folded, same_length_simplified, ear)]


def _termbase(text: str) -> Any:
    from glossary.model import Concept, Term, Termbase

    term = Term(text, "zh-Hans", context=text, notes=(text[:1000],))
    return Termbase((Concept("c-1", (term,), "term", (text,), text),))


def _tbx(text: str) -> object:
    from glossary.tbx.read import read_termbase
    from glossary.tbx.validate import faults
    from glossary.tbx.write import write_termbase

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.tbx"
        write_termbase(_termbase(text), path)
        return read_termbase(path), list(faults(path))


def _xml(text: str) -> object:
    """The text as an XML file's own markup."""
    from glossary.tbx.read import read_termbase
    from glossary.tbx.validate import faults

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.tbx"
        path.write_text(f'<?xml version="1.0"?><!DOCTYPE tbx [{text}', encoding="utf-8", errors="replace")
        with suppress(GlossaryError):
            read_termbase(path)
        return list(faults(path))


def _formats(text: str) -> object:
    """Every other format, written and read again."""
    from glossary.formats.options import Options
    from glossary.formats.table import FORMATS

    options = Options(langs=("zh-Hans", "en"))
    with tempfile.TemporaryDirectory() as folder:
        for form in FORMATS:
            path = Path(folder) / f"x{(form.suffixes or [form.name])[0]}"
            if form.write:
                with suppress(GlossaryError):
                    form.write(_termbase(text), path, options)
            if form.read:
                if not path.exists() or path.suffix != ".xlsx":
                    path.write_text(text, encoding="utf-8", errors="replace")
                with suppress(GlossaryError):
                    form.read(path, options)
    return None


def _match(text: str) -> object:
    """One line as long as the text against others; and a list of many."""
    from glossary.match import matches

    lists = [[text], ["阿利耶夫", "Aliyev", text[1:]]], [["阿利耶夫"], [f"{number}{name}" for number, name in enumerate(_names(text))]]
    return [list(matches(queries, candidates)) for queries, candidates in lists]


def _names(text: str) -> list[str]:
    """The text in pieces as long as names."""
    return [piece for at in range(0, len(text), 12) if (piece := text[at : at + 12].strip())]


def _termbases(text: str) -> Iterator[tuple[Any, Any]]:
    """Pairs of termbases, the second made from the first by a small change: the text as one term; a concept for each of
    its pieces; one concept with all of them."""
    from glossary.model import Concept, Term, Termbase

    yield _termbase(text), _termbase(text[1:] + "阿")
    pieces = list(dict.fromkeys(_names(text)))
    if pieces:
        concepts = tuple(Concept(f"c-{n}", (Term(piece, "zh-Hans"), Term(f"x{n}", "en"))) for n, piece in enumerate(pieces))
        moved = tuple(Concept(f"d-{n}", concept.terms) for n, concept in enumerate(concepts[1:]))
        yield Termbase(concepts), Termbase(moved)
        terms = tuple(Term(piece, "zh-Hans" if number % 2 else "und-Latn") for number, piece in enumerate(pieces))
        yield Termbase((Concept("c-1", terms),)), Termbase((Concept("c-2", terms[1:]),))


def _diff(text: str) -> object:
    from glossary.diff import differences
    from glossary.diff.page import difference_page

    found = []
    for old, new in _termbases(text):
        found.append(differences(old, new))
        difference_page(found[-1], "old", "new")
    return found


def _merge(text: str) -> object:
    from glossary.merge import merged
    from glossary.previous import read_previous
    from glossary.tbx.read import read_termbase
    from glossary.tbx.write import write_termbase

    with tempfile.TemporaryDirectory() as folder:
        for pair in _termbases(text):
            paths = Path(folder) / "a.tbx", Path(folder) / "b.tbx"
            for termbase, path in zip(pair, paths, strict=True):
                write_termbase(termbase, path)
            base, other = (read_previous(path, read_termbase) for path in paths)
            merged(base, [("b.tbx", other)])
    return None


def _variants(text: str) -> object:
    from glossary.variants.sheets import sheets
    from glossary.variants.uses import sources_of

    return [list(sheets(termbase.concepts, sources_of)) for termbase, _ in _termbases(text)]


def _spellings(text: str) -> object:
    from glossary.diff import spelling_difference

    return [spelling_difference(text[:size], text[1 : size + 1]) for size in (400, len(text))]


def _index_of(text: str) -> object:
    """Look-up in an index of the text's pieces; the text itself as what is looked up."""
    from glossary.lookup import lookups, open_index, places
    from glossary.tbx.write import write_termbase

    with tempfile.TemporaryDirectory() as folder:
        for number, (termbase, _) in enumerate(_termbases(text)):
            path = Path(folder) / f"{number}.tbx"
            write_termbase(termbase, path)
            index = open_index([path])
            for query in (text[:12], text[:2000], text):
                lookups(query, index)
            places(text, index)
    return None


def _check_against(text: str) -> object:
    """The text against a termbase of its own pieces."""
    from glossary.check import checker, findings

    for termbase, _ in _termbases(text):
        findings(as_document(text), checker(termbase.concepts))
    return None


def _build(text: str) -> object:
    """From the mentions of the text to a termbase, with suggestions."""
    from glossary.build import built
    from glossary.corpus import context, document_mentions
    from glossary.termbase import Options

    return built(document_mentions(as_document(text)), {"d": "0"}, context(), Options())


STAGES: Mapping[str, Callable[[str], object]] = {
    "decode": _decode, "html": _html, "docx": _docx, "clean": _clean, "harvest": _harvest, "in-text": _in_text,
    "check": _check, "query": _query, "keys": _keys, "tbx": _tbx, "xml": _xml, "formats": _formats, "match": _match,
    "diff": _diff, "merge": _merge, "variants": _variants, "spellings": _spellings, "index": _index_of, "check-against": _check_against, "build": _build,
}  # fmt: skip
