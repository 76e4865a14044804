"""What holds of every format: same input same bytes, nothing left beside the file, what is lost is named, what is written comes back."""

from __future__ import annotations

import resource
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from glossary.errors import GlossaryError, TermbaseError, WriteError
from glossary.formats.options import Options
from glossary.formats.pairs import entries
from glossary.formats.table import FORMATS, Format, format_for
from glossary.model.concept import Concept, Term, Termbase
from glossary.tbx.xmltext import clean
from tests.tbx_values import SMALL, termbases

if TYPE_CHECKING:
    from collections.abc import Iterable

WRITTEN = [form for form in FORMATS if form.write]
# JSON lines and TBX have tests of their own, and hold far more than is asked for here.
TABLES = ("csv", "xlsx")
PAIRED = ("omegat", "tmx", "utx")
Forms = dict[str, list[tuple[str, str]]]


def named(name: str) -> Format:
    return next(form for form in FORMATS if form.name == name)


def write(form: Format, termbase: Termbase, path: Path, options: Options | None = None) -> tuple[str, ...]:
    assert form.write
    return form.write(termbase, path, options or Options())


def read(form: Format, path: Path, options: Options | None = None) -> Termbase:
    if form.name == "skos":
        pytest.importorskip("rdflib")
    assert form.read
    return form.read(path, options or Options(langs=("zh-Hans", "en") if form.name == "omegat" else ()))[0]


def distinct(termbase: Termbase) -> Termbase:
    """The termbase with ids that differ, as every reader demands."""
    return replace(termbase, concepts=tuple(replace(c, id=f"c-{n}") for n, c in enumerate(termbase.concepts)))


def forms(concepts: Iterable[Concept]) -> Forms:
    """The clean forms of each concept by its id, each once, the languages together."""
    found: Forms = {}
    for concept in concepts:
        texts = list(dict.fromkeys((term.lang, clean(term.text)) for term in concept.terms if clean(term.text)))
        langs = list(dict.fromkeys(lang for lang, _ in texts))
        if texts:
            found[concept.id] = sorted(texts, key=lambda form: langs.index(form[0]))
    return found


@pytest.mark.parametrize("form", WRITTEN, ids=lambda form: form.name)
def test_the_same_bytes_under_any_name_and_nothing_beside(tmp_path: Path, form: Format) -> None:
    first, second = tmp_path / "first", tmp_path / "another name"
    write(form, SMALL, first)
    write(form, SMALL, second)
    assert first.read_bytes() == second.read_bytes() != b""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["another name", "first"]


@pytest.mark.parametrize("form", WRITTEN, ids=lambda form: form.name)
def test_what_was_there_stays_when_the_disk_is_full(tmp_path: Path, form: Format) -> None:
    many = Termbase(
        tuple(Concept(f"c-{n}", (Term(f"甲{n}", "zh-Hans"), Term(f"One {n * 7919 % 1009}", "en"))) for n in range(1500))
    )
    out = tmp_path / "out"
    out.write_text("old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    try:
        with pytest.raises(WriteError, match="cannot be written"):
            write(form, many, out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert out.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    for nowhere in ("/dev/full", "/proc/none", str(tmp_path / "out" / "under a file")):
        with pytest.raises(WriteError):
            write(form, SMALL, Path(nowhere))
    with pytest.raises(WriteError, match="folder"):
        write(form, SMALL, tmp_path)


@pytest.mark.parametrize("form", [form for form in FORMATS if form.read], ids=lambda form: form.name)
@pytest.mark.parametrize("data", [b"", b"\0\0\0\0", b"\xff\xfe\xff", b"PK\x03\x04 no archive", b"\x80abc", b"{}", b"<a/>"], ids=repr)
def test_what_is_no_such_file_is_refused_in_a_line(tmp_path: Path, form: Format, data: bytes) -> None:
    path = tmp_path / "in"
    path.write_bytes(data)
    try:
        found = read(form, path, Options(langs=("zh-Hans", "en")))
    except GlossaryError as error:
        assert "\n" not in str(error)
        assert str(path) in str(error)
    else:
        # `glossary.convert` refuses what holds no concept.
        assert not found.concepts


@pytest.mark.parametrize("form", [form for form in FORMATS if form.read], ids=lambda form: form.name)
def test_a_folder_and_a_missing_file_are_refused_in_a_line(tmp_path: Path, form: Format) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(TermbaseError, match="cannot be read"):
            read(form, path, Options(langs=("zh-Hans", "en")))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_comes_back(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"

    @settings(max_examples=25 if name == "xlsx" else 120)
    @given(termbases())
    def check(termbase: Termbase) -> None:
        termbase = distinct(termbase)
        write(named(name), termbase, out)
        try:
            back = read(named(name), out)
        except TermbaseError as error:
            # Chance wrote Chinese into a Latin column and Latin into the Chinese one.
            assert "the other way round" in str(error)
            return
        assert forms_in_use_first(termbase) == forms(back.concepts)
        given = {c.id: c for c in termbase.concepts}
        for concept in back.concepts:
            assert concept.kind == given[concept.id].kind
            assert concept.definition == clean(given[concept.id].definition)
            assert concept.notes == tuple(filter(None, [" / ".join(filter(None, map(clean, given[concept.id].notes)))]))
        write(named(name), back, tmp_path / "again")
        assert read(named(name), tmp_path / "again") == back

    check()


def forms_in_use_first(termbase: Termbase) -> Forms:
    """The forms as a table holds them: columns in the order in which languages first stand in use, then those out of use."""
    use: dict[str, None] = {}
    out: dict[str, None] = {}
    for term in (term for concept in termbase.concepts for term in concept.terms if clean(term.text)):
        (out if term.status in ("deprecated", "superseded") else use)[term.lang] = None
    found: Forms = {}
    for concept in termbase.concepts:
        rows = [
            (lang, text)
            for langs, gone in ((use, False), (out, True))
            for lang in langs
            for text in (clean(t.text) for t in concept.terms if t.lang == lang and gone == (t.status in ("deprecated", "superseded")))
            if text
        ]
        if rows:
            langs = list(dict.fromkeys(lang for lang, _ in rows))
            found[concept.id] = sorted(dict.fromkeys(rows), key=lambda row: langs.index(row[0]))
    return found


def test_deprecated_and_suggested_forms_come_back_from_a_table(tmp_path: Path) -> None:
    write(named("csv"), SMALL, tmp_path / "x.csv")
    (concept, *_) = read(named("csv"), tmp_path / "x.csv").concepts
    assert [t.text for t in concept.terms if t.status == "deprecated"] == ["安娜"]
    assert [t.text for t in concept.terms if t.suggested] == ["Anna Kovač"]


@pytest.mark.parametrize("name", PAIRED)
def test_pairs_come_back(tmp_path: Path, name: str) -> None:
    out, form = tmp_path / "out", named(name)

    @settings(max_examples=120)
    @given(termbases())
    def check(termbase: Termbase) -> None:
        pair = Concept("pair", (Term("甲", "zh-Hans"), Term("one", "en"), Term("ein | Wort", "en")))
        termbase = distinct(replace(termbase, concepts=(pair, *termbase.concepts)))
        options = Options(langs=("zh-Hans", "en"))
        write(form, termbase, out, options)
        _, found, _ = entries(termbase, options, usable_only=name != "utx")
        expected = {
            (clean(source.text), clean(target.text)) for entry in found for source in entry.sources for target in entry.targets
        }
        back = read(form, out)
        got = {
            (a.text, b.text) for c in back.concepts for a in c.terms for b in c.terms if (a.lang, b.lang) == ("zh-Hans", "en")
        }
        assert expected <= got
        assert {t.text for c in back.concepts for t in c.terms} == {text for pair in expected for text in pair}
        if name != "omegat":
            assert got == expected
            assert [c.id for c in back.concepts] == [entry.concept.id for entry in found]

    check()


def test_labels_come_back_from_skos(tmp_path: Path) -> None:
    pytest.importorskip("rdflib")
    out = tmp_path / "out.ttl"

    @settings(max_examples=60)
    @given(termbases())
    def check(termbase: Termbase) -> None:
        termbase = distinct(termbase)
        write(named("skos"), termbase, out)
        back = read(named("skos"), out)
        expected = {name: sorted(rows) for name, rows in forms(termbase.concepts).items()}
        assert {name: sorted(rows) for name, rows in forms(back.concepts).items()} == expected
        assert [c.kind for c in back.concepts] == [c.kind for c in sorted(termbase.concepts, key=lambda c: c.id) if c.id in expected]
        assert (back.title, back.description) == (clean(termbase.title), clean(termbase.description))

    check()


def test_forms_statuses_and_notes_come_back_from_multiterm(tmp_path: Path) -> None:
    out = tmp_path / "out.xml"
    write(named("multiterm"), SMALL, out, Options(strict_language=True))
    back = read(named("multiterm"), out)
    assert [[(t.text, t.lang, t.status) for t in c.terms] for c in back.concepts] == [
        [
            ("安娜·科瓦奇", "zh", "preferred"), ("科瓦奇", "zh", "admitted"), ("安娜", "zh", "deprecated"),
            ("安娜·柯瓦奇", "zh-Hant", "preferred"), ("Anna Kovač", "en", "preferred"), ("ANNA Kovac", "und", None),
        ],
        [("联合国", "zh", None), ("UN", "en", None)],
        [("秘书长", "zh", None)],
        [("等等", "zh", "superseded")],
    ]  # fmt: skip
    assert back.concepts[0].notes == SMALL.concepts[0].notes
    assert back.concepts[1].definition == "一个组织"


# Every field of SMALL that is not None, empty or a default must be in the file or in what is said to be left out.
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("omegat", ["ids", "kinds of forms", "statuses", "counts", "sources", "sentences", "notes of terms", "deprecated forms"]),
        ("deepl", ["ids", "comments", "further targets", "deprecated forms", "counts"]),
        ("tmx", ["statuses", "counts", "sources", "sentences"]),
        ("csv", ["forms and statuses", "counts", "sources", "contexts", "notes of terms", "origins and scores"]),
        ("xlsx", ["forms and statuses", "counts", "sources", "contexts", "notes of terms", "origins and scores"]),
        ("skos", ["forms", "statuses", "counts", "notes of terms", "parts of speech"]),
        ("utx", ["counts", "sources", "sentences", "zh-Hant"]),
        ("memoq", ["statuses", "counts", "sources", "by hand"]),
        ("phrase", ["further forms", "statuses", "counts", "sentences"]),
        ("multiterm", ["ids", "kinds", "counts"]),
        ("weblate", ["deprecated forms", "zh-Hant"]),
    ],
)
def test_what_a_format_has_no_place_for_is_named(tmp_path: Path, name: str, expected: list[str]) -> None:
    lost = "\n".join(write(named(name), SMALL, tmp_path / "out", Options(langs=("zh-Hans", "en") if named(name).pairs else ())))
    assert [word for word in expected if word not in lost] == []


@pytest.mark.parametrize("form", [form for form in FORMATS if form.pairs], ids=lambda form: form.name)
def test_a_file_with_nothing_in_it_is_not_written(tmp_path: Path, form: Format) -> None:
    alone = Termbase((Concept("c", (Term("甲", "zh-Hans"), Term("un", "fr"))),))
    with pytest.raises(TermbaseError, match=r"nothing would be in the file; choose two .* fr, zh-Hans"):
        write(form, alone, tmp_path / "out", Options(langs=("zh-Hans", "en")))
    assert list(tmp_path.iterdir()) == []


def test_latin_of_unknown_language_is_a_target_where_that_is_latin() -> None:
    concept = Concept("c", (Term("甲", "zh-Hans"), Term("Jia", "en", suggested=True), Term("Kia", "und-Latn"), Term("Цзя", "ru")))
    def targets(tag: str, *, strict: bool = False) -> list[str]:
        (entry,) = entries(Termbase((concept,)), Options(langs=("zh-Hans", tag), strict_language=strict))[1]
        return [term.text for term in entry.targets]

    assert targets("en") == ["Kia", "Jia"]
    assert targets("en", strict=True) == ["Jia"]
    assert targets("ru") == ["Цзя"]


def test_suffixes_name_one_format_each() -> None:
    suffixes = [suffix for form in FORMATS for suffix in form.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert len({form.name for form in FORMATS}) == len(FORMATS)
    assert format_for("", Path("a.TTL"), writing=True).name == "skos"
