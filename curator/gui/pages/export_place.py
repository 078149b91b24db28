"""Where to train with the files: the service's limits and prices, dated, and one's own table."""

from __future__ import annotations

from datetime import UTC, date, datetime

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from curator.exporting.places import limits_sentence, place_sentence
from curator.gui.pages.export_state import ExportState
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, label
from curator.readiness.targets import own_table_path, start_own_table

NOT_CHOSEN = "Not chosen"


class TrainingPlace(QWidget):
    """Emits `chosen` with the place's name, "" for none, and `edit_asked`."""

    chosen = Signal(str)
    edit_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self._limits = Paragraph("", "meta", "text3")
        self.place = QComboBox()
        self.place.setObjectName("export-place")
        self.place.setAccessibleName("Where to train")
        self.place.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.place.activated.connect(lambda _: self.chosen.emit(str(self.place.currentData())))
        self._facts = Paragraph("", "meta", "text3")
        self._head = label("Where to train", "metastrong")
        edit = button("Edit limits and prices", "export-edit-targets", kind="link")
        edit.clicked.connect(self.edit_asked)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(edit)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(self._limits)
        column.addSpacing(px(4))
        column.addWidget(self._head)
        column.addWidget(self.place)
        column.addWidget(self._facts)
        column.addLayout(line)

    def show_state(self, state: ExportState) -> None:
        """The places that take this format, the chosen one's facts, the format's limits."""
        today = _today()
        limits = limits_sentence(state.target.limits, today)
        self._limits.set_text(limits)
        self._limits.setVisible(bool(limits))
        self.place.blockSignals(True)
        self.place.clear()
        self.place.addItem(NOT_CHOSEN, "")
        for one in state.places:
            closed = "" if one.takes_new_jobs(today) else ", closed to new jobs"
            self.place.addItem(f"{one.provider}, {one.model}{closed}", one.name)
        at = max(0, self.place.findData(state.place))
        self.place.setCurrentIndex(at)
        self.place.blockSignals(False)
        for widget in (self._head, self.place):
            widget.setVisible(bool(state.places))
        found = next((one for one in state.places if one.name == state.place), None)
        self._facts.set_text(place_sentence(found, today) if found else "")
        self._facts.setVisible(found is not None)


def _today() -> date:
    return datetime.now(tz=UTC).date()


def open_own_table() -> None:
    """Open the user's own table in whatever edits text; it is made where there is none.

    Raises CuratorError when it cannot be made.
    """
    path = start_own_table(own_table_path(), _today())
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
