"""Small-sample statistics that every stage quotes."""

from __future__ import annotations

import math

from curator.model.value import Value

Z95 = 1.959963984540054
"""Two-sided 95 % point of the standard normal distribution."""


class Estimate(Value, checked=False):
    """A share with its 95 % interval, all three between 0 and 1, and what it was counted on."""

    value: float
    low: float
    high: float
    count: int
    of: int

    @property
    def percent(self) -> str:
        """ "18.4 % (95 % interval 15.0 to 22.5)"."""
        return (
            f"{100 * self.value:.1f} % (95 % interval "
            f"{100 * self.low:.1f} to {100 * self.high:.1f})"
        )


def wilson(count: float, of: float) -> Estimate:
    """Wilson score interval of `count` in `of`, 95 %, without continuity correction.

    `of` may be an effective sample size. Nothing counted gives 0 in [0, 1].
    Source: Wilson 1927; equals scipy's `binomtest(...).proportion_ci(method="wilson")`.
    """
    if of <= 0:
        return Estimate(value=0.0, low=0.0, high=1.0, count=0, of=0)
    share = count / of
    z2 = Z95 * Z95
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z95 / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == of else min(1.0, centre + half)
    return Estimate(value=share, low=low, high=high, count=round(count), of=round(of))


def saturation_bound(reviewed_since_new: int) -> float:
    """Upper 95 % bound on the share of cases that may hold something new: 1 - 0.05^(1/k)."""
    if reviewed_since_new <= 0:
        return 1.0
    return 1.0 - 0.05 ** (1.0 / reviewed_since_new)
