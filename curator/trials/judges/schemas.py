"""The judge of shape: is the output JSON that fits a JSON Schema?"""

from __future__ import annotations

import orjson
from pydantic import JsonValue

from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.trials.judges.base import Decide, Judgement


def json_schema(schema: JsonObject | None) -> Decide:
    """The output is JSON and fits. Raises CuratorError where the variant has no schema."""
    if schema is None:
        raise CuratorError(
            "The judge “schema” needs a variant with an output schema.", field="judge"
        )
    from jsonschema.validators import validator_for

    validator = validator_for(schema)(schema)

    def decide(output: str, reference: str) -> Judgement:
        del reference
        try:
            value: JsonValue = orjson.loads(output)
        except orjson.JSONDecodeError as error:
            return Judgement(False, f"not JSON: {error.msg}")
        fault = next(
            iter(sorted(validator.iter_errors(value), key=lambda one: one.json_path)), None
        )
        note = f"{fault.json_path}: {fault.message[:200]}" if fault is not None else ""
        return Judgement(fault is None, note)

    return decide
