"""The options on what is written, common to `build` and `convert`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glossary.formats.choose import language_map

if TYPE_CHECKING:
    import argparse


def add_output_options(command: argparse.ArgumentParser) -> None:
    """Version, dialect, style, languages, contexts, and which terms."""
    command.add_argument("--tbx", type=int, choices=(3, 2), help="TBX version (3)")
    command.add_argument("--dialect", choices=("basic", "min"), default="", help="TBX-Basic or TBX-Min (basic)")
    command.add_argument("--style", choices=("dca", "dct"), default="", help="how categories are written (dca)")
    command.add_argument(
        "--lang", action="append", default=[], metavar="TAG=TAG", help="write a language under another tag (repeatable)"
    )
    command.add_argument("--no-context", action="store_true", help="leave the sentences out")
    command.add_argument("--only", choices=("all", "preferred", "approved"), default="all", help="which terms (all)")


def shape(args: argparse.Namespace) -> dict[str, Any]:
    """The same options as `glossary.convert` takes them. Raises UsageError for a language that is mapped wrongly."""
    return {
        "version": args.tbx,
        "dialect": args.dialect,
        "style": args.style,
        "languages": language_map(args.lang),
        "which": args.only,
    }
