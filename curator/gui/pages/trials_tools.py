"""What the trials page opens: variants, runs, endpoints."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QWidget

from curator.gui.context import AppContext
from curator.gui.pages.trials_endpoints import EndpointsDialog
from curator.gui.pages.trials_failed import FailedCallsDialog
from curator.gui.pages.trials_run_form import RunDialog
from curator.gui.pages.trials_running import TrialRuns
from curator.gui.pages.trials_variant import VariantDialog


class TrialTools:
    """Each dialog belongs to the window that the page stands in."""

    def __init__(self, context: AppContext, page: QWidget, runs: TrialRuns) -> None:
        self._context = context
        self._page = page
        self._runs = runs
        self.variant_dialog: VariantDialog | None = None
        self.run_dialog: RunDialog | None = None
        self.endpoints_dialog: EndpointsDialog | None = None
        self.failed_dialog: FailedCallsDialog | None = None

    def write_variants(self, current: str = "") -> None:
        """Open the editor on a variant, else on a new one."""
        if self._context.project is None:
            return
        dialog = VariantDialog(self._context, self._page.window(), current)
        dialog.run_asked.connect(self.plan_run)
        self.variant_dialog = dialog
        dialog.open()

    def plan_run(self, chosen: str = "") -> None:
        """Ask what to run, and show what it costs."""
        if self._context.project is None:
            return
        dialog = RunDialog(self._context, self._page.window(), chosen)
        dialog.run_asked.connect(self._runs.start)
        dialog.endpoints_asked.connect(self.set_up_endpoints)
        self.run_dialog = dialog
        dialog.open()

    def show_failed(self, run_uid: str) -> None:
        """Show the calls of a run that gave no output."""
        dialog = FailedCallsDialog(self._context, self._page.window(), run_uid)
        dialog.retry_asked.connect(self._runs.retry)
        dialog.cases_asked.connect(
            lambda keys: self._context.show_cases(keys, "Calls without an answer")
        )
        self.failed_dialog = dialog
        dialog.open()

    def set_up_endpoints(self) -> None:
        """Open the profiles; a run that is being planned hears of changes."""
        asked_by = self.run_dialog
        alive = asked_by is not None and shiboken6.isValid(asked_by) and asked_by.isVisible()
        parent = asked_by if alive and asked_by is not None else self._page.window()
        dialog = EndpointsDialog(self._context, parent)
        if alive and asked_by is not None:
            dialog.changed.connect(asked_by.refresh_endpoints)
        self.endpoints_dialog = dialog
        dialog.open()
