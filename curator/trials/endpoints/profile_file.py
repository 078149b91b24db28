"""Endpoint profiles as TOML, one table a profile; keys are never in it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.endpoint import Endpoint

_object = TypeAdapter(JsonObject)
_KEY_WORDS = ("key", "api_key", "apikey", "token", "secret", "password")


def read_profiles(path: Path) -> list[Endpoint]:
    """The profiles of a file in order; none where there is no file."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CuratorError(f"{path} could not be read: {error}.", file=path) from error
    tables = data.get("endpoint", [])
    if not isinstance(tables, list):
        raise CuratorError(f"{path}: write every profile as [[endpoint]].", file=path)
    found: list[object] = list(tables)  # pyright: ignore[reportUnknownArgumentType]
    return [parse_profile(_object.validate_python(one), path.name) for one in found]


def parse_profile(table: Mapping[str, object], where: str, name: str = "") -> Endpoint:
    """A profile from its table. Raises CuratorError that names the field."""
    for word in table:
        if word.casefold() in _KEY_WORDS:
            raise CuratorError(
                f"{where}: “{word}” does not belong into a file. Keep the key in the system's "
                "keyring, or name an environment variable as key_variable.",
                field=word,
            )
    try:
        made = Endpoint.model_validate({"name": name, **table} if name else dict(table))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "endpoint"
        raise CuratorError(
            f"{where}: the endpoint's “{field}” is not right: {first['msg']}.", field=field
        ) from None
    check_profile(made)
    return made


def check_profile(endpoint: Endpoint) -> None:
    """Raise CuratorError for a profile that cannot work, naming the field."""
    if endpoint.kind != "openai" and not endpoint.base_url:
        raise CuratorError(
            f"The endpoint “{endpoint.name}” needs a base URL, for instance "
            "http://127.0.0.1:8000/v1.",
            field="base_url",
        )
    parts = urlsplit(endpoint.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CuratorError(
            f"The base URL of “{endpoint.name}” must begin with http:// or https:// and name a "
            "host.",
            field="base_url",
        )
    if parts.password or parts.username:
        raise CuratorError(
            f"The base URL of “{endpoint.name}” holds a name or password; keep the key in the "
            "keyring instead.",
            field="base_url",
        )
    if endpoint.kind == "azure" and not endpoint.api_version:
        raise CuratorError(
            f"The Azure endpoint “{endpoint.name}” needs an API version, for instance 2024-10-21.",
            field="api_version",
        )


def write_profiles(path: Path, profiles: Sequence[Endpoint]) -> None:
    """Write all profiles beside the file, then put it in its place."""
    text = "\n".join(_table(one) for one in profiles)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise CuratorError(
            f"The endpoints could not be kept in {path.parent}: {error.strerror}.", file=path
        ) from error


def _table(endpoint: Endpoint) -> str:
    lines = ["[[endpoint]]"]
    for name, value in endpoint.model_dump(exclude_defaults=True, mode="json").items():
        lines.append(f"{name} = {toml_value(value)}")
    return "\n".join(lines) + "\n"


def toml_value(value: object) -> str:
    """A text or number as TOML writes it. A JSON string is a TOML one but for the DEL sign."""
    import json

    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
