"""What the patterns page opens and asks of the study: split, tree, grain, embedder, next cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from curator.errors import CuratorError
from curator.gui.ask import ask_line
from curator.gui.context import AppContext
from curator.gui.item_models.pattern_list import PatternRow
from curator.gui.pages.patterns_deeds import PatternDeeds
from curator.gui.pages.patterns_embedder import EmbedderDialog
from curator.gui.pages.patterns_grain import GrainPanel
from curator.gui.pages.patterns_grouping import GroupingFlow
from curator.gui.pages.patterns_naming import NamingDialog
from curator.gui.pages.patterns_split import SplitDialog
from curator.gui.pages.patterns_study import StudyKeeper
from curator.gui.pages.patterns_tree import TreeDialog
from curator.model.pattern_views import Fold, WorthSeeing
from curator.operations import pattern_study, reviewing
from curator.operations.pattern_study import PatternStudy

TO_TAG = 20
"""Cases in the queue of what teaches most."""
FOLDED_MOST = 5_000
"""Members of a pattern up to which copies are looked for: a second's work."""
Current = Callable[[], PatternRow | None]


class PatternTools(QObject):
    """The page tells which pattern is current; deeds go the way of all deeds."""

    def __init__(
        self, context: AppContext, page: QWidget, deeds: PatternDeeds, flow: GroupingFlow
    ) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self._deeds = deeds
        self._flow = flow
        self._current: Current = lambda: None
        self.keeper = StudyKeeper(context, self)
        self.grain = GrainPanel()
        self._folding = 0
        self.go_to: Callable[[str], object] = lambda _: None
        self.split_dialog: SplitDialog | None = None
        self.tree_dialog: TreeDialog | None = None
        self.embedder_dialog: EmbedderDialog | None = None
        self.naming_dialog: NamingDialog | None = None
        self.keeper.studied.connect(self._studied)
        self.grain.cut_chosen.connect(self._cut)
        self.grain.tree_asked.connect(self.show_tree)
        self.grain.ask_asked.connect(self.ask_next)

    def follow(self, current: Current, go_to: Callable[[str], object]) -> None:
        """How the page tells its current pattern, and goes to another."""
        self._current, self.go_to = current, go_to

    def _studied(self) -> None:
        study = self.keeper.study
        if study is None:
            self.grain.forget()
            return
        self.grain.show_study(
            pattern_study.slider_stops(study),
            study.threshold,
            (len(study.study.current.patterns), len(study.study.current.unassigned)),
            pattern_study.learned_state(study),
        )

    # How fine

    def _cut(self, threshold: float) -> None:
        self.keeper.need(
            lambda study: self._flow.show_found(pattern_study.group_at(study, threshold))
        )

    def show_tree(self) -> None:
        """Patterns from broad to fine."""
        self.keeper.need(self._open_tree)

    def _open_tree(self, study: PatternStudy) -> None:
        dialog = TreeDialog(self._page.window(), pattern_study.hierarchy(study))
        dialog.pattern_asked.connect(self.go_to)
        dialog.cases_asked.connect(self._context.show_cases)
        dialog.pattern_wanted.connect(lambda keys, name: self._deeds.make(name, keys))
        self.tree_dialog = dialog
        dialog.open()

    # One pattern

    def split(self) -> None:
        """Propose two halves of the current pattern."""
        row = self._current()
        if row is not None and row.pattern_id:
            self.keeper.need(lambda study: self._open_split(study, row))

    def _open_split(self, study: PatternStudy, row: PatternRow) -> None:
        proposed = pattern_study.propose_split(study, row.pattern_id)
        if proposed is None:
            self._context.status("A split needs four cases at least")
            return
        project = self._context.the_project()
        dialog = SplitDialog(
            self._page.window(), row.name, proposed, lambda keys: reviewing.lines(project, keys)
        )
        dialog.accepted_half.connect(
            lambda keys, name: self._deeds.split(row.pattern_id, keys, name)
        )
        dialog.cases_asked.connect(self._context.show_cases)
        self.split_dialog = dialog
        dialog.open()

    def dissolve(self) -> None:
        """End the current pattern; undo brings it back."""
        row = self._current()
        if row is not None and row.pattern_id:
            self._deeds.dissolve(row.pattern_id)

    def describe(self, text: str) -> None:
        """Ask what the current pattern is about."""
        row = self._current()
        if row is None or not row.pattern_id:
            return
        ask_line(
            self._page.window(),
            "Describe the pattern",
            f"What is “{row.name}” about? One sentence for whoever reads the summary.",
            lambda said: self._deeds.describe(row.pattern_id, said),
            text,
        )

    def suggest_name(self) -> None:
        """Show what a model would be sent to name the current pattern; a person takes the name."""
        row = self._current()
        if row is None or not row.pattern_id:
            return
        dialog = NamingDialog(self._context, self._page.window(), row.pattern_id, row.name)
        dialog.taken.connect(lambda name: self._deeds.rename(row.pattern_id, name))
        self.naming_dialog = dialog
        dialog.open()

    def review_next(self) -> None:
        """Open the most telling cases of the current pattern."""
        row = self._current()
        if row is not None and row.pattern_id:
            self.keeper.need(lambda study: self._find_telling(study, row))

    def _find_telling(self, study: PatternStudy, row: PatternRow) -> None:
        project = self._context.the_project()

        def done(found: tuple[WorthSeeing, ...]) -> None:
            if self._context.project is project and found:
                keys = list(dict.fromkeys(one.case_key for one in found))
                self._context.show_cases(keys, f"Most telling of “{row.name}”: {_kinds(found)}")

        self._context.background.run(
            "Finding the most telling cases",
            lambda *_: pattern_study.review_next(project, study, row.pattern_id),
            done,
            quiet=True,
        )

    def why(self, key: int, say: Callable[[str], object]) -> None:
        """Say why a case is in the current pattern, as soon as that is known."""
        row, study = self._current(), self.keeper.study
        if row is None or not row.pattern_id or study is None:
            say("")
            return
        found = pattern_study.why(study, key, row.pattern_id)
        say(found.sentence if found is not None else "")

    def fold(self, keys: Sequence[int], show: Callable[[tuple[Fold, ...]], object]) -> None:
        """Find which of these cases say nearly the same; the latest question alone is answered."""
        self._folding += 1
        project, asked = self._context.the_project(), self._folding
        if not 1 < len(keys) <= FOLDED_MOST:
            return

        def done(found: tuple[Fold, ...]) -> None:
            if asked == self._folding and self._context.project is project:
                show(found)

        self._context.background.run(
            "Folding copies", lambda *_: pattern_study.folds(project, keys), done, quiet=True
        )

    # The whole

    def ask_next(self) -> None:
        """Open the failures whose tag would teach most."""
        self.keeper.need(self._open_asked)

    def _open_asked(self, study: PatternStudy) -> None:
        found = pattern_study.most_informative(study, TO_TAG)
        if not found:
            self._context.status("Every failure is in a pattern of yours already")
            return
        keys = [one.case_key for one in found]
        self._context.show_cases(keys, "Failures whose tag would teach most")

    def choose_embedder(self) -> None:
        """Show and change the embedder of this project."""
        if self._context.project is None:
            return
        try:
            self.embedder_dialog = EmbedderDialog(self._context, self._page.window())
        except CuratorError as error:
            self._context.message(error.sentence, kind="error")
            return
        self.embedder_dialog.open()


def _kinds(found: Sequence[WorthSeeing]) -> str:
    return ", ".join(dict.fromkeys(str(one.kind) for one in found))
