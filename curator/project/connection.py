"""Connections to a project's file: one for each thread that is at work, kept for the next.

A connection is the driver's own. Prepared statements go to it as they are; any other statement
goes through SQLAlchemy, which is loaded for the first of them and joins the same transaction.
Opening a project prepares all it asks, so that nobody waits for the library (decision 0086).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVarTuple, overload

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection as Core
    from sqlalchemy import CursorResult, Dialect, Engine, Executable
    from sqlalchemy.sql.selectable import TypedReturnsRows

_Ts = TypeVarTuple("_Ts")
BUSY_MILLISECONDS = 10_000
PAGE_BYTES = 8_192
LOG_PAGES = 16_000
"""Pages of the write-ahead log (128 MB) from which a commit itself copies them into the file.

Many more than SQLite's own 1,000: among a million cases such a commit takes a second. As a rule
`ProjectFile.settle` copies them beforehand (decision 0087)."""
CACHE_KIB = 16_000
"""Each connection has its own, and three of them are in use: twice as much made no query of a
million cases faster (decision 0065)."""
LOADING_CACHE_KIB = 64_000
"""Holds what a batch of 20,000 cases changes, so that no page is written before its commit."""
_KEPT = 5
"""Connections kept open for the next who asks."""
_PRAGMAS = (
    # Of new files only. A case takes about 2 kB, of which larger pages waste less.
    f"page_size={PAGE_BYTES}",
    "journal_mode=WAL",
    # What is acknowledged survives a power cut.
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_MILLISECONDS}",
    f"wal_autocheckpoint={LOG_PAGES}",
    # Mapping parts of the file into memory made no query of a million cases faster (0065).
    "mmap_size=0",
    "temp_store=MEMORY",
)


class Connection:
    """One transaction at a time on a project's file."""

    store = "sqlite"
    """SQLAlchemy's name of what is connected, for those who must not load it to ask."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self.raw = raw
        """The driver's own connection."""
        self._core: Core | None = None

    @property
    def core(self) -> Core:
        """SQLAlchemy's connection over this one, inside the same transaction."""
        if self._core is None:
            self._core = _over(self.raw)
        return self._core

    @property
    def dialect(self) -> Dialect:
        """How SQLAlchemy speaks to this store."""
        return self.core.dialect

    @overload
    def execute(
        self,
        statement: TypedReturnsRows[*_Ts],
        parameters: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None = None,
        *,
        execution_options: Mapping[str, Any] | None = None,
    ) -> CursorResult[*_Ts]: ...
    @overload
    def execute(
        self,
        statement: Executable,
        parameters: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None = None,
        *,
        execution_options: Mapping[str, Any] | None = None,
    ) -> CursorResult[*tuple[Any, ...]]: ...
    def execute(
        self,
        statement: Executable,
        parameters: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None = None,
        *,
        execution_options: Mapping[str, Any] | None = None,
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run one of SQLAlchemy's statements."""
        return self.core.execute(statement, parameters, execution_options=execution_options)

    def exec_driver_sql(
        self, statement: str, parameters: Any = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a text in the driver's own spelling."""
        return self.core.exec_driver_sql(statement, parameters)

    def begin(self, *, writing: bool) -> None:
        """Writers take the lock at once, so that two of them wait instead of failing midway."""
        self.raw.execute("BEGIN IMMEDIATE" if writing else "BEGIN")

    def end(self, *, keep: bool) -> None:
        """Commit, or take everything back."""
        if keep:
            self.raw.commit()
        else:
            self.raw.rollback()
        if self._core is not None and self._core.in_transaction():
            self._core.rollback()  # its own idea of a transaction follows

    def close(self) -> None:
        """Let go of the file."""
        if self._core is not None:
            self._core.close()
        self.raw.close()


class Connections:
    """The open connections of one project file. Any thread may ask for one."""

    def __init__(self, path: Path, *, cache_kib: int = CACHE_KIB) -> None:
        self._path = path
        self._cache_kib = cache_kib
        self._idle: list[Connection] = []
        self._closed = False

    def take(self) -> Connection:
        """One that nobody uses."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._connected()

    def give_back(self, connection: Connection) -> None:
        """The transaction is over."""
        if self._closed or len(self._idle) >= _KEPT:
            connection.close()
        else:
            self._idle.append(connection)

    def close(self) -> None:
        """Close all that are idle; those in use follow when they come back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _connected(self) -> Connection:
        raw = sqlite3.connect(
            self._path,
            timeout=BUSY_MILLISECONDS / 1000,
            isolation_level=None,  # transactions are begun by us
            check_same_thread=False,  # handed on, never shared
        )
        try:
            with closing(raw.cursor()) as cursor:
                for pragma in (*_PRAGMAS, f"cache_size=-{self._cache_kib}"):
                    cursor.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            raw.close()
            raise
        return Connection(raw)


class _Lender:
    """SQLAlchemy's engine, made to work on connections that are open already."""

    def __init__(self) -> None:
        from sqlalchemy import create_engine
        from sqlalchemy.pool import NullPool

        self._lock = Lock()
        # An engine looks round its first connection and rolls it back: not one of ours.
        self._lent = sqlite3.connect(":memory:", check_same_thread=False)
        self._engine: Engine = create_engine(
            "sqlite+pysqlite://", creator=lambda: self._lent, poolclass=NullPool
        )
        self._engine.connect().close()

    def over(self, raw: sqlite3.Connection) -> Core:
        with self._lock:
            self._lent = raw
            return self._engine.connect()


def prepare() -> None:
    """Load SQLAlchemy and the tables, where that holds up nobody."""
    from curator.project import schema

    _lender()
    del schema


@cache
def _lender() -> _Lender:
    return _Lender()


def _over(raw: sqlite3.Connection) -> Core:
    return _lender().over(raw)
