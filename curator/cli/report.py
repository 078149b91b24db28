"""`curator report`: the summary for engineers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from curator.cli.options import AsJson, ProjectPath, option
from curator.cli.output import give


def report(
    project: ProjectPath,
    out: Annotated[Path, option(metavar="FILE", help_text="FILE.html or FILE.md.")],
    as_json: AsJson = False,
) -> None:
    """Write the summary as one self-contained HTML file or as Markdown."""
    from curator.operations import projects, reporting

    with projects.open_project(project) as opened:
        path = reporting.write_summary(opened, out)
    size = path.stat().st_size
    give(f"Wrote {path} ({size:,} bytes).", {"file": str(path), "bytes": size}, as_json=as_json)
