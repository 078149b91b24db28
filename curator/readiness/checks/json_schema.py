"""JSON Schema 2020-12 through jsonschema, loaded when first needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError
    from pydantic import JsonValue

    from curator.model.base import JsonObject


class _Validator(Protocol):
    """The part of a jsonschema validator used here; its own stubs leave types open."""

    def iter_errors(self, instance: JsonValue) -> Iterator[ValidationError]: ...


def fault_finder(schema: JsonObject) -> Callable[[JsonValue], str | None]:
    """A function that gives the first fault of a value ("messages.0: …"), None when it fits."""
    from jsonschema import Draft202012Validator

    validator = cast(_Validator, Draft202012Validator(schema))

    def first_fault(value: JsonValue) -> str | None:
        error = next(validator.iter_errors(value), None)
        if error is None:
            return None
        where = ".".join(str(step) for step in error.absolute_path) or "the row"
        return f"{where}: {error.message[:200]}"

    return first_fault


def is_schema(schema: JsonObject) -> bool:
    """Whether an object is a usable JSON Schema."""
    from jsonschema import Draft202012Validator, SchemaError

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError:
        return False
    return True
