"""Trials: outputs made elsewhere, judged blind or by an automatic judge."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.changes import Changed
from curator.model.review import ActKind, Mark
from curator.model.trial import Comparison, Trial, TrialOutput
from curator.operations.snapshots import reviewed_cases, take_snapshot
from curator.operations.variants import check_with_prompt, describe_imported
from curator.project import acts, cases, reviews, trials, variants
from curator.project.store import ProjectFile
from curator.trials.judges import Judge, find_judge, judge_output
from curator.trials.outputs_file import OutputRow, read_outputs

if TYPE_CHECKING:
    from curator.project.sql import Connection

Choice = Literal["a", "b", "both good", "both wrong"]


def import_trial(
    project: ProjectFile,
    path: Path,
    variant: str,
    *,
    judge: str | None = None,
    definition: JsonObject | None = None,
    reviewer: str = "",
) -> Comparison:
    """Take in a variant's outputs as a trial of the same cases and compare it.

    Marks in the file count as given; with `judge` (exact, normalised) outputs without one are
    judged against the ideal answer, else the expected answer. All rows go in, or none.
    The held-out set is frozen with the first trial. `definition` says what is known of the
    variant; where there is one of that name, `reviewer` says it anew.
    """
    name = " ".join(variant.split())
    if not name:
        raise CuratorError("A trial needs the name of its variant.", field="variant")
    chosen = find_judge(judge) if judge else None
    rows = list(read_outputs(path))
    if not rows:
        raise CuratorError(f"{path.name} holds no outputs.", file=path)
    held_out = [one.case.key for one in reviewed_cases(project) if one.held_out]
    with project.writing() as connection:
        keys = _keys(connection, path, rows)
        if not trials.frozen_held_out(connection):
            trials.freeze_held_out(connection, held_out)
        check_with_prompt(connection, str((definition or {}).get("with_prompt", "")))
        entry = variants.ensure_variant(connection, name, definition or {})
        if definition and entry.definition != definition:
            describe_imported(connection, entry, definition, reviewer)
        uid = trials.create_trial(connection, entry, source=path.name, judge=judge or "")
        trial = trials.trial_key(connection, uid) or 0
        known = references(connection, list(keys.values())) if chosen else {}
        outputs = [_output(trial, keys[row.case_id], row, chosen, known) for row in rows]
        trials.add_outputs(connection, outputs)
    return comparison(project, uid)


def _keys(connection: Connection, path: Path, rows: Sequence[OutputRow]) -> dict[str, int]:
    """Case keys of all rows; a case that is not there, or is there twice, is an error."""
    keys = cases.keys_of_ids(connection, [row.case_id for row in rows])
    seen: dict[str, int] = {}
    for row in rows:
        if row.case_id not in keys:
            raise CuratorError(
                f"{path.name}, line {row.line}: there is no case “{row.case_id}” in this project.",
                file=path,
                line=row.line,
                field="id",
            )
        if row.case_id in seen:
            raise CuratorError(
                f"{path.name}, line {row.line}: case “{row.case_id}” has an output on line "
                f"{seen[row.case_id]} already.",
                file=path,
                line=row.line,
                field="id",
            )
        seen[row.case_id] = row.line
    return keys


def _output(
    trial: int, key: int, row: OutputRow, judge: Judge | None, known: Mapping[int, str]
) -> TrialOutput:
    mark, note, by = row.mark, row.note, "file" if row.mark else ""
    if mark is None and judge is not None:
        said = judge_output(judge, row.output.text, known.get(key))
        if said is not None:
            mark, note, by = said.mark, note or said.note, judge.name
    return TrialOutput(
        trial_key=trial, case_key=key, output=row.output, mark=mark, note=note, judge=by
    )


def references(connection: Connection, keys: Sequence[int]) -> dict[int, str]:
    """What outputs are judged against: the accepted ideal answer, else the expected answer.

    By case key; cases with neither are absent.
    """
    wanted = set(keys)
    found = {
        case.key: case.expected
        for case in cases.cases(connection, sorted(wanted))
        if case.expected is not None
    }
    for review in reviews.all_reviews(connection):
        if review.case_key in wanted and review.has_ideal and review.ideal is not None:
            found[review.case_key] = review.ideal
    return found


def comparisons(project: ProjectFile) -> list[Comparison]:
    """Every trial's comparison with the logged outputs, oldest first."""
    if not count(project):
        return []
    return [one.comparison for one in take_snapshot(project).trials]


def count(project: ProjectFile) -> int:
    """How many trials there are: at once, whatever the project's size."""
    with project.reading() as connection:
        return len(trials.trials(connection))


def comparison(project: ProjectFile, trial_uid: str) -> Comparison:
    """One trial's comparison."""
    for one in comparisons(project):
        if one.trial.uid == trial_uid:
            return one
    raise CuratorError(f"There is no trial “{trial_uid}” in this project.")


def _trial(connection: Connection, uid: str) -> Trial:
    for trial in trials.trials(connection):
        if trial.uid == uid:
            return trial
    raise CuratorError(f"There is no trial “{uid}” in this project.")


def judging_queue(project: ProjectFile, trial_uid: str) -> list[int]:
    """Keys of marked cases whose trial output nobody has judged, in a seeded order."""
    with project.reading() as connection:
        trial = _trial(connection, trial_uid)
        waiting = [
            one.case_key for one in trials.outputs(connection, trial.key) if one.mark is None
        ]
        marked = {one.case_key for one in reviews.all_reviews(connection) if one.mark}
    return sorted(
        (key for key in waiting if key in marked),
        key=lambda key: _hash(project, trial_uid, "order", key),
    )


def trial_output(project: ProjectFile, trial_uid: str, key: int) -> TrialOutput:
    """The output of one case in a trial."""
    with project.reading() as connection:
        trial = _trial(connection, trial_uid)
        found = trials.output(connection, trial.key, key)
    if found is None:
        raise CuratorError(f"The trial of “{trial.variant}” holds no output for this case.")
    return found


def side_a_is_logged(project: ProjectFile, trial_uid: str, key: int) -> bool:
    """Which side the logged output takes in blind judging: random, and always the same."""
    return _hash(project, trial_uid, "side", key)[0] % 2 == 0


def _hash(project: ProjectFile, trial_uid: str, purpose: str, key: int) -> bytes:
    text = f"{project.seed}/{trial_uid}/{purpose}/{key}"
    return hashlib.sha256(text.encode()).digest()


def judge(project: ProjectFile, trial_uid: str, key: int, choice: Choice, reviewer: str) -> Changed:
    """Judge a case of a trial blind: which side is better, or both good, or both wrong.

    The trial's output passes when it was chosen or both are good. Where the logged output had
    passed and now loses, the trial's output fails.
    """
    logged_is_a = side_a_is_logged(project, trial_uid, key)
    match choice:
        case "both good":
            mark = Mark.PASS
        case "both wrong":
            mark = Mark.FAIL
        case "a":
            mark = Mark.FAIL if logged_is_a else Mark.PASS
        case "b":
            mark = Mark.PASS if logged_is_a else Mark.FAIL
    payload: JsonObject = {
        "trial": trial_uid,
        "mark": mark.value,
        "judge": "blind",
        "choice": choice,
        "logged_side": "a" if logged_is_a else "b",
    }
    with project.writing() as connection:
        _trial(connection, trial_uid)
        act = acts.NewAct(ActKind.JUDGE, payload, case_key=key)
        deed = acts.append(connection, [act], reviewer)
        trials.refold(connection, [key])
        name = cases.ids_of_keys(connection, [key]).get(key, "")
    return Changed(deed=deed, sentence=f"Judged case {name}.", trials=True)
