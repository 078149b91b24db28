"""Marking, noting, tagging, answering, and taking any of it back."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.model.case import Case
from curator.model.changes import Changed
from curator.model.figures import Figures
from curator.model.queue import CaseLine, Queue
from curator.model.review import Act, ActKind, Mark, Review, ReviewerMark, Severity
from curator.operations import figures as counting
from curator.operations import queue_keys as queues_in_order
from curator.project import (
    acts,
    cases,
    patterns,
    reviews,
    settings,
    suggestions,
    trials,
)
from curator.project.store import ProjectFile
from curator.reviewing.pace import GLANCE

if TYPE_CHECKING:
    from curator.model.value import JsonObject
    from curator.project.interruption import Interruption
    from curator.project.sql import Connection

_PORTION = 500
"""Cases of which it is asked together whether they have marks."""
_MARK_WORDS = {Mark.PASS: "Passed", Mark.FAIL: "Failed", Mark.SKIP: "Skipped", None: "Unmarked"}


_ACT_WORDS = {
    ActKind.NOTE: "note on",
    ActKind.TAGS: "tags of",
    ActKind.SEVERITY: "severity of",
    ActKind.IDEAL: "ideal answer of",
    ActKind.REPEAT: "second mark of",
    ActKind.JUDGE: "judgement of",
    ActKind.UNDO: "undo",
}


def mark_cases(
    project: ProjectFile,
    keys: Sequence[int],
    mark: Mark | None,
    reviewer: str,
    *,
    context: str = "",
    seconds: float | None = None,
) -> Changed:
    """Mark one or several cases as one deed; None takes the mark away.

    `seconds` is how long the case was on the screen; a mark that was made at a glance is an act
    again when it is confirmed after a longer look.
    `context` tells a second look ("drift sweep: invented plan") from a first-time mark in the
    log; with it, confirming the mark that is there is an act too.
    """
    payload: JsonObject = {"mark": mark.value if mark else None}
    if context:
        payload["context"] = context
    if seconds is not None:
        payload["seconds"] = round(seconds, 1)
    word = _MARK_WORDS[mark]
    return _act(project, ActKind.MARK, dict.fromkeys(keys, payload), reviewer, word)


def mark_repeat(project: ProjectFile, key: int, mark: Mark, reviewer: str) -> Changed:
    """A blind repeat's mark: kept apart, so that it measures agreement and changes no mark."""
    with project.writing() as connection:
        act = acts.NewAct(ActKind.REPEAT, {"mark": mark.value}, case_key=key)
        deed = acts.append(connection, [act], reviewer)
        named = _name_cases(connection, [key])
    return Changed(deed=deed, sentence=f"Marked {named} a second time.", cases=(key,))


def note_repeat(
    project: ProjectFile, key: int, note: str, reviewer: str, *, replaces: str = ""
) -> Changed:
    """Keep what was noted in a blind repeat; a case without a note gets it as its own too.

    `replaces`: what was noted in the same repeat before.
    """
    line = " ".join(note.split())
    if not line:
        return Changed()
    with project.writing() as connection:
        new = [acts.NewAct(ActKind.REPEAT, {"note": line}, case_key=key)]
        if reviews.review(connection, key).note in ("", replaces):
            new.append(acts.NewAct(ActKind.NOTE, {"note": line}, case_key=key))
        deed = acts.append(connection, new, reviewer)
        reviews.refold(connection, [key])
        named = _name_cases(connection, [key])
    return Changed(deed=deed, sentence=f"Noted {named} a second time.", cases=(key,))


def write_note(project: ProjectFile, key: int, note: str, reviewer: str) -> Changed:
    """Write what is wrong with a case, in one line; "" takes the note away."""
    line = " ".join(note.split())
    return _act(project, ActKind.NOTE, {key: {"note": line}}, reviewer, "Wrote the note of")


def set_tags(project: ProjectFile, key: int, tags: Sequence[str], reviewer: str) -> Changed:
    """Set a case's tags in order; the first one decides where the failure counts."""
    clean = list(dict.fromkeys(" ".join(tag.split()) for tag in tags if tag.strip()))
    return _act(project, ActKind.TAGS, {key: {"tags": list(clean)}}, reviewer, "Tagged")


def set_severity(
    project: ProjectFile, keys: Sequence[int], severity: Severity | None, reviewer: str
) -> Changed:
    """Say how bad these failures are, as one deed; None takes it away."""
    payload: JsonObject = {"severity": severity.value if severity else None}
    words = f"Set the severity to {severity.value} on" if severity else "Took the severity from"
    return _act(project, ActKind.SEVERITY, dict.fromkeys(keys, payload), reviewer, words)


def write_ideal(
    project: ProjectFile,
    key: int,
    ideal: str | None,
    reviewer: str,
    *,
    accepted: bool = True,
    model_written: bool = False,
    seconds: float | None = None,
) -> Changed:
    """Write a case's ideal answer; None takes it away; not `accepted`, it waits for a person.

    `seconds` is how long the case was on the screen.
    """
    payload: JsonObject = {
        "ideal": ideal,
        "accepted": accepted,
        "model_written": model_written,
    }
    if seconds is not None:
        payload["seconds"] = round(seconds, 1)
    return _act(project, ActKind.IDEAL, {key: payload}, reviewer, "Wrote the ideal answer of")


def _act(
    project: ProjectFile,
    kind: ActKind,
    payloads: dict[int, JsonObject],
    reviewer: str,
    words: str,
) -> Changed:
    """Append one act a case as one deed, leaving out those that would change nothing."""
    with project.writing() as connection:
        present = acts.acts_of_cases(connection, list(payloads))
        new = [
            acts.NewAct(kind, payload, case_key=key)
            for key, payload in payloads.items()
            if _changes(present[key], kind, payload, reviewer)
        ]
        if not new:
            return Changed()
        deed = acts.append(connection, new, reviewer)
        keys = [act.case_key for act in new if act.case_key is not None]
        reviews.refold(connection, keys)
        named = _name_cases(connection, keys)
    tags = kind is ActKind.TAGS
    return Changed(deed=deed, sentence=f"{words} {named}.", cases=tuple(keys), tags=tags)


def _changes(present: Sequence[Act], kind: ActKind, payload: JsonObject, reviewer: str) -> bool:
    """Whether an act would alter the state: the same act by the same person again does not."""
    if payload.get("context"):
        return True
    latest = next((act for act in reversed(present) if act.kind is kind), None)
    if latest is None:
        return _untimed(payload) not in (
            {"mark": None},
            {"note": ""},
            {"tags": []},
            {"severity": None},
        )
    if kind is ActKind.MARK:
        other = latest.payload["mark"] != payload["mark"] or latest.reviewer != reviewer
        return other or _took(latest.payload) < GLANCE <= _took(payload)
    return _untimed(latest.payload) != _untimed(payload)


def _untimed(payload: JsonObject) -> JsonObject:
    return {name: value for name, value in payload.items() if name != "seconds"}


def _took(payload: JsonObject) -> float:
    """Seconds that a mark took; one that was not timed was no glance."""
    seconds = payload.get("seconds")
    return float(seconds) if isinstance(seconds, int | float) else GLANCE


def _name_cases(connection: Connection, keys: Sequence[int]) -> str:
    if len(keys) != 1:
        return f"{len(keys)} cases"
    return f"case {cases.ids_of_keys(connection, keys)[keys[0]]}"


def rename_tag(project: ProjectFile, tag: str, name: str, reviewer: str) -> Changed:
    """Rename a tag wherever it is used; the name of another tag merges the two."""
    clean = " ".join(name.split())
    if not clean:
        raise CuratorError("A tag needs a name.", field="tag")
    with project.reading() as connection:
        keys = reviews.cases_with_tag(connection, tag)
        used = {key: reviews.review(connection, key).tags for key in keys}
    payloads: dict[int, JsonObject] = {
        key: {"tags": list(dict.fromkeys(clean if one == tag else one for one in tags))}
        for key, tags in used.items()
    }
    return _act(project, ActKind.TAGS, payloads, reviewer, f"Renamed the tag “{tag}” of")


def undo(project: ProjectFile, reviewer: str) -> Changed:
    """Take back the latest deed that still stands; nothing to undo gives an empty change."""
    with project.writing() as connection:
        deed = acts.next_to_undo(connection)
        if deed is None:
            return Changed()
        acts.take_back(connection, deed, reviewer)
        return _refold_deed(connection, acts.acts_of_deed(connection, deed), "Undone")


def redo(project: ProjectFile, reviewer: str) -> Changed:
    """Do again what the latest undo took back, unless something else was done since."""
    with project.writing() as connection:
        undo_deed = acts.next_to_redo(connection)
        if undo_deed is None:
            return Changed()
        target = str(acts.acts_of_deed(connection, undo_deed)[0].payload["deed"])
        acts.take_back(connection, undo_deed, reviewer, redo=True)
        return _refold_deed(connection, acts.acts_of_deed(connection, target), "Done again")


def _refold_deed(connection: Connection, of_deed: Sequence[Act], word: str) -> Changed:
    """Fold again whatever a deed touched, and say in words what it was."""
    kinds = {act.kind for act in of_deed}
    keys = tuple(
        dict.fromkeys(
            act.case_key
            for act in of_deed
            if act.case_key is not None and act.kind in reviews.REVIEW_KINDS
        )
    )
    reviews.refold(connection, keys)
    accepted = [
        int(str(act.payload["suggestion"])) for act in of_deed if "suggestion" in act.payload
    ]
    suggestions.set_accepted(connection, accepted, accepted=word != "Undone")
    if ActKind.PATTERNS in kinds:
        patterns.refold(connection)
    if ActKind.SETTING in kinds:
        settings.refold(connection)
    if ActKind.JUDGE in kinds:
        trials.refold(connection, [act.case_key for act in of_deed if act.case_key is not None])
    if ActKind.VARIANT in kinds:
        from curator.project import variants

        variants.refold(connection)
    return Changed(
        deed=of_deed[0].deed,
        sentence=f"{word}: {_describe(connection, of_deed)}",
        cases=keys,
        tags=ActKind.TAGS in kinds,
        patterns=ActKind.PATTERNS in kinds,
        trials=not kinds.isdisjoint((ActKind.JUDGE, ActKind.VARIANT)),
        settings=ActKind.SETTING in kinds,
    )


def _edits(act: Act) -> bool:
    return act.kind is ActKind.PATTERNS


def _describe(connection: Connection, of_deed: Sequence[Act]) -> str:
    """A deed in words: "fail on case sup-014"."""
    first = of_deed[0]
    keys = list(dict.fromkeys(act.case_key for act in of_deed if act.case_key is not None))
    where = _name_cases(connection, keys) if keys else ""
    if first.kind is ActKind.MARK:
        return f"{first.payload['mark'] or 'mark taken away'} on {where}"
    if first.kind is ActKind.PATTERNS:
        from curator.model.pattern_edits import edit_in_words

        return edit_in_words([str(act.payload["edit"]) for act in of_deed if _edits(act)])
    if first.kind in (ActKind.SETTING, ActKind.VARIANT):
        return f"{first.kind.value} “{first.payload['name']}”"
    return f"{_ACT_WORDS[first.kind]} {where}".rstrip()


def queue_keys(
    project: ProjectFile,
    queue: Queue,
    *,
    within: array[int] | None = None,
    every: array[int] | None = None,
    stop: Interruption | None = None,
) -> array[int]:
    """Keys of the cases of a queue, in the order in which a reviewer meets them.

    `within`: the same queue's keys without its search, `every`: the keys of the queue of all
    cases in random order, where they are at hand. Asked to `stop`, it raises Cancelled.
    """
    return queues_in_order.in_order(project, queue, within, every, stop)


def case_count(project: ProjectFile) -> int:
    """How many cases there are: at once, whatever the project's size."""
    with project.reading() as connection:
        return cases.count(connection)


def first_unmarked(project: ProjectFile, keys: array[int]) -> int | None:
    """The place in `keys` of the first case without a mark."""
    with project.reading() as connection:
        # The first portion nearly always holds it, however many are marked.
        for start in range(0, len(keys), _PORTION):
            some = keys[start : start + _PORTION]
            marked = reviews.marked_among(connection, some)
            if len(marked) < len(some):
                return start + next(n for n, key in enumerate(some) if key not in marked)
    return None


def lines(project: ProjectFile, keys: Sequence[int]) -> list[CaseLine]:
    """What a list shows of these cases, in order; fetch a page at a time."""
    with project.reading() as connection:
        return cases.lines(connection, keys)


def case(project: ProjectFile, key: int) -> Case:
    """One case with its texts."""
    with project.reading() as connection:
        found = cases.case(connection, key)
    if found is None:
        raise CuratorError(f"There is no case with key {key} in this project.")
    return found


def key_of_id(project: ProjectFile, public_id: str) -> int | None:
    """The key of the case with this public id, or None."""
    with project.reading() as connection:
        return cases.key_of_id(connection, public_id)


def review(project: ProjectFile, key: int) -> Review:
    """What reviewers made of one case."""
    with project.reading() as connection:
        return reviews.review(connection, key)


def history(project: ProjectFile, key: int) -> list[Act]:
    """Every act on a case, undone or not, oldest first."""
    with project.reading() as connection:
        return acts.history(connection, key)


def marks_of_case(project: ProjectFile, key: int) -> list[ReviewerMark]:
    """Each reviewer's current mark on one case, by name."""
    with project.reading() as connection:
        return reviews.marks_of_case(connection, key)


def reviewer_names(project: ProjectFile) -> list[str]:
    """Who has marked anything."""
    with project.reading() as connection:
        return reviews.reviewers(connection)


def model_names(project: ProjectFile) -> list[str]:
    """Models in the logs."""
    with project.reading() as connection:
        return cases.models(connection)


def tag_counts(project: ProjectFile) -> list[tuple[str, int]]:
    """Tags in use, in order of first use, with the number of cases."""
    with project.reading() as connection:
        return reviews.tag_counts(connection)


def figures(project: ProjectFile) -> Figures:
    """Counts, failure rate and saturation as every screen's header shows them."""
    with project.reading() as connection:
        return counting.figures(connection)


def ids_of_keys(project: ProjectFile, keys: Sequence[int]) -> dict[int, str]:
    """Public ids of case keys."""
    with project.reading() as connection:
        return cases.ids_of_keys(connection, keys)
