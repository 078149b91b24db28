"""The few dialogs: choosing files, the reviewer's name, about, a crash."""

from __future__ import annotations

from pathlib import Path

# A class of Qt that is reached through its module is made when it is first used.
from PySide6 import QtWidgets
from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from curator.gui.context import AppContext
from curator.version import __version__

DATA_FILES = (
    "Logged calls (*.jsonl *.ndjson *.json *.csv *.tsv *.xlsx *.parquet *.eval *.zip *.gz *.zst)"
    ";;All files (*)"
)
MAPPING_FILES = "Mappings (*.toml);;All files (*)"
PROJECT_FILES = "Curator projects (*.curator)"


def documents() -> str:
    """The person's folder of documents."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def choose_files(parent: QWidget) -> list[Path]:
    """Files of logged calls."""
    paths, _ = QtWidgets.QFileDialog.getOpenFileNames(
        parent, "Choose files of logged calls", documents(), DATA_FILES
    )
    return [Path(path) for path in paths]


def choose_folder(parent: QWidget) -> Path | None:
    """A folder of logged calls."""
    path = QtWidgets.QFileDialog.getExistingDirectory(
        parent, "Choose a folder of logged calls", documents()
    )
    return Path(path) if path else None


def choose_mapping(parent: QWidget) -> Path | None:
    """A saved mapping."""
    path, _ = QtWidgets.QFileDialog.getOpenFileName(
        parent, "Load a mapping", documents(), MAPPING_FILES
    )
    return Path(path) if path else None


def name_mapping(parent: QWidget, suggested: str) -> Path | None:
    """Where a mapping shall be saved."""
    start = str(Path(documents()) / suggested)
    path, _ = QtWidgets.QFileDialog.getSaveFileName(
        parent, "Save the mapping", start, MAPPING_FILES
    )
    return Path(path) if path else None


def choose_project(parent: QWidget) -> Path | None:
    """An existing project."""
    path, _ = QtWidgets.QFileDialog.getOpenFileName(
        parent, "Open project", documents(), PROJECT_FILES
    )
    return Path(path) if path else None


def name_project(parent: QWidget, suggested: str = "New project") -> Path | None:
    """Where a new project shall be."""
    start = str(Path(documents()) / f"{suggested}.curator")
    path, _ = QtWidgets.QFileDialog.getSaveFileName(parent, "New project", start, PROJECT_FILES)
    return Path(path) if path else None


def ask_reviewer(parent: QWidget, context: AppContext) -> None:
    """The name that goes with every mark from now on."""
    name, given = QtWidgets.QInputDialog.getText(
        parent, "Reviewer's name", "Your name goes with every mark.", text=context.reviewer
    )
    if given and name.strip():
        context.set_reviewer(name)
        context.status(f"Reviewing as {name.strip()}")


def about(parent: QWidget) -> None:
    """What this is."""
    box = QtWidgets.QMessageBox(parent)
    box.setWindowTitle("About Curator")
    box.setText(f"Curator {__version__}")
    box.setInformativeText(
        "Find out where a model fails, and whether fine-tuning is worth it.\n"
        "Files stay on this computer. Apache License 2.0."
    )
    box.open()


def tell_crash(report: Path, parent: QWidget | None = None) -> None:
    """Say that something went wrong and what is safe."""
    box = QtWidgets.QMessageBox(parent)
    box.setObjectName("crash-dialog")
    box.setIcon(QtWidgets.QMessageBox.Icon.Warning)
    box.setWindowTitle("Curator")
    box.setText("Something went wrong in Curator. Your work is saved.")
    box.setInformativeText(
        f"A report with the technical details, without any case text, is in\n{report}"
    )
    show = box.addButton("Show the report", QtWidgets.QMessageBox.ButtonRole.ActionRole)
    go_on = box.addButton("Go on", QtWidgets.QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(go_on)
    # Without one that Esc stands for, neither Esc nor the window's cross would close it.
    box.setEscapeButton(go_on)
    show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(report))))
    box.open()
