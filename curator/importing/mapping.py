"""Tables and unknown JSON: columns named by the user, or guessed, become the fields of cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import JsonValue

from curator.errors import CuratorError
from curator.importing.assemble import incoming_case, message
from curator.importing.containers.rows import Row, RowFile
from curator.importing.fields import (
    answer_text,
    gather_metadata,
    input_messages,
    output_messages,
    scalar_text,
    split_conversation,
    tag_list,
    time_text,
)
from curator.importing.guessing import FIELDS, Column, candidates, columns_of, guess_fields
from curator.importing.json_text import json_text
from curator.importing.marks import parse_mark
from curator.importing.paths import Path, get, split_path, without
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject
from curator.model.case import CarriedReview, IncomingCase
from curator.model.importing import Mapping
from curator.model.message import Message

_T = TypeVar("_T")
_TEXT_TABLES = ("csv", "tsv")
_REVIEW = ("mark", "note", "tags", "ideal", "reviewer")
_NAMED = 8
"""Columns named in a sentence before it says "and more"."""


@dataclass(frozen=True, slots=True)
class MappedFile:
    """What of a file feeds what. `trouble` says why it cannot be read like this, else ""."""

    columns: tuple[Column, ...]
    mapping: Mapping
    trouble: str


def complete_mapping(fields: dict[str, str], leave_out: Sequence[str] = ()) -> Mapping:
    """A mapping that leaves nothing to guess: fields not named have no column."""
    named = {field: fields.get(field, "") for field in FIELDS}
    return Mapping(fields=named, leave_out=tuple(leave_out))


def map_file(file: RowFile, mapping: Mapping | None) -> MappedFile:
    """Complete a mapping by guesses over the sampled rows.

    In a mapping the column "" for a field means that no column feeds it. Raises CuratorError
    for a field or column that does not exist.
    """
    said = mapping or Mapping()
    columns = columns_of(file.sample, file.columns)
    _check_names(file, said, columns)
    fields = guess_fields(columns, said.fields)
    trouble = _trouble(file, columns, fields)
    return MappedFile(columns, Mapping(fields=fields, leave_out=said.leave_out), trouble)


def row_reader(file: RowFile, mapping: Mapping) -> Callable[[Row], Sequence[IncomingCase]]:
    """How a row becomes a case under a complete mapping; the reader raises RowProblem."""
    values: Sequence[JsonValue] = file.sample
    # A column that no sampled row has is read by its name as it stands.
    paths = {
        field: split_path(column, values) or (column,) for field, column in mapping.fields.items()
    }
    left_out = [split_path(column, values) or (column,) for column in mapping.leave_out]
    reader = _MappedReader(
        mapping.fields, paths, left_out, empty_is_missing=file.container in _TEXT_TABLES
    )
    return reader.read


@dataclass(frozen=True, slots=True)
class _MappedReader:
    columns: dict[str, str]
    paths: dict[str, Path]
    left_out: list[Path]
    empty_is_missing: bool

    def read(self, row: Row) -> Sequence[IncomingCase]:
        found: JsonObject = {
            field: value
            for field, path in self.paths.items()
            if (value := get(row.value, path)) is not None
            and not (self.empty_is_missing and value == "")
        }
        before, output = self._messages(found)
        texts = {
            field: text
            for field, read in _READERS.items()
            if field in found and (text := read(found[field])) is not None
        }
        review, used = self._review(found)
        # What could not be read as its field (a mark that is no mark) stays among the rest.
        used += ["input", "output", "system", *texts]
        rest = without(
            row.value, [self.paths[field] for field in used if field in found] + self.left_out
        )
        case = incoming_case(
            line=row.line,
            id=texts.get("id"),
            input=before,
            output=output,
            model=texts.get("model"),
            created_at=texts.get("created_at"),
            expected=texts.get("expected"),
            metadata=gather_metadata(rest),
            conversation=texts.get("conversation"),
            review=review,
            origin=self._origin(found, used),
        )
        return (case,)

    def _messages(self, found: JsonObject) -> tuple[tuple[Message, ...], Message]:
        if "input" not in found:
            raise RowProblem("the input is missing", self.columns.get("input", "input"))
        before = self._convert("input", input_messages, found["input"])
        if "output" in self.paths:
            if "output" not in found:
                raise RowProblem("the output is missing", self.columns["output"])
            *steps, output = self._convert("output", output_messages, found["output"])
            before = (*before, *steps)
        else:
            before, output = self._convert("input", lambda _: split_conversation(before), None)
        system = found.get("system")
        if isinstance(system, str):
            before = (message("system", system), *before)
        elif system is not None:
            raise RowProblem("the system prompt is not text", self.columns["system"])
        return before, output

    def _convert(self, field: str, read: Callable[[JsonValue], _T], value: JsonValue) -> _T:
        try:
            return read(value)
        except RowProblem as problem:
            raise problem.inside(self.columns[field]) from None

    def _review(self, found: JsonObject) -> tuple[CarriedReview, list[str]]:
        """The judgements of a row, and which of their fields could be read."""
        mark = parse_mark(found.get("mark"))
        used = [field for field in _REVIEW if field in found and field != "mark"]
        if mark is not None:
            used.append("mark")
        tags: tuple[str, ...] = ()
        if "tags" in found:
            try:
                tags = tag_list(found["tags"])
            except RowProblem:
                used.remove("tags")
        review = CarriedReview(
            mark=mark,
            note=json_text(found["note"]) if "note" in found else None,
            tags=tags,
            ideal=self._convert("ideal", answer_text, found["ideal"]) if "ideal" in found else None,
            reviewer=scalar_text(found.get("reviewer")),
        )
        return review, used

    def _origin(self, found: JsonObject, used: list[str]) -> str:
        names = [self.columns[field] for field in _REVIEW[:4] if field in found and field in used]
        if not names:
            return ""
        return f"{'column' if len(names) == 1 else 'columns'} {', '.join(names)}"


_READERS: dict[str, Callable[[JsonValue], str | None]] = {
    "id": scalar_text,
    "model": scalar_text,
    "created_at": time_text,
    "expected": json_text,
    "conversation": scalar_text,
}


def _check_names(file: RowFile, mapping: Mapping, columns: tuple[Column, ...]) -> None:
    for field, column in mapping.fields.items():
        if field not in FIELDS:
            raise CuratorError(
                f'There is no field "{field}": the fields are {", ".join(FIELDS)}.',
                file=file.source.path,
                field=field,
            )
        if column and file.sample and not split_path(column, file.sample):
            if column in file.columns:
                continue
            raise CuratorError(
                f'{file.source.name} has no column "{column}" for {field}: '
                f"it has {_some([known.name for known in columns])}.",
                file=file.source.path,
                field=field,
            )


def _trouble(file: RowFile, columns: tuple[Column, ...], fields: dict[str, str]) -> str:
    """Why cases cannot be made of these columns; "" when they can or no row is readable."""
    if not file.sample:
        return ""
    for field in ("input", "output"):
        if field in fields:
            continue
        if field == "output" and _holds_answers(columns, fields["input"]):
            continue
        several = candidates(columns, field, set(fields.values()))
        if several:
            return (
                f"Several columns may be the {field} ({_some(several)}): "
                f"name one, for instance {field}={several[0]}."
            )
        names = [column.name for column in columns]
        return (
            f"No column looks like the {field}: "
            f"name it, for instance {field}=COLUMN; there are {_some(names)}."
        )
    return ""


def _holds_answers(columns: tuple[Column, ...], name: str) -> bool:
    """Whether a column holds whole conversations, whose last message is the output."""
    values = [value for column in columns if column.name == name for value in column.present]
    return any(_ends_with_answer(value) for value in values)


def _ends_with_answer(value: JsonValue) -> bool:
    try:
        messages = input_messages(value)
        split_conversation(messages)
    except RowProblem:
        return False
    return True


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown
