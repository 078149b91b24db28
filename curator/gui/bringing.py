"""How files come to the window: dropped anywhere on it, pasted, or chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow

from curator.errors import CuratorError
from curator.gui import dialogs
from curator.gui.context import AppContext
from curator.gui.page_shelf import PageShelf
from curator.gui.widgets.drop_zone import files_of

PROJECT = ".curator"


class Bringing(QObject):
    """Hands files on: a project is opened, anything else is looked at on the import page."""

    def __init__(self, context: AppContext, window: QMainWindow, pages: PageShelf) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._pages = pages
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drags over the window and drops on it, wherever no field of its own takes them."""
        match event:
            case QDropEvent() if event.type() == QEvent.Type.Drop:
                return self._drop(event)
            case QDragEnterEvent() | QDragMoveEvent() if files_of(event.mimeData()):
                event.acceptProposedAction()
                self._hint(True)
                return True
            case _:
                if event.type() == QEvent.Type.DragLeave:
                    self._hint(False)
                return False

    def _drop(self, event: QDropEvent) -> bool:
        self._hint(False)
        files = files_of(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.take(files)
        return bool(files)

    def _hint(self, over: bool) -> None:
        for page in self._pages.built():
            hint = getattr(page, "drop_hint", None)
            if callable(hint):
                hint(over)

    def take(self, files: list[Path]) -> None:
        """A project is opened; other files and folders are looked at."""
        projects = [path for path in files if path.suffix == PROJECT]
        if projects and len(projects) == len(files):
            self._context.project_requested.emit(projects[0])
            return
        self.look_at([path for path in files if path not in projects])

    def look_at(self, wanted: Path | list[Path] | None) -> None:
        """Look at files on the import page; None: let a person choose them."""
        files = [wanted] if isinstance(wanted, Path) else wanted
        files = dialogs.choose_files(self._window) if files is None else files
        if not files:
            return
        self._context.request_page("import")
        look = getattr(self._pages["import"], "look_at", None)
        if callable(look):
            look(files)

    def choose_folder(self) -> None:
        """Let a person choose a folder of logs."""
        folder = dialogs.choose_folder(self._window)
        if folder is not None:
            self.look_at([folder])

    def paste(self) -> None:
        """What is on the clipboard: files, or text that is kept as a file of its own."""
        from curator.gui.import_target import pasted_folder
        from curator.operations import importing

        data = QGuiApplication.clipboard().mimeData()
        files = files_of(data)
        if files:
            self.take(files)
            return
        try:
            path = importing.keep_pasted(
                data.text() if data.hasText() else "",
                data.html() if data.hasHtml() else "",
                pasted_folder(),
            )
        except CuratorError as error:
            self._context.show_error(error)
            return
        self.look_at([path])
