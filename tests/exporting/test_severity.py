"""A failure's severity goes wherever its note and tags go."""

from __future__ import annotations

from curator.exporting.chat import Unfit
from curator.exporting.targets import TARGETS
from curator.model.dataset import DatasetRow
from curator.model.message import Message
from curator.model.value import JsonObject

ROW = DatasetRow(
    case_key=1,
    case_id="c1",
    group="g",
    split="train",
    input=(Message(role="user", content="How?"),),
    ideal="So.",
    output="No.",
    note="wrong",
    tags=("tone",),
    severity="high",
)


def said(made: JsonObject) -> object:
    """The severity beside the note, wherever that is."""
    facts = made["metadata"] if isinstance(made.get("metadata"), dict) else made
    assert isinstance(facts, dict)
    return facts.get("severity") if facts.get("note") == "wrong" else "without a note"


def test_every_target_that_writes_notes_writes_severities() -> None:
    told: dict[str, object] = {}
    for target in TARGETS.values():
        made = target.row(ROW)
        assert not isinstance(made, Unfit)
        told[target.name] = said(made)
    assert {name for name, one in told.items() if one != "without a note"} == {
        *("curator", "csv", "xlsx", "parquet", "huggingface", "promptfoo", "inspect"),
    }
    assert {one for one in told.values() if one != "without a note"} == {"high"}
