"""The sample project, taken the whole way: what `curator demo` and the start page open."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import orjson
from pydantic import TypeAdapter

from curator.errors import CuratorError
from curator.model.base import JsonObject, Noun
from curator.model.dataset import ExportOptions
from curator.model.queue import Queue
from curator.model.readiness import CostInputs, Readiness
from curator.model.review import Mark
from curator.operations import (
    exporting,
    importing,
    patterns,
    projects,
    readiness,
    reporting,
    reviewing,
    trials,
)
from curator.project.store import ProjectFile
from curator.resource_files import resource_path

NAME = "Ledgerly support and ICD-10 coding (sample)"
REVIEWED_SHARE = 0.85
"""Part of the sample that comes reviewed; the rest is left for whoever opens it."""
EXPORTS = ("messages", "openai-dpo", "huggingface")
COSTS = CostInputs(
    calls_per_month=400_000,
    prompt_tokens=2_600,
    tuned_prompt_tokens=300,
    output_tokens=200,
    tuned_output_tokens=200,
    input_price=0.40,
    output_price=1.60,
    tuned_input_price=0.80,
    tuned_output_price=3.20,
    labelling_hours=12,
    hourly_rate=45,
    evaluation_cost=60,
    engineering_cost=1_500,
)
"""Fictional volume and effort; prices are gpt-4.1-mini's, base and tuned, $ per million tokens."""


class SampleReview(Noun):
    """One line of the sample's reviews."""

    id: str
    mark: Mark
    note: str = ""
    tags: tuple[str, ...] = ()
    ideal: str | None = None
    reviewer: str


class DemoResult(Noun):
    """What the demo made."""

    project: Path
    readiness: Readiness
    files: tuple[Path, ...]


_object = TypeAdapter(JsonObject)


def build_demo(folder: Path, say: Callable[[str], None]) -> DemoResult:
    """Build the sample in `folder`, run patterns, trial, verdict, export and summary on it.

    A project that is there already stays untouched: the new one gets the next free name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CuratorError(
            f"The folder {folder} could not be made: {error.strerror}.", file=folder
        ) from error
    path = _free_path(folder)
    say(f"Building the sample project {path.name}.")
    with build_sample(path) as project:
        say("Grouping the failures into patterns.")
        patterns.ensure_grouped(project)
        say("Comparing the outputs of a better prompt.")
        import_better_prompt(project)
        say("Working out the verdict.")
        verdict = readiness.assess(project)
        files = [path, *_write_everything(project, folder / path.stem, say)]
    return DemoResult(project=path, readiness=verdict, files=tuple(files))


def _free_path(folder: Path) -> Path:
    path, number = folder / "sample.curator", 1
    while path.exists():
        number += 1
        path = folder / f"sample-{number}.curator"
    return path


def build_sample(path: Path) -> ProjectFile:
    """The sample as its reviewers left it: imported, and reviewed in random order for a part."""
    project = projects.create_project(path, name=NAME)
    importing.import_files(project, [resource_path("sample", "cases.jsonl")])
    order = reviewing.queue_keys(project, Queue(kind="random"))
    reviewed = set(order[: round(REVIEWED_SHARE * len(order))])
    by_key: dict[int, list[SampleReview]] = {}
    for review in sample_reviews():
        key = reviewing.key_of_id(project, review.id)
        if key is not None:
            by_key.setdefault(key, []).append(review)
    for key in order:
        if key in reviewed:
            _apply(project, key, by_key.get(key, []))
    readiness.set_costs(project, COSTS, projects.person_at_the_machine())
    return project


def _apply(project: ProjectFile, key: int, found: Sequence[SampleReview]) -> None:
    """The second reviewer first, so that the first one's judgement is the one that stands."""
    for review in reversed(found):
        person = review.reviewer
        reviewing.mark_cases(project, [key], review.mark, person)
        if review.note:
            reviewing.write_note(project, key, review.note, person)
        if review.tags:
            reviewing.set_tags(project, key, review.tags, person)
        if review.ideal is not None:
            reviewing.write_ideal(project, key, review.ideal, person)


def sample_reviews() -> Iterator[SampleReview]:
    """The judgements that ship with the sample."""
    for line in resource_path("sample", "reviews.jsonl").read_bytes().splitlines():
        row = _object.validate_python(orjson.loads(line))
        yield SampleReview.model_validate({k: v for k, v in row.items() if v is not None})


def import_better_prompt(project: ProjectFile) -> None:
    """The sample's second set of outputs, from a better prompt, as a trial."""
    described = tomllib.loads(resource_path("sample", "better_prompt.toml").read_text("utf-8"))
    trials.import_trial(
        project,
        resource_path("sample", "better_prompt.jsonl"),
        str(described["name"]),
        definition=_object.validate_python(described),
    )


def _write_everything(
    project: ProjectFile, folder: Path, say: Callable[[str], None]
) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    person = projects.person_at_the_machine()
    for name in EXPORTS:
        out = folder / name
        say(f"Exporting {name}.")
        report = exporting.export(project, ExportOptions(format=name), out, person)
        if report.blocked:
            say(report.sentence)
        yield from (out / file for file in report.files)
    for ending in ("html", "md"):
        yield reporting.write_summary(project, folder / f"summary.{ending}")
