"""The settings page (Ctrl+,): drawn from the table of settings and the table of actions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from curator.gui import spelling
from curator.gui.context import AppContext
from curator.gui.key_map import KeyMap
from curator.gui.key_words import in_words
from curator.gui.settings_keys import KeyPage
from curator.gui.settings_table import SETTINGS, Setting, Value
from curator.gui.theme import theme
from curator.gui.widgets.controls import icon_button, segments
from curator.gui.widgets.labels import Paragraph, label
from curator.operations import projects

FIELD_WIDTH = 220


class SettingsDialog(QDialog):
    """Every change counts at once; Esc closes. `changed` carries a row's id, or "keys"."""

    changed = Signal(str)

    def __init__(self, parent: QWidget, context: AppContext, keys: KeyMap) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._context = context
        self.setObjectName("settings")
        self.setAccessibleName("Settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        px = theme().px
        self.key_page = KeyPage(keys)
        self.key_page.changed.connect(lambda: self.changed.emit("keys"))
        self.key_page.refused.connect(self._tell)
        self.refusal = Paragraph("", "body", "fail")
        self.refusal.setObjectName("settings-refusal")
        self.refusal.hide()
        self.stack = QStackedWidget()
        self.stack.addWidget(_scrolled(self._rows(), "settings-scroll", "Settings"))
        self.stack.addWidget(_scrolled(self.key_page, "settings-keys-scroll", "Keys"))
        self.tabs = segments(
            "settings-tabs",
            "What to set",
            [("general", "General"), ("keys", "Keys")],
            lambda value: self.stack.setCurrentIndex(0 if value == "general" else 1),
        )
        self.tabs.set_value("general")
        frame = QFrame()
        frame.setObjectName("popup")
        head = QHBoxLayout()
        head.setContentsMargins(px(24), px(14), px(14), px(8))
        head.setSpacing(px(16))
        head.addWidget(label("Settings", "title"))
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(icon_button("close", "Close (Esc)", "settings-close", self.reject))
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.addLayout(head)
        told = QHBoxLayout()
        told.setContentsMargins(px(24), 0, px(24), px(4))
        told.addWidget(self.refusal)
        column.addLayout(told)
        column.addWidget(self.stack, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.resize(min(px(640), parent.width() - px(32)), min(px(600), parent.height() - px(32)))
        self.move(parent.mapToGlobal(parent.rect().center()) - self.rect().center())

    def _tell(self, refusal: str) -> None:
        self.refusal.set_text(refusal)
        self.refusal.setVisible(bool(refusal))
        if refusal:
            self._context.status(refusal)

    # The rows of the table

    def _rows(self) -> QWidget:
        px = theme().px
        inside = QWidget()
        inside.setProperty("plain", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(24), px(4), px(24), px(24))
        column.setSpacing(px(20))
        for section in dict.fromkeys(row.section for row in SETTINGS):
            rows = [row for row in SETTINGS if row.section == section]
            if rows[0].of_project and self._context.project is None:
                continue
            column.addLayout(self._section(section, rows))
        column.addStretch()
        return inside

    def _section(self, title: str, rows: list[Setting]) -> QGridLayout:
        px = theme().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(title, "strong"), 0, 0, 1, 2)
        for place, row in enumerate(rows):
            field = self._field(row)
            field.setObjectName(f"setting-{row.id}")
            field.setAccessibleName(row.text)
            told = in_words(self._context.settings, row.help)
            field.setAccessibleDescription(told)
            field.setFixedWidth(px(FIELD_WIDTH))
            words = QVBoxLayout()
            words.setSpacing(px(2))
            words.setContentsMargins(0, px(4), 0, px(4))
            words.addWidget(label(row.text, "body"))
            words.addWidget(Paragraph(told, "meta", "text2"))
            reason = spelling.why_not(str(self._value(row))) if row.kind == "language" else ""
            if reason:
                words.addWidget(Paragraph(reason, "meta", "text2"))
            grid.addLayout(words, place + 1, 0)
            grid.addWidget(field, place + 1, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _field(self, row: Setting) -> QWidget:
        made: dict[str, Callable[[Setting], QWidget]] = {
            "line": self._line,
            "choice": self._choice,
            "language": self._language,
            "percent": self._spin,
            "number": self._spin,
            "switch": self._switch,
        }
        return made[row.kind](row)

    def _line(self, row: Setting) -> QWidget:
        field = QLineEdit(str(self._value(row)))
        if row.id == "reviewer":
            field.setPlaceholderText(self._context.reviewer)
        field.editingFinished.connect(lambda: self._take(row, field.text().strip()))
        return field

    def _choice(self, row: Setting) -> QWidget:
        field = QComboBox()
        for value, word in row.choices:
            field.addItem(word, value)
        field.setCurrentIndex(max(0, field.findData(self._value(row))))
        field.activated.connect(lambda _: self._take(row, str(field.currentData())))
        return field

    def _language(self, row: Setting) -> QWidget:
        """A choice, with the dictionaries there are; and why nothing is checked, where it is so."""
        field = self._choice(row)
        if isinstance(field, QComboBox):
            for name in sorted(spelling.dictionaries()):
                field.addItem(language_name(name), name)
            field.setCurrentIndex(max(0, field.findData(self._value(row))))
        return field

    def _spin(self, row: Setting) -> QWidget:
        field = QSpinBox()
        field.setRange(row.least, row.most)
        field.setSingleStep(row.step)
        field.setSpecialValueText(row.zero)
        percent = row.kind == "percent"
        field.setSuffix(" %" if percent else "")
        field.setKeyboardTracking(False)
        field.lineEdit().setTextMargins(theme().px(8), 0, 0, 0)
        field.setValue(round(100 * float(self._value(row))) if percent else int(self._value(row)))
        field.valueChanged.connect(
            lambda value: self._take(row, value / 100 if percent else int(value))
        )
        return field

    def _switch(self, row: Setting) -> QWidget:
        field = QCheckBox("On")
        field.setChecked(bool(self._value(row)))
        field.toggled.connect(lambda on: self._take(row, bool(on)))
        return field

    # Values

    def _value(self, row: Setting) -> Value:
        if not row.of_project:
            return row.value(self._context.settings)
        return row.read(projects.settings(self._context.the_project()).get(row.id))

    def _take(self, row: Setting, value: Value) -> None:
        if value == self._value(row):
            return
        context = self._context
        if row.of_project:
            project, who = context.the_project(), context.reviewer
            kept = None if value == row.default else value
            context.attempt(lambda: projects.set_setting(project, row.id, kept, who))
        else:
            row.keep(context.settings, value)
        self.changed.emit(row.id)


def language_name(dictionary: str) -> str:
    """ "English (United States)" for "en_US"; the dictionary's own name where Qt knows none."""
    locale = QLocale(dictionary)
    if locale.language() == QLocale.Language.C:
        return dictionary
    language = QLocale.languageToString(locale.language())
    return f"{language} ({QLocale.territoryToString(locale.territory())})"


def _scrolled(inside: QWidget, name: str, words: str) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName(name)
    area.setAccessibleName(words)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
