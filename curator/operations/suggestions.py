"""Judgements that came with the data: seen, and made acts by a person who accepts them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.model.case import SuggestedBy, Suggestion
from curator.model.changes import Changed
from curator.model.review import ActKind
from curator.model.value import JsonObject, Value
from curator.project import acts, cases, reviews, suggestions
from curator.project.store import ProjectFile

if TYPE_CHECKING:
    from curator.project.sql import Connection

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
    chosen = None if only is None else frozenset(only)
    with project.writing() as connection:
        if keys is None and chosen is None:
            found = suggestions.waiting_undecided(connection)
        else:
            found = suggestions.waiting(connection, keys)
        waiting = [
            one
            for one in found
            if (origin is None or one.origin == origin)
            and (kind is None or one.kind == kind)
            and (chosen is None or one.key in chosen)
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


class Accepted(Value, checked=False):
    """What became of the suggestions that were to be accepted together."""

    change: Changed = Changed()
    accepted: tuple[SuggestedBy, ...] = ()
    judged: tuple[SuggestedBy, ...] = ()
    """Left waiting: a person has judged this of their case already."""
    contested: tuple[SuggestedBy, ...] = ()
    """Left waiting: another origin suggests something else, and nobody said which is right."""


def accept_known(
    project: ProjectFile,
    reviewer: str,
    *,
    origins: Sequence[str] = (),
    kinds: Sequence[str] = (),
    case_ids: Sequence[str] = (),
) -> Accepted:
    """Accept what waits, of these origins, kinds and cases where any are named; say what is left.

    What a person has judged stays theirs, and where two of the origins say different things of
    a case neither is taken. Raises CuratorError for an origin that suggests nothing and for an
    unknown case.
    """
    with project.reading() as connection:
        _check_origins(suggestions.by_origin(connection), origins)
        keys = _keys(connection, case_ids)
        asked = [
            one
            for one in suggestions.waiting(connection, keys)
            if (not origins or one.origin in origins) and (not kinds or one.kind in kinds)
        ]
        open_keys = {one.key for one in suggestions.waiting_undecided(connection)}
    judged = [one for one in asked if one.key not in open_keys]
    said: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for one in asked:
        said[one.case_key, one.kind].add(one.value)
    rest = [one for one in asked if one.key in open_keys]
    contested = [one for one in rest if len(said[one.case_key, one.kind]) > 1]
    agreed = [one for one in rest if len(said[one.case_key, one.kind]) == 1]
    change = accept(project, reviewer, only=[one.key for one in agreed]) if agreed else Changed()
    return Accepted(
        change=change,
        accepted=_counted(agreed),
        judged=_counted(judged),
        contested=_counted(contested),
    )


def _check_origins(known: Sequence[SuggestedBy], origins: Sequence[str]) -> None:
    names = list(dict.fromkeys(one.origin for one in known))
    for origin in origins:
        if origin not in names:
            waits = f"It waits from: {', '.join(names)}." if names else "Nothing waits at all."
            raise CuratorError(f"No suggestion of “{origin}” waits. {waits}", field="origin")


def _keys(connection: Connection, case_ids: Sequence[str]) -> list[int] | None:
    if not case_ids:
        return None
    found = cases.keys_of_ids(connection, case_ids)
    for one in case_ids:
        if one not in found:
            raise CuratorError(f"There is no case {one} in this project.", field="case")
    return list(found.values())


def _counted(found: Sequence[Suggestion]) -> tuple[SuggestedBy, ...]:
    counts = Counter((one.origin, one.kind) for one in found)
    first = {(one.origin, one.kind): one for one in reversed(found)}
    return tuple(
        SuggestedBy(origin=one.origin, kind=one.kind, count=counts[place])
        for place, one in sorted(first.items(), key=lambda pair: pair[0])
    )


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
