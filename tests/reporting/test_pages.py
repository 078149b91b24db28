"""The summary as HTML and Markdown: valid, self-contained, inert, the same every time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from curator.model.message import Message
from curator.model.readiness import Readiness
from curator.model.snapshot import Snapshot
from curator.reporting import Summary, build_summary, render_html, render_markdown
from tests.exporting import example
from tests.reporting.page import Page

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% for x in y %}",
    "![x](http://example.org/x.png) [y](javascript:alert(1))",
    "\x1b[31mred\x1b]8;;http://example.org\x07 \x00 \x9b",
    "user\u202egnp.exe\u2069\u2067 end",
    "``` ```` `` \n```\n<b>out</b>",
    "a | b \\| c \n| d",
    "half \ud83d \uffff \U0001fffe",
    "&lt;b&gt; &amp;amp; &#x3c;script&#x3e;",
    "]]><!-- <?php -->",
)


def hostile_project(text: str) -> tuple[Snapshot, Readiness]:
    """The example with `text` in every place that people or models write."""
    whole, readiness = example.snapshot(name=text), example.readiness()
    said = Message(role="user", content=text)
    cases = tuple(
        case.model_copy(
            update={
                "case": case.case.model_copy(
                    update={
                        "id": f"{case.case.key} {text}",
                        "input": (said,),
                        "output": said.model_copy(update={"role": "assistant"}),
                    }
                ),
                "review": case.review.model_copy(
                    update={"note": text, "ideal": f"better {text}", "reviewer": text}
                ),
            }
        )
        for case in whole.reviewed
    )
    patterns = tuple(p.model_copy(update={"name": text}) for p in whole.patterns.patterns)
    trial = example.trial(1, text, {"robotic": 3}, 1)
    snapshot = whole.model_copy(
        update={
            "reviewed": cases,
            "patterns": whole.patterns.model_copy(update={"patterns": patterns}),
            "trials": (trial,),
        }
    )
    checks = tuple(
        check.model_copy(update={"sentence": text, "case_ids": (text,)})
        for check in readiness.checks
    )
    rules = tuple(rule.model_copy(update={"reason": text}) for rule in readiness.rules)
    return snapshot, readiness.model_copy(
        update={"checks": checks, "rules": rules, "reasons": (text,), "next_steps": (text,)}
    )


def summary() -> Summary:
    return build_summary(example.snapshot(), example.readiness())


def hostile_page(text: str) -> Page:
    return Page(render_html(build_summary(*hostile_project(text), "full")))


def test_the_page_is_valid_and_says_everything() -> None:
    page = Page(render_html(summary()))
    assert page.faults == []
    said = " ".join(page.text.split())
    for expected in (
        "Two patterns make up 75 % of the failures",
        "Verdict: Fix the dataset: the training rows. One blocking check stands",
        "25.8 %",
        "95 % interval 18.8 to 34.3",
        "Promises what it cannot do",
        "18 to 43 %",
        "Settle the 2 cases that contradict each other",
        "Which report shows a dental practice",
        "86 % 60 to 96 %, 12 of 14",
        "2 of 20",
        "21 Same question, different ideal answers",
        "$0.00024",
        "Agree on the guideline first No evidence",
        "Wilson 95 % intervals",
        "3f1c3f1c",
        "18 June 2026",
    ):
        assert expected in said, expected


def test_the_page_loads_and_runs_nothing() -> None:
    page = render_html(summary())
    assert "http://" not in page.replace('http-equiv="', "")
    assert "https://" not in page
    for forbidden in ("<script", "<link", "<img", "<iframe", "src=", "href=", "@import", "url("):
        assert forbidden not in page
    assert "default-src 'none'" in page


def test_changed_words_are_marked_on_both_sides() -> None:
    page = render_html(summary())
    assert "choose Hours by <del>project</del>. It lists" in page
    assert "choose Hours by <ins>person</ins>. It lists" in page
    assert "<del>the last week</del>" in page


def test_the_chart_draws_each_share_and_its_interval() -> None:
    rows = summary().pareto
    scale = max(row.share.high for row in rows)
    page = render_html(summary())
    widths = [float(found) for found in re.findall(r'<rect [^>]*width="([\d.]+)"', page)]
    assert widths == pytest.approx([100 * row.share.value / scale for row in rows], abs=0.01)
    ends = [float(found) for found in re.findall(r'd="M[\d.]+ 8H([\d.]+)M', page)]
    assert ends == pytest.approx([100 * row.share.high / scale for row in rows], abs=0.01)
    assert [bool(found) for found in re.findall(r'class="bar( resists)?"', page)] == [
        row.resists for row in rows
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_not_obeyed(text: str) -> None:
    page = hostile_page(text)
    assert page.faults == []
    assert page.tags.count("script") == page.tags.count("img") == 0
    plain = Page(render_html(build_summary(*hostile_project("plain"), "full")))
    assert set(page.tags) == set(plain.tags)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page.text)


def test_markup_in_outputs_reads_as_it_was_written() -> None:
    said = hostile_page("<script>alert('1')</script> & \"co\"").text
    assert "<script>alert('1')</script> & \"co\"" in said
    assert "␛[31mred" in hostile_page("\x1b[31mred").text
    assert "user[U+202E]gnp.exe" in hostile_page("user\u202egnp.exe").text


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_no_text_at_all_breaks_a_page(text: str) -> None:
    found = build_summary(*hostile_project(text))
    page = render_html(found)
    assert Page(page).faults == []
    page.encode()
    render_markdown(found).encode()


def test_naughty_strings_break_no_page(shared: Path) -> None:
    names = json.loads((shared / "data/naughty_strings/blns.json").read_text("utf-8"))
    together = "\n".join(str(name) for name in names)
    assert hostile_page(together).faults == []
    tokens = (
        MarkdownIt("commonmark")
        .enable("table")
        .parse(render_markdown(build_summary(*hostile_project(together), "full")))
    )
    assert_inert(tokens)


def assert_inert(tokens: Sequence[object]) -> None:
    """No raw HTML, image or link came of the text."""
    for token in tokens:
        assert getattr(token, "type", "") not in ("html_block", "html_inline", "image", "link_open")
        assert_inert(getattr(token, "children", None) or [])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_markdown(text: str) -> None:
    found = render_markdown(build_summary(*hostile_project(text), "full"))
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(found)
    assert_inert(tokens)
    plain = render_markdown(build_summary(*hostile_project("plain"), "full"))
    shape = [token.type for token in tokens]
    assert shape == [token.type for token in parser.parse(plain)]


def test_markdown_says_the_same_in_tables() -> None:
    text = render_markdown(summary()).replace("\u00a0", " ")
    assert text.startswith("# Two patterns make up 75 % of the failures; the best variant fixes")
    assert (
        "\n| Promises what it cannot do | 14 | 29 % | 18 to 43 % | 75 % | 86 % (60 to 96), " in text
    )
    assert "\n| Passing cases that now fail | 1 of 20 | 2 of 20 |\n" in text
    assert "\n1. Settle the 2 cases that contradict each other, then export again.\n" in text
    assert "\n```text\nOpen Reports and choose Hours by project." in text


def test_both_are_the_same_every_time_and_in_every_process() -> None:
    program = (
        "import sys; from tests.exporting import example; from curator.reporting import *;"
        "s = build_summary(example.snapshot(), example.readiness());"
        "sys.stdout.buffer.write((render_html(s) + render_markdown(s)).encode())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        env={"PYTHONHASHSEED": "5", "TZ": "Asia/Tokyo", "PYTHONPATH": "."},
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.decode() == render_html(summary()) + render_markdown(summary())


def test_an_empty_project_still_has_a_page() -> None:
    empty = build_summary(
        Snapshot(name="", seed=1, revision=0),
        Readiness(rule=2, verdict="Collect more failures", sentence="None is reviewed.", rules=()),
    )
    page = Page(render_html(empty))
    assert page.faults == []
    assert "Untitled project" in page.text
    assert "Untitled project" in render_markdown(empty)


def test_templates_are_loaded_only_when_a_page_is_drawn() -> None:
    program = "import sys, curator.reporting; print('jinja2' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.stdout == "False\n"
