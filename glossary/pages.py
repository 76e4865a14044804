"""Pages of HTML that stand alone: one file, nothing fetched, readable in light and dark and without scripts.

What is text and what is markup is told by type: a `str` is escaped wherever it is put, `Markup` stands as it is, so
that a term with `<` in it can harm no page.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Tone = Literal["", "added", "removed", "changed", "moved"]
CellTone = Literal["", "near", "far", "gap"]

_VOID = frozenset({"br", "hr", "input", "link", "meta"})
# What HTML cannot hold, not even as a reference: control characters, halves of surrogate pairs, non-characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML, as it stands."""

    html: str

    def __str__(self) -> str:
        return self.html


class Cell(NamedTuple):
    """One place of an aligned spelling: what is written there, its sound, the letters that it stands for.

    All of them may be empty. `tone` says how it goes with what stands above it: `near`, `far`, `gap` where one of the
    two has nothing.
    """

    text: str
    sound: str = ""
    letters: str = ""
    tone: CellTone = ""


class Row(NamedTuple):
    """One spelling of several that are laid under one another: its cells, what stands before and after them."""

    cells: Sequence[Cell]
    label: str | Markup = ""
    aside: str | Markup = ""
    lang: str = ""


def escaped(text: str) -> str:
    """`text` as HTML shows it, within an element or an attribute; characters that HTML cannot hold become U+FFFD.

    >>> escaped('<i title="x">')
    '&lt;i title=&quot;x&quot;&gt;'
    """
    return html.escape(_UNFIT.sub("\ufffd", text))


def joined(*parts: str | Markup, by: str | Markup = "") -> Markup:
    """Several parts as one, those that are text escaped."""
    return Markup(_html(by).join(_html(part) for part in parts))


def element(name: str, /, *content: str | Markup, **attributes: str | bool | None) -> Markup:
    """An element. `cls` is its class, `data_x` its data-x; an attribute that is empty or None is left out.

    >>> element("p", "1 < 2", cls="soft").html
    '<p class="soft">1 &lt; 2</p>'
    """
    given = "".join(_attribute(key, value) for key, value in attributes.items() if value not in ("", None, False))
    if name in _VOID:
        return Markup(f"<{name}{given}>")
    return Markup(f"<{name}{given}>{joined(*content).html}</{name}>")


def term(text: str, lang: str = "", name: str = "span") -> Markup:
    """A term in its language: a browser then chooses the glyphs of that script and the direction of its letters."""
    return element(name, text, lang="" if lang.startswith("und") else lang, dir="auto")


def badge(text: str, tone: Tone = "") -> Markup:
    """A word in a small frame."""
    return element("span", text, cls=f"badge {tone}".strip())


def tiles(figures: Iterable[tuple[int | str, str, Tone]]) -> Markup:
    """Figures, each with what it counts, side by side."""
    shown = (element("li", element("b", str(n)), element("span", what), cls=tone) for n, what, tone in figures)
    return element("ul", *shown, cls="tiles")


def filters(tags: Iterable[tuple[str, int]], placeholder: str = "find a term") -> Markup:
    """A search box, and a button for each tag with the number of cards that bear it. Hidden where scripts are off."""
    box = element("input", type="search", placeholder=placeholder, aria_label=placeholder)
    buttons = (
        element("button", tag, element("i", str(n)), type="button", data_tag=tag, aria_pressed="false") for tag, n in tags
    )
    return element("div", box, *buttons, element("output"), cls="filters", hidden=True)


def card(*content: str | Markup, tags: Iterable[str] = (), tone: Tone = "", anchor: str = "") -> Markup:
    """A frame about one thing. The search box of the page reads its text, the buttons its tags."""
    return element("article", *content, cls=f"card {tone}".strip(), data_tags="|".join(tags) or "-", id=anchor)


def aligned(rows: Iterable[Row]) -> Markup:
    """Spellings laid under one another, one place under the other."""
    lines = []
    for row in rows:
        cells = [element("td", *_cell(cell, row.lang), cls=f"cell {cell.tone}".strip()) for cell in row.cells]
        label = [element("th", row.label, scope="row")] if str(row.label) else []
        aside = [element("td", row.aside, cls="aside")] if str(row.aside) else []
        lines.append(element("tr", *label, *cells, *aside))
    return element("div", element("table", *lines, cls="aligned"), cls="scroll")


def key(meanings: Iterable[tuple[str, CellTone]]) -> Markup:
    """What the shades of aligned spellings mean."""
    return element("p", *(element("span", what, cls=f"key {tone}".strip()) for what, tone in meanings), cls="small soft")


def page(title: str, *body: str | Markup, about: str | Markup = "") -> str:
    """A whole page: `title` is its name and first heading, `about` the line below it, `body` the rest. The
    same arguments give the same bytes."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
    head = joined(
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("title", title), Markup("<style>\n" + _data("page.css") + "</style>"), by=Markup("\n"),
    )  # fmt: skip
    inner = joined(
        element("h1", title), element("p", about, cls="about") if str(about) else "", *body, by=Markup("\n")
    )
    script = Markup("<script>\n" + _data("page.js") + "</script>")
    whole = element("html", head, Markup("\n"), element("body", element("main", inner), script), lang="en")
    return f"<!DOCTYPE html>\n{whole.html}\n"


def _cell(cell: Cell, lang: str) -> tuple[Markup, ...]:
    kind = "latin" if cell.text.isascii() and cell.text else "han"
    parts = [element("span", cell.text or "\u00a0", cls=kind, lang=lang if kind == "han" else "")]
    parts.append(element("span", cell.sound, cls="sound"))
    if cell.letters:
        parts.append(element("span", cell.letters, cls="letters"))
    return tuple(parts)


def _attribute(key: str, value: str | bool | None) -> str:
    name = "class" if key == "cls" else key.replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escaped(str(value))}"'


def _html(part: str | Markup) -> str:
    return part.html if isinstance(part, Markup) else escaped(part)


def _data(name: str) -> str:
    return (files("glossary") / "data" / "pages" / name).read_text("utf-8")
