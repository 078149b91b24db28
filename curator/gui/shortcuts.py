"""Turns the table of actions into menus and shortcuts, and runs what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow, QMenu, QWidget

from curator.gui.action_spec import ActionSpec, shown
from curator.gui.actions import ACTIONS, EVERYWHERE, MENUS
from curator.gui.key_map import KeyMap
from curator.gui.page import KeyHint, Page
from curator.gui.theme import theme

Handlers = Mapping[str, Callable[[], object]]

TEXT_KEYS = frozenset("ZYXCVA")
"""Ctrl with these stays with the text field that has the focus."""


class ActionTable(QObject):
    """One QAction a row. Rows of pages that are not in front are switched off."""

    def __init__(self, window: QMainWindow, own: Handlers, keys: KeyMap) -> None:
        super().__init__(window)
        self.keys = keys
        self._window = window
        self._icons_drawn = False
        self._own = own
        self._page: Page | None = None
        self._by_id: dict[str, tuple[ActionSpec, QAction]] = {}
        self._reserved: set[str] = set()
        bar = window.menuBar()
        menus = {title: bar.addMenu(title) for title in MENUS}
        for spec in ACTIONS:
            action = QAction(spec.text, window)
            action.setObjectName(f"action-{spec.id}")
            action.triggered.connect(partial(self._triggered, spec.id))
            window.addAction(action)
            if spec.menu:
                menus[spec.menu].addAction(action)
            self._by_id[spec.id] = (spec, action)
        for title, menu in menus.items():
            menu.setObjectName(f"menu-{title}")
            menu.menuAction().setVisible(bool(menu.actions()))
            menu.aboutToShow.connect(self.refresh)
            menu.aboutToShow.connect(self._draw_icons)
            menu.aboutToHide.connect(self._refresh_later)
        self.follow_keys()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._watch)

    def _watch(self, _: QWidget | None, now: QWidget | None) -> None:
        # Only what has the focus is asked about keys. A filter on the whole application would
        # cost a call of ours for every event there is.
        if now is not None:
            now.installEventFilter(self)

    def follow_keys(self) -> None:
        """Take the keys as they are set now."""
        self._reserved = set()
        for table_row in ACTIONS:
            spec, action = self.keys.follow(table_row), self._by_id[table_row.id][1]
            self._by_id[spec.id] = (spec, action)
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            self._reserved |= {
                QKeySequence(key).toString()
                for key in spec.keys
                if key.startswith(("Ctrl+", "Alt+")) and key.split("+")[-1] not in TEXT_KEYS
            }

    def specs(self) -> list[ActionSpec]:
        """Every row with the keys it has now."""
        return [spec for spec, _ in self._by_id.values()]

    def hint_with_keys(self, hint: KeyHint) -> KeyHint:
        """A hint of the key strip with the keys that its actions have now."""
        if self._page is None:
            return hint
        here = (EVERYWHERE, self._page.name)
        now = {
            shown(row.keys[0]): self._by_id[row.id][0].keys
            for row in ACTIONS
            if row.keys and row.where in here and not row.id.startswith("tag-")
        }
        keys = [shown(now[key][0]) if now.get(key) else key for key in hint.keys if now.get(key, 1)]
        return hint._replace(keys=tuple(keys))

    def _refresh_later(self) -> None:
        # Switched-off rows are shown grey while a menu is open; keys must work after it.
        self.show_page(self._page)

    def show_page(self, page: Page | None) -> None:
        """Let the keys of this page work, no other page's."""
        self._page = page
        for spec, action in self._by_id.values():
            action.setEnabled(
                spec.where == EVERYWHERE or (page is not None and spec.where == page.name)
            )

    def refresh(self) -> None:
        """Grey what makes no sense now."""
        for name, (_, action) in self._by_id.items():
            action.setEnabled(self.usable(name))

    def usable(self, name: str) -> bool:
        """Whether an action can be done now."""
        spec, _ = self._by_id[name]
        if spec.where == EVERYWHERE:
            return name in self._own and (self._page is None or self._page.action_enabled(name))
        page = self._page
        return (
            page is not None
            and spec.where == page.name
            and name in page.handlers()
            and page.action_enabled(name)
        )

    def rows(self) -> list[ActionSpec]:
        """The rows for the command list: this page's first, no tag digits."""
        page = self._page.name if self._page else ""
        rows = [
            spec
            for spec, _ in self._by_id.values()
            if spec.where in (EVERYWHERE, page) and not spec.id.startswith(("tag-", "commands"))
        ]
        return sorted(rows, key=lambda spec: spec.where == EVERYWHERE)

    def menu(self, object_name: str, names: Sequence[str]) -> QMenu:
        """A menu of some rows, "" between them for a rule; the window owns it."""
        made = QMenu(self._window)
        made.setObjectName(object_name)
        made.aboutToShow.connect(self._draw_icons)
        for name in names:
            if name:
                made.addAction(self._by_id[name][1])
            else:
                made.addSeparator()
        return made

    def _triggered(self, name: str, _: bool = False) -> None:
        self.run(name)

    def run(self, name: str) -> None:
        """Do an action, if it can be done now."""
        if name not in self._by_id or not self.usable(name):
            return
        spec, _ = self._by_id[name]
        handlers = self._own
        if spec.where != EVERYWHERE and self._page is not None:
            handlers = self._page.handlers()
        handlers[name]()

    def set_icons(self) -> None:
        """Icons in the theme's colours, drawn when a menu is opened: there are some sixty."""
        self._icons_drawn = False

    def _draw_icons(self) -> None:
        if self._icons_drawn:
            return
        self._icons_drawn = True
        for spec, action in self._by_id.values():
            if spec.icon:
                action.setIcon(theme().icon(spec.icon, 16))
            action.setIconVisibleInMenu(bool(spec.icon))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Text fields on some systems take Ctrl+K, Ctrl+E and the like: ours come first.

        Blank, which every page may use, presses the button or box that has the focus.
        """
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Space and isinstance(watched, QAbstractButton):
            event.accept()
            return True
        if QKeySequence(event.keyCombination()).toString() not in self._reserved:
            return False
        event.ignore()
        return True
