"""Reading a file in processes of its own, while this one stores what they hand over.

Each is the program itself, started with one argument (`ARGUMENT`); its order comes through
standard input and its portions go through standard output, as frames of pickled plain values.
Where no such process can be started the caller reads the file itself. A reader whose caller is
gone ends with its next word.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto
from pathlib import Path
from queue import Full, Queue
from typing import BinaryIO, NamedTuple, TypeAlias, cast

from curator import importing as reading
from curator.errors import CuratorError
from curator.model.importing import Mapping
from curator.operations.portions import Portion, Wanted, portions

ARGUMENT = "--read-for-import"
"""Not for people: what `curator.__main__` runs `main` for."""
_LENGTH = 8
_PIPE_BYTES = 1 << 20
_FRAMES_AHEAD = 32
"""Portions of each reader that may wait for the store: some 50 MB."""
_LOOK_SECONDS = 0.2
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
    BROKEN_OFF = auto()
    """It ended without one."""


_Frame: TypeAlias = "Portion | _Trouble | _Word"


class CannotStart(Exception):
    """No reading process could be started here."""


def main() -> int:
    """Be a reader: take the order from standard input, give portions to standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it stops it
    gc.set_threshold(200_000, 50, 100)
    with os.fdopen(0, "rb") as orders, os.fdopen(1, "wb", buffering=0) as answers:
        order = cast(Order, pickle.load(orders))  # noqa: S301  (from who started it, nobody else)
        try:
            _read(order, lambda frame: _send(answers, frame))
        except BrokenPipeError:
            return 1  # nobody listens any more
    return 0


def _read(order: Order, send: Callable[[_Frame], None]) -> None:
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


def _send(answers: BinaryIO, frame: _Frame) -> None:
    packed = io.BytesIO()
    pickler = pickle.Pickler(packed, protocol=5)
    # Frames are plain values without cycles: looking for what was seen before takes most of the
    # time. (Deprecated for frames that have them; there is nothing else that says so.)
    pickler.fast = True
    pickler.dump(frame)
    plain = packed.getvalue()
    left = memoryview(len(plain).to_bytes(_LENGTH, "little") + plain)
    while left:
        left = left[answers.write(left) :]


class Readers:
    """Reading processes at work on one file; iterating gives its portions in the file's order.

    Raises CannotStart (from `__init__`), and CuratorError where the file stops being readable or
    a reader ends before its time. `close()` ends them.
    """

    def __init__(self, orders: Sequence[Order]) -> None:
        self._path = orders[0].path
        self._readers: list[_Reader] = []
        try:
            for order in orders:
                self._readers.append(_Reader(order))
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

    def _next(self, reader: _Reader) -> Portion | None:
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


class _Reader:
    """One process, and the thread that takes what it says."""

    def __init__(self, order: Order) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the reader)
        self._process = subprocess.Popen(  # noqa: S603  (ourselves, without a shell)
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            pipesize=_PIPE_BYTES,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._closed = threading.Event()
        self._frames: Queue[bytes] = Queue(_FRAMES_AHEAD)
        self._listener = threading.Thread(target=self._listen, name="reader", daemon=True)
        self._listener.start()
        orders = cast(BinaryIO, self._process.stdin)
        try:
            with orders:
                pickle.dump(order, orders)
        except OSError:
            pass  # it ended at once: its first word, which is missing, tells

    def next_frame(self) -> _Frame:
        """What it says next."""
        packed = self._frames.get()
        if not packed:
            return _Word.BROKEN_OFF
        return cast(_Frame, pickle.loads(packed))  # noqa: S301  (from our own process)

    def last_words(self) -> str:
        """What a process that ended in an error wrote of it; "" where it was killed."""
        self._process.wait()
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace").strip()

    def _listen(self) -> None:
        answers = cast(BinaryIO, self._process.stdout)
        while not self._closed.is_set():
            length = int.from_bytes(answers.read(_LENGTH), "little")
            packed = answers.read(length)
            if len(packed) < length:
                packed = b""
            self._hand_over(packed)
            if not packed:
                return

    def _hand_over(self, packed: bytes) -> None:
        while not self._closed.is_set():
            try:
                self._frames.put(packed, timeout=_LOOK_SECONDS)
            except Full:
                continue
            return

    def close(self) -> None:
        """End it; what it still says is not heard."""
        self._closed.set()
        self._process.kill()
        self._listener.join()
        self._process.wait()
        cast(BinaryIO, self._process.stdout).close()
        self._errors.close()


def command() -> list[str]:
    """What starts this program as a reader: of a packaged app itself, else its interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable, ARGUMENT]
    # The caller's own path, so that the reader is the same program wherever that was found.
    start = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import main; sys.exit(main())"
    return [sys.executable, "-c", start]


def readers_for(rows: reading.FileReading, wanted: Wanted, asked: int | None) -> int:
    """How many processes to read with: none for a small file, one where rows need each other."""
    if asked == 0 or (asked is None and rows.text_bytes < _WORTH_BYTES):
        return 0
    if not rows.can_be_shared or wanted.sample is not None:
        return 1
    return asked or min(_MOST, os.cpu_count() or 1)
