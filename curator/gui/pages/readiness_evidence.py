"""Columns of the readiness page: evidence by rule, data checks, patterns, what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from curator.gui.pages.readiness_state import (
    SEVERITY_WORDS,
    Step,
    checks_summary,
    found_checks,
)
from curator.gui.pages.readiness_verdict import paint_rule_state
from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted, percent
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, SectionHeader, label, rule
from curator.gui.widgets.marks import PatternShape
from curator.model.pattern import Pattern
from curator.model.readiness import CheckResult, PatternReadiness, Readiness, RuleResult, RuleState

LEAKS = frozenset((30, 31, 32))
"""Checks whose training rows may simply be left out."""
FROZEN = 50
SEVERITY_ICONS = {
    "block": ("error", "fail"),
    "warn": ("warning", "warn"),
    "note": ("info", "text2"),
}


class _StateMark(QWidget):
    def __init__(self, state: RuleState) -> None:
        super().__init__()
        self._state: RuleState = state
        self._token = "warn" if state == "matched" else "text3"
        self.setFixedSize(theme().px(14), theme().px(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        paint_rule_state(painter, QRectF(self.rect()), self._state, self._token)
        painter.end()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(14), theme().px(14))


def link_line(*links: QPushButton) -> QHBoxLayout:
    """Links whose words, not their borders, stand at the left edge."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme().px(12))
    for link in links:
        link.setProperty("flush", True)
        line.addWidget(link)
    line.addStretch()
    return line


class Section(QWidget):
    """A heading with rows under it that are replaced as a whole."""

    cases_asked = Signal(list, str)
    """Public ids of cases, and what they are."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.header = SectionHeader(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.header)
        self._column.addSpacing(theme().px(6))
        self._rows: list[QWidget] = []

    def clear(self) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []

    def add(self, row: QWidget) -> None:
        self._rows.append(row)
        self._column.addWidget(row)

    def cases_link(self, ids: Sequence[str], title: str, name: str) -> QPushButton:
        """A link "Show the 7 cases"."""
        many = f"the {len(ids):,} cases" if len(ids) != 1 else "the case"
        link = button(f"Show {many}", name, kind="link")
        link.setAccessibleName(f"Show {many}: {title}")
        link.clicked.connect(lambda: self.cases_asked.emit(list(ids), title))
        return link


class EvidenceSection(Section):
    """Every rule with its figure, its threshold, where that comes from, and its cases."""

    def __init__(self) -> None:
        super().__init__("Evidence", "evidence")
        self._by_rule: dict[int, QWidget] = {}

    def show_rules(self, found: Readiness) -> None:
        self.clear()
        self._by_rule = {}
        matched = sum(one.matched for one in found.rules)
        unknown = sum(one.state == "no evidence" for one in found.rules)
        detail = f"{matched} of {len(found.rules)} rules matched"
        self.header.set_detail(detail + (f", {unknown} without evidence" if unknown else ""))
        for result in found.rules:
            row = self._row(result, found.rule)
            self._by_rule[result.number] = row
            self.add(row)

    def row_of(self, number: int) -> QWidget | None:
        return self._by_rule.get(number)

    def _row(self, result: RuleResult, verdict: int) -> QWidget:
        px = theme().px
        row = QWidget()
        row.setAccessibleName(f"{result.verdict}. {result.reason} Needed: {result.threshold}")
        grid = QGridLayout(row)
        grid.setContentsMargins(0, px(9), 0, 0)
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(2))
        grid.setColumnStretch(1, 1)
        own = result.number == verdict
        mark = _StateMark(result.state)
        grid.addWidget(mark, 0, 0, Qt.AlignmentFlag.AlignHCenter)
        title = Paragraph(
            f"{result.number}  {result.verdict}", "strong" if own else "medium", "text"
        )
        grid.addWidget(title, 0, 1)
        grid.addWidget(Paragraph(result.reason, "body", "text2"), 1, 1)
        if result.state == "no evidence":
            quiet = f"No evidence yet. Needed: {result.threshold}."
        else:
            quiet = f"Needed: {result.threshold}."
        source = f" Source: {result.source}." if result.source else ""
        grid.addWidget(Paragraph(quiet + source, "meta", "text3"), 2, 1)
        place = 3
        if result.case_ids:
            link = self.cases_link(result.case_ids, result.verdict, f"rule-{result.number}-cases")
            grid.addLayout(link_line(link), place, 1)
            place += 1
        grid.setRowMinimumHeight(place, px(9))
        grid.addWidget(rule(), place + 1, 0, 1, 2)
        return row


class ChecksSection(Section):
    """What the checks found; those that found nothing are named on request."""

    leave_out_asked = Signal(list)
    """Public ids of cases that are to be left out of training."""
    accept_asked = Signal()
    """The held-out set as it is now is to be accepted, with a reason."""

    def __init__(self) -> None:
        super().__init__("Data checks", "checks")
        self._open = False
        self._checks: tuple[CheckResult, ...] = ()

    def show_checks(self, checks: tuple[CheckResult, ...]) -> None:
        self._checks = checks
        self.clear()
        self.header.set_detail(checks_summary(checks))
        for one in found_checks(checks):
            self.add(self._row(one))
        self._add_passed()

    def _row(self, one: CheckResult) -> QWidget:
        px = theme().px
        row = QWidget()
        row.setAccessibleName(f"{SEVERITY_WORDS[one.severity]}: {one.sentence}")
        grid = QGridLayout(row)
        grid.setContentsMargins(0, px(9), 0, 0)
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(1))
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(1, px(42))
        icon, token = SEVERITY_ICONS[one.severity]
        picture = QLabel()
        picture.setPixmap(theme().pixmap(icon, 16, token))
        grid.addWidget(picture, 0, 0, Qt.AlignmentFlag.AlignTop)
        word = label(SEVERITY_WORDS[one.severity], "strong", token)
        grid.addWidget(word, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Paragraph(one.sentence, "body", "text"), 0, 2)
        place = 1
        where = ", ".join(
            part
            for part in (
                f"Check {one.number}",
                f"limit {one.threshold}" if one.threshold else "",
                "touches the held-out set or a trial" if one.touches_evidence else "",
            )
            if part
        )
        source = f". Source: {one.source}" if one.source else ""
        grid.addWidget(Paragraph(f"{where}{source}.", "meta", "text3"), place, 2)
        if one.case_ids:
            links = [self.cases_link(one.case_ids, one.name, f"check-{one.number}-cases")]
            if one.number in LEAKS:
                out = button("Leave out of training", f"check-{one.number}-out", kind="link")
                out.clicked.connect(lambda: self.leave_out_asked.emit(list(one.case_ids)))
                links.append(out)
            if one.number == FROZEN:
                accept = button("Accept with a reason…", "check-accept", kind="link")
                accept.clicked.connect(lambda: self.accept_asked.emit())
                links.append(accept)
            grid.addLayout(link_line(*links), place + 1, 2)
        grid.setRowMinimumHeight(place + 2, px(9))
        grid.addWidget(rule(), place + 3, 0, 1, 3)
        return row

    def _add_passed(self) -> None:
        px = theme().px
        passed = [one for one in self._checks if one.status == "passed"]
        unused = [one for one in self._checks if one.status == "not applicable"]
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, px(6), 0, px(6))
        column.setSpacing(px(4))
        words = f"{counted(len(passed), 'check')} found nothing"
        if unused:
            words += f", {len(unused)} do not apply" if len(unused) != 1 else ", 1 does not apply"
        fold = button(
            words,
            "checks-passed",
            kind="link",
            icon="chevron-down" if self._open else "chevron-right",
        )
        fold.setAccessibleName(f"{words}, {'open' if self._open else 'folded'}")
        fold.clicked.connect(self._toggle)
        column.addLayout(link_line(fold))
        if self._open:
            names = [f"{one.number}  {one.sentence}" for one in passed]
            names += [f"{one.number}  {one.name}: does not apply" for one in unused]
            for name in names:
                column.addWidget(Paragraph(name, "meta", "text2"))
        self.add(row)

    def _toggle(self) -> None:
        self._open = not self._open
        self.show_checks(self._checks)
        again = self.findChild(QPushButton, "checks-passed")
        if isinstance(again, QPushButton):
            again.setFocus(Qt.FocusReason.OtherFocusReason)


class PatternsSection(Section):
    """The verdict for each pattern: one may be fixed by a prompt while another is ready."""

    pattern_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("By pattern", "pattern-verdicts")

    def show_patterns(
        self, found: Sequence[PatternReadiness], patterns: dict[str, Pattern]
    ) -> None:
        self.clear()
        self.setVisible(bool(found))
        for one in found:
            self.add(self._row(one, patterns.get(one.id)))

    def _row(self, one: PatternReadiness, pattern: Pattern | None) -> QWidget:
        px = theme().px
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, px(9), 0, 0)
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(1))
        grid.setColumnStretch(1, 1)
        shape = PatternShape(pattern.colour if pattern else 0, 12)
        grid.addWidget(shape, 0, 0)
        name = Paragraph(one.name, "medium", "text")
        grid.addWidget(name, 0, 1)
        grid.addWidget(
            label(counted(one.cases, "failure"), "strong"), 0, 2, Qt.AlignmentFlag.AlignTop
        )
        grid.addWidget(Paragraph(f"{one.verdict}. {one.reason}", "body", "text2"), 1, 1, 1, 2)
        figures = pattern_figures(one)
        if figures:
            grid.addWidget(Paragraph(figures, "meta", "text3"), 2, 1, 1, 2)
        grid.setRowMinimumHeight(3, px(9))
        grid.addWidget(rule(), 4, 0, 1, 3)
        return row


def pattern_figures(one: PatternReadiness) -> str:
    """The figures behind a pattern's verdict, in plain words."""
    parts = [f"{counted(one.ideal_answers, 'ideal answer')}, {one.training_rows:,} to train on"]
    if one.fix_rate is not None:
        parts.append(f"the best trial fixes {percent(one.fix_rate)}")
    if one.consistency is not None and one.consistency_p is not None:
        same = one.consistency_p < 0.05 and one.consistency > (one.consistency_random or 0.0)
        words = "all push the same way" if same else "do not push one way more than chance"
        parts.append(
            f"the corrections {words} (alike {one.consistency:.2f} against "
            f"{one.consistency_random or 0.0:.2f} at random, 1 is the same way, "
            f"p = {one.consistency_p:.3f})"
        )
    if one.new_fact_share is not None:
        parts.append(f"{100 * one.new_fact_share:.0f} % of ideal answers carry new facts")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


class StepsSection(Section):
    """What to do next, numbered, each with the place where it is done."""

    page_asked = Signal(str)
    queue_asked = Signal(object)
    """A `Step` with a queue."""

    def __init__(self) -> None:
        super().__init__("What to do next", "next-steps")

    def show_steps(self, steps: Sequence[Step]) -> None:
        self.clear()
        self.setVisible(bool(steps))
        for place, step in enumerate(steps, 1):
            self.add(self._row(place, step))

    def _row(self, place: int, step: Step) -> QWidget:
        px = theme().px
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, px(4), 0, px(4))
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(1))
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, px(12))
        number = Paragraph(str(place), "body", "text3")
        number.setFixedWidth(px(12))
        grid.addWidget(number, 0, 0)
        grid.addWidget(Paragraph(step.text, "body", "text"), 0, 1)
        links: list[QPushButton] = []
        if step.case_ids:
            links.append(self.cases_link(step.case_ids, step.text, f"step-{place}-cases"))
        if step.page:
            link = button(step.page_words, f"step-{place}-page", kind="link")
            if step.queue:
                link.clicked.connect(lambda: self.queue_asked.emit(step))
            else:
                link.clicked.connect(lambda: self.page_asked.emit(step.page))
            links.append(link)
        if links:
            grid.addLayout(link_line(*links), 1, 1)
        return row
