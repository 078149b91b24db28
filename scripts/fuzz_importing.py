"""Fuzzing of the importer with atheris: any bytes must end in an orderly answer.

Not part of the tests. atheris is installed by hand; the run is bounded by its own options:

    .venv/bin/python -m pip install atheris
    .venv/bin/python scripts/fuzz_importing.py -max_total_time=300 [CORPUS FOLDER]
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, cast


class _Atheris(Protocol):
    """What is used of the library, which ships no types."""

    def instrument_all(self) -> None: ...

    def Setup(self, arguments: list[str], test: Callable[[bytes], None]) -> None: ...

    def Fuzz(self) -> None: ...


def main() -> None:
    """Run until the options given to atheris say stop; an exception other than ours ends it."""
    atheris = cast(_Atheris, importlib.import_module("atheris"))

    from curator.errors import CuratorError
    from curator.importing import inspect_file, read_file
    from curator.importing.formats import FORMATS

    place = Path(tempfile.mkdtemp()) / "upload"
    formats = ["auto", *FORMATS]

    def one(content: bytes) -> None:
        wanted = formats[content[0] % len(formats)] if content else "auto"
        place.write_bytes(content[1:])
        for name in ("auto", wanted):
            try:
                inspect_file(place, name)
                for _ in read_file(place, name):
                    pass
            except CuratorError:
                continue

    atheris.instrument_all()
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
