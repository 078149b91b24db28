"""Where what is brought in goes: pasted text, and a project that does not exist yet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from curator.gui import dialogs


def pasted_folder() -> Path:
    """Where pasted text is kept as files."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(place) / "pasted"


def new_project_for(first: Path) -> Path:
    """A new project beside the first file, under its name or that with a number.

    Pasted text has no place of its own, and an archive's members none on disk: theirs goes to
    the documents.
    """
    folder = first.parent
    if folder == pasted_folder() or not folder.is_dir():
        folder = Path(dialogs.documents())
    stem = first.name if first.is_dir() else first.stem
    target, number = folder / f"{stem}.curator", 2
    while target.exists():
        target = folder / f"{stem} {number}.curator"
        number += 1
    return target
