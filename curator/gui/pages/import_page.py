"""Import: look at a file, say what its fields are, add its cases."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from curator.errors import CuratorError
from curator.gui import dialogs
from curator.gui.background import Task
from curator.gui.context import AppContext
from curator.gui.page import KeyHint, Page
from curator.gui.pages.start import DropZone, Picture, dropped_file
from curator.gui.theme import theme
from curator.gui.widgets.controls import MessageRow, button
from curator.gui.widgets.field_mapping import FieldMapping
from curator.gui.widgets.import_results import ImportResults, ProgressRow
from curator.gui.widgets.labels import ElidedLabel, InlineText, Paragraph, label, rule
from curator.gui.widgets.splitter import Splitter
from curator.model.changes import Changed
from curator.model.importing import FilePreview, ImportReport, Mapping
from curator.model.work import IsCancelled, Progress
from curator.operations import importing, reviewing

OWN_FORMAT = "curator"


def megabytes(size: float) -> str:
    """ "41.2 MB", "3 kB"."""
    if size >= 1e9:
        return f"{size / 1e9:.1f} GB"
    if size >= 1e6:
        return f"{size / 1e6:.1f} MB"
    return f"{max(1, round(size / 1e3))} kB" if size else "0 kB"


class ImportPage(Page):
    """A file at a time; the file itself is never changed."""

    name = "import"
    title = "Import"

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.setAcceptDrops(True)
        self.path: Path | None = None
        self.preview: FilePreview | None = None
        self.target: Path | None = None
        self._mapping: Mapping | None = None
        self._task: Task[ImportReport] | None = None
        self._cases = 0
        self.mapping = FieldMapping()
        self.results = ImportResults(context)
        self.progress = ProgressRow()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._empty_side())
        self.stack.addWidget(self._file_side())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.mapping.changed.connect(self._map)
        self.progress.add.clicked.connect(self.add_cases)
        self.progress.stop.clicked.connect(self._stop)
        self.progress.review.clicked.connect(lambda: context.request_page("review"))

    def _empty_side(self) -> QWidget:
        px = theme().px
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(px(80), px(48), px(80), px(48))
        self.drop_zone = DropZone()
        self.drop_zone.setMaximumSize(px(720), px(320))
        inside = QVBoxLayout(self.drop_zone)
        inside.setSpacing(px(6))
        inside.addStretch(1)
        inside.addWidget(Picture("import", 30), 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addSpacing(px(10))
        for text, style in (
            ("Drop a file of inputs and outputs here", "leadstrong"),
            ("JSON Lines, JSON, CSV, TSV or Parquet", "body"),
        ):
            words = label(text, style)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inside.addWidget(words)
        inside.addSpacing(px(14))
        self.choose = button("Choose a file", "import-choose", kind="primary")
        self.choose.setToolTip("Ctrl+O")
        self.choose.clicked.connect(lambda: self.context.file_requested.emit(None))
        inside.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
        self.drop_zone.dropped.connect(self.context.file_requested)
        column.addStretch(1)
        column.addWidget(self.drop_zone, 4)
        column.addStretch(2)
        column.setAlignment(self.drop_zone, Qt.AlignmentFlag.AlignHCenter)
        self.drop_zone.setMinimumWidth(px(420))
        return side

    def _file_side(self) -> QWidget:
        px = theme().px
        self.panes = Splitter("import", Qt.Orientation.Horizontal, self.context.settings)
        self.panes.addWidget(self._about_file())
        self.panes.addWidget(self.results)
        self.panes.setStretchFactor(1, 1)
        self.panes.start([px(416), px(944)])
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.panes, 1)
        column.addWidget(rule())
        column.addWidget(self.progress)
        return side

    def _about_file(self) -> QWidget:
        px = theme().px
        pane = QWidget()
        pane.setMinimumWidth(px(300))
        column = QVBoxLayout(pane)
        column.setContentsMargins(px(20), px(14), px(20), px(14))
        column.setSpacing(px(10))
        head = QHBoxLayout()
        head.setSpacing(px(10))
        self.file_name = ElidedLabel("", "title", "text")
        change = button("Change", "import-change", kind="link")
        change.clicked.connect(lambda: self.context.file_requested.emit(None))
        head.addWidget(Picture("file", 20))
        head.addWidget(self.file_name, 1)
        head.addWidget(change)
        column.addLayout(head)
        column.addLayout(self._facts_grid())
        self.trouble = QVBoxLayout()
        column.addLayout(self.trouble)
        column.addWidget(rule())
        column.addWidget(self.mapping, 1)
        self.accept = QCheckBox("Take its marks and answers as reviewed")
        self.accept.setObjectName("accept-marks")
        self.accept.setAccessibleName("Take its marks and answers as reviewed")
        self.accept_hint = Paragraph("", "meta", "text3")
        column.addWidget(self.accept)
        column.addWidget(self.accept_hint)
        column.addStretch(0)
        column.addWidget(label("The file itself is never changed.", "meta"))
        return pane

    def _facts_grid(self) -> QGridLayout:
        px = theme().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(6))
        self.facts: dict[str, ElidedLabel] = {}
        for row, name in enumerate(("Format", "Size", "Encoding", "Project")):
            grid.addWidget(label(name, "body"), row, 0)
            self.facts[name] = ElidedLabel("", "body", "text")
            grid.addWidget(self.facts[name], row, 1)
        self.target_button = button("Change", "import-target", kind="link")
        self.target_button.clicked.connect(self._choose_target)
        grid.addWidget(self.target_button, 3, 2)
        grid.setColumnMinimumWidth(0, px(80))
        grid.setColumnStretch(1, 1)
        return grid

    # Hooks of the window

    def header_widgets(self) -> list[QWidget]:
        return [InlineText([("Add cases from a file", "body", "text2")])]

    def key_strip(self) -> list[KeyHint]:
        return [
            KeyHint(("Ctrl O",), "Choose a file", "open-file"),
            KeyHint(("Ctrl 2",), "Review", "page-review"),
            KeyHint(("Ctrl K",), "Commands", "commands", group=True),
        ]

    def rail_count(self) -> str:
        return f"{self._cases:,}" if self._cases else ""

    def focus_areas(self) -> list[QWidget]:
        if self.stack.currentIndex() == 0:
            return [self.choose]
        return [self.mapping.area, self.results.preview, self.progress.add]

    def project_opened(self) -> None:
        self._count()
        self._show_target()

    def changed(self, change: Changed) -> None:
        if change.imported:
            self._count()

    def _count(self) -> None:
        project = self.context.project
        self._cases = reviewing.figures(project).cases if project is not None else 0
        self.rail_changed.emit()

    # A file

    def look_at(self, path: Path) -> None:
        """Show a file as an import would see it."""
        if self._task is not None:
            self.context.message("An import is running. Stop it first, or wait for its end.")
            return
        self.path = path
        self.target = None
        self._inspect(None)

    def _map(self, mapping: Mapping) -> None:
        self._inspect(mapping)

    def _inspect(self, mapping: Mapping | None) -> None:
        path = self.path
        if path is None:
            return
        self._mapping = mapping
        self.progress.wait("Looking at the file")

        def work(_: Progress, __: IsCancelled) -> FilePreview:
            return importing.inspect_file(path, mapping=mapping)

        def done(preview: FilePreview) -> None:
            if self.path == path:
                self._show_preview(preview)

        self.context.background.run(
            "Looking at the file", work, done, failed=self._cannot_read, quiet=True
        )

    def _cannot_read(self, error: CuratorError) -> None:
        self.context.show_error(error)
        if self._mapping is None:
            self.path = None
            self.stack.setCurrentIndex(0)
        else:
            self.progress.wait("Choose the fields")

    def _show_preview(self, preview: FilePreview) -> None:
        first_look = self._mapping is None
        self.preview = preview
        self.stack.setCurrentIndex(1)
        self.file_name.set_text(self.path.name if self.path else "")
        self.facts["Format"].set_text(f"{preview.title}, detected")
        self.facts["Size"].set_text(megabytes(preview.size))
        self.facts["Encoding"].set_text(preview.encoding.upper())
        if first_look:
            self.mapping.show_preview(preview)
        self._show_target()
        self._show_trouble(preview.trouble)
        self._show_judgements(preview)
        self.results.show_preview(preview)
        self.progress.ready(not preview.trouble, bool(preview.rows))
        if first_look and self.isVisible():
            self.progress.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_trouble(self, trouble: str) -> None:
        while (item := self.trouble.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if trouble:
            self.trouble.addWidget(MessageRow("warning", trouble, closable=False))

    def _show_judgements(self, preview: FilePreview) -> None:
        judged = sum(1 for row in preview.rows if not row.review.is_empty)
        offered = judged > 0 and preview.format != OWN_FORMAT
        self.accept.setVisible(offered)
        self.accept_hint.setVisible(judged > 0)
        if preview.format == OWN_FORMAT:
            self.accept_hint.set_text("Marks, notes and answers in this file are kept as acts.")
        else:
            self.accept_hint.set_text(
                "Otherwise they are shown beside the case as suggestions until a person accepts "
                "them."
            )

    def _show_target(self) -> None:
        project = self.context.project
        self.target_button.setVisible(project is None)
        if project is not None:
            self.facts["Project"].set_text(project.name)
        elif self.path is not None:
            target = self._target()
            self.facts["Project"].set_text(f"New: {target.name}, in {target.parent}")

    def _target(self) -> Path:
        """Where a new project goes: where a person said, else beside the file."""
        if self.target is not None:
            return self.target
        assert self.path is not None
        target = self.path.with_suffix(".curator")
        number = 2
        while target.exists():
            target = self.path.with_name(f"{self.path.stem} {number}.curator")
            number += 1
        return target

    def _choose_target(self) -> None:
        chosen = dialogs.name_project(self, self.path.stem if self.path else "New project")
        if chosen is not None:
            self.target = chosen
            self._show_target()

    # The import

    def add_cases(self) -> None:
        """Import the file, into a new project where none is open."""
        path, preview = self.path, self.preview
        if path is None or preview is None or self._task is not None:
            return
        if self.context.project is None:
            self.context.creation_requested.emit(self._target())
        project = self.context.project
        if project is None:
            return
        mapping, accept = self._mapping, self.accept.isVisible() and self.accept.isChecked()
        reviewer = self.context.reviewer

        def work(progress: Progress, is_cancelled: IsCancelled) -> ImportReport:
            return importing.import_files(
                project,
                [path],
                mapping=mapping,
                accept_marks=accept,
                reviewer=reviewer,
                progress=progress,
                is_cancelled=is_cancelled,
            )

        self.progress.start(preview.size)
        self._task = self.context.background.run(
            f"Importing {path.name}",
            work,
            self._imported,
            failed=self._import_failed,
            cancelled=lambda: self._import_failed(None),
            quiet=True,
        )
        self._task.signals.progressed.connect(self.progress.show_progress)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.progress.wait("Stopping")

    def _imported(self, report: ImportReport) -> None:
        self._task = None
        self.results.show_report(report)
        self.progress.finished(report)
        self.progress.review.setFocus(Qt.FocusReason.OtherFocusReason)
        sentence = f"Added {report.imported:,} cases."
        self.context.did(Changed(imported=True, sentence=sentence))
        self.context.status(sentence)

    def _import_failed(self, error: CuratorError | None) -> None:
        self._task = None
        if error is not None:
            self.context.show_error(error)
        self.progress.ready(True, True)
        self.context.did(Changed(imported=True))

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.look_at(path)
