"""Projects opened lately, kept in the settings of this machine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSettings

from curator.model.figures import Figures

KEPT = 12


class RecentProject(NamedTuple):
    """What the start page shows without opening a project. `missing`: its file is gone."""

    path: str
    name: str
    opened: str
    cases: int = 0
    reviewed: int = 0
    verdict: str = ""
    """The verdict that was kept last, "" where there is none."""
    missing: bool = False

    @property
    def figures(self) -> str:
        """ "412 of 2,000 reviewed", or where the file was that is gone."""
        if self.missing:
            return f"No longer in {Path(self.path).parent}"
        said = f"{self.reviewed:,} of {self.cases:,} reviewed" if self.cases else "No cases yet"
        return f"{said} · {self.verdict}" if self.verdict else said

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
    """Latest first, those whose file is gone marked as missing."""
    found: list[RecentProject] = []
    for place in range(settings.beginReadArray("recent")):
        settings.setArrayIndex(place)
        project = RecentProject(
            path=str(settings.value("path", "")),
            name=str(settings.value("name", "")),
            opened=str(settings.value("opened", "")),
            cases=int(str(settings.value("cases", 0))),
            reviewed=int(str(settings.value("reviewed", 0))),
            verdict=str(settings.value("verdict", "")),
            missing=not Path(str(settings.value("path", ""))).is_file(),
        )
        if project.path:
            found.append(project)
    settings.endArray()
    return found


def remember(
    settings: QSettings, path: Path, name: str, figures: Figures, verdict: str = ""
) -> None:
    """Put a project first."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    first = RecentProject(str(path.resolve()), name, now, figures.cases, figures.reviewed, verdict)
    _write(settings, [first, *_others(settings, first.path)])


def forget(settings: QSettings, path: str) -> None:
    """Take a project off the list; its file, if there is one, stays."""
    _write(settings, _others(settings, path))


def _others(settings: QSettings, path: str) -> list[RecentProject]:
    return [one for one in recent_projects(settings) if one.path != path]


def _write(settings: QSettings, projects: Sequence[RecentProject]) -> None:
    settings.remove("recent")
    settings.beginWriteArray("recent")
    for place, project in enumerate(projects[:KEPT]):
        settings.setArrayIndex(place)
        for field, value in project._asdict().items():
            if field != "missing":
                settings.setValue(field, value)
    settings.endArray()
