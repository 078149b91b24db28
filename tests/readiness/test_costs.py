"""The cost math, on the worked figures of the specification to the digit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.model.readiness import CostInputs, CostOption
from curator.model.statistics import wilson
from curator.readiness.cost_lines import cost_lines, target_words
from curator.readiness.costs import compute, cost_per_call, read_inputs
from curator.readiness.targets import target_named

WORKED = CostInputs(
    prompt_tokens=2000,
    tuned_prompt_tokens=300,
    output_tokens=200,
    tuned_output_tokens=200,
    input_price=0.40,
    output_price=1.60,
    tuned_input_price=0.80,
    tuned_output_price=3.20,
    engineering_cost=5000,
)
HOURS_A_MONTH = 730


def test_a_shorter_prompt_pays_after_20_8_million_calls() -> None:
    costs = compute(WORKED)
    assert costs.saving_per_call is not None
    assert f"{costs.saving_per_call:.5f}" == "0.00024"
    assert f"{(costs.break_even_calls or 0) / 1e6:.1f}" == "20.8"
    assert "20.8 million calls" in costs.sentence
    assert not costs.never


def test_with_a_fully_cached_prompt_it_never_pays() -> None:
    costs = compute(WORKED.model_copy(update={"cached_share": 1.0, "cached_price": 0.10}))
    assert costs.never
    assert costs.break_even_calls is None
    assert "never pays back" in costs.sentence


def test_hosting_takes_1_8_million_calls_a_month_to_cover() -> None:
    hosted = {
        "tuned_input_price": 0.40,
        "tuned_output_price": 1.60,
        "hosting_per_month": 1.70 * HOURS_A_MONTH,
        "calls_per_month": 1_800_000.0,
    }
    costs = compute(WORKED.model_copy(update=hosted))
    assert f"{costs.saving_per_call:.5f}" == "0.00068"
    assert f"{(costs.calls_to_cover_hosting or 0) / 1e6:.1f}" == "1.8"
    assert costs.never
    assert "1.8 million calls a month" in costs.sentence
    more = compute(costs.inputs.model_copy(update={"calls_per_month": 2_000_000.0}))
    assert not more.never
    assert more.break_even_months == pytest.approx(5000 / (2e6 * 0.00068 - 1241))


def test_the_newer_base_model_is_cheaper_than_the_tuned_one() -> None:
    assert f"{cost_per_call(2000, 200, 0.10, 0.50):.5f}" == "0.00030"
    assert f"{cost_per_call(300, 200, 0.80, 3.20):.5f}" == "0.00088"


def test_fixed_cost_adds_labelling_training_evaluation_and_engineering() -> None:
    inputs = CostInputs(
        labelling_hours=40, hourly_rate=50, training_tokens=2_000_000, epochs=3, runs=2,
        training_price=5.0, evaluation_cost=100, engineering_cost=1000,
    )  # fmt: skip
    assert compute(inputs).fixed_cost == 40 * 50 + 2 * 3 * 2 * 5.0 + 100 + 1000


def test_what_is_unknown_stays_unknown_and_is_named() -> None:
    costs = compute(CostInputs(training_tokens=10, cached_share=0.5))
    assert costs.saving_per_call is None
    assert costs.fixed_cost is None
    assert costs.break_even_calls is None
    assert {"calls_per_month", "input_price", "cached_price", "training_price"} <= set(
        costs.missing
    )
    assert costs.sentence.startswith("Cost is not known: enter your figures (prompt tokens now")
    without_volume = compute(WORKED)
    assert without_volume.missing == ("calls_per_month",)
    assert without_volume.break_even_months is None


def test_break_even_after_the_shutdown_is_said() -> None:
    volume = {"calls_per_month": 1_000_000.0, "months_until_shutdown": 12.0}
    costs = compute(WORKED.model_copy(update=volume))
    assert costs.break_even_months == pytest.approx(20.8333, abs=1e-3)
    assert costs.after_shutdown
    assert "shuts down after 12.0 months" in costs.sentence
    longer = compute(costs.inputs.model_copy(update={"months_until_shutdown": 24.0}))
    assert not longer.after_shutdown
    assert (
        longer.sentence == "Fine-tuning pays back after 20.8 months at 1.0 million calls a month."
    )


# To a hundredth of a cent: amounts too small to divide by are no prices.
money = st.integers(0, 10**8).map(lambda hundredths: hundredths / 1e4)


@given(
    prompt=st.integers(0, 10**5), tuned=st.integers(0, 10**5), price=money, tuned_price=money,
    volume=st.floats(1, 1e9), hosting=money, fixed=st.floats(1, 1e6), share=st.floats(0, 1),
)  # fmt: skip
def test_break_even_months_recover_exactly_the_fixed_cost(
    prompt: float, tuned: float, price: float, tuned_price: float, volume: float, hosting: float,
    fixed: float, share: float,
) -> None:  # fmt: skip
    inputs = CostInputs(
        calls_per_month=volume, prompt_tokens=prompt, tuned_prompt_tokens=tuned, output_tokens=0,
        tuned_output_tokens=0, input_price=price, output_price=0, tuned_input_price=tuned_price,
        tuned_output_price=0, cached_share=share, cached_price=price / 4,
        hosting_per_month=hosting, engineering_cost=fixed,
    )  # fmt: skip
    costs = compute(inputs)
    assert costs.saving_per_call is not None
    gain = volume * costs.saving_per_call - hosting
    if costs.never:
        assert costs.break_even_months is None
        assert gain <= 0 or costs.saving_per_call <= 0
    else:
        assert costs.break_even_months is not None
        assert costs.break_even_months * gain == pytest.approx(fixed)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"costs": []}, "must name figures"),
        ({"costs": {"price": 1}}, "no cost figure named 'price'"),
        ({"costs": {"input_price": "cheap"}}, "input price must be a number from 0 up"),
        ({"costs": {"input_price": -1}}, "input price must be a number from 0 up"),
        ({"costs": {"runs": True}}, "runs must be a number from 0 up"),
    ],
)
def test_costs_that_make_no_sense_are_refused(settings: dict[str, object], words: str) -> None:
    with pytest.raises(CuratorError, match=words):
        read_inputs(settings)  # type: ignore[arg-type]


def test_costs_are_read_from_the_settings() -> None:
    assert read_inputs({}) == CostInputs()
    assert read_inputs({"costs": {"input_price": 0.4}}) == CostInputs(input_price=0.4)


def test_a_range_gives_the_break_even_at_both_ends() -> None:
    volume = {"calls_per_month": 1e6, "ranges": {"calls_per_month": (8e5, 2e6)}}
    costs = compute(WORKED.model_copy(update=volume))
    assert costs.months_span is not None
    assert costs.months_span.low == pytest.approx(5000 / (2e6 * 0.00024))
    assert costs.months_span.high == pytest.approx(5000 / (8e5 * 0.00024))
    assert costs.saving_span is None
    assert "after 20.8 months (10.4 to 26.0) at 1.0 million calls" in costs.sentence


def test_a_range_whose_far_end_never_pays_says_so() -> None:
    uncertain = {"calls_per_month": 1e6, "ranges": {"tuned_output_price": (3.2, 4.8)}}
    costs = compute(WORKED.model_copy(update=uncertain))
    assert costs.months_span is not None
    assert costs.months_span.high is None
    assert "(20.8 to never)" in costs.sentence


_UNCERTAIN = st.lists(
    st.sampled_from(["prompt_tokens", "output_tokens", "input_price", "tuned_output_price",
                     "cached_share", "cached_price", "engineering_cost", "hosting_per_month",
                     "calls_per_month", "tuned_prompt_tokens"]), unique=True, max_size=5,
)  # fmt: skip


@given(_UNCERTAIN, st.lists(st.floats(0, 1), min_size=5, max_size=5))
def test_whatever_lies_in_the_ranges_lies_in_the_spans(
    names: list[str], places: list[float]
) -> None:
    base = WORKED.model_copy(
        update={"calls_per_month": 1e6, "cached_share": 0.3, "cached_price": 0.2,
                "hosting_per_month": 20.0}
    )  # fmt: skip
    ranges = {name: (getattr(base, name) * 0.7, getattr(base, name) * 1.2) for name in names}
    costs = compute(base.model_copy(update={"ranges": ranges}))
    inside = {
        name: low + place * (high - low)
        for place, (name, (low, high)) in zip(places, ranges.items(), strict=False)
    }
    other = compute(base.model_copy(update=inside))
    if costs.saving_span is not None:
        assert other.saving_per_call is not None
        assert costs.saving_span.high is not None
        assert costs.saving_span.low - 1e-12 <= other.saving_per_call
        assert other.saving_per_call <= costs.saving_span.high + 1e-12
    if other.break_even_months is None:
        assert costs.months_span is None or costs.months_span.high is None
    elif costs.months_span is not None:
        assert costs.months_span.low - 1e-9 <= other.break_even_months
        high = costs.months_span.high
        assert high is None or other.break_even_months <= high + 1e-9


def test_alternatives_stand_in_one_table_and_unknown_prices_stay_unknown() -> None:
    newer = CostOption(
        kind="model", name="newer", variant="v9", input_price=0.10, output_price=0.50
    )
    shots = CostOption(kind="examples", name="shots", prompt_tokens=3500, once=200)
    unknown = CostOption(kind="smaller", name="tiny")
    inputs = WORKED.model_copy(
        update={"calls_per_month": 1e6, "options": (newer, shots, unknown), "failure_cost": 2.0}
    )
    left = wilson(5, 100)
    now, other, more, tiny, tuned = cost_lines(compute(inputs), {"v9": left})
    assert [f"{line.per_call:.5f}" for line in (now, other, more, tuned)] == [
        "0.00112", "0.00030", "0.00172", "0.00088",
    ]  # fmt: skip
    assert other.per_month == pytest.approx(300)
    assert (other.left, other.failures_per_month) == (left, pytest.approx(1e6 * 0.05 * 2))
    assert more.pays_back_months is None
    assert tuned.pays_back_months == pytest.approx(5000 / 240)
    assert (tiny.per_call, tiny.missing) == (None, ("input_price", "output_price"))


def test_closing_dates_are_said_and_old_facts_called_out() -> None:
    target = target_named("openai/gpt-4.1-mini")
    assert target is not None
    words = target_words(target, date(2026, 11, 22))
    assert "takes new jobs until 2027-01-06" in words
    assert "shuts down on 2027-01-14 (1.7 months)" in words
    assert words.endswith("facts read 2026-11-01.")
    assert "more than 60 days ago" in target_words(target, date(2027, 1, 2))
