"""The window's pages by name, each built when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from curator.gui.context import AppContext
from curator.gui.page import Page
from curator.gui.pages import PAGES, page_class

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

QUIET_MILLISECONDS = 400
"""How long nobody must have done anything before another page is built ahead of its use."""
FIRST_MILLISECONDS = 100
"""How long after the first painting, or a key, a thread loads libraries: an undo needs them."""
BETWEEN_MILLISECONDS = 50


def load_libraries() -> None:
    """What opening a project does without, and everything else needs."""
    from curator.project import connection

    connection.prepare()
    # What the other pages read: each class that checks what comes in takes a millisecond.
    for name in ("dataset", "pattern_edits", "readiness", "snapshot", "trial_run", "variant"):
        import_module(f"curator.model.{name}")


def _nothing() -> None:
    """Nobody wants to know."""


class _Hand(QObject):
    """Hears keys, wheel and mouse of a window: of its few own events, not of every widget's."""

    INPUT = frozenset(
        (
            QEvent.Type.KeyPress,
            QEvent.Type.Wheel,
            QEvent.Type.MouseMove,
            QEvent.Type.MouseButtonPress,
        )
    )

    def __init__(self, window: QWidget, moved: Callable[[], None]) -> None:
        super().__init__(window)
        self._moved = moved

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in self.INPUT:
            self._moved()
        return False


class PageShelf(Mapping[str, Page]):
    """Looking a page up builds it; `take_in` is then told, before anybody else sees the page.

    All seven took half the time until a project's first case was painted, so the first comes
    alone and the others while nobody waits.
    """

    def __init__(
        self, context: AppContext, take_in: Callable[[Page], None], window: QWidget
    ) -> None:
        self._context = context
        self._take_in = take_in
        self._specs = {spec.name: spec for spec in PAGES}
        self._built: dict[str, Page] = {}
        self.completed: Callable[[], None] = _nothing
        """Called when the last page was built ahead of its use."""
        self._loaded: set[str] = set()
        self._stopped = self._seen = self._ready = False
        self._window = window
        self._watched: QWindow | None = None
        self._hand = _Hand(window, self.put_off)
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._prepare_one)
        self._libraries = QTimer(window)
        self._libraries.setSingleShot(True)
        self._libraries.timeout.connect(self._load_libraries)

    def __getitem__(self, name: str) -> Page:
        if name not in self._built:
            page = self._built[name] = page_class(self._specs[name])(self._context)
            self._take_in(page)
        return self._built[name]

    def __contains__(self, name: object) -> bool:
        return name in self._specs

    def __iter__(self) -> Iterator[str]:
        return iter(self._specs)

    def __len__(self) -> int:
        return len(self._specs)

    def built(self) -> list[Page]:
        """The pages there are so far, in the order in which they came."""
        return list(self._built.values())

    def painted(self) -> None:
        """The window is painted: what it did without may follow from now on."""
        if not self._seen:
            self._seen = True
            self._libraries.start(FIRST_MILLISECONDS)
            # Not in the midst of painting.
            QTimer.singleShot(0, self._window, self._tell_painted)

    def _tell_painted(self) -> None:
        self._context.awaits_painting = False
        self._context.painted.emit()
        self.put_off()

    def _load_libraries(self) -> None:
        """In a thread: here they would be a stall of a quarter of a second."""

        def done(_: None) -> None:
            self._ready = True

        if not self._stopped:
            self._context.background.run(
                "Loading libraries", lambda _, __: load_libraries(), done, quiet=True
            )

    def put_off(self) -> None:
        """Somebody does something: the other pages wait until it is quiet again."""
        if self._libraries.isActive():
            self._libraries.start(FIRST_MILLISECONDS)
        # A window that closes loses the focus, which is heard here once more.
        if len(self._built) < len(self._specs) and not self._stopped:
            self._timer.start(QUIET_MILLISECONDS)
            # Before the first painting there is nobody's hand to hear.
            handle = self._window.windowHandle() if self._seen else None
            if handle is not None and self._watched is not handle:
                self._watched = handle
                handle.installEventFilter(self._hand)

    def _prepare_one(self) -> None:
        """Load the code of the next page or build it: never both at once, each is a stall."""
        if self._stopped:
            return
        if self._context.background.busy or not self._ready:
            # Loading a page beside an import was a stall of two seconds.
            self._timer.start(QUIET_MILLISECONDS)
            return
        name = next((name for name in self._specs if name not in self._built), None)
        if name is None:
            # The window may have gone meanwhile.
            if self._watched is not None and isValid(self._watched):
                self._watched.removeEventFilter(self._hand)
            self.completed()
            return
        if name in self._loaded:
            self[name]
        else:
            page_class(self._specs[name])
            self._loaded.add(name)
        self._timer.start(BETWEEN_MILLISECONDS)

    def stop(self) -> None:
        """The window closes: build nothing more."""
        self._stopped = True
        self._timer.stop()
        self._libraries.stop()
