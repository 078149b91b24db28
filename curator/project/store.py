"""The `.curator` file: opening, creating, and the two kinds of transaction."""

from __future__ import annotations

import weakref
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import create_engine, event, insert, select
from sqlalchemy.exc import DatabaseError, OperationalError

from curator.errors import CuratorError
from curator.project import schema
from curator.project.ids import new_uid, now
from curator.project.migrations import migrate

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import TracebackType

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

SUFFIX = ".curator"
BUSY_MILLISECONDS = 10_000
PAGE_BYTES = 8_192
LOG_PAGES = 16_000
"""Pages of the write-ahead log (128 MB) from which a commit itself copies them into the file.

Many more than SQLite's own 1,000: among a million cases such a commit takes a second. As a rule
`settle` copies them beforehand (decision 0087)."""


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Settings of every SQLite connection. FULL: what is acknowledged survives a power cut."""
    connection.isolation_level = None  # transactions are begun by us, see _begin
    cursor = connection.cursor()
    for pragma in (
        # Of new files only. A case takes about 2 kB, of which larger pages waste less.
        f"page_size={PAGE_BYTES}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
        f"wal_autocheckpoint={LOG_PAGES}",
        # Each connection has its own, and three of them are in use: twice as much, or mapping
        # parts of the file into memory, made no query of a million cases faster (decision 0065).
        "cache_size=-16000",
        "mmap_size=0",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Writers take the lock at once, so that two of them wait instead of failing midway."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite+pysqlite:///{path}")
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


class ProjectFile:
    """An open project. Everything that is stored goes through `reading` and `writing`."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        # A project that nobody closes lets go of its file when it is forgotten.
        self._release = weakref.finalize(self, engine.dispose)
        with self.reading() as connection:
            rows = connection.execute(select(schema.about.c.name, schema.about.c.value))
            self._about = dict(rows.all())

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
        engine = _engine(path)
        try:
            with engine.execution_options(writing=True).begin() as connection:
                version = migrate(connection, 0)
                facts = {
                    "schema_version": str(version),
                    "uid": new_uid(),
                    "name": name or path.stem,
                    "seed": str(seed),
                    "created_at": now(),
                }
                connection.execute(
                    insert(schema.about),
                    [{"name": key, "value": value} for key, value in facts.items()],
                )
        except OperationalError as error:
            engine.dispose()
            raise CuratorError(f"{path} could not be created: {error.orig}.", file=path) from error
        return cls(path, engine)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a project, migrating an older one. Raises CuratorError for anything else."""
        if not path.exists():
            raise CuratorError(f"There is no project at {path}.", file=path)
        if path.is_dir():
            raise CuratorError(f"{path} is a folder, not a project file.", file=path)
        engine = _engine(path)
        try:
            _migrate_to_today(engine, path)
            return cls(path, engine)
        except CuratorError:
            engine.dispose()
            raise
        except DatabaseError as error:
            engine.dispose()
            raise CuratorError(
                f"{path} is not a Curator project, or it is damaged ({error.orig}).", file=path
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
    def reading(self) -> Generator[Connection]:
        """One consistent view of the project."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """One deed: all of it is durable when the block ends, or none of it happened."""
        engine = self._engine.execution_options(writing=True)
        try:
            with engine.begin() as connection:
                yield connection
        except OperationalError as error:
            raise self._not_written(error.orig) from error

    def _not_written(self, error: BaseException | None) -> CuratorError:
        return CuratorError(
            f"{self.path} could not be written: {error}. "
            "What was saved before is safe; free some space or close the other program.",
            file=self.path,
        )

    def settle(self) -> None:
        """Copy what the write-ahead log holds into the file, beside those who read and write.

        Changes nothing that anybody sees; for a thread, as it waits for the disk.
        """
        connection = self._engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
        except self._engine.dialect.loaded_dbapi.OperationalError as error:
            raise self._not_written(error) from error
        finally:
            connection.close()

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


def _migrate_to_today(engine: Engine, path: Path) -> None:
    with engine.connect() as connection, connection.begin():
        found = connection.execute(
            select(schema.about.c.value).where(schema.about.c.name == "schema_version")
        ).scalar_one_or_none()
    if found is None:
        raise CuratorError(f"{path} is not a Curator project.", file=path)
    version = int(found)
    if version > schema.VERSION:
        raise CuratorError(
            f"{path} was written by a newer Curator (format {version}, this one knows "
            f"{schema.VERSION}). Update Curator to open it.",
            file=path,
        )
    if version < schema.VERSION:
        with engine.execution_options(writing=True).begin() as connection:
            reached = migrate(connection, version)
            connection.execute(
                schema.about.update()
                .where(schema.about.c.name == "schema_version")
                .values(value=str(reached))
            )
