"""`glossary diff`."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.cli.show import add_format, json_line, print_rows, warn
from glossary.cli.termbases import has_termbase_suffix, named_termbase
from glossary.diff import OPTIONAL, differences, spelling_difference

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from glossary.diff import Change, ConceptChange, Difference, SpellingDifference

EXAMPLE = """\
examples:
  glossary diff before.tbx after.tbx
  glossary diff before.tbx after.tbx --format html > changes.html
  glossary diff 阿利耶夫 阿里也夫
  glossary diff 阿利耶夫 阿里也夫 --latin Aliyev
  glossary diff 阿利耶夫 Aliyev

Two arguments without the suffix of a termbase (.tbx, .xml, .jsonl …) are spellings of a name.

Concepts of two termbases are matched by id where they share a term, then by their terms, then by the sound of their
names, so that ids alone make no difference. What counts as a change: a concept or term that is there on one side only
or has moved to another concept; a concept's kind and definition; a term's spelling, language, status, form and part of
speech, and whether it is suggested. Ids, notes and counts are compared with --also. Sources, sentences and the order of
terms are not compared.
Exit status 1 where they differ.
"""

COLUMNS = ("concept", "was", "name", "kind", "matched", "change", "term", "lang", "old", "new")
STEP_COLUMNS = ("old", "new", "old_pinyin", "new_pinyin", "old_letters", "new_letters", "likeness")


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.epilog = EXAMPLE
    command.add_argument("old", metavar="OLD", help="a termbase, or a spelling")
    command.add_argument("new", metavar="NEW", help="a termbase, or a spelling")
    command.add_argument(
        "--also", action="append", choices=OPTIONAL, default=[], help="compare this too (repeatable): it often changes with every document"
    )
    command.add_argument("--latin", default="", metavar="NAME", help="of two Chinese spellings: the name that both render")
    command.add_argument("--quiet", action="store_true", help="no summary")
    add_format(command, "html")


def run(args: argparse.Namespace) -> int:
    if has_termbase_suffix(args.old) or has_termbase_suffix(args.new):
        return _termbases(args)
    for name in (args.old, args.new):
        if not args.quiet and _is_file(name):
            warn(f"{name}: compared as a spelling, though there is such a file; glossary convert makes a termbase of a list")
    return _spellings(args)


def _termbases(args: argparse.Namespace) -> int:
    difference = differences(named_termbase(args.old), named_termbase(args.new), also=args.also)
    if args.format == "html":
        from glossary.diff.page import difference_page

        print(difference_page(difference, Path(args.old).name, Path(args.new).name), end="")
    elif args.format == "table":
        _print_difference(difference, quiet=args.quiet)
    else:
        print_rows((row for concept in difference.concepts for row in _rows(concept)), COLUMNS, args.format)
    return 1 if difference.concepts else 0


def _rows(concept: ConceptChange) -> Iterator[dict[str, Any]]:
    state = concept.new or concept.old
    for change in concept.changes:
        yield {
            "concept": concept.new.id if concept.new else None, "was": concept.old.id if concept.old else None,
            "name": concept.name, "kind": state.kind if state else None, "matched": concept.by or None,
            "change": change.change, "term": change.term or None, "lang": change.lang or None,
            "old": change.old or None, "new": change.new or None,
        }  # fmt: skip


def _print_difference(difference: Difference, *, quiet: bool) -> None:
    """A block for each concept: ~ changed, - gone, + new. Without rich, which takes minutes for ten thousand lines."""
    names = {"old": difference.names("old"), "new": difference.names("new")}
    signs = {"~": (True, True), "-": (True, False), "+": (False, True)}
    for sign, sides in signs.items():
        for concept in difference.concepts:
            if (concept.old is not None, concept.new is not None) == sides:
                print(f"{sign} {_heading(concept)}")
                for cells in (_line(change, names) for change in concept.changes):
                    if cells:
                        print("    " + _columns(cells, (16, 24)))
    if not quiet:
        print(_summary(difference))


def _heading(concept: ConceptChange) -> str:
    state = concept.new or concept.old
    parts = [concept.name, state.kind or "" if state else ""]
    if concept.old and concept.new and concept.old.id != concept.new.id:
        parts.append(f"{concept.new.id}, was {concept.old.id}, matched by {concept.by}")
    else:
        parts.append(state.id if state else "")
    return "  ".join(part for part in parts if part)


def _line(change: Change, names: dict[str, dict[str, str]]) -> tuple[str, str, str] | None:
    """What changed, of which term, from what to what."""
    if change.change in ("concept added", "concept removed"):
        terms = change.new or change.old
        return ("terms", terms, "") if ";" in terms else None  # one that has a single term is called by it
    if change.change == "term moved":
        return (change.change, change.term, f"from {names['old'].get(change.old, '')} ({change.old})")
    if change.change == "term moved away":
        return (change.change, change.term, f"to {names['new'].get(change.new, '')} ({change.new})")
    if change.change in ("term added", "term removed"):
        about = ", ".join(part for part in (change.lang, change.new or change.old) if part)
        return (change.change, change.term, about)
    return (change.change, change.term, f"{_value(change.old)} → {_value(change.new)}")


def _value(text: str) -> str:
    return " ".join(text.split()) or "(none)"


def _summary(difference: Difference) -> str:
    if not difference.concepts:
        return f"nothing differs in {_several(difference.alike, 'concept')}{_renumbered(difference)}"
    count = difference.count
    parts = [
        f"{_several(difference.changed, 'concept')} changed", f"{count('concept removed')} removed",
        f"{count('concept added')} added", f"{_several(count('term moved'), 'term')} moved",
        f"{_several(difference.alike, 'concept')} the same{_renumbered(difference)}",
    ]  # fmt: skip
    return ", ".join(parts)


def _several(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _renumbered(difference: Difference) -> str:
    return f" ({difference.renumbered} of them under another id)" if difference.renumbered else ""


def _spellings(args: argparse.Namespace) -> int:
    difference = spelling_difference(args.old, args.new, args.latin)
    if args.format == "html":
        from glossary.diff.page import spelling_page

        print(spelling_page(difference, args.latin), end="")
    elif args.format == "json":
        print(json_line(_spelling_row(difference)))
    elif args.format == "tsv":
        print_rows(_steps(difference), STEP_COLUMNS, "tsv")
    else:
        _print_spellings(difference, quiet=args.quiet)
    return 0 if difference.same else 1


def _spelling_row(difference: SpellingDifference) -> dict[str, Any]:
    return {
        "old": difference.old, "new": difference.new, "likeness": difference.likeness, "same": difference.same,
        "only_script": difference.only_script, "steps": _steps(difference),
    }  # fmt: skip


def _steps(difference: SpellingDifference) -> list[dict[str, Any]]:
    return [{name: getattr(step, name) for name in STEP_COLUMNS} for step in difference.steps]


def _print_spellings(difference: SpellingDifference, *, quiet: bool) -> None:
    """Both spellings under one another, each with its sounds and letters; ^ where the characters are others."""
    steps = difference.steps
    lines = [
        [s.old or "–" for s in steps], [s.old_pinyin for s in steps], [s.old_letters for s in steps],
        [s.new or "–" for s in steps], [s.new_pinyin for s in steps], [s.new_letters for s in steps],
        ["" if s.likeness is None or s.old == s.new else f"{s.likeness:.1f}" for s in steps],
    ]  # fmt: skip
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    names = ("old", "", "", "new", "", "", "alike")
    for name, line in zip(names, lines, strict=True):
        if any(line):
            print(f"{name:7}{_columns(line, widths)}".rstrip())
    if not quiet:
        print(f"\n{difference.verdict}; likeness {difference.likeness:.3f}")


def _columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Cells side by side, padded to `widths`; one without a width stands as it is."""
    padded = [*widths, *[0] * (len(cells) - len(widths))]
    return "  ".join(cell + " " * max(0, w - _width(cell)) for cell, w in zip(cells, padded, strict=True)).rstrip()


def _width(text: str) -> int:
    """The places that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False
