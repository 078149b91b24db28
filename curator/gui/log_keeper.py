"""Copies the write-ahead log into the project's file while the reviewer reads."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from curator.gui.context import AppContext
from curator.model.changes import Changed

IDLE = 4_000
"""Milliseconds without an act after which the log is copied: the disk is free then."""
FEWEST, MOST = 25, 1_000
"""Acts from which a pause is used for it, and from which it is done even if they go on: some 250
and 10,000 pages of 8 kB. Beside an act it costs that act the disk's time too: 90 ms."""


class LogKeeper(QObject):
    """Sees to it that no act has to copy the log itself: a second of waiting among a million cases.

    Every act is durable in the log once it is committed; copying changes nothing that is stored.
    """

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._running = False
        self.acts = 0
        """How many came since the log was copied last."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(IDLE)
        self._timer.timeout.connect(self._pause)
        context.changed.connect(self._changed)

    def _changed(self, change: Changed) -> None:
        # An import, and the index that follows it, write as much as many marks.
        self.acts += FEWEST if change.imported else 1
        self._timer.start()
        if self.acts >= MOST:
            self.settle()

    def _pause(self) -> None:
        if self.acts >= FEWEST:
            self.settle()

    def settle(self) -> None:
        """Copy the log now, in a thread."""
        project = self._context.project
        if project is None or self._running:
            return
        self._running, self.acts = True, 0

        def ended(_: object) -> None:
            self._running = False

        self._context.background.run(
            "Settling", lambda _, __: project.settle(), ended, failed=ended, quiet=True
        )
