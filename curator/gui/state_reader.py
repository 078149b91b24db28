"""Reading what a page shows: in the background, once at a time, again where it went stale."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from curator.errors import CuratorError
from curator.gui.context import AppContext
from curator.project.store import ProjectFile

State = TypeVar("State")


class StateReader(Generic[State]):
    """Owned by a page. Whoever changes something sets `stale`; `read` brings it up to date."""

    def __init__(
        self,
        context: AppContext,
        title: str,
        read: Callable[[ProjectFile], State],
        show: Callable[[State], None],
        in_sight: Callable[[], bool],
    ) -> None:
        self._context = context
        self._title = title
        self._work = read
        self._show = show
        self._in_sight = in_sight
        self._reading = False
        self.stale = True

    def read(self) -> None:
        """Read and show, unless that is under way already."""
        if self._reading:
            return
        project = self._context.the_project()
        self._reading, self.stale = True, False

        def done(state: State) -> None:
            self._reading = False
            if self._context.project is not project:
                return
            self._show(state)
            if self.stale and self._in_sight():
                self.read()

        self._context.background.run(
            self._title,
            lambda progress, is_cancelled: self._work(project),
            done,
            failed=self._failed,
            quiet=True,
        )

    def _failed(self, error: CuratorError) -> None:
        self._reading = False
        self._context.show_error(error)
