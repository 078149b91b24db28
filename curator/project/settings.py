"""The project's choices: acts in the log, a table for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.model.review import ActKind
from curator.model.value import JsonObject
from curator.project import acts
from curator.project.prepared import Prepared
from curator.project.sql import delete, insert, schema, select

if TYPE_CHECKING:
    from curator.project.connection import Connection

_all = Prepared("settings.all", lambda: select(schema.settings.c.name, schema.settings.c.value))


def settings(connection: Connection) -> JsonObject:
    """All settings by name."""
    return {row["name"]: acts.decode_json(row["value"]) for row in _all.rows(connection)}


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
