"""What a verdict rests on, in numbers small enough to keep, and what of it has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from curator.model.base import JsonObject
from curator.model.readiness import Basis, TrialBasis
from curator.model.snapshot import Snapshot
from curator.readiness.costs import field_words
from curator.readiness.texts import counted

SETTINGS = {
    "aim": "The aim",
    "margin": "The margin accepted",
    "target": "The target",
    "production_system_prompt": "The system prompt in production",
    "personal_data": "What is decided on personal data",
    "permissions": "What is recorded on licence, consent and terms",
    "left_out": "What is left out of training",
    "held_out_accepted": "What is accepted of changed held-out cases",
}
"""Settings that a verdict goes by, in words; thresholds and costs are told one by one."""
UNITS = {
    "price": "$ per million tokens",
    "tokens": "tokens",
    "cost": "$",
    "rate": "$ an hour",
    "hours": "hours",
    "hosting_per_month": "$",
    "until_shutdown": "months",
    "share": "%",
}
"""Ends of cost figures' names to their units; the others' words say theirs."""
SHORT = 60
"""Letters of a setting that are told; longer ones only as changed."""


def basis_of(snapshot: Snapshot) -> Basis:
    """The counts, and fingerprints of what counts do not tell."""
    reviewed = snapshot.reviewed
    costs = snapshot.settings.get("costs")
    return Basis(
        passed=len(snapshot.passes),
        failed=len(snapshot.failures),
        skipped=len(reviewed) - len(snapshot.passes) - len(snapshot.failures),
        ideal_answers=sum(one.has_ideal for one in snapshot.failures),
        marks=_print(
            [
                *([one.case.id, one.review.mark] for one in reviewed),
                *([one.case_key, one.reviewer, one.mark] for one in snapshot.marks),
            ]
        ),
        answers=_print([[one.case.id, one.review.ideal, one.has_ideal] for one in reviewed]),
        notes=_print([[one.case.id, one.review.note, list(one.review.tags)] for one in reviewed]),
        trials=tuple(
            TrialBasis(
                uid=one.comparison.trial.uid,
                variant=one.variant.name,
                outputs=len(one.outputs),
                judged=sum(output.mark is not None for output in one.outputs),
                known=_print([one.variant.definition]),
            )
            for one in snapshot.trials
        ),
        costs=dict(costs) if isinstance(costs, dict) else {},
        settings={
            name: snapshot.settings[name]
            for name in SETTINGS
            if snapshot.settings.get(name) is not None
        },
    )


def _print(values: Iterable[object]) -> str:
    text = json.dumps(list(values), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]


def basis_changes(before: Basis, now: Basis) -> list[str]:
    """One plain sentence for each kind of thing that people did."""
    return [
        *_marks(before, now),
        *_answers(before, now),
        *_trials(before, now),
        *_costs(before.costs, now.costs),
        *_settings(before.settings, now.settings),
    ]


def _marks(before: Basis, now: Basis) -> list[str]:
    was, is_now = _counts(before), _counts(now)
    if was != is_now:
        return [f"Marks: {was}; now {is_now}."]
    if before.marks != now.marks:
        return [f"Some marks are other ones; their numbers are as they were ({is_now})."]
    if before.notes != now.notes:
        return ["Notes or tags were changed."]
    return []


def _counts(basis: Basis) -> str:
    skipped = f", {basis.skipped:,} skipped" if basis.skipped else ""
    return f"{basis.passed:,} passing and {basis.failed:,} failing cases{skipped}"


def _answers(before: Basis, now: Basis) -> list[str]:
    if before.ideal_answers != now.ideal_answers:
        return [f"Ideal answers: {before.ideal_answers:,}; now {now.ideal_answers:,}."]
    if before.answers != now.answers:
        many = counted(now.ideal_answers, "ideal answer")
        return [f"Ideal answers were rewritten; there are {many} as before."]
    return []


def _trials(before: Basis, now: Basis) -> list[str]:
    earlier = {one.uid: one for one in before.trials}
    said: list[str] = []
    for one in now.trials:
        was = earlier.pop(one.uid, None)
        judged = f"{one.judged:,} of {counted(one.outputs, 'output')} judged"
        if was is None:
            said.append(f"A trial of “{one.variant}” is new: {judged}.")
        elif (was.outputs, was.judged) != (one.outputs, one.judged):
            said.append(
                f"The trial of “{one.variant}” had {was.judged:,} of "
                f"{counted(was.outputs, 'output')} judged; now {judged}."
            )
        elif was.known != one.known:
            said.append(f"What is known of the variant “{one.variant}” was changed.")
    return said + [f"The trial of “{one.variant}” is gone." for one in earlier.values()]


def _costs(before: JsonObject, now: JsonObject) -> list[str]:
    said: list[str] = []
    for name in sorted(before.keys() | now.keys()):
        was, is_now = before.get(name), now.get(name)
        if was == is_now:
            continue
        if isinstance(was, dict | list) or isinstance(is_now, dict | list):
            kind = "The ranges of cost figures" if name == "ranges" else "The other options"
            said.append(f"{kind} were changed.")
            continue
        if name.endswith("share"):
            was, is_now = _hundredfold(was), _hundredfold(is_now)
        unit = next(
            (f" {u}" for end, u in {**UNITS, "share": "%"}.items() if name.endswith(end)), ""
        )
        said.append(
            f"Cost: {field_words(name)} was {_figure(was, unit)} and is {_figure(is_now, unit)}."
        )
    return said


def _hundredfold(value: JsonValue) -> JsonValue:
    return 100 * value if isinstance(value, int | float) else value


def _figure(value: JsonValue, unit: str) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,.6f}".rstrip("0").rstrip(".") + unit
    return "not given"


def _settings(before: Mapping[str, JsonValue], now: Mapping[str, JsonValue]) -> list[str]:
    said: list[str] = []
    for name, words in SETTINGS.items():
        was, is_now = before.get(name), now.get(name)
        if was == is_now:
            continue
        if _is_short(was) and _is_short(is_now):
            said.append(f"{words} was {_shown(was)} and is {_shown(is_now)}.")
        else:
            said.append(f"{words} was changed.")
    return said


def _is_short(value: JsonValue) -> bool:
    return not isinstance(value, dict | list) and len(str(value)) <= SHORT


def _shown(value: JsonValue) -> str:
    return "not set" if value is None else str(value)
