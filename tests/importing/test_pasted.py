"""What somebody pastes becomes a file that is read like any other."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.importing import inspect_file
from curator.importing.pasted import pasted_file, tables_in
from tests.importing.helpers import read_all, written


@pytest.mark.parametrize(
    ("text", "ending", "format_name"),
    [
        ('{"input": "q", "output": "a"}', "json", "curator"),
        ('[{"question": "q", "answer": "a"}]', "json", "json"),
        ('{"input": "q", "output": "a"}\n{"input": "r", "output": "b"}\n', "jsonl", "curator"),
        ("question\tanswer\nq\ta\n", "tsv", "tsv"),
        ('question\tanswer\r\nq\t"two\nlines"\r\n', "tsv", "tsv"),
        ("question,answer\nq,a\n", "csv", "csv"),
    ],
)
def test_text_is_taken_for_what_it_is(
    tmp_path: Path, text: str, ending: str, format_name: str
) -> None:
    content, found = pasted_file(text)
    assert found == ending
    path = written(tmp_path, content, f"pasted.{found}")
    assert inspect_file(path).format == format_name
    cases, rejected = read_all(path)
    assert cases
    assert not rejected


@pytest.mark.parametrize("text", ["", "  \n", "\ufeff", "only some words"])
def test_nothing_to_read_is_said(text: str) -> None:
    with pytest.raises(CuratorError, match="clipboard"):
        pasted_file(text, "<b>only some words</b>")


SPREADSHEET = """<html><head><style>td {color: red}</style></head><body><table>
<colgroup><col width=64></colgroup>
<tr height=20><td>question</td><td>answer</td></tr>
<tr><td rowspan=2>How?</td><td>So.<br>
  And so &amp; on.</td></tr>
<tr><td><script>alert(1)</script>Or &lt;b&gt; so.</td></tr>
<tr><td colspan="2">both</td></tr>
</table></body></html>"""


def test_cells_of_a_spreadsheet_keep_their_lines(tmp_path: Path) -> None:
    content, ending = pasted_file("question\tanswer\nHow?\tSo.\nAnd so & on.\n", SPREADSHEET)
    assert ending == "csv"
    cases, rejected = read_all(written(tmp_path, content))
    assert [(case.input[0].content, case.output.content) for case in cases] == [
        ("How?", "So.\nAnd so & on."),
        ("How?", "Or <b> so."),
        ("both", "both"),
    ]
    assert not rejected


def test_json_shown_on_a_web_page_is_json() -> None:
    content, ending = pasted_file('{"input": "q", "output": "a"}', "<pre>{&quot;input&quot;…</pre>")
    assert (ending, content[:1]) == ("json", b"{")


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8"), max_size=5), min_size=2, max_size=3),
        min_size=2,
        max_size=4,
    )
)
def test_any_page_ends_in_an_orderly_answer(rows: list[list[str]]) -> None:
    cells = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows)
    for table in tables_in(f"<table>{cells}</table>"):
        assert len({len(row) for row in table}) <= 1
    try:
        content, _ = pasted_file("", f"<table>{cells}</table>")
    except CuratorError:
        return
    assert list(csv.reader(io.StringIO(content.decode())))


def test_a_block_of_code_and_a_drawn_table_are_read() -> None:
    row = '{"input": "q", "output": "a"}'
    assert pasted_file(f"```json\n{row}\n```\n") == (row.encode(), "json")
    assert pasted_file(f"```\n{row}\n{row}\n```")[1] == "jsonl"
    # An answer that holds a fence is no block of code.
    text = "question,answer\nHow?,```x```\n"
    assert pasted_file(text) == (text.encode(), "csv")
    drawn = "| question | answer |\n|:---|---:|\n| How \\| why? | So. |\n| Where? | |\n"
    content, ending = pasted_file(drawn)
    assert ending == "csv"
    assert content.decode().splitlines() == ["question,answer", "How | why?,So.", "Where?,"]
