"""From one glossary format to another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from glossary.errors import TermbaseError, UsageError
from glossary.formats.choose import Only, one_chinese, only, relabelled
from glossary.formats.options import Options
from glossary.formats.pairs import entries
from glossary.formats.table import Format, format_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from glossary.model.concept import Concept, Term, Termbase


class Conversion(NamedTuple):
    """What was written, and a line for each thing that was not."""

    concepts: int
    terms: int
    lost: tuple[str, ...]


def convert(
    source: Path,
    target: Path,
    *,
    read_as: str = "",
    write_as: str = "",
    version: int | None = None,
    dialect: str = "",
    style: str = "",
    languages: Mapping[str, str] | None = None,
    contexts: bool = True,
    which: Only = "all",
    approved: Callable[[Concept, Term], bool] | None = None,
    langs: tuple[str, ...] = (),
    strict_language: bool = False,
) -> Conversion:
    """Reads `source` and writes it to `target`, formats by profile or suffix.

    TBX keeps its version, dialect and style, through JSON lines too; anything else becomes v3 TBX-Basic in DCA style;
    `version`, `dialect` (basic, min) and `style` ask for another. `languages` maps tags, `langs` names those of a
    bilingual file, `which` and `approved` choose terms (`glossary.formats.choose`). Raises UsageError for a call that
    is wrong, TermbaseError for a source that cannot be read or yields no concept, WriteError for the target.

    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "list.csv").write_text("zh-Hans,en\\n约旦,Jordan\\n以色列,Israel\\n", "utf-8")
    >>> done = convert(folder / "list.csv", folder / "list.tbx", langs=("zh-Hans", "en"))
    >>> done.concepts, done.terms, done.lost
    (2, 4, ())
    """
    reader = format_for(read_as, source, writing=False)
    writer = format_for(write_as, target, writing=True)
    if not source.exists():
        raise UsageError("there is no such file", str(source), "check its name")
    options = Options(contexts, langs, strict_language, source)
    if reader.read is None or writer.write is None:
        raise UsageError("this format goes one way", reader.name, "choose another")
    termbase, lost = reader.read(source, options)
    if not termbase.concepts:
        what = f"holds no concept that {reader.name} could yield"
        raise TermbaseError(what, str(source), "check --from and --langs; nothing was written")
    chosen, left = shaped(
        termbase, writer, version=version, dialect=dialect, style=style, languages=languages or {}, which=which,
        approved=approved,
    )  # fmt: skip
    if not chosen.concepts:
        raise TermbaseError("has no term of the kind asked for", str(source), "check --only; nothing was written")
    concepts, terms = len(chosen.concepts), sum(len(concept.terms) for concept in chosen.concepts)
    if writer.pairs:
        _, found, _ = entries(chosen, options)
        concepts, terms = len(found), sum(len(entry.sources) + len(entry.targets) for entry in found)
    written = writer.write(chosen, target, options)
    return Conversion(concepts, terms, lost + left + written)


def shaped(
    termbase: Termbase,
    writer: Format,
    *,
    version: int | None = None,
    dialect: str = "",
    style: str = "",
    languages: Mapping[str, str] | None = None,
    which: Only = "all",
    approved: Callable[[Concept, Term], bool] | None = None,
) -> tuple[Termbase, tuple[str, ...]]:
    """The termbase as it will be written: its kind of TBX, its languages and terms; with a line for each thing left
    out. For `build` and `convert` alike."""
    mapping = languages or {}
    new, named, styled = _kind(termbase, version or writer.version, dialect, style)
    target = replace(termbase, version=new, dialect=named, style=styled)
    target = only(relabelled(target, mapping), which, approved)
    # A v2 file that holds two Chinese languages keeps them; one that becomes v2 is for tools that take one.
    becomes_v2 = target.version == 2 and termbase.version == 3 and writer.name in ("tbx", "tbx2")
    if writer.one_chinese or becomes_v2:
        return one_chinese(target, mapping)
    return target, ()


def _kind(termbase: Termbase, version: int | None, dialect: str, style: str) -> tuple[int, str, str]:
    """Version, dialect and style of the output. A change of version gives TBX-Basic: no other dialect is in both."""
    if version not in (None, 2, 3):
        raise UsageError(f"there is no TBX version {version}", "--tbx", "choose 3 or 2")
    if style not in ("", "dca", "dct"):
        raise UsageError(f"there is no style {style!r}", "--style", "choose dca or dct")
    names = {"": "", "basic": "TBX-Basic", "min": "TBX-Min"}
    if dialect not in names:
        raise UsageError(f"there is no dialect {dialect!r} to write", "--dialect", "choose basic or min")
    new = version or termbase.version
    kept = termbase.dialect if new == termbase.version else "TBX-Basic"
    if new == 2 and (dialect == "min" or style == "dct"):
        what = "TBX 2 has the dialect basic and the style dca alone"
        raise UsageError(what, "--tbx 2", "leave out --dialect and --style")
    return new, names[dialect] or kept, "dca" if new == 2 else style or termbase.style
