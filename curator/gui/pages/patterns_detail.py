"""The panel about the current pattern: its name and deeds, its story, its cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from curator.gui.item_models.pattern_cases import Likely
from curator.gui.item_models.pattern_list import PatternRow
from curator.gui.key_words import names_key
from curator.gui.pages.patterns_cases import CaseList
from curator.gui.pages.patterns_figures_view import FiguresView
from curator.gui.pages.patterns_summary import PatternStory, PatternSummary
from curator.gui.theme import theme
from curator.gui.widgets.charts_words import counted, percent
from curator.gui.widgets.controls import button, icon_button
from curator.gui.widgets.flow_layout import FlowLayout
from curator.gui.widgets.labels import Paragraph, rule
from curator.gui.widgets.marks import PatternShape
from curator.model.pattern import Pattern
from curator.model.queue import CaseLine

Fetch = Callable[[Sequence[int]], list[CaseLine]]


@dataclass(frozen=True)
class DetailContent:
    """What the panel shows. `pattern` and `story` are None for the failures in none."""

    row: PatternRow
    pattern: Pattern | None
    story: PatternStory | None
    keys: tuple[int, ...]
    likely_keys: tuple[int, ...]
    likely: dict[int, Likely]


class PatternDetail(QWidget):
    """Emits requests; the page does the deeds."""

    renamed = Signal(str)
    merge_asked = Signal()
    pin_asked = Signal()
    accept_asked = Signal()
    fix_chosen = Signal(str)
    case_opened = Signal(int)
    all_opened = Signal()
    keys_selected = Signal(list)
    taken = Signal(int, str)
    split_asked = Signal()
    suggest_asked = Signal()
    dissolve_asked = Signal()
    next_asked = Signal()
    describe_asked = Signal(str)
    why_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(theme().px(320))
        self._row: PatternRow | None = None
        self._renaming = False
        self._shape = PatternShape(0, 16)
        self._name = Paragraph("", "leadstrong", "text")
        self._edit = QLineEdit()
        self._edit.setObjectName("pattern-name")
        self._edit.setAccessibleName("Pattern's name")
        self._edit.installEventFilter(self)
        self._edit.returnPressed.connect(self._finish_rename)
        self._edit.hide()
        self._meta = Paragraph("", "body", "text2")
        self._make_deeds()
        self.summary = PatternSummary()
        self.summary.fix_chosen.connect(self.fix_chosen)
        self.summary.case_opened.connect(self.case_opened)
        self.summary.all_opened.connect(self.all_opened)
        self.cases = CaseList("pattern-cases", "Cases of the pattern", takes=False)
        self.likely = CaseList("pattern-likely", "Cases that probably belong here", takes=True)
        self.summary.next_asked.connect(self.next_asked)
        self.summary.describe_asked.connect(self.describe_asked)
        self.figures = FiguresView()
        self.why = Paragraph("", "meta", "text2")
        self.why.setObjectName("pattern-why")
        self.cases.current_case.connect(self.why_asked)
        for one in (self.cases, self.likely):
            one.opened.connect(self.case_opened)
            one.keys_selected.connect(self.keys_selected)
            one.taken.connect(self.taken)
        self._tabs = QTabBar()
        self._tabs.setObjectName("pattern-tabs")
        self._tabs.setAccessibleName("About the pattern")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tabs.currentChanged.connect(self._tab_chosen)
        self._lay_out()

    def _make_deeds(self) -> None:
        self.rename_button = button("Rename", "rename", kind="quiet", icon="rename")
        self.rename_button.clicked.connect(self.start_rename)
        self.suggest_button = button("Suggest a name…", "suggest-name", kind="link")
        self.suggest_button.setToolTip("Ask a model; what would be sent is shown first (Y)")
        names_key(self.suggest_button, "pattern-suggest")
        self.suggest_button.clicked.connect(self._suggest)
        self.suggest_button.hide()
        self.merge_button = button("Merge", "merge", kind="quiet", icon="merge")
        self.merge_button.clicked.connect(self.merge_asked)
        self.split_button = button("Split", "split", kind="quiet", icon="split")
        self.split_button.clicked.connect(self.split_asked)
        self.dissolve_button = icon_button(
            "close", "Dissolve the pattern: its cases are in none (undo brings it back)", "dissolve"
        )
        self.dissolve_button.clicked.connect(self.dissolve_asked)
        self.pin_button = button("Pin", "pin", kind="quiet", icon="pin")
        self.pin_button.clicked.connect(self.pin_asked)
        self.accept_button = button("Accept", "accept", kind="quiet", icon="check")
        self.accept_button.setToolTip("Make the proposed pattern a real one under this name")
        self.accept_button.clicked.connect(self.accept_asked)

    def _lay_out(self) -> None:
        px = theme().px
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(14), px(20), 0)
        head.setSpacing(px(12))
        shape = QVBoxLayout()
        shape.setContentsMargins(0, px(5), 0, 0)
        shape.addWidget(self._shape)
        shape.addStretch()
        head.addLayout(shape)
        head.addWidget(self._name, 1)
        head.addWidget(self._edit, 1)
        head.addWidget(self.suggest_button)
        meta = QHBoxLayout()
        meta.setContentsMargins(px(20), px(4), px(20), 0)
        meta.addWidget(self._meta, 1)
        self._deeds = QWidget()
        deeds = FlowLayout(self._deeds, px(4))
        deeds.setContentsMargins(px(12), px(6), px(12), px(2))
        for one in (
            self.accept_button, self.rename_button, self.merge_button, self.split_button,
            self.pin_button, self.dissolve_button,
        ):  # fmt: skip
            deeds.addWidget(one)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(px(20), 0, px(20), 0)
        tabs.addWidget(self._tabs)
        tabs.addStretch()
        self._stack = QStackedWidget()
        for page in (_scrolled(self.summary), self._with_why(), self.likely):
            self._stack.addWidget(page)
        self._stack.addWidget(_scrolled(self.figures))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(meta)
        column.addWidget(self._deeds)
        column.addLayout(tabs)
        column.addWidget(rule())
        column.addWidget(self._stack, 1)

    def _with_why(self) -> QWidget:
        """The cases, and under them why the current one is here."""
        px = theme().px
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.cases, 1)
        self._why_rule = rule()
        column.addWidget(self._why_rule)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(20), px(8), px(20), px(10))
        foot.addWidget(self.why)
        column.addLayout(foot)
        self.say_why("")
        return made

    def say_why(self, sentence: str) -> None:
        """Why the current case is in this pattern; "" where that is not known."""
        self.why.set_text(sentence)
        self.why.setVisible(bool(sentence))
        self._why_rule.setVisible(bool(sentence))

    def show_content(self, content: DetailContent, fetch: Fetch) -> None:
        """Show another pattern, or the failures in none."""
        changed = self._row is None or self._row.pattern_id != content.row.pattern_id
        self._row = content.row
        self._shape.set_colour(content.row.colour)
        self._name.set_text(content.row.name)
        if changed:
            self.stop_rename()
        self._meta.set_text(_meta_words(content.row))
        real = content.pattern is not None
        self._deeds.setVisible(real)
        self.accept_button.setVisible(real and not content.row.by_people)
        self.pin_button.setText("Unpin" if content.row.locked else "Pin")
        self.pin_button.setAccessibleName(self.pin_button.text())
        theme().set_icon(self.pin_button, "unpin" if content.row.locked else "pin", 16)
        if content.pattern is not None and content.story is not None:
            self.summary.show_pattern(content.pattern, content.story)
            # Its buttons do not wrap: the pane is as wide as they are, scroll bar beside them.
            wide = self.summary.minimumSizeHint().width() + theme().px(14)
            self.setMinimumWidth(max(theme().px(320), wide))
        self.say_why("")
        self.cases.set_cases(content.keys, {} if real else content.likely, fetch)
        self.likely.set_cases(content.likely_keys, content.likely, fetch)
        self._name_tabs(content, keep=not changed)

    def _name_tabs(self, content: DetailContent, *, keep: bool) -> None:
        chosen = self._tabs.tabData(self._tabs.currentIndex()) if keep else None
        self._tabs.blockSignals(True)
        while self._tabs.count():
            self._tabs.removeTab(0)
        rows: list[tuple[str, int]] = []
        if content.pattern is not None:
            rows += [("Summary", 0), ("Figures", 3)]
        rows.append((counted(len(content.keys), "case").capitalize(), 1))
        if content.likely_keys:
            rows.append((f"Likely, {len(content.likely_keys):,}", 2))
        for text, page in rows:
            place = self._tabs.addTab(text)
            self._tabs.setTabData(place, page)
            if page == chosen:
                self._tabs.setCurrentIndex(place)
        self._tabs.blockSignals(False)
        self._tab_chosen(self._tabs.currentIndex())

    def _tab_chosen(self, place: int) -> None:
        page = self._tabs.tabData(place)
        if isinstance(page, int):
            self._stack.setCurrentIndex(page)

    def show_tab(self, page: int) -> None:
        """0 is the summary, 1 the cases, 2 the likely ones, 3 the figures.

        A tab that is not there is ignored.
        """
        for place in range(self._tabs.count()):
            if self._tabs.tabData(place) == page:
                self._tabs.setCurrentIndex(place)

    def selected_keys(self) -> list[int]:
        """Cases selected in the list in front; none while the summary is."""
        place = self._tabs.tabData(self._tabs.currentIndex())
        front = {1: self.cases, 2: self.likely}.get(place)
        return front.selected_keys() if front is not None else []

    # Renaming in place

    def start_rename(self) -> None:
        """Turn the name into a field with the name in it."""
        if self._row is None or not self._row.pattern_id:
            return
        self._renaming = True
        self._edit.setText(self._row.name)
        self._name.hide()
        self._edit.show()
        self.suggest_button.show()
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()

    def stop_rename(self) -> None:
        """Leave the name as it is."""
        self._renaming = False
        self._edit.hide()
        self.suggest_button.hide()
        self._name.show()

    def _suggest(self) -> None:
        self.stop_rename()
        self.suggest_asked.emit()

    def _finish_rename(self) -> None:
        if not self._renaming:
            return
        name = self._edit.text().strip()
        before = self._row.name if self._row else ""
        self.stop_rename()
        if name and name != before:
            self.renamed.emit(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._edit:
            if (
                event.type() == QEvent.Type.ShortcutOverride
                and isinstance(event, QKeyEvent)
                and event.key() == Qt.Key.Key_Escape
            ):
                event.accept()
                return True
            if (
                event.type() == QEvent.Type.KeyPress
                and isinstance(event, QKeyEvent)
                and event.key() == Qt.Key.Key_Escape
            ):
                self.stop_rename()
                return True
            if event.type() == QEvent.Type.FocusOut:
                self._finish_rename()
        return super().eventFilter(watched, event)


def _scrolled(inside: QWidget) -> QScrollArea:
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(inside)
    return made


def _meta_words(row: PatternRow) -> str:
    share = f"{counted(row.count, 'case')}, {percent(row.share)} of failures."
    if not row.pattern_id:
        return share + " They fit no pattern, or wait to be grouped."
    if row.locked:
        return share + " Pinned: no regrouping changes it."
    if not row.by_people:
        return share + " Proposed: name it or accept it to keep it."
    return share
