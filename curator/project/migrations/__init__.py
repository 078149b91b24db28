"""Schema versions, oldest first. A migration never reads today's tables, only its own SQL.

A new project runs them all, so what a migrated old project becomes is what a new one is. They
need no more than a store's own driver: a new project waits for no library.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from curator.project.migrations import m0001_initial

Execute: TypeAlias = Callable[[str], object]
"""Runs one statement inside the caller's transaction."""
MIGRATIONS: tuple[tuple[int, Callable[[Execute, str], None]], ...] = ((1, m0001_initial.upgrade),)


def migrate(execute: Execute, store: str, version: int) -> int:
    """Bring a store ("sqlite" or "postgresql") from `version` to the newest."""
    for number, upgrade in MIGRATIONS:
        if number > version:
            upgrade(execute, store)
            version = number
    return version
