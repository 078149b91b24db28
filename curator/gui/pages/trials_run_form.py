"""Planning a run: which variants, on which cases, where it goes and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import shiboken6
from pydantic import ValidationError
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from curator.errors import CuratorError
from curator.gui.context import AppContext
from curator.gui.theme import theme
from curator.gui.widgets.controls import Segments, button
from curator.gui.widgets.labels import Paragraph, label, rule
from curator.gui.widgets.modal import as_modal
from curator.gui.widgets.number_field import number_field
from curator.gui.widgets.scrolled import scrolled
from curator.model.endpoint import Endpoint
from curator.model.trial_run import CaseChoice, RunEstimate, RunPlan, RunRequest
from curator.model.variant import BASELINE_NAME, EXAMPLES_NAME, FACTS_NAME, VariantDefinition
from curator.operations import endpoints, trial_plans, variants
from curator.project.store import ProjectFile
from curator.trials.endpoints.client import load_sdk
from curator.trials.judges.model import PREFIX

QUIET = 250
"""Milliseconds without a change before the estimate is made anew."""
CASES: tuple[tuple[CaseChoice, str, str], ...] = (
    ("failures", "Failures and a guard", "Tuning failures, with passing cases that must not break"),
    ("passes", "Passing cases", "The guard alone: what a change breaks"),
    ("held-out", "Held-out set", "The frozen set, once, when the prompt is done"),
    ("all", "Everything", "All marked cases; results tell tuning and held-out apart"),
)
JUDGES: tuple[tuple[str, str], ...] = (
    ("", "By people, blind"),
    ("normalised", "Same text, normalised"),
    ("exact", "Same text, exact"),
    ("set", "Same items in any order"),
    ("list", "Same items in order"),
    ("number", "Same last number"),
    ("schema", "Fits the output schema"),
    ("contains:", "contains:TEXT"),
    ("not-contains:", "not-contains:TEXT"),
    ("regex:", "regex:PATTERN"),
)


@dataclass(frozen=True)
class Planned:
    """A plan with its estimate, or the sentence that says what is missing."""

    plan: RunPlan | None
    estimate: RunEstimate | None
    error: str = ""


def make_plan(project: ProjectFile, request: RunRequest) -> Planned:
    """Plan a request; nothing is sent."""
    try:
        plan = trial_plans.plan_run(project, request)
        return Planned(plan, trial_plans.estimate(project, plan))
    except CuratorError as error:
        return Planned(None, None, error.sentence)


def estimate_lines(estimate: RunEstimate) -> list[str]:
    """What a person reads before anything is sent."""
    cases = f"{estimate.failures:,} failures and {estimate.passes:,} passing cases"
    if estimate.held_out:
        cases += f", {estimate.held_out:,} of them held out"
    lines = [estimate.sentence, f"{cases}, {_times(estimate.repeats)} each."]
    for one in estimate.variants:
        price = "cost unknown" if one.cost is None else f"about ${one.cost:,.2f}"
        lines.append(f"{one.name}: {one.calls:,} calls to {one.model} at {one.host}, {price}")
    return lines


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


class RunDialog(QDialog):
    """`run_asked` carries the plan that was shown: what runs is what was read."""

    run_asked = Signal(object)
    endpoints_asked = Signal()

    def __init__(self, context: AppContext, parent: QWidget, chosen: str = "") -> None:
        super().__init__(parent)
        self._context = context
        self._project = context.the_project()
        self._planned = Planned(None, None)
        self._asked = 0
        as_modal(self, parent, "run-dialog", "Run a trial", 720, 740)
        self._make_what(chosen)
        self._make_how()
        self.told = Paragraph("", "body", "text")
        self.told.setObjectName("run-estimate")
        self.warned = Paragraph("", "body", "warn")
        self.warned.setObjectName("run-warnings")
        self.go = button("Run", "run-go", kind="primary", on_click=self._go)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET)
        self._timer.timeout.connect(self._plan)
        self._lay_out()
        self._offer_judges([])
        self.refresh_endpoints()
        self._wire()
        self._plan()

    def _make_what(self, chosen: str) -> None:
        px = theme().px
        self.list = QListWidget()
        self.list.setObjectName("run-variants")
        self.list.setAccessibleName("Variants to run")
        self.list.setProperty("boxedList", True)
        self._fill_variants(chosen)
        self.list.setFixedHeight(px(28) * min(6, max(4, self.list.count())) + px(12))
        self.baseline = QCheckBox("Run today's prompt again beside them (fresh baseline)")
        self.baseline.setObjectName("run-baseline")
        self.baseline.setAccessibleName(self.baseline.text())
        self.baseline.setChecked(True)
        self.endpoint = QComboBox()
        self.endpoint.setObjectName("run-endpoint")
        self.endpoint.setAccessibleName("Endpoint")
        self.cases = Segments("run-cases", "Cases")
        for value, words, _ in CASES:
            self.cases.add(value, words)
        self.cases.set_value("failures")
        self._cases_words = Paragraph(CASES[0][2], "meta", "text3")
        self.per_pattern = number_field(
            "run-per-pattern", "Failures a pattern at most", 0, 10_000, 0, zero="All"
        )
        self.guard = number_field("run-guard", "Passing cases at most", 0, 10_000, 60)

    def _make_how(self) -> None:
        self.repeats = number_field("run-repeats", "Times each", 1, 20, 1)
        self.judge = QComboBox()
        self.judge.setObjectName("run-judge")
        self.judge.setAccessibleName("Judge")
        self.judge.setEditable(True)
        self.judge.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.margin = number_field(
            "run-margin", "Loss put up with, in points", 0, 50, 0, zero="None"
        )
        self.limit = QLineEdit()
        self.limit.setObjectName("run-limit")
        self.limit.setAccessibleName("Spending limit in dollars")
        self.limit.setPlaceholderText("Dollars; empty for none")

    def _fill_variants(self, chosen: str) -> None:
        # Of outputs made elsewhere only the name is known: there is nothing to run again.
        own = [
            one.name
            for one in variants.variant_list(self._project)
            if one.name not in variants.BUILT_IN
            and (one.name == chosen or variants.definition_of(one) != VariantDefinition())
        ]
        for name in [*own, FACTS_NAME, EXAMPLES_NAME]:
            row = QListWidgetItem(name)
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = name == chosen or (not chosen and bool(own) and name == own[-1])
            row.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            if name in variants.BUILT_IN:
                row.setToolTip(
                    "Diagnostic: if the failure vanishes with the facts in the prompt, it is "
                    "missing knowledge."
                    if name == FACTS_NAME
                    else "Diagnostic: if the failure vanishes with similar ideal answers in the "
                    "prompt, the behaviour can be shown, and so learnt."
                )
            self.list.addItem(row)

    def _lay_out(self) -> None:
        px = theme().px
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setHorizontalSpacing(px(16))
        form.setVerticalSpacing(px(8))
        where = QHBoxLayout()
        where.setSpacing(px(8))
        where.addWidget(self.endpoint, 1)
        set_up = button("Set up…", "run-endpoints", on_click=self.endpoints_asked.emit)
        set_up.setAutoDefault(False)
        where.addWidget(set_up)
        numbers = QHBoxLayout()
        numbers.setSpacing(px(8))
        for words, field in (
            ("Failures a pattern", self.per_pattern),
            ("Passing cases", self.guard),
            ("Times each", self.repeats),
        ):
            numbers.addWidget(label(words, "body"))
            numbers.addWidget(field)
            numbers.addSpacing(px(8))
        numbers.addStretch()
        chosen = QVBoxLayout()
        chosen.setSpacing(px(4))
        chosen.addWidget(self.cases, 0, Qt.AlignmentFlag.AlignLeft)
        chosen.addWidget(self._cases_words)
        form.addRow(label("Variants", "body"), self.list)
        form.addRow(QWidget(), self.baseline)
        form.addRow(label("Endpoint", "body"), where)
        form.addRow(label("Cases", "body"), chosen)
        form.addRow(QWidget(), numbers)
        form.addRow(label("Judged", "body"), self.judge)
        form.addRow(label("Spending limit", "body"), self.limit)
        form.addRow(label("Loss put up with", "body"), self._margin_line())
        leave = button("Cancel", "run-cancel", on_click=self.reject)
        for one in (self.go, leave):
            one.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self.go)
        foot.addWidget(leave)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(20),) * 4)
        column.setSpacing(px(12))
        inside = QWidget()
        inside.setProperty("plain", True)
        inside.setLayout(form)
        form.setContentsMargins(0, 0, px(8), 0)
        column.addWidget(scrolled(inside, "run-form", "What is run"), 1)
        column.addWidget(rule())
        column.addWidget(label("Before anything is sent", "metastrong"))
        column.addWidget(self.told)
        column.addWidget(self.warned)
        column.addLayout(foot)

    def _margin_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme().px(8))
        line.addWidget(self.margin)
        line.addWidget(label("points of pass rate, where the point is cost", "meta", "text3"))
        line.addStretch()
        return line

    def _wire(self) -> None:
        again = self._timer.start
        self.list.itemChanged.connect(lambda _: again())
        self.baseline.toggled.connect(lambda _: again())
        self.endpoint.currentIndexChanged.connect(lambda _: again())
        self.cases.chosen.connect(self._cases_chosen)
        for field in (self.per_pattern, self.guard, self.repeats, self.margin):
            field.valueChanged.connect(lambda _: again())
        self.judge.editTextChanged.connect(lambda _: again())
        self.limit.textChanged.connect(lambda _: again())

    def _cases_chosen(self, value: str) -> None:
        self._cases_words.set_text(next(words for one, _, words in CASES if one == value))
        self._timer.start()

    def refresh_endpoints(self) -> None:
        """Offer the profiles that there are by now."""
        chosen = self.endpoint.currentData()
        self.endpoint.blockSignals(True)
        self.endpoint.clear()
        try:
            found = endpoints.endpoints()
        except CuratorError as error:
            self._context.message(error.sentence, kind="error")
            found = []
        for one in found:
            self.endpoint.addItem(f"{one.name} ({one.host})", one.name)
        if not found:
            self.endpoint.addItem("None set up yet", "")
        self.endpoint.setCurrentIndex(max(0, self.endpoint.findData(chosen)))
        self.endpoint.blockSignals(False)
        self._offer_judges(found)
        if found:
            # Half a second of importing, spent while the form is read instead of in the run.
            self._context.background.run(
                "Making ready to send", lambda *_: load_sdk(), lambda _: None, quiet=True
            )
        self._timer.start()

    def _offer_judges(self, found: Sequence[Endpoint]) -> None:
        """People first, then what a program computes, then models; what was chosen stays."""
        chosen = self.judge.currentText()
        self._judges = [*JUDGES]
        for one in found:
            if one.model:
                words = f"A model judges: {one.model} at {one.name}"
                self._judges.append((f"{PREFIX}{one.name}", words))
        self.judge.blockSignals(True)
        self.judge.clear()
        for value, words in self._judges:
            self.judge.addItem(words, value)
        self.judge.setEditText(chosen or self._judges[0][1])
        self.judge.blockSignals(False)

    # The estimate

    def request(self) -> RunRequest:
        """What the form asks for. Raises CuratorError naming the field."""
        rows = [self.list.item(place) for place in range(self.list.count())]
        names = [row.text() for row in rows if row.checkState() == Qt.CheckState.Checked]
        if not names and self.baseline.isChecked():
            names = [BASELINE_NAME]
        if not names:
            raise CuratorError("Choose at least one variant.", field="variants")
        text = self.limit.text().strip().replace(",", ".")
        try:
            limit = float(text) if text else None
            return RunRequest.model_validate(
                {
                    "variants": names,
                    "endpoint": self.endpoint.currentData() or "",
                    "cases": self.cases.value(),
                    "per_pattern": self.per_pattern.value() or None,
                    "guard": self.guard.value(),
                    "fresh_baseline": self.baseline.isChecked(),
                    "repeats": self.repeats.value(),
                    "judge": self._judge(),
                    "spending_limit": limit,
                    "margin": self.margin.value() / 100 or None,
                }
            )
        except (ValueError, ValidationError):
            raise CuratorError(
                f"“{text}” is not a spending limit: write dollars above zero.",
                field="spending_limit",
            ) from None

    def _judge(self) -> str:
        text = self.judge.currentText().strip()
        by_words = {words: value for value, words in self._judges}
        return by_words.get(text, text)

    def _plan(self) -> None:
        self._timer.stop()
        self._asked += 1
        asked, project = self._asked, self._project
        try:
            request = self.request()
        except CuratorError as error:
            self._show(Planned(None, None, error.sentence))
            return
        self.go.setEnabled(False)

        def done(planned: Planned) -> None:
            if shiboken6.isValid(self) and asked == self._asked:
                self._show(planned)

        work: Callable[..., Planned] = lambda *_: make_plan(project, request)  # noqa: E731
        self._context.background.run("Estimating the run", work, done, quiet=True)

    def _show(self, planned: Planned) -> None:
        self._planned = planned
        estimate = planned.estimate
        if estimate is not None:
            self.told.set_text("\n".join(estimate_lines(estimate)), "text")
        else:
            self.told.set_text(planned.error, "fail")
        warnings = "\n".join(estimate.warnings) if estimate else ""
        self.warned.set_text(warnings)
        self.warned.setVisible(bool(warnings))
        for one in (self.told, self.warned):
            # What is to be read before anything is sent is never cut; the form above scrolls.
            one.setMinimumHeight(one.heightForWidth(max(1, self.width() - theme().px(40))))
        self.go.setEnabled(planned.plan is not None)
        words = f"Run {estimate.calls:,} calls" if estimate else "Run"
        self.go.setText(words)
        self.go.setAccessibleName(words)

    def _go(self) -> None:
        if self._planned.plan is not None and not self._timer.isActive():
            self.accept()
            self.run_asked.emit(self._planned.plan)
