"""Ideal answers being written: kept on every pause, no acts yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.project.ids import now
from curator.project.prepared import Prepared
from curator.project.sql import and_, bindparam, delete, insert, schema, select

if TYPE_CHECKING:
    from curator.project.connection import Connection


_kept = Prepared(
    "drafts.kept",
    lambda: select(schema.drafts.c.text).where(
        schema.drafts.c.case_key == bindparam("wanted_case"),
        schema.drafts.c.reviewer == bindparam("wanted_reviewer"),
    ),
)


def keep(connection: Connection, case_key: int, reviewer: str, text: str) -> None:
    """Keep what was typed so far, in place of what was kept before."""
    drop(connection, case_key, reviewer)
    row = {"case_key": case_key, "reviewer": reviewer, "text": text, "at": now()}
    connection.execute(insert(schema.drafts), [row])


def drop(connection: Connection, case_key: int, reviewer: str) -> None:
    """Forget a draft: it was handed in, or given up."""
    table = schema.drafts
    connection.execute(
        delete(table).where(and_(table.c.case_key == case_key, table.c.reviewer == reviewer))
    )


def draft(connection: Connection, case_key: int, reviewer: str) -> str | None:
    """What this reviewer has typed for a case and not handed in."""
    row = _kept.row(connection, wanted_case=case_key, wanted_reviewer=reviewer)
    return row["text"] if row is not None else None
