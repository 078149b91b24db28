"""The most memory that a process has held."""

from __future__ import annotations

import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")
_UNITS = 1024 * 1024 if sys.platform == "darwin" else 1024
"""How many of `ru_maxrss` make a megabyte: macOS counts bytes, Linux kilobytes."""


def most_memory() -> float | None:
    """The most this process held so far, MB; None where the system does not tell (Windows).

    Linux hands a parent's peak on in `ru_maxrss`, so the process's own line in /proc is read
    where there is one.
    """
    if _STATUS.is_file():
        line = next(one for one in _STATUS.read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    if sys.platform == "win32":
        return None
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNITS


def most_memory_of_children() -> float | None:
    """The most that any one ended process held which this one started, MB; None on Windows.

    On Linux never less than what this process held when it started the last of them.
    """
    if sys.platform == "win32":
        return None
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _UNITS
