"""Small projects built in code, for tests of every layer above the project file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from curator.model.case import CarriedReview, IncomingCase
from curator.model.message import Message
from curator.model.review import Mark
from curator.operations import projects
from curator.project.arrivals import Arrivals
from curator.project.store import ProjectFile


def incoming(
    line: int,
    asked: str | None = None,
    answered: str | None = None,
    *,
    public_id: str | None = None,
    model: str | None = None,
    conversation: str | None = None,
    review: CarriedReview | None = None,
) -> IncomingCase:
    """A case as a reader would hand it over."""
    return IncomingCase(
        line=line,
        id=public_id,
        input=(Message(role="user", content=asked or f"How do I do thing number {line}?"),),
        output=Message(role="assistant", content=answered or f"Do step {line}, then the rest."),
        model=model,
        conversation=conversation,
        review=review or CarriedReview(),
    )


def add_cases(
    project: ProjectFile,
    cases: Sequence[IncomingCase],
    *,
    as_acts: bool = True,
    reviewer: str = "Ada",
    file: str = "log.jsonl",
) -> Arrivals:
    """Import cases without a file in between."""
    arrivals = Arrivals(
        file=file,
        format_name="curator",
        reviewer=reviewer,
        seed=project.seed,
        as_acts=as_acts,
    )
    with project.writing() as connection:
        arrivals.start(connection)
        arrivals.add(connection, cases)
        arrivals.finish(connection, 0)
    return arrivals


def new_project(folder: Path, cases: Iterable[IncomingCase] = ()) -> ProjectFile:
    """A project at `folder`/project.curator that holds these cases."""
    project = projects.create_project(folder / "project.curator", name="Test")
    found = list(cases)
    if found:
        add_cases(project, found)
    return project


def judged(
    mark: Mark, *, note: str = "", ideal: str | None = None, tags: Sequence[str] = ()
) -> CarriedReview:
    """A judgement as it comes along with a row."""
    return CarriedReview(mark=mark, note=note or None, ideal=ideal, tags=tuple(tags))
