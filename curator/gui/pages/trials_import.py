"""Importing outputs made elsewhere: which file, which variant, who judges."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from curator.gui.pages.trials_known import KnownForm
from curator.gui.theme import theme
from curator.gui.widgets.controls import Segments, button
from curator.gui.widgets.labels import ElidedLabel, Paragraph, label
from curator.model.variant import VariantDefinition

JUDGES = (
    ("", "By me, blind"),
    ("normalised", "Same text, normalised"),
    ("exact", "Same text, exact"),
    ("number", "Same last number"),
)
JUDGE_WORDS = {
    "": "You compare each output with the logged one, without seeing which is which. "
    "Marks in the file count as given.",
    "normalised": "An output passes when it says what the ideal answer says (else the expected "
    "answer), letter case, blanks and marks at the ends aside.",
    "exact": "An output passes when it is the ideal answer (else the expected answer), "
    "character by character.",
    "number": "An output passes when its last number is that of the ideal answer (else of the "
    "expected answer).",
}


class ImportForm(QFrame):
    """A form above the table; nothing is read before "Import outputs" is pressed."""

    import_asked = Signal(Path, str, str, object)
    """File, name of the variant, judge ("" is blind judging), what is known of the variant."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trial-import-form")
        self.setAccessibleName("Import outputs")
        self.setProperty("surface", True)
        self._path = Path()
        px = theme().px
        self._file = ElidedLabel("", "strong", "text")
        self.variant = QLineEdit()
        self.variant.setObjectName("trial-variant")
        self.variant.setAccessibleName("Name of the variant")
        self.variant.setPlaceholderText("What was changed, such as “v2, states the rule”")
        self.variant.setMaximumWidth(px(420))
        self.variant.textChanged.connect(self._refresh)
        self.variant.returnPressed.connect(self._ask)
        self.judge = Segments("trial-judge", "Who judges")
        for value, text in JUDGES:
            self.judge.add(value, text)
        self.judge.set_value("")
        self.judge.chosen.connect(lambda _: self._refresh())
        self.known = KnownForm("trial", elsewhere=True)
        self._words = Paragraph(JUDGE_WORDS[""], "meta", "text3")
        self.go = button("Import outputs", "trial-import-go", kind="primary")
        self.go.clicked.connect(self._ask)
        leave = button("Cancel", "trial-import-cancel", kind="quiet")
        leave.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(label("Outputs from", "body"))
        head.addWidget(self._file, 1)
        deeds = QHBoxLayout()
        deeds.addWidget(self.go)
        deeds.addWidget(leave)
        deeds.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(14), px(20), px(16))
        column.setSpacing(px(6))
        column.addLayout(head)
        column.addSpacing(px(4))
        column.addWidget(label("Variant", "metastrong"))
        column.addWidget(self.variant)
        column.addSpacing(px(4))
        column.addWidget(label("Judged", "metastrong"))
        line = QHBoxLayout()
        line.addWidget(self.judge)
        line.addStretch()
        column.addLayout(line)
        column.addWidget(self._words)
        column.addSpacing(px(4))
        column.addWidget(label("What the verdict goes by", "metastrong"))
        column.addWidget(self.known)
        column.addSpacing(px(4))
        column.addLayout(deeds)

    def height_wanted(self, wide: int) -> int:
        """In px, at a width in px: boxes and words wrap."""
        layout = self.layout()
        return layout.totalHeightForWidth(wide) if layout is not None else self.height()

    def show_file(self, path: Path, variants: Sequence[str] = ()) -> None:
        """Ask about this file; its name is the first guess at the variant's.

        `variants` are those there are: a tuned model may have been run with the prompt of one.
        """
        self._path = path
        self.known.set_prompts(variants)
        self.known.show_known(VariantDefinition())
        self._file.set_text(path.name)
        self.variant.setText(path.stem.replace("_", " "))
        self.variant.selectAll()
        self.variant.setFocus(Qt.FocusReason.OtherFocusReason)
        self._refresh()

    def _refresh(self) -> None:
        self._words.set_text(JUDGE_WORDS[self.judge.value() or ""])
        self.go.setEnabled(bool(self.variant.text().strip()))

    def _ask(self) -> None:
        name = self.variant.text().strip()
        if name:
            known = self.known.known()
            self.import_asked.emit(self._path, name, self.judge.value() or "", known)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
