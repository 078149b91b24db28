"""A variant as a TOML file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.endpoint import Endpoint
from curator.model.variant import VariantDefinition
from curator.trials.endpoints.profile_file import parse_profile
from curator.trials.templates import named_fields

_object = TypeAdapter(JsonObject)


class VariantFile(NamedTuple):
    """A variant as a file describes it, with the endpoint where the file describes one."""

    name: str
    definition: VariantDefinition
    endpoint: Endpoint | None = None


def read_variant(path: Path) -> VariantFile:
    """One variant from TOML. Raises CuratorError that names the file and the field."""
    try:
        table = _object.validate_python(tomllib.loads(read_text(path)))
    except tomllib.TOMLDecodeError as error:
        raise CuratorError(f"{path.name} is not valid TOML: {error}.", file=path) from None
    except ValidationError:
        raise CuratorError(f"{path.name} holds a date; write it as a text.", file=path) from None
    name = " ".join(str(table.pop("name", path.stem)).split())
    endpoint: Endpoint | None = None
    given = table.get("endpoint")
    if isinstance(given, dict):
        endpoint = parse_profile(given, path.name, name=str(given.get("name", "")) or path.stem)
        table["endpoint"] = endpoint.name
    return VariantFile(name, parse_definition(table, path.name), endpoint)


def parse_definition(table: Mapping[str, object], where: str) -> VariantDefinition:
    """A definition from a table. Raises CuratorError that names the field."""
    try:
        made = VariantDefinition.model_validate(dict(table))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the variant"
        if first["type"] == "extra_forbidden":
            known = ", ".join(VariantDefinition.model_fields)
            said = f"there is no field “{field}”. A variant has: name, {known}"
        else:
            said = f"“{field}” is not right: {first['msg'].removeprefix('Value error, ')}"
        raise CuratorError(f"{where}: {said}.", field=field) from None
    check_definition(made, where)
    return made


def check_definition(definition: VariantDefinition, where: str) -> None:
    """Raise CuratorError where templates or the schema cannot be read."""
    for text, field in ((definition.system, "system"), (definition.template, "template")):
        if text:
            named_fields(text, f"{where}, {field}")
    if definition.output_schema is not None:
        from jsonschema import SchemaError
        from jsonschema.validators import validator_for

        try:
            validator_for(definition.output_schema).check_schema(definition.output_schema)
        except SchemaError as error:
            raise CuratorError(
                f"{where}: the output schema is not a JSON Schema: {error.message}.",
                field="output_schema",
            ) from None


def write_variant(path: Path, name: str, definition: VariantDefinition) -> None:
    """A variant as TOML that `read_variant` reads back to the same."""
    plain: list[str] = [f"name = {_toml(name)}"]
    tables: list[str] = []
    for field, value in definition.as_json().items():
        if isinstance(value, dict) and field == "examples":
            rows = [f"{key} = {_toml(one)}" for key, one in value.items()]
            tables += [f"\n[{field}]", *rows]
        else:
            plain.append(f"{field} = {_toml(value)}")
    try:
        path.write_text("\n".join([*plain, *tables]) + "\n", encoding="utf-8")
    except OSError as error:
        raise CuratorError(
            f"The variant could not be written to {path}: {error.strerror}.", file=path
        ) from error


def _toml(value: object) -> str:
    """A JSON value as TOML; objects become inline tables, null is left out."""
    if isinstance(value, Mapping):
        pairs: Mapping[str, object] = value  # pyright: ignore[reportUnknownVariableType]
        inside = [f"{_toml(key)} = {_toml(one)}" for key, one in pairs.items() if one is not None]
        return "{ " + ", ".join(inside) + " }" if inside else "{}"
    if isinstance(value, list | tuple):
        items: list[object] = list(value)  # pyright: ignore[reportUnknownArgumentType]
        return "[" + ", ".join(_toml(one) for one in items) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def read_text(path: Path) -> str:
    """The file's text. Raises CuratorError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise CuratorError(f"{path} could not be read: {said}.", file=path) from None
