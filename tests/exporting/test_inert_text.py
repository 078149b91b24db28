"""Untrusted text can be shown: it neither acts nor vanishes."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from curator.exporting.encoding import csv_lines, json_line
from curator.exporting.inert_text import inert, markdown_block, markdown_inline, one_line

MARKDOWN = MarkdownIt("commonmark").enable("table")
ANYTHING = st.text(alphabet=st.characters())


def naughty(shared: Path) -> list[str]:
    found = json.loads((shared / "data/naughty_strings/blns.json").read_text("utf-8"))
    return [str(text) for text in found]


def test_controls_and_direction_marks_are_seen() -> None:
    assert inert("\x1b[31mred\x07") == "␛[31mred␇"
    assert inert("a\u202etxt.exe\u2069") == "a[U+202E]txt.exe[U+2069]"
    assert inert("one\r\ntwo\rthree\n\tfour") == "one\ntwo\nthree\n\tfour"
    assert inert("\x9b\x7f\x00\ufffe\ud800") == "[U+009B]␡␀��"
    assert one_line(" a\n\n b ") == "a b"


def test_plain_text_of_any_script_stays_as_it_is() -> None:
    for text in (
        "Größe 12 µm – “quoted”",
        "שלום עולם",
        "مرحبا",
        "日本語のテキスト",
        "👩‍👩‍👧 ok",
        "\u200fא",
    ):
        assert inert(text) == text


@given(ANYTHING)
def test_nothing_unprintable_is_left(text: str) -> None:
    for character in inert(text):
        assert character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs")
    inert(text).encode()
    assert inert(inert(text)) == inert(text)


@given(ANYTHING | st.text(alphabet="#->+=*_1.) \\`[]<&:/@~|\n"))
def test_inline_markdown_shows_exactly_the_text(text: str) -> None:
    blocks = MARKDOWN.parse(markdown_inline(text))
    shown = [block for block in blocks if block.type == "inline"]
    assert [block.type for block in blocks if block.type != "inline"] in (
        [],
        ["paragraph_open", "paragraph_close"],
    )
    for token in (child for line in shown for child in line.children or []):
        assert token.type in ("text", "text_special"), token
    said = "".join(child.content for line in shown for child in line.children or [])
    assert said.replace("\u2060", "") == one_line(text).replace("\u2060", "")


@given(ANYTHING | st.text(alphabet="`~\n a>"))
def test_a_block_is_never_closed_from_within(text: str) -> None:
    tokens = MARKDOWN.parse(markdown_block(text))
    assert [token.type for token in tokens] == ["fence"]
    assert tokens[0].content == inert(text) + "\n"


def test_inline_markdown_cannot_link_call_or_leave_its_cell() -> None:
    for hostile in (
        "<script>alert(1)</script>", "![x](file:///etc/passwd)", "[a](javascript:alert(1))",
        "a | b", "`code`", "**bold**", "# head", "<!-- -->", "http://example.org", "1. one",
        "- item", "@everyone", "someone@example.org", "&copy;", "~~gone~~", "$x$", "***", "> q",
    ):  # fmt: skip
        html = MARKDOWN.render(f"| a | b |\n|---|---|\n| {markdown_inline(hostile)} | end |\n")
        assert html.count("<td>") == 2
        assert html.replace("<td>end</td>", "").count("<td>") == 1
        for tag in ("<script", "<img", "<a ", "<code", "<strong", "<em", "<!--", "<del"):
            assert tag not in html
    assert "://" not in markdown_inline("http://example.org")
    assert "www." not in markdown_inline("www.example.org")
    assert "@e" not in markdown_inline("@everyone")


def test_naughty_strings_are_shown_as_text(shared: Path) -> None:
    for text in naughty(shared):
        html = MARKDOWN.render(f"{markdown_inline(text)}\n\n{markdown_block(text)}")
        body = html.replace("<p>", "").replace("</p>", "")
        body = body.replace('<pre><code class="language-text">', "").replace("</code></pre>", "")
        assert "<" not in body, text


@given(st.dictionaries(ANYTHING, ANYTHING | st.floats() | st.integers() | st.none(), max_size=4))
def test_any_row_is_one_line_of_strict_json(row: dict[str, str | float | int | None]) -> None:
    line = json_line(dict(row)).decode()
    assert len(line.splitlines()) == 1
    json.loads(line, parse_constant=pytest.fail)


@given(st.lists(ANYTHING, min_size=1, max_size=3))
def test_any_text_is_a_csv_cell_that_no_spreadsheet_runs(cells: list[str]) -> None:
    columns = [str(number) for number in range(len(cells))]
    line = list(csv_lines([dict(zip(columns, cells, strict=True))], columns))[1].decode()
    assert line.endswith("\n")
    assert not line.startswith(('"=', '"+', '"-', '"@', '"\t', '"\r'))
