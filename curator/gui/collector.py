"""Python's search for garbage, on the main thread alone: what it finds may be a widget."""

from __future__ import annotations

import gc

SELDOM = 10
"""How many times rarer than Python would the sweep looks through all there is."""


class Collector:
    """Python searches in whichever thread happens to allocate.

    A widget, an action or a timer that is garbage would be destroyed there, beside the main
    thread that is using Qt: the app dies. So nothing is searched for by itself while a thread of
    ours runs Python, and the main thread sweeps instead.
    """

    def __init__(self) -> None:
        self._working: set[object] = set()
        self._wanted = False

    def hold(self, work: object) -> None:
        """A thread begins to run Python."""
        if not self._working:
            self._wanted = gc.isenabled()
            gc.disable()
        self._working.add(work)

    def release(self, work: object) -> None:
        """The thread has ended; after the last of them Python searches by itself again."""
        if work in self._working:
            self._working.discard(work)
            if not self._working and self._wanted:
                gc.enable()

    def allow(self) -> None:
        """Search from now on as Python does by itself, or when no thread works any more."""
        self._wanted = True
        if not self._working:
            gc.enable()

    def sweep(self) -> None:
        """On the main thread while others work: search if Python itself would have."""
        if not self._wanted:
            return
        young, middle, old = gc.get_threshold()
        counts = gc.get_count()
        # All there is takes long and can mostly wait until no thread works; a trial runs for hours.
        if counts[2] > SELDOM * old > 0:
            gc.collect()
        elif counts[1] > middle > 0:
            gc.collect(1)
        elif counts[0] > young > 0:
            gc.collect(0)


collector = Collector()
"""There is one interpreter, however many windows are in it."""
