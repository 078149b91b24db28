"""Figures in words: shares with their interval, money, counts with their noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curator.model.statistics import Estimate


def percent(estimate: Estimate) -> str:
    """ "27 % (22 to 33)": the estimate and its 95 % interval, rounded to whole percent."""
    return f"{100 * estimate.value:.0f} % ({100 * estimate.low:.0f} to {100 * estimate.high:.0f})"


def counted(count: int, noun: str, many: str = "") -> str:
    """ "1 case", "1,200 cases"."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def money(amount: float) -> str:
    """ "$2,150", "$12.4k", "$3.1M", "$7.80", "$0.00024": short, with the figures that count."""
    size = abs(amount)
    sign = "−" if amount < 0 else ""
    if size == 0:
        return "$0"
    if size >= 999_500:
        return f"{sign}${size / 1e6:.3g}M"
    if size >= 10_000:
        return f"{sign}${size / 1e3:.3g}k"
    if size >= 100:
        return f"{sign}${size:,.0f}"
    if size >= 0.01:
        return f"{sign}${size:.2f}"
    return f"{sign}${size:.2g}"
