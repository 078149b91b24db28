"""Processes of their own that help with patterns: they measure texts while this one embeds them,
and lay out the map's sample while this one groups.

Where no process can be started, or one ends before its time, the caller does what is missing.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, cast

from curator.errors import Cancelled
from curator.model.work import IsCancelled, never_cancelled
from curator.operations.own_process import ENDED, OwnProcess, Send, command, serve

if TYPE_CHECKING:
    from curator.patterns.help import Placed
    from curator.patterns.layout import Components, Positions
    from curator.patterns.measured import PartlyMeasured, Portion, Ready

ARGUMENT = "--help-with-patterns"
"""Not for people: what `curator.__main__` runs `main` for."""
WORTH_PORTIONS = 6
"""Portions from which starting processes pays: 3,000 failures, a second's work."""
_MOST = 3
"""Processes beside this one."""
_LOOK_SECONDS = 0.1


class _Texts(NamedTuple):
    """Portions to measure, with their numbers."""

    portions: list[tuple[int, Portion]]


class _Sample(NamedTuple):
    """A map's sample to lay out."""

    components: Components


def main() -> int:
    """Be such a process: measure portion by portion, or lay out a sample."""
    return serve(_work)


def _work(order: object, send: Send) -> None:
    if isinstance(order, _Sample):
        from curator.patterns.layout import place_sample

        send(place_sample(order.components, never_cancelled))
        return
    from curator.patterns.measured import measure_portion

    for number, portion in cast(_Texts, order).portions:
        send((number, measure_portion(portion)))


class Processes:
    """`patterns.help.Help` by as many processes as there are cores beside this one's."""

    @contextmanager
    def measuring(self, portions: Sequence[Portion]) -> Generator[Ready]:
        """Shares of the portions, measured elsewhere; nothing is ever ready of few."""
        many = _others() if len(portions) >= WORTH_PORTIONS else 0
        numbered = list(enumerate(portions))
        with _at_work([_Texts(numbered[which::many]) for which in range(many)]) as found:
            yield lambda: _heard(found)

    @contextmanager
    def placing(self, components: Components) -> Generator[Placed]:
        """The sample laid out elsewhere."""
        with _at_work([_Sample(components)] if _others() else []) as found:
            yield lambda is_cancelled: _waited_for(found, is_cancelled)


def _others() -> int:
    return min(_MOST, (os.cpu_count() or 1) - 1)


@contextmanager
def _at_work(orders: Sequence[_Texts | _Sample]) -> Generator[list[OwnProcess]]:
    found: list[OwnProcess] = []
    try:
        for order in orders:
            ahead = len(order.portions) + 1 if isinstance(order, _Texts) else 2
            try:
                found.append(OwnProcess(command(ARGUMENT, __name__), order, ahead))
            except OSError:
                break  # none can be started here: who asked does it
        yield found
    finally:
        for one in found:
            one.close()


def _heard(at_work: Sequence[OwnProcess]) -> Mapping[int, PartlyMeasured]:
    found: dict[int, PartlyMeasured] = {}
    for one in at_work:
        while isinstance(frame := one.frame_within(0.0), tuple):
            number, part = cast("tuple[int, PartlyMeasured]", frame)
            found[number] = part
    return found


def _waited_for(at_work: Sequence[OwnProcess], is_cancelled: IsCancelled) -> Positions | None:
    if not at_work:
        return None
    while (frame := at_work[0].frame_within(_LOOK_SECONDS)) is None:
        if is_cancelled():
            raise Cancelled
    return None if frame is ENDED else cast("Positions", frame)


PROCESSES = Processes()
