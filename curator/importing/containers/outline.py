"""What a large JSON object looks like, without holding its lists whole."""

from __future__ import annotations

from pydantic import JsonValue

from curator.importing.containers.json_window import JsonWindow
from curator.importing.problems import RowProblem
from curator.model.base import JsonObject

DEPTH = 3
"""How far inside an object its list of rows is looked for."""
_KEPT_ELEMENTS = 50
_KEPT_CHARACTERS = 16 << 20
"""Text from which on lists are cut to their first elements; a document below this is held whole."""


class Outline:
    """The object at a window's place, its long lists cut once it is large.

    With `rows_at` only the list at that path is cut, and all else is held.
    """

    def __init__(self, window: JsonWindow, rows_at: tuple[str, ...] | None) -> None:
        self.root: JsonObject = {}
        self.cut = False
        """Whether a list was cut."""
        self._window = window
        self._rows_at = rows_at
        self._keep = True
        self._held = 0
        self._times: dict[tuple[str, ...], int] = {}

    def read(self) -> None:
        """Read the object to its end; raises RowProblem where it is no JSON."""
        self.root = self._object(())

    def pass_by(self) -> None:
        """Move behind the value at the place, holding nothing of it; raises RowProblem."""
        self._keep = False
        self._value(())

    def turns(self, path: tuple[str, ...]) -> tuple[int, ...]:
        """Of each name on a path: how often it stood in its object before (the last one counts)."""
        return tuple(self._times.get(path[: depth + 1], 1) - 1 for depth in range(len(path)))

    def _value(self, path: tuple[str, ...]) -> JsonValue:
        begins = self._window.peek()
        if begins == "{" and len(path) < DEPTH:
            return self._object(path)
        if begins == "[" and len(path) <= DEPTH:
            return self._list(path)
        before = self._window.position
        value = self._window.skip_value()
        self._held += self._window.position - before
        return value

    def _object(self, path: tuple[str, ...]) -> JsonObject:
        window = self._window
        found: JsonObject = {}
        window.take()
        if window.peek() == "}":
            window.take()
            return found
        while True:
            if window.peek() != '"':
                raise self._missing("Expecting property name enclosed in double quotes")
            name = str(window.skip_value())
            if window.peek() != ":":
                raise self._missing("Expecting ':' delimiter")
            window.take()
            inner = (*path, name)
            self._times[inner] = self._times.get(inner, 0) + 1
            if self._times[inner] > 1:
                self._forget_inside(inner)
            value = self._value(inner)
            if self._keep:
                found[name] = value
            if self._ends("}"):
                return found

    def _forget_inside(self, path: tuple[str, ...]) -> None:
        """What an earlier field of this name held counts no more."""
        for known in list(self._times):
            if known != path and known[: len(path)] == path:
                del self._times[known]

    def _list(self, path: tuple[str, ...]) -> JsonValue:
        window = self._window
        found: list[JsonValue] = []
        window.take()
        if window.peek() == "]":
            window.take()
            return found
        while True:
            before = window.position
            window.peek()
            value = window.skip_value()
            if self._keeps(path, len(found)):
                found.append(value)
                self._held += window.position - before
            if self._ends("]"):
                return found

    def _keeps(self, path: tuple[str, ...], count: int) -> bool:
        if not self._keep:
            return False
        few = count < _KEPT_ELEMENTS
        if self._rows_at is not None:
            return few or path != self._rows_at
        if few or self._held < _KEPT_CHARACTERS:
            return True
        self.cut = True
        return False

    def _ends(self, closing: str) -> bool:
        """Go on behind the comma or the closing bracket; whether it was the bracket."""
        found = self._window.peek()
        if found not in (",", closing):
            raise self._missing("Expecting ',' delimiter")
        self._window.take()
        return found == closing

    def _missing(self, message: str) -> RowProblem:
        where = self._window.where(self._window.place)
        return RowProblem(f"not valid JSON at {where}: {message}")
