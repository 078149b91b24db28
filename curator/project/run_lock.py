"""Only one program at a time sends a run's calls: two would pay for each of them twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from curator.errors import CuratorError


@contextmanager
def only_here(project: Path, uid: str) -> Generator[None]:
    """Hold a run for this program. Raises CuratorError where another one holds it.

    A lock of a file of its own beside the project: the system lets go of it when a program dies,
    however it dies, so a killed run can be resumed at once.
    """
    place = project.with_name(f"{project.name}.{uid}.run")
    held = sqlite3.connect(place, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        try:
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise CuratorError(
                "This run is going on in another window or program already. Wait for it, or stop "
                "it there.",
                file=project,
            ) from None
        try:
            yield
        finally:
            held.close()
            place.unlink(missing_ok=True)
    finally:
        held.close()
