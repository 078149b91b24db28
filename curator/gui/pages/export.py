"""The export page: what goes in, how it is split, the real rows, and the button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from curator.errors import CuratorError
from curator.gui.background import Task
from curator.gui.context import AppContext
from curator.gui.page import KeyHint, Page
from curator.gui.pages.export_finish import ExportFinish
from curator.gui.pages.export_options import ExportOptionsPane
from curator.gui.pages.export_place import open_own_table
from curator.gui.pages.export_state import (
    TARGET,
    ExportState,
    effort_sentences,
    left_out_sentence,
    read_export,
)
from curator.gui.pages.export_summary import ask_and_save_summary
from curator.gui.pages.readiness_state import keys_of_ids
from curator.gui.theme import theme
from curator.gui.widgets.controls import EmptyState, button
from curator.gui.widgets.labels import InlineText, Paragraph, SectionHeader, rule
from curator.gui.widgets.reading_text import ReadingText
from curator.gui.widgets.splitter import Splitter
from curator.model.changes import Changed
from curator.model.dataset import ExportReport
from curator.operations import exporting, projects
from curator.readiness.checks import Memo
from curator.readiness.targets import own_table_path


class ExportPage(Page):
    """Choices at the left, the rows as they will be written at the right."""

    name = "export"
    title = "Export"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._state: ExportState | None = None
        self._memo = Memo()
        self._stale = True
        self._task: Task[ExportState] | None = None
        self._again = False
        self._out: Path | None = None
        self._facts = InlineText()
        self._summary = button(
            "Summary for engineers", "export-summary", icon="file", on_click=self._save_summary
        )
        self.options = ExportOptionsPane()
        self.finish = ExportFinish()
        self._rows_head = SectionHeader("Rows as they will be written")
        self._effort = Paragraph("", "meta", "text2")
        self._left_out = Paragraph("", "meta", "text2")
        self._rows = ReadingText("mono", "export-preview")
        self._rows.setAccessibleName("Rows as they will be written")
        self._empty = EmptyState(
            "No rows yet",
            "A training set holds the failures with an ideal answer. Write one and it appears "
            "here. The format Curator JSON Lines holds every case.",
            "Go to Review",
            lambda: self.context.request_page("review"),
        )
        self._lay_out()
        self.options.changed.connect(self._read)
        self.options.place.chosen.connect(self._choose_place)
        self.options.place.edit_asked.connect(self._edit_targets)
        self.finish.folder_asked.connect(self.choose_folder)
        self.finish.export_asked.connect(self.export)
        self.finish.cases_asked.connect(self._show_cases)

    def _lay_out(self) -> None:
        px = theme().px
        choices = QScrollArea()
        choices.setWidgetResizable(True)
        choices.setFrameShape(QFrame.Shape.NoFrame)
        choices.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        choices.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.options.setProperty("win", True)
        self.options.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        choices.setWidget(self.options)
        left = QWidget()
        left.setMinimumWidth(px(380))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(choices, 1)
        column.addWidget(rule())
        column.addWidget(self.finish)
        inside = QWidget()
        inside.setProperty("surface", True)
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        texts = QVBoxLayout(inside)
        texts.setContentsMargins(px(20), px(12), px(20), px(20))
        texts.addWidget(self._rows)
        texts.addStretch()
        self._rows_area = QScrollArea()
        self._rows_area.setObjectName("export-rows")
        self._rows_area.setAccessibleName("Rows as they will be written")
        self._rows_area.setWidgetResizable(True)
        self._rows_area.setFrameShape(QFrame.Shape.NoFrame)
        self._rows_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows_area.setWidget(inside)
        head = QWidget()
        head.setProperty("surface", True)
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QVBoxLayout(head)
        line.setContentsMargins(px(20), px(14), px(20), px(6))
        line.setSpacing(px(4))
        line.addWidget(self._rows_head)
        line.addWidget(self._effort)
        line.addWidget(self._left_out)
        right = QWidget()
        preview = QVBoxLayout(right)
        preview.setContentsMargins(0, 0, 0, 0)
        preview.setSpacing(0)
        preview.addWidget(head)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._rows_area)
        self._empty.setProperty("surface", True)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stack.addWidget(self._empty)
        preview.addWidget(self._stack, 1)
        panes = Splitter("export", Qt.Orientation.Horizontal, self.context.settings)
        panes.addWidget(left)
        panes.addWidget(right)
        panes.setStretchFactor(1, 1)
        panes.start([px(480), px(880)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(panes)

    # What the window asks

    def header_widgets(self) -> list[QWidget]:
        return [self._facts]

    def header_right(self) -> list[QWidget]:
        return [self._summary]

    def key_strip(self) -> list[KeyHint]:
        return [
            KeyHint(("Tab",), "Next choice"),
            KeyHint(("Ctrl E",), "Export", "export-write", group=True),
            KeyHint(("Ctrl P",), "Summary for engineers", "export-summary"),
            KeyHint(("Ctrl K",), "Commands", "commands", group=True),
        ]

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "export-write": self.export,
            "export-folder": self.choose_folder,
            "export-summary": self._save_summary,
        }

    def action_enabled(self, action: str) -> bool:
        return self.finish.go.isEnabled() if action == "export-write" else True

    def rail_count(self) -> str:
        if self._state is None or self.context.project is None:
            return ""
        return f"{self._state.rows + self._state.held_out:,}"

    def focus_areas(self) -> list[QWidget]:
        return [self.options.format, self.finish.go, self._rows_area]

    def project_opened(self) -> None:
        self._state = None
        self._memo = Memo()
        self._stale = True
        self._out = None
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.options.reset()
        self.finish.clear_report()
        self.finish.blocked.reason.clear()
        if self.context.project is not None:
            self.finish.show_folder(self._folder())

    def changed(self, change: Changed) -> None:
        if change.anything:
            self._stale = True
            if self.isVisible():
                self._read()

    def activated(self) -> None:
        if self._stale and self.context.project is not None:
            self._read()
        self._take_focus()

    def _take_focus(self) -> None:
        focused = QApplication.focusWidget()
        if self.isVisible() and (focused is None or not self.isAncestorOf(focused)):
            self.options.format.setFocus(Qt.FocusReason.OtherFocusReason)

    # Reading and showing

    def _read(self) -> None:
        """See what the chosen options amount to; the latest choice wins."""
        if self.context.project is None:
            return
        options = self.options.options()
        if options is None:
            self.finish.set_nothing()
            return
        if self._task is not None:
            self._again = True
            return
        project, memo = self.context.the_project(), self._memo
        self._stale = self._again = False

        def done(state: ExportState) -> None:
            self._task = None
            if self.context.project is project:
                self._show_state(state)
                self._read_again()

        self._task = self.context.background.run(
            "Choosing the rows",
            lambda progress, is_cancelled: read_export(project, options, memo),
            done,
            failed=self._failed,
        )

    def _read_again(self) -> None:
        if self._again or (self._stale and self.isVisible()):
            self._read()

    def _failed(self, error: CuratorError) -> None:
        self._task = None
        self.context.show_error(error)

    def _show_state(self, state: ExportState) -> None:
        self._state = state
        self._stack.setCurrentWidget(self._rows_area if state.preview else self._empty)
        warnings = f", {state.warnings} warnings" if state.warnings != 1 else ", 1 warning"
        self._facts.set_parts(
            (
                (f"{state.rows:,}", "strong", "text"),
                (" rows to train on, ", "body", "text2"),
                (f"{state.held_out:,}", "strong", "text"),
                (" held out", "body", "text2"),
                (warnings if state.warnings else "", "body", "text2"),
            )
        )
        self.options.show_state(state)
        self.finish.show_state(state)
        self._rows_head.set_detail(
            f"the first {len(state.preview)}" if state.preview else "none for these choices"
        )
        for told, text in (
            (self._effort, effort_sentences(state.found)),
            (self._left_out, left_out_sentence(state.found)),
        ):
            told.set_text(text)
            told.setVisible(bool(text))
        self._rows.show_text("\n\n".join(state.preview))
        self._rows_area.verticalScrollBar().setValue(0)
        self._take_focus()
        self.rail_changed.emit()
        self.header_changed.emit()

    # What a person asks

    def _folder(self) -> Path:
        project = self.context.the_project()
        return self._out or project.path.parent / f"{project.path.stem}-export"

    def choose_folder(self) -> None:
        """Ask for the folder that the export goes into."""
        chosen = QFileDialog.getExistingDirectory(
            self, "Folder for the export", str(self._folder().parent)
        )
        if chosen:
            self.set_folder(Path(chosen))

    def set_folder(self, folder: Path) -> None:
        """Write into this folder; a folder with other things gets one of its own inside."""
        foreign = folder.is_dir() and any(folder.iterdir())
        ours = (folder / "manifest.json").is_file()
        name = f"{self.context.the_project().path.stem}-export"
        self._out = folder / name if foreign and not ours else folder
        self.finish.show_folder(self._out)

    def export(self) -> None:
        """Write the export in the background."""
        options = self.options.options()
        if options is None or not self.finish.go.isEnabled():
            return
        chosen = options.model_copy(update={"override_reason": self.finish.override_reason()})
        project, out, reviewer = self.context.the_project(), self._folder(), self.context.reviewer
        self.finish.clear_report()
        self.finish.set_busy(busy=True)

        def done(report: ExportReport) -> None:
            self.finish.set_busy(busy=False)
            if report.blocked:
                self.context.message(report.sentence, kind="error")
                self._read()
                return
            self.finish.show_report(report)
            self.context.status("Export written")

        def failed(error: CuratorError) -> None:
            self.finish.set_busy(busy=False)
            self.context.message(f"Nothing was exported.\n{error.sentence}", kind="error")

        self.context.background.run(
            "Exporting",
            lambda progress, is_cancelled: exporting.export(project, chosen, out, reviewer),
            done,
            failed=failed,
        )

    def _show_cases(self, ids: Sequence[str], title: str) -> None:
        keys = keys_of_ids(self.context.the_project(), ids)
        if keys:
            self.context.show_cases(keys, title)

    def _choose_place(self, name: str) -> None:
        """The project's own target: its limits and prices count, in readiness too."""
        project, reviewer = self.context.the_project(), self.context.reviewer
        self.context.attempt(lambda: projects.set_setting(project, TARGET, name or None, reviewer))

    def _edit_targets(self) -> None:
        """Open one's own table of limits and prices; it is read anew with the next choice."""
        try:
            open_own_table()
        except CuratorError as error:
            self.context.show_error(error)
            return
        self.context.message(
            f"Your own limits and prices win over the shipped ones.\nEdit and save "
            f"{own_table_path()}, then come back to this page."
        )
        self._stale = True

    def _save_summary(self) -> None:
        ask_and_save_summary(self, self.context)
