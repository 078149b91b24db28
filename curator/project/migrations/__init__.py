"""Schema versions, oldest first. A migration never reads today's tables, only its own SQL.

A new project runs them all, so what a migrated old project becomes is what a new one is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.project.migrations import m0001_initial

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

MIGRATIONS: tuple[tuple[int, Callable[[Connection], None]], ...] = ((1, m0001_initial.upgrade),)


def migrate(connection: Connection, version: int) -> int:
    """Bring a store from `version` to the newest inside the caller's transaction."""
    for number, upgrade in MIGRATIONS:
        if number > version:
            upgrade(connection)
            version = number
    return version
