"""The verdict: all evidence, all rules, one answer. The same snapshot gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

from curator.model.readiness import Readiness, RuleResult
from curator.model.snapshot import Snapshot
from curator.model.work import Embed
from curator.readiness.basis import basis_of
from curator.readiness.checks import Memo
from curator.readiness.document import KEPT_SETTING
from curator.readiness.evidence import Evidence, gather
from curator.readiness.haste import TYPED
from curator.readiness.pattern_verdicts import pattern_verdicts
from curator.readiness.rules import evaluate
from curator.readiness.texts import counted
from curator.readiness.thresholds import with_unit
from curator.reviewing.estimates import more_to_review

MOST_REASONS = 4

_SENTENCES: dict[int, str] = {
    1: "Reviewers do not yet agree on what a right answer is, so nothing built on it would hold.",
    2: "There is too little to judge by: review more cases, failing and passing ones.",
    3: "The evidence is not clean, so no comparison counts until it is.",
    4: "Fine-tuning has nothing to win here, or not enough to be worth it.",
    5: "The model lacks facts, and training would teach it to invent them: give it the facts.",
    6: "A prompt brings failures within what you can live with: no training is needed.",
    7: "Prompts are not tried enough to know what only training could fix.",
    8: "The evidence is sound, but the training rows have to be put right first.",
    9: "Training looks right, but there are too few ideal answers to learn from.",
    10: "A gap remains that prompts do not close, and the dataset is fit for a pilot.",
}


def assess(snapshot: Snapshot, embed: Embed, memo: Memo | None = None) -> Readiness:
    """Weigh a project: verdict, at most four reasons, every rule, pattern, check and cost.

    `embed` places output and ideal answers (unit vectors); it must be deterministic. `memo`
    spares what an earlier look worked out and never changes the answer. Raises CuratorError when
    one of the project's settings makes no sense.
    """
    evidence = gather(snapshot, embed, memo)
    results = evaluate(evidence)
    winner = next(result for result in results if result.matched)
    return Readiness(
        rule=winner.number,
        verdict=winner.verdict,
        sentence=_SENTENCES[winner.number],
        reasons=_reasons(evidence, results, winner),
        rules=results,
        patterns=pattern_verdicts(evidence, results, winner.number),
        checks=evidence.checks,
        costs=evidence.costs,
        thresholds=evidence.thresholds.rows,
        next_steps=winner.next_steps,
        gates=evidence.gates,
        agreement=evidence.people,
        curve=evidence.curve,
        pilot=evidence.pilot,
        more_to_review=more_to_review(
            snapshot.figures.failure_rate, evidence.thresholds["interval_width"]
        ),
        input_hash=input_hash(snapshot),
        basis=basis_of(snapshot),
        extra=_extra(evidence),
    )


def input_hash(snapshot: Snapshot) -> str:
    """SHA-256 of the snapshot's content as canonical JSON.

    The project's name, its revision, how long the grouping took and a verdict kept to compare
    with are not content: undoing and redoing a deed gives the same hash.
    """
    content = snapshot.model_dump(
        mode="json",
        exclude={
            "name": True,
            "revision": True,
            "patterns": {"seconds"},
            "settings": {KEPT_SETTING},
        },
    )
    # The standard library's encoder takes what logs may hold: half surrogates, huge integers.
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _reasons(
    evidence: Evidence, results: Sequence[RuleResult], winner: RuleResult
) -> tuple[str, ...]:
    """The winning rule's reason first, then the others that matched, then what supports it."""
    values = [
        f"{row.name.replace('_', ' ')} is {with_unit(row.value, row)} instead of "
        f"{with_unit(row.default, row)}"
        for row in evidence.thresholds.overridden
    ]
    changed = [f"Threshold set in this project: {one}." for one in values]
    if len(changed) > 1:
        names = ", ".join(one.replace(" is ", " ", 1) for one in values)
        changed = [f"{counted(len(changed), 'threshold')} set in this project: {names}."]
    reasons = [result.reason for result in results if result.matched and result != winner]
    if winner.number == 10:
        reasons += [evidence.pilot.sentence] if evidence.pilot is not None else []
        reasons += [f"{one.name}: {one.sentence}" for one in evidence.gates if one.state == "shut"]
        reasons += _pasted_words(evidence)
        reasons += [results[number - 1].reason for number in (9, 1, 7)]
    kept = [winner.reason, *dict.fromkeys(reasons)][: MOST_REASONS - len(changed)]
    return (*kept, *changed)


def _pasted_words(evidence: Evidence) -> list[str]:
    pasted, rows = len(evidence.haste.pasted), len(evidence.ideal_answers)
    if not pasted:
        return []
    told = f"{pasted} of {counted(rows, 'ideal answer')} came faster than anyone types"
    return [f"{told} ({TYPED:g} words a second): if a model wrote them, a person has to read them."]


def _extra(evidence: Evidence) -> dict[str, str]:
    extra = {"revision": str(evidence.snapshot.revision)}
    if evidence.as_of is not None:
        extra["as_of"] = evidence.as_of.isoformat()
    reasons = Counter(one.reason for one in evidence.dataset.left_out)
    if reasons:
        extra["left_out"] = "; ".join(
            f"{counted(count, 'case')} left out of training: {reason}"
            for reason, count in sorted(reasons.items())
        )
    return extra
