"""What checks worked out before, by the content it followed from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar, cast

_T = TypeVar("_T")
_Key = tuple[str, Hashable]


class Memo:
    """Results by name and content, kept from one run to the next; nothing in it changes answers.

    `made` counts what had to be worked out since the last `tidy`, by name.
    """

    def __init__(self) -> None:
        self._kept: dict[_Key, object] = {}
        self._used: set[_Key] = set()
        self._texts: dict[str, dict[str, object]] = {}
        self._first: dict[str, int] = {}
        """How many texts each name had after the first run."""
        self.made: dict[str, int] = {}

    def remember(self, name: str, content: Hashable, make: Callable[[], _T]) -> _T:
        """What `make` gave for this content before, else what it gives now."""
        key = (name, content)
        self._used.add(key)
        if key not in self._kept:
            self._kept[key] = make()
            self.made[name] = self.made.get(name, 0) + 1
        return cast(_T, self._kept[key])

    def of_text(self, name: str, text: str, make: Callable[[str], _T]) -> _T:
        """The same for what follows from one text alone: quick, for there are many."""
        known = self._texts.get(name)
        if known is None:
            known = self._texts[name] = {}
        found = known.get(text, self)
        if found is self:
            found = known[text] = make(text)
            self.made[name] = self.made.get(name, 0) + 1
        return cast(_T, found)

    def of_texts(
        self, name: str, texts: Iterable[str], make: Callable[[Sequence[str]], Sequence[_T]]
    ) -> Mapping[str, _T]:
        """The same for many texts at once: by text, with others that were asked for before."""
        known = self._texts.setdefault(name, {})
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known.update(zip(missing, make(missing), strict=True))
            self.made[name] = self.made.get(name, 0) + len(missing)
        return cast("Mapping[str, _T]", known)

    def tidy(self) -> None:
        """Drop results that the latest run had no use for, and texts once twice as many are kept.

        A check that is as it was asks for none of its texts, nor for what it was worked out from,
        so use tells nothing of them: of each such part the latest is kept.
        """
        self._kept = {
            key: value
            for key, value in self._kept.items()
            if key in self._used or not key[0].startswith("check ")
        }
        for inside in {name for name, _ in self._kept if not name.startswith("check ")}:
            held = [key for key in self._kept if key[0] == inside]
            for key in held[:-1]:
                del self._kept[key]
        for name, known in self._texts.items():
            if len(known) > 2 * self._first.setdefault(name, len(known)) + 1000:
                known.clear()
        self._used = set()
        self.made = {}
