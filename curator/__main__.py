"""The one way in: arguments go to the command line, a project or nothing opens the app."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

from curator.errors import CuratorError

WRONG_USE = 2
"""Exit code: wrong use or unreadable input."""
PRINT_PDF = "--print-pdf"
"""Not for people: how a command has a page printed by a process of its own, which knows Qt."""
READ_FOR_IMPORT = "--read-for-import"
"""Not for people: how a packaged app starts the processes that read a file."""
HELP_WITH_PATTERNS = "--help-with-patterns"
"""Not for people: how a packaged app starts the processes that help with patterns."""


def main() -> None:
    """Run Curator with the process's arguments and leave with its exit code."""
    arguments = sys.argv[1:]
    try:
        if arguments[:1] == [PRINT_PDF] and len(arguments) == 2:
            from curator.gui.pdf import main as print_page

            sys.exit(print_page(Path(arguments[1])))
        if arguments == [READ_FOR_IMPORT]:
            from curator.operations.reading_process import main as read

            sys.exit(read())
        if arguments == [HELP_WITH_PATTERNS]:
            from curator.operations.pattern_processes import main as help_along

            sys.exit(help_along())
        if wants_app(arguments):
            sys.exit(_open_app(Path(arguments[0]) if arguments else None))
        from curator.cli.app import app
        from curator.cli.demo import Viewer

        app(obj=Viewer(_has_display, _open_app, _save_screenshots, _print_pdf), prog_name="curator")
    except CuratorError as error:
        print(error.sentence, file=sys.stderr)  # noqa: T201  (the one sentence of the contract)
        sys.exit(WRONG_USE)


def wants_app(arguments: list[str]) -> bool:
    """No argument, or just a project file."""
    if not arguments:
        return True
    return len(arguments) == 1 and Path(arguments[0]).suffix == ".curator"


def _has_display() -> bool:
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def _open_app(project: Path | None) -> int:
    gc.disable()  # until the first paint: all that is loaded stays, and looking takes time
    from curator.gui.plain_imports import give_back

    give_back()
    from curator.gui.application import run

    return run(sys.argv[:1], project)


def _save_screenshots(project: Path, folder: Path) -> list[Path]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from curator.gui.application import save_screenshots

    light = save_screenshots(project, folder)
    return [*light, *save_screenshots(project, folder, dark=True)]


def _print_pdf(page: str, path: Path) -> None:
    """Print a page in a process of its own, so that no command loads Qt.

    Raises CuratorError with what that process said.
    """
    me = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "curator"]
    finished = subprocess.run(  # noqa: S603  (ourselves, with a path that is never a shell's)
        [*me, PRINT_PDF, str(path)],
        input=page.encode(),
        capture_output=True,
        # No display is needed; one seed and one zone, so that the same page gives the same bytes.
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_HASH_SEED": "0", "TZ": "UTC"},
        check=False,
    )
    if finished.returncode:
        said = finished.stderr.decode(errors="replace").strip().splitlines()
        reason = said[-1] if said else f"the printing process ended with {finished.returncode}"
        raise CuratorError(f"The PDF file could not be printed: {reason}.", file=path)


if __name__ == "__main__":
    main()
