"""Writing an ideal answer: what it starts from, its drafts and versions, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMenu

from curator.errors import CuratorError
from curator.gui import answer_checks
from curator.gui.action_spec import with_key
from curator.gui.actions import REVIEW_ACTIONS
from curator.gui.context import AppContext
from curator.gui.key_map import KeyMap
from curator.gui.pages.review_acts import CaseActs
from curator.gui.widgets.answer_notices import Notice
from curator.gui.widgets.case_view import CaseView
from curator.gui.widgets.ideal_answer import Compare
from curator.gui.word_changes import Changes
from curator.model.review import Act, ActKind
from curator.operations import ideal_answers, reviewing
from curator.operations.ideal_answers import OtherIdeal

DRAFT_AFTER = 400
"""Milliseconds after the last key until what was typed is kept."""
PREVIEW = 60


class IdealDesk(QObject):
    """Beside the editor of one case view."""

    def __init__(self, context: AppContext, view: CaseView, acts: CaseActs) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self._acts = acts
        self._draft: str | None = None
        self._kept_for: int | None = None
        self._looked: str = ""
        self._conflict: OtherIdeal | None = None
        self._format_key = ""
        self.follow_keys()
        context.keys_changed.connect(self.follow_keys)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER)
        self._timer.timeout.connect(self._pause)
        self.menu = QMenu(view)
        self.menu.setObjectName("start-from")
        self.menu.setAccessibleName("Start from")
        view.ideal.aside = self._compare
        view.ideal.editor.textChanged.connect(self._typed)
        view.ideal.changes_found.connect(lambda _: self.check())
        view.ideal.from_output_wanted.connect(self.open_menu)
        view.ideal.notices.changed.connect(view.arrange)
        acts.shown.connect(self._case_shown)
        acts.handed_in.connect(self._handed_in)
        acts.nearest_wanted.connect(self._prefill_nearest)

    def follow_keys(self) -> None:
        """Offer formatting with the key it has now."""
        spec = next(one for one in REVIEW_ACTIONS if one.id == "format-json")
        self._format_key = KeyMap(self._context.settings).first(spec)

    def _compare(self, compare: Compare, done: Callable[[Changes], None]) -> None:
        if self._context.project is None:
            done(compare())
            return
        self._context.background.run(
            "Comparing with the output", lambda _, __: compare(), done, quiet=True
        )

    # Drafts

    def _typed(self) -> None:
        if self._view.ideal.editor.hasFocus():
            self._timer.start()

    def _pause(self) -> None:
        case, ideal = self._acts.case, self._view.ideal
        if case is None or self._context.project is None or not ideal.is_open:
            return
        text = ideal.text()
        if self._acts.would_keep(text):
            self._write_draft(case.key, text)
        else:
            self._drop_draft(case.key)
        self._look_for_conflict(text)

    def _write_draft(self, key: int, text: str) -> None:
        project, who = self._context.the_project(), self._context.reviewer
        try:
            ideal_answers.keep_draft(project, key, text, who)
        except CuratorError as error:
            self._context.show_error(error)
            return
        self._kept_for, self._draft = key, None
        self._view.ideal.saved.setText("Draft kept")

    def _drop_draft(self, key: int) -> None:
        if self._kept_for == key:
            ideal_answers.drop_draft(self._context.the_project(), key, self._context.reviewer)
            self._kept_for = None

    def _handed_in(self, key: int) -> None:
        self._timer.stop()
        if self._draft is None:  # an offered draft waits until it is used or dropped
            self._drop_draft(key)

    def _case_shown(self) -> None:
        case, review = self._acts.case, self._acts.review
        self._timer.stop()
        self._conflict, self._looked, self._draft = None, "", None
        if case is not None and review is not None:
            project, who = self._context.the_project(), self._context.reviewer
            found = ideal_answers.draft(project, case.key, who)
            if found is not None:
                self._kept_for = case.key
                self._draft = found if found.strip() and found != review.ideal else None
        self.check()

    def use_draft(self) -> None:
        """Go on with what was typed and not handed in."""
        text, self._draft = self._draft, None
        if text is not None:
            self._acts.write_ideal()
            self._replace(text)

    def _forget_draft(self) -> None:
        self._draft = None
        if self._acts.case is not None:
            self._drop_draft(self._acts.case.key)
        self.check()

    # What is said about the answer

    def check(self) -> None:
        """Say what can be said about the answer as it stands."""
        case, ideal = self._acts.case, self._view.ideal
        notices: list[Notice] = []
        if case is not None and self._draft is not None:
            count = len(self._draft.split())
            words = "1 word" if count == 1 else f"{count:,} words"
            text = f"Typed before and not handed in: {words}."
            deeds = (("Use it", self.use_draft), ("Drop it", self._forget_draft))
            notices.append(Notice("note", text, deeds))
        if case is not None and ideal.is_open:
            notices += self._about(ideal.text(), case.answered, case.expected or "")
        ideal.notices.show_notices(notices)

    def _about(self, text: str, output: str, expected: str) -> list[Notice]:
        found: list[Notice] = []
        warning = answer_checks.own_warning(text, output, self._view.note_tags.note.text())
        if warning:
            found.append(Notice("warning", warning))
        if answer_checks.holds_json(output) or answer_checks.holds_json(expected):
            trouble = answer_checks.json_trouble(text)
            if trouble:
                found.append(Notice("warning", f"Not valid JSON, {trouble}."))
            else:
                deeds = ((with_key("Format (Ctrl+J)", self._format_key), self.format_json),)
                found.append(Notice("good", "Valid JSON.", deeds))
        reference = expected or output
        if answer_checks.is_code_list(reference):
            against = "expected answer" if expected else "output"
            difference = answer_checks.code_difference(text, reference)
            right = not difference.missing and not difference.extra
            words = f"Codes against the {against}. {difference.sentence}"
            found.append(Notice("good" if right else "note", words))
        if self._conflict is not None:
            words = f"Case {self._conflict.id} asks nearly the same and has another ideal answer."
            found.append(Notice("warning", words, (("Show it", self._show_conflict),)))
        return found

    def _look_for_conflict(self, text: str) -> None:
        case = self._acts.case
        if case is None or not text.strip() or text == self._looked:
            return
        project, key, self._looked = self._context.the_project(), case.key, text

        def done(found: OtherIdeal | None) -> None:
            same = self._acts.case is not None and self._acts.case.key == key
            if same and self._context.project is project:
                self._conflict = found
                self.check()

        self._context.background.run(
            "Comparing ideal answers",
            lambda _, __: ideal_answers.conflicting_ideal(project, key, text),
            done,
            quiet=True,
        )

    def _show_conflict(self) -> None:
        if self._conflict is not None:
            title = f"Ideal answer of {self._conflict.id}"
            self._context.show_cases([self._conflict.case_key], title)

    def format_json(self) -> None:
        """Indent the answer, where it is JSON."""
        ideal = self._view.ideal
        if ideal.is_open and not answer_checks.json_trouble(ideal.text()):
            self._replace(answer_checks.formatted_json(ideal.text()))

    # What it starts from

    def open_menu(self) -> None:
        """Open the menu of texts to start from, and of earlier versions."""
        case, ideal = self._acts.case, self._view.ideal
        if case is None or not ideal.is_open:
            return
        menu = self.menu
        menu.clear()
        menu.addAction("The output", lambda: self._replace(case.answered))
        expected = menu.addAction("The expected answer", lambda: self._replace(case.expected or ""))
        expected.setEnabled(bool(case.expected))
        menu.addAction("The nearest ideal answer", self._start_from_nearest)
        versions = self._versions(case.key)
        if versions:
            menu.addSeparator()
        for act in reversed(versions[-12:]):
            text = str(act.payload["ideal"])
            words = version_words(act).replace("&", "&&")
            menu.addAction(words, lambda text=text: self._replace(text))
        anchor = ideal.restart if ideal.restart.isVisible() else ideal.editor
        menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _versions(self, key: int) -> list[Act]:
        of_case = reviewing.history(self._context.the_project(), key)
        return [one for one in of_case if one.kind is ActKind.IDEAL and one.payload.get("ideal")]

    def _start_from_nearest(self) -> None:
        def use(found: OtherIdeal | None) -> None:
            if found is None:
                self._context.message("No other case has an ideal answer yet.")
            else:
                self._replace(found.ideal)
                self._context.status(f"Started from the ideal answer of {found.id}")

        self._find_nearest(use)

    def _prefill_nearest(self) -> None:
        """Start a new answer from the nearest one, unless somebody has begun to type."""

        def use(found: OtherIdeal | None) -> None:
            case, ideal = self._acts.case, self._view.ideal
            if found is not None and case is not None and ideal.text() == case.answered:
                ideal.prefill(found.ideal)
                ideal.focus_editor()
                self._acts.started_from(found.ideal)
                self._context.status(f"Started from the ideal answer of {found.id}")

        self._find_nearest(use)

    def _find_nearest(self, use: Callable[[OtherIdeal | None], None]) -> None:
        case = self._acts.case
        if case is None:
            return
        project, key = self._context.the_project(), case.key

        def done(found: OtherIdeal | None) -> None:
            same = self._acts.case is not None and self._acts.case.key == key
            if same and self._context.project is project and self._view.ideal.is_open:
                use(found)

        self._context.background.run(
            "Finding the nearest ideal answer",
            lambda _, __: ideal_answers.nearest_ideal(project, key),
            done,
        )

    def _replace(self, text: str) -> None:
        """Put another text into the editor; Ctrl+Z brings the old one back."""
        ideal = self._view.ideal
        ideal.editor.selectAll()
        ideal.editor.insertPlainText(text)
        ideal.focus_editor()
        ideal.find_changes()
        self._timer.start()


def version_words(act: Act) -> str:
    """ "12 June, 09:41, Ada: I can't refund the…"."""
    try:
        moment = datetime.fromisoformat(act.at).astimezone()
        when = f"{moment.day} {moment:%B, %H:%M}"
    except ValueError:
        when = act.at[:16]
    text = " ".join(str(act.payload.get("ideal") or "").split())
    shown = text if len(text) <= PREVIEW else f"{text[: PREVIEW - 1]}…"
    draft = "" if act.payload.get("accepted", True) else ", a draft"
    return f"{when}, {act.reviewer}{draft}: {shown}"
