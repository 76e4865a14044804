"""Pages: what is text is escaped wherever it stands, nothing is fetched, and what is open is closed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from glossary.pages import (
    Cell,
    Markup,
    Row,
    aligned,
    badge,
    card,
    element,
    escaped,
    filters,
    joined,
    key,
    page,
    term,
    tiles,
)

VOID = {"meta", "input", "br", "hr", "link"}


class Outline(HTMLParser):
    """What a page holds: its elements, whether they are closed in order, its text and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: list[str] = []
        self.text: list[str] = []
        self.values: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.values += [value for _, value in attrs if value is not None]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.text.append(data)


def outline(html: str) -> Outline:
    parser = Outline()
    parser.feed(html)
    parser.close()
    assert (parser.wrong, parser.open) == ([], [])
    return parser


NASTY = "<script>alert(1)</script>\"'&amp;"


def everything(text: str) -> str:
    """A page that holds `text` in every place that text can stand in."""
    rows = [Row([Cell(text, text, text, "near")], text, text, text)]
    return page(
        text, tiles([(text, text, "added")]), filters([(text, 1)], text), badge(text), aligned(rows), key([(text, "near")]),
        card(element("p", text, title=text), term(text, text), tags=[text], anchor=text), about=text,
    )  # fmt: skip


def test_text_stays_text_in_every_place():
    seen = outline(everything(NASTY))
    assert seen.names.count("script") == 1
    assert NASTY in "".join(seen.text)
    assert NASTY in seen.values


@given(st.text(st.characters(codec=None), min_size=1, max_size=30))
def test_no_text_breaks_a_page(text: str) -> None:
    html = everything(text)
    html.encode()
    assert outline(html).names == outline(everything("x")).names


def test_characters_that_html_cannot_hold_are_shown_as_such():
    assert escaped("a\x00b\x1b\ud800\ufffe\tc") == "a\ufffdb\ufffd\ufffd\ufffd\tc"


def test_markup_is_put_as_it_stands_and_text_is_not():
    assert joined("<", Markup("<b>x</b>"), by=" ").html == "&lt; <b>x</b>"
    assert element("td", Markup("<i>1</i>"), cls="", title=None, hidden=True).html == "<td hidden><i>1</i></td>"


def test_a_page_fetches_nothing():
    html = everything("x")
    assert re.findall(r"https?:|//\w|url\(|@import|\bsrc=|\bhref=", html) == []
    assert any(value.startswith("default-src 'none'") for value in outline(html).values)
    assert html == everything("x")
