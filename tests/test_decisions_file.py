"""OUT.decisions.tsv: what is written comes back; what makes no sense is said by line; two processes and a full disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.decide import Decision, add_decisions, decisions_path, fault, read_decisions
from glossary.decide.tsv import decisions_text
from glossary.decide.values import VERBS
from glossary.errors import TermbaseError, WriteError
from glossary.model import KINDS

SOME = [
    Decision("preferred", "伊利哈姆·阿利耶夫", who="an", when="2026-01-02"),
    Decision("same", "耶尔穆克", "杰姆克", note="one town"),
    Decision("kind", "卡拉巴赫", value="place"),
    Decision("latin", "戈里斯", lang="en", value="Goris"),
    Decision("rejected", "等等", value="concept"),
    Decision("withdrawn", "耶尔穆克", "杰姆克", value="same"),
]
HEADER = "decision\tform\tother form\tlanguage\tkind\tvalue\twho\twhen\tnote\n"

_CELL = st.text(st.characters(codec="utf-8"), max_size=8)


@st.composite
def decisions(draw):
    verb = draw(st.sampled_from(VERBS))
    value = {"kind": st.sampled_from(KINDS), "withdrawn": st.sampled_from(VERBS[:-1]), "rejected": st.sampled_from(["", "concept"])}
    one = Decision(
        verb, draw(_CELL), draw(_CELL), draw(_CELL), draw(st.sampled_from(["", *KINDS])),
        draw(value.get(verb, _CELL)), *(draw(_CELL) for _ in range(3)),
    )  # fmt: skip
    clean = [" ".join(cell.split()) for cell in (one.form, one.other, one.value, one.note, one.lang, one.who, one.when)]
    return Decision(verb, clean[0], clean[1], clean[4], one.kind, clean[2], clean[5], clean[6], clean[3])


@given(st.lists(decisions().filter(lambda d: fault(d) is None), max_size=5))
def test_what_is_written_comes_back(made):
    text = decisions_text(made, header=True)
    path = Path("/dev/shm" if Path("/dev/shm").is_dir() else "/tmp") / f"glossary-decisions-{os.getpid()}.tsv"
    try:
        path.write_text(text, "utf-8", newline="")
        read = read_decisions(path)
    finally:
        path.unlink()
    assert read.faults == ()
    quoted = [d for d in made if any(cell.startswith('"') for cell in (d.form, d.other, d.lang, d.value, d.who, d.when, d.note))]
    if not quoted:
        assert list(read.decisions) == made


def test_lines_are_added_to_the_end(tmp_path):
    path = decisions_path(tmp_path / "a.tbx")
    assert path.name == "a.decisions.tsv"
    assert read_decisions(path) == ((), ())
    for one in SOME:
        assert add_decisions([one], path) == ()
    assert read_decisions(path) == (tuple(SOME), ())
    assert path.read_text("utf-8").splitlines()[0] + "\n" == HEADER


@pytest.mark.parametrize(
    ("text", "good", "said"),
    [
        ("\ufeff" + HEADER + "preferred\tA\r\n", 1, []),
        ("preferred\tA\nsame as\tA\tB", 2, []),  # no header, no last line end: a person's own file
        ("Form\tDecision\nA\tpreferred\n", 0, ["1: unknown decision 'Form'", "2: unknown decision 'A'"]),
        ("decision\tlanguage\tform\npreferred\ten\tA\n", 1, []),
        (HEADER + "# a remark\n\n\t\t\n", 0, []),
        (HEADER + "prefered\tA\n", 0, ["2: unknown decision 'prefered'"]),
        (HEADER + "preferred\n", 0, ["2: no form"]),
        (HEADER + "same\tA\n", 0, ["2: same takes two forms"]),
        (HEADER + "same\tA\tA\n", 0, ["2: same takes two forms"]),
        (HEADER + "kind\tA\t\t\t\ttown\n", 0, ["2: unknown kind 'town'"]),
        (HEADER + "kind\tA\t\t\t\tPlace\nRight Kind\tA\t\t\tPERSON\tplace\n", 2, []),
        (HEADER + "latin\tA\n", 0, ["2: no Latin form"]),
        (HEADER + "withdrawn\tA\tB\t\t\tgone\n", 0, ["2: 'gone' is no decision to withdraw"]),
        (HEADER + "preferred" + "\tA" * 12 + "\n", 0, ["2: 13 columns where 9 are expected"]),
        (HEADER + "preferred\tA\npreferred\t伊利", 1, ["3: the last line is cut off"]),
        (HEADER + 'preferred\t"A ""B"", C"\n', 1, []),
        ("decision\tother\nsame\tA\n", 0, ["1: a header without the column form", "2: same takes two forms"]),
    ],
)
def test_lines_that_make_no_sense_are_said(text, good, said, tmp_path):
    path = tmp_path / "x.decisions.tsv"
    path.write_text(text, "utf-8", newline="")
    read = read_decisions(path)
    assert len(read.decisions) == good
    assert len(read.faults) == len(said)
    assert all(f"{path}:{line}" in fault for line, fault in zip(said, read.faults, strict=True))


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "x.decisions.tsv"
    path.write_bytes(HEADER.encode() + b"preferred\t\xff\xfe\npreferred\tA\n")
    read = read_decisions(path)
    assert [d.form for d in read.decisions] == ["A"]
    assert "not UTF-8" in read.faults[0]
    path.write_text(HEADER, "utf-16")
    with pytest.raises(TermbaseError, match="UTF-16"):
        read_decisions(path)
    with pytest.raises(TermbaseError, match="cannot be read"):
        read_decisions(tmp_path)


@pytest.mark.parametrize("cut", range(1, 20))
def test_a_line_that_a_crash_cut_off_is_no_decision_and_does_not_swallow_the_next(cut, tmp_path):
    path = tmp_path / "x.decisions.tsv"
    add_decisions(SOME, path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    before = read_decisions(path)
    add_decisions([SOME[0]], path)
    after = read_decisions(path)
    assert after.faults == ()
    assert after.decisions[-1] == SOME[0]
    assert after.decisions[: len(before.decisions)] == before.decisions
    assert len(before.decisions) >= len(SOME) - 1
    if before.faults:
        assert "# cut off: " in path.read_text("utf-8")


def test_a_last_line_without_its_end_that_is_whole_stays(tmp_path):
    path = tmp_path / "x.decisions.tsv"
    path.write_text(HEADER + "same\tA\tB\t\t\t\t\t\t", "utf-8")
    assert add_decisions([SOME[0]], path) == ()
    assert read_decisions(path) == ((Decision("same", "A", "B"), SOME[0]), ())


def test_a_wrong_decision_is_never_written(tmp_path):
    path = tmp_path / "x.decisions.tsv"
    with pytest.raises(ValueError, match="unknown kind"):
        add_decisions([SOME[0], Decision("kind", "A", value="town")], path)
    assert not path.exists()


def test_places_that_cannot_be_written(tmp_path):
    with pytest.raises(WriteError, match="cannot be written"):
        add_decisions(SOME, tmp_path)
    with pytest.raises(WriteError, match="cannot be written"):
        add_decisions(SOME, tmp_path / "no" / "x.decisions.tsv")
    if Path("/dev/full").exists():
        with pytest.raises(WriteError, match="No space"):
            add_decisions(SOME, Path("/dev/full"))


LIMITED = """
import resource, sys
from pathlib import Path
from glossary.decide import Decision, add_decisions
from glossary.errors import WriteError
path = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20, resource.RLIM_INFINITY))
try:
    add_decisions([Decision("preferred", "伊利哈姆·阿利耶夫")], path)
except WriteError as error:
    print(error)
"""


@pytest.mark.parametrize("tail", [b"", b"preferred\tA"])
def test_a_full_disk_leaves_the_file_as_it_was(tail, tmp_path):
    path = tmp_path / "x.decisions.tsv"
    add_decisions(SOME, path)
    path.write_bytes(path.read_bytes() + tail)
    before = path.read_bytes()
    done = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=False)
    assert "cannot be written" in done.stdout, done.stderr
    assert path.read_bytes() == before


MANY = """
import sys
from pathlib import Path
from glossary.decide import Decision, add_decisions
for n in range(60):
    add_decisions([Decision("same", f"{sys.argv[2]}{n}", "B" * 500), Decision("preferred", f"{sys.argv[2]}{n}")], Path(sys.argv[1]))
"""


def test_two_processes_may_add_at_once(tmp_path):
    path = tmp_path / "x.decisions.tsv"
    running = [subprocess.Popen([sys.executable, "-c", MANY, str(path), name]) for name in "PQ"]
    assert [process.wait() for process in running] == [0, 0]
    read = read_decisions(path)
    assert read.faults == ()
    assert sorted(d.form for d in read.decisions) == sorted(f"{p}{n}" for p in "PQ" for n in range(60) for _ in range(2))
    assert all(a.form == b.form for a, b in zip(read.decisions[::2], read.decisions[1::2], strict=True))
