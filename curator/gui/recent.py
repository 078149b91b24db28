"""Projects opened lately, kept in the settings of this machine."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSettings

from curator.model.figures import Figures

KEPT = 12


@dataclass(frozen=True)
class RecentProject:
    """What the start page shows without opening a project."""

    path: str
    name: str
    opened: str
    cases: int = 0
    reviewed: int = 0

    @property
    def figures(self) -> str:
        """ "412 of 2,000 reviewed"."""
        return f"{self.reviewed:,} of {self.cases:,} reviewed" if self.cases else "No cases yet"

    @property
    def when(self) -> str:
        """ "Today, 15:20", "28 April", "28 April 2025"."""
        try:
            moment = datetime.fromisoformat(self.opened)
        except ValueError:
            return ""
        now = datetime.now(moment.tzinfo)
        if moment.date() == now.date():
            return f"Today, {moment:%H:%M}"
        day = f"{moment.day} {moment:%B}"
        return day if moment.year == now.year else f"{day} {moment.year}"


def recent_projects(settings: QSettings) -> list[RecentProject]:
    """Latest first; those whose file is gone are left out."""
    found: list[RecentProject] = []
    for place in range(settings.beginReadArray("recent")):
        settings.setArrayIndex(place)
        project = RecentProject(
            path=str(settings.value("path", "")),
            name=str(settings.value("name", "")),
            opened=str(settings.value("opened", "")),
            cases=int(str(settings.value("cases", 0))),
            reviewed=int(str(settings.value("reviewed", 0))),
        )
        if project.path and Path(project.path).is_file():
            found.append(project)
    settings.endArray()
    return found


def remember(settings: QSettings, path: Path, name: str, figures: Figures) -> None:
    """Put a project first."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    first = RecentProject(str(path.resolve()), name, now, figures.cases, figures.reviewed)
    others = [one for one in recent_projects(settings) if one.path != first.path]
    settings.beginWriteArray("recent")
    for place, project in enumerate([first, *others][:KEPT]):
        settings.setArrayIndex(place)
        for field, value in asdict(project).items():
            settings.setValue(field, value)
    settings.endArray()
