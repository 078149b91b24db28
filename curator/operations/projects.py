"""Creating, opening and checking projects; the project's settings."""

from __future__ import annotations

from pathlib import Path

from curator.model.changes import Changed
from curator.model.review import ActKind
from curator.model.value import JsonObject, JsonValue, Value
from curator.project import acts
from curator.project import settings as project_settings
from curator.project.store import ProjectFile

DEFAULT_SEED = 7


def create_project(path: Path, *, name: str = "", seed: int = DEFAULT_SEED) -> ProjectFile:
    """Create a project file (".curator" is added where it is missing) and open it."""
    return ProjectFile.create(path, name=name, seed=seed)


def open_project(path: Path) -> ProjectFile:
    """Open an existing project."""
    return ProjectFile.open(path)


def person_at_the_machine() -> str:
    """Whose acts these are where nobody said otherwise: the account's name."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in bare containers
        return "reviewer"


def settings(project: ProjectFile) -> JsonObject:
    """All settings of the project by name."""
    with project.reading() as connection:
        return project_settings.settings(connection)


def set_setting(project: ProjectFile, name: str, value: JsonValue, reviewer: str) -> Changed:
    """Set one setting; None returns it to its default. In the log and undoable."""
    with project.writing() as connection:
        if project_settings.settings(connection).get(name) == value:
            return Changed()
        act = acts.NewAct(ActKind.SETTING, {"name": name, "value": value})
        deed = acts.append(connection, [act], reviewer)
        project_settings.refold(connection)
    return Changed(deed=deed, sentence=f"Changed the setting “{name}”.", settings=True)


class Integrity(Value, checked=False):
    """What `curator verify` found."""

    ok: bool
    troubles: tuple[str, ...] = ()
    rebuilt: tuple[str, ...] = ()


def verify(project: ProjectFile) -> Integrity:
    """Check the file and that its state follows from its log; what differs is rebuilt."""
    from curator.project import integrity

    with project.reading() as connection:
        found = integrity.troubles(connection)
    if found:
        return Integrity(ok=False, troubles=tuple(found))
    with project.writing() as connection:
        differing = integrity.differences_from_log(connection)
    sentences = tuple(f"{name} did not follow from the log and was rebuilt." for name in differing)
    return Integrity(ok=not differing, troubles=sentences, rebuilt=tuple(differing))


KEPT_VERDICT = "kept_verdict"
"""The setting that holds a kept verdict; readiness, which writes it, is not loaded to read it."""


def kept_verdict_words(project: ProjectFile) -> str:
    """The verdict that was kept last ("Fix the dataset"), "" where there is none."""
    kept = settings(project).get(KEPT_VERDICT)
    words = kept.get("verdict") if isinstance(kept, dict) else None
    return words if isinstance(words, str) else ""
