"""The summary as PDF: what is on its pages, that nothing is loaded, the same bytes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument

from curator import __main__ as start
from curator.errors import CuratorError
from curator.gui.pdf import print_pdf, without_clock
from curator.gui.pdf_pages import page_slices, units_of
from curator.reporting import build_summary, render_print
from tests.exporting import example

HOSTILE = (
    '<img src="file:///etc/hostname"><script>alert(1)</script>',
    "![x](http://tracker.example/a.png) \x1b[31mred",
    "abc \u202etxt.exe",
    "a < b & c > d",
)


def page() -> str:
    return render_print(build_summary(example.snapshot(), example.readiness()))


def hostile_page() -> str:
    snapshot = example.snapshot()
    cases = list(snapshot.reviewed)
    first = cases[0]
    output = first.case.output.model_copy(update={"content": "\n".join(HOSTILE)})
    cases[0] = first.model_copy(update={"case": first.case.model_copy(update={"output": output})})
    changed = snapshot.model_copy(update={"reviewed": tuple(cases), "name": HOSTILE[0]})
    return render_print(build_summary(changed, example.readiness(), "full"))


def text_of(path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def test_every_section_is_on_the_pages(qapp: object, tmp_path: Path) -> None:
    print_pdf(page(), tmp_path / "a.pdf")
    text = text_of(tmp_path / "a.pdf")
    for said in (
        "Two patterns make up 75 % of the failures", "Failures by pattern", "46 %",
        "What to do next", "What the failures look like", "Trials", "Checks of the dataset",
        "Cost", "How the verdict was reached", "Method and limits", "Made from",
        "68 of 310 cases were reviewed", "Plannery help desk, 18 June 2026", "1 of 3", "3 of 3",
    ):  # fmt: skip
        assert said in text, said


def test_hostile_text_shows_as_text_and_nothing_is_loaded(qapp: object, tmp_path: Path) -> None:
    asked: list[str] = []

    class Watched(QTextDocument):
        def loadResource(self, type: int, name: object) -> None:  # noqa: A002
            asked.append(str(name))

    made = hostile_page()
    watched = Watched()
    watched.setHtml(made)
    assert watched.pageCount() >= 1
    assert [name for name in asked if "bar:" not in name] == []
    print_pdf(made, tmp_path / "a.pdf")
    text = text_of(tmp_path / "a.pdf")
    for said in ("<script>alert(1)</script>", "file:///etc/hostname", "[U+001B][31mred", "[U+202E]",
                 "a < b & c > d"):  # fmt: skip
        assert said.replace(" ", "") in text.replace(" ", ""), said
    assert "\x1b" not in text
    assert b"/URI" not in (tmp_path / "a.pdf").read_bytes()
    assert b"/JavaScript" not in (tmp_path / "a.pdf").read_bytes()


def rows_of(count: int, lines: int) -> str:
    cell = "<br>".join(["line"] * lines)
    head = "<thead><tr><th>Head</th></tr></thead>"
    rows = "".join(f"<tr><td>row {number}<br>{cell}</td></tr>" for number in range(count))
    return f"<table>{head}{rows}</table>"


def laid_out(page: str) -> QTextDocument:
    document = QTextDocument()
    document.setHtml(page)
    document.setTextWidth(600)
    return document


def test_no_heading_stands_alone_and_no_row_is_cut(qapp: object) -> None:
    for filler in range(20, 60):
        document = laid_out("<p>line</p>" * filler + "<h2>Heading</h2>" + rows_of(30, 3))
        units, pages = units_of(document), page_slices(document, 900)
        assert [unit.sticks for unit in units].count(True) == 2
        for unit in units:
            whole = [p for p in pages if p.shown.top <= unit.span.top
                     and unit.span.bottom <= p.shown.bottom + 0.01]  # fmt: skip
            assert len(whole) == 1, filler
        heading = next(unit for unit in units if unit.sticks)
        row = units[units.index(heading) + 2]
        on = [p for p in pages if p.shown.top <= heading.span.top < p.shown.bottom]
        assert row.span.bottom <= on[0].shown.bottom, filler
        assert all(p.shown.height + (p.head.height if p.head else 0) <= 900 for p in pages)
        assert pages[-1].head is not None, "a table that goes on shows its heading again"


def test_what_is_higher_than_a_page_is_cut_between_lines(qapp: object) -> None:
    document = laid_out(rows_of(1, 150))
    pages = page_slices(document, 700)
    row = max(units_of(document), key=lambda unit: len(unit.lines))
    assert len(pages) > 3
    for page in pages[:-1]:
        edge = page.shown.bottom
        assert not [one for one in row.lines if one.top < edge - 0.5 and one.bottom > edge + 0.5]
    assert pages[-1].shown.bottom >= row.span.bottom


def test_paper_is_what_was_asked_for(qapp: object, tmp_path: Path) -> None:
    summary = build_summary(example.snapshot(), example.readiness())
    print_pdf(render_print(summary, "letter"), tmp_path / "letter.pdf")
    print_pdf(render_print(summary), tmp_path / "a4.pdf")
    assert b"/MediaBox [0 0 612" in (tmp_path / "letter.pdf").read_bytes()
    assert b"/MediaBox [0 0 595" in (tmp_path / "a4.pdf").read_bytes()


def test_the_clock_is_taken_out_and_lengths_stay() -> None:
    dated = (
        b"/CreationDate (D:20261122170450Z) /ModDate (D:20261122170450+02'00') "
        b'xmp:CreateDate="2026-11-22T17:04:50+00:00" 2026'
    )
    still = without_clock(dated)
    assert len(still) == len(dated)
    assert still.endswith(b'"1980-01-01T00:00:00+00:00" 2026')
    assert b"D:19800101000000Z" in still


def test_a_command_prints_by_a_process_of_its_own(tmp_path: Path) -> None:
    """The same page gives the same bytes; the calling process stays free of Qt."""
    start._print_pdf(page(), tmp_path / "a.pdf")
    start._print_pdf(page(), tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    with pytest.raises(CuratorError, match="could not be printed: No such file or directory"):
        start._print_pdf(page(), tmp_path / "none" / "a.pdf")
    probe = (
        "import sys; from pathlib import Path; from curator import __main__ as m;"
        f"m._print_pdf('<p>Hi</p>', Path({str(tmp_path / 'c.pdf')!r}));"
        "print([name for name in sys.modules if name.startswith('PySide6')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(start.__file__).parents[1])},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
    assert (tmp_path / "c.pdf").stat().st_size > 1_000
