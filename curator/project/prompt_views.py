"""Held-out cases that were looked at while a prompt was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.project.ids import now
from curator.project.sql import insert, schema, select

if TYPE_CHECKING:
    from curator.project.connection import Connection


def add(connection: Connection, case_key: int, reviewer: str) -> None:
    """Write down that a case was seen; the first time counts."""
    if case_key not in keys(connection):
        row = {"case_key": case_key, "at": now(), "reviewer": reviewer}
        connection.execute(insert(schema.prompt_views), [row])


def keys(connection: Connection) -> frozenset[int]:
    """Every case that was seen."""
    return frozenset(connection.execute(select(schema.prompt_views.c.case_key)).scalars())
