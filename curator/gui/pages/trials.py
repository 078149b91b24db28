"""The trials page: what another way of asking fixes, pattern by pattern, judged blind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from curator.errors import CuratorError
from curator.gui.context import AppContext
from curator.gui.page import KeyHint, Page
from curator.gui.pages.trials_cases import TrialCases
from curator.gui.pages.trials_cells import cases_of_cell
from curator.gui.pages.trials_import import ImportForm
from curator.gui.pages.trials_judge_flow import CHOICE_OF_ACTION, JudgeFlow
from curator.gui.pages.trials_judging import JudgingPanel
from curator.gui.pages.trials_result import JUDGING_KEYS, TABLE_KEYS, TrialResult
from curator.gui.pages.trials_running import RunBar, TrialRuns
from curator.gui.pages.trials_state import (
    EMPTY_TEXT,
    TrialsState,
    read_state,
)
from curator.gui.pages.trials_table import TrialsTable
from curator.gui.pages.trials_tools import TrialTools
from curator.gui.state_reader import StateReader
from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted
from curator.gui.widgets.controls import EmptyState, button
from curator.gui.widgets.labels import InlineText, rule
from curator.gui.widgets.scrolled import scrolled
from curator.model.base import JsonObject
from curator.model.changes import Changed
from curator.model.trial import Comparison
from curator.operations import reviewing, trials, variants

LOW_BELOW = 600
"""Page height under which judging takes the table's room."""
BELOW_FORM_LEAST = 260
"""Height under which nothing is shown below the form of an import."""
CASES_LEAST = 110
"""Height below which the list of a cell's cases is left out."""
FILES = "Outputs (*.jsonl *.json);;All files (*)"


class TrialsPage(Page):
    """Table above, judging below it while there is something to judge."""

    name = "trials"
    title = "Trials"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._state = TrialsState((), ())
        self._reader = StateReader(
            context,
            "Reading trials",
            lambda project: read_state(project, dict(self._against)),
            self._show_state,
            self.isVisible,
        )
        self._against: dict[str, str] = {}
        self._count = 0
        self._current = ""
        self._facts = InlineText()
        self._import_button = button(
            "Import outputs", "trial-import", icon="import", on_click=self.choose_file
        )
        self.runs = TrialRuns(context, self)
        self.tools = TrialTools(context, self, self.runs)
        self.run_bar = RunBar(self.runs)
        self._variants_button = button(
            "Variants", "trial-variants", icon="prompt", on_click=self.tools.write_variants
        )
        self._run_button = button("Run", "trial-run", icon="trials", on_click=self.tools.plan_run)
        self._empty = EmptyState("No trials yet", EMPTY_TEXT, "Import outputs", self.choose_file)
        wide = theme().px(560)
        self._empty.text.setFixedWidth(wide)
        self._empty.text.setMinimumHeight(self._empty.text.heightForWidth(wide))
        if (layout := self._empty.layout()) is not None:
            layout.setAlignment(self._empty.text, Qt.AlignmentFlag.AlignHCenter)
        self.form = ImportForm()
        self.table = TrialsTable()
        self.result = TrialResult()
        self.judging = JudgingPanel(context.settings)
        self.flow = JudgeFlow(context, self.judging, lambda: self._state)
        self.cases = TrialCases()
        self._rest = QWidget()
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        results = QWidget()
        results.setProperty("surface", True)
        results.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(results)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table)
        column.addWidget(self.result)
        column.addWidget(rule())
        column.addWidget(self.judging, 1)
        column.addWidget(self.cases, 1)
        column.addWidget(self._rest, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(results)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._form_area = scrolled(self.form, "trial-import-area", "Import outputs")
        whole.addWidget(self._form_area)
        self._form_rule = rule()
        whole.addWidget(self._form_rule)
        whole.addWidget(self.run_bar)
        whole.addWidget(self._stack, 1)
        self._show_form(shown=False)
        self.judging.hide()

    def _wire(self) -> None:
        """Who hears whom: everything, here."""
        self.table.trial_changed.connect(self._show_trial)
        self.table.cell_changed.connect(self._show_cases)
        self.table.cell_opened.connect(self._open_cell)
        self.cases.opened.connect(self.context.show_cases)
        self.form.import_asked.connect(self._import)
        self.form.known.changed.connect(self._fit_form)
        self.form.closed.connect(lambda: self._show_form(shown=False))
        self.judging.chosen.connect(self.flow.judge)
        self.judging.closed.connect(self.flow.stop)
        self.flow.changed.connect(self._judging_changed)
        self.runs.changed.connect(self._fit_table)
        self.result.judging_asked.connect(self.start_judging)
        self.result.comparing_asked.connect(lambda: self.flow.start(self._current, sample=True))
        self.result.failed_asked.connect(self._show_failed)
        self.result.against_chosen.connect(self._compare_with)

    # What the window asks

    def header_widgets(self) -> list[QWidget]:
        return [self._facts]

    def header_right(self) -> list[QWidget]:
        return [self._import_button, self._variants_button, self._run_button]

    def key_strip(self) -> list[KeyHint]:
        return JUDGING_KEYS if self.flow.uid else TABLE_KEYS

    def handlers(self) -> dict[str, Callable[[], None]]:
        votes = {action: self.flow.voter(choice) for action, choice in CHOICE_OF_ACTION.items()}
        return {
            "trial-import": self.choose_file,
            "trial-variants": self.tools.write_variants,
            "trial-run": self.tools.plan_run,
            "trial-endpoints": self.tools.set_up_endpoints,
            "trial-pause": self.runs.hold_or_go_on,
            "trial-stop": self.runs.stop,
            "trial-resume": self.runs.resume_waiting,
            "trial-judge": self.start_judging,
            **votes,
            "judge-skip": self.flow.skip,
            "judge-differences": self.judging.toggle_differences,
            "judge-ideal": self.judging.toggle_ideal,
            "judge-undo": lambda: self.context.action_requested.emit("undo"),
        }

    def action_enabled(self, action: str) -> bool:
        if action == "trial-judge":
            row = self._state.row(self._current)
            return row is not None and row.waiting > 0 and not self.flow.uid
        if action in ("trial-pause", "trial-stop"):
            return self.runs.running
        if action == "trial-resume":
            return self.runs.waiting is not None
        if action == "judge-undo":
            return True
        return bool(self.flow.uid) if action.startswith("judge-") else True

    def rail_count(self) -> str:
        return f"{self._count:,}" if self.context.project is not None else ""

    def focus_areas(self) -> list[QWidget]:
        areas: list[QWidget] = [self.table, self.cases.list]
        if self.flow.uid:
            areas += [self.judging.a.area, self.judging.b.area]
        return areas

    def project_opened(self) -> None:
        self._state = TrialsState((), ())
        self._reader.stale = True
        self._against = {}
        self.flow.stop()
        self._show_form(shown=False)
        project = self.context.project
        self._count = trials.count(project) if project is not None else 0
        if project is not None and self.isVisible():
            self._reader.read()

    def changed(self, change: Changed) -> None:
        if change.trials or change.cases or change.patterns or change.imported:
            self._reader.stale = True
            if self.flow.uid and change.trials:
                # Results are hidden now: the next case at once, the table when all is judged.
                self.flow.next()
            elif self.isVisible():
                self._reader.read()

    def activated(self) -> None:
        if self._reader.stale and self.context.project is not None:
            self._reader.read()
        front = self.table if self._state.rows else self._empty.button
        front.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_form()
        self._fit_table()

    # Reading and showing

    def _show_state(self, state: TrialsState) -> None:
        self._state, self._count = state, len(state.rows)
        self.runs.waiting = None if self.runs.running else state.unfinished
        self.run_bar.refresh()
        self._stack.setCurrentIndex(1 if state.rows else 0)
        self._facts.set_parts(
            (
                (f"{len(state.rows):,}", "strong", "text"),
                (" trial" if len(state.rows) == 1 else " trials", "body", "text2"),
            )
        )
        self._empty.button.setVisible(True)
        self.table.set_state(state, self._current)
        current = self.table.current()
        if current is not None:
            self._show_trial(current.uid)
        self._fit_table()
        self.rail_changed.emit()
        self.header_changed.emit()

    def _show_trial(self, uid: str) -> None:
        self._current = uid
        row = self._state.row(uid)
        if row is None:
            return
        self.result.show_row(row, self._state)
        self._show_cases()
        if self.flow.uid and self.flow.uid != uid:
            self.flow.stop()

    def _show_cases(self) -> None:
        row, place = self._state.row(self._current), self.table.currentIndex().column()
        shown = row is not None and not row.hidden and row.comparison.cases > 0
        self.result.setVisible(not self.flow.uid)
        self._fit_table()
        if row is None or not shown:
            return
        project = self.context.the_project()
        column = self.table.trials.columns[max(1, place)]
        held_out = self._state.held_out
        self.cases.show_cell(row, column, held_out, lambda keys: reviewing.lines(project, keys))

    def _fit_table(self) -> None:
        """As tall as its rows; judging keeps at least half of the page, or all where it is low."""
        self.table.setVisible(not self.flow.uid or self.height() >= theme().px(LOW_BELOW))
        bars = self.run_bar.sizeHint().height() if self.run_bar.isVisible() else 0
        bars += self._form_area.height() if self._form_area.isVisible() else 0
        most = (self.height() - bars) // 2
        wanted = self.table.height_wanted()
        high = max(theme().px(122), min(wanted, most))
        self.table.setFixedHeight(high)
        room = self.height() - bars - high
        self.result.set_room(room)
        # A low page tells the result; Enter on a cell opens its cases there.
        row = self._state.row(self._current)
        shown = row is not None and not row.hidden and row.comparison.cases > 0
        fits = room - self.result.sizeHint().height() >= theme().px(CASES_LEAST)
        self.cases.setVisible(shown and fits and not self.flow.uid)
        self._rest.setVisible(not (shown and fits) and not self.flow.uid)

    def _fit_form(self) -> None:
        """On a low page the form of an import has all of it."""
        wanted = self.form.height_wanted(self.width())
        self._form_area.setMaximumHeight(wanted)
        low = self.height() - wanted < theme().px(BELOW_FORM_LEAST)
        self._stack.setVisible(self._form_area.isHidden() or not low)
        self._form_area.setMinimumHeight(0 if low else wanted)

    def _open_cell(self, uid: str, place: int) -> None:
        row = self._state.row(uid)
        if row is None or row.hidden:
            return
        keys, title = cases_of_cell(row, self.table.trials.columns[place])
        if keys:
            self.context.show_cases(keys, title)
        else:
            self.context.status("No cases there")

    # Importing

    def choose_file(self) -> None:
        """Ask for a file of outputs."""
        folder = str(self.context.settings.value("folders/trials", ""))
        chosen, _ = QFileDialog.getOpenFileName(self, "Import outputs", folder, FILES)
        if chosen:
            self.context.settings.setValue("folders/trials", str(Path(chosen).parent))
            self.look_at(Path(chosen))

    def look_at(self, path: Path) -> None:
        """Ask how to take in this file."""
        self._show_form(shown=True)
        known = variants.variant_list(self.context.the_project())
        self.form.show_file(path, [one.name for one in known])

    def _show_form(self, *, shown: bool) -> None:
        self._form_area.setVisible(shown)
        self._form_rule.setVisible(shown)
        self._fit_form()
        if not shown and self.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _import(self, path: Path, variant: str, judge: str, known: JsonObject) -> None:
        project, reviewer = self.context.the_project(), self.context.reviewer
        self.form.go.setEnabled(False)

        def done(made: Comparison) -> None:
            self.form.go.setEnabled(True)
            if self.context.project is project:
                self._imported(made)

        def failed(error: CuratorError) -> None:
            self.form.go.setEnabled(True)
            self.context.message(f"Nothing was imported.\n{error.sentence}", kind="error")

        self.context.background.run(
            f"Importing outputs of {variant}",
            lambda progress, is_cancelled: trials.import_trial(
                project, path, variant, judge=judge or None, definition=known, reviewer=reviewer
            ),
            done,
            failed=failed,
        )

    def _imported(self, made: Comparison) -> None:
        self._show_form(shown=False)
        self._current = made.trial.uid
        self.context.did(
            Changed(
                sentence=f"Imported {counted(made.trial.outputs, 'output')} of "
                f"{made.trial.variant}.",
                trials=True,
            )
        )
        self.context.status(f"{counted(made.trial.outputs, 'output')} imported")

    # Judging

    def start_judging(self) -> None:
        """Judge what waits in the current trial."""
        self.flow.start(self._current)

    def _judging_changed(self) -> None:
        """Judging started or ended."""
        self.judging.setVisible(bool(self.flow.uid))
        self._show_cases()
        self._fit_table()
        self.key_strip_changed.emit()
        if self.flow.uid:
            return
        if self._reader.stale and self.isVisible():
            self._reader.read()
        if self.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Runs

    def _compare_with(self, run: str, variant: str) -> None:
        self._against[run] = variant
        self._reader.read()

    def _show_failed(self) -> None:
        row = self._state.row(self._current)
        if row is not None and row.run_uid:
            self.tools.show_failed(row.run_uid)
