"""`curator report`: the summary for engineers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from curator.cli.demo import Viewer
from curator.cli.options import AsJson, ProjectPath, option
from curator.cli.output import give


def report(
    context: typer.Context,
    project: ProjectPath,
    out: Annotated[
        Path, option(metavar="FILE", help_text="FILE.html, FILE.pdf, FILE.md or FILE.json.")
    ],
    content: Annotated[
        Literal["full", "excerpt", "none"],
        option(help_text="How much of the cases' own text is shown."),
    ] = "excerpt",
    redact: Annotated[
        bool,
        option(
            "--redact/--no-redact",
            help_text="Replace e-mail addresses, phone and card-like numbers, reviewers' names.",
        ),
    ] = False,
    since: Annotated[
        Path | None,
        option(metavar="FILE.json", help_text="Compare with an earlier summary in JSON."),
    ] = None,
    paper: Annotated[Literal["A4", "letter"], option(help_text="Paper of a PDF file.")] = "A4",
    as_json: AsJson = False,
) -> None:
    """Write the summary as one self-contained HTML file, as PDF, Markdown or JSON."""
    from curator.operations import projects, reporting
    from curator.reporting import as_data

    viewer = context.obj if isinstance(context.obj, Viewer) else None
    printer = viewer.print_pdf if viewer else None
    reporting.refuse_unknown(out, printer)
    options = reporting.SummaryOptions(content=content, redact=redact, since=since)
    with projects.open_project(project) as opened:
        summary = reporting.summarise(opened, options)
    path = reporting.save(summary, out, printer, paper)
    size = path.stat().st_size
    text = f"Wrote {path} ({size:,} bytes)."
    if summary.since is not None:
        text = f"{summary.since.sentence}\n{text}"
    give(text, {"file": str(path), "bytes": size, **as_data(summary)}, as_json=as_json)
