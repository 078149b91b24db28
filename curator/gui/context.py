"""What every page is given: the open project, the reviewer, and ways to ask the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSettings, Signal

from curator.errors import CuratorError
from curator.gui.background import BackgroundRunner
from curator.model.changes import Changed
from curator.operations.projects import person_at_the_machine
from curator.project.store import ProjectFile


class AppContext(QObject):
    """One per window. Pages read `project` and `reviewer`, never each other."""

    project_changed = Signal()
    """A project was opened or closed."""
    project_closing = Signal()
    """The open project is about to be closed: the page in front saves what is being typed."""
    changed = Signal(Changed)
    """A deed was done: emitted once for each by `did`."""
    taken_back = Signal(Changed)
    """An undo or redo: emitted after `changed`."""
    page_requested = Signal(str)
    file_requested = Signal(object)
    """A file (Path) or files (list of Path) to look at on the import page; None: choose."""
    project_requested = Signal(object)
    """A project file (Path) to open, or None: choose one."""
    sample_requested = Signal()
    creation_requested = Signal(object)
    """A new project file (Path) to create and open."""
    reviewer_changed = Signal()
    """Somebody gave another name."""
    keys_changed = Signal()
    """Keys of actions were chosen anew, or letters switched on or off."""
    action_requested = Signal(str)
    """An action of the table, by id."""
    cases_requested = Signal(list, str)
    painted = Signal()
    """The window was painted for the first time, a moment ago."""
    message_shown = Signal(str, str, str, object)
    status_shown = Signal(str)

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.project: ProjectFile | None = None
        self.awaits_painting = False
        """Whether a window was made and is not painted yet: other work may wait for that."""
        self.background = BackgroundRunner(self)
        self.background.failed.connect(self.show_error)

    @property
    def reviewer(self) -> str:
        """Whose acts these are: the name that was given, else the account's."""
        return str(self.settings.value("reviewer", "")) or person_at_the_machine()

    @property
    def reviewer_is_known(self) -> bool:
        """Whether a person gave or confirmed the name."""
        return bool(self.settings.value("reviewer", ""))

    def set_reviewer(self, name: str) -> None:
        """Remember the reviewer's name on this machine."""
        self.settings.setValue("reviewer", name.strip())
        self.reviewer_changed.emit()

    def the_project(self) -> ProjectFile:
        """The open project; a bug where there is none."""
        if self.project is None:
            raise RuntimeError("No project is open")
        return self.project

    def did(self, change: Changed) -> Changed:
        """Tell every page about a finished deed; returns it."""
        if change.anything:
            self.changed.emit(change)
        return change

    def attempt(self, deed: Callable[[], Changed]) -> bool:
        """Do a quick deed and tell the pages; a CuratorError becomes a message row."""
        try:
            self.did(deed())
        except CuratorError as error:
            self.show_error(error)
            return False
        return True

    def request_page(self, name: str) -> None:
        """Go to "start", "import", "review", "patterns", "trials", "readiness" or "export"."""
        self.page_requested.emit(name)

    def show_cases(self, keys: Sequence[int], title: str) -> None:
        """Open Review on these cases; `title` says what they are ("Pattern: wrong policy")."""
        self.cases_requested.emit(list(keys), title)

    def message(
        self,
        text: str,
        *,
        kind: str = "note",
        action: str = "",
        on_action: Callable[[], None] | None = None,
    ) -> None:
        """A row under the header; `kind` is "note", "warning" or "error"; one action at most.

        A text of two lines shows its first line in bold.
        """
        self.message_shown.emit(kind, text, action, on_action)

    def status(self, text: str) -> None:
        """A quiet word at the end of the key strip, announced to screen readers."""
        self.status_shown.emit(text)

    def show_error(self, error: CuratorError) -> None:
        """A user's trouble, told in its one sentence."""
        self.message(error.sentence, kind="error")
