"""What happens on a bug: a readable report file and a calm word; the work is saved already."""

from __future__ import annotations

import re
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QStandardPaths, qVersion

from curator.version import __version__

_QUOTED = r"""'.*'|".*"|“.*”|`.*`"""


def report_folder() -> Path:
    """Where reports are kept: the application's own data folder."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(place) / "reports"


def write_report(error: BaseException, folder: Path | None = None) -> Path:
    """Write what went wrong and where: no case text, no names of people, no keys."""
    import platform

    folder = folder or report_folder()
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.now().astimezone()
    path = folder / f"curator-report-{moment:%Y%m%d-%H%M%S-%f}.txt"
    lines = [
        "Curator stopped doing something because of a bug.",
        "Your marks, notes and answers were saved as you made them.",
        "",
        f"Time: {moment.isoformat(timespec='seconds')}",
        f"Curator {__version__}, Python {platform.python_version()}, Qt {qVersion()}",
        f"System: {platform.platform()}",
        "",
        *(line.rstrip() for line in traceback.format_tb(error.__traceback__)),
        f"{type(error).__name__}: {_without_data(error)}",
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _without_data(error: BaseException) -> str:
    """The message's first line without what stands in quotes, where libraries put values, and
    without anything that looks like a key."""
    from curator.trials.endpoints.keys import redact

    first = str(error).partition("\n")[0]
    return redact(re.sub(_QUOTED, "…", first))[:200]


def install(tell: Callable[[Path], None]) -> None:
    """Send every error nobody expected to a report; `tell` shows where it is."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if issubclass(kind, Exception):
            tell(write_report(error.with_traceback(trace)))

    def thread_hook(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            hook(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    sys.excepthook = hook
    threading.excepthook = thread_hook
