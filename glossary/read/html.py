"""HTML pages: the text a browser shows, one line feed per block. The only module that imports lxml.html.

Blanks and line ends of the source become one blank, as in a browser, and none where a line of the source ends
between two Chinese characters (CSS Text 3, section 4.1.3: segment break transformation). `<pre>` stays as it
is. Nothing is loaded from anywhere.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from glossary.errors import ReadError
from glossary.read.decode import decoded
from glossary.read.signature import refuse_other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

# Elements that begin and end a line: those that the HTML standard's style sheet displays as blocks, and the
# parts of tables.
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol",
    "optgroup", "option", "p", "plaintext", "pre", "search", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul", "xmp",
))  # fmt: skip
# Elements whose content is not shown.
UNSEEN = frozenset((
    "applet", "area", "audio", "base", "canvas", "datalist", "embed", "frame", "frameset", "head", "iframe",
    "link", "map", "meta", "noembed", "noframes", "noscript", "object", "param", "script", "source", "style",
    "svg", "template", "textarea", "title", "track", "video",
))  # fmt: skip
# A tag takes up to 400 bytes in memory, however few it takes in the file.
MOST_TAGS = 1_500_000
# The parser compares each attribute of a tag with those before it: 1.1 s for every 10⁹ pairs.
MOST_PAIRS = 2_000_000_000

_KEPT = frozenset({"pre", "listing", "xmp", "plaintext"})

_META = re.compile(rb"<meta\b[^>]{0,500}?\bcharset\s{0,20}=\s{0,20}[\"']?\s{0,20}([-\w:.]{1,40})", re.I)
_XML = re.compile(rb"\s{0,50}<\?xml\b[^>]{0,200}?\bencoding\s{0,20}=\s{0,20}[\"']([-\w:.]{1,40})", re.I)
_EAST = "\u2e80-\u303e\u3041-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffe6\U00020000-\U0003ffff"
# A tag to its end, which does not stand in quotes behind a sign of equality; nothing of it is gone through twice.
_TAG = re.compile(r"""<[a-zA-Z](?:[^>=]++|=\s*+(?:"[^"]*+"?|'[^']*+'?)?+)*+""")
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"?|'[^']*+'?)""")
_LONG = 1_000  # characters of a tag below which its attributes are few
_BLANKS = re.compile("[ \t\n\r\f]+")
_TOO_DEEP = "ERR_RESOURCE_LIMIT"


def text(data: bytes, where: str, encoding: str | None) -> tuple[str, tuple[int, ...]]:
    """The text of a page. Raises ReadError where it is no text, shows none, or is nested too deep to be
    read.
    """
    from lxml import etree, html

    refuse_other(data, ".html", where)
    source = decoded(data, where, encoding, _declared(data))
    if source.count("<") > MOST_TAGS:
        raise ReadError(f"holds more than {MOST_TAGS} tags", where, "split it, or save it as plain text")
    if _pairs(source) > MOST_PAIRS:
        raise ReadError("holds tags of too many attributes", where, "save it as plain text from a browser")
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )  # fmt: skip
    try:
        root = html.document_fromstring(source.encode("utf-8"), parser=parser)
    except etree.ParserError:
        return "", ()
    if any(entry.type_name == _TOO_DEEP for entry in parser.error_log):
        raise ReadError("is nested too deep to be read whole", where, "save it as plain text from a browser")
    return "\n".join(_lines(root)), ()


def _pairs(source: str) -> int:
    """How many pairs of attributes the tags of a page have, no fewer than they have."""
    long = (match[0] for match in _TAG.finditer(source) if len(match[0]) > _LONG)
    return sum(len(re.findall("[\\s/\"']", _VALUE.sub("=''", tag))) ** 2 for tag in long)


def _declared(data: bytes) -> list[str]:
    found = [_XML.match(data[:300]), _META.search(data[:4096])]
    return [match[1].decode("ascii") for match in found if match and match[1].isascii()]


def _lines(root: _Element) -> Iterator[str]:
    """The lines of a page that hold anything, and all lines of `<pre>`."""
    from lxml import etree

    line: list[str] = []
    kept = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = str(element.tag)
        starts = event == "start"
        if tag in BLOCKS:
            yield from _closed(line, kept)
            kept += (1 if starts else -1) if tag in _KEPT else 0
        if starts and tag in UNSEEN:
            walk.skip_subtree()
        elif starts:
            line.append(element.text or "")
        if not starts:
            line.append(element.tail or "")
    yield from _closed(line, kept)


@cache
def _wrap() -> re.Pattern[str]:
    """A line end of the source between two Chinese characters. Made when first used: most runs read no page."""
    return re.compile(rf"(?<=[{_EAST}])[ \t]*[\n\r\f][ \t\n\r\f]*(?=[{_EAST}])")


def _closed(line: list[str], kept: int) -> Iterator[str]:
    """What has gathered in `line`, which is emptied."""
    whole = "".join(line)
    line.clear()
    if kept:
        yield from re.split("\r\n|[\n\r]", whole.rstrip("\r\n")) if whole.strip() else ()
    else:
        whole = _BLANKS.sub(" ", _wrap().sub("", whole)).strip(" ")
        if whole:
            yield whole
