"""The review list: a workbook that asks what the termbase leaves open, and takes the answers; read back, they are decisions.

One row a question (`glossary.doubts`), most doubtful first. The reader fills in the columns *decision* (accept, reject,
correct), *correction*, *right kind* and *note*; nothing else is read but the forms the row is about, so that rows may be
sorted, filtered and taken out.

| question | accept | reject | correct |
|---|---|---|---|
| latin | the Latin form is right | it is no term of this concept | it is what *correction* says |
| same | both name one thing | they name two | *correction* is the name to prefer |
| entry | its first form is to be preferred | it is no entry | *correction* is the form to prefer; in Latin letters, its Latin form |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from glossary.atomic import whole_file
from glossary.decide import Decision, decisions_path, fault, read_decisions
from glossary.doubts import Question, questions
from glossary.errors import TermbaseError
from glossary.evidence import evidence_of, read_evidence
from glossary.formats.spreadsheet import Sheet, workbook_bytes
from glossary.formats.workbook import workbook_rows
from glossary.model.text import KINDS
from glossary.normalise import has_han
from glossary.tbx.xmltext import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from glossary.formats.options import Options
    from glossary.model.concept import Termbase

SHEET = "review"
ANSWERS = ("accept", "reject", "correct")
_ASKED: Mapping[str, str] = {
    "latin": "Is this its Latin form?", "same": "Are these one thing?", "entry": "Is this an entry, and right?",
}  # fmt: skip
# Each column, and how wide it is.
_COLUMNS: tuple[tuple[str, int], ...] = (
    ("form", 26), ("other form", 30), ("question", 20), ("why", 44), ("sentence", 60), ("mentions", 9), ("doubt", 7),
    ("decision", 11), ("correction", 26), ("right kind", 13), ("note", 24), ("kind", 13), ("language", 10),
    ("other language", 10), ("suggested", 10), ("places", 30), ("concept", 16),
)  # fmt: skip
_NAMES = tuple(name for name, _ in _COLUMNS)
_NEEDED = ("form", "other form", "question", "kind", "language", "other language", "decision")
_MOST_PLACES = 3


class Answers(NamedTuple):
    """What a filled-in list says: decisions in the order of its rows, a line for each row that makes no sense, and how
    many rows were left open."""

    decisions: tuple[Decision, ...]
    faults: tuple[str, ...]
    open: int


def write_review(termbase: Termbase, path: Path, options: Options) -> tuple[str, ...]:
    """Writes the questions that no decision beside the termbase has answered; a line comes back for each thing that
    would have made the list better."""
    lines: list[str] = []
    evidence = []
    if options.source and (beside := evidence_of(options.source)):
        evidence = read_evidence(beside)
    else:
        lines.append("note: no evidence beside the termbase, so links, scores and kinds are not asked about")
    answered = _answered(read_decisions(decisions_path(options.source)).decisions if options.source else ())
    asked = questions(termbase, evidence)
    left = [question for question in asked if not _keys(question) & answered]
    rows: list[Sequence[str | int | float]] = [_NAMES, *(_row(question, options) for question in left)]
    numbers = {name: index for index, name in enumerate(_NAMES)}
    sheet = Sheet(
        SHEET,
        rows,
        [width for _, width in _COLUMNS],
        {numbers["decision"]: ANSWERS, numbers["right kind"]: KINDS},
        frozenset(numbers[name] for name in ("form", "other form", "question", "why", "sentence", "note", "places")),
        fixed=2,
    )
    data, cut = workbook_bytes([sheet, _explanation(termbase, len(left), len(asked) - len(left))])
    with whole_file(path) as stream:
        stream.write(data)
    lines.append(f"note: {len(left)} questions are asked")
    if len(asked) > len(left):
        lines.append(f"left out: questions that are decided already ({len(asked) - len(left)})")
    return (*lines, *cut)


def read_review(path: Path, *, who: str = "", when: str = "") -> Answers:
    """The answers in a review list, as `who` gave them at `when`. Raises TermbaseError for what is no such list."""
    header, *rows = workbook_rows(path, SHEET)
    columns = {clean(str(name)).casefold(): index for index, name in enumerate(header)}
    if missing := [name for name in _NEEDED if name not in columns]:
        raise TermbaseError(f"has no column {missing[0]!r}", f"{path}:1", "leave the header as it was written")
    decisions: list[Decision] = []
    faults: list[str] = []
    undecided = 0
    for number, row in enumerate(rows, 2):
        cells = {name: clean(str(row[index])) if index < len(row) else "" for name, index in columns.items()}
        if not any(cells.values()):
            continue
        try:
            found = list(_decided(cells, who, when))
        except TermbaseError as error:
            faults.append(str(TermbaseError(error.what, f"{path}:{number}", error.hint)))
            continue
        decisions += found
        undecided += not found
    return Answers(tuple(decisions), tuple(faults), undecided)


def _row(question: Question, options: Options) -> list[str | int | float]:
    places = list(question.places[:_MOST_PLACES]) + (["…"] if len(question.places) > _MOST_PLACES else [])
    filled: dict[str, str | int | float] = {
        "form": question.form, "other form": question.other, "question": _ASKED[question.ask],
        "why": "; ".join(question.reasons) or "nothing speaks against it",
        "sentence": question.sentence if options.contexts else "", "mentions": question.mentions,
        "doubt": round(question.doubt, 1), "kind": question.kind, "language": question.lang,
        "other language": question.other_lang, "suggested": "yes" if question.suggested else "",
        "places": "; ".join(places), "concept": question.concept,
    }  # fmt: skip
    return [filled.get(name, "") for name in _NAMES]


def _decided(row: dict[str, str], who: str, when: str) -> Iterator[Decision]:
    """The decisions of one row: none where nothing is filled in."""
    answer, correction = row["decision"].casefold(), row.get("correction", "")
    kind, note = row.get("right kind", "").casefold(), row.get("note", "")
    if answer and answer not in ANSWERS:
        raise TermbaseError(f"unknown decision {row['decision']!r}", "", f"known are {', '.join(ANSWERS)}")
    if kind and kind not in KINDS:
        raise TermbaseError(f"unknown kind {row['right kind']!r}", "", f"known are {', '.join(KINDS)}")
    if correction and answer in ("accept", "reject"):
        raise TermbaseError(f"says {answer} and has a correction", "", "say correct, or take the correction out")
    if answer == "correct" and not (correction or kind):
        raise TermbaseError("says correct and has no correction", "", "write the right form into the column correction")
    ask = next((ask for ask, text in _ASKED.items() if text == row["question"]), None)
    if ask is None and (answer or correction or kind):
        raise TermbaseError(f"unknown question {row['question']!r}", "", "leave the column as it was written")
    made: list[Decision] = []
    if correction:
        made += _corrected(ask or "", row, correction)
    elif answer in ("accept", "reject"):
        made += _judged(ask or "", row, answer)
    if kind and not (answer == "reject" and ask == "entry"):
        made.append(Decision("kind", row["form"], kind=_kind(row), value=kind))
    for decision in made:
        if wrong := fault(decision):
            raise TermbaseError(wrong[0], "", wrong[1])
        yield _signed(decision, who, when, note)


def _judged(ask: str, row: dict[str, str], answer: str) -> list[Decision]:
    form, other, lang, kind = row["form"], row["other form"], row["other language"], _kind(row)
    if ask == "same":
        return [Decision("same" if answer == "accept" else "different", form, other, kind=kind)]
    if ask == "entry":
        if answer == "reject":
            return [Decision("rejected", form, kind=kind, value="concept")]
        return [Decision("preferred", form, lang=row["language"], kind=kind)]
    if answer == "reject":
        return [Decision("rejected", other, form, lang, kind)]
    return [_right(form, other, lang, kind)]


def _corrected(ask: str, row: dict[str, str], correction: str) -> list[Decision]:
    form, other, kind = row["form"], row["other form"], _kind(row)
    if ask == "latin":
        lang = row["other language"]
        # What a document states stays as a form of it; what was only suggested is wrong.
        wrong = [Decision("rejected", other, form, lang, kind)] if row.get("suggested") and other != correction else []
        return [*wrong, Decision("latin", form, lang=lang, kind=kind, value=correction)]
    if not has_han(correction):
        return [Decision("latin", form, lang="", kind=kind, value=correction)]
    joined = [Decision("same", form, correction, kind=kind)] if correction not in (form, other) else []
    return [*joined, Decision("preferred", correction, lang=row["language"], kind=kind)]


def _right(form: str, other: str, lang: str, kind: str) -> Decision:
    """That a Latin form is right: English is confirmed, any other language is named."""
    if lang.casefold().split("-")[0] == "en":
        return Decision("confirmed", form, lang=lang, kind=kind, value=other)
    return Decision("latin", form, lang=lang, kind=kind, value=other)


def _kind(row: dict[str, str]) -> str:
    """The kind that says which of several homonyms a row is about."""
    return row["kind"] if row["kind"] in KINDS else ""


def _signed(decision: Decision, who: str, when: str, note: str) -> Decision:
    from dataclasses import replace

    return replace(decision, who=who, when=when, note=note)


def _answered(decisions: Sequence[Decision]) -> frozenset[tuple[str, ...]]:
    """What decisions have been made about, one that was withdrawn not counted."""
    made: dict[tuple[str, ...], None] = {}
    for decision in decisions:
        if decision.decision == "withdrawn":
            named = {decision.form, decision.other} - {""}
            for old in [old for old in made if old[0] == decision.value and named <= set(old[1:])]:
                del made[old]
        else:
            made[_decision_key(decision)] = None
    return frozenset(made)


def _decision_key(decision: Decision) -> tuple[str, ...]:
    if decision.decision in ("latin", "confirmed"):
        return decision.decision, decision.form, decision.value
    if decision.decision in ("same", "different"):
        return (decision.decision, *sorted((decision.form, decision.other)))
    return decision.decision, decision.form, decision.other


def _keys(question: Question) -> frozenset[tuple[str, ...]]:
    """The decisions that answer a question."""
    form, other = question.form, question.other
    if question.ask == "same":
        pair = tuple(sorted((form, other)))
        return frozenset({("same", *pair), ("different", *pair)})
    if question.ask == "entry":
        return frozenset({("preferred", form, ""), ("rejected", form, "")})
    return frozenset({("latin", form, other), ("confirmed", form, other), ("rejected", other, form), ("rejected", other, "")})


def _explanation(termbase: Termbase, asked: int, answered: int) -> Sheet:
    already = f" {answered} more are decided already and left out." if answered else ""
    rows = [
        ["How to fill in this list"],
        [f"{asked} questions about {len(termbase.concepts)} concepts, the most doubtful first, the most frequent before others.{already}"],
        ["Fill in the columns decision, correction, right kind and note. Rows left empty stay open. Sort and filter as you like."],
        ["accept: the Latin form is right; or both forms are names of one thing; or the entry is right and this form to be preferred."],
        ["reject: it is not its Latin form; or the two are different things; or this is no entry."],
        ["correct: the column correction holds the right form (in Latin letters: the right Latin form; in Chinese: the form to prefer)."],
        ["right kind: what kind of thing it is, where the column kind is wrong. It needs no decision beside it."],
        ["doubt: 0 to 1, from the reasons in the column why. It orders the list and decides nothing."],
        ["Then: glossary decide TERMBASE.tbx --from THIS.xlsx, and build again."],
    ]
    return Sheet("how to", rows, [140], wrapped=frozenset({0}))
