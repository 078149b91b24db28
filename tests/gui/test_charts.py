"""Chart arithmetic: round steps, money in words, where names and bars stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from curator.gui.widgets.charts_bars import CountBar, SplitBar
from curator.gui.widgets.charts_cost import (
    CostChart,
    CostLine,
    axis_money,
    months_shown,
    nice_step,
)
from curator.gui.widgets.charts_words import counted, money, percent
from curator.model.statistics import wilson


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "$0"),
        (0.00024, "$0.00024"),
        (7.8, "$7.80"),
        (2150, "$2,150"),
        (12_400, "$12.4k"),
        (999_999, "$1M"),
        (3_100_000, "$3.1M"),
        (-42, "−$42.00"),
    ],
)
def test_money_is_short_and_keeps_what_counts(amount: float, words: str) -> None:
    assert money(amount) == words


@given(st.floats(0.01, 1e12))
def test_a_step_divides_an_axis_into_few_round_parts(top: float) -> None:
    step = nice_step(top)
    assert 1 <= top / step <= 4.01
    lead = float(f"{step:e}".split("e")[0])
    assert lead in (1.0, 2.0, 2.5, 5.0)


@pytest.mark.parametrize(
    ("break_even", "months"), [(None, 12), (6.7, 12), (15, 24), (40, 60), (2187, 60)]
)
def test_the_time_axis_shows_the_break_even_where_it_can(
    break_even: float | None, months: float
) -> None:
    assert months_shown(break_even) == months


def test_axis_and_count_words() -> None:
    assert [axis_money(value) for value in (0, 500, 2_500, 1_500_000)] == [
        "$0", "$500", "$2.5k", "$1.5M",
    ]  # fmt: skip
    assert counted(1, "case") == "1 case"
    assert counted(1200, "case") == "1,200 cases"
    assert percent(wilson(74, 271)) == "27 % (22 to 33)"


def test_the_chart_tells_its_figures_and_paints_any_lines(qtbot: QtBot) -> None:
    chart = CostChart()
    qtbot.addWidget(chart)
    chart.resize(320, 252)
    lines = (CostLine("Prompt", 0, 500), CostLine("Fine-tuned", 2000, 200, planned=True))
    for shown, break_even in ((lines, 6.7), (lines, None), ((), None), (lines, 900.0)):
        chart.set_lines(shown, break_even)
        assert not chart.grab().isNull()
    assert "Prompt: $6,000 after 12 months" in chart.accessibleName()


def test_bars_tell_their_counts(qtbot: QtBot) -> None:
    bar = SplitBar()
    qtbot.addWidget(bar)
    for counts in ((490, 122, 0), (0, 0, 0), (1, 0, 5000)):
        bar.set_counts(*counts)
        assert not bar.grab().isNull()
    assert "5,000 held out" in bar.accessibleName()
    pattern = CountBar(3, 1, 10)
    qtbot.addWidget(pattern)
    assert not pattern.grab().isNull()
