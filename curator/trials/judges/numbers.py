"""The judge of numbers: the last number of the output against the reference's last one."""

from __future__ import annotations

import math
import re

from curator.errors import CuratorError
from curator.trials.judges.base import Decide, Judgement

_NUMBER = re.compile(r"[-−–]?\s?(?:\d{1,3}(?:[,’' ]\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_CLOSE = 1e-9


def number(argument: str) -> Decide:
    """The same number within a tolerance: absolute (0.01) or relative (1%)."""
    absolute, relative = _tolerance(argument.strip())

    def decide(output: str, reference: str) -> Judgement:
        said, wanted = last_number(output), last_number(reference)
        if wanted is None or said is None:
            return Judgement(
                False, f"no number in the {'reference' if wanted is None else 'output'}"
            )
        allowed = max(absolute, relative * abs(wanted))
        near = abs(said - wanted) <= allowed + _CLOSE * max(1.0, abs(wanted))
        return Judgement(near, "" if near else f"{said:g} instead of {wanted:g}")

    return decide


def _tolerance(argument: str) -> tuple[float, float]:
    if not argument:
        return 0.0, 0.0
    percent = argument.endswith("%")
    try:
        value = float(argument.removesuffix("%"))
    except ValueError:
        value = -1.0
    if value < 0 or not math.isfinite(value):
        raise CuratorError(
            f"“{argument}” is no tolerance; write 0.01 or 1% after number:", field="judge"
        )
    return (0.0, value / 100) if percent else (value, 0.0)


def last_number(text: str) -> float | None:
    """The last number in a text, thousands separators aside; None where there is none.

    A minus counts where nothing but a space or bracket stands before it: 16-3 ends in 3.
    """
    found = None
    for match in _NUMBER.finditer(text):
        found = match
    if found is None:
        return None
    raw = found.group()
    digits = re.sub(r"[^\d.eE+-]", "", raw.lstrip("-−– "))
    before = text[found.start() - 1] if found.start() else " "
    negative = raw[0] in "-−–" and (before.isspace() or before in "($€£=:")
    value = float(digits)
    return -value if negative else value
