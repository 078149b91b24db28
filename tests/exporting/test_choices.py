"""What the user chooses about the rows reaches the files, the manifest and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curator.exporting import preview_rows, with_system_prompt, write_export
from curator.exporting.targets import TARGETS
from curator.model.base import JsonObject
from curator.model.dataset import Dataset, ExportOptions, ExportReport
from curator.model.message import Message
from curator.readiness.targets import limits_of
from tests.exporting import example
from tests.exporting.test_targets import TOOL_TALK, TWO_TURNS

USER = Message(role="user", content="Hello")


def inputs(*messages: Message) -> tuple[Message, ...]:
    dataset = Dataset(seed=7, rows=(example.row(input=messages),))
    return with_system_prompt(dataset, "Be kind.").rows[0].input


def export(out: Path, dataset: Dataset, **options: object) -> tuple[ExportReport, list[JsonObject]]:
    report = write_export(
        dataset,
        example.snapshot(),
        example.readiness(),
        (),
        ExportOptions.model_validate(options),
        out,
    )
    return report, [json.loads(line) for line in (out / "train.jsonl").read_text().splitlines()]


def test_the_production_prompt_replaces_the_one_that_was_logged() -> None:
    kind = Message(role="system", content="Be kind.")
    old = Message(role="system", content="Be brief.")
    assert inputs(old, USER) == (kind, USER)
    assert inputs(old, old, USER) == (kind, USER)
    assert inputs(USER) == (kind, USER)
    late = Message(role="system", content="The user logged in.")
    assert inputs(old, USER, late) == (kind, USER, late), "what happened in between stays"
    developer = Message(role="developer", content="Be brief.")
    assert inputs(developer, USER) == (developer.model_copy(update={"content": "Be kind."}), USER)


def test_without_a_choice_nothing_changes() -> None:
    dataset = example.dataset()
    assert with_system_prompt(dataset, None) == dataset


def test_held_out_rows_get_the_prompt_too() -> None:
    for row in with_system_prompt(example.dataset(), "Be kind.").rows:
        assert row.input[0].content == "Be kind."


def test_weights_are_left_out_when_every_answer_is_to_be_taught(tmp_path: Path) -> None:
    rows = [example.row(input=TWO_TURNS, split="train")]
    dataset = Dataset(seed=7, rows=tuple(rows))
    _, plain = export(tmp_path / "a", dataset)
    _, taught = export(tmp_path / "b", dataset, weights=False)
    assert '"weight"' in json.dumps(plain)
    assert '"weight"' not in json.dumps(taught)
    shown = preview_rows(dataset, "messages", options=ExportOptions(weights=False))
    assert [json.loads(line) for line in shown] == taught


def test_rows_with_tools_can_be_left_out_and_are_named(tmp_path: Path) -> None:
    rows = [row.model_copy(update={"split": "train"}) for row in example.dataset().rows[:3]]
    rows[1] = rows[1].model_copy(update={"input": TOOL_TALK})
    report, written = export(tmp_path / "a", Dataset(seed=7, rows=tuple(rows)), tool_calls=False)
    assert len(written) == 2
    assert report.counts["left_out"] == 1
    assert "it uses tools, which this export leaves out" in report.sentence
    report, written = export(tmp_path / "b", Dataset(seed=7, rows=tuple(rows)))
    assert len(written) == 3


def test_manifest_and_card_hold_choices_tokens_and_price(tmp_path: Path) -> None:
    report, _ = export(
        tmp_path / "a", example.dataset(), format="openai-sft", system_prompt="Be kind."
    )
    options = report.manifest["options"]
    assert isinstance(options, dict)
    assert options["system_prompt"] == "Be kind."
    found = report.manifest["tokens"]
    assert isinstance(found, dict)
    assert found["exact"] is True
    assert isinstance(found["train"], int)
    assert found["train"] > 1_000
    assert report.manifest["training_price"] == {
        "dollars": None,
        "per_million_tokens": None,
        "epochs": 1.0,
        "exact": False,
        "source": "",
    }
    card = (tmp_path / "a" / "README.md").read_text(encoding="utf-8")
    assert f"{found['train']:,} tokens for training" in card
    assert "no training price is entered" in card
    assert "tokens for training" in report.sentence


@pytest.mark.parametrize("name", ["csv", "xlsx", "promptfoo", "inspect", "curator"])
def test_what_trains_nothing_has_no_tokens(name: str, tmp_path: Path) -> None:
    report = write_export(
        example.dataset(),
        example.snapshot(),
        example.readiness(),
        (),
        ExportOptions(format=name),
        tmp_path / "a",
    )
    assert report.manifest["tokens"] is None
    assert "tokens" not in report.sentence


def test_an_example_beyond_the_limit_of_tokens_is_warned_of(tmp_path: Path) -> None:
    limits = limits_of("gemini")
    assert limits is not None
    assert limits.max_tokens == 131_072
    rows = [row.model_copy(update={"split": "train"}) for row in example.dataset().rows[:3]]
    rows[1] = rows[1].model_copy(update={"ideal": "word " * 131_072})
    report, _ = export(tmp_path / "a", Dataset(seed=7, rows=tuple(rows)), format="gemini")
    assert f"{TARGETS['gemini'].title} takes examples of at most 131,072 tokens" in report.sentence
