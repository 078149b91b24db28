"""Is a project whole, and does its state follow from its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.project import acts, patterns, reviews, settings, trials, variants
from curator.project.sql import delete, insert, schema, select, text

if TYPE_CHECKING:
    from sqlalchemy import Table

    from curator.project.connection import Connection


def _following() -> tuple[Table, ...]:
    return (
        schema.undone_deeds,
        schema.reviews,
        schema.reviewer_marks,
        schema.settings,
        schema.pattern_state,
    )


def rebuild(connection: Connection) -> None:
    """Work every table that follows from the log out again."""
    connection.execute(delete(schema.undone_deeds))
    undone = acts.undone_deeds(connection)
    if undone:
        connection.execute(insert(schema.undone_deeds), [{"deed": d} for d in sorted(undone)])
    keys = set(
        connection.execute(
            select(schema.acts.c.case_key)
            .where(schema.acts.c.kind.in_([kind.value for kind in reviews.REVIEW_KINDS]))
            .distinct()
        ).scalars()
    )
    keys |= set(connection.execute(select(schema.reviews.c.case_key)).scalars())
    reviews.refold(connection, (key for key in keys if key is not None))
    settings.refold(connection)
    patterns.refold(connection)
    variants.refold(connection)
    trials.refold(connection)


def troubles(connection: Connection) -> list[str]:
    """What is wrong with the file, in sentences; empty when it is whole."""
    found: list[str] = []
    if connection.store == "sqlite":
        for (answer,) in connection.execute(text("PRAGMA integrity_check")):
            if answer != "ok":
                found.append(f"The file is damaged: {answer}.")
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            found.append(f"{len(broken)} rows point at rows that do not exist.")
    return found


def differences_from_log(connection: Connection) -> list[str]:
    """Tables whose content does not follow from the log. Rebuilds: roll the transaction back."""
    before = {table.name: _content(connection, table) for table in _following()}
    before["marks of trial outputs"] = _trial_marks(connection)
    rebuild(connection)
    after = {table.name: _content(connection, table) for table in _following()}
    after["marks of trial outputs"] = _trial_marks(connection)
    return [name for name in before if before[name] != after[name]]


def _content(connection: Connection, table: Table) -> list[tuple[object, ...]]:
    order = list(table.primary_key.columns)
    return [tuple(row) for row in connection.execute(select(table).order_by(*order))]


def _trial_marks(connection: Connection) -> list[tuple[object, ...]]:
    table = schema.trial_outputs
    query = select(table.c.trial_key, table.c.case_key, table.c.mark).order_by(
        table.c.trial_key, table.c.case_key
    )
    return [tuple(row) for row in connection.execute(query)]
