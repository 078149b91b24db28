"""Before a pilot and after it: the four gates, agreement, and what a tuned model did."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from curator.gui.pages.readiness_evidence import Section, link_line
from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted, percent
from curator.gui.widgets.labels import Paragraph, label, rule
from curator.model.readiness import AgreementFigures, CurvePoint, Gate, Pilot
from curator.model.statistics import Estimate

GATE_WORDS = {
    "open": ("Open", "pass"),
    "shut": ("Shut", "warn"),
    "no evidence": ("No evidence yet", "text3"),
}


def section_row() -> tuple[QWidget, QGridLayout]:
    """A row of a section: a grid with the section's spacing."""
    px = theme().px
    row = QWidget()
    grid = QGridLayout(row)
    grid.setContentsMargins(0, px(9), 0, 0)
    grid.setHorizontalSpacing(px(10))
    grid.setVerticalSpacing(px(1))
    grid.setColumnStretch(0, 1)
    return row, grid


def close_row(grid: QGridLayout, place: int, columns: int = 2) -> None:
    """The room and the line under a row."""
    grid.setRowMinimumHeight(place, theme().px(9))
    grid.addWidget(rule(), place + 1, 0, 1, columns)


class GatesSection(Section):
    """Ceiling, off-target regression, held-out marks, shelf life."""

    def __init__(self) -> None:
        super().__init__("Gates before a pilot", "gates")

    def show_gates(self, gates: Sequence[Gate]) -> None:
        self.clear()
        self.setVisible(bool(gates))
        opened = sum(gate.state == "open" for gate in gates)
        self.header.set_detail(f"{opened} of {len(gates)} open")
        for gate in gates:
            self.add(self._row(gate))

    def _row(self, gate: Gate) -> QWidget:
        row, grid = section_row()
        words, token = GATE_WORDS[gate.state]
        row.setAccessibleName(f"{gate.name}: {words}. {gate.sentence}")
        grid.addWidget(label(gate.name, "medium", "text"), 0, 0)
        grid.addWidget(label(words, "strong", token), 0, 1, Qt.AlignmentFlag.AlignRight)
        said = f"{gate.sentence} {gate.step}".strip() if gate.state != "open" else gate.sentence
        grid.addWidget(Paragraph(said, "body", "text2"), 1, 0, 1, 2)
        grid.addWidget(Paragraph(f"Needed: {gate.threshold}.", "meta", "text3"), 2, 0, 1, 2)
        place = 3
        if gate.case_ids:
            name = f"gate-{gate.name.lower().replace(' ', '-')}-cases"
            link = self.cases_link(gate.case_ids, gate.name, name)
            grid.addLayout(link_line(link), place, 0, 1, 2)
            place += 1
        close_row(grid, place)
        return row


class AgreementSection(Section):
    """How far reviewers agree with each other, with themselves, and over time."""

    def __init__(self) -> None:
        super().__init__("Agreement", "agreement")

    def show_agreement(self, found: AgreementFigures) -> None:
        self.clear()
        lines = agreement_lines(found)
        self.setVisible(bool(lines))
        self.header.set_detail(
            f"{counted(found.cases, 'case')} marked twice" if found.cases else ""
        )
        for words, value, about in lines:
            row, grid = section_row()
            row.setAccessibleName(f"{words}: {value}. {about}")
            grid.addWidget(Paragraph(words, "body", "text"), 0, 0)
            grid.addWidget(label(value, "strong", "text"), 0, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Paragraph(about, "meta", "text3"), 1, 0, 1, 2)
            close_row(grid, 2)
            self.add(row)
        if found.case_ids:
            row, grid = section_row()
            link = self.cases_link(found.case_ids, "Reviewers differ", "agreement-cases")
            grid.addLayout(link_line(link), 0, 0)
            self.add(row)


def agreement_lines(found: AgreementFigures) -> list[tuple[str, str, str]]:
    """(what, figure, what it is compared with) for every figure that is known."""
    lines: list[tuple[str, str, str]] = []
    if found.plain is not None:
        about = f"{_interval(found.plain)} on {counted(found.cases, 'case')}; 70 % or more needed"
        lines.append(("Reviewers agree", percent(found.plain), about))
    beyond = "0 is chance, 1 is perfect; 0.40 or more needed"
    for words, value in (
        ("Cohen’s kappa", found.cohen),
        ("Fleiss’ kappa", found.fleiss),
        ("Krippendorff’s alpha", found.alpha),
    ):
        if value is not None:
            lines.append((words, f"{value:.2f}", beyond))
    if found.itself is not None:
        about = f"{_interval(found.itself)} on {counted(found.itself.of, 'blind repeat')}"
        lines.append(("Reviewers agree with themselves", percent(found.itself), about))
    if found.early is not None and found.late is not None and found.drift_p is not None:
        value = f"{percent(found.early)}, then {percent(found.late)}"
        says = "a change of measure" if found.drift_p < 0.05 else "no change shown"
        about = (
            f"early and late marks in random order; {says} (Fisher’s exact p = {found.drift_p:.3f})"
        )
        lines.append(("Marked as failing over time", value, about))
    return lines


def _interval(share: Estimate) -> str:
    return f"95 % interval {100 * share.low:.1f} to {100 * share.high:.1f} %"


class PilotSection(Section):
    """The tuned model against the best prompt, pattern by pattern, and the learning curve."""

    def __init__(self) -> None:
        super().__init__("After the pilot", "pilot")

    def show_pilot(self, pilot: Pilot | None, curve: Sequence[CurvePoint]) -> None:
        self.clear()
        self.setVisible(pilot is not None or bool(curve))
        if pilot is not None:
            self._add("Held-out cases", pilot.sentence, pilot.overall.case_ids)
            if pilot.with_prompt is not None:
                joint = pilot.with_prompt
                self._add(f"With the best prompt ({joint.name})", joint.sentence, joint.case_ids)
            for one in (*pilot.patterns, *pilot.guards):
                self._add(one.name, one.sentence, one.case_ids)
        for point in curve:
            about = f"{percent(point.passing)} of held-out cases pass ({_interval(point.passing)})."
            self._add(f"{counted(point.rows, 'training row')} ({point.name})", about, ())

    def _add(self, name: str, sentence: str, broken: Sequence[str]) -> None:
        row, grid = section_row()
        row.setAccessibleName(f"{name}: {sentence}")
        grid.addWidget(Paragraph(name, "medium", "text"), 0, 0, 1, 2)
        grid.addWidget(Paragraph(sentence, "body", "text2"), 1, 0, 1, 2)
        if broken:
            link = self.cases_link(broken, f"Broken: {name}", f"pilot-{len(self._rows)}-cases")
            grid.addLayout(link_line(link), 2, 0, 1, 2)
        close_row(grid, 3)
        self.add(row)
