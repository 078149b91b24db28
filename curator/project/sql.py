"""The one door to SQLAlchemy and to the tables: both are loaded when a statement is built.

Loading them takes 150 ms, and what opening a project asks is prepared (`prepared.py`). So the
names below stand for SQLAlchemy's own until one of them is called.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from curator.project.connection import Connection

if TYPE_CHECKING:
    from sqlalchemy import (
        ColumnElement,
        and_,
        bindparam,
        column,
        delete,
        func,
        insert,
        literal_column,
        not_,
        or_,
        select,
        table,
        text,
        type_coerce,
        union_all,
        update,
    )

    from curator.project import schema
else:

    class _Later:
        """Stands for a module, or for something in one, until it is used."""

        def __init__(self, module: str, name: str = "") -> None:
            self._place = (module, name)

        def _found(self) -> object:
            module, name = self._place
            found = import_module(module)
            return getattr(found, name) if name else found

        def __call__(self, *values: object, **named: object) -> object:
            return self._found()(*values, **named)

        def __getattr__(self, name: str) -> object:
            value = getattr(self._found(), name)
            setattr(self, name, value)
            return value

    and_ = _Later("sqlalchemy", "and_")
    bindparam = _Later("sqlalchemy", "bindparam")
    column = _Later("sqlalchemy", "column")
    delete = _Later("sqlalchemy", "delete")
    func = _Later("sqlalchemy", "func")
    insert = _Later("sqlalchemy", "insert")
    literal_column = _Later("sqlalchemy", "literal_column")
    not_ = _Later("sqlalchemy", "not_")
    or_ = _Later("sqlalchemy", "or_")
    select = _Later("sqlalchemy", "select")
    table = _Later("sqlalchemy", "table")
    text = _Later("sqlalchemy", "text")
    type_coerce = _Later("sqlalchemy", "type_coerce")
    union_all = _Later("sqlalchemy", "union_all")
    update = _Later("sqlalchemy", "update")
    schema = _Later("curator.project.schema")

Condition: TypeAlias = "ColumnElement[bool]"
"""What narrows a query, made by `curator.project.cases`."""

__all__ = [
    "Condition",
    "Connection",
    "and_",
    "bindparam",
    "column",
    "delete",
    "func",
    "insert",
    "literal_column",
    "not_",
    "or_",
    "schema",
    "select",
    "table",
    "text",
    "type_coerce",
    "union_all",
    "update",
]
