"""`curator verify`: is the project file whole."""

from __future__ import annotations

from curator.cli.options import AsJson, ProjectPath
from curator.cli.output import give, leave


def verify(project: ProjectPath, as_json: AsJson = False) -> None:
    """Check the file, and that its state follows from its log; repair what does not."""
    from curator.operations import projects

    with projects.open_project(project) as opened:
        found = projects.verify(opened)
    text = "\n".join(found.troubles) or "The project is whole, and its state follows from its log."
    give(text, found.model_dump(mode="json"), as_json=as_json)
    leave(findings=not found.ok)
