"""What stands in each row: system prompt, tool calls, weights; and whose word is enough."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QTextEdit, QVBoxLayout, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.labels import Paragraph, label

LOGGED, PRODUCTION, OWN = "logged", "production", "own"
PROMPTS = (
    (LOGGED, "As each case was logged"),
    (PRODUCTION, "The production prompt"),
    (OWN, "Another one"),
)


def choice(text: str, name: str, tip: str, *, on: bool = True) -> QCheckBox:
    """A ticked or empty box with its words and what it means."""
    box = QCheckBox(text)
    box.setObjectName(name)
    box.setAccessibleName(text)
    box.setAccessibleDescription(tip)
    box.setToolTip(tip)
    box.setChecked(on)
    return box


class WhoseWord(QWidget):
    """Which answers may be taught: accepted ones of reviewed cases, unless somebody says more."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.reviewed = choice(
            "Reviewed cases only",
            "export-reviewed-only",
            "Unticked, cases that nobody reviewed go in with the expected answer they came with",
        )
        self.accepted = choice(
            "Accepted ideal answers only",
            "export-accepted-only",
            "Unticked, ideal answers that nobody has accepted yet go in too",
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(4))
        for box in (self.reviewed, self.accepted):
            column.addWidget(box)
            box.toggled.connect(self.changed)

    def reset(self) -> None:
        """Both ticked, and nobody told."""
        for box in (self.reviewed, self.accepted):
            box.blockSignals(True)
            box.setChecked(True)
            box.blockSignals(False)


class RowChoices(QWidget):
    """Emits `changed` when a row would be written otherwise."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self.prompt = QComboBox()
        self.prompt.setObjectName("export-prompt")
        self.prompt.setAccessibleName("System prompt in the rows")
        for value, words in PROMPTS:
            self.prompt.addItem(words, value)
        self.prompt.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.text = QTextEdit()
        self.text.setObjectName("export-prompt-text")
        self.text.setAccessibleName("The system prompt to train with")
        self.text.setAcceptRichText(False)
        self.text.setProperty("field", True)
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText("The system prompt that will be used in production")
        self.text.setFixedHeight(px(96))
        self._said = Paragraph("", "meta", "text3")
        self.tools = choice(
            "Rows with tool calls",
            "export-tool-calls",
            "Unticked, cases that use tools are left out",
        )
        self.weights = choice(
            "Weight 0 on earlier answers",
            "export-weights",
            "Of a conversation only the last answer is taught, where the service knows weights",
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(label("System prompt", "metastrong"))
        column.addWidget(self.prompt)
        column.addWidget(self.text)
        column.addWidget(self._said)
        column.addSpacing(px(4))
        column.addWidget(self.tools)
        column.addWidget(self.weights)
        self.prompt.currentIndexChanged.connect(self._chosen)
        self.text.textChanged.connect(self.changed)
        for box in (self.tools, self.weights):
            box.toggled.connect(self.changed)
        self._production = ""
        self._tell()

    def show_production(self, prompt: str) -> None:
        """The project's own production prompt, "" for none."""
        self._production = prompt
        self._tell()

    def system_prompt(self) -> str | None:
        """What replaces each row's system prompt; None keeps them."""
        kind = self.prompt.currentData()
        if kind == PRODUCTION:
            return self._production.strip() or None
        return (self.text.toPlainText().strip() or None) if kind == OWN else None

    def reset(self) -> None:
        """As logged, with tools and weights, and nobody told."""
        for widget in (self.prompt, self.text, self.tools, self.weights):
            widget.blockSignals(True)
        self.prompt.setCurrentIndex(0)
        self.text.clear()
        self.tools.setChecked(True)
        self.weights.setChecked(True)
        for widget in (self.prompt, self.text, self.tools, self.weights):
            widget.blockSignals(False)
        self._tell()

    def _chosen(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        kind = self.prompt.currentData()
        self.text.setVisible(kind == OWN)
        said = ""
        if kind == PRODUCTION and not self._production.strip():
            said = (
                "The project does not say which prompt production uses: the rows keep theirs. "
                "Choose “Another one” and paste it."
            )
        elif kind == PRODUCTION:
            said = self._production.strip().replace("\n", " ")[:160]
        elif kind == OWN and not self.text.toPlainText().strip():
            said = "Until there is a text, the rows keep theirs."
        self._said.set_text(said)
        self._said.setVisible(bool(said))
