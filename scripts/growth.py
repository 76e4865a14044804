#!/usr/bin/env python3
"""Measures how the time of every stage grows with hostile texts of 64 KB, 256 KB and 1 MB.

    growth.py [--stage STAGE …] [--family PART …] [--sizes 64,256,1024] [--top N] [--budget SECONDS] [--seed 0]

Every text of `hostile.families` goes through each stage at the smallest size; the N slowest go on to the larger
ones. Growth is the exponent of the time between two sizes: 1 is linear, 2 is quadratic. A line is printed for each
text that went on; exit status 1 where one took more than 10 s or 1 GB, or grew faster than LIMIT.
"""

from __future__ import annotations

import argparse
import io
import math
import resource
import signal
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hostile import families

from glossary.errors import GlossaryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from glossary.model import Kind

HANG = 10.0  # seconds
MEMORY = 1 << 30  # bytes
LIMIT = 1.5  # growth: between linear and quadratic, with room for what a large text costs in caches
SMALL = 0.05  # seconds below which a growth says nothing


class Hang(BaseException):
    """A stage took longer than it may. No Exception: nothing on the way may catch it."""


class Measured(NamedTuple):
    """Seconds (infinite where it was stopped) and the most memory of the process so far, in bytes."""

    seconds: float
    memory: int


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises Hang in the block after `seconds`."""

    def ring(*_: object) -> None:
        raise Hang

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def measured(stage: Callable[[str], object], text: str, *, limit: float = HANG) -> Measured:
    """What `stage` takes for `text`. Clear refusals are answers."""
    began = time.perf_counter()
    try:
        with limited(limit), suppress(GlossaryError):
            stage(text)
    except Hang:
        return Measured(math.inf, peak_memory())
    return Measured(time.perf_counter() - began, peak_memory())


def peak_memory() -> int:
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def cut(text: str, size: int) -> str:
    """The first `size` bytes of a text in UTF-8, no character cut."""
    return text.encode("utf-8", "surrogatepass")[:size].decode("utf-8", "ignore")


# -- The stages ---------------------------------------------------------------------------------------------


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

    return passages(_document(text), _context().rules)


def _harvest(text: str) -> object:
    from glossary.corpus import document_mentions

    return document_mentions(_document(text))


def _in_text(text: str) -> object:
    from glossary.lookup import places

    return places(text, _index())


def _check(text: str) -> object:
    from glossary.check import findings

    return findings(_document(text), _checker())


def _query(text: str) -> object:
    from glossary.lookup import lookups

    return lookups(text, _index())


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
        findings(_document(text), checker(termbase.concepts))
    return None


def _build(text: str) -> object:
    """From the mentions of the text to a termbase, with suggestions."""
    from glossary.build import built
    from glossary.corpus import document_mentions
    from glossary.termbase import Options

    return built(document_mentions(_document(text)), {"d": "0"}, _context(), Options())


STAGES: Mapping[str, Callable[[str], object]] = {
    "decode": _decode, "html": _html, "docx": _docx, "clean": _clean, "harvest": _harvest, "in-text": _in_text,
    "check": _check, "query": _query, "keys": _keys, "tbx": _tbx, "xml": _xml, "formats": _formats, "match": _match,
    "diff": _diff, "merge": _merge, "variants": _variants, "spellings": _spellings, "index": _index_of, "check-against": _check_against, "build": _build,
}  # fmt: skip


def _document(text: str) -> Any:
    from glossary.model import Document

    return Document("d", text, "")


@cache
def _context() -> Any:
    from glossary.corpus import context

    return context()


def _concepts() -> Any:
    from glossary.model import Concept, Term

    names: tuple[tuple[Kind, str, str], ...] = (
        ("person", "伊尔哈姆·阿利耶夫", "Ilham Aliyev"), ("place", "戈里斯", "Goris"), ("organization", "联合国", "UN"),
        ("place", "亚美尼亚", "Armenia"), ("organization", "欧安组织", "OSCE"), ("office", "总统", "President"),
    )  # fmt: skip
    return [
        Concept(f"c-{number}", (Term(han, "zh-Hans", status="preferred"), Term(latin, "en", status="deprecated"), Term(f"{latin} I", "en")), kind)
        for number, (kind, han, latin) in enumerate(names)
    ]


@cache
def _checker() -> Any:
    from glossary.check import checker

    return checker(_concepts())


@cache
def _index() -> Any:
    from glossary.lookup import open_index
    from glossary.model import Termbase
    from glossary.tbx.write import write_termbase

    path = Path(tempfile.mkdtemp()) / "x.tbx"
    write_termbase(Termbase(tuple(_concepts())), path)
    return open_index([path])


# -- The run ------------------------------------------------------------------------------------------------


def growth(stage: Callable[[str], object], make: Callable[[int], str], sizes: list[int]) -> list[Measured]:
    """What `stage` takes for the same text at each size, up to the first that it does not finish."""
    found: list[Measured] = []
    text = make(max(sizes))
    for size in sizes:
        found.append(measured(stage, cut(text, size)))
        if math.isinf(found[-1].seconds):
            break
    return found


def exponents(found: list[Measured], sizes: list[int]) -> list[float]:
    """The growth between each two sizes."""
    return [
        math.log(max(b.seconds, SMALL) / max(a.seconds, SMALL)) / math.log(q / p)
        for a, b, p, q in zip(found, found[1:], sizes, sizes[1:], strict=False)
    ]


def main() -> int:
    """Runs the measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", action="append", choices=list(STAGES), default=[])
    parser.add_argument("--family", action="append", default=[], help="only families with this in their name")
    parser.add_argument("--sizes", default="64,256,1024", help="kilobytes, smallest first")
    parser.add_argument("--top", type=int, default=10, help="texts that go on to the larger sizes")
    parser.add_argument("--part", default="1/1", help="K/N: only the Kth of N parts of the families")
    parser.add_argument("--budget", type=float, default=1e9, help="seconds for each stage at the smallest size")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    sizes = [int(size) << 10 for size in options.sizes.split(",")]
    part, parts = (int(number) for number in options.part.split("/"))
    wrong = 0
    for name in options.stage or STAGES:
        wrong += _stage(name, options, sizes, part, parts)
    return 1 if wrong else 0


def _stage(name: str, options: argparse.Namespace, sizes: list[int], part: int, parts: int) -> int:
    stage = STAGES[name]
    with suppress(GlossaryError):
        stage("总统阿利耶夫(Aliyev)在戈里斯市说。" * 3)  # what is loaded once is loaded
    first: list[tuple[float, str]] = []
    began = time.monotonic()
    chosen = [
        family for family in families(options.seed) if not options.family or any(part in family for part in options.family)
    ][part - 1 :: parts]
    for family in chosen:
        if time.monotonic() - began > options.budget:
            break
        text = cut(families(options.seed)[family](sizes[0]), sizes[0])
        first.append((measured(stage, text).seconds, family))
    total = sum(seconds for seconds, _ in first if not math.isinf(seconds))
    stopped = sum(math.isinf(seconds) for seconds, _ in first)
    print(f"{name}: {len(first)} of {len(chosen)} texts of {sizes[0] >> 10} KB, {total:.1f} s, {stopped} stopped", flush=True)
    wrong = 0
    for _, family in sorted(first, reverse=True)[: options.top]:
        found = growth(stage, families(options.seed)[family], sizes)
        grown = exponents(found, sizes)
        bad = math.isinf(found[-1].seconds) or found[-1].memory > MEMORY or any(g > LIMIT for g in grown)
        wrong += bad
        times = " ".join(f"{m.seconds:7.2f}" for m in found)
        powers = " ".join(f"{g:4.1f}" for g in grown)
        print(f"  {'BAD' if bad else 'ok '} {family:40} {times} s  growth {powers}  {found[-1].memory >> 20} MB", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
