"""Figures as the design rules word them."""

from __future__ import annotations

import re

from curator.model.statistics import Estimate

NBSP = "\u00a0"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
FIXES = {
    "prompt": "Prompt",
    "knowledge": "Knowledge",
    "fine-tuning": "Fine-tuning",
    "product": "Product change",
    "undecided": "Not decided",
}


def number_word(number: int) -> str:
    """ "four" up to ten, digits above."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"


def plural(count: int, one: str, many: str) -> str:
    """ "1 case", "1,180 cases"."""
    return f"{count:,} {one if count == 1 else many}"


def percent(share: float) -> str:
    """A share, 0 to 1, without decimals: "27 %"; never "0 %" for what is more than nothing.

    The space is one that no line breaks at.
    """
    if 0 < share < 0.005:
        return f"<1{NBSP}%"
    if 0.995 <= share < 1:
        return f">99{NBSP}%"
    return f"{100 * share:.0f}{NBSP}%"


def interval(estimate: Estimate) -> str:
    """ "15 to 23", in percent."""
    return f"{100 * estimate.low:.0f} to {100 * estimate.high:.0f}"


def interval_exact(estimate: Estimate) -> str:
    """ "15.0 to 22.5", in percent."""
    return f"{100 * estimate.low:.1f} to {100 * estimate.high:.1f}"


def p_value(value: float) -> str:
    """ "0.031"; "<0.001" below that."""
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def dollars(amount: float) -> str:
    """ "$2,150", "$6.40", "$0.00024": as many digits as the amount needs."""
    if amount < 0:
        return f"-{dollars(-amount)}"
    if amount >= 100:
        return f"${amount:,.0f}"
    if amount >= 0.01 or amount == 0:
        return f"${amount:,.2f}"
    return f"${amount:.2g}" if amount >= 0.0001 else f"${amount:.6f}".rstrip("0")


def long_date(moment: str) -> str:
    """ "18 June 2026" from an ISO time, else what was given."""
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})", moment)
    if found is None or not 1 <= int(found[2]) <= 12:
        return moment
    return f"{int(found[3])} {MONTHS[int(found[2]) - 1]} {found[1]}"


def capitalised(text: str) -> str:
    """The text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]
