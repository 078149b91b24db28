"""The `.curator` file: opening, creating, and the two kinds of transaction."""

from __future__ import annotations

import sqlite3
import weakref
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from curator.errors import CuratorError
from curator.project.connection import LOADING_CACHE_KIB, Connection, Connections
from curator.project.ids import new_uid, now
from curator.project.prepared import Prepared
from curator.project.schema_version import VERSION
from curator.project.sql import insert, schema, select, update

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import TracebackType

    from curator.project.interruption import Interruption

SUFFIX = ".curator"
_new_facts = Prepared("store.new_facts", lambda: insert(schema.about), ("name", "value"))
_facts = Prepared("store.facts", lambda: select(schema.about.c.name, schema.about.c.value))


def _refusals() -> tuple[type[Exception], ...]:
    """What a store raises when it cannot do something, as the driver and SQLAlchemy tell it."""
    from sqlalchemy.exc import OperationalError

    return (sqlite3.OperationalError, OperationalError)


def _damages() -> tuple[type[Exception], ...]:
    """What a store raises about a file that is none of its own, told either way."""
    from sqlalchemy.exc import DatabaseError

    return (sqlite3.DatabaseError, DatabaseError)


def _reason(error: Exception) -> object:
    """The driver's own words."""
    return getattr(error, "orig", error)


@contextmanager
def _transaction(connections: Connections, *, writing: bool) -> Generator[Connection]:
    connection = connections.take()
    try:
        connection.begin(writing=writing)
        try:
            yield connection
        except BaseException:
            connection.end(keep=False)
            raise
        try:
            connection.end(keep=True)
        except sqlite3.Error:
            connection.end(keep=False)
            raise
    finally:
        connections.give_back(connection)


class ProjectFile:
    """An open project. Everything that is stored goes through `reading` and `writing`."""

    def __init__(self, path: Path, connections: Connections) -> None:
        self.path = path
        self._connections = connections
        # A project that nobody closes lets go of its file when it is forgotten.
        self._release = weakref.finalize(self, connections.close)
        with self.reading() as connection:
            self._about = _about(connection)

    @classmethod
    def create(cls, path: Path, *, name: str = "", seed: int = 7) -> Self:
        """Create a new project; an existing file is never overwritten."""
        path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        if path.exists():
            raise CuratorError(
                f"{path} exists already. Open it, or choose another name.", file=path
            )
        if not path.parent.is_dir():
            raise CuratorError(f"The folder {path.parent} does not exist.", file=path)
        connections = Connections(path)
        try:
            with _transaction(connections, writing=True) as connection:
                version = _migrate(connection, 0)
                facts = {
                    "schema_version": str(version),
                    "uid": new_uid(),
                    "name": name or path.stem,
                    "seed": str(seed),
                    "created_at": now(),
                }
                _new_facts.run(
                    connection, [{"name": key, "value": value} for key, value in facts.items()]
                )
        except _refusals() as error:
            connections.close()
            raise CuratorError(
                f"{path} could not be created: {_reason(error)}.", file=path
            ) from error
        return cls(path, connections)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a project, migrating an older one. Raises CuratorError for anything else."""
        if not path.exists():
            raise CuratorError(f"There is no project at {path}.", file=path)
        if path.is_dir():
            raise CuratorError(f"{path} is a folder, not a project file.", file=path)
        connections = Connections(path)
        try:
            _migrate_to_today(connections, path)
            return cls(path, connections)
        except CuratorError:
            connections.close()
            raise
        except _damages() as error:
            connections.close()
            raise CuratorError(
                f"{path} is not a Curator project, or it is damaged ({_reason(error)}).", file=path
            ) from error

    @property
    def name(self) -> str:
        """What people call the project."""
        return self._about["name"]

    @property
    def uid(self) -> str:
        return self._about["uid"]

    @property
    def seed(self) -> int:
        """What every random order and split starts from."""
        return int(self._about["seed"])

    @contextmanager
    def reading(self, stop: Interruption | None = None) -> Generator[Connection]:
        """One consistent view of the project; asked to `stop`, what is read raises Cancelled."""
        with _transaction(self._connections, writing=False) as connection:
            if stop is None:
                yield connection
                return
            with stop.watched(connection):
                yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """One deed: all of it is durable when the block ends, or none of it happened."""
        try:
            with _transaction(self._connections, writing=True) as connection:
                yield connection
        except _refusals() as error:
            raise self._not_written(_reason(error)) from error

    @contextmanager
    def loading(self) -> Generator[ProjectFile]:
        """The same project for storing many cases, on connections with room for a batch."""
        connections = Connections(self.path, cache_kib=LOADING_CACHE_KIB)
        with ProjectFile(self.path, connections) as project:
            yield project

    def _not_written(self, reason: object) -> CuratorError:
        return CuratorError(
            f"{self.path} could not be written: {reason}. "
            "What was saved before is safe; free some space or close the other program.",
            file=self.path,
        )

    def settle(self) -> None:
        """Copy what the write-ahead log holds into the file, beside those who read and write.

        Changes nothing that anybody sees; for a thread, as it waits for the disk.
        """
        connection = self._connections.take()
        try:
            connection.raw.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.OperationalError as error:
            raise self._not_written(error) from error
        finally:
            self._connections.give_back(connection)

    def close(self) -> None:
        """Release the file."""
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _about(connection: Connection) -> dict[str, str]:
    return {row["name"]: row["value"] for row in _facts.rows(connection)}


def _migrate(connection: Connection, version: int) -> int:
    from curator.project.migrations import migrate

    return migrate(connection.raw.execute, connection.store, version)


def _migrate_to_today(connections: Connections, path: Path) -> None:
    with _transaction(connections, writing=False) as connection:
        found = _about(connection).get("schema_version")
    if found is None:
        raise CuratorError(f"{path} is not a Curator project.", file=path)
    version = int(found)
    if version > VERSION:
        raise CuratorError(
            f"{path} was written by a newer Curator (format {version}, this one knows "
            f"{VERSION}). Update Curator to open it.",
            file=path,
        )
    if version < VERSION:
        with _transaction(connections, writing=True) as connection:
            reached = _migrate(connection, version)
            connection.execute(
                update(schema.about)
                .where(schema.about.c.name == "schema_version")
                .values(value=str(reached))
            )
