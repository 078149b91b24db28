"""What every noun of the model shares."""

from __future__ import annotations

from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, JsonValue

JsonObject: TypeAlias = dict[str, JsonValue]
"""A decoded JSON object whose values are JSON values."""


class Noun(BaseModel):
    """A frozen value: compared by content, never changed in place."""

    model_config = ConfigDict(frozen=True, extra="forbid")
