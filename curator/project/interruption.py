"""Stopping a query that runs in another thread."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from curator.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Generator

    from curator.project.connection import Connection


class Interruption:
    """Handed to `ProjectFile.reading`; any thread may ask for the end of what is read there."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked = False
        self._driver: sqlite3.Connection | None = None

    def ask(self) -> None:
        """Stop the query that runs, and those that would follow; they raise `Cancelled`."""
        with self._lock:
            self._asked = True
            if self._driver is not None:
                self._driver.interrupt()

    def check(self) -> None:
        """Between two queries: raises `Cancelled` once somebody asked."""
        if self._asked:
            raise Cancelled

    @contextmanager
    def watched(self, connection: Connection) -> Generator[None]:
        """What is read inside can be stopped."""
        driver = connection.raw
        self.check()
        with self._lock:
            self._driver = driver
        try:
            yield
        except _refusals():
            self.check()
            raise
        finally:
            with self._lock:
                self._driver = None


def _refusals() -> tuple[type[Exception], ...]:
    """What a stopped query raises, as the driver and SQLAlchemy tell it."""
    from sqlalchemy.exc import OperationalError

    return (sqlite3.OperationalError, OperationalError)


def nothing_stops() -> None:
    """The `check` of what nobody interrupts."""
