"""The floor of the review benchmark: SQLite alone, without any of our code around it."""

from __future__ import annotations

import sqlite3
from array import array
from pathlib import Path


def first_texts(project: Path, limit: int) -> list[tuple[str, str, str]]:
    """(preview, input, output), the latter two as JSON, of the first cases of a project file."""
    store = sqlite3.connect(project)
    try:
        return store.execute(
            "SELECT preview, input, output FROM cases"
            " JOIN case_texts ON case_key = cases.key ORDER BY cases.key LIMIT ?",
            (limit,),
        ).fetchall()
    finally:
        store.close()


def all_keys(project: Path) -> array[int]:
    """Every case key, in order."""
    store = sqlite3.connect(project)
    try:
        return array("q", (row[0] for row in store.execute("SELECT key FROM cases ORDER BY key")))
    finally:
        store.close()


class BareLog:
    """A table of its own beside the project, written durably one row at a time."""

    def __init__(self, project: Path) -> None:
        self._path = f"{project}.floor"
        self._store = sqlite3.connect(self._path, isolation_level=None)
        self._store.execute("PRAGMA journal_mode=WAL")
        self._store.execute("PRAGMA synchronous=FULL")
        self._store.execute("CREATE TABLE acts (key INTEGER PRIMARY KEY, payload TEXT)")

    def commit(self, payload: str) -> None:
        """One row, on disk when this returns."""
        self._store.execute("INSERT INTO acts (payload) VALUES (?)", (payload,))

    def remove(self) -> None:
        """Close and delete it."""
        self._store.close()
        for suffix in ("", "-wal", "-shm"):
            Path(self._path + suffix).unlink(missing_ok=True)
