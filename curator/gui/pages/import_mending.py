"""Mending the rejected rows of the import that just ended, one after another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtWidgets import QWidget

from curator.errors import CuratorError
from curator.gui.context import AppContext
from curator.gui.widgets.import_results import ImportResults
from curator.model.case import RejectedRow
from curator.model.importing import FilePreview, ImportReport
from curator.model.work import IsCancelled, Progress
from curator.operations.mending import Mended, Mending

BEFORE = "Add the cases first; rejected rows can be mended then"
WHOLE = "The whole file could not be read: there is no row to mend"


class MendingRows(QObject):
    """Owns the list of rows that are still rejected; `left` of an import are shown in it."""

    def __init__(self, context: AppContext, results: ImportResults, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._results = results
        self._pane = results.mend
        self._rows: list[RejectedRow] = []
        self._kept: dict[str, Mending] = {}
        self._came = ""
        self._imported = False
        table = results.rejected
        table.selectionModel().currentRowChanged.connect(lambda now, _: self._show(now))
        table.clicked.connect(self._clicked)
        table.activated.connect(self._begin)
        self._pane.again.clicked.connect(self.try_again)
        self._pane.restore.clicked.connect(self.restore)
        self._pane.field.escaped.connect(lambda: self._focus(table))

    # What there is to mend

    def looked(self, preview: FilePreview) -> None:
        """Files are looked at: what is rejected can be seen, not mended yet."""
        self._kept, self._imported = {}, False
        self._rows = list(preview.rejected)

    def imported(self, report: ImportReport) -> None:
        """An import has ended: what it rejected can be mended."""
        project, reviewer = self._context.the_project(), self._context.reviewer
        self._imported = True
        self._rows = list(report.rejected)
        self._kept = {one.source: Mending(project, one, reviewer) for one in report.kept}
        self._results.show_rejected(self._rows, self._can_mend)

    def _can_mend(self, row: RejectedRow) -> bool:
        return row.source in self._kept

    @property
    def now(self) -> RejectedRow | None:
        """The row in front, None while none is."""
        place = self._results.rejected.currentIndex().row()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    @property
    def mendable(self) -> bool:
        """Whether the row in front can be tried again."""
        return self._results.mends and self._pane.again.isEnabled()

    # Going about

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == self._results.rejected.rows.columnCount() - 1:
            self._begin(index)
        elif not self._results.mends:
            self._show(index)

    def _begin(self, index: QModelIndex) -> None:
        self._show(index)
        if self._pane.field.isEnabled():
            self._focus(self._pane.field)

    def _focus(self, widget: QWidget) -> None:
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, index: QModelIndex) -> None:
        if not 0 <= index.row() < len(self._rows):
            return
        row = self._rows[index.row()]
        self._results.show_mending(True)
        mending = self._kept.get(row.source)
        if mending is None:
            self._pane.show_only(row, WHOLE if self._imported else BEFORE)
            return
        try:
            found = mending.text(row)
        except CuratorError as error:
            self._pane.show_only(row, error.sentence)
            return
        self._came = found.text
        self._pane.show_row(row, Path(mending.kept.path).name, found)

    def step(self, by: int) -> None:
        """To the next rejected row, or back; the field keeps the focus it has."""
        table = self._results.rejected
        place = table.currentIndex().row() + by
        if 0 <= place < len(self._rows):
            table.selectRow(place)

    # Trying again

    def restore(self) -> None:
        """The row as it came, as a step that Ctrl+Z undoes."""
        if self._pane.field.isEnabled():
            self._pane.field.put(self._came)
            self._focus(self._pane.field)

    def try_again(self) -> None:
        """Bring the mended row in; where it still is no case, say why and leave it."""
        row = self.now
        mending = self._kept.get(row.source) if row is not None else None
        if row is None or mending is None or not self.mendable:
            return
        text = self._pane.field.row

        def work(_: Progress, __: IsCancelled) -> Mended:
            return mending.bring_in(row, text)

        def done(mended: Mended) -> None:
            if self._context.project is not mending.project:
                return
            self._pane.tried()
            if mended.rejected is not None:
                self._still(row, mended.rejected)
            else:
                self._is_in(row, mended)

        self._pane.trying()
        self._context.background.run(
            "Trying the row again", work, done, failed=self._failed, quiet=True
        )

    def _failed(self, error: CuratorError) -> None:
        self._pane.tried()
        self._context.show_error(error)

    def _still(self, row: RejectedRow, again: RejectedRow) -> None:
        if self.now is row:
            self._pane.still_rejected(again)
            self._context.status(f"Line {row.line:,} is still rejected: {again.reason}")

    def _is_in(self, row: RejectedRow, mended: Mended) -> None:
        if row not in self._rows:
            return  # other files are looked at by now
        place = self._rows.index(row)
        self._rows.remove(row)
        self._results.row_is_in(self._rows, self._can_mend)
        self._context.did(mended.change)
        self._context.status(mended.change.sentence)
        if self._rows:
            self._results.rejected.selectRow(min(place, len(self._rows) - 1))
        else:
            self._results.show_mending(False)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Deeds of the action table."""
        return {
            "mend-try": self.try_again,
            "mend-restore": self.restore,
            "mend-next": lambda: self.step(1),
            "mend-previous": lambda: self.step(-1),
        }
