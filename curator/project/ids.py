"""Identifiers and the clock of a project."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime


def new_uid() -> str:
    """A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random; sorts by time."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def now() -> str:
    """UTC time in ISO 8601 with milliseconds, as stored with every act."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
