"""Work for this process done by processes of its own, told and heard through pipes.

Each is the program itself, started with one argument; its order comes through standard input and
its answers go through standard output, as frames of pickled plain values. One whose caller is
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
from collections.abc import Callable
from queue import Empty, Full, Queue
from typing import IO, BinaryIO, TypeAlias, cast

_LENGTH = 8
_PIPE_BYTES = 1 << 20
_LOOK_SECONDS = 0.2

Send: TypeAlias = Callable[[object], None]
"""Gives a frame of plain values to who started this process."""


class CannotStart(Exception):
    """No process of our own could be started here."""


class Ended:
    """In place of a frame: the process has ended, or was ended."""


ENDED = Ended()


def serve(work: Callable[[object, Send], None]) -> int:
    """Be such a process: take the order from standard input, do it. Returns the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it stops it
    gc.set_threshold(200_000, 50, 100)
    with os.fdopen(0, "rb") as orders, os.fdopen(1, "wb", buffering=0) as answers:
        order: object = pickle.load(orders)  # noqa: S301  (from who started it, nobody else)
        try:
            work(order, lambda frame: _send(answers, frame))
        except BrokenPipeError:
            return 1  # nobody listens any more
    return 0


def _send(answers: BinaryIO, frame: object) -> None:
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


def command(argument: str, module: str) -> list[str]:
    """What starts this program as such a process: of a packaged app itself with its argument,
    else its interpreter with the module's `main`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, argument]
    # The caller's own path, so that it is the same program wherever that was found.
    start = f"import sys; sys.path[:] = {sys.path!r}; from {module} import main; sys.exit(main())"
    return [sys.executable, "-c", start]


class OwnProcess:
    """One process, and the thread that takes what it says.

    `ahead`: frames that may wait to be heard. Raises OSError where it cannot be started.
    """

    def __init__(self, started_by: list[str], order: object, ahead: int) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the process)
        try:
            self._process = _started(started_by, self._errors)
        except OSError:
            self._errors.close()
            raise
        self._closed = threading.Event()
        self._frames: Queue[bytes] = Queue(ahead)
        self._listener = threading.Thread(target=self._listen, name="listener", daemon=True)
        self._listener.start()
        orders = cast(BinaryIO, self._process.stdin)
        try:
            with orders:
                pickle.dump(order, orders, protocol=5)
        except OSError:
            pass  # it ended at once: its first word, which is missing, tells

    def next_frame(self) -> object:
        """What it says next; `ENDED` where it says nothing more."""
        return _unpacked(self._frames.get())

    def frame_within(self, seconds: float) -> object:
        """What it says next, or has said already; None where it says nothing so soon."""
        try:
            return _unpacked(self._frames.get(timeout=seconds))
        except Empty:
            return None

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


def _started(started_by: list[str], errors: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  (ourselves, without a shell)
        started_by,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        pipesize=_PIPE_BYTES,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _unpacked(packed: bytes) -> object:
    if not packed:
        return ENDED
    return pickle.loads(packed)  # noqa: S301  (from our own process)
