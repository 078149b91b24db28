"""What every noun of the model shares."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from curator.model.value import JsonObject


class Noun(BaseModel):
    """A frozen value: compared by content, never changed in place."""

    model_config = ConfigDict(frozen=True, extra="forbid")


__all__ = ["JsonObject", "Noun"]
