"""`glossary decide`: what it records, what it says will change, and what it refuses."""

from __future__ import annotations

import json
from datetime import date

import pytest

from glossary.cli import main
from glossary.decide import Decision, decisions_path, read_decisions
from glossary.tbx.write import write_termbase
from tests.tbx_values import SMALL


@pytest.fixture
def base(tmp_path):
    path = tmp_path / "letters.tbx"
    write_termbase(SMALL, path)
    return path


CALLS = [
    (["preferred", "科瓦奇"], [Decision("preferred", "科瓦奇")], "科瓦奇 admitted → preferred"),
    (["deprecated", "科瓦奇", "安娜"], [Decision("deprecated", "科瓦奇"), Decision("deprecated", "安娜")], "admitted → deprecated"),
    (["rejected", "科瓦奇"], [Decision("rejected", "科瓦奇")], "科瓦奇 goes"),
    (["rejected", "等等", "--concept"], [Decision("rejected", "等等", value="concept")], "等等 (c-0004): goes"),
    (["same", "联合国", "秘书长"], [Decision("same", "联合国", "秘书长")], "becomes part of c-0002"),
    (["same", "联合国", "秘书长", "等等"], [Decision("same", "联合国", "秘书长"), Decision("same", "联合国", "等等")], "becomes part of"),
    (["different", "科瓦奇", "安娜·科瓦奇"], [Decision("different", "科瓦奇", "安娜·科瓦奇")], "new: [person] 科瓦奇"),
    (["kind", "联合国", "Event"], [Decision("kind", "联合国", value="event")], "kind organization → event"),
    (["latin", "秘书长", "Secretary-General", "--lang", "en"], [Decision("latin", "秘书长", lang="en", value="Secretary-General")], "comes"),
    (["confirmed", "安娜·科瓦奇"], [Decision("confirmed", "安娜·科瓦奇")], "suggested → preferred"),
    (["confirmed", "秘书长", "Secretary-General"], [Decision("confirmed", "秘书长", value="Secretary-General")], "comes"),
    (["preferred", "科瓦齐"], [Decision("preferred", "科瓦齐")], "did you mean 科瓦奇?"),
    (["Same As", "联合国", "UN"], [Decision("same", "联合国", "UN")], "nothing changes"),
]


@pytest.mark.parametrize(("arguments", "recorded", "said"), CALLS, ids=lambda x: " ".join(x) if isinstance(x, list) and isinstance(x[0], str) else None)
def test_decisions_are_recorded_and_their_effect_is_said(arguments, recorded, said, base, capsys):
    whole = base.read_bytes()
    assert main(["decide", str(base), *arguments, "--who", "an", "--when", "2026-01-31", "--note", "why"]) == 0
    out = capsys.readouterr()
    assert out.out == ""
    assert said in out.err
    found = read_decisions(decisions_path(base)).decisions
    assert [Decision(d.decision, d.form, d.other, d.lang, d.kind, d.value) for d in found] == recorded
    assert {(d.who, d.when, d.note) for d in found} == {("an", "2026-01-31", "why")}
    assert base.read_bytes() == whole


def test_a_decision_may_be_withdrawn_and_all_are_listed(base, capsys):
    for arguments in (["different", "联合国", "秘书长"], ["same", "联合国", "秘书长"], ["withdrawn", "different", "联合国", "秘书长"]):
        assert main(["decide", str(base), *arguments]) == 0
    err = capsys.readouterr().err
    assert "withdraw it first" in err
    assert "becomes part of c-0002" in err.rpartition("withdrawn different")[2]
    assert main(["decide", str(base), "--list", "--format", "json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["decision"] for row in rows] == ["different", "same", "withdrawn"]
    assert {row["when"] for row in rows} <= {date.today().isoformat(), date.fromordinal(date.today().toordinal() - 1).isoformat()}
    assert main(["decide", str(base), "--list", "--format", "tsv"]) == 0
    assert capsys.readouterr().out.startswith("decision\tform\tother form\tlanguage\tkind\tvalue\twho\twhen\tnote\n")


def test_nothing_to_list(base, capsys):
    assert main(["decide", str(base), "--list"]) == 1
    assert "no decision is recorded" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["prefered", "x"], ["preferred"], ["same", "x"], ["same", "x", "x"], ["kind", "x", "town"], ["kind", "x"],
        ["latin", "x"], ["confirmed"], ["confirmed", "a", "b", "c"], ["withdrawn", "x"], ["withdrawn", "gone", "x"],
        ["preferred", "x", "--when", "yesterday"], ["preferred", "x", "--concept"], ["same", "x", "y", "--of", "z"],
        ["preferred", " "], ["preferred", "x", "--list"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_call_is_status_2_one_line_and_records_nothing(arguments, base, capsys):
    assert main(["decide", str(base), *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not decisions_path(base).exists()


def test_places_and_termbases_that_will_not_do(base, capsys):
    assert main(["decide", str(base.with_name("no.tbx")), "preferred", "x"]) == 2
    broken = base.with_name("broken.tbx")
    broken.write_text("<tbx")
    assert main(["decide", str(broken), "preferred", "x"]) == 1
    decisions_path(base).mkdir()
    assert main(["decide", str(base), "preferred", "x"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_lines_that_make_no_sense_are_told_when_listed(base, capsys):
    decisions_path(base).write_text("prefered\tx\nsame\tA\tB\n", "utf-8")
    assert main(["decide", str(base), "--list"]) == 1
    out = capsys.readouterr()
    assert "letters.decisions.tsv:1: unknown decision" in out.err
    assert "same" in out.out
