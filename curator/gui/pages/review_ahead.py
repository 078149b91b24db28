"""What the next key will need is fetched while the reviewer reads."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from curator.errors import CuratorError
from curator.gui.context import AppContext
from curator.gui.pages.review_acts import CaseActs
from curator.gui.widgets.case_list import CaseListPanel
from curator.operations import reviewing

ROWS_AHEAD = 24
"""Rows below the current one whose page of the list is fetched before it comes into view."""

AFTER_PAINTING = 15
"""Milliseconds after a case is shown: by then it is painted."""


class LookAhead(QObject):
    """Reads the next case once without keeping it: it is then in the store's memory.

    Nothing that is shown comes from here, so nothing here can be out of date.
    """

    def __init__(self, context: AppContext, panel: CaseListPanel, acts: CaseActs) -> None:
        super().__init__(panel)
        self._context = context
        self._panel = panel
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_PAINTING)
        self._timer.timeout.connect(self._look)
        acts.shown.connect(self._timer.start)
        context.painted.connect(self._timer.start)

    def _look(self) -> None:
        project, model, row = self._context.project, self._panel.model, self._panel.row()
        if project is None or row < 0 or self._context.awaits_painting:
            return
        try:
            model.line(min(row + ROWS_AHEAD, len(model.keys) - 1))
            following = model.next_unmarked(row, ROWS_AHEAD)
            if following is not None:
                reviewing.case(project, model.keys[following])
        except CuratorError:
            return  # whoever shows this case says what is wrong with it
