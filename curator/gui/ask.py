"""Small questions that do not stop the program: a line, a number, a date range."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6 import QtWidgets
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def ask_line(
    parent: QWidget, title: str, question: str, done: Callable[[str], object], text: str = ""
) -> QtWidgets.QInputDialog:
    """Ask for one line; `done` gets it, trimmed, where it is not empty."""
    dialog = _input(parent, title, question)
    dialog.setTextValue(text)

    def take(value: str) -> None:
        if value.strip():
            done(value.strip())

    dialog.textValueSelected.connect(take)
    dialog.open()
    return dialog


def ask_number(
    parent: QWidget, title: str, question: str, done: Callable[[int], None], value: int, most: int
) -> QtWidgets.QInputDialog:
    """Ask for a whole number from 0 to `most`."""
    dialog = _input(parent, title, question)
    dialog.setInputMode(QtWidgets.QInputDialog.InputMode.IntInput)
    dialog.setIntRange(0, most)
    dialog.setIntValue(value)
    dialog.intValueSelected.connect(done)
    dialog.open()
    return dialog


def _input(parent: QWidget, title: str, question: str) -> QtWidgets.QInputDialog:
    dialog = QtWidgets.QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setObjectName("ask")
    dialog.setWindowTitle(title)
    dialog.setLabelText(question)
    return dialog


def ask_lines(
    parent: QWidget,
    title: str,
    fields: Sequence[tuple[str, str, str]],
    done: Callable[[list[str]], None],
) -> QtWidgets.QDialog:
    """Ask for several lines at once, as (label, text, placeholder)."""
    dialog = QtWidgets.QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setObjectName("ask")
    dialog.setWindowTitle(title)
    form = QtWidgets.QFormLayout(dialog)
    edits: list[QtWidgets.QLineEdit] = []
    for place, (words, text, placeholder) in enumerate(fields):
        edit = QtWidgets.QLineEdit(text)
        edit.setObjectName(f"ask-{place}")
        edit.setAccessibleName(words)
        edit.setPlaceholderText(placeholder)
        form.addRow(words, edit)
        edits.append(edit)
    buttons = QtWidgets.QDialogButtonBox(
        QtWidgets.QDialogButtonBox.StandardButton.Ok
        | QtWidgets.QDialogButtonBox.StandardButton.Cancel
    )
    form.addRow(buttons)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    dialog.accepted.connect(lambda: done([edit.text().strip() for edit in edits]))
    dialog.open()
    return dialog
