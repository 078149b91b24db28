"""All figures of one pattern, in words a person can act on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, label
from curator.model.pattern_figures import Lift, PatternFigures, Trend

LIFTS_SHOWN = 4
Section = tuple[str, list[str]]


def figure_sections(found: PatternFigures) -> list[Section]:
    """Title and lines of each section; sections without evidence say so."""
    how_often = [f"{found.share.percent} of all failures."]
    if found.of_traffic is not None:
        how_often.append(
            f"{found.of_traffic.percent} of all traffic, estimated from the random part."
        )
    else:
        how_often.append("Share of all traffic: not known before cases are reviewed at random.")
    how_often.append(found.near_sentence)
    sections: list[Section] = [
        ("How often", how_often),
        *([("How severe", [_severity_line(found)])] if found.severities is not None else []),
        ("Where it is commoner", _lift_lines(found)),
        ("Over time", _trend_lines(found.trend)),
        ("What it is made of", _made_of(found)),
        ("What trials fix", _trial_lines(found)),
    ]
    return sections


def _severity_line(found: PatternFigures) -> str:
    given = {name: count for name, count in found.severities or () if name}
    without = found.count - sum(given.values())
    if not given:
        return "Nobody has said yet how severe these failures are."
    said = ", ".join(f"{count:,} {name}" for name, count in given.items())
    return f"{said}{f', {without:,} not said' if without else ''}."


def _lift_lines(found: PatternFigures) -> list[str]:
    if not found.tested:
        return ["The data names no field to compare by."]
    lines = [_lift_line(one) for one in found.lifts[:LIFTS_SHOWN]]
    if len(found.lifts) > LIFTS_SHOWN:
        lines.append(f"{len(found.lifts) - LIFTS_SHOWN:,} more values stand out.")
    tested = f"{found.tested:,} field values tested, Fisher's exact test with Holm's correction."
    return [*lines, tested] if lines else [f"Nowhere: {tested}"]


def _lift_line(one: Lift) -> str:
    times = "only there" if one.ratio is None else f"{one.ratio:.1f} times as common"
    p_value = "p < 0.001" if one.adjusted < 0.001 else f"p = {one.adjusted:.3f}"
    return (
        f"{one.field} = {one.value}: {times} ({one.inside.percent} of its cases against "
        f"{100 * one.outside.value:.1f} % elsewhere, {p_value})."
    )


def _trend_lines(trend: Trend) -> list[str]:
    if not trend.points:
        return ["Too few cases carry a date."]
    last = trend.points[-3:]
    shares = ", ".join(f"{one.label} {100 * one.share.value:.0f} %" for one in last)
    return [trend.sentence, f"Of the reviewed cases, latest {trend.unit}s: {shares}."]


def _made_of(found: PatternFigures) -> list[str]:
    lines = [f"Cohesion {found.cohesion:.2f}: how alike its cases are, 0 to 1."]
    if found.consistency is not None and found.consistency_random is not None:
        same = (found.consistency_p or 1.0) < 0.05
        words = "all push the same way" if same else "do not push the same way more than by chance"
        lines.append(
            f"The corrections in this pattern {words}: {found.consistency:.2f} against "
            f"{found.consistency_random:.2f} by chance (−1 to 1)."
        )
    else:
        lines.append("Consistency of correction: needs two ideal answers.")
    if found.new_facts is not None:
        lines.append(
            f"{found.new_facts.percent} of its ideal answers carry facts the model did not have."
        )
    return lines


def _trial_lines(found: PatternFigures) -> list[str]:
    tried = [one for one in found.trials if one.cases]
    if not tried:
        return ["No trial covers this pattern yet."]
    return [f"{one.variant} fixes {one.fix_rate.percent}." for one in tried]


class FiguresView(QWidget):
    """The tab of figures; each section folds, and stays as it was left."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", True)
        px = theme().px
        self._folded: set[str] = set()
        self._sections: list[Section] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(20), px(14), px(20), px(20))
        self._column.setSpacing(px(4))
        self.show_figures(None)

    def show_figures(self, found: PatternFigures | None) -> None:
        """Show a pattern's figures; None says that they are being worked out."""
        self._sections = figure_sections(found) if found is not None else []
        self._show()

    def text(self) -> str:
        """Everything that is told, as plain text."""
        return "\n".join("\n".join([title, *lines]) for title, lines in self._sections)

    def _show(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not self._sections:
            self._column.addWidget(label("Working the figures out …", "body", "text3"))
        for title, lines in self._sections:
            folded = title in self._folded
            head = button(
                title, f"figures-{title.lower().replace(' ', '-')}", kind="quiet",
                icon="chevron-right" if folded else "chevron-down",
            )  # fmt: skip
            head.setAccessibleName(f"{title}, {'folded' if folded else 'open'}")
            head.clicked.connect(lambda _=False, at=title: self._fold(at))
            row = QWidget()
            inside = QVBoxLayout(row)
            inside.setContentsMargins(0, 0, 0, theme().px(6))
            inside.setSpacing(theme().px(4))
            head.setProperty("flush", True)
            self._column.addWidget(head, 0, Qt.AlignmentFlag.AlignLeft)
            for line in lines if not folded else []:
                inside.addWidget(Paragraph(line, "body", "text"))
            self._column.addWidget(row)
        self._column.addStretch()

    def _fold(self, title: str) -> None:
        self._folded ^= {title}
        self._show()
