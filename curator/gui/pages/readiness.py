"""The readiness page: is fine-tuning the right next step, and what does that rest on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from curator.errors import CuratorError
from curator.gui.ask import ask_line
from curator.gui.background import Task
from curator.gui.context import AppContext
from curator.gui.page import KeyHint, Page
from curator.gui.pages.export_summary import ask_and_save_summary
from curator.gui.pages.readiness_costs import CostSection
from curator.gui.pages.readiness_evidence import (
    ChecksSection,
    EvidenceSection,
    PatternsSection,
    Section,
    StepsSection,
)
from curator.gui.pages.readiness_gates import AgreementSection, GatesSection, PilotSection
from curator.gui.pages.readiness_layout import Columns
from curator.gui.pages.readiness_private import PermissionsSection, PrivateSection
from curator.gui.pages.readiness_rates import RatesSection
from curator.gui.pages.readiness_since import SinceStrip
from curator.gui.pages.readiness_state import (
    QUEUE_WORDS,
    ReadinessState,
    Step,
    keys_of_ids,
    next_steps,
    rate_parts,
    read_readiness,
)
from curator.gui.pages.readiness_thresholds import ThresholdsSection
from curator.gui.pages.readiness_verdict import VerdictBlock, VerdictLadder
from curator.gui.theme import theme
from curator.gui.widgets.controls import EmptyState, button
from curator.gui.widgets.labels import InlineText, label, rule
from curator.model.changes import Changed
from curator.model.queue import CaseFilter, Queue
from curator.model.readiness import CostInputs
from curator.operations import patterns, projects, readiness, reviewing
from curator.readiness.checks import Memo
from curator.readiness.checks.records import PERMISSIONS
from curator.readiness.costs import compute

SETTLE_MS = 400
"""Quiet time after a change before the verdict is worked out again."""


class ReadinessPage(Page):
    """Verdict and ladder over three columns. Old results stay while new ones are worked out."""

    name = "readiness"
    title = "Readiness"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._state: ReadinessState | None = None
        self._stale = True
        self._task: Task[ReadinessState] | None = None
        self._computed_at = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.compute)
        self._facts = [InlineText(), InlineText()]
        self._when = label("", "meta")
        self._again = button("Compute again", "readiness-again", kind="link")
        self._again.clicked.connect(self.compute)
        self._again.hide()
        self._summary = button(
            "Summary for engineers", "readiness-summary", icon="file", on_click=self._save_summary
        )
        self._verdict = VerdictBlock()
        self._ladder = VerdictLadder()
        self._evidence = EvidenceSection()
        self._checks = ChecksSection()
        self._patterns = PatternsSection()
        self._steps = StepsSection()
        self._costs = CostSection()
        self._gates, self._agreement, self._pilot = (
            GatesSection(),
            AgreementSection(),
            PilotSection(),
        )
        self._private, self._permissions = PrivateSection(), PermissionsSection(PERMISSIONS)
        self._rates = RatesSection()
        self._thresholds, self._since = ThresholdsSection(), SinceStrip()
        self._memo = Memo()
        self._empty = EmptyState(
            "No verdict yet",
            "It is worked out from the reviewed cases, patterns and trials of a project.",
            "Go to Review",
            lambda: self.context.request_page("review"),
        )
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        self._body = QWidget()
        self._body.setProperty("win", True)
        self._body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._verdict)
        column.addWidget(rule())
        column.addWidget(self._ladder)
        column.addWidget(rule())
        column.addWidget(self._since)
        column.addWidget(rule())
        self._columns = Columns(
            (
                (self._evidence, self._rates, self._gates, self._pilot, self._agreement),
                (self._checks, self._private, self._permissions, self._patterns),
                (self._steps, self._costs),
            )
        )
        column.addLayout(self._columns)
        column.addWidget(rule())
        column.addWidget(self._thresholds)
        column.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setObjectName("readiness-scroll")
        self._scroll.setAccessibleName("Readiness")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setWidget(self._body)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._scroll)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self._columns.arrange(self.width())

    def _wire(self) -> None:
        """Who hears whom: everything, here."""
        sections: tuple[Section, ...] = (
            self._evidence, self._checks, self._patterns, self._steps, self._gates, self._pilot,
            self._agreement, self._private,
        )  # fmt: skip
        for section in sections:
            section.cases_asked.connect(self._show_cases)
        self._steps.queue_asked.connect(self._open_queue)
        self._checks.leave_out_asked.connect(lambda ids: self._do(readiness.leave_out, ids))
        self._checks.accept_asked.connect(self._ask_acceptance)
        self._private.decided.connect(self._decide)
        self._permissions.recorded.connect(
            lambda name, text: self._do(readiness.record_permission, name, text)
        )
        self._thresholds.threshold_set.connect(
            lambda name, value: self._do(readiness.set_threshold, name, value)
        )
        self._costs.target.target_chosen.connect(
            lambda name: self._do(projects.set_setting, "target", name or None)
        )
        self._since.keep.clicked.connect(self._keep)
        self._steps.page_asked.connect(self.context.request_page)
        self._ladder.rule_chosen.connect(self._show_rule)
        self._costs.inputs_changed.connect(self._set_costs)

    # What the window asks

    def header_widgets(self) -> list[QWidget]:
        return list(self._facts)

    def header_right(self) -> list[QWidget]:
        return [self._when, self._again, self._summary]

    def key_strip(self) -> list[KeyHint]:
        return [
            KeyHint(("Tab",), "Next item"),
            KeyHint(("Enter",), "Show its cases"),
            KeyHint(("F5",), "Compute again", "readiness-again", group=True),
            KeyHint(("Ctrl E",), "Export", "readiness-export", group=True),
            KeyHint(("Ctrl P",), "Summary for engineers", "readiness-summary"),
            KeyHint(("Ctrl K",), "Commands", "commands", group=True),
        ]

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "readiness-again": self.compute,
            "readiness-export": lambda: self.context.request_page("export"),
            "readiness-summary": self._save_summary,
        }

    def action_enabled(self, action: str) -> bool:
        return action != "readiness-again" or self._task is None

    def rail_count(self) -> str:
        if self._state is None or self.context.project is None:
            return ""
        steps = len(next_steps(self._state.readiness, self._state.figures))
        return f"{steps} to do" if steps else "Ready"

    def focus_areas(self) -> list[QWidget]:
        return [self._scroll]

    def project_opened(self) -> None:
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._state = None
        self._memo = Memo()
        self._stale = True
        self._stack.setCurrentWidget(self._empty)
        self._empty.button.setVisible(self.context.project is not None)
        self._tell_when()

    def changed(self, change: Changed) -> None:
        if not change.anything:
            return
        self._stale = True
        self._tell_when()
        if self.isVisible():
            self._timer.start()

    def activated(self) -> None:
        if self._stale and self.context.project is not None:
            self.compute()
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def leaving(self) -> None:
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._columns.arrange(self.width())

    # Working out and showing

    def compute(self) -> None:
        """Work the verdict out again in the background."""
        if self.context.project is None:
            return
        if self._task is not None:
            # One at a time: the running one is out of date, so another follows it.
            self._stale = True
            return
        project, memo = self.context.the_project(), self._memo
        self._stale = False

        def done(state: ReadinessState) -> None:
            self._task = None
            if self.context.project is project:
                self._computed_at = datetime.now().astimezone().strftime("%H:%M")
                self._show_state(state)
                if self._stale and self.isVisible():
                    self._timer.start()

        self._task = self.context.background.run(
            "Working out readiness",
            lambda progress, is_cancelled: read_readiness(project, memo, progress, is_cancelled),
            done,
            failed=self._failed,
            cancelled=self._cancelled,
        )
        self._tell_when()

    def _failed(self, error: CuratorError) -> None:
        self._task = None
        self._stale = True
        self._tell_when()
        self.context.message(f"Readiness could not be worked out.\n{error.sentence}", kind="error")

    def _cancelled(self) -> None:
        self._task = None
        self._stale = True
        self._tell_when()

    def _tell_when(self) -> None:
        """Whether what is shown still holds."""
        known = self._state is not None
        if self._task is not None:
            text = "Out of date, working it out again" if known and self._computed_at else ""
        elif self._stale:
            text = "Out of date: the project has changed" if known else ""
        else:
            text = f"Computed {self._computed_at}" if known else ""
        self._when.setText(text)
        self._again.setVisible(self._stale and self._task is None and known)
        self._summary.setEnabled(self.context.project is not None)
        self.header_changed.emit()

    def _show_state(self, state: ReadinessState) -> None:
        self._state = state
        found, figures = state.readiness, state.figures
        self._facts[0].set_parts(
            (
                ("Based on ", "body", "text2"),
                (f"{figures.reviewed:,}", "strong", "text"),
                (" reviewed cases", "body", "text2"),
            ),
            ((f"{figures.reviewed:,}", "strong", "text"), (" reviewed", "body", "text2")),
        )
        self._facts[1].set_parts(*rate_parts(figures.failure_rate))
        self._verdict.show_verdict(found)
        self._ladder.show_rules(found.rules, found.rule)
        self._evidence.show_rules(found)
        self._rates.show_rates(figures)
        self._checks.show_checks(found.checks)
        by_id = {one.id: one for one in patterns.current(self.context.the_project()).patterns}
        self._patterns.show_patterns(found.patterns, by_id)
        self._steps.show_steps(next_steps(found, figures))
        self._costs.show_costs(found.costs)
        self._costs.target.show_target(state.target, found.costs.target)
        self._gates.show_gates(found.gates)
        self._pilot.show_pilot(found.pilot, found.curve)
        self._agreement.show_agreement(found.agreement)
        self._private.show_kinds(state.private)
        self._permissions.show_records(state.permissions)
        self._thresholds.show_thresholds(found.thresholds)
        self._since.show_changes(state.kept, state.changes)
        self._stack.setCurrentWidget(self._scroll)
        self._tell_when()
        self.rail_changed.emit()

    # What a person asks

    def _show_cases(self, ids: list[str], title: str) -> None:
        keys = keys_of_ids(self.context.the_project(), ids)
        if keys:
            self.context.show_cases(keys, title)

    def _open_queue(self, step: Step) -> None:
        """The queue that a step is done in, narrowed to its pattern."""
        chosen = CaseFilter(pattern_id=step.pattern_id)
        queue = Queue.model_validate({"kind": step.queue, "filter": chosen})
        keys = reviewing.queue_keys(self.context.the_project(), queue)
        if keys:
            self.context.show_cases(keys, QUEUE_WORDS[step.queue])
        elif step.queue == "unreviewed":
            self.context.status("Every case is reviewed: import more.")
            self.context.request_page("import")
        else:
            self.context.status("No case is left in that queue: mark more failures first.")

    def _do(self, deed: Callable[..., Changed], *values: object) -> None:
        """A decision of the person at the machine, as one deed that can be taken back."""
        project, reviewer = self.context.the_project(), self.context.reviewer
        self.context.attempt(lambda: deed(project, *values, reviewer))

    def _decide(self, kind: str, choice: str, reason: str) -> None:
        project, reviewer = self.context.the_project(), self.context.reviewer
        self.context.attempt(
            lambda: readiness.decide_personal_data(
                project, kind, choice or None, reviewer, reason=reason
            )
        )

    def _ask_acceptance(self) -> None:
        question = "Why held-out cases were judged otherwise:"
        title = "Accept the held-out set as it is"
        ask_line(self, title, question, lambda why: self._do(readiness.accept_held_out, why))

    def _keep(self) -> None:
        if self._state is not None:
            self._do(readiness.keep_verdict, self._state.readiness)

    def _show_rule(self, number: int) -> None:
        """Scroll to a rule's evidence and give its link, if it has one, the keyboard."""
        row = self._evidence.row_of(number)
        if row is None:
            return
        self._scroll.ensureWidgetVisible(row, 0, theme().px(40))
        link = row.findChild(QPushButton)
        if isinstance(link, QPushButton):
            link.setFocus(Qt.FocusReason.TabFocusReason)

    def _set_costs(self, inputs: CostInputs) -> None:
        # The cost math is quick: shown at once, while the verdict follows in the background.
        self._costs.show_costs(compute(inputs))
        project, reviewer = self.context.the_project(), self.context.reviewer
        self.context.attempt(lambda: readiness.set_costs(project, inputs, reviewer))

    def _save_summary(self) -> None:
        ask_and_save_summary(self, self.context)
