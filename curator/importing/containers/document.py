"""A JSON document: an array of objects, an object with one such array inside, or one object.

The text is held whole; its elements are cut out and decoded one at a time, so that each keeps
its own bytes and a bad one does not spoil the others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import NamedTuple, cast

from pydantic import JsonValue

from curator.errors import CuratorError
from curator.importing.containers.rows import Document, Row, Rows, rejected
from curator.importing.json_text import decode_json, decode_object
from curator.importing.problems import RowProblem
from curator.importing.source import SourceFile
from curator.model.base import JsonObject
from curator.model.case import RejectedRow

_SPACE = " \t\r\n"
_DEPTH = 3
"""How far inside an object its array of rows is looked for."""


def _any_int(text: str) -> int | str:
    return int(text) if len(text) <= 20 else text


_LENIENT = json.JSONDecoder(parse_int=_any_int)
"""Only finds where values end and what lies around the rows; rows are read by decode_json."""


class Known(NamedTuple):
    """What the formats know of single JSON objects: whether one is a row; where its rows are."""

    is_row: Callable[[JsonObject], bool]
    locate: Callable[[JsonObject], Document | None]


def look_into(source: SourceFile, known: Known) -> Document:
    """Find the rows of a document.

    `known` tells an object that is a row of its own although it holds an array (a chat log
    with its choices), and where the documents of known formats have their rows. Raises
    CuratorError where an object's text is no JSON or its rows cannot be told.
    """
    text = _text(source)
    start = _skip(text, 0)
    if text[start : start + 1] != "{":
        return Document(path=(), context={})
    root = _decode_root(source, text)
    located = known.locate(root)
    if located is not None:
        return located
    if known.is_row(root):
        return Document(path=None, context={})
    found = list(_arrays(root, ()))
    if not found:
        return Document(path=None, context={})
    shallowest = min(len(path) for path in found)
    nearest = [path for path in found if len(path) == shallowest]
    if len(nearest) > 1:
        names = ", ".join(".".join(path) for path in nearest)
        raise CuratorError(
            f"{source.name} holds several lists of objects ({names}): keep one of them in a file.",
            file=source.path,
        )
    return Document(path=nearest[0], context=_context(root, nearest[0]))


def read_document(source: SourceFile, document: Document) -> Rows:
    """Rows of a document; `line` is the element's number from 1."""
    text = _text(source)
    start = _skip(text, 0)
    if document.path is None or text[start : start + 1] not in ("[", "{"):
        yield _row(source, 1, text.strip(_SPACE))
    else:
        for name in document.path:
            start = _enter(text, start, name)
        yield from _elements(source, text, start, is_root=not document.path)
    source.position = source.size


def _elements(source: SourceFile, text: str, start: int, *, is_root: bool) -> Rows:
    """The elements of the array whose bracket is at `start`; a broken one takes the rest along."""
    number, place = 0, _skip(text, start + 1)
    closed = text[place : place + 1] == "]"
    place += closed
    while not closed:
        number += 1
        try:
            end = _end_of_value(text, place)
            after = _skip(text, end)
            if text[after : after + 1] not in (",", "]"):
                raise RowProblem(f"',' or ']' is missing at {_where(text, after)}")
        except RowProblem as problem:
            reason = f"{problem.reason}; nothing after it could be read"
            yield rejected(source, number, RowProblem(reason), _bytes(source, text[place:]))
            return
        source.position = source.size * end // len(text)
        yield _row(source, number, text[place:end])
        closed = text[after] == "]"
        place = _skip(text, after + 1)
    place = _skip(text, place)
    if is_root and place < len(text):
        problem = RowProblem(f"there is text after the end of the list at {_where(text, place)}")
        yield rejected(source, number + 1, problem, _bytes(source, text[place:]))


def _row(source: SourceFile, number: int, text: str) -> Row | RejectedRow:
    raw = _bytes(source, text)
    try:
        return Row(number, decode_object(source.utf8(raw)), raw)
    except RowProblem as problem:
        return rejected(source, number, problem, raw)


def _text(source: SourceFile) -> str:
    """The whole text. Bytes that are no UTF-8 become lone surrogates and so keep their place."""
    content = source.content()
    if source.encoding == "utf-8":
        return content.decode("utf-8", "surrogateescape")
    try:
        return source.text(content)
    except RowProblem as problem:
        raise CuratorError(f"{source.name} cannot be read: {problem.reason}.") from problem


def _bytes(source: SourceFile, text: str) -> bytes:
    """A slice of the text as it lies in the file."""
    errors = "surrogateescape" if source.encoding == "utf-8" else "strict"
    return text.encode(source.encoding, errors)


def _decode_root(source: SourceFile, text: str) -> JsonObject:
    try:
        end = _end_of_value(text, _skip(text, 0))
        after = _skip(text, end)
        if after < len(text):
            raise RowProblem(f"there is text after the end of the object at {_where(text, after)}")
    except RowProblem as problem:
        raise CuratorError(
            f"{source.name} is not a JSON file that can be read: {problem.reason}.",
            file=source.path,
        ) from problem
    return cast(JsonObject, _LENIENT.decode(text))


def _arrays(value: JsonObject, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Paths of the lists of objects inside an object."""
    for name, item in value.items():
        if isinstance(item, list) and any(isinstance(entry, dict) for entry in item):
            yield (*path, name)
        elif isinstance(item, dict) and len(path) + 1 < _DEPTH:
            yield from _arrays(item, (*path, name))


def _context(root: JsonObject, path: tuple[str, ...]) -> JsonObject:
    """Single values on the way to the rows, by dotted name."""
    context: JsonObject = {}
    level: JsonValue = root
    for depth, name in enumerate(path):
        if not isinstance(level, dict):
            break
        for key, item in level.items():
            if isinstance(item, str | bool | int | float) and _is_faithful(item):
                context[".".join((*path[:depth], key))] = item
        level = level[name]
    return context


def _is_faithful(value: JsonValue) -> bool:
    try:
        decode_json(json.dumps(value).encode("ascii"))
    except RowProblem:
        return False
    return True


def _enter(text: str, start: int, name: str) -> int:
    """From an object's brace to where its field `name` begins; of repeated ones the last."""
    found, place = start, _skip(text, start + 1)
    while text[place] != "}":
        key, end = cast("tuple[str, int]", _LENIENT.raw_decode(text, place))
        value_at = _skip(text, _skip(text, end) + 1)
        if key == name:
            found = value_at
        place = _skip(text, _LENIENT.raw_decode(text, value_at)[1])
        if text[place] == ",":
            place = _skip(text, place + 1)
    return found


def _end_of_value(text: str, start: int) -> int:
    try:
        return _LENIENT.raw_decode(text, start)[1]
    except json.JSONDecodeError as error:
        raise RowProblem(f"not valid JSON at {_where(text, error.pos)}: {error.msg}") from error
    except RecursionError as error:
        raise RowProblem(f"nested too deeply at {_where(text, start)}") from error


def _skip(text: str, place: int) -> int:
    while text[place : place + 1] in (" ", "\t", "\r", "\n"):
        place += 1
    return place


def _where(text: str, place: int) -> str:
    line = text.count("\n", 0, place) + 1
    return f"line {line}, column {place - text.rfind(chr(10), 0, place)}"
