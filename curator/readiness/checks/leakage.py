"""Checks that nothing held out was trained on or shown to a prompt (30 to 33)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pydantic import JsonValue

from curator.model.snapshot import Snapshot
from curator.readiness.checks.context import CheckContext
from curator.readiness.checks.paraphrase import paraphrases
from curator.readiness.checks.registry import Check, Findings, not_applicable
from curator.readiness.texts import counted
from curator.reviewing.near_duplicates import normalise

_LONG_ENOUGH = 20
"""Characters of a question that can only stand in a prompt because it was put there."""


def _left_out(context: CheckContext) -> str:
    if not context.left_out:
        return ""
    return f"{counted(context.left_out, 'case')} left out of training for that."


def _exact(context: CheckContext) -> Findings:
    held = {context.questions[position] for position in context.held_out}
    both = held.intersection(context.questions[position] for position in context.training)
    bad = [i for i, question in enumerate(context.questions) if question in both]
    return Findings(
        context.ids(bad),
        f"{counted(len(bad), 'row')} with an input that is both trained on and held out.",
        remark=_left_out(context),
        evidence=bool(bad),
    )


def _near(context: CheckContext) -> Findings:
    bad = context.likeness.crossing
    reworded = {place for pair in paraphrases(context) for place in pair} - bad
    said: list[str] = []
    if bad:
        said.append(f"{counted(len(bad), 'row')} nearly the same on both sides of the split.")
    if reworded:
        said.append(
            f"{counted(len(reworded), 'row')} asking in other words what stands on the other side "
            "of the split, with a like answer."
        )
    both = bad | reworded
    return Findings(context.ids(sorted(both)), " ".join(said), evidence=bool(both))


def _across(context: CheckContext) -> Findings:
    if not context.conversations:
        return not_applicable("No case says which conversation, user or document it belongs to.")
    rows: dict[str, list[int]] = defaultdict(list)
    for position, row in enumerate(context.rows):
        name = context.conversations.get(row.case_key)
        if name:
            rows[name].append(position)
    bad = [
        position
        for positions in rows.values()
        if len({context.rows[i].split for i in positions}) > 1
        for position in positions
    ]
    return Findings(
        context.ids(bad),
        f"{counted(len(bad), 'row')} of one conversation, user or document across the split.",
    )


def _in_prompt(context: CheckContext) -> Findings:
    snapshot = context.snapshot
    if snapshot is None or not (snapshot.trials or snapshot.held_out_seen):
        return not_applicable("No variant was tried yet.")
    prompts = [
        normalise("\n".join(_strings(trial.variant.definition))) for trial in snapshot.trials
    ]
    picked = _picked(snapshot)
    seen = [p for p in context.held_out if context.rows[p].case_key in set(snapshot.held_out_seen)]
    if not any(prompts) and not seen:
        return not_applicable("What the variants ask is not known: only their outputs are.")
    bad = [
        position
        for position in context.held_out
        if context.rows[position].case_id in picked
        or (
            len(context.questions[position]) >= _LONG_ENOUGH
            and any(context.questions[position] in prompt for prompt in prompts)
        )
    ]
    said: list[str] = []
    if bad:
        said.append(f"{counted(len(bad), 'held-out case')} used as an example in a prompt.")
    if seen:
        said.append(f"{counted(len(seen), 'held-out case')} looked at while a prompt was written.")
    both = sorted({*bad, *seen})
    return Findings(context.ids(both), " ".join(said), evidence=bool(both))


def _picked(snapshot: Snapshot) -> frozenset[str]:
    """Public ids of the cases that variants name as their examples."""
    picked: set[str] = set()
    for trial in snapshot.trials:
        examples = trial.variant.definition.get("examples")
        cases = examples.get("cases") if isinstance(examples, dict) else None
        if isinstance(cases, list):
            picked.update(str(one) for one in cases)
    return frozenset(picked)


def _strings(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


CHECKS = (
    Check(30, "Held-out input trained on", "block", "leakage", "No held-out input is trained on.",
          _exact, file=False, reads=("input",)),
    Check(31, "Near-copy of a held-out input trained on", "block", "leakage",
          "No training row is nearly the same as a held-out case.", _near,
          thresholds=("near_duplicate", "paraphrase", "paraphrase_ideals"), file=False,
          reads=("input", "ideal")),
    Check(32, "One conversation across the split", "block", "leakage",
          "No conversation, user or document stands on two sides of the split.", _across,
          file=False, reads=("conversations",)),
    Check(33, "Held-out case in a prompt", "block", "leakage",
          "No held-out case is an example in a prompt or was looked at for one.", _in_prompt,
          file=False, reads=("input", "trials", "seen")),
)  # fmt: skip
