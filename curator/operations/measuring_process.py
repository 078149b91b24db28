"""Measuring failures' texts in processes of their own, while this one embeds them.

It is pure Python and keeps one core busy for longer than embedding does. Where no process can be
started, or one ends before its time, the caller measures what is missing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, cast

from curator.operations.own_process import OwnProcess, Send, command, serve

if TYPE_CHECKING:
    from curator.patterns.measured import PartlyMeasured, Portion, Ready

ARGUMENT = "--measure-texts"
"""Not for people: what `curator.__main__` runs `main` for."""
WORTH_PORTIONS = 6
"""Portions from which starting processes pays: 3,000 failures, a second's work."""
_MOST = 3
"""Processes beside this one."""


class _Order(NamedTuple):
    """Portions with their numbers."""

    portions: list[tuple[int, Portion]]


def main() -> int:
    """Be such a process: measure portion by portion."""
    return serve(_measure)


def _measure(order: object, send: Send) -> None:
    from curator.patterns.measured import measure_portion

    for number, portion in cast(_Order, order).portions:
        send((number, measure_portion(portion)))


@contextmanager
def processes(portions: Sequence[Portion]) -> Generator[Ready]:
    """`measured.Help` by as many processes as there are cores beside this one's."""
    many = min(_MOST, (os.cpu_count() or 1) - 1)
    if many < 1 or len(portions) < WORTH_PORTIONS:
        from curator.patterns.measured import nobody

        with nobody(portions) as ready:
            yield ready
        return
    numbered = list(enumerate(portions))
    at_work: list[OwnProcess] = []
    try:
        at_work.extend(_started([numbered[which::many] for which in range(many)]))
        yield _hearing(at_work)
    finally:
        for one in at_work:
            one.close()


def _started(shares: Sequence[list[tuple[int, Portion]]]) -> Generator[OwnProcess]:
    for share in shares:
        try:
            yield OwnProcess(command(ARGUMENT, __name__), _Order(share), len(share) + 1)
        except OSError:
            return  # none can be started here: who asked measures by itself


def _hearing(at_work: Sequence[OwnProcess]) -> Callable[[], Mapping[int, PartlyMeasured]]:
    def ready() -> Mapping[int, PartlyMeasured]:
        found: dict[int, PartlyMeasured] = {}
        for one in at_work:
            while isinstance(frame := one.frame_at_hand(), tuple):
                number, part = cast("tuple[int, PartlyMeasured]", frame)
                found[number] = part
        return found

    return ready
