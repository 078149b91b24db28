"""Ranges: the cost math at the favourable and the unfavourable end of what is uncertain."""

from __future__ import annotations

from collections.abc import Callable

from curator.model.readiness import CostInputs, Costs, CostSpan

HIGH_IS_GOOD = frozenset(
    ("calls_per_month", "prompt_tokens", "output_tokens", "input_price", "cached_price",
     "output_price", "months_until_shutdown", "failure_cost")
)  # fmt: skip
"""The dearer a call is now and the more calls there are, the sooner fine-tuning pays."""
SHARE = "cached_share"
"""Whether caching more is good depends on the two prices, so both ends are tried."""


def with_spans(costs: Costs, compute: Callable[[CostInputs], Costs]) -> Costs:
    """The costs with spans of saving, fixed cost and months over the inputs' ranges.

    Every result moves one way with every input, so the ends of the ranges give its ends.
    """
    inputs = costs.inputs
    if not inputs.ranges:
        return costs
    at = [
        compute(_end(inputs, favourable=favourable, share=share))
        for favourable in (True, False)
        for share in (0, 1)
    ]
    savings = [one.saving_per_call for one in at if one.saving_per_call is not None]
    fixed = [one.fixed_cost for one in at if one.fixed_cost is not None]
    months = [one.break_even_months for one in at if one.break_even_months is not None]
    never = any(one.never for one in at)
    return costs.model_copy(
        update={
            "saving_span": _span(savings),
            "fixed_span": _span(fixed),
            "months_span": CostSpan(low=min(months), high=None if never else max(months))
            if months
            else None,
        }
    )


def _end(inputs: CostInputs, *, favourable: bool, share: int) -> CostInputs:
    """One end of every range: that at which fine-tuning pays sooner, or the other."""
    chosen = {
        name: ends[1] if (name in HIGH_IS_GOOD) == favourable else ends[0]
        for name, ends in inputs.ranges.items()
    }
    if SHARE in inputs.ranges:
        chosen[SHARE] = inputs.ranges[SHARE][share]
    return inputs.model_copy(update={**chosen, "ranges": {}})


def _span(values: list[float]) -> CostSpan | None:
    if not values or min(values) == max(values):
        return None
    return CostSpan(low=min(values), high=max(values))
