"""The costs of the readiness page: their lines, and numbers as people write them."""

from __future__ import annotations

import pytest

from curator.gui.pages.readiness_costs import read_number, shown_number
from curator.gui.pages.readiness_state import cost_lines
from curator.model.readiness import CostInputs
from curator.readiness.costs import compute


def test_cost_lines_cross_where_the_math_says() -> None:
    inputs = CostInputs(
        calls_per_month=1e6, prompt_tokens=2000, tuned_prompt_tokens=300, output_tokens=200,
        tuned_output_tokens=200, input_price=0.4, output_price=1.6, tuned_input_price=0.8,
        tuned_output_price=3.2, engineering_cost=5000,
    )  # fmt: skip
    costs = compute(inputs)
    assert costs.break_even_months is not None
    now, tuned = cost_lines(costs)
    assert now.after(costs.break_even_months) == pytest.approx(tuned.after(costs.break_even_months))


def test_an_unknown_price_draws_no_line() -> None:
    assert cost_lines(compute(CostInputs(calls_per_month=100))) == ()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("calls_per_month", "62,000", 62_000.0),
        ("calls_per_month", "", None),
        ("cached_share", "25 %", 0.25),
        ("epochs", "", 1.0),
        ("input_price", "$0.40", 0.4),
    ],
)
def test_numbers_are_read_as_they_are_written(name: str, text: str, value: float | None) -> None:
    assert read_number(name, text) == value


@pytest.mark.parametrize("text", ["-1", "cheap", "1e99", "nan", "120 %"])
def test_other_texts_are_no_numbers(text: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        read_number("cached_share" if "%" in text else "input_price", text)


def test_a_shown_number_reads_back_as_itself() -> None:
    for name, value in (("input_price", 0.00024), ("calls_per_month", 1e6), ("cached_share", 0.3)):
        assert read_number(name, shown_number(name, value)) == pytest.approx(value)
