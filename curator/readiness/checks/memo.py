"""What checks worked out before, by the content it followed from."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

_T = TypeVar("_T")
_Key = tuple[str, Hashable]


class Memo:
    """Results by name and content, kept from one run to the next; nothing in it changes answers.

    `made` counts what had to be worked out since the last `tidy`, by name.
    """

    def __init__(self) -> None:
        self._kept: dict[_Key, object] = {}
        self._inside: dict[_Key, set[_Key]] = {}
        """What was asked for while a result was worked out: it is needed as long as the result."""
        self._under_way: list[_Key] = []
        self._used: set[_Key] = set()
        self.made: dict[str, int] = {}

    def remember(self, name: str, content: Hashable, make: Callable[[], _T]) -> _T:
        """What `make` gave for this content before, else what it gives now."""
        key = (name, content)
        if self._under_way:
            self._inside.setdefault(self._under_way[-1], set()).add(key)
        if key in self._kept:
            self._use(key)
            return cast(_T, self._kept[key])
        self._under_way.append(key)
        try:
            made = make()
        finally:
            self._under_way.pop()
        self._kept[key] = made
        self._used.add(key)
        self.made[name] = self.made.get(name, 0) + 1
        return made

    def _use(self, key: _Key) -> None:
        if key in self._used:
            return
        self._used.add(key)
        for inside in self._inside.get(key, ()):
            self._use(inside)

    def tidy(self) -> None:
        """Drop what the latest run had no use for: memory follows the project's size."""
        self._kept = {key: value for key, value in self._kept.items() if key in self._used}
        self._inside = {key: inside for key, inside in self._inside.items() if key in self._used}
        self._used = set()
        self.made = {}
