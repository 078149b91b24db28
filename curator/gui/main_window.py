"""The window: assembles rail, header, pages and key strip, and wires them in one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6 import QtGui
from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from curator.errors import CuratorError
from curator.gui import dialogs, focus_order, window_sheets
from curator.gui.actions import SETTINGS_MENU
from curator.gui.bringing import Bringing
from curator.gui.context import AppContext
from curator.gui.key_map import KeyMap
from curator.gui.key_words import KeyWords, key_of
from curator.gui.page import Page
from curator.gui.page_shelf import PageShelf
from curator.gui.pages import PAGES
from curator.gui.project_keeper import ProjectKeeper
from curator.gui.settings_table import setting
from curator.gui.shortcuts import ActionTable
from curator.gui.theme import theme
from curator.gui.widgets.controls import MessageRow
from curator.gui.widgets.header import Header
from curator.gui.widgets.key_strip import KeyStrip
from curator.gui.widgets.rail import Rail
from curator.gui.widgets.task_row import TaskRow
from curator.model.changes import Changed

NARROW_RAIL_BELOW = 1000
SMALLEST = (880, 520)
NOTE_SECONDS = 8
THEMES = ("system", "light", "dark")


class MainWindow(QMainWindow):
    """Assembles. What pages do is in the pages, what the project does is in operations."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        context.awaits_painting = True
        self.setObjectName("curator")
        self.setWindowTitle("Curator")
        self.setMinimumSize(*SMALLEST)
        self.keeper = ProjectKeeper(context, self)
        self.pages = PageShelf(context, self._take_in, self)
        stages = [(spec.name, spec.title) for spec in PAGES if spec.name != "start"]
        self.rail = Rail(stages, partial(key_of, context.settings))
        self.key_words = KeyWords(context, self.rail)
        self.header = Header()
        self.messages = QVBoxLayout()
        self.task_row = TaskRow()
        self.stack = QStackedWidget()
        self.stack.setObjectName("pages")
        self.key_strip = KeyStrip()
        self._note: MessageRow | None = None
        self._note_timer = QTimer(self)
        self.bringing = Bringing(context, self, self.pages)
        self.actions_table = ActionTable(self, self._handlers(), KeyMap(context.settings))
        self._assemble()
        self._wire()
        self._restore_geometry()
        self._refresh_theme()
        self.header.set_project("No project")

    def _take_in(self, page: Page) -> None:
        """A page was built: give it its place and what has happened before it came."""
        self.stack.addWidget(page)
        self.key_words.follow(page)
        page.key_strip_changed.connect(self._refresh_strip)
        page.header_changed.connect(self._fit_header)
        page.rail_changed.connect(self._refresh_rail)
        page.chrome_changed.connect(self._refresh_chrome)
        if self.context.project is not None:
            page.project_opened()
            self._refresh_rail()

    def _fit_header(self) -> None:
        if self.sender() is self.stack.currentWidget():
            self.header.fit()

    def _assemble(self) -> None:
        self.messages.setSpacing(0)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(self.messages)
        column.addWidget(self.task_row)
        column.addWidget(self.stack, 1)
        column.addWidget(self.key_strip)
        shell = self._shell = QWidget()
        shell.setObjectName("shell")
        row = QHBoxLayout(shell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self.setCentralWidget(shell)
        self.rail.settings.setMenu(self.actions_table.menu("settings-menu", SETTINGS_MENU))

    def _wire(self) -> None:
        """Who hears whom: everything, here."""
        context = self.context
        context.changed.connect(self._changed)
        context.project_changed.connect(self._project_changed)
        context.project_closing.connect(self._leave_page)
        context.page_requested.connect(self.show_page)
        context.cases_requested.connect(self._show_cases)
        context.message_shown.connect(self._show_message)
        context.status_shown.connect(self._show_status)
        context.file_requested.connect(self.bringing.look_at)
        context.project_requested.connect(self.keeper.open_or_choose)
        context.creation_requested.connect(self.keeper.create_at)
        context.sample_requested.connect(self.keeper.open_sample)
        context.action_requested.connect(self.actions_table.run)
        context.background.started.connect(self.task_row.follow)
        context.background.ended.connect(self.task_row.forget)
        self.rail.chosen.connect(self.show_page)
        self.rail.help_wanted.connect(self._show_keys)
        self.key_strip.asked.connect(self.actions_table.run)
        self.header.project.setMenu(self.keeper.menu)
        theme().changed.connect(self._refresh_theme)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)
        self._note_timer.setSingleShot(True)
        self._note_timer.timeout.connect(self._put_note_away)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        """What the rows of the action table that work everywhere do."""
        stages = ("import", "review", "patterns", "trials", "readiness", "export")
        return {
            **{f"page-{name}": partial(self.show_page, name) for name in stages},
            "open-file": lambda: self.bringing.look_at(None),
            "open-folder": self.bringing.choose_folder,
            "paste": self.bringing.paste,
            "new-project": self.keeper.create,
            "open-project": lambda: self.keeper.open_or_choose(None),
            "open-sample": self.keeper.open_sample,
            "close-project": self.keeper.close,
            "reviewer": lambda: dialogs.ask_reviewer(self, self.context),
            "quit": self.close,
            "undo": self.keeper.undo,
            "redo": self.keeper.redo,
            "commands": lambda: window_sheets.show_commands(self, self.actions_table),
            "next-pane": lambda: self._next_pane(1),
            "previous-pane": lambda: self._next_pane(-1),
            "text-larger": lambda: self._resize_text(theme().case_scale + 0.1),
            "text-smaller": lambda: self._resize_text(theme().case_scale - 0.1),
            "text-normal": lambda: self._resize_text(1.0),
            **{f"theme-{one}": partial(self._choose_theme, one) for one in THEMES},
            "settings": self._show_settings,
            "keys": self._show_keys,
            "about": lambda: dialogs.about(self),
        }

    # Pages

    @property
    def page(self) -> Page:
        """The page in front; a bug where no page was shown yet."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    @property
    def has_page(self) -> bool:
        return self.stack.count() > 0

    def show_page(self, name: str) -> None:
        """Bring a page to the front; stages need a project, except import."""
        if name not in self.pages:
            return
        if self.context.project is None and name not in ("start", "import"):
            self.context.status("Open a project first")
            return
        before = self.page if self.has_page else None
        page = self.pages[name]
        if before is not None and page is not before:
            before.leaving()
        self.pages.put_off()
        self.stack.setCurrentWidget(page)
        self.actions_table.show_page(page)
        self.rail.show_current(name)
        self.header.show_page(page)
        self._refresh_chrome()
        self._refresh_strip()
        page.activated()

    def _refresh_chrome(self) -> None:
        page = self.page
        self.menuBar().setVisible(page.shows_menu)
        self.rail.setVisible(page.shows_rail)
        self.header.setVisible(page.shows_header)
        self.key_strip.setVisible(page.shows_key_strip)

    def _focus_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        if self.has_page:
            self.pages.put_off()
            self.page.focus_moved(now)

    def _refresh_strip(self) -> None:
        hints = [self.actions_table.hint_with_keys(hint) for hint in self.page.key_strip()]
        self.key_strip.set_hints(hints)

    def _refresh_rail(self) -> None:
        for page in self.pages.built():
            if page.name != "start":
                self.rail.model.set_count(page.name, page.rail_count())

    # What happened

    def _changed(self, change: Changed) -> None:
        self.pages.put_off()
        for page in self.pages.built():
            page.changed(change)
        self._refresh_rail()
        if change.imported:
            self.keeper.index()

    def _project_changed(self) -> None:
        project = self.context.project
        self.header.set_project(project.name if project else "No project")
        self.setWindowTitle(f"{project.name} – Curator" if project else "Curator")
        for page in self.pages.built():
            page.project_opened()
        self._refresh_rail()

    def _leave_page(self) -> None:
        if self.has_page:
            self.page.leaving()

    def _show_cases(self, keys: Sequence[int], title: str) -> None:
        self.show_page("review")
        review = self.pages["review"]
        show = getattr(review, "show_cases", None)
        if callable(show):
            show(keys, title)

    def _show_message(
        self, kind: str, text: str, action: str, on_action: Callable[[], None] | None
    ) -> None:
        row = MessageRow(kind, text, action, on_action)
        if kind == "note":
            self._show_note(row)
        else:
            while self.messages.count() >= 2:
                item = self.messages.takeAt(0)
                self._drop(item.widget() if item is not None else None)
            row.dismissed.connect(lambda: self._drop(row))
            self.messages.addWidget(row)
        self._announce(text)

    def _drop(self, row: QWidget | None) -> None:
        if row is not None:
            row.hide()
            row.deleteLater()

    def _show_note(self, row: MessageRow) -> None:
        """Notes lie over the foot of the page: reading must not jump."""
        self._put_note_away()
        row.setParent(self)
        row.setProperty("floating", True)
        row.dismissed.connect(self._put_note_away)
        self._note = row
        self._place_note()
        row.show()
        # Its lines have their widths only now.
        self._place_note()
        row.raise_()
        self._note_timer.start(NOTE_SECONDS * 1000)

    def _place_note(self) -> None:
        if self._note is None:
            return
        area = self.stack.geometry()
        shell = self._shell.geometry()
        edge, width = self.page.note_place()
        self._note.setFixedWidth(width)
        self._note.ensurePolished()
        self._note.setFixedHeight(self._note.heightForWidth(width))
        left = shell.left() + area.left() + edge
        bottom = shell.top() + area.bottom() - theme().px(16)
        self._note.move(left, bottom - self._note.height())

    def _put_note_away(self) -> None:
        if self._note is not None:
            self._drop(self._note)
            self._note = None

    def _show_status(self, text: str) -> None:
        self.key_strip.set_word(text)
        self._announce(text)

    def _announce(self, text: str) -> None:
        if text and QtGui.QAccessible.isActive():
            QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleAnnouncementEvent(self, text))

    # Keys and looks

    def _next_pane(self, step: int) -> None:
        panes = [self.rail.focus_widget(), self.header.project, *self.page.focus_areas()]
        panes = [pane for pane in panes if pane.isVisible()]
        focused = self.focusWidget()
        here = next(
            (
                place
                for place, pane in enumerate(panes)
                if focused is not None and (pane is focused or pane.isAncestorOf(focused))
            ),
            -1 if step > 0 else 0,
        )
        panes[(here + step) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    def _show_keys(self) -> None:
        window_sheets.show_keys(self, self.page.name, self.actions_table)

    def _show_settings(self) -> None:
        window_sheets.show_settings(self, self.context, self.actions_table, self._follow_setting)

    def _follow_setting(self, name: str) -> None:
        """A setting was changed: what shows it follows."""
        if name == "theme":
            self._choose_theme(str(setting(name).value(self.context.settings)))
        elif name == "caseScale":
            self._resize_text(float(setting(name).value(self.context.settings)))
        elif name in ("keys", "letterKeys"):
            self.actions_table.follow_keys()
            self._refresh_strip()
            self.context.keys_changed.emit()
        elif name == "reviewer":
            self.context.reviewer_changed.emit()

    def _resize_text(self, case_scale: float) -> None:
        theme().set_scale(theme().scale, case_scale)
        self.context.settings.setValue("caseScale", theme().case_scale)
        self.context.status(f"Case text {theme().case_scale:.0%}")

    def _choose_theme(self, choice: str) -> None:
        if choice in THEMES:
            theme().choose(choice)
            self.context.settings.setValue("theme", choice)

    def _refresh_theme(self) -> None:
        self.actions_table.set_icons()
        self.rail.delegate.narrow = self.width() < theme().px(NARROW_RAIL_BELOW)

    # The window itself

    def _restore_geometry(self) -> None:
        self.resize(1440, 900)
        kept = self.context.settings.value("geometry")
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        super().paintEvent(event)
        self.pages.painted()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_narrow(self.width() < theme().px(NARROW_RAIL_BELOW))
        # When the page has arranged itself by its new width.
        QTimer.singleShot(0, self, self._place_note)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return focus_order.go(self, (self.rail, self.header), self.page, self.key_strip, forward)

    def open_project(self, path: Path) -> None:
        """Open a project file; trouble becomes a message row."""
        try:
            self.keeper.open(path)
        except CuratorError as error:
            self.context.show_error(error)

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        self.pages.stop()
        self.keeper.let_go()
        self.context.background.close()
        self.context.settings.setValue("geometry", self.saveGeometry())
        self.context.settings.sync()
        super().closeEvent(event)
