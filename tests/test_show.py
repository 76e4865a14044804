"""JSON lines: a table that is written column by column says what its rows say one by one."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from glossary.cli.show import json_line, json_lines

VALUES = st.one_of(
    st.none(), st.integers(), st.text(st.sampled_from('萨·a"\\\n\r\t%{}, \x85\u2028\u202e\ud800'), max_size=6), st.floats(0.1, 0.9)
)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(VALUES, min_size=width, max_size=width))))
def test_a_table_is_written_as_its_rows_are(rows: list[list[object]]) -> None:
    names = [f"{k}%s" for k in range(len(rows[0]) if rows else 2)]
    written = json_lines({name: [row[k] for row in rows] for k, name in enumerate(names)})
    assert written == "".join(json_line(dict(zip(names, row, strict=True))) + "\n" for row in rows)
    assert [list(json.loads(line).values()) for line in written.split("\n")[:-1]] == rows


def test_a_table_without_rows_is_empty() -> None:
    assert json_lines({"term": [], "score": []}) == ""
