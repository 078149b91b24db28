"""How bad a failure is: three levels by key, where the project turned them on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from curator.gui.pages.review_screen import ReviewScreen
from curator.model.changes import Changed
from curator.model.review import Mark, Severity
from curator.operations import projects, reviewing

SETTING = "severity"


class SeverityKeys(QObject):
    """Follows the project's setting; turns a key or a click into an act."""

    def __init__(self, page: ReviewScreen) -> None:
        super().__init__(page.list)
        self._page = page
        page.case.note_tags.severity.chosen.connect(lambda value: self.choose(Severity(value)))

    @property
    def on(self) -> bool:
        """Whether this project uses severities."""
        return self._page.case.note_tags.severity_on

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Action id -> what it does."""
        return {f"severity-{one.value}": partial(self.choose, one) for one in Severity}

    def project_opened(self) -> None:
        """Another project: its own setting."""
        self._follow()

    def changed(self, change: Changed) -> None:
        """The setting may be another one."""
        if change.settings:
            self._follow()

    def _follow(self) -> None:
        page = self._page
        project = page.context.project
        on = project is not None and projects.settings(project).get(SETTING) is True
        page.list.model.severity_shown = on
        page.list.table.viewport().update()
        page.case.note_tags.set_severity_on(on)
        if page.acts.review is not None:
            page.case.note_tags.show_severity(page.acts.review)

    def choose(self, level: Severity) -> None:
        """Give the failure, or all selected ones, this level; the same one again takes it away."""
        page = self._page
        review = page.acts.review
        if review is None or page.acts.is_repeat:
            return
        if not self.on:
            words = "Severities are off in this project."
            page.context.message(words, action="Turn them on", on_action=self._turn_on)
            return
        project = page.context.the_project()
        selected = page.list.selected_keys() if not page.list.isHidden() else []
        keys = selected if len(selected) > 1 else [review.case_key]
        failed = [key for key in keys if reviewing.review(project, key).mark is Mark.FAIL]
        if not failed:
            page.case.note_tags.show_severity(review)
            page.context.status("Severity is of failures: mark it fail first")
            return
        new = None if len(failed) == 1 and review.severity is level else level
        if page.acts.set_severity(failed, new):
            page.context.status(f"Severity: {new.value}" if new else "Severity taken away")

    def _turn_on(self) -> None:
        context = self._page.context
        project, who = context.the_project(), context.reviewer
        context.attempt(lambda: projects.set_setting(project, SETTING, True, who))
