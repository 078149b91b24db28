"""`curator patterns`: the ways the model fails."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from curator.cli.options import AsJson, ProjectPath, ReviewerName, option
from curator.cli.output import ProgressLine, give, interval, say, table
from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.embedder import EmbedderChoice
from curator.model.pattern import PatternSet
from curator.model.statistics import wilson

if TYPE_CHECKING:
    from curator.model.pattern import Lens
    from curator.project.store import ProjectFile


class LensName(StrEnum):
    """What to group by."""

    WRONG = "wrong"
    ASKED = "asked"
    ANSWERED = "answered"
    ALL = "all"


LENSES: dict[LensName, Lens] = {
    LensName.WRONG: "wrong",
    LensName.ASKED: "asked",
    LensName.ANSWERED: "answered",
    LensName.ALL: "all",
}


def patterns(
    project: ProjectPath,
    lens: Annotated[
        LensName | None,
        option(help_text="What to group by. Default: the project's lens, at first wrong."),
    ] = None,
    embedder: Annotated[
        str,
        option(
            metavar="KIND[=WHERE]",
            help_text="Make this project's patterns with another embedder from now on: built-in, "
            "endpoint=NAME, model2vec=FOLDER or sentence-transformers=FOLDER.",
        ),
    ] = "",
    accept: Annotated[
        bool, option("--accept", help_text="Keep this grouping; its patterns become real.")
    ] = False,
    reviewer: ReviewerName = "",
    as_json: AsJson = False,
) -> None:
    """Group the failures and list the patterns. A first grouping is kept as proposals."""
    from curator.operations import patterns as deeds
    from curator.operations import projects, reviewing

    wanted = embedder_choice(embedder) if embedder else None
    with projects.open_project(project) as opened:
        who = reviewer or projects.person_at_the_machine()
        chosen = LENSES[lens] if lens else None
        _use_embedder(opened, wanted, chosen, who)
        first = not deeds.current(opened).embedder
        found = deeds.group(opened, lens=chosen, progress=ProgressLine("Grouping"))
        if accept:
            deeds.accept_grouping(opened, found, who)
        elif first:
            deeds.propose_grouping(opened, found)
        else:
            say("Not kept: the project's grouping stays until you run this with --accept.")
        ids = reviewing.ids_of_keys(opened, _keys(found))
    give(_text(found), as_data(found, ids), as_json=as_json)


def embedder_choice(said: str) -> EmbedderChoice:
    """What `--embedder` says. Raises CuratorError where it is no embedder."""
    kind, _, where = said.partition("=")
    if kind == "built-in" and not where:
        return EmbedderChoice()
    if kind == "endpoint" and where:
        return EmbedderChoice(kind=kind, endpoint=where)
    if kind in ("model2vec", "sentence-transformers") and where:
        return EmbedderChoice(kind=kind, folder=str(Path(where).resolve()))
    raise CuratorError(
        f"--embedder {said} is none: say built-in, endpoint=NAME, model2vec=FOLDER or "
        "sentence-transformers=FOLDER.",
        field="embedder",
    )


def _use_embedder(
    project: ProjectFile, wanted: EmbedderChoice | None, lens: Lens | None, reviewer: str
) -> None:
    """Choose the embedder that was asked for; say what goes to an endpoint before it goes."""
    from curator.operations import embedding
    from curator.operations import patterns as deeds

    standing = embedding.choice(project)
    chosen = standing if wanted is None else wanted
    if chosen.kind == "endpoint":
        say(deeds.embedding_estimate(project, chosen, lens).sentence)
    if wanted is not None and wanted != standing.model_copy(update={"dims": 0}):
        embedding.choose(project, wanted, reviewer)


def _keys(found: PatternSet) -> list[int]:
    members = [key for pattern in found.patterns for key in pattern.members]
    return [*members, *found.unassigned]


def as_data(found: PatternSet, ids: dict[int, str]) -> JsonObject:
    """The documented JSON of a grouping."""
    failures = len(_keys(found))
    return {
        "patterns": [
            {
                "id": one.id,
                "name": one.name,
                "keywords": list(one.keywords),
                "size": len(one.members),
                "share": interval(wilson(len(one.members), failures)),
                "fix": one.fix,
                "by_people": one.by_people,
                "cohesion": one.cohesion,
                "case_ids": [ids[key] for key in one.members],
            }
            for one in found.patterns
        ],
        "unassigned": [ids[key] for key in found.unassigned],
        "proposals": [
            {
                "case_id": ids[one.case_key],
                "pattern_id": one.pattern_id,
                "probability": one.probability,
            }
            for one in found.proposals
            if one.case_key in ids
        ],
        "lens": found.lens,
        "seconds": found.seconds,
    }


def _text(found: PatternSet) -> str:
    failures = len(_keys(found))
    rows = [
        (
            str(number),
            one.name,
            str(len(one.members)),
            wilson(len(one.members), failures).percent,
            ", ".join(one.keywords),
        )
        for number, one in enumerate(found.patterns, start=1)
    ]
    head = (
        f"{_counted(failures, 'failure')}, {_counted(len(rows), 'pattern')}, "
        f"{len(found.unassigned):,} in none."
    )
    return f"{head}\n{table(rows, right=frozenset({0, 2}))}".rstrip()


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
