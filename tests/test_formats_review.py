"""The review list: what is asked, in which order and why; and what the answers say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings

from glossary.cli import main
from glossary.convert import convert
from glossary.decide import Decision, add_decisions, read_decisions
from glossary.doubts import questions
from glossary.errors import TermbaseError
from glossary.evidence import COLUMNS, write_evidence
from glossary.formats.options import Options
from glossary.formats.review import read_review, write_review
from glossary.model.concept import Concept, Source, Term, Termbase
from glossary.tbx.write import write_termbase
from tests.tbx_values import SMALL, termbases

if TYPE_CHECKING:
    from pathlib import Path

ZH = "zh-Hans"
BASE = Termbase(
    (
        Concept("c-1", (Term("戈里斯", ZH, "full", "preferred", 3, (Source("d", "p1", 0, 3),), "戈里斯市。"), Term("Goris", "en", suggested=True, origin="sound: GeoNames 1", score=0.8)), "place"),
        Concept("c-2", (Term("亚美尼亚", ZH, "full", "preferred", 9), Term("Armenia", "en", suggested=True, origin="state: AM", score=0.99)), "place"),
        Concept("c-3", (Term("外交部", ZH, count=1), Term("Ministry", "en", suggested=True, origin="rule: compose.x", score=0.9)), "organization"),
        Concept("c-4", (Term("阿利耶夫", ZH, count=4), Term("阿里耶夫", ZH, "variant", count=1), Term("Aliyev", "und-Latn", count=2)), "person"),
        Concept("c-5", (Term("标界委员会", ZH, count=1),), "organization"),
        Concept("c-6", (Term("标界工作", ZH, count=8),), "organization"),
        Concept("c-7", (Term("A/77/150", "und", count=1),), "document"),
        Concept("c-8", (Term("联合国", ZH, count=9), Term("UN", "en"), Term("ONU", "fr")), "organization"),
    )
)  # fmt: skip


def row(row_kind: str, /, **values: Any) -> dict[str, Any]:
    return {**dict.fromkeys(COLUMNS), "row": row_kind, **values}


EVIDENCE = [
    row("link", concept="c-4", kind="person", term="阿利耶夫 [总统]", other="阿里耶夫", reason="sound.variant", score=0.97, made=True),
    row("link", concept="c-4", kind="person", term="阿利耶夫", other="aliyev", reason="stated.latin", score=1.0, made=True),
    row("link", concept="", kind="person", term="联合国", other="联国", reason="stated.alias", score=1.0, made=False),
    *(row("mention", concept="c-6", kind=kind, term="标界工作", score=0.6, rule="weak.rule", sentence="标界工作开始。") for kind in ("event", "organization")),
]  # fmt: skip


def asked(evidence: list[dict[str, Any]]) -> list[tuple[str, str, str, float, str]]:
    return [(q.ask, q.form, q.other, round(q.doubt, 1), "; ".join(q.reasons)) for q in questions(BASE, evidence)]


def test_what_is_asked_and_why() -> None:
    assert asked(EVIDENCE) == [
        ("entry", "标界工作", "", 0.9, "found by the weak rule weak.rule, score 0.60; its mentions are of several kinds: event 1, organization 1; no Latin form is stated or suggested"),
        ("latin", "戈里斯", "Goris", 0.7, "suggested by sound from GeoNames 1, score 0.80; no document states it"),
        ("entry", "标界委员会", "", 0.4, "no Latin form is stated or suggested; mentioned once"),
        ("same", "阿利耶夫", "阿里耶夫", 0.4, "taken for one name by sound, score 0.97"),
        ("same", "联合国", "联国", 0.3, "kept apart though stated.alias speaks for one name"),
        ("latin", "外交部", "Ministry", 0.3, "composed by the rule compose.x, score 0.90; no document states it"),
        ("entry", "外交部", "", 0.2, "mentioned once"),
        ("latin", "亚美尼亚", "Armenia", 0.1, "suggested from AM, score 0.99; no document states it"),
        ("latin", "联合国", "ONU", 0.1, "one of 2 Latin forms"),
        ("latin", "联合国", "UN", 0.1, "one of 2 Latin forms"),
        ("latin", "阿利耶夫", "Aliyev", 0.1, "the language of the Latin form is not known"),
        ("entry", "A/77/150", "", 0.0, ""),
    ]  # fmt: skip


def test_without_evidence_the_termbase_speaks_for_itself() -> None:
    assert [row[:3] for row in asked([])][:3] == [("latin", "戈里斯", "Goris"), ("entry", "标界委员会", ""), ("entry", "标界工作", "")]


def test_each_concept_is_asked_about_and_no_doubt_is_no_number() -> None:
    @settings(max_examples=60)
    @given(termbases())
    def check(termbase: Termbase) -> None:
        found = questions(termbase)
        assert {q.concept for q in found} == {c.id for c in termbase.concepts if c.terms}
        assert all(0 <= q.doubt <= 1 for q in found)
        assert [round(q.doubt, 1) for q in found] == sorted((round(q.doubt, 1) for q in found), reverse=True)
        assert set(questions(Termbase(termbase.concepts[::-1]))) == set(found)

    check()


def listed(tmp_path: Path, fill: dict[tuple[str, str], dict[str, str]]) -> Path:
    """The list of BASE, filled in by form and other form."""
    source, out = tmp_path / "x.tbx", tmp_path / "review.xlsx"
    write_termbase(BASE, source)
    write_evidence(EVIDENCE, tmp_path / "x.evidence.parquet")
    write_review(BASE, out, Options(source=source))
    book = openpyxl.load_workbook(out)
    sheet = book["review"]
    names = [cell.value for cell in sheet[1]]
    for cells in sheet.iter_rows(min_row=2):
        filled = fill.get((str(cells[0].value), str(cells[1].value or "")), {})
        for name, value in filled.items():
            cells[names.index(name)].value = value
    book.save(out)
    return out


def test_the_list_can_be_filled_in(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(listed(tmp_path, {}))
    sheet = book["review"]
    assert (sheet.freeze_panes, book.sheetnames) == ("C2", ["review", "how to"])
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules == {
        "H2:H13": '"accept,reject,correct"',
        "J2:J13": '"person,place,organization,treaty,document,event,work,office,term,other"',
    }
    second = {str(name.value): cell.value for name, cell in zip(sheet[1], sheet[3], strict=True)}
    assert second["sentence"] == "戈里斯市。"
    assert (second["mentions"], second["doubt"], second["places"], second["concept"]) == (3, 0.7, "d#p1", "c-1")
    assert "12 questions about 8 concepts" in str(book["how to"]["A2"].value)


@pytest.mark.parametrize(
    ("form", "other", "filled", "expected"),
    [
        ("戈里斯", "Goris", {"decision": "accept"}, [Decision("confirmed", "戈里斯", "", "en", "place", "Goris")]),
        ("阿利耶夫", "Aliyev", {"decision": "Accept "}, [Decision("latin", "阿利耶夫", "", "und-Latn", "person", "Aliyev")]),
        ("戈里斯", "Goris", {"decision": "reject", "note": "no"}, [Decision("rejected", "Goris", "戈里斯", "en", "place", note="no")]),
        (
            "戈里斯", "Goris", {"correction": "Gorys"},
            [Decision("rejected", "Goris", "戈里斯", "en", "place"), Decision("latin", "戈里斯", "", "en", "place", "Gorys")],
        ),
        ("阿利耶夫", "Aliyev", {"decision": "correct", "correction": "Əliyev"}, [Decision("latin", "阿利耶夫", "", "und-Latn", "person", "Əliyev")]),
        ("阿利耶夫", "阿里耶夫", {"decision": "accept"}, [Decision("same", "阿利耶夫", "阿里耶夫", kind="person")]),
        ("阿利耶夫", "阿里耶夫", {"decision": "reject"}, [Decision("different", "阿利耶夫", "阿里耶夫", kind="person")]),
        ("阿利耶夫", "阿里耶夫", {"correction": "阿里耶夫"}, [Decision("preferred", "阿里耶夫", "", ZH, "person")]),
        ("标界委员会", "", {"decision": "accept"}, [Decision("preferred", "标界委员会", "", ZH, "organization")]),
        ("标界委员会", "", {"decision": "reject"}, [Decision("rejected", "标界委员会", "", "", "organization", "concept")]),
        ("标界委员会", "", {"correction": "Border Commission"}, [Decision("latin", "标界委员会", "", "", "organization", "Border Commission")]),
        (
            "标界委员会", "", {"decision": "correct", "correction": "划界委员会"},
            [Decision("same", "标界委员会", "划界委员会", kind="organization"), Decision("preferred", "划界委员会", "", ZH, "organization")],
        ),
        ("标界工作", "", {"right kind": "Event"}, [Decision("kind", "标界工作", "", "", "organization", "event")]),
        (
            "戈里斯", "Goris", {"decision": "accept", "right kind": "person"},
            [Decision("confirmed", "戈里斯", "", "en", "place", "Goris"), Decision("kind", "戈里斯", "", "", "place", "person")],
        ),
    ],
)  # fmt: skip
def test_what_an_answer_says(tmp_path: Path, form: str, other: str, filled: dict[str, str], expected: list[Decision]) -> None:
    answers = read_review(listed(tmp_path, {(form, other): filled}))
    assert (list(answers.decisions), answers.faults, answers.open) == (expected, (), 11)


@pytest.mark.parametrize(
    ("filled", "message"),
    [
        ({"decision": "perhaps"}, "unknown decision 'perhaps'; known are accept, reject, correct"),
        ({"right kind": "town"}, "unknown kind 'town'"),
        ({"decision": "accept", "correction": "x"}, "says accept and has a correction"),
        ({"decision": "correct"}, "says correct and has no correction"),
        ({"decision": "accept", "question": "Why?"}, "unknown question 'Why?'"),
        ({"decision": "accept", "form": ""}, "no form"),
    ],
)
def test_an_answer_that_makes_no_sense_is_named_with_its_row(tmp_path: Path, filled: dict[str, str], message: str) -> None:
    path = listed(tmp_path, {("戈里斯", "Goris"): filled, ("标界委员会", ""): {"decision": "accept"}})
    answers = read_review(path)
    assert len(answers.decisions) == 1
    (line,) = answers.faults
    assert line.startswith(f"{path}:3: {message}")


def test_what_is_no_review_list(tmp_path: Path) -> None:
    convert_to = tmp_path / "x.xlsx"
    write_termbase(SMALL, tmp_path / "x.tbx")
    convert(tmp_path / "x.tbx", convert_to)
    with pytest.raises(TermbaseError, match="has no sheet 'review'"):
        read_review(convert_to)
    book = openpyxl.load_workbook(listed(tmp_path, {}))
    book["review"]["H1"] = "answer"
    book.save(tmp_path / "y.xlsx")
    with pytest.raises(TermbaseError, match="has no column 'decision'"):
        read_review(tmp_path / "y.xlsx")


def test_there_and_back_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = listed(tmp_path, {("戈里斯", "Goris"): {"decision": "accept"}, ("联合国", "UN"): {"decision": "what"}})
    out = tmp_path / "x.decisions.tsv"
    assert main(["convert", str(path), str(out), "--from", "review"]) == 1
    assert "1 decisions added to" in (said := capsys.readouterr().err)
    assert "unknown decision 'what'" in said
    assert read_decisions(out).decisions == (Decision("confirmed", "戈里斯", "", "en", "place", "Goris"),)
    assert main(["convert", str(listed(tmp_path / "..", {})), str(out), "--from", "review"]) == 1
    assert "holds no decision" in capsys.readouterr().err
    # What is decided is not asked again, unless the decision is withdrawn.
    again = tmp_path / "again.xlsx"
    assert main(["convert", str(tmp_path / "x.tbx"), str(again), "--to", "review"]) == 0
    assert "questions that are decided already (1)" in capsys.readouterr().err
    assert "Goris" not in {row[1] for row in openpyxl.load_workbook(again)["review"].iter_rows(values_only=True)}
    add_decisions((Decision("withdrawn", "戈里斯", value="confirmed"),), out)
    assert main(["convert", str(tmp_path / "x.tbx"), str(again), "--to", "review"]) == 0
    assert "Goris" in {row[1] for row in openpyxl.load_workbook(again)["review"].iter_rows(values_only=True)}


def test_decide_takes_the_list_and_signs_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, base = listed(tmp_path, {("戈里斯", "Goris"): {"decision": "reject"}}), str(tmp_path / "x.tbx")
    assert main(["decide", base, "--from", str(path), "--who", "A B", "--when", "2026-01-31"]) == 0
    assert "recorded in" in capsys.readouterr().err
    (made,) = read_decisions(tmp_path / "x.decisions.tsv").decisions
    assert made == Decision("rejected", "Goris", "戈里斯", "en", "place", "", "A B", "2026-01-31")
    assert main(["decide", base, "same", "--from", str(path)]) == 2
    assert main(["decide", base, "--from", str(tmp_path / "none.xlsx")]) == 2
    assert main(["decide", base, "--from", str(listed(tmp_path, {}))]) == 1
    assert "holds no decision" in capsys.readouterr().err
