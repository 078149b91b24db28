"""What real files say, recomputed here from the files themselves."""

from __future__ import annotations

import csv
import json

import pytest

from curator.model.dataset import Dataset
from curator.model.review import Mark
from curator.model.snapshot import Snapshot
from curator.readiness.checks import run_checks
from tests.conftest import SHARED
from tests.readiness.casebook import Book, Entry, row, user

BITEXT = SHARED / "data" / "bitext_customer_support"
STOCK = BITEXT / "Bitext_Sample_Customer_Support_Training_Dataset.v1.csv"
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
    failures = sum(not json.loads(line)["6b_finetuning"]["is_correct"] for line in lines)
    assert result.rules[1].figure.startswith(f"{failures} ideal answers")
    assert result.rules[4].state == "ruled out"
    assert result.rule == 7
