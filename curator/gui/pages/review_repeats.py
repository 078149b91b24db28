"""Blind repeats: one in so many cases comes back unmarked, to measure self-agreement."""

from __future__ import annotations

from PySide6.QtCore import QObject

from curator.gui.ask import ask_number
from curator.gui.pages.review_screen import ReviewScreen
from curator.model.changes import Changed
from curator.model.review import Mark
from curator.operations import projects, queues, reviewing

SETTING = "blind_repeats"
LARGEST = 1000


class Repeats(QObject):
    """Counts marks and slips a repeat in between two cases."""

    def __init__(self, page: ReviewScreen) -> None:
        super().__init__(page.list)
        self._page = page
        self._every: int | None = None
        self._marks = 0
        self._following = -1
        self._marked: Mark | None = None
        self._noted = ""
        page.case.note_tags.note_left.connect(self._keep_note)

    @property
    def active(self) -> bool:
        """Whether the case in view is a repeat."""
        return self._page.acts.is_repeat

    def changed(self, change: Changed) -> None:
        """A setting may have become another one."""
        if change.settings:
            self._every = None

    def project_opened(self) -> None:
        """Another project: other settings, a new count."""
        self._every, self._marks = None, 0

    def every(self) -> int:
        """A repeat after so many marks; 0 for none."""
        if self._every is None:
            value = projects.settings(self._page.context.the_project()).get(SETTING)
            self._every = value if isinstance(value, int) and value > 0 else 0
        return self._every

    def ask(self) -> None:
        """Ask how often."""
        question = "One repeat after how many marks? 0 for none."
        window = self._page.window()
        ask_number(window, "Blind repeats", question, self._set, self.every(), LARGEST)

    def _set(self, value: int) -> None:
        context = self._page.context
        project, who = context.the_project(), context.reviewer
        context.attempt(lambda: projects.set_setting(project, SETTING, value or None, who))

    def count(self) -> None:
        """A case was marked for the first time."""
        self._marks += 1

    def interpose(self, following: int) -> bool:
        """Show a repeat before the row `following`, where one is due and there is one."""
        every = self.every()
        if not every or self._marks < every:
            return False
        page = self._page
        key = queues.next_repeat(page.context.the_project(), page.context.reviewer)
        if key is None:
            return False
        self._marks = 0
        self._following = following
        self._marked, self._noted = None, ""
        page.acts.show_repeat(key)
        page.list.table.clearSelection()
        page.focus_case()
        return True

    def mark(self, mark: Mark) -> None:
        """Keep the second mark apart from the first; after a failure one may write why."""
        page = self._page
        case = page.acts.case
        if case is None:
            return
        self._keep_note(page.case.note_tags.note.text())
        project, who = page.context.the_project(), page.context.reviewer
        if not page.context.attempt(lambda: reviewing.mark_repeat(project, case.key, mark, who)):
            return
        self._marked = mark
        page.case.show_mark(mark)
        if mark is Mark.FAIL:
            page.case.focus_note()
        else:
            self.go_on()

    def _keep_note(self, note: str) -> None:
        case = self._page.acts.case
        if not self.active or case is None or note.strip() in ("", self._noted):
            return
        before, self._noted = self._noted, note.strip()
        context = self._page.context
        project, who = context.the_project(), context.reviewer
        context.attempt(
            lambda: reviewing.note_repeat(project, case.key, note, who, replaces=before)
        )

    def go_on(self) -> None:
        """To the case that comes next; say how the two marks compare."""
        page = self._page
        case, context = page.acts.case, page.context
        if case is None:
            return
        marks = reviewing.marks_of_case(context.the_project(), case.key)
        first = next((one.mark for one in marks if one.reviewer == context.reviewer), None)
        marked = self._marked
        page.list.go_to(self._following)
        page.focus_case()
        if marked is not None:
            before = "the same way" if first is marked else first.value if first else "differently"
            context.status(f"You marked this case {before} before")
