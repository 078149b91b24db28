"""Running the real `curator`: in this process, or in one of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any, NamedTuple

import pytest

with warnings.catch_warnings():
    # typer imports a name that click is about to drop: a matter of theirs, not of a command
    warnings.simplefilter("ignore", DeprecationWarning)
    import typer  # noqa: F401

from curator.__main__ import main

REPOSITORY = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"PYTHONPATH": str(REPOSITORY), "QT_QPA_PLATFORM": "offscreen"}


class Answer(NamedTuple):
    """What a command printed and how it left."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The JSON object on standard output."""
        return json.loads(self.out)


def curator(*arguments: object, cwd: Path | None = None) -> Answer:
    """Run a command to its end as a process; a traceback fails the test, whatever the exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "curator", *(str(one) for one in arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, **ENVIRONMENT},
        timeout=240,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Answer(done.returncode, done.stdout, done.stderr)


def curator_here(*arguments: object, cwd: Path | None = None) -> Answer:
    """Run a command to its end in this process, from the same entry as the real one.

    Starting Python and loading the libraries takes longer than most commands; what matters
    about a fresh process is tested with `curator`.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.setattr(sys, "argv", ["curator", *(str(one) for one in arguments)])
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        if cwd is not None:
            patch.chdir(cwd)
        with pytest.raises(SystemExit) as left:
            main()
    code = left.value.code
    assert code is None or isinstance(code, int)
    texts = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        texts.append(stream.read())
    assert "Traceback" not in texts[1], texts[1]
    return Answer(code or 0, *texts)


def write_jsonl(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Rows as JSON Lines."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")
    return path
