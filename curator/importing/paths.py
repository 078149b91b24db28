"""Dotted paths into rows: "question", "6b_finetuning.is_correct", "choices.0.text"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from pydantic import JsonValue

from curator.model.base import JsonObject

Path: TypeAlias = tuple[str, ...]
"""Names from the outside in; a list is entered by its index as text, counted from 0."""

_DEPTH = 4


def split_path(dotted: str, values: Sequence[JsonValue]) -> Path | None:
    """The path that a dotted name means in these rows; None where no row has it.

    A field whose own name holds dots wins over a nested one.
    """
    if any(_step(value, dotted) is not _ABSENT for value in values):
        return (dotted,)
    place = dotted.find(".")
    while place >= 0:
        name = dotted[:place]
        inner = [item for value in values if (item := _step(value, name)) is not _ABSENT]
        rest = split_path(dotted[place + 1 :], _values(inner)) if inner else None
        if rest is not None:
            return (name, *rest)
        place = dotted.find(".", place + 1)
    return None


def get(row: JsonValue, path: Path) -> JsonValue:
    """The value at a path; None where there is none."""
    value: JsonValue | _Absent = row
    for name in path:
        value = _step(value, name)
        if isinstance(value, _Absent):
            return None
    return value


def without(row: JsonObject, paths: Sequence[Path]) -> JsonObject:
    """The row without the fields at these paths; objects that become empty go too.

    A path through a list takes nothing away, since the list's other items would move.
    """
    top = {name for name, *deeper in paths if not deeper}
    rest = {name: value for name, value in row.items() if name not in top}
    for name, *deeper in paths:
        inner = rest.get(name) if deeper else None
        if isinstance(inner, dict):
            smaller = without(inner, [tuple(deeper)])
            if smaller:
                rest[name] = smaller
            else:
                del rest[name]
    return rest


def leaves(row: JsonObject, outer: Path = ()) -> Iterator[tuple[Path, JsonValue]]:
    """Every field that is not an object, with its path."""
    for name, value in row.items():
        path = (*outer, name)
        if isinstance(value, dict) and value and len(path) < _DEPTH and not _is_message(value):
            yield from leaves(value, path)
        else:
            yield path, value


class _Absent:
    """There is no such field (null is a value)."""


_ABSENT = _Absent()


def _step(value: JsonValue | _Absent, name: str) -> JsonValue | _Absent:
    if isinstance(value, dict):
        return value.get(name, _ABSENT)
    if isinstance(value, list) and name.isdecimal() and int(name[:9]) < len(value):
        return value[int(name[:9])]
    return _ABSENT


def _values(found: list[JsonValue | _Absent]) -> list[JsonValue]:
    return [item for item in found if not isinstance(item, _Absent)]


def _is_message(value: JsonObject) -> bool:
    return isinstance(value.get("role"), str) and "content" in value
