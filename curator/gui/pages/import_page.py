"""Import: look at files, say how they are read, add their cases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from curator.errors import CuratorError
from curator.gui import dialogs
from curator.gui.background import Task
from curator.gui.context import AppContext
from curator.gui.import_plan import ImportPlan
from curator.gui.import_target import new_project_for
from curator.gui.page import KeyHint, Page
from curator.gui.pages.import_looking import Looking
from curator.gui.pages.import_mending import MendingRows
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.drop_zone import DropZone
from curator.gui.widgets.field_mapping import FieldMapping
from curator.gui.widgets.import_file import FileFacts, JudgementChoice
from curator.gui.widgets.import_progress import ProgressRow, count_words
from curator.gui.widgets.import_results import ImportResults
from curator.gui.widgets.labels import InlineText, label, rule
from curator.gui.widgets.splitter import Splitter
from curator.model.changes import Changed
from curator.model.importing import ImportReport
from curator.model.work import IsCancelled, Progress
from curator.operations import importing, reviewing


class ImportPage(Page):
    """One file or many at a time; the files themselves are never changed."""

    name = "import"
    title = "Import"

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.target: Path | None = None
        self._task: Task[ImportReport] | None = None
        self._cases = 0
        self.facts = FileFacts(importing.format_titles())
        self.mapping = FieldMapping()
        self.judgements = JudgementChoice()
        self.results = ImportResults(context)
        self.progress = ProgressRow()
        self.mending = MendingRows(context, self.results, self)
        self.looking = Looking(context, self)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._empty_side())
        self.stack.addWidget(self._file_side())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self._wire()

    def _wire(self) -> None:
        facts, looking = self.facts, self.looking
        looking.shown.connect(self._show_plan)
        looking.failed.connect(self._cannot_read)
        facts.file_chosen.connect(looking.go_to)
        facts.file_taken.connect(looking.take)
        facts.format_chosen.connect(looking.choose_format)
        facts.encoding_chosen.connect(looking.choose_encoding)
        facts.calls_chosen.connect(looking.choose_calls)
        facts.repair_notice.chosen.connect(looking.choose_repair)
        facts.sample.changed.connect(looking.choose_sample)
        facts.change_wanted.connect(lambda: self.context.file_requested.emit(None))
        facts.target_wanted.connect(self._choose_target)
        self.mapping.changed.connect(looking.choose_mapping)
        self.mapping.headed.clicked.connect(looking.choose_header)
        self.mapping.load_wanted.connect(looking.load_mapping)
        self.mapping.save_wanted.connect(looking.save_mapping)
        self.mapping.forget_wanted.connect(looking.forget_mapping)
        self.results.mending_shown.connect(self.key_strip_changed)
        self.progress.add.clicked.connect(self.add_cases)
        self.progress.stop.clicked.connect(self.stop)
        self.progress.review.clicked.connect(lambda: self.context.request_page("review"))
        self.progress.suggestions.clicked.connect(self._show_suggestions)

    def _empty_side(self) -> QWidget:
        px = theme().px
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(px(48), px(32), px(48), px(32))
        self.drop_zone = DropZone("import")
        self.drop_zone.setMinimumWidth(px(420))
        self.drop_zone.setMaximumSize(px(720), px(320))
        self.choose = self.drop_zone.choose
        self.choose.clicked.connect(lambda: self.context.file_requested.emit(None))
        self.folder = button("Choose a folder", "import-folder")
        self.folder.clicked.connect(lambda: self.context.action_requested.emit("open-folder"))
        self.drop_zone.paste.clicked.connect(lambda: self.context.action_requested.emit("paste"))
        line = QHBoxLayout()
        line.setSpacing(px(12))
        line.addStretch()
        for one in (self.choose, self.folder, self.drop_zone.paste):
            line.addWidget(one)
        line.addStretch()
        self.drop_zone.column.addLayout(line)
        self.drop_zone.column.addStretch(1)
        column.addStretch(1)
        column.addWidget(self.drop_zone, 4)
        column.addStretch(2)
        column.setAlignment(self.drop_zone, Qt.AlignmentFlag.AlignHCenter)
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
        inside = QWidget()
        inside.setProperty("plain", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(20), px(14), px(20), px(14))
        column.setSpacing(px(12))
        for widget in (self.facts, rule(), self.mapping, self.judgements):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(label("The file itself is never changed.", "meta"))
        self.about = QScrollArea()
        self.about.setObjectName("import-about")
        self.about.setAccessibleName("About the file")
        self.about.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.about.setWidgetResizable(True)
        self.about.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.about.setMinimumWidth(px(300))
        self.about.setWidget(inside)
        return self.about

    # Hooks of the window

    def header_widgets(self) -> list[QWidget]:
        return [InlineText([("Add cases from files", "body", "text2")])]

    def key_strip(self) -> list[KeyHint]:
        if self.mending.mendable:
            return [
                KeyHint(("Ctrl Enter",), "Try again", "mend-try"),
                KeyHint(("Alt ↓", "Alt ↑"), "Next, previous rejected row", "mend-next"),
                KeyHint(("Ctrl R",), "As it came", "mend-restore"),
                KeyHint(("Ctrl K",), "Commands", "commands", group=True),
            ]
        return [
            KeyHint(("Ctrl O",), "Choose files", "open-file"),
            KeyHint(("Ctrl V",), "Paste", "paste"),
            KeyHint(("Ctrl 2",), "Review", "page-review"),
            KeyHint(("Ctrl K",), "Commands", "commands", group=True),
        ]

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {"import-stop": self.stop, **self.mending.handlers()}

    def action_enabled(self, action: str) -> bool:
        if action.startswith("mend-"):
            return self.mending.mendable
        return self._task is not None if action == "import-stop" else True

    def rail_count(self) -> str:
        return f"{self._cases:,}" if self._cases else ""

    def focus_areas(self) -> list[QWidget]:
        if self.stack.currentIndex() == 0:
            return [self.choose]
        first = self.mapping.first() if self.mapping.isVisible() else self.facts.format
        return [first, self.results.preview, self.progress.add]

    def drop_hint(self, over: bool) -> None:
        """Something that can be dropped is held over the window, or no longer."""
        self.drop_zone.set_over(over)

    def activated(self) -> None:
        if self.stack.currentIndex() == 0:
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def project_opened(self) -> None:
        self._count()
        project = self.context.project
        if project is not None:
            self.facts.sample.follow_seed(project.seed)
        self._show_target()

    def changed(self, change: Changed) -> None:
        if change.imported:
            self._count()

    def _count(self) -> None:
        project = self.context.project
        self._cases = reviewing.figures(project).cases if project is not None else 0
        self.rail_changed.emit()

    # Files

    @property
    def plan(self) -> ImportPlan | None:
        """What is about to be imported."""
        return self.looking.plan

    def look_at(self, paths: Path | list[Path]) -> None:
        """Show files and folders as an import would see them."""
        if self._task is not None:
            self.context.message("An import is running. Stop it first, or wait for its end.")
            return
        self.target = None
        self.looking.look_at([paths] if isinstance(paths, Path) else paths)

    def _cannot_read(self, error: CuratorError) -> None:
        self.context.show_error(error)
        if self.plan is None:
            self.stack.setCurrentIndex(0)
        else:
            self._show_plan(first_look=False)

    def _show_plan(self, first_look: bool) -> None:
        """Show what is known of the files by now."""
        plan = self.plan
        if plan is None or self._task is not None:
            return
        self.stack.setCurrentIndex(1)
        self.facts.show_plan(plan)
        self._show_target()
        preview = plan.preview
        self.mapping.setVisible(preview is not None)
        self.judgements.setVisible(preview is not None)
        if preview is not None:
            self.mapping.show_preview(preview)
            self.judgements.show_preview(preview, importing.OWN_FORMAT)
            self.results.show_preview(preview)
            self.mending.looked(preview)
        self._show_ready(plan)
        if first_look and self.isVisible():
            self._focus_next(plan)

    def _focus_next(self, plan: ImportPlan) -> None:
        """Give the focus to what a person will want to do first."""
        asked = plan.preview is not None and plan.preview.encoding_guess
        wanted = self.facts.encoding_notice.read_as if asked else self.progress.add
        if not asked and plan.trouble(plan.path) and self.mapping.isVisible():
            wanted = self.mapping.first()
        if wanted.isEnabled():
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_ready(self, plan: ImportPlan) -> None:
        waiting = [path for path in plan.taken if plan.trouble(path)]
        preview = plan.preview
        if not plan.is_ready:
            if not plan.taken:
                words = "No file to add"
            elif plan.path in waiting or not waiting:
                words = "Choose the fields first"
            else:
                words = f"{waiting[0].name} still waits for its fields"
        elif plan.unconfirmed():
            whose = "" if len(plan.files) == 1 else f" of {plan.unconfirmed()[0].name}"
            words = f"Confirm the encoding{whose}, or add only what is UTF-8"
        elif len(plan.taken) < len(plan.files):
            words = f"Ready to add {len(plan.taken):,} of {len(plan.files):,} files"
        elif preview is not None and not preview.rows:
            words = "No case in the first rows"
        else:
            words = "Ready to add"
        self.progress.ready(words, usable=plan.is_ready)

    # Where to

    def _show_target(self) -> None:
        project = self.context.project
        self.facts.target_button.setVisible(project is None)
        if project is not None:
            self.facts.target.set_text(project.name)
        elif self.plan is not None:
            target = self._target()
            self.facts.target.set_text(f"New: {target.name}, in {target.parent}")

    def _target(self) -> Path:
        """Where a new project goes: where a person said, else beside the file."""
        if self.target is not None:
            return self.target
        assert self.plan is not None
        return new_project_for(self.plan.given[0])

    def _choose_target(self) -> None:
        stem = self.plan.given[0].stem if self.plan else "New project"
        chosen = dialogs.name_project(self, stem)
        if chosen is not None:
            self.target = chosen
            self._show_target()

    # The import

    def add_cases(self) -> None:
        """Import the files, into a new project where none is open."""
        plan = self.plan
        if plan is None or not plan.is_ready or self._task is not None:
            return
        if self.context.project is None:
            self.context.creation_requested.emit(self._target())
        project = self.context.project
        if project is None:
            return
        paths, choices = plan.paths, plan.whole_choices()
        accept, reviewer = self.judgements.accepted, self.context.reviewer

        def work(progress: Progress, is_cancelled: IsCancelled) -> ImportReport:
            return importing.import_files(
                project,
                paths,
                choices=choices,
                accept_marks=accept,
                reviewer=reviewer,
                progress=progress,
                is_cancelled=is_cancelled,
            )

        self.progress.start()
        self.about.setEnabled(False)
        self._task = self.context.background.run(
            f"Importing {plan.title}",
            work,
            self._imported,
            failed=self._import_failed,
            cancelled=lambda: self._import_failed(None),
            quiet=True,
        )
        self._task.signals.progressed.connect(self.progress.show_progress)
        self.progress.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """End the import after the batch in hand."""
        if self._task is not None:
            self._task.cancel()
            self.progress.stopping()

    def _ended(self) -> None:
        self._task = None
        self.about.setEnabled(True)

    def _imported(self, report: ImportReport) -> None:
        self._ended()
        self.results.show_report(report)
        self.mending.imported(report)
        self.progress.finished(report)
        self.progress.review.setFocus(Qt.FocusReason.OtherFocusReason)
        sentence = f"Added {count_words(report.imported, 'case')}."
        self.context.did(Changed(imported=True, sentence=sentence))
        self.context.status(sentence)
        self._tell_remarks(report)

    def _tell_remarks(self, report: ImportReport) -> None:
        """What went well but not as wished; a remembered mapping was told before."""
        seen = self.plan.previews.values() if self.plan is not None else ()
        if not any(preview.remembered for preview in seen):
            for remark in report.remarks:
                self.context.message(remark, kind="warning")
        told = any(preview.mojibake for preview in seen)
        if report.mojibake and not report.repaired and not told:
            verb = "holds" if report.mojibake == 1 else "hold"
            self.context.message(
                f"{count_words(report.mojibake, 'case')} {verb} text that was decoded wrongly "
                "before it came here. It stands as it came.",
                kind="warning",
            )

    def _import_failed(self, error: CuratorError | None) -> None:
        self._ended()
        if error is not None:
            self.context.show_error(error)
        if self.plan is not None:
            self._show_ready(self.plan)
        self.context.did(Changed(imported=True))

    def _show_suggestions(self) -> None:
        self.context.request_page("review")
        self.context.action_requested.emit("suggestions")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.results.set_low(self.height() < theme().px(560))
