"""`curator suggestions`: judgements that came with the data, listed or knowingly accepted."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import JsonValue

from curator.cli.options import AsJson, ProjectPath, ReviewerName, option
from curator.cli.output import give, leave, table
from curator.errors import CuratorError
from curator.model.base import JsonObject

if TYPE_CHECKING:
    from curator.model.case import SuggestedBy
    from curator.operations.suggestions import Accepted

ANOTHER = "A person has judged these already; their judgement stays."
CONTESTED = "Two origins suggest different things of these; choose one with --origin."


class Kind(StrEnum):
    """What is suggested."""

    MARK = "mark"
    NOTE = "note"
    TAGS = "tags"
    IDEAL = "ideal"


def suggestions(
    project: ProjectPath,
    accept: Annotated[
        bool,
        option("--accept", help_text="Make them acts of the reviewer, as one undoable deed."),
    ] = False,
    origin: Annotated[
        list[str] | None,
        option("--origin", metavar="NAME", help_text="Only of this origin; may be repeated."),
    ] = None,
    kind: Annotated[
        list[Kind] | None,
        option("--kind", help_text="Only of this kind; may be repeated."),
    ] = None,
    case: Annotated[
        list[str] | None,
        option("--case", metavar="ID", help_text="Only of this case; may be repeated."),
    ] = None,
    reviewer: ReviewerName = "",
    as_json: AsJson = False,
) -> None:
    """List the suggestions that wait, by origin and kind; with --accept, accept them."""
    from curator.operations import projects
    from curator.operations import suggestions as deeds

    if not accept and (origin or kind or case):
        raise CuratorError(
            "--origin, --kind and --case choose what to accept: add --accept, or leave them out.",
            field="accept",
        )
    who = reviewer or projects.person_at_the_machine()
    done = deeds.Accepted()
    with projects.open_project(project) as opened:
        if accept:
            done = deeds.accept_known(
                opened, who, origins=origin or (), kinds=kind or (), case_ids=case or ()
            )
        waiting = deeds.by_origin(opened)
    text = _accepted_text(done, who, waiting) if accept else _waiting_text(waiting)
    give(text, _data(done, waiting, who), as_json=as_json)
    leave(findings=bool(done.judged or done.contested))


def _data(done: Accepted, waiting: Sequence[SuggestedBy], who: str) -> JsonObject:
    return {
        "accepted": _rows(done.accepted),
        "cases": len(done.change.cases),
        "reviewer": who,
        "left": [
            *_rows(done.judged, reason=ANOTHER),
            *_rows(done.contested, reason=CONTESTED),
        ],
        "waiting": _rows(waiting),
    }


def _rows(found: Sequence[SuggestedBy], **more: str) -> list[JsonValue]:
    return [{"origin": one.origin, "kind": one.kind, "count": one.count, **more} for one in found]


def _count(found: Sequence[SuggestedBy]) -> int:
    return sum(one.count for one in found)


def _waiting_text(waiting: Sequence[SuggestedBy]) -> str:
    if not waiting:
        return "No suggestions wait."
    return f"{_count(waiting):,} suggestions wait:\n{_table(waiting)}"


def _accepted_text(done: Accepted, who: str, waiting: Sequence[SuggestedBy]) -> str:
    count, of = _count(done.accepted), len(done.change.cases)
    words = f"{count:,} {'suggestion' if count == 1 else 'suggestions'}"
    parts = [
        f"Accepted {words} on {of:,} {'case' if of == 1 else 'cases'} as {who}."
        if count
        else "No suggestion was accepted."
    ]
    if done.accepted:
        parts.append(_table(done.accepted))
    for left, reason in ((done.judged, ANOTHER), (done.contested, CONTESTED)):
        if left:
            parts += [f"{_count(left):,} left waiting. {reason}", _table(left)]
    others = _count(waiting) - _count(done.judged) - _count(done.contested)
    if others:
        parts.append(f"{others:,} others still wait.")
    return "\n".join(parts)


def _table(found: Sequence[SuggestedBy]) -> str:
    return table([(f"{one.count:,}", one.kind, one.origin) for one in found], right=frozenset({0}))
