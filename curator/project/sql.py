"""The two SQL types that deeds pass on without looking inside."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import ColumnElement, Connection

Condition: TypeAlias = ColumnElement[bool]
"""What narrows a query, made by `curator.project.cases`."""

__all__ = ["Condition", "Connection"]
