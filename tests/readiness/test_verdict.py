"""The verdict as a document: stable, stamped, honest about what was changed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.model.figures import Figures
from curator.readiness import assess
from curator.readiness.targets import known_targets, read_targets, target_named
from curator.readiness.thresholds import read_thresholds
from curator.readiness.verdict import input_hash
from tests.readiness.casebook import embed, ready

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = (
    "from tests.readiness.casebook import ready;"
    "print(ready().set(tolerance=0.04).assess().model_dump_json())"
)


def test_the_same_snapshot_gives_the_same_bytes_in_every_process() -> None:
    outputs = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    here = ready().set(tolerance=0.04).assess().model_dump_json()
    assert outputs[0].decode().strip() == here


def test_the_hash_follows_the_content_and_nothing_else() -> None:
    snapshot = ready().snapshot()
    later = snapshot.model_copy(update={"revision": 999, "name": "renamed"})
    assert input_hash(later) == input_hash(snapshot)
    book = ready()
    book.change(5, ideal="another answer altogether")
    assert input_hash(book.snapshot()) != input_hash(snapshot)
    assert assess(snapshot, embed).input_hash == input_hash(snapshot)
    book = ready()
    book.change(5, metadata={"huge": 10**30, "half": "\ud83d"})
    assert len(input_hash(book.snapshot())) == 64


def test_an_overridden_threshold_is_said_in_the_verdict() -> None:
    assert not any("set in this project" in r for r in ready().assess().reasons)
    result = ready().set(thresholds={"training_rows": 61}).assess()
    assert result.rule == 9
    assert list(result.reasons)[-1] == (
        "Threshold set in this project: training rows is 61 rows instead of 50 rows."
    )
    assert result.rules[8].source.startswith("set in this project")
    both = ready().set(tolerance=0.04, thresholds={"held_out": 31}).assess()
    assert len(list(both.reasons)) <= 4
    assert list(both.reasons)[-1].startswith(
        "2 thresholds set in this project: tolerance 4 % instead of 5 %"
    )
    assert [row.name for row in both.thresholds if row.overridden] == ["tolerance", "held_out"]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"thresholds": 5}, "must name numbers"),
        ({"thresholds": {"held_up": 5}}, "no threshold named 'held_up'"),
        ({"thresholds": {"held_out": "many"}}, "must be a number of cases"),
        ({"tolerance": 5}, "write 0.05 for 5 %"),
        ({"target": "Nobody/x"}, "no fine-tuning target 'Nobody/x'"),
        ({"aim": "fame"}, "aim is"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings: dict[str, object], words: str) -> None:
    with pytest.raises(CuratorError, match=words):
        ready().set(**settings).assess()


def test_every_threshold_has_meaning_unit_and_source() -> None:
    rows = read_thresholds({}).rows
    assert all(row.meaning and row.unit and row.source and not row.overridden for row in rows)
    assert len({row.name for row in rows}) == len(rows)


def test_a_failure_rate_on_few_cases_is_not_used_as_a_weight() -> None:
    book = ready()
    few = book.snapshot().model_copy(update={"figures": Figures()})
    found = assess(few, embed)
    assert found.rule == 2
    assert "is not known, since 0 of the 20 cases that it takes are marked" in found.reasons[0]
    assert "not known" not in book.assess().reasons[0]


def test_the_table_of_targets_holds_what_is_known_and_no_more() -> None:
    mini = target_named("openai/GPT-4.1-mini")
    assert mini is not None
    assert (mini.input_price, mini.tuned_output_price, mini.training_price) == (0.40, 3.20, None)
    assert mini.takes_new_jobs(date(2027, 1, 5))
    assert not mini.takes_new_jobs(date(2027, 1, 6))
    assert not mini.is_stale(date(2026, 12, 31))
    assert mini.is_stale(date(2027, 1, 1))
    assert target_named("nobody/none") is None
    names = [row.name for row in known_targets()]
    assert len(names) == len(set(names))


def test_a_target_closed_by_date_turns_the_verdict() -> None:
    book = ready().set(target="OpenAI/gpt-4.1-mini")
    assert book.assess().rule == 10
    book.change(1, at="2027-01-07T09:00:00Z")
    result = book.assess()
    assert result.rule == 4
    assert "since 2027-01-06 (as of 2027-01-07)" in result.reasons[0]


def test_a_broken_table_names_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_text("checked_on = 2026-11-01\n[[target]]\nprovider = 'x'\n", encoding="utf-8")
    with pytest.raises(CuratorError, match=r"target 0\.model: Field required"):
        read_targets(path)
    path.write_text("= 1", encoding="utf-8")
    with pytest.raises(CuratorError, match="is not a TOML file"):
        read_targets(path)
