"""The summary for engineers."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from curator.errors import CuratorError
from curator.model.base import Noun
from curator.operations import readiness
from curator.operations.snapshots import take_snapshot
from curator.project.store import ProjectFile

if TYPE_CHECKING:
    from curator.reporting import Summary

FORMATS = (".html", ".pdf", ".md", ".json")
PrintPdf = Callable[[str, Path], None]
"""Prints a page (of `render_print`) to a PDF file. Who starts the program hands it in, because
only the app knows Qt."""


class SummaryOptions(Noun):
    """What a summary shows of the cases, and what it is compared with."""

    content: Literal["full", "excerpt", "none"] = "excerpt"
    redact: bool = False
    since: Path | None = None
    """An earlier summary as JSON."""
    paper: Literal["A4", "letter"] = "A4"
    """Of a PDF file."""


def summarise(project: ProjectFile, options: SummaryOptions | None = None) -> Summary:
    """The summary of the project as it stands."""
    from curator.reporting import build_summary, read_earlier

    chosen = SummaryOptions() if options is None else options
    # Read first: a wrong file is said before the work is done.
    earlier = read_earlier(chosen.since) if chosen.since is not None else None
    verdict = readiness.assess(project)
    return build_summary(
        take_snapshot(project), verdict, chosen.content, redact=chosen.redact, earlier=earlier
    )


def write_summary(
    project: ProjectFile,
    path: Path,
    options: SummaryOptions | None = None,
    print_pdf: PrintPdf | None = None,
) -> Path:
    """Write the summary; the file's ending chooses HTML, PDF, Markdown or JSON.

    Raises CuratorError for another ending, and for a PDF where nothing can print one.
    """
    refuse_unknown(path, print_pdf)
    chosen = SummaryOptions() if options is None else options
    return save(summarise(project, chosen), path, print_pdf, chosen.paper)


def refuse_unknown(path: Path, print_pdf: PrintPdf | None) -> None:
    """Raise CuratorError unless a summary can be written with that ending."""
    if path.suffix.lower() not in FORMATS:
        raise CuratorError(
            f"A summary is written as {', '.join(FORMATS[:-1])} or {FORMATS[-1]}, not "
            f"“{path.suffix or path.name}”.",
            file=path,
        )
    if path.suffix.lower() == ".pdf" and print_pdf is None:
        raise CuratorError("This way of starting Curator cannot print a PDF file.", file=path)


def save(
    summary: Summary,
    path: Path,
    print_pdf: PrintPdf | None = None,
    paper: Literal["A4", "letter"] = "A4",
) -> Path:
    """Write a summary whose file's ending was looked at before."""
    from curator.exporting.encoding import pretty_json
    from curator.reporting import as_data, render_html, render_markdown, render_print

    ending = path.suffix.lower()
    if ending == ".pdf" and print_pdf is not None:
        _print_whole(path, render_print(summary, paper), print_pdf)
    elif ending == ".json":
        write_whole(path, pretty_json(as_data(summary)))
    else:
        text = render_html(summary) if ending == ".html" else render_markdown(summary)
        write_whole(path, text.encode())
    return path


def _print_whole(path: Path, page: str, print_pdf: PrintPdf) -> None:
    beside = _beside(path)
    try:
        print_pdf(page, beside)
        beside.replace(path)
    except OSError as error:
        raise CuratorError(f"{path} could not be written: {error.strerror}.", file=path) from error
    finally:
        beside.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, then replace: an interrupted write leaves the earlier file intact."""
    beside = _beside(path)
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CuratorError(f"{path} could not be written: {error.strerror}.", file=path) from error


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.partial")
