"""`curator new`: create a project."""

from __future__ import annotations

from typing import Annotated

import typer

from curator.cli.options import AsJson, ProjectPath
from curator.cli.output import give


def new(
    project: ProjectPath,
    name: Annotated[str, typer.Option(help="What people call it. Default: the file's name.")] = "",
    seed: Annotated[int, typer.Option(help="Start of every random order and split.")] = 7,
    as_json: AsJson = False,
) -> None:
    """Create an empty project."""
    from curator.operations import projects

    with projects.create_project(project, name=name, seed=seed) as created:
        data = {"project": str(created.path), "name": created.name, "seed": created.seed}
        give(f"Created {created.path}.", dict(data), as_json=as_json)
