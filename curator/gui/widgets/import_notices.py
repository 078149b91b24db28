"""What a person must decide about a file's text: its encoding, and texts decoded wrongly."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from curator.gui.theme import theme
from curator.gui.widgets.controls import Segments, button
from curator.gui.widgets.drop_zone import Picture
from curator.gui.widgets.labels import ElidedLabel, Paragraph, label
from curator.model.importing import FilePreview, Repair

SPOKEN = {"cp1252": "Windows-1252", "cp1250": "Windows-1250", "cp1251": "Windows-1251"}


def encoding_words(name: str) -> str:
    """An encoding's name as people write it."""
    return SPOKEN.get(name, name.upper().replace("_", "-"))


class Notice(QFrame):
    """A boxed notice in the file pane: icon, bold line, text, and room for controls."""

    def __init__(self, name: str) -> None:
        super().__init__()
        px = theme().px
        self.setObjectName(name)
        self.setProperty("boxed", True)
        self.title = Paragraph("", "strong", "text")
        self.text = Paragraph("", "body", "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(*(px(edge) for edge in (12, 10, 12, 12)))
        row.setSpacing(px(10))
        row.addWidget(Picture("warning", 18, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        self.column = QVBoxLayout()
        self.column.setSpacing(px(6))
        self.column.addWidget(self.title)
        self.column.addWidget(self.text)
        row.addLayout(self.column, 1)
        self.hide()


class EncodingNotice(Notice):
    """The file does not say its encoding and is not UTF-8: a person confirms the guess."""

    confirmed = Signal(str)

    def __init__(self) -> None:
        super().__init__("encoding-notice")
        self._guess = ""
        self.example = ElidedLabel("", "case", "text")
        self.read_as = button("Read it so", "encoding-confirm", kind="link")
        self.read_as.clicked.connect(lambda: self.confirmed.emit(self._guess))
        line = QHBoxLayout()
        line.addWidget(self.read_as)
        line.addStretch()
        self.column.addWidget(self.example)
        self.column.addLayout(line)

    def show_preview(self, preview: FilePreview) -> None:
        """Ask, where the encoding is unsure."""
        self._guess = preview.encoding_guess
        self.setVisible(bool(self._guess))
        if not self._guess:
            return
        words = encoding_words(self._guess)
        self.title.set_text(f"This is not UTF-8. It looks like {words}")
        self.text.set_text("Rows that are not UTF-8 are rejected unless you choose. It would read:")
        self.example.set_text(f"“{preview.encoding_example}”")
        self.read_as.setText(f"Read as {words}")
        self.read_as.setAccessibleName(f"Read as {words}")


class RepairNotice(Notice):
    """Texts that were decoded wrongly before they came here: offered, never done silently."""

    chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__("repair-notice")
        self.choice = Segments("repair", "Wrongly decoded text")
        self.choice.add("leave", "Leave as it is")
        self.choice.add("repair", "Repair")
        self.choice.chosen.connect(lambda value: self.chosen.emit(value == "repair"))
        self.examples = QVBoxLayout()
        self.examples.setSpacing(theme().px(2))
        self.column.addLayout(self.examples)
        self.column.addWidget(self.choice)

    def show_repairs(self, found: int, of: int, repairs: Sequence[Repair], *, on: bool) -> None:
        """Show what a repair would change, with the choice as it stands."""
        self.setVisible(found > 0)
        self.choice.set_value("repair" if on else "leave")
        rows = f"{found:,} of the first {of:,} rows" if of > 1 else "The row"
        verb = "hold" if found != 1 else "holds"
        self.title.set_text(f"{rows} {verb} text that was decoded wrongly")
        kept = "Will be repaired; the text as it came is kept with each case."
        self.text.set_text(kept if on else "Repairing would change, for example:")
        while (item := self.examples.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in repairs:
            line = _example(one)
            self.examples.addWidget(line)
            line.show()


def _example(one: Repair) -> QWidget:
    px = theme().px
    line = QWidget()
    line.setAccessibleName(f"Line {one.line}: {one.before} becomes {one.after}")
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(6))
    row.addWidget(label(f"{one.line:,}", "meta", "text3"))
    row.addWidget(ElidedLabel(one.before, "body", "fail"), 1)
    row.addWidget(Picture("arrow-right", 14, "text3"))
    row.addWidget(ElidedLabel(one.after, "body", "pass"), 1)
    return line
