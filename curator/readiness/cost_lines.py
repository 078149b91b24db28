"""The table of costs: as now, the alternatives to fine-tuning, and fine-tuned, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from curator.model.readiness import CostInputs, CostLine, CostOption, Costs
from curator.model.statistics import Estimate
from curator.readiness.costs import cost_per_call
from curator.readiness.targets import TargetPrice

DAYS_A_MONTH = 365.25 / 12
KIND_WORDS = {
    "now": "As now",
    "prompt": "A better prompt",
    "examples": "A prompt with examples",
    "model": "Another base model",
    "smaller": "A smaller base model",
    "retrieval": "Retrieval",
    "tuned": "Fine-tuned",
}


def cost_lines(
    costs: Costs, left: Mapping[str, Estimate], now: Estimate | None = None
) -> tuple[CostLine, ...]:
    """One line each, with what it leaves failing where `left` (by variant) or `now` knows it."""
    inputs = costs.inputs
    before = _now(inputs)
    lines = [_line(inputs, before, None, now)]
    lines += [
        _line(inputs, _option(inputs, one), before.per_call, left.get(one.variant))
        for one in inputs.options
    ]
    tuned = _tuned(costs)
    return (*lines, _line(inputs, tuned, before.per_call, None))


def _now(inputs: CostInputs) -> CostLine:
    needed = ["prompt_tokens", "output_tokens", "input_price", "output_price"]
    if inputs.cached_share > 0:
        needed.append("cached_price")
    missing = tuple(name for name in needed if getattr(inputs, name) is None)
    per_call = None if missing else cost_per_call(
        inputs.prompt_tokens or 0.0, inputs.output_tokens or 0.0, inputs.input_price or 0.0,
        inputs.output_price or 0.0, cached_share=inputs.cached_share,
        cached_price=inputs.cached_price or 0.0,
    )  # fmt: skip
    return CostLine(kind="now", name=KIND_WORDS["now"], per_call=per_call, once=0.0,
                    per_month=0.0, missing=missing)  # fmt: skip


def _option(inputs: CostInputs, option: CostOption) -> CostLine:
    """An option's own figures; lengths and prices that it does not state are those of now."""
    base = option.kind in ("model", "smaller")
    prompt = option.prompt_tokens if option.prompt_tokens is not None else inputs.prompt_tokens
    output = option.output_tokens if option.output_tokens is not None else inputs.output_tokens
    # Another model has its own price; to take today's for it would be a guess.
    price = option.input_price if base or option.input_price is not None else inputs.input_price
    out = option.output_price if base or option.output_price is not None else inputs.output_price
    figures = {"prompt_tokens": prompt, "output_tokens": output, "input_price": price,
               "output_price": out}  # fmt: skip
    missing = tuple(name for name, value in figures.items() if value is None)
    per_call = (
        None if missing else cost_per_call(prompt or 0.0, output or 0.0, price or 0.0, out or 0.0)
    )
    return CostLine(
        kind=option.kind, name=option.name or KIND_WORDS[option.kind], per_call=per_call,
        per_month=option.per_month, once=option.once, missing=missing,
    )  # fmt: skip


def _tuned(costs: Costs) -> CostLine:
    inputs = costs.inputs
    needed = ("tuned_prompt_tokens", "tuned_output_tokens", "tuned_input_price",
              "tuned_output_price")  # fmt: skip
    missing = tuple(name for name in needed if getattr(inputs, name) is None)
    per_call = None if missing else cost_per_call(
        inputs.tuned_prompt_tokens or 0.0, inputs.tuned_output_tokens or 0.0,
        inputs.tuned_input_price or 0.0, inputs.tuned_output_price or 0.0,
    )  # fmt: skip
    return CostLine(
        kind="tuned", name=KIND_WORDS["tuned"], per_call=per_call, once=costs.fixed_cost,
        per_month=inputs.hosting_per_month, missing=missing,
    )  # fmt: skip


def _line(inputs: CostInputs, line: CostLine, now: float | None, left: Estimate | None) -> CostLine:
    """The line at the project's volume: `line.per_month` so far is what calls do not cause."""
    volume = inputs.calls_per_month
    monthly = pays = None
    if line.per_call is not None and volume is not None:
        monthly = line.per_call * volume + (line.per_month or 0.0)
        if now is not None and line.once is not None and now * volume > monthly:
            pays = line.once / (now * volume - monthly)
    failures = None
    if left is not None and volume is not None and inputs.failure_cost is not None:
        failures = volume * left.value * inputs.failure_cost
    return line.model_copy(
        update={
            "per_month": monthly,
            "pays_back_months": pays,
            "left": left,
            "failures_per_month": failures,
        }
    )


def months_until(day: date | None, as_of: date | None) -> float | None:
    """Months from a day to another, 0 where it is past; None where one is not known."""
    if day is None or as_of is None:
        return None
    return max(0.0, (day - as_of).days / DAYS_A_MONTH)


def target_words(target: TargetPrice, as_of: date | None) -> str:
    """What is known of a target's future: "OpenAI/gpt-4.1 takes new jobs until 2027-01-06 …"."""
    said = [f"{target.name}: {target.status or 'status not known'}"]
    if target.new_jobs_close is not None:
        said.append(f"takes new jobs until {target.new_jobs_close}")
    if target.model_shutdown is not None:
        months = months_until(target.model_shutdown, as_of)
        left = f" ({months:.1f} months)" if months is not None else ""
        said.append(f"shuts down on {target.model_shutdown}{left}")
    old = as_of is not None and target.is_stale(as_of)
    read = f"facts read {target.checked_on}"
    said.append(f"{read}, more than 60 days ago: check them" if old else read)
    return ", ".join(said) + "."
