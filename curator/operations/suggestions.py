"""Judgements that came with the data: seen, and made acts by a person who accepts them."""

from __future__ import annotations

from collections.abc import Sequence

from curator.model.base import JsonObject
from curator.model.case import SuggestedBy, Suggestion
from curator.model.changes import Changed
from curator.model.review import ActKind
from curator.project import acts, cases, reviews, suggestions
from curator.project.store import ProjectFile

ACCEPTED = "accepted suggestion"
"""Origin of the acts that accepting makes: a person's, though nobody typed them."""


def of_case(project: ProjectFile, key: int) -> list[Suggestion]:
    """What the data suggests for a case and nobody has accepted."""
    with project.reading() as connection:
        return suggestions.waiting(connection, [key])


def by_origin(project: ProjectFile) -> list[SuggestedBy]:
    """What waits in the whole project, counted by where it comes from and what it is."""
    with project.reading() as connection:
        return suggestions.by_origin(connection)


def accept(
    project: ProjectFile,
    reviewer: str,
    *,
    keys: Sequence[int] | None = None,
    origin: str | None = None,
    kind: str | None = None,
    only: Sequence[int] | None = None,
) -> Changed:
    """Make waiting suggestions acts of `reviewer`, in one deed that can be undone.

    Of these cases, or of all, then leaving out what a person has judged already; of one origin,
    of one kind ("mark", "note", "tags", "ideal"), or these suggestions alone.
    """
    with project.writing() as connection:
        if keys is None and only is None:
            found = suggestions.waiting_undecided(connection)
        else:
            found = suggestions.waiting(connection, keys)
        waiting = [
            one
            for one in found
            if (origin is None or one.origin == origin)
            and (kind is None or one.kind == kind)
            and (only is None or one.key in only)
        ]
        if not waiting:
            return Changed()
        deed = acts.append(connection, list(map(_as_act, waiting)), reviewer, origin=ACCEPTED)
        suggestions.set_accepted(connection, [one.key for one in waiting], accepted=True)
        touched = tuple(dict.fromkeys(one.case_key for one in waiting))
        reviews.refold(connection, touched)
        ids = cases.ids_of_keys(connection, touched[:1])
    count = f"case {ids[touched[0]]}" if len(touched) == 1 else f"{len(touched):,} cases"
    sentence = f"Accepted the suggestions of {count}."
    return Changed(deed=deed, sentence=sentence, cases=touched, tags=True)


def _as_act(suggestion: Suggestion) -> acts.NewAct:
    payload: JsonObject = {"suggestion": suggestion.key, "suggested_by": suggestion.origin}
    match suggestion.kind:
        case "mark":
            kind = ActKind.MARK
            payload["mark"] = suggestion.value
        case "note":
            kind = ActKind.NOTE
            payload["note"] = suggestion.value
        case "tags":
            kind = ActKind.TAGS
            payload["tags"] = list(acts.decode_tags(suggestion.value))
        case "ideal":
            kind = ActKind.IDEAL
            payload |= {"ideal": suggestion.value, "accepted": True, "model_written": False}
    return acts.NewAct(kind, payload, case_key=suggestion.case_key)
