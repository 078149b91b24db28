"""Looking into the files of an import, again whenever a person says how to read one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from curator.errors import CuratorError
from curator.gui import dialogs
from curator.gui.context import AppContext
from curator.gui.import_plan import LISTED, ImportPlan, Sample
from curator.model.importing import Calls, FilePreview, Mapping
from curator.model.work import IsCancelled, Progress
from curator.operations import importing, mappings
from curator.operations.importing import FileChoice

SHOWN = 60
"""Rows of a preview."""


class Looking(QObject):
    """Owns the plan. `shown` says that more is known (with True: of new files)."""

    shown = Signal(bool)
    failed = Signal(CuratorError)

    def __init__(self, context: AppContext, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self.plan: ImportPlan | None = None

    def look_at(self, paths: list[Path]) -> None:
        """Look at other files and folders; what cannot be read at all leaves the old ones."""

        def work(_: Progress, __: IsCancelled) -> ImportPlan:
            plan = ImportPlan(given=paths, files=importing.files_in(paths))
            try:
                plan.seen(plan.path, importing.inspect_file(plan.path, rows=SHOWN))
            except CuratorError as error:
                if len(plan.files) == 1:
                    raise
                plan.unreadable[plan.path] = error.sentence
            return plan

        def done(plan: ImportPlan) -> None:
            self.plan = plan
            self.shown.emit(True)
            self._look_at_others(plan)

        self._context.background.run(
            "Looking at the files", work, done, failed=self._failed, quiet=True
        )

    def _failed(self, error: CuratorError) -> None:
        self.failed.emit(error)

    def _look_at_others(self, plan: ImportPlan) -> None:
        """The other files of the list, one after another, so that all trouble is seen at once."""
        left = [path for path in plan.files[:LISTED] if path != plan.path]
        if not left:
            return

        def work(_: Progress, is_cancelled: IsCancelled) -> list[tuple[Path, FilePreview | str]]:
            return [(path, _seen(path)) for path in left if not is_cancelled()]

        def done(found: list[tuple[Path, FilePreview | str]]) -> None:
            for path, what in found:
                # One that was chosen meanwhile was looked at in the way a person said.
                if path not in plan.previews:
                    plan.know(path, what)
            if self.plan is plan:
                self._leave_unreadable(plan)
                self.shown.emit(True)

        self._context.background.run("Looking at the files", work, done, quiet=True)

    def _leave_unreadable(self, plan: ImportPlan) -> None:
        """Where the file in front is not taken, show one that is, or at least can be read."""
        taken = [place for place, path in enumerate(plan.files) if path in plan.taken]
        readable = [place for place in taken or range(len(plan.files)) if self._seen(plan, place)]
        if plan.path not in plan.taken and readable and plan.path not in plan.choices:
            plan.place = readable[0]

    @staticmethod
    def _seen(plan: ImportPlan, place: int) -> bool:
        return plan.files[place] in plan.previews

    def go_to(self, place: int) -> None:
        """Put another file in front."""
        if self.plan is None or place == self.plan.place:
            return
        self.plan.place = place
        if self.plan.preview is None and self.plan.path not in self.plan.unreadable:
            self._again()
        else:
            self.shown.emit(False)

    def take(self, place: int, taken: bool) -> None:
        """Take one of several files in, or leave it out."""
        if self.plan is not None:
            self.plan.take(place, taken)
            self.shown.emit(False)

    def _read_as(self, choice: FileChoice) -> None:
        assert self.plan is not None
        before = self.plan.choice()
        self.plan.choose(choice)
        self._again(before)

    def _again(self, before: FileChoice | None = None) -> None:
        """Look at the file in front again; where that fails it is read as before."""
        plan = self.plan
        assert plan is not None
        path, choice = plan.path, plan.choice()

        def work(_: Progress, __: IsCancelled) -> FilePreview:
            return importing.inspect_file(
                path,
                format_name=choice.format_name,
                mapping=choice.mapping,
                how=choice.how,
                rows=SHOWN,
            )

        def done(preview: FilePreview) -> None:
            if self.plan is plan and plan.choice(path) == choice:
                plan.seen(path, preview)
                self.shown.emit(False)

        def failed(error: CuratorError) -> None:
            if before is not None:
                plan.choices[path] = before
            else:
                plan.unreadable[path] = error.sentence
            if self.plan is plan:
                self.failed.emit(error)

        self._context.background.run("Looking at the file", work, done, failed=failed, quiet=True)

    # Choices

    def choose_format(self, name: str) -> None:
        """Read the file in front as this format; a mapping of the old one is let go."""
        if self.plan is not None:
            how = self.plan.choice().how
            self._read_as(FileChoice(format_name=name, how=how))

    def choose_encoding(self, name: str) -> None:
        """Read its text in this encoding."""
        if self.plan is not None:
            self._read_as(self.plan.with_how(encoding=name))

    def choose_calls(self, calls: Calls) -> None:
        """Take every call of a trace, or the last."""
        if self.plan is not None:
            self._read_as(self.plan.with_how(calls=calls))

    def choose_header(self, headed: bool) -> None:
        """Take the first row of a table for its columns' names, or for a case."""
        if self.plan is not None:
            how = self.plan.choice().how.model_copy(update={"headed": headed})
            self._read_as(FileChoice(format_name=self.plan.choice().format_name, how=how))

    def choose_repair(self, repair: bool) -> None:
        """Put wrongly decoded text right, or leave it."""
        if self.plan is not None:
            self._read_as(self.plan.with_how(repair_mojibake=repair))

    def choose_mapping(self, mapping: Mapping) -> None:
        """Feed the fields from other columns."""
        if self.plan is not None:
            self._read_as(self.plan.with_mapping(mapping))

    def choose_sample(self, sample: Sample) -> None:
        """Take all cases of each file, or a sample."""
        if self.plan is not None:
            self.plan.sample = sample

    # Mappings as files

    def load_mapping(self) -> None:
        """Take the mapping of a file."""
        path = dialogs.choose_mapping(self._page)
        if path is not None and self.plan is not None:
            try:
                self.choose_mapping(importing.read_mapping(path))
            except CuratorError as error:
                self.failed.emit(error)

    def save_mapping(self) -> None:
        """Keep the mapping as a file that `--map-file` takes too."""
        preview = self.plan.preview if self.plan is not None else None
        if preview is None:
            return
        path = dialogs.name_mapping(self._page, f"{Path(preview.file).stem}.toml")
        if path is None:
            return
        try:
            importing.write_mapping(preview.mapping, path)
        except CuratorError as error:
            self.failed.emit(error)
        else:
            self._context.status(f"Mapping saved as {path.name}")

    def forget_mapping(self) -> None:
        """Guess the fields of files with these columns anew."""
        preview = self.plan.preview if self.plan is not None else None
        if self.plan is None or preview is None:
            return
        try:
            mappings.forget([field.column for field in preview.fields])
        except CuratorError as error:
            self.failed.emit(error)
        else:
            self._read_as(self.plan.with_mapping(None))


def _seen(path: Path) -> FilePreview | str:
    """A file's preview, or why there is none."""
    try:
        return importing.inspect_file(path, rows=SHOWN)
    except CuratorError as error:
        return error.sentence
