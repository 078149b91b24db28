"""Opens, creates and closes projects for the window, and takes acts back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QMenu, QWidget

from curator.errors import CuratorError
from curator.gui import dialogs
from curator.gui.background import Task
from curator.gui.context import AppContext
from curator.gui.log_keeper import LogKeeper
from curator.gui.recent import recent_projects, remember
from curator.gui.widgets.labels import plain_tip
from curator.model.figures import Figures
from curator.model.work import IsCancelled, Progress
from curator.operations import projects, reviewing, searching

if TYPE_CHECKING:
    from curator.project.store import ProjectFile


def sample_folder() -> Path:
    """Where the sample project of this machine is kept."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(place) / "sample"


class ProjectKeeper(QObject):
    """Owns the open project's life; the pages only read `context.project`."""

    def __init__(self, context: AppContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self.menu = QMenu(window)
        self.menu.setObjectName("project-menu")
        self.menu.aboutToShow.connect(self._fill_menu)
        self.log = LogKeeper(context, self)
        self._indexing: Task[int] | None = None
        self._index_again = False

    def _fill_menu(self) -> None:
        self.menu.clear()
        here = self._context.project.path.resolve() if self._context.project else None
        known = [one for one in recent_projects(self._context.settings) if not one.missing]
        for project in known[:6]:
            if Path(project.path) != here:
                action = self.menu.addAction(project.name.replace("&", "&&"))
                action.setToolTip(plain_tip(project.path))
                action.triggered.connect(
                    lambda _=False, path=project.path: self.open_or_choose(Path(path))
                )
        self.menu.addSeparator()
        self.menu.addAction("Open project…").triggered.connect(lambda: self.open_or_choose(None))
        self.menu.addAction("New project…").triggered.connect(self.create)
        self.menu.addAction("Close project").triggered.connect(self.close)

    def open(self, path: Path) -> None:
        """Open a project and show it. Raises CuratorError; the old one then stays open."""
        self._take(projects.open_project(path))

    def open_or_choose(self, path: Path | None) -> None:
        """Open a project, or let a person choose one."""
        chosen = path or dialogs.choose_project(self._window)
        if chosen is None:
            return
        try:
            self.open(chosen)
        except CuratorError as error:
            self._context.show_error(error)

    def create(self) -> None:
        """Let a person name a new project; it opens on the import page."""
        path = dialogs.name_project(self._window)
        if path is None:
            return
        try:
            self._take(projects.create_project(path))
        except CuratorError as error:
            self._context.show_error(error)

    def create_at(self, path: Path) -> None:
        """Create a project without asking."""
        try:
            self._take(projects.create_project(path))
        except CuratorError as error:
            self._context.show_error(error)

    def open_sample(self) -> None:
        """Open this machine's sample project, building it the first time."""
        from curator.operations import demo, patterns

        folder = sample_folder()
        kept = sorted(folder.glob("*.curator"))
        if kept:
            self.open_or_choose(kept[0])
            return

        def build(_: Progress, __: IsCancelled) -> Path:
            # Built beside and put in place when whole: half a sample must not be found later.
            making, path = folder / "making" / "sample.curator", folder / "sample.curator"
            shutil.rmtree(making.parent, ignore_errors=True)
            making.parent.mkdir(parents=True)
            with demo.build_sample(making) as project:
                patterns.ensure_grouped(project)
                demo.import_better_prompt(project)
            making.replace(path)
            return path

        self._context.background.run("Building the sample project", build, self.open_or_choose)

    def _take(self, project: ProjectFile) -> None:
        self.let_go()
        context = self._context
        context.project = project
        found = reviewing.figures(project)
        self._remember(project, found)
        context.project_changed.emit()
        context.request_page("review" if found.cases else "import")
        self.index()

    def index(self) -> None:
        """Let the search index follow the cases, quietly; search works meanwhile, only slower."""
        context = self._context
        project = context.project
        if project is None:
            return
        if self._indexing is not None and not self._indexing.done:
            # It goes on until no case is left, but may have looked already for the last time.
            self._index_again = True
            return
        self._index_again = False

        def work(progress: Progress, is_cancelled: IsCancelled) -> int:
            return searching.index_cases(project, progress=progress, is_cancelled=is_cancelled)

        def done(_: int) -> None:
            if self._index_again and context.project is project:
                self.index()

        self._indexing = context.background.run("Indexing for search", work, done, quiet=True)

    def _remember(self, project: ProjectFile, figures: Figures) -> None:
        verdict = projects.kept_verdict_words(project)
        remember(self._context.settings, project.path, project.name, figures, verdict)

    def let_go(self) -> None:
        """Close the project's file, with its latest figures on the list of recent ones."""
        context = self._context
        project = context.project
        if project is None:
            return
        context.project_closing.emit()
        context.background.stop_all()
        self._remember(project, reviewing.figures(project))
        context.project = None
        project.close()

    def close(self) -> None:
        """Back to the start page."""
        if self._context.project is None:
            return
        self._context.request_page("start")
        self.let_go()
        self._context.project_changed.emit()

    def undo(self) -> None:
        """Take the latest act back and say what it was."""
        self._take_back(undo=True)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._take_back(undo=False)

    def _take_back(self, *, undo: bool) -> None:
        context = self._context
        if context.project is None:
            return
        deed = reviewing.undo if undo else reviewing.redo
        try:
            change = deed(context.project, context.reviewer)
        except CuratorError as error:
            context.show_error(error)
            return
        if not change.anything:
            context.status("Nothing to undo" if undo else "Nothing to do again")
            return
        context.did(change)
        context.taken_back.emit(change)
        if undo:
            context.message(change.sentence, action="Redo", on_action=self.redo)
        else:
            context.message(change.sentence)
