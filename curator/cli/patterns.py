"""`curator patterns`: the ways the model fails."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from curator.cli.options import AsJson, ProjectPath, ReviewerName, option
from curator.cli.output import ProgressLine, give, interval, say, table
from curator.model.base import JsonObject
from curator.model.pattern import PatternSet
from curator.model.statistics import wilson

if TYPE_CHECKING:
    from curator.model.pattern import Lens


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
    lens: Annotated[LensName, option(help_text="What to group by.")] = LensName.WRONG,
    accept: Annotated[
        bool, option("--accept", help_text="Keep this grouping; its patterns become real.")
    ] = False,
    reviewer: ReviewerName = "",
    as_json: AsJson = False,
) -> None:
    """Group the failures and list the patterns. A first grouping is kept as proposals."""
    from curator.operations import patterns as deeds
    from curator.operations import projects, reviewing

    with projects.open_project(project) as opened:
        first = not deeds.current(opened).embedder
        found = deeds.group(opened, lens=LENSES[lens], progress=ProgressLine("Grouping"))
        if accept:
            deeds.accept_grouping(opened, found, reviewer or projects.person_at_the_machine())
        elif first:
            deeds.propose_grouping(opened, found)
        else:
            say("Not kept: the project's grouping stays until you run this with --accept.")
        ids = reviewing.ids_of_keys(opened, _keys(found))
    give(_text(found), as_data(found, ids), as_json=as_json)


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
    head = f"{failures:,} failures, {len(rows)} patterns, {len(found.unassigned):,} in none."
    return f"{head}\n{table(rows, right=frozenset({0, 2}))}".rstrip()
