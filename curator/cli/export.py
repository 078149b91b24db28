"""`curator export`: write the dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from curator.cli.options import AsJson, ProjectPath, option
from curator.cli.output import give, leave


def export(
    project: ProjectPath,
    out: Annotated[Path, option(metavar="DIR", help_text="Folder to write into.")],
    format_name: Annotated[
        str, option("--format", metavar="NAME", help_text="The target's name.")
    ] = "messages",
    validation: Annotated[
        float, option(smallest=0.0, largest=0.9, help_text="Validation share.")
    ] = 0.1,
    held_out: Annotated[
        float, option(smallest=0.0, largest=0.9, help_text="Held-out share.")
    ] = 0.2,
    seed: Annotated[int | None, option(help_text="Default: the project's own.")] = None,
    override_reason: Annotated[
        str, option(metavar="TEXT", help_text="Why to export although a check blocks.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Export a fine-tune-ready dataset with manifest and dataset card."""
    from curator.model.dataset import ExportOptions
    from curator.operations import exporting, projects

    options = ExportOptions(
        format=format_name,
        validation=validation,
        held_out=held_out,
        seed=seed,
        override_reason=override_reason,
    )
    with projects.open_project(project) as opened:
        report = exporting.export(opened, options, out, projects.person_at_the_machine())
    give(report.sentence, report.model_dump(mode="json"), as_json=as_json)
    leave(findings=bool(report.blocked))
