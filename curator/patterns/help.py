"""Help with what takes long and needs nothing of the rest: others work while this process does."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TypeAlias

from curator.model.work import IsCancelled
from curator.patterns.layout import Components, Positions
from curator.patterns.measured import PartlyMeasured, Portion, Ready

Placed: TypeAlias = Callable[[IsCancelled], Positions | None]
"""The sample's places once they are there; None where the caller has to find them. Raises
`Cancelled`."""


class Help(Protocol):
    """Somebody who begins with a part of the work and ends with the context."""

    def measuring(self, portions: Sequence[Portion]) -> AbstractContextManager[Ready]:
        """Measure portions, from the first on (`measured.measure_portions` does the rest)."""
        ...

    def placing(self, components: Components) -> AbstractContextManager[Placed]:
        """Lay out the sample of a map (`layout.place_sample`)."""
        ...


class Nobody:
    """No help: the caller does all of it."""

    @contextmanager
    def measuring(self, portions: Sequence[Portion]) -> Generator[Ready]:
        """Nothing is ever ready."""
        del portions
        yield dict[int, PartlyMeasured]

    @contextmanager
    def placing(self, components: Components) -> Generator[Placed]:
        """Nothing is placed."""
        del components
        yield not_placed


def not_placed(is_cancelled: IsCancelled) -> None:
    """A `Placed` of nobody."""
    del is_cancelled


NOBODY = Nobody()
