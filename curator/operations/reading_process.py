"""Reading a file in processes of its own, while this one stores what they hand over.

(`own_process` says how they are started and heard.) Where no such process can be started the
caller reads the file itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple, cast

from curator import importing as reading
from curator.errors import CuratorError
from curator.model.importing import Mapping
from curator.operations.own_process import CannotStart, OwnProcess, Send, command, serve
from curator.operations.portions import Portion, Wanted, portions

ARGUMENT = "--read-for-import"
"""Not for people: what `curator.__main__` runs `main` for."""
_FRAMES_AHEAD = 32
"""Portions of each reader that may wait for the store: some 50 MB."""
_WORTH_BYTES = 16 << 20
"""Text from which starting processes pays."""
_MOST = 4
"""Readers from which the store is what takes longest."""


class Order(NamedTuple):
    """What a reader is to read, settled before; `which` of `of` readers it is."""

    path: Path
    format: str
    mapping: Mapping | None
    options: reading.ReadOptions
    companions: tuple[Path, ...]
    wanted: Wanted
    which: int = 0
    of: int = 1


class _Trouble(NamedTuple):
    """A CuratorError on its way back."""

    sentence: str
    file: str | None
    line: int | None
    field: str | None


class _Word(Enum):
    BEGUN = auto()
    """The reader's first word."""
    DONE = auto()
    """Its last."""


def main() -> int:
    """Be a reader: take the order from standard input, give portions to standard output."""
    return serve(_read)


def _read(given: object, send: Send) -> None:
    order = cast(Order, given)
    send(_Word.BEGUN)
    try:
        rows = reading.read_file(
            order.path, order.format, order.mapping, order.options, order.companions
        )
        if order.of > 1:
            rows.share(order.which, order.of)
        if rows.reads_twice:
            rows.look_ahead(lambda: send(Portion(0, rows.bytes_read, 0, [], [])) is not None)
        for portion in portions(rows, order.wanted):
            send(portion)
        send(_Word.DONE)
    except CuratorError as error:
        send(_Trouble(error.sentence, error.file, error.line, error.field))


class Readers:
    """Reading processes at work on one file; iterating gives its portions in the file's order.

    Raises CannotStart (from `__init__`), and CuratorError where the file stops being readable or
    a reader ends before its time. `close()` ends them.
    """

    def __init__(self, orders: Sequence[Order]) -> None:
        self._path = orders[0].path
        self._readers: list[OwnProcess] = []
        try:
            for order in orders:
                self._readers.append(_started(order))
            for one in self._readers:
                if one.next_frame() is not _Word.BEGUN:
                    raise CannotStart
        except OSError as error:
            self.close()
            raise CannotStart from error
        except CannotStart:
            self.close()
            raise

    def __iter__(self) -> Iterator[Portion]:
        heads = {one: portion for one in self._readers if (portion := self._next(one))}
        while heads:
            first = min(heads, key=lambda one: heads[one].block)
            yield heads.pop(first)
            following = self._next(first)
            if following is not None:
                heads[first] = following

    def _next(self, reader: OwnProcess) -> Portion | None:
        frame = reader.next_frame()
        if isinstance(frame, Portion):
            return frame
        if isinstance(frame, _Trouble):
            raise CuratorError(frame.sentence, file=frame.file, line=frame.line, field=frame.field)
        if frame is not _Word.DONE:
            trace = reader.last_words()
            if trace:
                raise RuntimeError(f"reading failed in a process of its own:\n{trace}")
            raise CuratorError(
                f"Reading {self._path.name} broke off: the process that read it was ended "
                "(memory may have run out). Cases so far are kept; import it again to go on.",
                file=self._path,
            )
        return None

    def close(self) -> None:
        """End the readers, wherever they are."""
        for one in self._readers:
            one.close()


def _started(order: Order) -> OwnProcess:
    return OwnProcess(command(ARGUMENT, __name__), order, _FRAMES_AHEAD)


def readers_for(rows: reading.FileReading, wanted: Wanted, asked: int | None) -> int:
    """How many processes to read with: none for a small file, one where rows need each other."""
    if asked == 0 or (asked is None and rows.text_bytes < _WORTH_BYTES):
        return 0
    if not rows.can_be_shared or wanted.sample is not None:
        return 1
    return asked or min(_MOST, os.cpu_count() or 1)
