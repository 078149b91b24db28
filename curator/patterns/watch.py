"""Telling how far the work is, and stopping it, over all its parts."""

from __future__ import annotations

from curator.errors import Cancelled
from curator.model.work import IsCancelled, Progress


class Watch:
    """Counts embedded texts, then every failure once when grouped and once when laid out."""

    def __init__(self, failures: int, progress: Progress, is_cancelled: IsCancelled) -> None:
        self.is_cancelled = is_cancelled
        self._failures = failures
        self._texts = 0
        self._progress = progress

    def embedded(self, done: int, total: int) -> None:
        """So many of all distinct texts are embedded."""
        self._texts = total
        self._progress(done, total + 2 * self._failures)

    def grouped(self) -> None:
        """All failures are grouped. Raises `Cancelled`."""
        self.stop_if_cancelled()
        self._progress(self._texts + self._failures, self._texts + 2 * self._failures)

    def laid_out(self) -> None:
        """All failures are on the map: done."""
        total = self._texts + 2 * self._failures
        self._progress(total, total)

    def stop_if_cancelled(self) -> None:
        """Raise `Cancelled` if somebody asked for it."""
        if self.is_cancelled():
            raise Cancelled
