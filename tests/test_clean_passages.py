"""Whole documents: golden files of the project's own texts, and what must hold of real ones, where present.

`python tests/test_clean_passages.py` writes the golden files anew, to be read as a diff.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from glossary.clean import passages, removed
from glossary.model import Document, Passage, Span
from glossary.normalise import has_han
from glossary.rules import load_rules

HERE = Path(__file__).parent / "data" / "clean"
SHARED = Path(__file__).parents[1].parent / "shared"
TEXTS = sorted(path.stem for path in HERE.glob("*.txt"))
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
ARTICLES = sorted((SHARED / "eval" / "dev" / "docs").glob("*.txt"))


def document(text: str, name: str = "x") -> Document:
    return Document(name, text, "")


def clean(text: str) -> tuple[Passage, ...]:
    return passages(document(text), load_rules())


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def rows(text: str) -> str:
    """The passages of `text` and what was removed from it, a line each."""
    found = clean(text)
    lines = [
        "\t".join((p.id, p.role, p.note, " ".join(f"{n}@{at}" for at, n in p.calls), p.text)) for p in found
    ]
    gone = [f"-\t{why}\t\t\t{text[span.start : span.end]}" for span, why in removed(document(text), found)]
    return "\n".join([*lines, *gone]) + "\n"


@pytest.mark.parametrize("name", TEXTS)
def test_golden(name: str) -> None:
    assert rows(read(HERE / f"{name}.txt")) == read(HERE / f"{name}.tsv")


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("change", ["crlf", "cr", "bom"])
def test_line_ends_and_a_byte_order_mark_change_nothing(name: str, change: str) -> None:
    text = read(HERE / f"{name}.txt")
    changes = {"crlf": text.replace("\n", "\r\n"), "cr": text.replace("\n", "\r"), "bom": "\ufeff" + text}
    kept = [(p.role, p.note, p.calls, p.text) for p in clean(text)]
    assert [(p.role, p.note, p.calls, p.text) for p in clean(changes[change])] == kept


def test_a_letter_without_its_empty_lines_has_the_same_passages() -> None:
    text = read(HERE / "letter.txt")
    # Without empty lines nothing shows where the last page ends: its paragraph is made to end before.
    text = text[: text.index("因为冬\n")] + "因为冬天近了。 \n"
    tight = re.sub(r"\n *\n(?=[^\n])", "\n", text)
    assert tight.count("\n") < 0.6 * text.count("\n")
    assert [(p.role, p.note, p.text) for p in clean(tight)] == [(p.role, p.note, p.text) for p in clean(text)]


def test_text_of_a_pdf_file_has_the_same_passages() -> None:
    """PDFium keeps neither indents nor gaps, ends lines with CR LF and writes U+0002 for a cut hyphen."""
    text = read(HERE / "letter.txt")
    text = text[: text.index("https://undocs")]
    taken = re.sub(r"\n *\n(?=[^\n])", "\n", text)
    taken = re.sub(r"(?m)^ +| +$", "", taken).replace("  ", " ").replace("closure-\n", "closure\x02")
    taken = taken.replace("\n", "\r\n")
    found = {p.text for p in clean(taken)}
    missed = [p.text[:6] for p in clean(text) if p.text not in found]
    assert missed == ["因此，我国政", "我国代表在5"]  # the first ends with a full line, which hides its end


def test_signatures_and_salutations() -> None:
    text = read(HERE / "letter.txt").replace("奥斯温·拉德克(签名)", "(签名) 奥斯温·拉德克")
    text = text.replace(" 谨随函附上", "秘书长先生： \n\n 谨随函附上")
    roles = {p.text: p.role for p in clean(text)}
    assert roles["(签名)奥斯温·拉德克"] == roles["大使"] == "signature"
    assert roles["秘书长先生："] == "body"


def test_a_passage_leads_back_over_the_end_of_a_page() -> None:
    text = read(HERE / "letter.txt")
    (passage,) = [p for p in clean(text) if p.text.startswith("上述行为")]
    at = passage.text.index("从未中断接触，也从未")
    start, end = passage.original(Span(at, at + 10))
    assert text[start:end].startswith("从未中断接触\n") and text[start:end].endswith("\n，也从未")
    assert "46-07731 2/3" in text[start:end]


@pytest.mark.parametrize(
    "text",
    ["", " \n\t\n", "海峡关闭。", "  海峡关闭。 ", "一\n二\n", "Nothing.\r\nNor here.", "\ufeff\u200b\n"],
)
def test_each_line_of_a_short_text_is_a_passage(text: str) -> None:
    lines = [line.strip("\ufeff\u200b ") for line in text.split()] if "." not in text else text.split("\r\n")
    assert [p.text for p in clean(text)] == [line for line in lines if line]
    assert [p.id for p in clean(text)] == [f"p{k + 1}" for k in range(len(clean(text)))]


def test_a_list_is_not_joined() -> None:
    rows = "".join(f"{k} 号文件：关于海峡通航的第{k}份临时备忘录{'附件' * (k % 7)}\n" for k in range(40))
    assert len(clean(rows)) == 40


def test_a_text_cut_at_a_margin_is_joined() -> None:
    words = "The Sound Strait was closed for the third time, and no ship has passed since. " * 25
    lines, line = [], ""
    for word in words.split():
        if len(line) + len(word) > 70:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    (passage,) = clean("\n".join([*lines, line]))
    assert passage.text == words.strip()


def test_pages_are_kept() -> None:
    text = "第一页的文字。\x0c第二页的文字。"
    found = passages(Document("x", text, "", pages=(0, 8)), load_rules())
    assert [(p.text, p.page) for p in found] == [("第一页的文字。", 1), ("第二页的文字。", 2)]


def test_running_heads_of_pages_go() -> None:
    body = read(HERE / "record.txt").split("\n")
    page = [line for line in body if len(line) > 18 and "/" not in line]
    text = "\x0c".join(f"海峡委员会公报 第{k}期\n" + "\n".join(page[k * 5 : k * 5 + 5]) for k in range(5))
    assert "海峡委员会公报" in text
    assert not any("公报" in p.text for p in clean(text))


@pytest.mark.skipif(not SEEDS, reason="the sample documents beside the project are absent")
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: str(path.stem)[:3])
def test_seeds_lose_nothing_but_furniture(path: Path) -> None:
    text = read(path)
    found = clean(text)
    gone = removed(document(text), found)
    assert not [text[a:b] for (a, b), _ in gone if has_han(text[a:b]) and "S/PV." not in text[a:b]]
    for passage in found:
        assert passage.text == passage.text.strip()
        assert not any(mark in passage.text for mark in ("\n", "  ", "____", "undocs.org", "•", " ·", "· "))
    notes = [int(p.note) for p in found if p.note.isdigit()]
    called = sorted(int(number) for p in found for _, number in p.calls if number.isdigit())
    assert notes == called == list(range(1, len(notes) + 1))


@pytest.mark.skipif(not SEEDS, reason="the sample documents beside the project are absent")
def test_seeds_have_the_passages_counted_by_hand() -> None:
    found = {path.stem[:3]: clean(read(path)) for path in SEEDS}
    assert {name: len(them) for name, them in found.items()} == {
        "000": 33, "001": 35, "002": 164, "003": 29, "004": 139,
    }  # fmt: skip
    roles = {
        name: [sum(p.role == role for p in them) for role in ("heading", "note", "speech", "signature")]
        for name, them in found.items()
    }
    assert roles == {
        "000": [9, 1, 0, 4],
        "001": [13, 0, 0, 3],
        "002": [2, 0, 21, 0],
        "003": [10, 3, 0, 3],
        "004": [10, 53, 0, 3],
    }


@pytest.mark.skipif(not ARTICLES, reason="the articles beside the project are absent")
def test_articles_lose_nothing_but_blanks() -> None:
    for path in ARTICLES:
        text = read(path)
        found = clean(text)
        assert not removed(document(text), found), path.name
        assert len(found) == sum(1 for line in text.split("\n") if line.strip()), path.name


if __name__ == "__main__":
    for stem in TEXTS:
        (HERE / f"{stem}.tsv").write_text(rows(read(HERE / f"{stem}.txt")), "utf-8", newline="")
