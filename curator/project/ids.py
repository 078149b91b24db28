"""Identifiers and the clock of a project."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime


def new_uid() -> str:
    """A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random; sorts by time."""
    return new_uids(1)[0]


def new_uids(count: int) -> list[str]:
    """As many of them at once, in rising order."""
    milliseconds = time.time_ns() // 1_000_000
    start = f"{milliseconds & 0xFFFF_FFFF_FFFF:012x}"
    head = f"{start[:8]}-{start[8:]}-7"
    noise = os.urandom(10 * count).hex()
    made = [
        f"{head}{noise[at : at + 3]}-{_VARIANT[noise[at + 3]]}{noise[at + 4 : at + 7]}-"
        f"{noise[at + 7 : at + 19]}"
        for at in range(0, 20 * count, 20)
    ]
    made.sort()
    return made


_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
"""The first digit of a UUID's fourth group holds its variant (binary 10) and two random bits."""


def now() -> str:
    """UTC time in ISO 8601 with milliseconds, as stored with every act."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
