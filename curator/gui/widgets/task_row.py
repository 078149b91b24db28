"""A running task: its title with a count, a 4 px bar, and Stop."""

from __future__ import annotations

# A class of Qt that is reached through its module is made when it is first used.
from PySide6 import QtWidgets
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from curator.gui.background import Task
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import label, rule

PATIENCE = 300
"""Milliseconds before a task is shown: shorter ones would only flicker."""


class TaskRow(QFrame):
    """Shows one task at a time, the latest started; built for the first of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("taskRow")
        self.setProperty("win", True)
        self._task: Task[object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(self.show)
        self.hide()

    def _build(self) -> None:
        px = theme().px
        self.words = label("", "body", "text")
        self.count = label("", "meta")
        self.bar = QtWidgets.QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        self.stop = button("Stop", "task-stop", kind="link", on_click=self._stop)
        line = QHBoxLayout()
        line.setContentsMargins(px(20), px(6), px(16), 0)
        line.setSpacing(px(12))
        line.addWidget(self.words)
        line.addWidget(self.count)
        line.addStretch()
        line.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(line)
        column.addWidget(self.bar)
        column.addWidget(rule())

    def follow(self, task: Task[object]) -> None:
        """Show a task once it has run for a while."""
        if task.quiet:
            return
        if self.layout() is None:
            self._build()
        self._task = task
        self.words.setText(task.title)
        self.count.setText("")
        self.bar.setRange(0, 0)
        task.signals.progressed.connect(self._progressed)
        self._timer.start()

    def _progressed(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.count.setText(f"{done:,} of {total:,}" if total else "")

    def forget(self, task: Task[object]) -> None:
        """A task ended."""
        if task is self._task:
            self._task = None
            self._timer.stop()
            self.hide()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.words.setText(f"{self._task.title}: stopping")
