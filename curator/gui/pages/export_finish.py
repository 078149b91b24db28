"""The foot of the export page: what blocks, where to, the button, what was written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from curator.gui.pages.export_state import ExportState
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import ElidedLabel, Paragraph, label
from curator.model.dataset import ExportReport
from curator.model.readiness import CheckResult

FEWEST_WORDS = 3
"""A reason of fewer words explains nothing to who reads the manifest later."""


class BlockedBox(QWidget):
    """Every blocking check with its cases, and the reason to export all the same."""

    cases_asked = Signal(list, str)
    reason_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("export-blocked")
        px = theme().px
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(6))
        self.reason = QLineEdit()
        self.reason.setObjectName("export-reason")
        self.reason.setAccessibleName("Reason to export all the same")
        self.reason.setPlaceholderText("Why it may go out all the same, in a sentence")
        self.reason.textChanged.connect(self.reason_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(4))
        column.setSpacing(px(6))
        column.addLayout(self._rows)
        column.addWidget(
            Paragraph(
                "To export all the same, give a reason. It goes into the manifest and the "
                "dataset card.",
                "meta",
                "text3",
            )
        )
        column.addWidget(self.reason)

    def show_checks(self, checks: tuple[CheckResult, ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for check in checks:
            self._rows.addWidget(self._row(check))
        self.setVisible(bool(checks))

    def has_reason(self) -> bool:
        return len(self.reason.text().split()) >= FEWEST_WORDS

    def _row(self, check: CheckResult) -> QWidget:
        px = theme().px
        row = QWidget()
        row.setAccessibleName(f"Block: {check.sentence}")
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        picture = QLabel()
        picture.setPixmap(theme().pixmap("error", 16, "fail"))
        grid.addWidget(picture, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Paragraph(check.sentence, "body", "text"), 0, 1)
        if check.case_ids:
            many = len(check.case_ids)
            words = "Show the case" if many == 1 else f"Show the {many:,} cases"
            link = button(words, f"export-check-{check.number}", kind="link")
            link.setAccessibleName(f"{words}: {check.name}")
            link.clicked.connect(lambda: self.cases_asked.emit(list(check.case_ids), check.name))
            grid.addWidget(link, 0, 2, Qt.AlignmentFlag.AlignTop)
        return row


class ExportFinish(QFrame):
    """Emits requests; the page does the writing."""

    folder_asked = Signal()
    export_asked = Signal()
    cases_asked = Signal(list, str)

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self._state: ExportState | None = None
        self._busy = False
        self._out = Path()
        self.blocked = BlockedBox()
        self.blocked.cases_asked.connect(self.cases_asked)
        self.blocked.reason_changed.connect(self._refresh)
        self._folder = ElidedLabel("", "body", "text2")
        choose = button("Choose", "export-folder", icon="folder")
        choose.setAccessibleName("Choose the folder")
        choose.clicked.connect(self.folder_asked)
        self.go = button("Export", "export-go", kind="primary")
        self.go.clicked.connect(self.export_asked)
        self._why = label("", "meta", "fail")
        self._result = Paragraph("", "body", "text")
        self._open = button("Open the folder", "export-open", kind="link")
        self._open.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._out)))
        )
        where = QHBoxLayout()
        where.setSpacing(px(10))
        where.addWidget(label("Folder", "body"))
        where.addWidget(self._folder, 1)
        where.addWidget(choose)
        deeds = QHBoxLayout()
        deeds.setSpacing(px(12))
        deeds.addWidget(self.go)
        deeds.addWidget(self._why)
        deeds.addStretch()
        told = QHBoxLayout()
        told.setSpacing(px(10))
        tick = QLabel()
        tick.setPixmap(theme().pixmap("check", 16, "pass"))
        told.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self._result, 1)
        told.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)
        self._told = QWidget()
        self._told.setObjectName("export-result")
        told.setContentsMargins(0, 0, 0, 0)
        self._told.setLayout(told)
        self._told.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(12), px(20), px(14))
        column.setSpacing(px(8))
        column.addWidget(self.blocked)
        column.addLayout(where)
        column.addLayout(deeds)
        column.addWidget(self._told)
        self.blocked.hide()
        self._refresh()

    def show_state(self, state: ExportState) -> None:
        """What the button would write, and what stands in its way."""
        self._state = state
        self.blocked.show_checks(() if state.whole_project else state.blocking)
        self._refresh()

    def show_folder(self, folder: Path) -> None:
        home = Path.home()
        near = folder.is_relative_to(home)
        self._folder.set_text(str(Path("~") / folder.relative_to(home) if near else folder))

    def set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._refresh()

    def set_nothing(self) -> None:
        """No pattern is chosen."""
        self._state = None
        self._refresh()

    def override_reason(self) -> str:
        needed = self._state is not None and self._state.blocking
        return self.blocked.reason.text().strip() if needed else ""

    def _refresh(self) -> None:
        state = self._state
        self.go.setText(state.button_text if state else "Export")
        blocked = state is not None and bool(state.blocking) and not state.whole_project
        empty = state is None or (not state.whole_project and state.rows == 0)
        if blocked and state is not None:
            many = "check blocks" if len(state.blocking) == 1 else "checks block"
            self._why.setText(f"{len(state.blocking)} {many} the export")
            if self.blocked.has_reason():
                self.go.setText(f"{state.button_text} all the same")
        elif state is None:
            self._why.setText("Choose at least one pattern")
        else:
            self._why.setText(
                "Nothing to train on: no failure has an ideal answer yet" if empty else ""
            )
        self.go.setAccessibleName(self.go.text())
        allowed = not blocked or self.blocked.has_reason()
        self.go.setEnabled(state is not None and not empty and allowed and not self._busy)

    def show_report(self, report: ExportReport) -> None:
        """What was written and where."""
        self._out = Path(report.out)
        self._result.set_text(report.sentence or f"Written to {report.out}")
        self._told.show()

    def clear_report(self) -> None:
        self._told.hide()
