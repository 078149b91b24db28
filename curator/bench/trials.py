"""Planted worlds: how often the verdict "this prompt helps" is right, and how often it is wrong.

A case has its own chance to pass, a prompt may shift it, and every run draws anew. Failures are
picked once, by one logged run: those are what a trial is run on, so that some pass when merely
run again. The verdict is the program's own (`trials.results`), whole runs at a time.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curator.model.message import Message
from curator.model.review import Mark
from curator.model.statistics import wilson
from curator.model.trial import Trial, TrialOutput
from curator.model.trial_result import VariantResult
from curator.model.value import JsonObject
from curator.model.variant import BASELINE_NAME, VariantDefinition
from curator.trials.results import Known, TrialData, run_results

WORLDS = 400
"""Of each kind: 5 % of them is 20, with an interval of 13 to 30."""
LOGGED, FAILURES, GUARD = 1_000, 80, 60
_TEXT = Message(role="assistant", content="x")


@dataclass(frozen=True)
class World:
    """A kind of world. `gain` is the share of failing behaviour that a prompt mends, `harm` the
    share of passing behaviour that it breaks; `steady`: a case always ends alike."""

    gain: float = 0.0
    harm: float = 0.0
    variants: int = 1
    steady: bool = False
    held_out: bool = False


WORLDS_BY_NAME: Mapping[str, World] = {
    "null, one variant": World(),
    "null, five variants": World(variants=5),
    "null, held out": World(held_out=True),
    "null, no chance in it": World(steady=True),
    "harmful": World(harm=0.3),
    "gain of 15 points": World(gain=0.15),
    "gain of 30 points": World(gain=0.30),
    "gain of 30 points, harm of 20": World(gain=0.30, harm=0.20),
}


def run(
    worlds: int = WORLDS, seed: int = 11, only: Sequence[str] = tuple(WORLDS_BY_NAME)
) -> JsonObject:
    """Shares of worlds by verdict, and what a naive reading would have said of the same runs.

    A false win is a run of a null world in which any variant is said to help: at most 5 % may.
    """
    begun = time.process_time()
    figures: JsonObject = {}
    for name in only:
        world = WORLDS_BY_NAME[name]
        rng = random.Random(f"{seed}/{name}")
        verdicts: Counter[str] = Counter()
        naive = afresh = 0
        for _ in range(worlds):
            rows, fixed_by_rerun = _one_run(world, rng)
            verdicts[_best(rows)] += 1
            naive += _naive_win(rows[-1])
            afresh += fixed_by_rerun
        helped = wilson(verdicts["helps"], worlds)
        figures[f"{name}: says it helps"] = helped.value
        figures[f"{name}: says it helps, 95 % interval"] = f"{helped.low:.3f} to {helped.high:.3f}"
        figures[f"{name}: says it hurts or is mixed"] = (
            verdicts["hurts"] + verdicts["mixed"]
        ) / worlds
        figures[f"{name}: a naive reading calls it a win"] = naive / worlds
        figures[f"{name}: failures that pass when merely run again"] = afresh / worlds / FAILURES
    figures["processor seconds"] = time.process_time() - begun
    return figures


def _best(rows: Sequence[VariantResult]) -> str:
    """The run's happiest verdict: one false win among several variants is a false win."""
    said = {row.verdict for row in rows if not row.is_baseline}
    return next((one for one in ("helps", "mixed", "hurts") if one in said), "not shown")


def _naive_win(row: VariantResult) -> bool:
    """What the trap springs on: fixed logged failures against broken logged passes, p < 0.05."""
    from curator.trials.comparison import mcnemar_p

    part = row.parts[0]
    fixed, broken = part.fix_rate.count, part.now_failing.count
    return fixed > broken and mcnemar_p(fixed, broken) < 0.05


def _one_run(world: World, rng: random.Random) -> tuple[tuple[VariantResult, ...], int]:
    chances = [_chance(world, rng) for _ in range(LOGGED)]
    logged = {key: _draw(chance, rng) for key, chance in enumerate(chances)}
    failures = [key for key, mark in logged.items() if mark is Mark.FAIL][:FAILURES]
    passes = [key for key, mark in logged.items() if mark is Mark.PASS][:GUARD]
    chosen = [*failures, *passes]
    data = [_trial(BASELINE_NAME, {key: _draw(chances[key], rng) for key in chosen}, baseline=True)]
    for number in range(world.variants):
        marks = {key: _draw(_shifted(chances[key], world), rng) for key in chosen}
        data.append(_trial(f"v{number + 2}", marks))
    known = Known(
        logged={key: logged[key] for key in chosen},
        held_out=frozenset(failures[: FAILURES // 2]) if world.held_out else frozenset(),
        patterns=(),
        failure_rate=wilson(sum(mark is Mark.FAIL for mark in logged.values()), LOGGED),
    )
    again = sum(one.mark is Mark.PASS for one in data[0].outputs[: len(failures)])
    return run_results(data, known), again


def _chance(world: World, rng: random.Random) -> float:
    """A case's own chance to pass: most cases are sure, some are a toss-up."""
    chance = rng.betavariate(2.0, 0.7)
    return float(rng.random() < chance) if world.steady else chance


def _shifted(chance: float, world: World) -> float:
    return chance + (1 - chance) * world.gain - chance * world.harm


def _draw(chance: float, rng: random.Random) -> Mark:
    return Mark.PASS if rng.random() < chance else Mark.FAIL


def _trial(name: str, marks: Mapping[int, Mark], *, baseline: bool = False) -> TrialData:
    return TrialData(
        trial=Trial.model_construct(
            key=1, uid=name, variant=name, created_at="", judge="exact", outputs=len(marks)
        ),
        definition=VariantDefinition(baseline=baseline),
        outputs=[
            TrialOutput.model_construct(
                trial_key=1, case_key=key, output=_TEXT, mark=mark, note="", judge="exact"
            )
            for key, mark in marks.items()
        ],
        calls=(),
        judge_is_computed=True,
    )
