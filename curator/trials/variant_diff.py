"""What a variant changes against the one before it, field by field and line by line."""

from __future__ import annotations

import difflib
import json
from typing import Literal

from curator.model.base import Noun
from curator.model.variant import VariantDefinition

Side = Literal["same", "gone", "new"]


class DiffLine(Noun):
    """One line, in both texts, only in the earlier one, or only in the later one."""

    side: Side
    text: str


class FieldDiff(Noun):
    """What became of one field: its name and its lines in order."""

    field: str
    lines: tuple[DiffLine, ...]

    @property
    def changed(self) -> bool:
        return any(line.side != "same" for line in self.lines)


def diff(before: VariantDefinition, after: VariantDefinition) -> tuple[FieldDiff, ...]:
    """The fields that differ, in the order of the definition; empty for equal variants."""
    earlier, later = before.as_json(), after.as_json()
    found = [
        FieldDiff(field=name, lines=_lines(earlier.get(name), later.get(name)))
        for name in VariantDefinition.model_fields
        if name != "parent" and earlier.get(name) != later.get(name)
    ]
    return tuple(found)


def _lines(before: object, after: object) -> tuple[DiffLine, ...]:
    old, new = _as_lines(before), _as_lines(after)
    result: list[DiffLine] = []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for word, a, b, c, d in matcher.get_opcodes():
        if word == "equal":
            result += [DiffLine(side="same", text=text) for text in old[a:b]]
            continue
        result += [DiffLine(side="gone", text=text) for text in old[a:b]]
        result += [DiffLine(side="new", text=text) for text in new[c:d]]
    return tuple(result)


def _as_lines(value: object) -> list[str]:
    if value is None:
        return []
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
    return text.split("\n")
