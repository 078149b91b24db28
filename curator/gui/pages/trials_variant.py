"""Writing variants: the fields on the left, what they do to a real case on the right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from curator.errors import CuratorError
from curator.gui.context import AppContext
from curator.gui.pages.trials_draft import DraftDialog
from curator.gui.pages.trials_examples import ExamplesDialog
from curator.gui.pages.trials_preview import Previewed, VariantPreview, read_preview
from curator.gui.pages.trials_variant_form import VariantForm
from curator.gui.theme import theme
from curator.gui.widgets.controls import button
from curator.gui.widgets.labels import Paragraph, label, rule
from curator.gui.widgets.modal import as_modal
from curator.gui.widgets.splitter import Splitter
from curator.model.base import JsonObject
from curator.model.changes import Changed
from curator.model.trial import Variant
from curator.model.variant import VariantDefinition
from curator.operations import patterns, reviewing, variants
from curator.operations.snapshots import reviewed_cases
from curator.project.store import ProjectFile

QUIET = 200
"""Milliseconds without a keystroke before the preview is made anew."""
FILES = "Variants (*.toml *.yaml *.yml *.json *.txt *.md *.j2);;All files (*)"
Row = tuple[int, str]


def tuning_cases(project: ProjectFile) -> list[Row]:
    """Keys and ids of cases a prompt may be written on: failures first, none held out."""
    known = [one for one in reviewed_cases(project) if not one.held_out]
    known.sort(key=lambda one: not one.failed)
    return [(one.case.key, one.case.id) for one in known]


class VariantDialog(QDialog):
    """`run_asked` carries the name of a variant that was saved and is to be run."""

    run_asked = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget, current: str = "") -> None:
        super().__init__(parent)
        self._context = context
        self._project = context.the_project()
        self._former = ""
        self._cases: list[Row] = []
        self._key: int | None = None
        self._asked = 0
        self._patterns = patterns.current(self._project).patterns
        self.draft_dialog: DraftDialog | None = None
        self.examples_dialog: ExamplesDialog | None = None
        as_modal(self, parent, "variants-dialog", "Variants", 1240, 820)
        self.list = QListWidget()
        self.list.setObjectName("variants-list")
        self.list.setAccessibleName("Variants of this project")
        self.list.setProperty("boxedList", True)
        self.list.currentRowChanged.connect(self._chosen)
        self.form = VariantForm()
        self.preview = VariantPreview()
        self.said = Paragraph("", "body", "text2")
        self.said.setObjectName("variant-said")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET)
        self._timer.timeout.connect(self._look)
        self._lay_out()
        self.form.changed.connect(self._timer.start)
        self.form.examples_asked.connect(self._choose_examples)
        self.preview.case_asked.connect(self._to_case)
        self._read_cases()
        self._refresh(current)

    def _lay_out(self) -> None:
        px = theme().px
        area = QScrollArea()
        area.setObjectName("variant-form")
        area.setAccessibleName("The variant")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.form)
        area.setMinimumWidth(self.form.minimumSizeHint().width() + px(48))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(px(14), px(14), px(6), px(14))
        column.setSpacing(px(8))
        column.addWidget(label("Variants", "metastrong"))
        column.addWidget(self.list, 1)
        self.new = button("New", "variant-new", kind="quiet", icon="plus", on_click=self._new)
        self.draft = button("Draft from notes", "variant-draft", kind="quiet", icon="note")
        self.draft.setMenu(self._pattern_menu(self._draft))
        self.ask = button("Draft by a model", "variant-draft-model", kind="quiet", icon="prompt")
        self.ask.setMenu(self._pattern_menu(self.ask_model))
        self.file = button(
            "Import…", "variant-import", kind="quiet", icon="import", on_click=self._choose_file
        )
        for one in (self.new, self.draft, self.ask, self.file):
            column.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        parts = Splitter("variants", Qt.Orientation.Horizontal, self._context.settings)
        for one in (left, area, self.preview):
            parts.addWidget(one)
        parts.start([px(190), px(560), px(490)])
        self.save = button("Save", "variant-save", kind="primary", on_click=self._save)
        self.run = button("Save and run…", "variant-run", on_click=self._save_and_run)
        self.delete = button("Delete", "variant-delete", kind="quiet", on_click=self._delete)
        close = button("Close", "variant-close", on_click=self.accept)
        beside = (self.new, self.draft, self.ask, self.file)
        for one in (self.save, self.run, self.delete, close, *beside):
            one.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(20), px(10), px(20), px(12))
        foot.setSpacing(px(8))
        for one in (self.save, self.run, self.delete):
            foot.addWidget(one)
        foot.addWidget(self.said, 1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        frame = QFrame()
        frame.setProperty("surface", True)
        whole.addWidget(parts, 1)
        whole.addWidget(rule())
        whole.addLayout(foot)

    def _pattern_menu(self, deed: Callable[[list[str]], None]) -> QMenu:
        menu = QMenu(self)
        every = [one.id for one in self._patterns]
        if every:
            menu.addAction("All patterns", lambda: deed(every))
            menu.addSeparator()
        for one in self._patterns:
            menu.addAction(one.name.replace("&", "&&"), lambda at=one.id: deed([at]))
        if not every:
            menu.addAction("No patterns yet").setEnabled(False)
        return menu

    # The list

    def _refresh(self, current: str = "") -> None:
        self._found: list[Variant] = variants.variant_list(self._project)
        names = [one.name for one in self._found]
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems(names)
        self.list.blockSignals(False)
        self.form.set_parents(names)
        if current in names:
            self.list.setCurrentRow(names.index(current))
            self._chosen(names.index(current))
        else:
            self._new()

    def _chosen(self, row: int) -> None:
        if not 0 <= row < len(self._found):
            return
        one = self._found[row]
        self._show(one.name, variants.definition_of(one), former=one.name)
        if variants.is_frozen(self._project, one.name):
            self._say(
                "It was run and stays as it is, but for what the verdict goes by. Saving under "
                "another name makes a new one."
            )

    def _new(self) -> None:
        before = self._former if self._former in [one.name for one in self._found] else ""
        start = variants.find_variant(self._project, before) if before else VariantDefinition()
        # A model's training is its own; how the prompt came about goes with the prompt.
        anew: JsonObject = {
            "parent": before, "baseline": False, "tuned": False, "training_rows": 0,
            "with_prompt": "", "written_from": start.written_from or "hand",
        }  # fmt: skip
        self._show("", start.model_copy(update=anew), former="")
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, name: str, definition: VariantDefinition, *, former: str) -> None:
        self._former = former
        self.form.show_variant(name, definition)
        self.delete.setEnabled(bool(former) and not variants.is_frozen(self._project, former))
        if not former:
            self.list.blockSignals(True)
            self.list.setCurrentRow(-1)
            self.list.blockSignals(False)
        self._say("")
        self._look()

    def _draft(self, ids: list[str]) -> None:
        try:
            made = variants.draft_from_notes(self._project, ids, parent=self._former)
        except CuratorError as error:
            self._say(error.sentence, "fail")
            return
        self._show("", made, former="")
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say("A draft from what reviewers wrote. Edit it, then save it.")

    def ask_model(self, ids: list[str]) -> None:
        """Show what a model would be sent; its draft is only shown."""
        dialog = DraftDialog(self._context, self, ids, self._former)
        dialog.drafted.connect(self._drafted)
        self.draft_dialog = dialog
        dialog.open()

    def _drafted(self, made: VariantDefinition) -> None:
        self._show("", made, former="")
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say("A model's draft. Read it under Changes, edit it, then save it.")

    def _choose_examples(self) -> None:
        dialog = ExamplesDialog(self._context, self, self.form.picked_ids())
        dialog.picked.connect(self.form.set_picked)
        self.examples_dialog = dialog
        dialog.open()

    # What it does to a case

    def _read_cases(self) -> None:
        project = self._project

        def done(rows: list[Row]) -> None:
            if shiboken6.isValid(self):
                self._cases = rows
                if rows and self._key is None:
                    self._go(*rows[0])

        self._context.background.run(
            "Reading cases", lambda *_: tuning_cases(project), done, quiet=True
        )

    def _to_case(self, asked: str) -> None:
        keys = [key for key, _ in self._cases]
        if asked in ("+", "-") and keys:
            place = keys.index(self._key) if self._key in keys else 0
            self._go(*self._cases[(place + (1 if asked == "+" else -1)) % len(keys)])
            return
        found = reviewing.key_of_id(self._project, asked.strip())
        if found is None:
            self._say(f"There is no case “{asked.strip()}”.", "fail")
            return
        self._go(found, asked.strip())

    def _go(self, key: int, name: str) -> None:
        self._key = key
        self.preview.show_case_name(name)
        self._look()

    def _look(self) -> None:
        project, key, reviewer = self._project, self._key, self._context.reviewer
        self._asked += 1
        asked = self._asked
        try:
            definition = self.form.definition()
        except CuratorError as error:
            self.preview.show_preview(Previewed(None, 0, (), error=error.sentence))
            return

        def done(made: Previewed) -> None:
            if shiboken6.isValid(self) and asked == self._asked:
                self.preview.show_preview(made)

        self._context.background.run(
            "Making the prompt",
            lambda *_: read_preview(project, definition, key, reviewer),
            done,
            quiet=True,
        )

    # Keeping

    def _say(self, sentence: str, color: str = "text2") -> None:
        self.said.set_text(sentence, color)

    def _deed(self, changed: Changed) -> None:
        if changed.sentence:
            self._context.did(changed)
        self._say(changed.sentence or "Nothing to save.")

    def _save(self) -> bool:
        name, former = self.form.name.text(), self._former
        frozen = bool(former) and variants.is_frozen(self._project, former)
        if frozen and name.strip() != former:
            former = ""
        try:
            changed = variants.save_variant(
                self._project,
                name,
                self.form.definition(),
                self._context.reviewer,
                former=former,
            )
        except CuratorError as error:
            self._say(error.sentence, "fail")
            return False
        self._refresh(" ".join(name.split()))
        self._deed(changed)
        return True

    def _save_and_run(self) -> None:
        name = " ".join(self.form.name.text().split())
        if self._save():
            self.accept()
            self.run_asked.emit(name)

    def _delete(self) -> None:
        try:
            changed = variants.delete_variant(self._project, self._former, self._context.reviewer)
        except CuratorError as error:
            self._say(error.sentence, "fail")
            return
        self._former = ""
        self._refresh()
        self._deed(changed)

    def _choose_file(self) -> None:
        folder = str(self._context.settings.value("folders/variants", ""))
        chosen, _ = QFileDialog.getOpenFileNames(self, "Import variants", folder, FILES)
        if chosen:
            self._context.settings.setValue("folders/variants", str(Path(chosen[0]).parent))
            self.take_in([Path(one) for one in chosen])

    def take_in(self, paths: list[Path]) -> None:
        """Import variants from files; all of them, or none."""
        try:
            changed = variants.import_variants(self._project, paths, self._context.reviewer)
        except CuratorError as error:
            self._say(error.sentence, "fail")
            return
        names = [one.name for one in variants.variant_list(self._project)]
        self._refresh(names[-1] if names else "")
        self._deed(changed)
