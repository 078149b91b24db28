"""The part of the settings page where keys are chosen: a row for each action of the table."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from curator.gui.action_spec import ActionSpec, shown
from curator.gui.actions import ACTIONS
from curator.gui.key_map import KeyMap, plain_modifier
from curator.gui.theme import theme
from curator.gui.widgets.controls import button, icon_button
from curator.gui.widgets.labels import Paragraph, label

SECTIONS = {"everywhere": "Everywhere"}
MOVES_ON = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)


class KeyField(QLineEdit):
    """Shows a key; the next key pressed in it is asked for. Del takes the key away."""

    pressed = Signal(str)

    def __init__(self, spec: ActionSpec) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setObjectName(f"key-{spec.id}")
        self.setAccessibleName(f"Key of {spec.text.rstrip('…')}")
        self.setPlaceholderText("none")
        self.setFixedWidth(theme().px(120))

    def event(self, event: QEvent) -> bool:
        # Else Ctrl+C, Ctrl+A and the like would do their usual work here.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in MOVES_ON:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.pressed.emit("")
        elif not plain_modifier(event.key()):
            self.pressed.emit(QKeySequence(event.keyCombination()).toString())


class KeyPage(QWidget):
    """Every action that can have a key of one's own."""

    changed = Signal()
    refused = Signal(str)
    """Why a key was refused, in a sentence; "" when one was taken."""

    def __init__(self, keys: KeyMap) -> None:
        super().__init__()
        self._keys = keys
        self.setProperty("plain", True)
        self._fields: dict[str, KeyField] = {}
        self._resets: dict[str, QWidget] = {}
        px = theme().px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(4), px(24), px(24))
        column.setSpacing(px(16))
        column.addWidget(
            Paragraph("Choose a row and press the key you want. Del takes it away.", "meta")
        )
        rows = [spec for spec in ACTIONS if not spec.id.startswith("tag-")]
        for where in dict.fromkeys(spec.where for spec in rows):
            column.addLayout(self._section(where, [s for s in rows if s.where == where]))
        column.addWidget(
            button("Give every action its first key back", "keys-reset", on_click=self.reset_all),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        self._show()

    def _section(self, where: str, rows: list[ActionSpec]) -> QGridLayout:
        px = theme().px
        grid = QGridLayout()
        grid.setVerticalSpacing(px(4))
        grid.setHorizontalSpacing(px(8))
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(SECTIONS.get(where, where.capitalize()), "strong"), 0, 0, 1, 3)
        for place, spec in enumerate(rows, 1):
            field = KeyField(spec)
            field.pressed.connect(lambda key, spec=spec: self._choose(spec, key))
            words = f"Back to {shown(spec.keys[0]) if spec.keys else 'no key'}"
            reset = icon_button(
                "restore", words, f"key-reset-{spec.id}", lambda spec=spec: self._reset(spec)
            )
            policy = reset.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            reset.setSizePolicy(policy)
            self._fields[spec.id], self._resets[spec.id] = field, reset
            grid.addWidget(label(spec.text.rstrip("…"), "body"), place, 0)
            grid.addWidget(field, place, 1)
            grid.addWidget(reset, place, 2)
        return grid

    def _choose(self, spec: ActionSpec, key: str) -> None:
        self._tell(self._keys.choose(spec, key))

    def _reset(self, spec: ActionSpec) -> None:
        self._fields[spec.id].setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell(self._keys.reset(spec))

    def reset_all(self) -> None:
        """Every action has its first key again."""
        self._keys.reset_all()
        self._tell("")

    def _tell(self, refusal: str) -> None:
        self.refused.emit(refusal)
        self._show()
        if not refusal:
            self.changed.emit()

    def _show(self) -> None:
        for spec in ACTIONS:
            if spec.id in self._fields:
                chosen = self._keys.chosen(spec)
                # The row's own key is the first: its further ones stay as they are.
                own = chosen[0] if len(chosen) >= max(1, len(spec.keys)) else ""
                self._fields[spec.id].setText(shown(own) if own else "")
                self._resets[spec.id].setVisible(self._keys.is_changed(spec))
