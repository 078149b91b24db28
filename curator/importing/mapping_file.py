"""A mapping as a small TOML file, and the shape of a file by which it is remembered."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from curator.errors import CuratorError
from curator.importing.guessing import FIELDS
from curator.model.base import JsonObject
from curator.model.importing import Mapping


def write_mapping(mapping: Mapping, path: Path) -> None:
    """Write a mapping file; raises CuratorError where the place cannot be written."""
    lines = ["# Which column feeds which field of a case.", "[fields]"]
    lines += [f"{field} = {_quoted(column)}" for field, column in mapping.fields.items()]
    left_out = ", ".join(_quoted(column) for column in mapping.leave_out)
    text = "\n".join([f"leave_out = [{left_out}]", "", *lines, ""])
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise CuratorError(
            f"The mapping could not be saved as {path}: {error.strerror}.", file=path
        ) from error


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file; raises CuratorError saying what is wrong with it."""
    try:
        found = cast(JsonObject, tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CuratorError(
            f"The mapping file {path} cannot be read: {error.strerror}.", file=path
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CuratorError(f"{path.name} is not a mapping file: {error}.", file=path) from error
    fields = found.get("fields")
    left_out = found.get("leave_out", [])
    if not isinstance(fields, dict) or not isinstance(left_out, list):
        raise CuratorError(
            f"{path.name} is not a mapping file: it needs a table [fields] with lines like "
            'input = "question".',
            file=path,
        )
    columns: dict[str, str] = {}
    for field, column in fields.items():
        if field not in FIELDS or not isinstance(column, str):
            raise CuratorError(
                f'{path.name}: "{field}" is no field with a column\'s name: the fields are '
                f"{', '.join(FIELDS)}.",
                file=path,
                field=field,
            )
        columns[field] = column
    return Mapping(fields=columns, leave_out=tuple(map(str, left_out)))


def shape_of(columns: Iterable[str]) -> str:
    """What two files with the same columns have in common: a hash of their sorted names."""
    joined = "\x1f".join(sorted(columns))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes, but for DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
