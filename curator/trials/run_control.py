"""The handle by which somebody in another thread pauses, continues or stops a run."""

from __future__ import annotations

import threading


class RunControl:
    """Thread-safe. A paused run sends nothing new; what is in flight still comes in."""

    def __init__(self) -> None:
        self._paused = threading.Event()
        self._cancelled = threading.Event()

    def pause(self) -> None:
        self._paused.set()

    def go_on(self) -> None:
        self._paused.clear()

    def cancel(self) -> None:
        """Send nothing more; what is in flight gets a moment to come in."""
        self._cancelled.set()

    @property
    def paused(self) -> bool:
        return self._paused.is_set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()
