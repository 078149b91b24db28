"""What checks worked out before, by the content it followed from."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

_T = TypeVar("_T")


class Memo:
    """Results by name and content, kept from one run to the next; nothing in it changes answers.

    `made` counts what had to be worked out since the last `tidy`, by name.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, Hashable], object] = {}
        self._used: set[tuple[str, Hashable]] = set()
        self.made: dict[str, int] = {}

    def remember(self, name: str, content: Hashable, make: Callable[[], _T]) -> _T:
        """What `make` gave for this content before, else what it gives now."""
        key = (name, content)
        self._used.add(key)
        if key not in self._kept:
            self._kept[key] = make()
            self.made[name] = self.made.get(name, 0) + 1
        return cast(_T, self._kept[key])

    def tidy(self) -> None:
        """Drop what the latest run did not ask for: memory follows the project's size."""
        self._kept = {key: value for key, value in self._kept.items() if key in self._used}
        self._used = set()
        self.made = {}
