"""Notes below the last rule of a text without page layout, and the raised digits that call them."""

from __future__ import annotations

import io
import zipfile
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.clean import passages, removed
from glossary.clean.endnotes import _WORTH, _chain, endnotes
from glossary.clean.raised import Raised, raised
from glossary.model import Document
from glossary.read import documents
from glossary.rules import Rule, load_rules

if TYPE_CHECKING:
    from pathlib import Path

    from glossary.model import Passage

RULES = load_rules()
RULE = "_" * 18
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def clean(text: str) -> tuple[Passage, ...]:
    return passages(Document("x", text, ""), RULES)


def marked(found: tuple[Passage, ...]) -> list[str]:
    """The passages with their calls in ⟦…⟧, and the number of a note before it."""
    rows = []
    for passage in found:
        text = passage.text
        for at, number in reversed(passage.calls):
            text = f"{text[:at]}⟦{number}⟧{text[at:]}"
        rows.append(f"{passage.note}|{text}" if passage.role == "note" else text)
    return rows


def below(*notes: int) -> str:
    return "".join(f"\n {number} 第{number}注" for number in notes)


# the text above a rule with the notes of these numbers below it, and the same with its calls marked
TIED = [
    ("《公约》¹", (1,), "《公约》⟦1⟧"),
    ("《公约》¹²，1951年。", (12,), "《公约》⟦12⟧，1951年。"),
    ("A/77/150²号文件。", (2,), "A/77/150⟦2⟧号文件。"),
    ("《公约》¹和A/77/150²号文件³", (1, 2, 3), "《公约》⟦1⟧和A/77/150⟦2⟧号文件⟦3⟧"),
    ("the treaty¹ and, later,² Smith³ (1951)⁴", (1, 2, 3, 4), "the treaty⟦1⟧ and, later,⟦2⟧ Smith⟦3⟧ (1951)⟦4⟧"),
    ("¹ 甲说 ² 乙", (1, 2), "⟦1⟧甲说 ⟦2⟧乙"),
    # formulas stay, whatever the numbers of the notes
    ("甲¹，120 m²，乙²，10³人，丙³", (1, 2, 3), "甲⟦1⟧，120 m²，乙⟦2⟧，10³人，丙⟦3⟧"),
    ("甲¹，50米²，x²+y²，乙²", (1, 2), "甲⟦1⟧，50米²，x²+y²，乙⟦2⟧"),
    ("甲¹，Ca²⁺，10⁻²，¹⁄₂，乙²", (1, 2), "甲⟦1⟧，Ca²⁺，10⁻²，¹⁄₂，乙⟦2⟧"),
    ("甲¹，E=mc²，含³H，乙²、丙³", (1, 2, 3), "甲⟦1⟧，E=mc²，含³H，乙⟦2⟧、丙⟦3⟧"),
    ("占地3 m²¹，其后²", (1, 2), "占地3 m²⟦1⟧，其后⟦2⟧"),
    ("甲¹²，乙⁹⁹", (12,), "甲⟦12⟧，乙⁹⁹"),
    # two calls at one place, and one number
    ("甲¹²，乙³", (1, 2, 3), "甲⟦1⟧⟦2⟧，乙⟦3⟧"),
    ("".join(f"甲{n}" for n in "¹²³⁴⁵⁶⁷⁸") + "乙⁹¹⁰丙¹¹丁¹²", tuple(range(1, 13)),
     "".join(f"甲⟦{n}⟧" for n in range(1, 9)) + "乙⟦9⟧⟦10⟧丙⟦11⟧丁⟦12⟧"),
    # a note called twice; a note that nothing calls
    ("甲¹，乙²，又见甲¹，丙³", (1, 2, 3), "甲⟦1⟧，乙⟦2⟧，又见甲⟦1⟧，丙⟦3⟧"),
    ("甲¹，丙³", (1, 2, 3), "甲⟦1⟧，丙⟦3⟧"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "notes", "expected"), TIED)
def test_calls_are_tied(text: str, notes: tuple[int, ...], expected: str) -> None:
    found = clean(f"{text}\n{RULE}{below(*notes)}")
    assert marked(found) == [expected, *(f"{number}|第{number}注" for number in notes)]


# whole texts in which a line is a passage, as in any plain text
UNTIED = [
    "公约¹\n其后",
    f"公约¹\n{RULE}",
    f"公约¹\n{RULE}\n签名",
    f"公约\n{RULE}\n1 第一注",
    f"公约[1]\n{RULE}\n1 第一注",
    f"公约①\n{RULE}\n1 第一注",
    f"公约[12]，①\n{RULE}\n[12] 第一注\n① 第二注",
    f"公约¹\n{RULE}\n2 第二注",
    f"公约¹\n{RULE}\n其后\n1 第一注",
    "公约¹\n____\n1 第一注",
    f"公约¹\n1 第一注\n{RULE}",
    f"公约¹，见{RULE}\n1 第一注",
    f"公约¹\n{RULE}\n1. 第一注",
    f"公约¹\n{RULE}\n1月 第一注",
    f"公约¹\n{RULE}\n2046 年",
    f"{RULE}\n1 公约¹",
    f"x²\n{RULE}\n1 甲\n2 乙",
    f"120 m²，10⁵\n{RULE}\n2 甲\n3 乙",
    f"公约¹\n{RULE}\n1 甲\n2 乙\n3 丙",
]


@pytest.mark.parametrize("text", UNTIED)
def test_without_evidence_nothing_is_tied(text: str) -> None:
    found = clean(text)
    assert [passage.text for passage in found] == [clean(line)[0].text for line in text.split("\n")]
    assert not any(passage.calls or passage.note or passage.role == "note" for passage in found)


# what stands below the rule, and the lines and numbers of the notes; the text calls 1 and 2
SHAPES = [
    (" 1 甲\n 2 乙", ["1|甲", "2|乙"]),
    ("1　甲\n\n2\t乙\n", ["1|甲", "2|乙"]),
    ("¹ 甲\n²乙", ["1|甲", "2|乙"]),
    (" 1 甲\n第二段\n\n第三段\n 2 乙", ["1|甲", "1|第二段", "1|第三段", "2|乙"]),
    (" 1 甲\n2 次会议\n 2 乙", ["1|甲", "1|2次会议", "2|乙"]),
    (" 1 甲\n 3 丙\n 2 乙", ["1|甲", "1|3丙", "2|乙"]),
    (" 1 \n 2 乙", ["2|乙"]),
    (" 1 甲\n 2 乙\n末段", ["1|甲", "2|乙", "2|末段"]),
    (" 1 甲\n 2 乙" + "\n附件" * 6, ["1|甲", "2|乙", *["附件"] * 6]),
    (f" 1 甲\n 2 乙\n{RULE}", ["1|甲", "2|乙"]),
]


@pytest.mark.parametrize(("notes", "expected"), SHAPES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_shapes_of_notes(notes: str, expected: list[str], end: str) -> None:
    text = f"《公约》¹和决议²\n{RULE}\n{notes}".replace("\n", end)
    found = clean(text)
    assert marked(found) == ["《公约》⟦1⟧和决议⟦2⟧", *expected]
    assert [passage.id for passage in found] == [f"p{k + 1}" for k in range(len(found))]
    whys = {text[span.start : span.end]: why for span, why in removed(Document("x", text, ""), found)}
    assert whys.pop(RULE) == "furniture"
    assert set(whys.values()) == {"call"}


def test_only_the_last_notes_are_tied_and_an_earlier_rule_stays() -> None:
    text = f"甲¹\n{RULE}\n 1 第一注\n正文。\n乙¹\n{RULE}\n 1 第二注"
    assert marked(clean(text)) == ["甲⟦1⟧", RULE, "1第一注", "正文。", "乙⟦1⟧", "1|第二注"]


def test_numbers_set_to_the_right_are_heads_too() -> None:
    text = "".join(f"甲{n}" for n in ("⁹", "¹⁰")) + f"\n{RULE}\n 9 第九\n10 第十"
    assert marked(clean(text)) == ["甲⟦9⟧甲⟦10⟧", "9|第九", "10|第十"]


def test_a_line_that_is_only_a_call_leaves_no_passage() -> None:
    text = f"甲¹\n²\n乙\n{RULE}\n 1 注\n 2 注"
    assert marked(clean(text)) == ["甲⟦1⟧", "乙", "1|注", "2|注"]


def test_lines_that_end_with_calls_are_no_layout() -> None:
    lines = [f"各方审议了海峡航行的报告，并通过了第{k}号决定。" for k in range(1, 9)]
    text = "\n".join(line + "¹²³⁴⁵⁶⁷⁸"[k] for k, line in enumerate(lines))
    found = clean(f"{text}\n{RULE}{below(*range(1, 9))}")
    assert marked(found)[:8] == [f"{line}⟦{k}⟧" for k, line in enumerate(lines, 1)]


def test_raised_calls_of_a_text_cut_into_lines_are_tied() -> None:
    words = "各方审议了关于海峡航行的报告¹，该报告占地 3 m²，并通过了委员会的决定²。" * 4
    raw = words.replace("¹", "", 3).replace("²。", "。", 3)
    lines = "\n".join(raw[k : k + 30] for k in range(0, len(raw), 30))
    *_, body, one, two = clean(f"{lines}\n{RULE}\n 1 第一注。\n 2 第二注。")
    assert [number for _, number in body.calls] == ["1", "2"] and "¹" not in body.text and "m²" in body.text
    assert (one.role, one.note, two.note) == ("note", "1", "2")


@pytest.mark.parametrize("rule", [RULES["note.unit"], RULES["note.power"]], ids=lambda rule: rule.id)
def test_formula_examples(rule: Rule) -> None:
    assert rule.yes and rule.no
    assert [text for text in rule.yes if list(raised(text, len(text), RULES))] == []
    assert [text for text in rule.no if not list(raised(text, len(text), RULES))] == []


RUNS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.lists(st.integers(1, 9), min_size=1, max_size=2, unique=True).map(
            lambda firsts: [tuple(range(n, n + 1 + k)) for k, n in enumerate(firsts)]
        ),
    ),
    max_size=9,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(RUNS)
def test_the_chain_is_the_one_worth_most(rows: list[tuple[int, list[tuple[int, ...]]]]) -> None:
    found = [(Raised(k, k + 1, "", doubt), readings) for k, (doubt, readings) in enumerate(rows)]

    def worth(chain: list[tuple[Raised, tuple[int, ...]]]) -> int:
        return sum(_WORTH[run.doubt] * len(reading) for run, reading in chain)

    flat = [(run, reading) for run, readings in found for reading in readings]
    rising = [
        list(some)
        for size in range(min(len(flat), 5) + 1)
        for some in combinations(flat, size)
        if all(a[0].start < b[0].start and a[1][-1] < b[1][0] for a, b in pairwise(some))
    ]
    chain = _chain(found)
    assert all(a[0].start < b[0].start and a[1][-1] < b[1][0] for a, b in pairwise(chain))
    best = max(map(worth, rising))
    assert worth(chain) == best if len(chain) <= 5 else worth(chain) >= best


@pytest.mark.parametrize("digits", ["¹", "¹²", "x²", "¹²³¹²³", "¹" * 20])
def test_hostile_calls_take_no_time(digits: str) -> None:
    assert endnotes(f"甲{digits}" * 20_000 + f"\n{RULE}{below(*range(1, 1000))}", RULES) is None


def test_hostile_rules_take_no_time() -> None:
    found = endnotes("甲¹" + f"\n{RULE}\n 1 甲" * 20_000, RULES)
    assert found is not None and len(found.lines) == 1


def packed(body: str, notes: str) -> bytes:
    """A DOCX file with these paragraphs, and these footnotes in a part of its own."""
    document = docx.Document()
    for element in list(parse_xml(f'<w:body xmlns:w="{W}">{body}</w:body>')):
        document.element.body.insert(len(document.element.body) - 1, element)
    stream = io.BytesIO()
    document.save(stream)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    more = {
        "[Content_Types].xml": f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>',
        "word/_rels/document.xml.rels": f'<Relationship Id="n" Type="{RELATION}/footnotes" Target="footnotes.xml"/></Relationships>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode("utf-8", "surrogateescape")
            if name in more:
                data = data[: data.rindex("</")] + more[name]
            new.writestr(name, data.encode("utf-8", "surrogateescape"))
        new.writestr("word/footnotes.xml", f'<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>')
    return made.getvalue()


def paragraph(text: str) -> str:
    """A paragraph of a DOCX file; {7} in it calls the footnote with id 7."""
    runs = text.replace("{", '</w:t></w:r><w:r><w:footnoteReference w:id="').replace(
        "}", '"/></w:r><w:r><w:t xml:space="preserve">'
    )
    return f'<w:p><w:r><w:t xml:space="preserve">{runs}</w:t></w:r></w:p>'


def test_a_docx_file_from_end_to_end(tmp_path: Path) -> None:
    body = [
        "海峡委员会第三次报告",
        "委员会通过了《海峡航行公约》{2}，并审议了A/91/150{3}号文件。港口占地120 m²，有10⁵人。",
        *(f"第{k}段。{{{k}}}" for k in range(4, 13)),
        "“没有人想要战争。”{13}{14}",
    ]
    notes = "".join(
        f'<w:footnote w:id="{k}">' + paragraph(f" 注{k}，12 m²") + (paragraph("第二段") if k == 3 else "") + "</w:footnote>"
        for k in range(2, 15)
    )
    path = tmp_path / "report.docx"
    path.write_bytes(packed("".join(map(paragraph, body)), notes))
    (document,) = documents([str(path)])
    assert isinstance(document, Document) and "《海峡航行公约》¹，并审议了A/91/150²号文件" in document.text
    found = passages(document, RULES)
    assert marked(found) == [
        "海峡委员会第三次报告",
        "委员会通过了《海峡航行公约》⟦1⟧，并审议了A/91/150⟦2⟧号文件。港口占地120 m²，有10⁵人。",
        *(f"第{k}段。⟦{k - 1}⟧" for k in range(4, 13)),
        "“没有人想要战争。”⟦12⟧⟦13⟧",
        "1|注2，12 m²",
        "2|注3，12 m²",
        "2|第二段",
        *(f"{k - 1}|注{k}，12 m²" for k in range(4, 15)),
    ]
    gone = removed(document, found)
    assert [document.text[span.start : span.end] for span, why in gone if why == "furniture"] == [RULE]


def test_a_web_page_from_end_to_end(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        f"<meta charset=utf-8><p>《海峡公约》¹和<b>决议</b>²。<p>{RULE}<p>1 第一注<p>2 第二注<p>© 海峡", "utf-8"
    )
    (document,) = documents([str(path)])
    assert isinstance(document, Document)
    assert marked(passages(document, RULES)) == [
        "《海峡公约》⟦1⟧和决议⟦2⟧。", "1|第一注", "2|第二注", "2|©海峡",
    ]  # fmt: skip
