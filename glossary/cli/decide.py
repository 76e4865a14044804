"""`glossary decide`."""

from __future__ import annotations

import getpass
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.cli.show import add_format, print_rows, warn
from glossary.cli.termbases import named_termbase
from glossary.decide import VERBS, Decision, add_decisions, decisions_path, fault, read_decisions, verb_of
from glossary.decide.foresee import consequences
from glossary.decide.values import WHOLE
from glossary.errors import TermbaseError, UsageError
from glossary.formats.review import read_review
from glossary.model import KINDS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

EXAMPLE = f"""\
examples:
  glossary decide letters.tbx preferred 伊利哈姆·阿利耶夫
  glossary decide letters.tbx deprecated 伊尔哈姆·阿利耶夫 --note "house style"
  glossary decide letters.tbx rejected 等等                 no term at all; --concept: nor is anything it names
  glossary decide letters.tbx same 耶尔穆克 杰姆克           two names of one thing
  glossary decide letters.tbx different 阿利耶夫 阿利耶娃     two things
  glossary decide letters.tbx kind 卡拉巴赫 place            one of {', '.join(KINDS)}
  glossary decide letters.tbx latin 戈里斯 Goris             the right Latin form; --lang en where it is English
  glossary decide letters.tbx confirmed 戈里斯               the English that the termbase suggests is right
  glossary decide letters.tbx confirmed 戈里斯 Goris         this English is right
  glossary decide letters.tbx withdrawn same 耶尔穆克 杰姆克  takes a decision back
  glossary decide letters.tbx --from review.xlsx             what was filled in on a list of convert --to review
  glossary decide letters.tbx --list

A line is added to letters.decisions.tsv; the termbase itself is not touched. The next build into letters.tbx, or with
--previous letters.tbx, obeys it. Later beats earlier; different beats same, until it is withdrawn. A form that no concept
has yet waits for one. Where several concepts have a form, --kind, --lang or --of say which is meant.
"""
COLUMNS = ("decision", "form", "other form", "language", "kind", "value", "who", "when", "note")


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.epilog = EXAMPLE
    command.add_argument("termbase", metavar="TERMBASE", help="the termbase that the decision is about")
    command.add_argument("decision", nargs="?", metavar="DECISION", help=", ".join(VERBS))
    command.add_argument("forms", nargs="*", metavar="FORM", help="the form, and the other form, kind, Latin or English")
    command.add_argument("--of", default="", metavar="FORM", help="another form of the concept that is meant")
    command.add_argument("--kind", default="", choices=("", *KINDS), metavar="KIND", help="the kind of the concept that is meant")
    command.add_argument("--lang", default="", metavar="TAG", help="the language of the form; of latin, that of the Latin form")
    command.add_argument("--concept", action="store_true", help="with rejected: all that the form names, not the form alone")
    command.add_argument("--note", default="", help="why")
    command.add_argument("--from", dest="review", metavar="REVIEW.xlsx", help="a review list that is filled in")
    command.add_argument("--who", metavar="NAME", help="who decides (your user name)")
    command.add_argument("--when", metavar="DATE", help="when, as 2026-01-31 (today)")
    command.add_argument("--list", action="store_true", help="show the decisions that are recorded")
    command.add_argument("--quiet", action="store_true", help="do not say what will change")
    add_format(command)


def run(args: argparse.Namespace) -> int:
    path = decisions_path(Path(args.termbase))
    if args.list:
        if args.decision:
            raise UsageError("--list takes no decision", args.decision, "leave one of the two out")
        return _list(args, path)
    if args.review and args.decision:
        raise UsageError("--from takes no decision", args.decision, "leave one of the two out")
    decisions, faults = _reviewed(args) if args.review else (_decisions(args), ())
    termbase = named_termbase(args.termbase)
    known = read_decisions(path)
    for line in (*known.faults, *faults, *add_decisions(decisions, path)):
        warn(line)
    if not args.quiet:
        said = f"{len(decisions)} decisions" if args.review else "; ".join(_said(decision) for decision in decisions)
        warn(f"recorded in {path}: {said}")
        for line in consequences(termbase, known.decisions, decisions):
            warn(line)
    return 1 if faults else 0


def _reviewed(args: argparse.Namespace) -> tuple[list[Decision], tuple[str, ...]]:
    """The decisions of a review list, and a line for each row that makes no sense. Raises UsageError for a list that is
    not there, TermbaseError for one in which nothing is decided."""
    path = Path(args.review)
    if not path.exists():
        raise UsageError("there is no such file", args.review, "check its name")
    answers = read_review(path, who=_who(args.who), when=_when(args.when))
    if not answers.decisions:
        raise TermbaseError("holds no decision that makes sense", args.review, "fill in the column decision; nothing was recorded")
    return list(answers.decisions), answers.faults


def _list(args: argparse.Namespace, path: Path) -> int:
    named_termbase(args.termbase)
    found = read_decisions(path)
    for line in found.faults:
        warn(line)
    rows = [
        dict(zip(COLUMNS, (d.decision, d.form, d.other, d.lang, d.kind, d.value, d.who, d.when, d.note), strict=True))
        for d in found.decisions
    ]
    if rows or args.format != "table":
        print_rows(rows, COLUMNS, args.format)
    if not rows:
        warn(f"no decision is recorded in {path}")
    return 1 if found.faults or not rows else 0


def _decisions(args: argparse.Namespace) -> list[Decision]:
    """The decisions that the arguments call for. Raises UsageError for a call that is wrong."""
    verb = verb_of(args.decision or "")
    if verb is None:
        what = f"there is no decision {args.decision!r}" if args.decision else "no decision"
        raise UsageError(what, "glossary decide", f"name one of {', '.join(VERBS)}, or --list")
    forms = [" ".join(form.split()) for form in args.forms]
    blank = Decision(
        verb, "", " ".join(args.of.split()), args.lang, args.kind, "", _who(args.who), _when(args.when), " ".join(args.note.split())
    )
    if args.concept and verb != "rejected":
        raise UsageError("--concept goes with rejected", f"decide {verb}", "leave it out")
    if args.of and verb in ("same", "different", "withdrawn"):
        raise UsageError("--of says which concept is meant where one form is named", f"decide {verb}", "leave it out")
    found = _of_forms(verb, forms, blank, WHOLE if args.concept else "")
    for decision in found:
        if wrong := fault(decision):
            raise UsageError(wrong[0], f"decide {verb}", wrong[1])
    return found


def _of_forms(verb: str, forms: Sequence[str], blank: Decision, whole: str) -> list[Decision]:
    number = len(forms)
    match verb:
        case "preferred" | "deprecated" | "rejected" if number:
            return [replace(blank, form=form, value=whole) for form in forms]
        case "same" | "different" if number >= 2:
            return [replace(blank, form=forms[0], other=other) for other in forms[1:]]
        case "kind" | "latin" if number == 2:
            return [replace(blank, form=forms[0], value=forms[1].casefold() if verb == "kind" else forms[1])]
        case "confirmed" if number in (1, 2):
            return [replace(blank, form=forms[0], value=forms[1] if number == 2 else "")]
        case "withdrawn" if number in (2, 3):
            return [replace(blank, form=forms[1], other=forms[2] if number == 3 else "", value=verb_of(forms[0]) or forms[0])]
    takes = {
        "preferred": "FORM…", "deprecated": "FORM…", "rejected": "FORM…", "same": "FORM FORM…", "different": "FORM FORM…",
        "kind": "FORM KIND", "latin": "FORM LATIN", "confirmed": "FORM [ENGLISH]", "withdrawn": "DECISION FORM [FORM]",
    }  # fmt: skip
    raise UsageError(f"{verb} takes {takes[verb]}", "glossary decide", "see glossary decide --help")


def _who(name: str | None) -> str:
    if name is not None:
        return " ".join(name.split())
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container has no name for its user
        return ""


def _when(text: str | None) -> str:
    if text is None:
        return date.today().isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(f"{text!r} is no date", "--when", "write it as 2026-01-31") from error


def _said(decision: Decision) -> str:
    parts = (decision.decision, decision.value if decision.decision == "withdrawn" else "", decision.form)
    last = decision.other if decision.decision in ("same", "different", "withdrawn") else decision.value
    return " ".join(part for part in (*parts, last) if part)
