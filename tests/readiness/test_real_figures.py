"""Real runs with their trials: each number in a verdict is worked out again from the file."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from functools import cache

import pytest
from scipy.stats import binomtest

from curator.model.base import JsonObject
from curator.model.readiness import Readiness
from curator.model.review import Mark
from curator.model.statistics import wilson
from tests.conftest import SHARED
from tests.readiness.casebook import Book, Entry, Run
from tests.readiness.test_new_facts import plainly

GSM8K = SHARED / "data" / "gsm8k_model_solutions" / "example_model_solutions.jsonl"
TAU = SHARED / "data" / "tau_bench_airline" / "gpt-4o-airline.json"
LOGGED = "6b_finetuning"
VARIANTS: dict[str, JsonObject] = {
    "6b_verification": {"examples": True},
    "175b_finetuning": {"current_model": True},
    "175b_verification": {"written_from": "optimiser"},
}
SETTLED = {
    "20", "0.4", "70", "5", "0", "50", "30", "10", "3", "7", "1", "2", "95",
}  # fmt: skip
"""Thresholds that sentences name, a rule's number, and the interval's level."""


def numbers(texts: Iterable[str]) -> set[str]:
    """Every number that the texts name, without names that hold digits."""
    told = " ".join(texts)
    for name in (*VARIANTS, LOGGED, "2026-11-03"):
        told = told.replace(name, "")
    return set(re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", told))


def share(count: int, of: int) -> set[str]:
    """A share with its interval as it is written, from scipy."""
    ends = binomtest(count, of).proportion_ci(method="wilson")
    written = {f"{100 * one:.1f}" for one in (count / of, ends.low, ends.high)}
    return {str(count), str(of), *written, *(one.removesuffix(".0") for one in written)}


def weighted(rate: tuple[int, int], still: tuple[int, int], broken: tuple[int, int]) -> set[str]:
    """f·r_f + (1-f)·r_p with its joined interval (MOVER), written out."""
    (f, f_low, f_high), (s, s_low, s_high), (b, b_low, b_high) = (
        (k / n, *binomtest(k, n).proportion_ci(method="wilson")) for k, n in (rate, still, broken)
    )
    value = f * s + (1 - f) * b
    assert s > b
    low = value - math.hypot(f * (s - s_low), (1 - f) * (b - b_low), (s - b) * (f - f_low))
    high = value + math.hypot(f * (s_high - s), (1 - f) * (b_high - b), (s - b) * (f_high - f))
    written = {f"{100 * one:.1f}" for one in (value, low, high)}
    return written | {one.removesuffix(".0") for one in written}


@cache
def sums() -> list[dict[str, dict[str, bool | str]]]:
    lines = GSM8K.read_text(encoding="utf-8").splitlines()[:400]
    return [json.loads(line) for line in lines]


def right(name: str) -> list[bool]:
    return [item[name]["is_correct"] is True for item in sums()]


def book_of_sums() -> Book:
    logged = right(LOGGED)
    book = Book(failure_rate=wilson(logged.count(False), len(logged)), random_prefix=len(logged))
    for key, (item, passed) in enumerate(zip(sums(), logged, strict=True), 1):
        book.entries[key] = Entry(
            key,
            Mark.PASS if passed else Mark.FAIL,
            str(item["question"]),
            str(item[LOGGED]["solution"]),
            None if passed else str(item["ground_truth"]),
            "" if passed else "sums",
            held_out=key % 5 == 0,
        )
    for name, definition in VARIANTS.items():
        marks = {k: Mark.PASS if one else Mark.FAIL for k, one in enumerate(right(name), 1)}
        book.runs.append(Run(name, marks, definition))
    return book.set(personal_data={"person": {"decision": "keep", "reason": "a public set"}})


def said(found: Readiness) -> list[str]:
    """All sentences and figures of the verdict, its rules, gates and patterns."""
    told = [found.sentence, *found.reasons, *found.next_steps]
    told += [text for rule in found.rules for text in (rule.reason, rule.figure)]
    told += [gate.sentence for gate in found.gates]
    return [*told, *(one.reason for one in found.patterns)]


@pytest.mark.skipif(not GSM8K.exists(), reason="needs the GSM8K solutions in ../shared/data")
def test_every_number_of_a_verdict_on_worked_sums_follows_from_the_file() -> None:
    logged = right(LOGGED)
    keys = range(1, len(logged) + 1)
    failed = [k for k in keys if not logged[k - 1]]
    passed = [k for k in keys if logged[k - 1]]
    held = [k for k in failed if k % 5 == 0]
    guard = [k for k in passed if k % 5 == 0]
    best = min(VARIANTS, key=lambda name: right(name).count(False))
    marks = right(best)
    left = [k for k in held if not marks[k - 1]]
    broken = [k for k in passed if not marks[k - 1]]
    rows = len(failed) - len(held)
    assert alike(held + guard, [k for k in failed if k % 5]) == 0
    carried, of = carrying_new_facts(failed)
    found = book_of_sums().assess()
    explained = (
        SETTLED
        | weighted((len(failed), len(keys)), (len(left), len(held)), (len(broken), len(passed)))
        | share(carried, of)
        | share(len(left), len(held))
        | share(sum(not marks[k - 1] for k in failed), len(failed))
        | {str(len(held) + len(guard)), str(len(guard)), str(rows), str(rows + 80)}
        | {str(len(broken)), str(len(passed)), f"{binomtest(0, len(broken)).pvalue:.3f}"}
        | {str(sum(one.status != "not applicable" for one in found.checks))}
    )
    assert numbers(said(found)) - explained == set()
    assert f"The best prompt, {best}, leaves " in found.reasons[0]
    assert found.rule == 2
    assert f"Not ready: {len(guard)} held-out passing cases" in found.reasons[0]
    (pattern,) = found.patterns
    assert pattern.fix_rate is not None
    fixed = sum(marks[k - 1] for k in failed)
    assert (pattern.fix_rate.count, pattern.fix_rate.of) == (fixed, len(failed))
    assert (pattern.cases, pattern.training_rows) == (len(failed), rows)
    assert pattern.new_fact_share == pytest.approx(carried / of)


def alike(held: Sequence[int], free: Sequence[int]) -> int:
    """Training rows of which the question is four fifths that of a held-out one."""

    def grams(key: int) -> set[str]:
        text = " ".join(
            re.sub(r"[^\w\s]", " ", str(sums()[key - 1]["question"]).casefold()).split()
        )
        return {text[place : place + 5] for place in range(len(text) - 4)}

    of_held = [grams(key) for key in held]
    found = 0
    for key in free:
        own = grams(key)
        found += any(
            min(len(own), len(one)) >= 0.8 * max(len(own), len(one))
            and len(own & one) >= 0.8 * len(own | one)
            for one in of_held
        )
    return found


def carrying_new_facts(failed: Sequence[int]) -> tuple[int, int]:
    """Worked answers with a fact that is in neither the question, the output nor another answer."""
    ideals = [str(sums()[key - 1]["ground_truth"]) for key in failed]
    outputs = {key: str(sums()[key - 1][LOGGED]["solution"]) for key in range(1, 401)}
    known = [f"{sums()[key - 1]['question']}\n{outputs[key]}" for key in failed]
    found = plainly(ideals, known, 0.5, list(outputs.values()))
    return sum(map(bool, found)), len(ideals)


@pytest.mark.skipif(not TAU.exists(), reason="needs the tau-bench runs in ../shared/data")
def test_every_number_of_a_verdict_on_airline_runs_follows_from_the_file() -> None:
    """Four runs of each task: the first is the log, the others the same prompt run afresh."""
    runs = json.loads(TAU.read_text(encoding="utf-8"))
    tasks = sorted({run["task_id"] for run in runs})
    passed = {(run["task_id"], run["trial"]): run["reward"] == 1 for run in runs}
    book = Book(failure_rate=None)
    for run in (run for run in runs if run["trial"] == 0):
        turns = run["traj"]
        asked = "\n".join(turn["content"] or "" for turn in turns if turn["role"] == "user")
        told = [turn["content"] or "" for turn in turns if turn["role"] == "assistant"]
        key = run["task_id"] + 1
        mark = Mark.PASS if passed[run["task_id"], 0] else Mark.FAIL
        pattern = "" if mark is Mark.PASS else "wrong outcome"
        book.entries[key] = Entry(
            key, mark, asked, told[-1] if told else "", pattern=pattern, held_out=key % 2 == 0
        )
    failed = [task for task in tasks if not passed[task, 0]]
    book.failure_rate = wilson(len(failed), len(tasks))
    again = {t + 1: Mark.PASS if passed[t, 1] else Mark.FAIL for t in tasks}
    book.runs.append(Run("afresh", again, {"baseline": True}))
    found = book.assess()
    assert len(book.entries) == len(tasks) == 50
    held = [task for task in failed if (task + 1) % 2 == 0]
    scope = held if len(held) >= 20 else failed
    left = sum(not passed[task, 1] for task in scope)
    fine = [task for task in tasks if passed[task, 0]]
    broken = sum(not passed[task, 1] for task in fine)
    guard = sum((task + 1) % 2 == 0 for task in fine)
    explained = (
        SETTLED
        | weighted((len(failed), len(tasks)), (left, len(scope)), (broken, len(fine)))
        | {str(len(failed)), str(guard), str(len(scope) - left), str(len(scope))}
        | {str(sum(one.status != "not applicable" for one in found.checks)), "41", "48"}
    )
    lacking = len(failed) - len(held)  # ideal answers of failures that are not held out
    short = {str(30 - guard), str(min(20, lacking)), str(max(0, 20 - lacking)), "25"}
    assert numbers(said(found)) - explained - short == set()
    assert found.rules[1].figure == (
        f"0 ideal answers, {guard} held out, largest pattern {len(failed)}"
    )
    assert found.rule == 2
    assert "(afresh) leaves" in found.rules[5].reason
