"""Cost math: what a tuned model saves a call, what it costs once, when it pays back.

Money in dollars, prices in $ per million tokens. A figure whose input is unknown is None and
the input is named in `missing`; nothing is assumed. Source: readiness.md, "Cost math".
"""

from __future__ import annotations

from pydantic import ValidationError

from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.readiness import CostInputs, Costs

MILLION = 1_000_000

_NAMES = {
    "calls_per_month": "calls a month",
    "prompt_tokens": "prompt tokens now",
    "tuned_prompt_tokens": "prompt tokens after tuning",
    "output_tokens": "output tokens now",
    "tuned_output_tokens": "output tokens after tuning",
    "input_price": "input price",
    "cached_price": "cached input price",
    "output_price": "output price",
    "tuned_input_price": "tuned input price",
    "tuned_output_price": "tuned output price",
    "training_price": "training price",
}
"""Field of CostInputs to its words."""


def field_words(field: str) -> str:
    """A field of CostInputs in words: "tuned_input_price" is "tuned input price"."""
    return _NAMES.get(field, field.replace("_", " "))


def read_inputs(settings: JsonObject) -> CostInputs:
    """The project's own figures from its setting `costs`.

    Raises CuratorError when one is not a number or has an unknown name.
    """
    given = settings.get("costs")
    if given is None:
        return CostInputs()
    if not isinstance(given, dict):
        raise CuratorError("The setting costs must name figures.", field="costs")
    for name, value in given.items():
        if name not in CostInputs.model_fields:
            raise CuratorError(f"There is no cost figure named {name!r}.", field=f"costs.{name}")
        if value is None or name in ("ranges", "options"):
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e15:
            raise CuratorError(
                f"The cost figure {field_words(name)} must be a number from 0 up, not {value!r}.",
                field=f"costs.{name}",
            )
    try:
        inputs = CostInputs.model_validate(given)
    except ValidationError as error:
        where = ".".join(str(step) for step in error.errors()[0]["loc"])
        raise CuratorError(
            f"The cost figure {where} is not usable: {error.errors()[0]['msg']}.",
            field=f"costs.{where}",
        ) from error
    check_ranges(inputs)
    return inputs


def check_ranges(inputs: CostInputs) -> None:
    """Raise CuratorError for a range that is none, or of a figure that there is not."""
    for name, (low, high) in inputs.ranges.items():
        known = name in CostInputs.model_fields and name not in ("ranges", "options")
        value = getattr(inputs, name) if known else None
        inside = value is None or low <= value <= high
        if not known or not 0 <= low <= high < 1e15 or not inside:
            raise CuratorError(
                f"The range of {field_words(name)} must go from a number to a higher one around "
                f"the figure itself, not from {low:g} to {high:g}.",
                field=f"costs.ranges.{name}",
            )


def cost_per_call(
    prompt_tokens: float,
    output_tokens: float,
    input_price: float,
    output_price: float,
    *,
    cached_share: float = 0.0,
    cached_price: float = 0.0,
) -> float:
    """What one call costs in $: P·((1-h)·i + h·c) + O·o, per million tokens."""
    per_prompt_token = (1 - cached_share) * input_price + cached_share * cached_price
    return (prompt_tokens * per_prompt_token + output_tokens * output_price) / MILLION


def compute(inputs: CostInputs, shutdown: float | None = None) -> Costs:
    """Saving a call, fixed cost, break-even and what covers the hosting; spans over ranges.

    `shutdown` is in how many months the target ends, for where the user's figures do not say.

    s = [P0·((1-h)·i + h·c) + O0·o - (P1·i' + O1·o')] / 10^6; break-even calls = F / s;
    months = F / (V·s - hosting); s <= 0 or V·s <= hosting is never, whatever F is.
    """
    from curator.readiness.cost_ranges import with_spans

    capped = inputs
    if inputs.months_until_shutdown is None and shutdown is not None:
        capped = inputs.model_copy(update={"months_until_shutdown": shutdown})
    costs = with_spans(at_the_figures(capped), at_the_figures)
    return costs.model_copy(
        update={
            "inputs": inputs,
            "sentence": _sentence(costs),
            "shutdown_months": capped.months_until_shutdown,
        }
    )


def at_the_figures(inputs: CostInputs) -> Costs:
    """The cost math at the figures themselves, whatever their ranges."""
    saving = _saving(inputs)
    fixed = _fixed_cost(inputs)
    hosting = inputs.hosting_per_month
    volume = inputs.calls_per_month
    never = saving is not None and (
        saving <= 0 or (volume is not None and volume * saving <= hosting)
    )
    calls = months = None
    if saving is not None and fixed is not None and saving > 0:
        calls = fixed / saving
        if volume is not None and not never:
            months = fixed / (volume * saving - hosting)
    shutdown = inputs.months_until_shutdown
    return Costs(
        inputs=inputs,
        saving_per_call=saving,
        fixed_cost=fixed,
        break_even_calls=calls,
        break_even_months=months,
        calls_to_cover_hosting=hosting / saving
        if saving is not None and saving > 0 and hosting > 0
        else None,
        missing=_missing(inputs),
        never=never,
        after_shutdown=months is not None and shutdown is not None and months > shutdown,
    )


def _saving(inputs: CostInputs) -> float | None:
    cached = inputs.cached_price if inputs.cached_share > 0 else 0.0
    if (
        inputs.prompt_tokens is None
        or inputs.output_tokens is None
        or inputs.tuned_prompt_tokens is None
        or inputs.tuned_output_tokens is None
        or inputs.input_price is None
        or inputs.output_price is None
        or inputs.tuned_input_price is None
        or inputs.tuned_output_price is None
        or cached is None
    ):
        return None
    share = inputs.cached_share
    per_prompt_token = (1 - share) * inputs.input_price + share * cached
    before = inputs.prompt_tokens * per_prompt_token + inputs.output_tokens * inputs.output_price
    after = (
        inputs.tuned_prompt_tokens * inputs.tuned_input_price
        + inputs.tuned_output_tokens * inputs.tuned_output_price
    )
    return (before - after) / MILLION


def _fixed_cost(inputs: CostInputs) -> float | None:
    training = 0.0
    if inputs.training_tokens > 0:
        if inputs.training_price is None:
            return None
        tokens = inputs.training_tokens * inputs.epochs * inputs.runs
        training = tokens * inputs.training_price / MILLION
    labelling = inputs.labelling_hours * inputs.hourly_rate
    return labelling + training + inputs.evaluation_cost + inputs.engineering_cost


def _missing(inputs: CostInputs) -> tuple[str, ...]:
    needed = [
        "prompt_tokens",
        "tuned_prompt_tokens",
        "output_tokens",
        "tuned_output_tokens",
        "input_price",
        "output_price",
        "tuned_input_price",
        "tuned_output_price",
        "calls_per_month",
    ]
    if inputs.cached_share > 0:
        needed.append("cached_price")
    if inputs.training_tokens > 0:
        needed.append("training_price")
    return tuple(name for name in needed if getattr(inputs, name) is None)


def _sentence(costs: Costs) -> str:
    inputs = costs.inputs
    saving = costs.saving_per_call
    unknown = ", ".join(field_words(name) for name in costs.missing)
    if saving is None:
        return f"Cost is not known: enter your figures ({unknown})."
    if saving <= 0:
        return (
            f"Fine-tuning never pays back: a tuned call costs ${-saving:.5f} more than a call now."
        )
    if costs.never:
        calls = costs.calls_to_cover_hosting or 0.0
        return (
            f"Fine-tuning never pays back: covering the hosting of "
            f"${inputs.hosting_per_month:,.0f} a month takes {count_words(calls)} calls a month, "
            f"and there are {count_words(inputs.calls_per_month or 0.0)}."
        )
    if costs.break_even_calls is None:
        return f"A tuned call saves ${saving:.5f}; when it pays back is not known ({unknown})."
    if costs.break_even_months is None:
        return (
            f"Fine-tuning pays back after {count_words(costs.break_even_calls)} calls; "
            f"in months it is not known ({unknown})."
        )
    when = f"Fine-tuning pays back after {costs.break_even_months:.1f} months{_span(costs)}"
    if costs.after_shutdown:
        return (
            f"{when}, but the model shuts down after {inputs.months_until_shutdown:.1f} months: "
            "it never pays back."
        )
    return f"{when} at {count_words(inputs.calls_per_month or 0.0)} calls a month."


def _span(costs: Costs) -> str:
    """ " (5.2 to 10.3)", or " (5.2 to never)", where an input is a range."""
    span = costs.months_span
    if span is None:
        return ""
    return f" ({span.low:.1f} to {'never' if span.high is None else f'{span.high:.1f}'})"


def count_words(count: float) -> str:
    """A count as one reads it: 950, 62,000, 20.8 million."""
    if count >= MILLION:
        return f"{count / MILLION:,.1f} million"
    return f"{count:,.0f}"
