"""Saving the summary for engineers: asked for from readiness and from export."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from curator.errors import CuratorError
from curator.gui.context import AppContext
from curator.gui.pages.summary_dialog import SummaryDialog
from curator.gui.pdf import print_pdf
from curator.operations import reporting
from curator.operations.reporting import SummaryOptions

FILTERS = {
    "HTML page (*.html)": ".html",
    "PDF (*.pdf)": ".pdf",
    "Markdown (*.md)": ".md",
    "JSON, every table as data (*.json)": ".json",
}


def ask_and_save_summary(parent: QWidget, context: AppContext) -> None:
    """Ask what it shows and where to, then write it; the file's ending chooses its form."""
    dialog = SummaryDialog(parent)
    dialog.accepted.connect(lambda: _ask_where(parent, context, dialog.options()))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _ask_where(parent: QWidget, context: AppContext, options: SummaryOptions) -> None:
    project = context.the_project()
    folder = Path(str(context.settings.value("folders/summary", project.path.parent)))
    suggested = folder / f"{project.path.stem}-summary.html"
    chosen, kind = QFileDialog.getSaveFileName(
        parent, "Save the summary for engineers", str(suggested), ";;".join(FILTERS)
    )
    if chosen:
        path = Path(chosen)
        if path.suffix.lower() not in FILTERS.values():
            path = path.with_name(path.name + FILTERS.get(kind, ".html"))
        context.settings.setValue("folders/summary", str(path.parent))
        save_summary(context, path, options)


def save_summary(context: AppContext, path: Path, options: SummaryOptions | None = None) -> None:
    """Write the summary in the background and say where it is."""
    project = context.the_project()

    def done(written: Path) -> None:
        context.message(f"Summary saved.\n{written}")

    def failed(error: CuratorError) -> None:
        context.message(f"The summary was not saved.\n{error.sentence}", kind="error")

    context.background.run(
        "Writing the summary",
        lambda progress, is_cancelled: reporting.write_summary(project, path, options, print_pdf),
        done,
        failed=failed,
    )
