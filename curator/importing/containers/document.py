"""A JSON document: an array of objects, an object with one such array inside, or one object.

Its elements are cut out and decoded one at a time, so that each keeps its own bytes, a bad one
does not spoil the others, and no more than one of them needs to be held.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import NamedTuple

from pydantic import JsonValue

from curator.errors import CuratorError
from curator.importing.containers.json_window import JsonWindow
from curator.importing.containers.outline import DEPTH, Outline
from curator.importing.containers.rows import Document, Row, Rows, rejected
from curator.importing.json_text import decode_json, decode_object
from curator.importing.problems import RowProblem
from curator.importing.source import SourceFile
from curator.model.base import JsonObject
from curator.model.case import RejectedRow

_PIECE = 16 << 20
"""Characters of what could not be read that are kept as one rejected row."""


class Known(NamedTuple):
    """What the formats know of single JSON objects: whether one is a row; where its rows are."""

    is_row: Callable[[JsonObject], bool]
    locate: Callable[[JsonObject], Document | None]


def look_into(source: SourceFile, known: Known) -> Document:
    """Find the rows of a document. An object is read to its end for this, an array is not.

    `known` tells an object that is a row of its own although it holds an array (a chat log
    with its choices), and where the documents of known formats have their rows. Raises
    CuratorError where an object's text is no JSON or its rows cannot be told.
    """
    with closing(JsonWindow(source)) as window:
        if window.peek() != "{":
            return Document(path=(), context={})
        outline = _outline(source, window)
    found = _rows_of(source, outline.root, known)
    if outline.cut and found.path is not None:
        with closing(JsonWindow(source)) as window:
            window.peek()
            outline = _outline(source, window, found.path)
        found = _rows_of(source, outline.root, known)
    return replace(found, turns=outline.turns(found.path or ()))


def read_document(source: SourceFile, document: Document) -> Rows:
    """Rows of a document; `line` is the element's number from 1."""
    with closing(JsonWindow(source)) as window:
        if document.path is None or window.peek() not in ("[", "{"):
            yield _whole(source, window)
        else:
            for name, turn in zip(document.path, document.turns, strict=True):
                _enter(window, name, turn)
            yield from _elements(source, window, is_root=not document.path)
    source.position = source.size


def _outline(
    source: SourceFile, window: JsonWindow, rows_at: tuple[str, ...] | None = None
) -> Outline:
    outline = Outline(window, rows_at)
    try:
        outline.read()
        if window.peek():
            where = window.where(window.place)
            raise RowProblem(f"there is text after the end of the object at {where}")
    except RowProblem as problem:
        raise CuratorError(
            f"{source.name} is not a JSON file that can be read: {problem.reason}.",
            file=source.path,
        ) from problem
    return outline


def _rows_of(source: SourceFile, root: JsonObject, known: Known) -> Document:
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


def _elements(source: SourceFile, window: JsonWindow, *, is_root: bool) -> Rows:
    """The elements of the array at the place; a broken one takes the rest along."""
    number = 0
    window.take()
    closed = window.peek() == "]"
    while not closed:
        number += 1
        try:
            _, end = window.value()
            text = window.text[window.place : end]
            begun, window.place = window.place, end
            after = window.peek()
            if after not in (",", "]"):
                problem = RowProblem(f"',' or ']' is missing at {window.where(window.place)}")
                window.place = begun
                raise problem
        except RowProblem as problem:
            reason = f"{problem.reason}; nothing after it could be read"
            yield from _rest(source, window, number, reason)
            return
        source.position = window.position
        yield _row(source, window, number, text)
        closed = after == "]"
        window.take()
        window.forget()
        window.peek()
    if not number:
        window.take()
    if is_root and window.peek():
        reason = f"there is text after the end of the list at {window.where(window.place)}"
        yield from _rest(source, window, number + 1, reason)


def _rest(source: SourceFile, window: JsonWindow, number: int, reason: str) -> Rows:
    """What could not be read, in pieces that can be held."""
    while text := window.rest(_PIECE):
        yield rejected(source, number, RowProblem(reason), window.raw(text))
        source.position = window.position


def _whole(source: SourceFile, window: JsonWindow) -> Row | RejectedRow:
    """The document as one row."""
    window.peek()
    pieces: list[str] = []
    while text := window.rest(_PIECE):
        pieces.append(text)
    return _row(source, window, 1, "".join(pieces).rstrip(" \t\r\n"))


def _row(source: SourceFile, window: JsonWindow, number: int, text: str) -> Row | RejectedRow:
    raw = window.raw(text)
    try:
        return Row(number, decode_object(source.utf8(raw)), raw)
    except RowProblem as problem:
        return rejected(source, number, problem, raw)


def _arrays(value: JsonObject, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Paths of the lists of objects inside an object."""
    for name, item in value.items():
        if isinstance(item, list) and any(isinstance(entry, dict) for entry in item):
            yield (*path, name)
        elif isinstance(item, dict) and len(path) + 1 < DEPTH:
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


def _enter(window: JsonWindow, name: str, turn: int) -> None:
    """From an object's brace to where its field `name` begins, the `turn`th of that name.

    The object was read before, so it is whole.
    """
    window.take()
    while True:
        window.peek()
        key = window.skip_value()
        window.peek()
        window.take()
        window.peek()
        if key == name:
            turn -= 1
            if turn < 0:
                return
        Outline(window, ()).pass_by()
        window.peek()
        window.take()
