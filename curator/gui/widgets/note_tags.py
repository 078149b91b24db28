"""What is wrong: the note line and the tags."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from curator.gui.theme import theme
from curator.gui.widgets.controls import Segments, TagChip
from curator.gui.widgets.flow_layout import FlowLayout
from curator.gui.widgets.labels import label, runs_right_to_left
from curator.model.review import Mark, Review, Severity

SHOWN_TAGS = 12


class LineField(QLineEdit):
    """A line that says when it is left, by Esc or by the focus going elsewhere."""

    left = Signal()
    escaped = Signal()

    def __init__(self, name: str, accessible_name: str, placeholder: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setPlaceholderText(placeholder)
        self.textChanged.connect(self._turn)

    def _turn(self, text: str) -> None:
        side = (
            Qt.LayoutDirection.RightToLeft
            if runs_right_to_left(text)
            else Qt.LayoutDirection.LeftToRight
        )
        self.setLayoutDirection(side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class AddChip(QToolButton):
    """ "+ Add tag", as small as a tag. `reached`: Tab came to it, and a tag can be typed."""

    reached = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self.reached.emit()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(width + theme().px(40), theme().px(26))


class NoteTags(QWidget):
    """The note line over the tag chips. Emits what a person did; shows what it is told."""

    note_left = Signal(str)
    """The line was left with this text: save it."""
    note_entered = Signal()
    """Enter in the note line, after `note_left`."""
    tags_changed = Signal(list)
    tags_entered = Signal()
    """Enter in the empty tag field."""
    escaped = Signal()
    height_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self.note = LineField("note", "What is wrong, in one line", "What is wrong, in one line")
        self._on: list[str] = []
        self._known: list[str] = []
        self._compact = False
        self.severity_on = False
        """Whether the project uses severities."""
        self.severity = Segments("severity", "Severity")
        for level in Severity:
            self.severity.add(level.value, level.value.capitalize())
        self.severity.setVisible(False)
        self._shown: tuple[list[str], list[str]] | None = None
        self.tag_field = LineField("tag-field", "Add a tag", "Tag, then Enter")
        self.tag_field.setFixedWidth(px(190))
        self.tag_field.setStyleSheet(
            f"QLineEdit {{ padding: 1px 9px; font-size: {px(12)}px; }}"
            "QLineEdit:focus { padding: 0px 8px; }"
        )
        self.tag_field.hide()
        self._make_completer()
        self._make_add_button()
        self._lay_out()
        self._wire()

    def _make_completer(self) -> None:
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.tag_field.setCompleter(completer)

    def _make_add_button(self) -> None:
        self.add_button = AddChip()
        self.add_button.setObjectName("add-tag")
        self.add_button.setText("Add tag")
        self.add_button.setAccessibleName("Add tag")
        self.add_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.add_button.setProperty("chip", True)
        self.add_button.clicked.connect(lambda: self.focus_tags())
        self.add_button.reached.connect(self.focus_tags)
        theme().set_icon(self.add_button, "plus", 14)

    def _lay_out(self) -> None:
        px = theme().px
        self.chips = QWidget()
        self.flow = FlowLayout(self.chips, px(8))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.chips.setSizePolicy(policy)
        self._chip_list: list[TagChip] = []
        self.flow.addWidget(self.add_button)
        self.flow.addWidget(self.tag_field)
        grid = QGridLayout(self)
        grid.setContentsMargins(px(20), px(14), px(20), px(14))
        grid.setHorizontalSpacing(px(14))
        grid.setVerticalSpacing(px(8))
        for row, (words, widget) in enumerate((("What is wrong", self.note), ("Tags", self.chips))):
            name = label(words, "body")
            name.setMinimumHeight(px(32 if row == 0 else 26))
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            if widget is self.chips:
                grid.addWidget(widget, row, 1)
        line = QHBoxLayout()
        line.setSpacing(px(14))
        line.addWidget(self.note, 1)
        line.addWidget(self.severity)
        grid.addLayout(line, 0, 1)
        grid.setColumnStretch(1, 1)

    def _wire(self) -> None:
        self.note.returnPressed.connect(self._note_entered)
        self.note.left.connect(lambda: self.note_left.emit(self.note.text()))
        self.note.escaped.connect(self._escape)
        self.tag_field.returnPressed.connect(self._tag_entered)
        self.tag_field.left.connect(self._close_tag_field)
        self.tag_field.escaped.connect(self._escape)

    def show_review(self, note: str, tags: Sequence[str], known: Sequence[str]) -> None:
        """Show a case's note and tags; `known` are the project's tags in order of first use."""
        if self.note.text() != note:
            self.note.setText(note)
            self.note.setCursorPosition(0)
        self._on = list(tags)
        self._known = list(known)
        self._fill()

    def set_severity_on(self, on: bool) -> None:
        """Offer severities on failures, or do without them."""
        self.severity_on = on
        self.severity.setVisible(False)

    def show_severity(self, review: Review) -> None:
        """Show how bad a failure is, where the project asks for it."""
        if self.severity_on:
            self.severity.set_value(review.severity.value if review.severity else None)
            self.severity.setVisible(review.mark is Mark.FAIL)

    def _fill(self) -> None:
        if self._shown == (self._on, self._known):
            return
        self._shown = (list(self._on), list(self._known))
        self._names.setStringList(self._known)
        order = [*self._known, *(tag for tag in self._on if tag not in self._known)]
        shown = [
            (place, tag)
            for place, tag in enumerate(order, 1)
            if place <= SHOWN_TAGS or tag in self._on
        ]
        self._clear_chips()
        for place, tag in shown:
            chip = TagChip(tag, place)
            chip.setChecked(tag in self._on)
            chip.clicked.connect(lambda _=False, one=tag: self.toggle(one))
            self.flow.addWidget(chip)
            self._chip_list.append(chip)
        for widget in (self.add_button, self.tag_field):
            self.flow.removeWidget(widget)
            self.flow.addWidget(widget)
        self._fit()

    def set_compact(self, compact: bool) -> None:
        """Two rows of tags at most: those that are on, then as many as fit. Digits act on all."""
        if compact != self._compact:
            self._compact = compact
            for level in Severity:
                # The line needs the room: one letter each, the names stay whole.
                word = level.value.capitalize()
                self.severity.buttons[level.value].setText(word[0] if compact else word)
            self._fit()

    def _fit(self) -> None:
        width, gap = max(1, self.chips.width()), self.flow.spacing()
        rest = [chip for chip in self._chip_list if not chip.isChecked()]
        shown = [chip for chip in self._chip_list if chip.isChecked()]
        room = 2 * width - self.add_button.sizeHint().width() - theme().px(60)
        room -= sum(chip.sizeHint().width() + gap for chip in shown)
        for chip in rest:
            room -= chip.sizeHint().width() + gap
            chip.setHidden(self._compact and room < 0)
        for chip in shown:
            chip.show()
        self._rearrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._compact:
            self._fit()

    def _clear_chips(self) -> None:
        focused = any(chip.hasFocus() for chip in self._chip_list)
        for chip in self._chip_list:
            self.flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chip_list = []
        if focused:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle(self, tag: str) -> None:
        """Put a tag on or take it off."""
        self._on = [one for one in self._on if one != tag] if tag in self._on else [*self._on, tag]
        self._fill()
        self.tags_changed.emit(list(self._on))

    def toggle_place(self, place: int) -> None:
        """Toggle the tag with this digit, 1 to 9."""
        if place <= len(self._known):
            self.toggle(self._known[place - 1])

    def focus_note(self) -> None:
        """The note line takes the focus, ready to go on writing."""
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        # Taking the focus by a key selects the line: a letter would then replace all of it.
        self.note.end(False)

    def focus_tags(self) -> None:
        """Open the tag field."""
        self.add_button.hide()
        self.tag_field.show()
        self.tag_field.clear()
        self._rearrange()
        self.tag_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _close_tag_field(self) -> None:
        completer = self.tag_field.completer()
        popup = completer.popup() if completer is not None else None
        if popup is not None and popup.isVisible():
            return
        self._take_typed()
        self.tag_field.hide()
        self.add_button.show()
        self._rearrange()

    def _rearrange(self) -> None:
        self.flow.invalidate()
        self.chips.updateGeometry()
        # At once, not by an event later: the height is asked for right after.
        self.updateGeometry()
        self.height_changed.emit()

    def _take_typed(self) -> bool:
        typed = " ".join(self.tag_field.text().split())
        self.tag_field.clear()
        if not typed:
            return False
        # The same tag in another case of letters is the same tag.
        same = {tag.casefold(): tag for tag in (*self._known, *self._on)}
        tag = same.get(typed.casefold(), typed)
        if tag not in self._on:
            self._on = [*self._on, tag]
            self.tags_changed.emit(list(self._on))
            self._fill()
        return True

    def _tag_entered(self) -> None:
        if not self._take_typed():
            self.tags_entered.emit()

    def _note_entered(self) -> None:
        self.note_left.emit(self.note.text())
        self.note_entered.emit()

    def _escape(self) -> None:
        if self.tag_field.isVisible():
            self.tag_field.clear()
        self.escaped.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def tags_on(self) -> list[str]:
        """The tags whose chips are shown as on."""
        return [chip.tag for chip in self._chip_list if chip.isChecked()]

    def focus_order(self) -> list[QWidget]:
        """From the note one comes to where a tag is typed; digits act on the chips anyway."""
        return [self.note, self.add_button, self.tag_field, self.chips, self.severity]

    def typing(self) -> bool:
        """Whether a text field here has the focus."""
        return self.note.hasFocus() or self.tag_field.hasFocus()
