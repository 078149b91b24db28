"""The base of every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from curator.gui.context import AppContext
from curator.model.changes import Changed


class KeyHint(NamedTuple):
    """One entry of the key strip: key caps, a word, and the action a click starts.

    `keys` are shown as they are written ("Ctrl K"); `group` starts a new group after a rule.
    """

    keys: tuple[str, ...]
    text: str
    action: str = ""
    group: bool = False


class Page(QWidget):
    """A page of the window. The window calls the hooks; a page never calls the window.

    `name` is its id in `AppContext.request_page` and in the action table's `where`. A page may
    do without the window's menu, rail, header or key strip: set `shows_…`, emit `chrome_changed`.
    """

    name = ""
    title = ""

    key_strip_changed = Signal()
    header_changed = Signal()
    rail_changed = Signal()
    chrome_changed = Signal()

    shows_menu = True
    shows_rail = True
    shows_header = True
    shows_key_strip = True

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName(f"page-{self.name}")
        self.setAccessibleName(self.title)

    def header_widgets(self) -> list[QWidget]:
        """What stands in the header after the project's name, rules between; made once."""
        return []

    def header_right(self) -> list[QWidget]:
        """What stands at the header's right end; made once."""
        return []

    def key_strip(self) -> list[KeyHint]:
        """The keys that matter now; emit `key_strip_changed` when they change."""
        return []

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Action id -> what it does, for the rows of the action table with this page's name."""
        return {}

    def action_enabled(self, action: str) -> bool:
        """Whether an action makes sense now; asked when menus and the command list open."""
        del action
        return True

    def rail_count(self) -> str:
        """The words under the page's name in the rail ("1,588 left"), "" for none."""
        return ""

    def focus_areas(self) -> list[QWidget]:
        """The panes that F6 goes round, in reading order."""
        return []

    def focus_order(self) -> list[QWidget]:
        """What Tab goes through in this order, each as one reads; the rest of the page follows."""
        return []

    def note_place(self) -> tuple[int, int]:
        """Where a note may lie over the foot of the page: its left edge and width in px."""
        return 20, min(520, self.width() - 40)

    def project_opened(self) -> None:
        """`context.project` is another project now, or None: show it from the start."""

    def changed(self, change: Changed) -> None:
        """A deed was done, here or elsewhere: refresh what it touches; cheap when hidden."""

    def activated(self) -> None:
        """The page came to the front: take the focus, do what was put off while hidden."""

    def focus_moved(self, now: QWidget | None) -> None:
        """The keyboard focus went elsewhere, on this page or off it."""

    def leaving(self) -> None:
        """Another page, another project or the end comes: save what is being typed."""
