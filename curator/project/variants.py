"""Variants: rows that follow from acts, or came with outputs made elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.model.review import ActKind
from curator.model.trial import Variant
from curator.model.variant import what_is_known
from curator.project import acts
from curator.project.ids import new_uid
from curator.project.sql import delete, insert, schema, select, update

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from curator.model.value import JsonObject
    from curator.project.connection import Connection


def ensure_variant(connection: Connection, name: str, definition: JsonObject) -> Variant:
    """The variant of that name, created if need be."""
    table = schema.variants
    row = connection.execute(select(table).where(table.c.name == name)).mappings().one_or_none()
    if row is None:
        values = {
            "uid": new_uid(),
            "name": name,
            "definition": acts.encode_json(definition),
        }
        connection.execute(insert(table), [values])
        row = connection.execute(select(table).where(table.c.name == name)).mappings().one()
    return _variant(row)


def _variant(row: RowMapping) -> Variant:
    return Variant(
        key=row["key"],
        uid=row["uid"],
        name=row["name"],
        definition=acts.decode_object(row["definition"]),
    )


def variant_named(connection: Connection, name: str) -> Variant | None:
    """The variant of that name, or None."""
    table = schema.variants
    row = connection.execute(select(table).where(table.c.name == name)).mappings().one_or_none()
    return _variant(row) if row is not None else None


def has_been_run(connection: Connection, key: int) -> bool:
    """Whether any trial rests on this variant: it is frozen then."""
    query = select(schema.trials.c.key).where(schema.trials.c.variant_key == key).limit(1)
    return connection.execute(query).scalar_one_or_none() is not None


def variants(connection: Connection) -> dict[int, Variant]:
    """All variants by key."""
    rows = connection.execute(select(schema.variants)).mappings()
    return {row["key"]: _variant(row) for row in rows}


def refold(connection: Connection) -> None:
    """Work the variants that stand in the log out again; those that were run stay as they ran.

    A variant whose acts were all taken back goes, unless a trial rests on it. Of one that was run
    only what is known of it may be said anew.
    """
    standing: dict[str, tuple[str, JsonObject | None]] = {}
    for act in acts.standing_acts(connection, (ActKind.VARIANT,)):
        definition = act.payload["definition"]
        said = dict(definition) if isinstance(definition, dict) else None
        standing[str(act.payload["variant"])] = (str(act.payload["name"]), said)
    ran = set(connection.execute(select(schema.trials.c.variant_key).distinct()).scalars())
    rows = {one.uid: one for one in variants(connection).values()}
    before = _before(connection)
    for uid in before.keys() & rows.keys():
        wanted = standing.get(uid)
        if (wanted is None or wanted[1] is None) and rows[uid].key not in ran:
            connection.execute(delete(schema.variants).where(schema.variants.c.uid == uid))
            del rows[uid]
        elif rows[uid].key in ran:
            said = wanted[1] if wanted is not None else before[uid]
            _say_what_is_known(connection, rows[uid], said)
    for uid, (name, definition) in standing.items():
        present = rows.get(uid)
        if definition is None or (present is not None and present.key in ran):
            continue
        taken = {one.name for one in rows.values() if one.uid != uid}
        values = {
            "name": _free(name, taken),
            "definition": acts.encode_json(definition),
        }
        if present is None:
            connection.execute(insert(schema.variants), [{"uid": uid, **values}])
        else:
            connection.execute(
                update(schema.variants).where(schema.variants.c.uid == uid).values(**values)
            )
        rows = {one.uid: one for one in variants(connection).values()}


def _say_what_is_known(connection: Connection, of: Variant, said: JsonObject | None) -> None:
    """Write what is known of a variant that was run; how it asked stays."""
    if said is None:
        return
    before = what_is_known(of.definition)
    definition = {key: value for key, value in of.definition.items() if key not in before}
    definition |= what_is_known(said)
    table = schema.variants
    changed = update(table).where(table.c.uid == of.uid)
    connection.execute(changed.values(definition=acts.encode_json(definition)))


def _before(connection: Connection) -> dict[str, JsonObject | None]:
    """Variants that any act ever made, taken back or not, with what stood before the first act."""
    query = select(schema.acts.c.payload).where(schema.acts.c.kind == ActKind.VARIANT.value)
    found: dict[str, JsonObject | None] = {}
    for text in connection.execute(query.order_by(schema.acts.c.key)).scalars():
        payload = acts.decode_object(text)
        stood = payload.get("before")
        found.setdefault(str(payload["variant"]), dict(stood) if isinstance(stood, dict) else None)
    return found


def _free(name: str, taken: set[str]) -> str:
    """The name, numbered where outputs made elsewhere took it meanwhile."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name} ({number})"
    return found
