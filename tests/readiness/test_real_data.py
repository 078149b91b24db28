"""What real files say, recomputed here from the files themselves."""

from __future__ import annotations

import csv
import json

import pytest
from scipy.stats import binomtest

from curator.model.dataset import Dataset
from curator.model.review import Mark
from curator.model.snapshot import Snapshot
from curator.model.statistics import wilson
from curator.readiness.checks import run_checks
from tests.conftest import SHARED
from tests.readiness.casebook import Book, Entry, row, user

BITEXT = SHARED / "data" / "bitext_customer_support"
STOCK = BITEXT / "Bitext_Sample_Customer_Support_Training_Dataset.v1.csv"
TAU = SHARED / "data" / "tau_bench_airline" / "gpt-4o-airline.json"
GSM8K = SHARED / "data" / "gsm8k_model_solutions" / "example_model_solutions.jsonl"


@pytest.mark.skipif(not STOCK.exists(), reason="needs the Bitext sample in ../shared/data")
def test_answers_cut_from_27_stock_texts_are_called_out() -> None:
    with STOCK.open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))[::13]
    rows = [
        row(place, input=user(item["instruction"]), ideal=item["response"])
        for place, item in enumerate(read, 1)
    ]
    found = run_checks(Dataset(seed=1, rows=tuple(rows)), Snapshot(name="", seed=1, revision=0))
    stock = next(check for check in found if check.number == 29)
    texts = len({item["response"] for item in read})
    assert texts == 27
    assert (stock.status, stock.count) == ("found", len(read))
    assert "cut from 27 stock texts" in stock.sentence


@pytest.mark.skipif(not GSM8K.exists(), reason="needs the GSM8K solutions in ../shared/data")
def test_worked_sums_are_behaviour_and_not_missing_knowledge() -> None:
    book = Book(failure_rate=None)
    lines = GSM8K.read_text(encoding="utf-8").splitlines()[:400]
    for key, line in enumerate(lines, 1):
        item = json.loads(line)
        model = item["6b_finetuning"]
        right = model["is_correct"]
        book.entries[key] = Entry(
            key,
            Mark.PASS if right else Mark.FAIL,
            item["question"],
            model["solution"],
            None if right else item["ground_truth"],
            "" if right else "sums",
            held_out=key % 5 == 0,
        )
    result = book.assess()
    right = [json.loads(line)["6b_finetuning"]["is_correct"] for line in lines]
    failures = right.count(False)
    held = [place for place in range(1, len(right) + 1) if place % 5 == 0]
    assert result.rules[1].figure == (
        f"{failures} ideal answers, {len(held)} held out, largest pattern {failures}"
    )
    assert result.rules[4].state == "ruled out"
    assert result.rule == 7
    # What is trained on: failures that are not held out, but for those that ask the same.
    free = sum(not one for place, one in enumerate(right, 1) if place % 5)
    left = int(result.extra.get("left_out", "0 ").split()[0])
    assert result.rules[8].figure == f"{free - left} training rows"
    guard = sum(one for place, one in enumerate(right, 1) if place % 5 == 0)
    assert f"{len(held)} held out, {guard} of them passing" in result.rules[9].figure
    carried = result.rules[4].reason.partition(" carry")[0]
    count, of = (int(word) for word in carried.split() if word.isdigit())
    share = binomtest(count, of).proportion_ci(method="wilson")
    assert f"{100 * count / of:.1f} % (95 % interval {100 * share.low:.1f} to" in (
        result.rules[4].reason
    )
    assert of == failures - left


@pytest.mark.skipif(not TAU.exists(), reason="needs the tau-bench runs in ../shared/data")
def test_airline_runs_without_ideal_answers_are_told_what_lacks_in_their_own_figures() -> None:
    runs = json.loads(TAU.read_text(encoding="utf-8"))
    book = Book(failure_rate=None)
    for key, run in enumerate(runs, 1):
        turns = run["traj"]
        asked = "\n".join(turn["content"] or "" for turn in turns if turn["role"] == "user")
        said = [turn["content"] or "" for turn in turns if turn["role"] == "assistant"]
        mark = Mark.PASS if run["reward"] == 1 else Mark.FAIL
        pattern = "" if mark is Mark.PASS else "wrong outcome"
        book.entries[key] = Entry(
            key, mark, asked, said[-1] if said else "", pattern=pattern, held_out=key % 4 == 0
        )
    marks = [run["reward"] == 1 for run in runs]
    failed = marks.count(False)
    book.failure_rate = wilson(failed, len(marks))
    result = book.assess()
    passing = sum(one for key, one in enumerate(marks, 1) if key % 4 == 0)
    assert result.rule == 2
    assert result.rules[1].figure == (
        f"0 ideal answers, {passing} held out, largest pattern {failed}"
    )
    interval = binomtest(failed, len(marks)).proportion_ci(method="wilson")
    now = result.costs.lines[0].left
    assert now is not None
    assert (now.count, now.of) == (failed, len(marks))
    assert (now.low, now.high) == pytest.approx((interval.low, interval.high))
    assert result.rules[8].figure == "0 training rows"
    assert result.rules[0].figure == "0 doubly reviewed; 0 % contradicting"
    assert [one.cases for one in result.patterns] == [failed]
    more = result.more_to_review
    assert more is not None
    share = failed / len(marks)
    wider = binomtest(round(share * (len(marks) + more)), len(marks) + more)
    ends = wider.proportion_ci(method="wilson")
    assert (ends.high - ends.low) / 2 == pytest.approx(0.05, abs=0.001)
