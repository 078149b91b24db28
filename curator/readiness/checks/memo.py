"""What checks worked out before, by the content it followed from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar, cast

from curator.model.dataset import DatasetRow
from curator.readiness.checks.parts import ROW_PARTS, WHICH, which_row

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
        self._rows: Sequence[DatasetRow] = ()
        """The rows of the latest look."""
        self._of_rows: dict[str, tuple[list[object], set[int]]] = {}
        """What follows from each of them, by name, and the places where it is not known."""
        self._held: dict[str, object] = {}
        self._versions = dict.fromkeys((*ROW_PARTS, WHICH), 0)

    def look(self, rows: Sequence[DatasetRow]) -> dict[str, int]:
        """Take in the rows to be checked; of each of their parts a number that changes with it.

        What was worked out for a row that is as it was stays known.
        """
        before = {row.case_key: place for place, row in enumerate(self._rows)}
        told_apart = len({row.case_key for row in rows}) == len(rows)
        was = [before.get(row.case_key, -1) if told_apart else -1 for row in rows]
        changed = {
            place
            for place, (row, old) in enumerate(zip(rows, was, strict=True))
            if old < 0 or (self._rows[old] is not row and self._rows[old] != row)
        }
        in_place = len(rows) == len(self._rows) and was == list(range(len(rows)))
        for name, (known, stale) in self._of_rows.items():
            if in_place:
                stale |= changed
            else:
                gone = {place for place, old in enumerate(was) if place in changed or old in stale}
                self._of_rows[name] = [known[old] if old >= 0 else None for old in was], gone
        for part, contribution in (*ROW_PARTS.items(), (WHICH, which_row)):
            if not in_place or any(
                contribution(self._rows[place]) != contribution(rows[place]) for place in changed
            ):
                self._versions[part] += 1
        self._rows = rows
        return dict(self._versions)

    def of_rows(
        self, name: str, rows: Sequence[DatasetRow], make: Callable[[list[int]], Iterable[_T]]
    ) -> list[_T]:
        """What follows from each row alone; `make` gets the positions of those not known."""
        everywhere = list(range(len(rows)))
        if rows is not self._rows:
            return list(make(everywhere))
        known, stale = self._of_rows.setdefault(name, ([None] * len(rows), set(everywhere)))
        if stale:
            missing = sorted(stale)
            for place, result in zip(missing, make(missing), strict=True):
                known[place] = result
            stale.clear()
            self.made[name] = self.made.get(name, 0) + len(missing)
        return cast("list[_T]", list(known))

    def remember(self, name: str, content: Hashable, make: Callable[[], _T]) -> _T:
        """What `make` gave for this content before, else what it gives now."""
        key = (name, content)
        self._used.add(key)
        if key not in self._kept:
            self._kept[key] = make()
            self.made[name] = self.made.get(name, 0) + 1
        return cast(_T, self._kept[key])

    def hold(self, name: str, start: Callable[[], _T]) -> _T:
        """What a check keeps for itself from look to look, begun with `start`."""
        return cast(_T, self._held.setdefault(name, start()))

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
