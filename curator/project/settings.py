"""The project's choices: acts in the log, a table for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from curator.model.base import JsonObject
from curator.model.review import ActKind
from curator.project import acts, schema

if TYPE_CHECKING:
    from sqlalchemy import Connection


def settings(connection: Connection) -> JsonObject:
    """All settings by name."""
    query = select(schema.settings.c.name, schema.settings.c.value)
    return {name: acts.decode_json(value) for name, value in connection.execute(query)}


def refold(connection: Connection) -> None:
    """Work the settings out again from the log: the latest standing act of each name wins."""
    values: JsonObject = {}
    for act in acts.standing_acts(connection, (ActKind.SETTING,)):
        values[str(act.payload["name"])] = act.payload["value"]
    connection.execute(delete(schema.settings))
    rows = [
        {"name": name, "value": acts.encode_json(value)}
        for name, value in values.items()
        if value is not None
    ]
    if rows:
        connection.execute(insert(schema.settings), rows)
