"""Marks as other tools write them."""

from __future__ import annotations

from pydantic import JsonValue

from curator.importing.json_text import json_text
from curator.model.review import Mark

_PASS = {"pass", "passed", "true", "yes", "1", "1.0", "correct"}
_FAIL = {"fail", "failed", "false", "no", "0", "0.0", "incorrect"}
_SKIP = {"skip", "skipped"}


def parse_mark(value: JsonValue) -> Mark | None:
    """true/false, 1/0, pass/fail, yes/no (any case, also as text) as a mark; else None."""
    if isinstance(value, bool):
        return Mark.PASS if value else Mark.FAIL
    if isinstance(value, int | float):
        value = json_text(value)
    if not isinstance(value, str):
        return None
    word = value.strip().casefold()
    if word in _PASS:
        return Mark.PASS
    if word in _FAIL:
        return Mark.FAIL
    return Mark.SKIP if word in _SKIP else None
