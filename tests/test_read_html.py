"""HTML pages: lines as a browser shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.errors import ReadError
from glossary.read import html

SAMPLE = Path(__file__).parents[1] / "glossary" / "data" / "samples" / "note.html"


def lines(page: str) -> list[str]:
    return html.text(page.encode(), "x.html", None)[0].split("\n")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>一<p>二", ["一", "二"]),
        ("<h1>题</h1><div>一<div>二</div>三</div>四", ["题", "一", "二", "三", "四"]),
        ("<p>洛<b>瓦</b><i>纳</i>河<a href=x>（Lovana）</a></p>", ["洛瓦纳河（Lovana）"]),
        ("<p>一<br>二<br/><br>三", ["一", "二", "三"]),
        ("<table><tr><th>名</th><td>Name</td></tr><tr><td>地<td>Place</table>", ["名", "Name", "地", "Place"]),
        ("<ul><li>一<li>二<ul><li>三</ul></ul><dl><dt>四<dd>五</dl>", ["一", "二", "三", "四", "五"]),
        ("<select><option>一<option>二</select>", ["一", "二"]),
        ("<p>  a\n\t b  </p>\n\n<p>&nbsp;c </p>", ["a b", "\xa0c"]),
        ("<p>洛瓦\n  纳河，\n长 <b>612</b>\n公里</p>", ["洛瓦纳河，长 612 公里"]),
        ("<p>Lovana\nBasin</p>", ["Lovana Basin"]),
        ("<p>甲 乙　丙</p>", ["甲 乙　丙"]),
        ("<pre>  甲\n\n    乙  丙\n</pre>丁\n戊", ["  甲", "", "    乙  丙", "丁戊"]),
        ("<p>前<script>var a = '<p>x</p>'</script><style>p{}</style>后", ["前后"]),
        ("<title>x</title><noscript>x</noscript><template><p>x</p></template><svg><text>x</text></svg>一", ["一"]),
        ("<!-- <p>x --><?php x ?><p>一", ["一"]),
        ("<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字", ["漢(hàn)字"]),
        ("&#x6d1b;&#29926;&lt;p&gt;&hellip;", ["洛瓦<p>…"]),
        ("一段没有标记的文字", ["一段没有标记的文字"]),
        ('<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><p>一</p></html>', ["一"]),
        ('<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd"><img src=http://127.0.0.1:9/x.png><p>一', ["一"]),
        ("<o:p>一</o:p><font>二</font><custom-tag>三</custom-tag>", ["一二三"]),
    ],
)
def test_a_block_is_a_line(page: str, expected: list[str]) -> None:
    assert lines(page) == expected


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=big5">', "cp950"),
        ("<META CHARSET=UTF-8>", "utf-8"),
        ("", "gb18030"),
        ("", "utf-16"),
        ('<meta charset="iso-8859-1">', "gb18030"),
        ("<meta charset=shift_jis>", "shift_jis"),
    ],
)
def test_a_page_may_say_what_it_is_written_in(head: str, encoding: str) -> None:
    page = f"<html><head>{head}</head><body><p>日本外務省文書</p></body></html>"
    assert html.text(page.encode(encoding), "x.html", None)[0] == "日本外務省文書"


def test_the_caller_overrules_what_the_page_says() -> None:
    page = "<meta charset=big5><p>洛瓦纳河"
    assert html.text(page.encode("gb18030"), "x.html", "gb18030")[0] == "洛瓦纳河"


def test_nesting_that_would_be_cut_is_refused() -> None:
    assert lines("<div>" * 2000 + "深") == ["深"]
    with pytest.raises(ReadError, match="nested too deep"):
        lines("<div>" * 3000 + "深")


def test_a_page_of_tags_only_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MOST_TAGS", 10)
    with pytest.raises(ReadError, match="more than 10 tags"):
        lines("<b>" * 11)


def test_a_long_line_is_read_whole() -> None:
    assert lines("<p>" + "字" * 4_000_000) == ["字" * 4_000_000]


def test_the_project_s_own_page_is_read_line_by_line() -> None:
    found = lines(SAMPLE.read_text("utf-8"))
    assert found[0] == "洛瓦纳河流域国际委员会"
    assert not any("font-family" in line or "<" in line for line in found)
    assert all(line == line.strip() for line in found)
