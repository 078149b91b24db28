"""How long to wait before a call is tried again."""

from __future__ import annotations

import random

LONGEST = 60.0
"""Seconds (own)."""
LONGEST_ASKED = 600.0
"""What a server may ask for with Retry-After before the call is given up for now (own)."""


def wait_before(attempt: int, first: float, asked: float | None, rng: random.Random) -> float:
    """Seconds before attempt number `attempt` + 1: what the server asked for, else doubled.

    Equal jitter: half of the wait is fixed, half is drawn, so that calls that failed together do
    not come back together.
    """
    if asked is not None:
        return min(asked, LONGEST_ASKED) * (1 + 0.05 * rng.random())
    whole = min(LONGEST, first * 2 ** (attempt - 1))
    return whole / 2 + rng.random() * whole / 2
