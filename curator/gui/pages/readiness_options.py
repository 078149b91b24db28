"""Cost side by side: as now, the alternatives to fine-tuning, fine-tuned; and the target."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QMenu, QVBoxLayout, QWidget

from curator.gui.ask import ask_lines
from curator.gui.pages.readiness_evidence import link_line
from curator.gui.theme import theme
from curator.gui.widgets.charts_words import money, percent
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, label, rule
from curator.model.readiness import CostLine, CostOption, Costs, OptionKind
from curator.readiness.cost_lines import KIND_WORDS, cost_lines
from curator.readiness.costs import field_words
from curator.readiness.targets import known_targets

KINDS: tuple[OptionKind, ...] = get_args(OptionKind)
ASKED = (
    ("Name", "name", ""),
    ("Tried as the variant", "variant", "name of the variant, if it was tried"),
    ("Prompt tokens", "prompt_tokens", "as now"),
    ("Output tokens", "output_tokens", "as now"),
    ("Input price, $ per million", "input_price", ""),
    ("Output price, $ per million", "output_price", ""),
    ("Paid each month besides, $", "per_month", "0"),
    ("Paid once, $", "once", "0"),
)


class OptionsTable(QWidget):
    """What each way costs per 1,000 calls and a month, and what it leaves failing."""

    options_changed = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cost-options")
        self.setAccessibleName("Ways to ask and what they cost")
        self._options: tuple[CostOption, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(4))
        self._table = QWidget()
        self._column.addWidget(self._table)
        add = button("Add an alternative", "cost-add-option", kind="link", icon="plus")
        menu = QMenu(add)
        menu.setObjectName("cost-option-kinds")
        for kind in KINDS:
            action = menu.addAction(KIND_WORDS[kind])
            action.triggered.connect(partial(self._ask_new, kind))
        add.setMenu(menu)
        self._column.addLayout(link_line(add))

    def show_lines(self, costs: Costs) -> None:
        """Show the lines of these costs; where nobody weighed them yet, without what is left."""
        self._options = costs.inputs.options
        lines = costs.lines or cost_lines(costs, {})
        old, self._table = self._table, QWidget()
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme().px(10))
        grid.setVerticalSpacing(theme().px(4))
        grid.setColumnStretch(0, 1)
        for place, words in enumerate(("", "1,000 calls", "A month", "Leaves failing")):
            side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(label(words, "meta", "text3"), 0, place, side)
        for number, line in enumerate(lines):
            self._add(grid, 3 * number + 1, line, number - 1)
        self._column.replaceWidget(old, self._table)
        old.hide()
        old.deleteLater()

    def _add(self, grid: QGridLayout, place: int, line: CostLine, option: int) -> None:
        style = "strong" if line.kind == "tuned" else "body"
        if 0 <= option < len(self._options):
            name = button(line.name, f"cost-option-{option}", kind="link")
            name.setAccessibleName(f"Change {line.name}")
            name.clicked.connect(lambda: self._ask(self._options[option], option))
            grid.addLayout(link_line(name), place, 0)
        else:
            grid.addWidget(Paragraph(line.name, style, "text"), place, 0)
        figures = (
            None if line.per_call is None else money(1000 * line.per_call),
            None if line.per_month is None else money(line.per_month),
            None if line.left is None else percent(line.left),
        )
        for column, text in enumerate(figures, 1):
            words = text or ("not tried" if column == 3 else "unknown")
            made = label(words, style if text else "meta", "text" if text else "text3")
            grid.addWidget(made, place, column, Qt.AlignmentFlag.AlignRight)
        about = line_words(line)
        if about:
            grid.addWidget(Paragraph(about, "meta", "text3"), place + 1, 0, 1, 4)
        grid.addWidget(rule(), place + 2, 0, 1, 4)

    def _ask_new(self, kind: OptionKind) -> None:
        self._ask(CostOption(kind=kind, name=""))

    def _ask(self, option: CostOption, place: int | None = None) -> None:
        fields = [(words, _shown(option, name), hint) for words, name, hint in ASKED]
        title = KIND_WORDS[option.kind]
        if place is not None:
            title += " (an empty name removes it)"
        else:
            fields[0] = (fields[0][0], KIND_WORDS[option.kind], "")
        ask_lines(self, title, fields, lambda texts: self._take(option, place, texts))

    def _take(self, option: CostOption, place: int | None, texts: Sequence[str]) -> None:
        held = list(self._options)
        made = read_option(option.kind, texts)
        if place is None:
            held += [made] if made is not None else []
        elif made is None:
            del held[place]
        else:
            held[place] = made
        if tuple(held) != self._options:
            self.options_changed.emit(tuple(held))


def line_words(line: CostLine) -> str:
    """What the columns do not say: paid once, when it pays back, what its failures cost."""
    parts: list[str] = []
    if line.missing:
        parts.append(f"not known: {', '.join(map(field_words, line.missing))}")
    if line.once:
        parts.append(f"{money(line.once)} once")
    if line.pays_back_months is not None and line.once:
        parts.append(f"pays back after {line.pays_back_months:.1f} months")
    if line.failures_per_month is not None:
        parts.append(f"its failures cost {money(line.failures_per_month)} a month")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def read_option(kind: OptionKind, texts: Sequence[str]) -> CostOption | None:
    """What was typed; None without a name. A figure that is no number from 0 up is unknown."""
    given = {name: text for (_, name, _), text in zip(ASKED, texts, strict=True)}
    if not given["name"]:
        return None
    figures: dict[str, float | None] = {}
    for name in [one for _, one, _ in ASKED[2:]]:
        clean = given[name].replace(",", "").strip("$ ")
        try:
            value = float(clean)
        except ValueError:
            value = -1.0
        known = 0 <= value < 1e15
        figures[name] = value if known else (0.0 if name in ("per_month", "once") else None)
    return CostOption.model_validate(
        {"kind": kind, "name": given["name"], "variant": given["variant"], **figures}
    )


def _shown(option: CostOption, name: str) -> str:
    value = getattr(option, name)
    if isinstance(value, float):
        return f"{value:,.6f}".rstrip("0").rstrip(".") if value else ""
    return str(value or "")


class TargetChoice(QWidget):
    """Where one would tune: its closing dates count in the verdict."""

    target_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.box = QComboBox()
        self.box.setObjectName("cost-target")
        self.box.setAccessibleName("Target to fine-tune")
        self.box.addItem("No target chosen", "")
        for target in known_targets():
            if target.status != "not tunable":
                self.box.addItem(target.name, target.name)
        self.box.activated.connect(lambda: self.target_chosen.emit(self.box.currentData()))
        self._words = Paragraph("", "meta", "text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(4))
        column.addWidget(label("Target", "strong", "text"))
        column.addWidget(self.box)
        column.addWidget(self._words)

    def show_target(self, name: str, words: str) -> None:
        """Show what is chosen and what is known of it."""
        self.box.setCurrentIndex(max(0, self.box.findData(name)))
        self._words.set_text(words or "Closing dates and limits count once a target is chosen.")
