"""`curator new`: create a project."""

from __future__ import annotations

from typing import Annotated

from curator.cli.options import AsJson, ProjectPath, option
from curator.cli.output import give


def new(
    project: ProjectPath,
    name: Annotated[str, option(help_text="What people call it. Default: the file's name.")] = "",
    seed: Annotated[int, option(help_text="Start of every random order and split.")] = 7,
    as_json: AsJson = False,
) -> None:
    """Create an empty project."""
    from curator.operations import projects

    with projects.create_project(project, name=name, seed=seed) as created:
        data = {"project": str(created.path), "name": created.name, "seed": created.seed}
        give(f"Created {created.path}.", dict(data), as_json=as_json)
