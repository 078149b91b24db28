"""The summary for engineers."""

from __future__ import annotations

import os
from pathlib import Path

from curator.errors import CuratorError
from curator.operations import readiness
from curator.operations.snapshots import take_snapshot
from curator.project.store import ProjectFile

FORMATS = (".html", ".md")


def write_summary(project: ProjectFile, path: Path) -> Path:
    """Write the summary; the file's ending chooses HTML or Markdown."""
    from curator.reporting import build_summary, render_html, render_markdown

    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise CuratorError(
            f"A summary is written as .html or .md, not “{path.suffix or path.name}”.", file=path
        )
    verdict = readiness.assess(project)
    summary = build_summary(take_snapshot(project), verdict)
    text = render_html(summary) if ending == ".html" else render_markdown(summary)
    write_whole(path, text.encode())
    return path


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, then replace: an interrupted write leaves the earlier file intact."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CuratorError(f"{path} could not be written: {error.strerror}.", file=path) from error
