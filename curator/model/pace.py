"""How fast work goes and how long it still takes, told from its progress."""

from __future__ import annotations

from collections import deque

WINDOW = 8.0
"""Seconds over which the rate is measured."""
TRUSTED = 1.0
"""Seconds from which a rate is said."""


def size_words(size: float) -> str:
    """ "41.2 MB", "3 kB"."""
    if size >= 1e9:
        return f"{size / 1e9:,.1f} GB"
    if size >= 1e6:
        return f"{size / 1e6:.1f} MB"
    return f"{max(1, round(size / 1e3))} kB" if size else "0 kB"


def left_words(seconds: float) -> str:
    """ "a few seconds left", "about 40 seconds left", "about 3 minutes left"."""
    if seconds < 5:
        return "a few seconds left"
    if seconds < 90:
        return f"about {5 * round(seconds / 5)} seconds left"
    if seconds < 5400:
        return f"about {round(seconds / 60)} minutes left"
    return f"about {seconds / 3600:.1f} hours left"


class Pace:
    """The rate over the last seconds, from how far it was when."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, now: float, done: int) -> None:
        """It is this far now."""
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[0][0] > WINDOW:
            self._seen.popleft()

    @property
    def rate(self) -> float:
        """Bytes a second; 0 before it can be told."""
        if len(self._seen) < 2:
            return 0.0
        (began, first), (ended, last) = self._seen[0], self._seen[-1]
        return (last - first) / (ended - began) if ended - began >= TRUSTED else 0.0


def progress_words(words: str, done: int, total: int, rate: float, *, in_bytes: bool) -> str:
    """ "Importing  43 %, 38.1 MB a second, about 40 seconds left"; `rate` 0 is not known yet."""
    parts = [f"{words} {100 * done / total:3.0f} %" if total else f"{words} {done:,}"]
    if rate > 0 and in_bytes:
        parts.append(f"{size_words(rate)} a second")
    if rate > 0 and total > done:
        parts.append(left_words((total - done) / rate))
    return ", ".join(parts)
