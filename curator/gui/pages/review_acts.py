"""The case on the screen: shown from the project, and every act on it saved as it happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from curator.gui.context import AppContext
from curator.gui.settings_table import setting
from curator.gui.widgets.case_view import CaseView
from curator.gui.widgets.settling import settle_layouts
from curator.model.case import Case
from curator.model.changes import Changed
from curator.model.review import Mark, Review, Severity
from curator.operations import reviewing, second_look
from curator.operations import suggestions as suggesting
from curator.operations.second_look import OtherLook
from curator.project.store import ProjectFile


class CaseActs(QObject):
    """Between the project and the case view: reads a case into it, writes acts from it."""

    shown = Signal()
    """Another case is shown, or none."""
    handed_in = Signal(int)
    """What stood in the editor for this case is an act now, or was no change."""
    nearest_wanted = Signal()
    """An answer is to start from the nearest ideal answer."""
    tag_born = Signal(str)
    """A failure got a tag that no case had before."""

    def __init__(self, context: AppContext, view: CaseView) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self.case: Case | None = None
        self.review: Review | None = None
        self._tags: list[str] = []
        self._started_from: str | None = None
        self.own_only = False
        """In this queue each reviewer judges for themself: others' acts stay hidden."""
        self.is_repeat = False
        self._shown_at = 0.0
        self._revealed: set[int] = set()
        view.others.show_wanted.connect(self._reveal)

    # Showing

    def show(self, key: int | None) -> None:
        """Show another case, after saving what was typed for the one before."""
        if self.case is not None and key == self.case.key and not self.is_repeat:
            return
        self.save()
        self.is_repeat = False
        if key is None:
            self.forget()
            return
        self.case = reviewing.case(self._context.the_project(), key)
        self._shown_at = time.monotonic()
        self.review, looks = self._read(key)
        suggestions = suggesting.of_case(self._context.the_project(), key)
        self._view.show_case(self.case, self.review, suggestions)
        self._view.others.show_looks(looks, self.review.mark)
        self._show_note(self.review.note)
        self._show_ideal()
        self.shown.emit()
        self._view.arrange()
        settle_layouts()

    def show_repeat(self, key: int) -> None:
        """Show a case as if nobody had looked at it yet."""
        self.save()
        self.is_repeat = True
        self.case = reviewing.case(self._context.the_project(), key)
        self.review = Review(case_key=key)
        self._view.show_case(self.case, self.review, [])
        self._view.others.show_looks([], None)
        self._show_note("")
        self._show_ideal()
        self._view.arrange()

    def _read(self, key: int) -> tuple[Review, list[OtherLook]]:
        project, who = self._context.the_project(), self._context.reviewer
        if self.own_only and key not in self._revealed:
            looks = second_look.others_looks(project, key, who)
            if looks:
                return second_look.own_review(project, key, who), looks
        return reviewing.review(project, key), []

    def _reveal(self) -> None:
        if self.case is not None:
            self.save()
            self._revealed.add(self.case.key)
            self.refresh()

    def refresh(self) -> None:
        """Show again what the project holds of this case, but not over what is being typed."""
        if self.case is None or self.review is None or self.is_repeat:
            return
        project = self._context.the_project()
        before = self.review
        self.review, looks = self._read(self.case.key)
        self._view.show_mark(self.review.mark)
        self._view.others.show_looks(looks, self.review.mark)
        self._view.show_suggestions(suggesting.of_case(project, self.case.key))
        note = self._view.note_tags.note
        typing = note.hasFocus() and note.text().strip() != before.note
        self._show_note(note.text() if typing else self.review.note)
        ideal = self._view.ideal
        unsaved = ideal.text().strip("\n") != (self.review.ideal or "")
        if not (ideal.editor.hasFocus() and ideal.is_open and unsaved):
            self._show_ideal()
        self._view.arrange()

    def refresh_tags(self) -> None:
        """Read anew which tags the project knows."""
        self._tags = [tag for tag, _ in reviewing.tag_counts(self._context.the_project())]

    def forget(self) -> None:
        """No case is shown; nothing is saved."""
        self.case = self.review = None
        self.is_repeat = False

    def _show_note(self, note: str) -> None:
        assert self.review is not None
        self._view.note_tags.show_review(note, self.review.tags, self._tags)
        self._view.note_tags.show_severity(self.review)

    def _show_ideal(self) -> None:
        assert self.case is not None
        assert self.review is not None
        self._started_from = None
        self._view.ideal.show_answer(
            self.case.answered,
            self.review.ideal,
            saved_words(self.review),
            self.review.ideal_accepted,
        )

    # Acts

    def mark(self, keys: Sequence[int], mark: Mark, context: str = "") -> bool:
        """Mark these cases as one deed; whether it could be done."""
        own = self.case is not None and list(keys) == [self.case.key]
        seconds = self._seconds() if own else None
        return self._do(
            lambda project, who: reviewing.mark_cases(
                project, keys, mark, who, context=context, seconds=seconds
            )
        )

    def _seconds(self) -> float:
        """How long the case has been on the screen."""
        return time.monotonic() - self._shown_at

    def save_note(self, note: str) -> None:
        """Keep the note line, where it is another one now."""
        if self.case is None or self.review is None or self.is_repeat:
            return
        if note.strip() == self.review.note:
            return
        key = self.case.key
        self._do(lambda project, who: reviewing.write_note(project, key, note, who))

    def save_tags(self, tags: Sequence[str]) -> None:
        """Keep the tags; first the note, so that undo takes them back one at a time."""
        if self.case is None or self.is_repeat:
            return
        self.save_note(self._view.note_tags.note.text())
        key, known = self.case.key, set(self._tags)
        self._do(lambda project, who: reviewing.set_tags(project, key, tags, who))
        failed = self.review is not None and self.review.mark is Mark.FAIL
        for tag in tags if failed else ():
            if tag not in known:
                self.tag_born.emit(tag)

    def set_severity(self, keys: Sequence[int], severity: Severity | None) -> bool:
        """Say how bad these failures are; first the note, as with tags."""
        self.save_note(self._view.note_tags.note.text())
        return self._do(lambda project, who: reviewing.set_severity(project, keys, severity, who))

    def would_keep(self, text: str) -> bool:
        """Whether this text in the editor differs from what the project holds."""
        return self._ideal_of(text) != (self.review.ideal if self.review else None)

    def _ideal_of(self, text: str, *, as_it_is: bool = False) -> str | None:
        """What a text in the editor stands for: nothing where it was only prefilled.

        `as_it_is`: a person hands it in, so another prefilled text than the output counts.
        """
        if self.case is None or self.review is None:
            return None
        clean = text.strip("\n")
        prefilled = {self.case.answered.strip("\n")}
        if self._started_from is not None and not as_it_is:
            prefilled.add(self._started_from.strip("\n"))
        only_prefilled = self.review.ideal is None and clean in prefilled
        return clean if clean.strip() and not only_prefilled else None

    def save_ideal(self, *, as_it_is: bool = False) -> None:
        """Keep the ideal answer, where somebody wrote one; an emptied one is taken away.

        It is a draft or accepted, as the reviewer chose; a model's draft stays one until then.
        """
        ideal, review = self._view.ideal, self.review
        if self.case is None or review is None or self.is_repeat or not ideal.is_open:
            return
        key, accepted = self.case.key, ideal.accepted
        new = self._ideal_of(ideal.text(), as_it_is=as_it_is)
        other_state = new is not None and accepted != review.ideal_accepted
        if new != review.ideal or other_state:
            by_model = review.ideal_model_written and new == review.ideal
            if not self._do(
                lambda project, who: reviewing.write_ideal(
                    project,
                    key,
                    new,
                    who,
                    accepted=accepted,
                    model_written=by_model,
                    seconds=self._seconds(),
                )
            ):
                return
        self.handed_in.emit(key)

    def choose_state(self) -> None:
        """The reviewer said whether the answer is a draft: said of a kept one at once."""
        if self.case is not None and self._view.ideal.is_open:
            self.save_ideal()
            self._context.status(
                "Accepted: it counts and is exported"
                if self._view.ideal.accepted
                else "A draft: it waits in its queue and is not exported"
            )

    def save(self, *, as_it_is: bool = False) -> None:
        """Keep everything that is being typed."""
        if self.case is not None and self._context.project is not None and not self.is_repeat:
            self.save_note(self._view.note_tags.note.text())
            self.save_ideal(as_it_is=as_it_is)

    def accept_only(self, suggestion: int) -> None:
        """Make one of the case's suggestions an act of the reviewer."""
        if self.case is None or self.is_repeat:
            return
        self.save()
        self._do(lambda project, who: suggesting.accept(project, who, only=[suggestion]))

    def accept(self) -> None:
        """Make what the data suggests for this case acts of the reviewer."""
        if self.case is None or self.is_repeat:
            return
        self.save()
        keys = [self.case.key]
        self._do(lambda project, who: suggesting.accept(project, who, keys=keys))

    def _do(self, deed: Callable[[ProjectFile, str], Changed]) -> bool:
        project, reviewer = self._context.the_project(), self._context.reviewer
        return self._context.attempt(lambda: deed(project, reviewer))

    # The ideal answer's editor

    def write_ideal(self) -> None:
        """Open the editor, prefilled with the output where there is no answer yet."""
        if self.case is None:
            return
        ideal = self._view.ideal
        self._view.open_ideal_tab()
        if not ideal.is_open:
            self._started_from = self._first_text(self.case)
            ideal.prefill(self._started_from)
        self._view.arrange()
        ideal.focus_editor()

    def _first_text(self, case: Case) -> str:
        """What the reviewer wants an answer to start from; the nearest one takes a moment."""
        wanted = setting("idealStart").value(self._context.settings)
        if wanted == "nearest":
            self.nearest_wanted.emit()
        return case.expected if wanted == "expected" and case.expected else case.answered

    def started_from(self, text: str) -> None:
        """The editor was prefilled with another text, which is nobody's answer yet."""
        self._started_from = text


def saved_words(review: Review) -> str:
    """ "Saved 09:41", "Saved 12 June, 09:41, a draft"."""
    if review.ideal is None:
        return "Saved as you leave the editor"
    try:
        moment = datetime.fromisoformat(review.ideal_at).astimezone()
        when = f"Saved {moment:%H:%M}"
        if moment.date() != datetime.now().astimezone().date():
            when = f"Saved {moment.day} {moment:%B, %H:%M}"
    except ValueError:
        when = "Saved"
    return when if review.ideal_accepted else f"{when}, a draft"
